"""Life circles in figures: compartments, what they allow, and what the circles of each tier come to."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pandas as pd

from geo.life_circles.circle_tables import BANDS, LifeCircles, join_shapes
from geo.life_circles.life_plan import LifeGround, LifePlan
from geo.life_circles.life_tiers import LifeTier
from geo.texts import LANGS, TEXTS, Lang
from geo.texts.notes import describe_notes

_M2_PER_KM2: Final = 1_000_000


def summarize_ground(ground: LifeGround) -> dict[str, Any]:
    """Say what separates a city, into which compartments, and how many circles these need.

    Parameters
    ----------
    ground
        The city made ready.

    Returns
    -------
    dict
        ``city, synthetic, profile, rules, separators, residents`` (urban and rural), ``grid_units, compartments, tiers,
        assumptions, notes``.

    Examples
    --------
    >>> from geo.city.walk_context import make_walk_context
    >>> from geo.life_circles.life_plan import prepare_life_circles
    >>> from geo.life_circles.line_city import build_line_city
    >>> city = build_line_city()
    >>> found = summarize_ground(prepare_life_circles(city, make_walk_context(city)))
    >>> [each["residents"] for each in found["compartments"]], found["residents"]
    ([54000.0, 4000.0], {'urban': 58000.0, 'rural': 1000.0})
    >>> found["tiers"][1]["fewest"], found["tiers"][1]["most"], found["tiers"][1]["off_least"]
    (4, 4, 11000.0)
    """
    city, rules, separators = ground.city, ground.tiers[0].rules, ground.separators
    classes = set(city.roads["highway"]) if "highway" in city.roads else set()
    return {
        "city": city.name,
        "synthetic": city.synthetic,
        "profile": ground.profile,
        "rules": {"id": rules.id, "name": dict(rules.name), "source": rules.source},
        "separators": {
            "highways": list(separators.highways),
            "barrier_kinds": list(separators.barrier_kinds),
            "bridge_m": separators.bridge_m,
            "highways_found": sorted(classes & set(separators.highways)),
        },
        "residents": {
            "urban": float(ground.residents.sum()),
            "rural": float(ground.home_residents[ground.home_unit < 0].sum()),
        },
        "grid_units": len(ground.residents),
        "compartments": tabulate_compartments(ground).drop(columns="geometry").to_dict("records"),
        "tiers": [_describe_tier(ground, tier) for tier in ground.tiers],
        "assumptions": describe_notes(city.assumptions),
        "notes": describe_notes(city.notes),
    }


def tabulate_compartments(ground: LifeGround) -> pd.DataFrame:
    """Tabulate the compartments of a city, the largest first.

    Parameters
    ----------
    ground
        The city made ready.

    Returns
    -------
    pandas.DataFrame
        ``compartment`` (its number), ``residents, grid_units, communities, area_km2``, ``fewest_<t>, most_<t>`` and
        ``too_small_<t>`` for each tier, ``geometry``.

    Examples
    --------
    >>> from geo.city.walk_context import make_walk_context
    >>> from geo.life_circles.life_plan import prepare_life_circles
    >>> from geo.life_circles.line_city import build_line_city
    >>> city = build_line_city()
    >>> table = tabulate_compartments(prepare_life_circles(city, make_walk_context(city)))
    >>> table[["compartment", "grid_units", "fewest_5_min", "most_5_min"]].values.tolist()
    [[1, 18, 5, 10], [2, 2, 1, 1]]
    """
    compartment, residents = ground.urban.compartment, ground.compartment_residents
    units = ground.urban.table
    columns: dict[str, Any] = {
        "compartment": np.arange(len(residents)) + 1,
        "residents": residents,
        "grid_units": np.bincount(compartment),
        "communities": units["community"].groupby(compartment).nunique().to_numpy(),
        "area_km2": units.geometry.area.groupby(compartment).sum().to_numpy() / _M2_PER_KM2,
    }
    for tier in ground.tiers:
        band = ground.bands[tier.key]
        columns |= {f"fewest_{tier.key}": band.fewest, f"most_{tier.key}": band.most}
        columns[f"too_small_{tier.key}"] = residents < tier.low
    columns["geometry"] = join_shapes(np.asarray(units.geometry.values), compartment)
    return pd.DataFrame(columns).sort_values("residents", ascending=False, kind="stable").reset_index(drop=True)


def _describe_tier(ground: LifeGround, tier: LifeTier) -> dict[str, Any]:
    band, residents = ground.bands[tier.key], ground.compartment_residents
    stated = tier.rules.tiers[tier.key]
    too_small = residents < tier.low
    return {
        "tier": tier.key,
        "name": dict(tier.name),
        "minutes": tier.minutes,
        "limit_m": tier.limit_m,
        "timed_m": tier.timed_m,
        "low": tier.low,
        "high": tier.high,
        "source": stated.source,
        "verified": stated.verified,
        "fewest": int(band.fewest.sum()),
        "most": int(band.most.sum()),
        "off_least": float(band.off.sum()),
        "too_small": int(too_small.sum()),
        "too_small_residents": float(residents[too_small].sum()),
    }


def summarize_circles(circles: LifeCircles) -> dict[str, Any]:
    """Put life circles together as life-circles.json holds them, but for the rows of the circles.

    Parameters
    ----------
    circles
        The circles.

    Returns
    -------
    dict
        That of :func:`summarize_ground`, with what each tier comes to, ``divided`` and ``method``.

    Examples
    --------
    >>> from geo.life_circles.circle_tables import describe_life_circles
    >>> from geo.life_circles.line_city import plan_line_city
    >>> found = summarize_circles(describe_life_circles(plan_line_city()))
    >>> [(tier["circles"], tier["below"], tier["off_band"], tier["beyond"]) for tier in found["tiers"]]
    [(2, 1, 46000.0, 36000.0), (4, 1, 11000.0, 27000.0), (10, 1, 1000.0, 0.0)]
    """
    plan = circles.plan
    summary = summarize_ground(plan.ground)
    for tier in summary["tiers"]:
        table, layer = circles.tables[tier["tier"]], plan.layers[tier["tier"]]
        within = float(table["within"].sum())
        beyond, least = float(table["beyond"].sum()), max(layer.beyond_least, 0.0)
        tier |= {
            "circles": len(table),
            "within_band": int((table["band"] == BANDS[0]).sum()),
            **{name: int((table["band"] == name).sum()) for name in BANDS[1:]},
            "off_band": float(table["off_band"].sum()),
            "within": within,
            "beyond": beyond,
            "beyond_least": least,
            "gap": beyond / least - 1 if least > 0 else None,
            "within_timed": float(table["within_timed"].sum()),
            "within_straight": float(table["within_straight"].sum()),
            "share_within": within / max(float(table["residents"].sum()), 1e-9),
            "facilities_short": int(table["facilities_short"].sum()) if "facilities_short" in table else None,
        }
    summary["rural"] = dict(circles.rural)
    summary["divided"] = _describe_divided(plan, circles)
    summary["unverified"] = _list_unverified(circles)
    summary["method"] = describe_life_method(summary)
    return summary


def _list_unverified(circles: LifeCircles) -> list[dict[str, str]]:
    """List the names of facilities whose rule nobody has compared with the text it cites yet."""
    rules = circles.plan.ground.tiers[0].rules.facilities
    present = dict.fromkeys(circles.facilities["category"]) if len(circles.facilities) else {}
    return [dict(rules[name].name) for name in present if not rules[name].verified]


def _describe_divided(plan: LifePlan, circles: LifeCircles) -> dict[str, Any]:
    """Say which communities are not taken as wholes, and which units a separator runs through."""
    units, parts = plan.ground.urban.table, plan.parts
    smallest = list(circles.tables.values())[-1]
    return {
        "split_communities": sorted(set(units["community"][parts.is_split]) - {""}),
        "large_communities": sorted(set(units["community"][parts.is_large]) - {""}),
        "units": units["unit_code"][plan.ground.urban.is_divided].tolist(),
        "residents_across": float(smallest["residents_across"].sum()),
    }


def describe_life_method(summary: Mapping[str, Any]) -> dict[str, dict[Lang, str]]:
    """Say in words how life circles were found and what the figures mean.

    Parameters
    ----------
    summary
        As :func:`summarize_circles` puts it together.

    Returns
    -------
    dict
        What it is about -> language -> sentences.

    Examples
    --------
    >>> from geo.life_circles.circle_tables import describe_life_circles
    >>> from geo.life_circles.line_city import plan_line_city
    >>> summarize_circles(describe_life_circles(plan_line_city()))["method"]["rural"]["en"]
    'Villages are in no circle and not judged: 2 grid units, 1,000 residents.'
    """
    rules, separators, divided = summary["rules"], summary["separators"], summary["divided"]
    first = summary["tiers"][0]
    values: dict[str, dict[str, Any]] = {
        "standard": {"source": first["source"]},
        "separators": {
            "highways": ", ".join(separators["highways"]) or "-",
            "barriers": ", ".join(separators["barrier_kinds"]) or "-",
            "bridge_m": separators["bridge_m"],
        },
        **({} if separators["highways_found"] else {"no_roads": {}}),
        "parts": {
            "split": len(divided["split_communities"]),
            "large": len(divided["large_communities"]),
        },
        **{name: {} for name in ("order", "heuristic", "centre")},
        "walk": {},
        **{name: {} for name in ("small", "codes", "facilities")},
        **({"unverified": {}} if summary["unverified"] else {}),
        "across": {"units": f"{len(divided['units']):,}", "residents": f"{divided['residents_across']:,.0f}"},
        "rural": {
            "units": f"{summary['rural']['units']:,.0f}",
            "residents": f"{summary['rural']['residents']:,.0f}",
        },
    }

    def write(name: str, lang: Lang) -> str:
        named = {"rules": rules["name"][lang], "profile": TEXTS[f"profile.{summary['profile']}"][lang]}
        if name == "unverified":
            named["names"] = ("、" if lang == "zh" else ", ").join(each[lang] for each in summary["unverified"])
        return TEXTS[f"life.method.{name}"][lang].format(**named, **values[name])

    return {name: {lang: write(name, lang) for lang in LANGS} for name in values}
