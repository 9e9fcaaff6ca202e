"""Gap areas: the places where homes that are not covered lie, named and ranked, with what would help there."""

from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.arrays import Bool, Float64, Int8, Int64
from geo.coverage.gap_cuts import cut_circles, outline_groups
from geo.coverage.gap_facilities import find_main_facilities, join_codes
from geo.coverage.gap_ground import GapGround
from geo.coverage.gap_paths import choose_paths
from geo.coverage.gap_sites import choose_sites
from geo.coverage.gap_table import PLACE_COLUMNS, make_empty_gaps, put_together
from geo.coverage.status import TALLIES

#: Side of the squares that gap areas are drawn of [m]; shorter where the limit is.
CELL_M: Final = 100.0
#: Gap areas matter that hold this share of the residents of their scope who are not covered, those with most first;
#: at least so many where there are, and at most so many, of each category and scope.
SHARE: Final = 0.5
FEWEST: Final = 20
MOST: Final = 500
#: What would help, the least effort first; "" where nothing was found.
REMEDIES: Final = ("path", "new_site", "")
#: Scopes in the order in which gap areas are listed.
SCOPES: Final = ("urban", "rural")


def find_gaps(ground: GapGround, category: str, *, status: Int8, limit_m: float) -> gpd.GeoDataFrame:
    """Find the gap areas of one category.

    Homes that are not covered are cut at communities, and into circles of the limit
    (:func:`geo.coverage.gap_cuts.cut_circles`). Gap areas that matter (:func:`choose_gaps`) are described, all others
    of a scope are added up in one row.

    Parameters
    ----------
    ground
        The homes.
    category
        One of ``ground.walks.context.categories``.
    status
        Index into :data:`geo.coverage.status.STATUSES` in this category, shape (n,).
    limit_m
        Its limit [m].

    Returns
    -------
    geopandas.GeoDataFrame
        Those that matter, urban ones first, most residents first, then a row for all others of each scope: columns of
        :func:`geo.coverage.gap_table.make_empty_gaps`, MultiPolygons of squares (None for all others together). Every
        uncovered home counts in exactly one row. Empty when all are covered.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> gaps = analyze_city(build_sample()).find_category_gaps("clinic")
    >>> gaps[["gap_id", "name", "residents", "walk_m", "remedy", "remedy_residents"]].values.tolist()
    [['clinic-1', '', 5.0, nan, '', 0.0], ['clinic-2', 'Street North', 40.0, 1800.0, 'new_site', 40.0]]
    """
    homes = ground.by_place[np.isin(status[ground.by_place], TALLIES["uncovered"])]
    if not len(homes):
        return make_empty_gaps(ground)
    cell_m = min(CELL_M, limit_m)
    cell = np.floor(ground.xy[homes] / cell_m).astype(np.int64)
    group, middle = cut_circles(ground.place[homes], ground.xy[homes], cell, limit_m=limit_m, cell_m=cell_m)
    place = np.empty(len(middle), np.int64)
    place[group] = ground.place[homes]
    is_rural = ground.places["scope"].to_numpy()[place] == SCOPES[1]
    chosen = choose_gaps(np.bincount(group, ground.people["residents"][homes]).astype(float), is_rural)
    number = np.full(len(middle), -1, np.int64)
    number[chosen] = np.arange(len(chosen))
    gap = number[group]
    listed = gap >= 0
    shapes = outline_groups(gap[listed], cell[listed], count=len(chosen), cell_m=cell_m)
    table = pd.DataFrame(
        {
            **_name_places(ground.places, place[chosen]),
            **_describe_people(ground, homes[listed], gap[listed], len(chosen)),
            **_describe_walks(ground, homes[listed], gap[listed], category, limit_m, len(chosen)),
            **_describe_remedies(ground, homes, gap, category, limit_m, len(chosen)),
            "x": middle[chosen, 0],
            "y": middle[chosen, 1],
            "area_m2": shapely.area(shapes),
            "gaps": 1,
            "is_others": False,
        }
    )
    others = _add_up_others(ground, homes[~listed], group[~listed], is_rural)
    return put_together(ground, category, [table, *others], [*shapes, *[None] * len(others)])


