"""Coverage part by part: each district analysed alone, then added up to its city."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import fsum
from typing import Any, Final

import numpy as np
import pandas as pd

from geo.arrays import Bool, Integer
from geo.city.categories import choose_categories
from geo.city.model import City, count_city
from geo.city.walks import measure_walks
from geo.coverage.analysis import Coverage, evaluate_coverage
from geo.coverage.district_clip import DistrictSurvey, cut_district
from geo.coverage.scopes import choose_judgements, find_headline_limits
from geo.coverage.status import TALLIES
from geo.errors import InputError
from geo.progress import Progress
from geo.rules.rule_set import RuleSet
from geo.texts.notes import describe_notes
from geo.walking.access_points import take_places
from geo.walking.nearest import NearestWalks, nearest_facilities

#: How much farther than any walk that counts the roads around a district reach [m].
HALO_MARGIN_M: Final = 10.0


#: Figures of a category that add up, and those of all categories together.
_PEOPLE: Final = (*TALLIES, "gap", "unreachable", "unsnapped")


def find_halo_m(limit_m: Mapping[str, float], *, snap_limit_m: float) -> float:
    """Find how far around its homes a district must be known for every verdict to be the whole city's.

    Parameters
    ----------
    limit_m
        Category -> limit [m].
    snap_limit_m
        Longest access leg [m].

    Returns
    -------
    float
        No walk within the longest limit leaves the halo [m]: a walk is never shorter than the straight line.

    Examples
    --------
    >>> find_halo_m({"clinic": 1000.0}, snap_limit_m=200.0)
    1210.0
    """
    return max(limit_m.values(), default=0.0) + snap_limit_m + HALO_MARGIN_M


def analyze_district(
    survey: DistrictSurvey,
    district: str,
    *,
    minutes: float | None = None,
    categories: Sequence[str] = (),
    rules: RuleSet | None = None,
    halo_m: float | None = None,
    progress: Progress | None = None,
) -> Coverage:
    """Find who in a district is within the walk to which service; every verdict is the whole city's.

    Parameters
    ----------
    survey
        The city, and who walks it.
    district
        Code of the district, "" for the homes that are in none.
    minutes, categories, rules, progress
        As for :func:`geo.coverage.analysis.analyze_city`.
    halo_m
        How far around the district's homes is walked [m]; None for as far as the limits need.

    Returns
    -------
    Coverage
        Walks up to the halo are exact, longer ones infinite; a home with a way of which only that is known is a gap.
        Medians and 95th percentiles are None.

    Raises
    ------
    InputError
        If the district or a category is unknown, or the halo is shorter than a limit or an access leg.

    Examples
    --------
    >>> from geo.coverage.district_clip import survey_districts
    >>> from geo.city.sample import build_sample
    >>> coverage = analyze_district(survey_districts(build_sample()), "410102000000", minutes=15)
    >>> coverage.homes.status_clinic.tolist()
    ['covered', 'covered', 'covered', 'gap']
    """
    city = survey.context.city
    progress = progress or Progress()
    chosen = choose_categories(city, categories)
    needed_m = _find_needed_m(survey, chosen, minutes=minutes, rules=rules)
    halo_m = needed_m if halo_m is None else halo_m
    if not halo_m >= needed_m:
        raise InputError(f"halo_m = {halo_m:g}: expected at least {needed_m:g}, or walks that count would be cut")
    with progress.step("cut"):
        cut, snaps = cut_district(survey, district, halo_m=halo_m)
        has_way = _find_ways(survey, np.flatnonzero(survey.district == district), chosen)
    walks = measure_walks(cut, profile=survey.context.profile.name, categories=chosen, snaps=snaps, progress=progress)
    walks = replace(walks, nearest=_leave_out_far(walks.nearest, halo_m))
    found = evaluate_coverage(cut, walks, minutes=minutes, rules=rules, has_way=has_way, progress=progress)
    figures, rural_figures = (
        {name: replace(each, median_walk_min=None, p95_walk_min=None) for name, each in of_scope.items()}
        for of_scope in (found.figures, found.rural_figures)
    )
    return replace(found, figures=figures, rural_figures=rural_figures)


def _find_needed_m(
    survey: DistrictSurvey, categories: Sequence[str], *, minutes: float | None, rules: RuleSet | None
) -> float:
    """Find how far around a district must be walked, for the limits of all its homes."""
    city, speed = survey.context.city, survey.context.profile.speed_m_per_min
    judgements = choose_judgements(city, categories, rules=rules, minutes=minutes, speed_m_per_min=speed)
    headline = find_headline_limits(judgements, categories, speed_m_per_min=speed)
    return max(
        find_halo_m(limit_m, snap_limit_m=city.snap_limit_m)
        for limit_m in (headline, *(judgement.limit_m for judgement in judgements.values()))
    )


def _leave_out_far(nearest: NearestWalks, halo_m: float) -> NearestWalks:
    """Leave walks out that a shorter one beyond the halo might undercut."""
    far = nearest.walk_m > halo_m
    return NearestWalks(np.where(far, np.inf, nearest.walk_m), np.where(far, -1, nearest.facility))


def _find_ways(survey: DistrictSurvey, homes: Integer, categories: Sequence[str]) -> Bool:
    """Tell which homes have a way to any facility of each category: one on the same component of the whole network."""
    context, targets = survey.context, survey.context.facilities
    code = pd.Index(categories).get_indexer(context.city.facilities["category"])
    if context.network.private.any():  # a component that only private ways hold together is not passed through
        mine, k = take_places(context.homes, homes), len(categories)
        nearest = nearest_facilities(context.network, mine, targets, code.astype(np.int32), categories=k)
        return np.isfinite(nearest.walk_m)
    code = code[targets.place]
    component = context.network.component
    served = np.zeros((len(context.network.component_length_m), len(categories)), bool)
    served[component[targets.edge[code >= 0]], code[code >= 0]] = True
    mine = take_places(context.homes, homes)
    has_way = np.zeros((len(homes), len(categories)), bool)
    np.logical_or.at(has_way, mine.place, served[component[mine.edge]])
    return has_way


def merge_districts(city: City, parts: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Add the summaries of all districts up to that of their city.

    Parameters
    ----------
    city
        The city.
    parts
        Code of each district of :func:`list_districts` -> its summary, as :func:`geo.coverage.summary.summarize`
        puts it together or summary.json holds it.

    Returns
    -------
    dict
        As for the whole city, with ``districts``: code -> ``name, population, all_categories`` and of each category
        people and share. Equal to the analysis of the whole city at once, but for medians and 95th percentiles, which
        do not add up (None), and ``snaps`` and ``gaps``, which are left out.

    Raises
    ------
    InputError
        If there is no part.

    Examples
    --------
    >>> from geo.coverage.summary import summarize
    >>> from geo.coverage.district_clip import list_districts, survey_districts
    >>> from geo.files.writers import to_plain
    >>> from geo.city.sample import build_sample
    >>> city = build_sample()
    >>> survey = survey_districts(city)
    >>> parts = {}
    >>> for code in list_districts(city):
    ...     part = analyze_district(survey, code)
    ...     parts[code] = to_plain(summarize(part.city, part, minutes=None))
    >>> merge_districts(city, parts)["categories"]["clinic"]["covered_population"]
    60.0
    """
    if not parts:
        raise InputError(f"{city.name}: no district to add up")
    first = next(iter(parts.values()))
    return {
        **{key: first[key] for key in ("profile", "speed_km_h", "minutes", "rules", "synthetic", "assumptions")},
        "city": city.name,
        **_add_heads(list(parts.values())),
        "counts": count_city(city),
        "urban": {**first["urban"], **_add_heads([part["urban"] for part in parts.values()])},
        **_add_categories(city, [{**part, **part["urban"]} for part in parts.values()]),
        "villages": _add_villages(city, [part["villages"] for part in parts.values() if part["villages"]]),
        "unreachable_population": fsum(part["unreachable_population"] for part in parts.values()),
        "notes": describe_notes(city.notes),
        "seconds": _add_seconds([part.get("seconds", {}) for part in parts.values()]),
        "districts": {code: _shorten(part) for code, part in parts.items()},
    }


