"""What a page that is a single file holds: the documents that it would ask a service for, made small."""

from typing import Any, Final

import geopandas as gpd

from geo.arrays import Int64
from geo.coverage.analysis import Coverage
from geo.coverage.by_minute import find_unit_rows
from geo.coverage.status import ALL
from maps.payload import pack_facilities, pack_gaps
from maps.planner.ancestry import pack_ancestry
from maps.planner.category import pack_all_categories, pack_category
from maps.planner.figures import AREAS, pack_figures
from maps.planner.levels import pack_level
from maps.planner.outlines import pack_outlines
from maps.planner.overview import pack_overview
from maps.planner.roads import pack_main_roads

#: Gap areas of a category in a file, those with most people first; the workbook has all.
_MOST_GAPS: Final = 120


def list_documents(coverage: Coverage, level: str) -> dict[str, Any]:
    """List what the page asks for, as the service would answer.

    Parameters
    ----------
    coverage
        The coverage.
    level
        Its finest level in the page.

    Returns
    -------
    dict
        Address -> document.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> found = list_documents(analyze_city(build_sample()), "grid_units")
    >>> "page/coverage/clinic?level=grid_units&profile=adult" in found
    True
    """
    profile, categories = coverage.profile.name, list(coverage.limit_m)
    levels = [name for name in coverage.levels if name in (*AREAS, level)]
    rows = find_unit_rows(coverage)
    asked = f"level={levels[-1]}&profile={profile}"
    documents: dict[str, Any] = {
        "page/city": {**_describe_city(coverage, levels), "opens_with": level},
        f"page/figures?profile={profile}": pack_figures(coverage),
        "page/outlines": pack_outlines(coverage),
        "page/roads/main": pack_main_roads(coverage.city.roads, with_secondary=False),
        f"page/coverage/{ALL}?{asked}": pack_all_categories(coverage, rows, levels),
    }
    for name in levels:
        within = pack_ancestry(coverage.city, coverage.levels[name])
        documents[f"page/levels/{name}"] = {**pack_level(coverage, name, rows), "within": within, "parent": None}
    facilities = pack_facilities(coverage.city.facilities, categories)
    for category, gaps in coverage.gaps_by_category.items():
        packed = pack_category(coverage, category, rows, levels, gaps, with_minutes=False)
        documents[f"page/coverage/{category}?{asked}"] = packed
        documents[f"page/gaps/{category}?profile={profile}"] = _pack_worst_gaps(gaps, category)
        documents[f"page/facilities/{category}"] = _leave_out_ids(facilities[category])
    return documents


def _describe_city(coverage: Coverage, levels: list[str]) -> dict[str, Any]:
    """Describe the city with what the file has of it: some levels, one profile, no minutes to choose."""
    found = pack_overview(coverage)
    profiles = [each for each in found["profiles"] if each["key"] == coverage.profile.name]
    return {**found, "levels": levels, "profiles": profiles, "minutes": None}


def _pack_worst_gaps(gaps: tuple[gpd.GeoDataFrame, Int64], category: str) -> dict[str, Any]:
    table = gaps[0]
    worst = table["rank"].rank(method="first") <= _MOST_GAPS
    return dict(pack_gaps(table[worst | table["is_others"]], [category])[category])


def _leave_out_ids(facilities: dict[str, Any]) -> dict[str, Any]:
    """Leave out the ids of facilities that have a name: they are told by that."""
    ids = ["" if name else own for name, own in zip(facilities["name"], facilities["id"], strict=True)]
    return {**facilities, "id": ids}