def choose_gaps(residents: Float64, is_rural: Bool) -> Int64:
    """Choose the gap areas that matter.

    Of each scope those with most residents that together hold :data:`SHARE` of its residents who are not covered; at
    least :data:`FEWEST` of them where there are so many, and at most :data:`MOST`. Where nobody lives none matters.

    Parameters
    ----------
    residents
        Residents of each gap area, shape (g,).
    is_rural
        Whether it lies in a village, shape (g,).

    Returns
    -------
    ndarray of int64
        Their rows: urban ones first, most residents first, of equals the first.

    Examples
    --------
    >>> residents = np.array([5.0, 90.0, 5.0] + [1.0] * 30)
    >>> choose_gaps(residents, np.arange(33) == 2)[[0, 1, 19, 20]].tolist()
    [1, 0, 20, 2]
    """
    chosen = []
    for rural in (False, True):
        rows = np.flatnonzero((is_rural == rural) & (residents > 0))
        rows = rows[np.argsort(-residents[rows], kind="stable")]
        held = np.cumsum(residents[rows])
        enough = int(np.searchsorted(held, SHARE * held[-1])) + 1 if len(rows) else 0
        chosen.append(rows[: min(max(enough, FEWEST), MOST)])
    return np.concatenate(chosen)


def _name_places(places: pd.DataFrame, place: Int64) -> dict[str, Any]:
    """Name gap areas by street and community, with a number where a community has several."""
    columns = {name: places[name].to_numpy(object)[place] for name in PLACE_COLUMNS}
    several = np.bincount(place, minlength=len(places))[place] > 1
    nth = pd.Series(place).groupby(place).cumcount().to_numpy() + 1
    parts = zip(columns["street_name"], columns["community_name"], several, nth, strict=True)
    return {
        "name": [" ".join(filter(None, (street, own, f"({n})" if many else ""))) for street, own, many, n in parts],
        **columns,
    }


def _describe_people(ground: GapGround, homes: Int64, gap: Int64, count: int) -> dict[str, Any]:
    city, unit = ground.walks.context.city, ground.walks.unit
    return {
        "homes": np.bincount(gap, minlength=count),
        **{name: np.bincount(gap, weights=each[homes], minlength=count) for name, each in ground.people.items()},
        "unit_codes": join_codes(gap, unit[homes], city.base_units["unit_code"], count=count),
    }


def _describe_walks(
    ground: GapGround, homes: Int64, gap: Int64, category: str, limit_m: float, count: int
) -> dict[str, Any]:
    nearest, k = ground.walks.nearest, ground.walks.context.categories.index(category)
    walk_m, residents = nearest.walk_m[homes, k], ground.people["residents"][homes]
    facility, median_m = find_main_facilities(gap, nearest.facility[homes, k], walk_m, residents, count=count)
    beyond_m = pd.Series(np.where(np.isfinite(walk_m), walk_m - limit_m, np.nan)).groupby(gap).median()
    ids, names = ground.facilities
    return {
        "facility_id": ids[facility],
        "facility_name": names[facility],
        "walk_m": median_m,
        "shortfall_m": beyond_m.reindex(range(count)).to_numpy(),
    }


def _describe_remedies(
    ground: GapGround, homes: Int64, gap: Int64, category: str, limit_m: float, count: int
) -> dict[str, Any]:
    """Tell what a path and a new site would do for each gap area; what helps more of its people is the remedy."""
    context = ground.walks.context
    lacking, of_home = np.zeros(len(ground.xy)), np.full(len(ground.xy), -1, np.int64)
    lacking[homes], of_home[homes] = ground.people["residents"][homes], gap
    rows = np.flatnonzero(context.category == context.categories.index(category))
    places = context.city.facilities.geometry.to_numpy()[rows]
    listed = gap >= 0
    own = homes[listed]
    path = choose_paths(ground.points[own], gap[listed], lacking[own], places, rows, limit_m=limit_m, count=count)
    site = choose_sites(ground.find_sites(limit_m), of_home, lacking, count=count)
    ids, names = ground.facilities
    helps = np.maximum(path.people, site.own)
    return {
        "remedy": np.select([helps == 0, path.people >= site.own], ["", REMEDIES[0]], REMEDIES[1]).astype(object),
        "remedy_residents": helps,
        "path_facility_id": ids[path.facility],
        "path_facility_name": names[path.facility],
        "path_residents_at_most": path.people,
        "site_x": site.xy[:, 0],
        "site_y": site.xy[:, 1],
        "site_residents": site.own,
        "site_residents_in_all": site.all,
    }


def _add_up_others(ground: GapGround, homes: Int64, group: Int64, is_rural: Bool) -> list[pd.DataFrame]:
    """Add up the gap areas of each scope that are not listed."""
    rows = []
    for rural, scope in enumerate(SCOPES):
        mine = is_rural[group] == bool(rural)
        if mine.any():
            people = {name: each[homes[mine]].sum() for name, each in ground.people.items()}
            counts = {"homes": int(mine.sum()), "gaps": np.count_nonzero(np.bincount(group[mine]))}
            rows.append(pd.DataFrame([{"scope": scope, **counts, **people, "is_others": True}]))
    return rows