def _add_heads(parts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    households = [part["households"] for part in parts]
    return {
        "population": fsum(part["population"] for part in parts),
        "households": None if None in households else fsum(households),
    }


def _add_villages(city: City, parts: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """Add the villages of the districts up that have any; None where none has."""
    if not parts:
        return None
    return {**parts[0], **_add_heads(parts), **_add_categories(city, parts)}


def _add_categories(city: City, parts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Add up the figures of each category, and of all together, of parts with a population."""
    population = fsum(part["population"] for part in parts)
    categories = {
        name: {
            "facilities": int((city.facilities["category"] == name).sum()),
            "limit_m": figures["limit_m"],
            **_add_people([part["categories"][name] for part in parts], _PEOPLE, population),
            "median_walk_min": None,
            "p95_walk_min": None,
        }
        for name, figures in parts[0]["categories"].items()
    }
    whole = _add_people([part["all_categories"] for part in parts], tuple(TALLIES), population)
    return {"categories": categories, "all_categories": whole}


def _add_people(figures: Sequence[Mapping[str, Any]], kinds: Sequence[str], population: float) -> dict[str, Any]:
    people = {f"{kind}_population": fsum(part[f"{kind}_population"] for part in figures) for kind in kinds}
    is_judged = figures[0]["covered_share"] is not None
    share = people["covered_population"] / population if population else 0.0
    return {**people, "covered_share": share if is_judged else None}


def _add_seconds(parts: Sequence[Mapping[str, float]]) -> dict[str, float]:
    return {name: fsum(part.get(name, 0.0) for part in parts) for name in dict.fromkeys(n for p in parts for n in p)}


def _shorten(part: Mapping[str, Any]) -> dict[str, Any]:
    """Keep of a district's summary what the city's page needs to compare districts."""
    villages = part["villages"]
    return {
        "name": part["city"],
        "population": part["population"],
        **_shorten_scope(part),
        "urban": {"population": part["urban"]["population"]},
        "villages": villages
        and {"population": villages["population"], "is_judged": villages["is_judged"], **_shorten_scope(villages)},
    }


def _shorten_scope(part: Mapping[str, Any]) -> dict[str, Any]:
    kept = ("covered_population", "covered_share", "uncovered_population")
    return {
        "all_categories": part["all_categories"],
        "categories": {name: {key: figures[key] for key in kept} for name, figures in part["categories"].items()},
    }
