"""The figures of a plan area: verdicts, sizes, what it lies on, what it needs."""

import math
from collections.abc import Sequence

from geo.plans.cases import SCENARIOS
from geo.plans.demand import Ratios
from geo.plans.review_tables.cells import Figure, Number, Record, Verdict
from geo.plans.review_tables.group_words import GroupWords
from geo.plans.review_tables.words import Words, join_words, phrase, show_number

#: Figures of what is derived where it is not stated.
SIZES = ("dwellings", "households", "residents")


#: Figures of floor areas.
FLOOR_AREAS = ("residential_floor_area", "above_ground_floor_area")


#: Figures of the divisions that an area lies in, from large to small.
DIVISIONS = ("district", "street", "community")


#: Figures of what an area needs.
NEEDS = ("units_needed", "grid_workers")


def list_figures(
    area: Record, ratios: Ratios, overlaps: Sequence[Record] = (), group: GroupWords | None = None
) -> dict[str, Figure]:
    """List the figures of a plan area.

    Parameters
    ----------
    area
        A row of ``Review.areas``.
    ratios
        What sizes are derived by.
    overlaps
        The rows of ``Review.overlaps`` that are about the area.
    group
        The plots that lie together with it; None where it lies alone.

    Returns
    -------
    dict
        Name of a figure -> the figure: ``plan_id, name, year, stage``, the verdict at that stage by scenario, those of
        :data:`SIZES` and :data:`FLOOR_AREAS`, ``area, rank, people_short, group``, those of :data:`NEEDS` and
        :data:`DIVISIONS`, ``units_in, homes_inside, residents_inside, other_areas, water``.

    Examples
    --------
    >>> from geo.city.sample import build_sample, build_sample_rules
    >>> from geo.plans.review import review_plans
    >>> from geo.plans.sample_batch import build_sample_plans
    >>> review = review_plans(build_sample(), build_sample_plans(), rule_sets=[build_sample_rules()])
    >>> figures = list_figures(review.areas.iloc[0].to_dict(), review.ratios)
    >>> figures["area"].value, figures["area"].words.en, figures["households"].note.en
    (Number(value=2400.0, unit='m2'), '0.24 ha', 'derived, at 1.00 households a dwelling')
    """
    year = f"{area['year']:.0f}" if math.isfinite(area["year"]) else ""
    return {
        "plan_id": Figure("plan.plan_id", area["plan_id"]),
        "name": Figure("plan.name", area["name"]),
        "year": Figure("plan.year", year),
        "stage": Figure("plan.review_stage", phrase(f"stage.{area['stage']}")),
        **{name: _show_overall(area, name) for name in SCENARIOS},
        **_list_sizes(area, ratios),
        "rank": Figure("plan.rank", Number(area["rank"])),
        "people_short": Figure("plan.people_short", Number(area["people_short"])),
        "group": Figure("plan.group", None, words=phrase("plan.none") if group is None else group.about),
        **{name: _show_need(area, name) for name in NEEDS},
        **{name: Figure(f"plan.{name}", area[f"{name}_name"], note=area[name]) for name in DIVISIONS},
        **_list_setting(area, overlaps),
    }


def _show_overall(area: Record, scenario: str) -> Figure:
    return Figure("plan.overall", Verdict(area[f"verdict_{scenario}"]), of=f"scenario.{scenario}")


def _list_sizes(area: Record, ratios: Ratios) -> dict[str, Figure]:
    per_household, per_dwelling = ratios.residents_per_household, ratios.households_per_dwelling
    how = {
        "dwellings": phrase("plan.derived"),
        "households": phrase("plan.derived_households", ratio=show_number(per_dwelling, 2)),
        "residents": phrase(f"plan.derived_residents.{ratios.source}", ratio=show_number(per_household, 2)),
    }
    derived = area["derived"].split(",")
    plot_m2 = area["area_m2"]
    return {
        **{
            name: Figure(f"plan.{name}", Number(area[name]), note=how[name] if name in derived else None)
            for name in SIZES
        },
        **{name: _show_floor_area(name, area[f"{name}_m2"]) for name in FLOOR_AREAS},
        "area": Figure(
            "plan.area", Number(plot_m2, "m2"), words=phrase("plan.hectares", area=show_number(plot_m2 / 1e4, 2))
        ),
    }


def _show_floor_area(name: str, floor_m2: float) -> Figure:
    is_stated = math.isfinite(floor_m2)
    words = phrase("plan.square_metres", area=show_number(floor_m2)) if is_stated else phrase("plan.not_stated")
    return Figure(f"plan.{name}", Number(floor_m2, "m2"), words=words)


def _show_need(area: Record, name: str) -> Figure:
    number = area[name]
    return Figure(f"plan.{name}", Number(number), words=None if math.isfinite(number) else phrase("plan.no_norm"))


def _list_setting(area: Record, overlaps: Sequence[Record]) -> dict[str, Figure]:
    none = phrase("plan.none")
    codes = tuple(area["unit_codes"].split(",")) if area["unit_codes"] else ()
    homes, residents = area["homes_inside"], area["residents_inside"]
    living = phrase("plan.homes_inside_value", homes=show_number(homes), residents=show_number(residents))
    others: tuple[Words, ...] = tuple(
        phrase("plan.overlap_value", other=row["other"], area=show_number(row["overlap_m2"])) for row in overlaps
    )
    water_m, water_m2 = area["water_m"], area["water_m2"]
    water = phrase("plan.water_value", area=show_number(water_m2), length=show_number(water_m))
    return {
        "units_in": Figure("plan.units_in", codes, words=None if codes else phrase("plan.outside_grid")),
        "homes_inside": Figure("plan.homes_inside", Number(homes), words=living if homes else none),
        "residents_inside": Figure("plan.residents", Number(residents), of="plan.homes_inside"),
        "other_areas": Figure("plan.other_areas", others, words=join_words(others) if others else none),
        "water": Figure("plan.water", Number(water_m, "m"), words=water if water_m or water_m2 else none),
    }
