"""Gap areas: the places where homes that are not covered lie, named and ranked, with what would help there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.arrays import Float64, Int8, Int64, Objects
from geo.coverage.gap_cuts import cut_circles, outline_groups
from geo.coverage.gap_facilities import find_main_facilities, join_codes
from geo.coverage.gap_ground import GapGround
from geo.coverage.gap_paths import choose_paths
from geo.coverage.gap_sites import choose_sites
from geo.coverage.gap_table import PLACE_COLUMNS, make_empty_gaps, put_together
from geo.coverage.scopes import RURAL, URBAN
from geo.coverage.status import TALLIES

#: Limits of next to nothing may be asked too: gap areas are cut as if they were of this one [m].
_LEAST_LIMIT_M: Final = 0.1
#: Side of the squares that gap areas are drawn of [m]; shorter where the limit is.
CELL_M: Final = 100.0
#: Those gap areas matter that hold this share of the residents not covered, those with most first; at least so many
#: where there are, and at most so many, of each category and scope.
SHARE: Final = 0.5
FEWEST: Final = 20
MOST: Final = 500
#: What would help, the least effort first; "" where nothing was found.
REMEDIES: Final = ("path", "new_site", "")


def find_gaps(
    ground: GapGround, category: str, *, status: Int8, limit_m: Mapping[str, float]
) -> tuple[gpd.GeoDataFrame, Int64]:
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
        Scope -> its limit [m]; of one that is not judged no home is uncovered.

    Returns
    -------
    tuple
        The table of gap areas: those that matter, urban ones first, most residents first, then a row for all others of
        each scope: columns of :func:`geo.coverage.gap_table.make_empty_gaps`, MultiPolygons of squares (None for all
        others together). Every uncovered home counts in exactly one row. Empty when all are covered.
        And the row in it of each home that lies in one that matters, -1 for all other homes, shape (n,).

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> gaps, gap_of_home = analyze_city(build_sample()).find_gaps("clinic")
    >>> gaps[["gap_id", "name", "residents", "walk_m", "remedy", "remedy_residents"]].values.tolist()
    [['clinic-1', '', 5.0, nan, '', 0.0], ['clinic-2', 'Street North', 40.0, 1800.0, 'new_site', 40.0]]
    >>> gap_of_home.tolist()
    [-1, -1, -1, 1, 0]
    """
    uncovered = ground.by_place[np.isin(status[ground.by_place], TALLIES["uncovered"])]
    is_rural = (ground.places["scope"] == RURAL).to_numpy()[ground.place[uncovered]]
    tables, shapes, others = [], list[Any](), []
    gap_of_home = np.full(len(status), -1, np.int64)
    for scope, is_here in ((URBAN, ~is_rural), (RURAL, is_rural)):
        homes = uncovered[is_here]
        if not len(homes):
            continue
        cut = _cut_homes(ground, homes, max(limit_m[scope], _LEAST_LIMIT_M))
        listed, gap = cut.listed
        gap_of_home[listed] = gap + len(shapes)
        tables.append(_describe(ground, category, cut))
        shapes += [*cut.shapes]
        others += _add_up_others(ground, cut, scope)
    if not tables:
        return make_empty_gaps(ground), gap_of_home
    table = put_together(ground, category, [*tables, *others], [*shapes, *[None] * len(others)])
    return table, gap_of_home


@dataclass(frozen=True, kw_only=True)
class _Cut:
    """The homes of a scope that are not covered, shape (n,), and the gap areas that matter, shape (g,)."""

    limit_m: float
    homes: Int64
    group: Int64
    #: Gap area of each home, -1 for all others.
    gap: Int64
    place: Int64
    middle: Float64
    shapes: Objects

    @property
    def count(self) -> int:
        """How many gap areas matter."""
        return len(self.place)

    @property
    def listed(self) -> tuple[Int64, Int64]:
        """The homes of gap areas that matter, and the gap area of each."""
        mine = self.gap >= 0
        return self.homes[mine], self.gap[mine]


def _cut_homes(ground: GapGround, homes: Int64, limit_m: float) -> _Cut:
    cell_m = min(CELL_M, limit_m)
    cell = np.floor(ground.xy[homes] / cell_m).astype(np.int64)
    group, middle = cut_circles(ground.place[homes], ground.xy[homes], cell, limit_m=limit_m, cell_m=cell_m)
    place = np.empty(len(middle), np.int64)
    place[group] = ground.place[homes]
    chosen = choose_gaps(np.bincount(group, ground.people["residents"][homes]).astype(float))
    number = np.full(len(middle), -1, np.int64)
    number[chosen] = np.arange(len(chosen))
    gap = number[group]
    shapes = outline_groups(gap[gap >= 0], cell[gap >= 0], count=len(chosen), cell_m=cell_m)
    return _Cut(
        limit_m=limit_m,
        homes=homes,
        group=group,
        gap=gap,
        place=place[chosen],
        middle=middle[chosen],
        shapes=shapes,
    )


def choose_gaps(residents: Float64) -> Int64:
    """Choose the gap areas of a scope that matter.

    Those with most residents that together hold :data:`SHARE` of all who are not covered; at least :data:`FEWEST` of
    them where there are so many, and at most :data:`MOST`. Where nobody lives none matters.

    Parameters
    ----------
    residents
        Residents of each gap area, shape (g,).

    Returns
    -------
    ndarray of int64
        Their rows: most residents first, of equals the first.

    Examples
    --------
    >>> choose_gaps(np.array([5.0, 90.0, 0.0] + [1.0] * 30))[:3].tolist()
    [1, 0, 3]
    """
    rows = np.flatnonzero(residents > 0)
    rows = rows[np.argsort(-residents[rows], kind="stable")]
    held = np.cumsum(residents[rows])
    enough = int(np.searchsorted(held, SHARE * held[-1])) + 1 if len(rows) else 0
    return rows[: min(max(enough, FEWEST), MOST)]


def _describe(ground: GapGround, category: str, cut: _Cut) -> dict[str, Any]:
    return {
        **_name_places(ground.places, cut.place),
        **_describe_people(ground, cut),
        **_describe_walks(ground, category, cut),
        **_describe_remedies(ground, category, cut),
        "x": cut.middle[:, 0],
        "y": cut.middle[:, 1],
        "area_m2": shapely.area(cut.shapes),
        "gaps": np.ones(cut.count, np.int64),
        "is_others": np.zeros(cut.count, bool),
    }


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


def _describe_people(ground: GapGround, cut: _Cut) -> dict[str, Any]:
    city, unit = ground.walks.context.city, ground.walks.unit
    homes, gap = cut.listed
    people = {name: np.bincount(gap, each[homes], minlength=cut.count) for name, each in ground.people.items()}
    codes = join_codes(gap, unit[homes], city.base_units["unit_code"], count=cut.count)
    return {"homes": np.bincount(gap, minlength=cut.count), **people, "unit_codes": codes}


def _describe_walks(ground: GapGround, category: str, cut: _Cut) -> dict[str, Any]:
    nearest, k = ground.walks.nearest, ground.walks.context.categories.index(category)
    homes, gap = cut.listed
    walk_m, residents = nearest.walk_m[homes, k], ground.people["residents"][homes]
    facility, median_m = find_main_facilities(gap, nearest.facility[homes, k], walk_m, residents, count=cut.count)
    ids, names = ground.facilities
    return {
        "facility_id": ids[facility],
        "facility_name": names[facility],
        "walk_m": median_m,
        "shortfall_m": median_m - cut.limit_m,
    }


def _describe_remedies(ground: GapGround, category: str, cut: _Cut) -> dict[str, Any]:
    """Tell what a path and a new site would do for each gap area; what helps more of its people is the remedy."""
    context, residents = ground.walks.context, ground.people["residents"]
    lacking, of_home = np.zeros(len(ground.xy)), np.full(len(ground.xy), -1, np.int64)
    lacking[cut.homes], of_home[cut.homes] = residents[cut.homes], cut.gap
    rows = np.flatnonzero(context.category == context.categories.index(category))
    places = context.city.facilities.geometry.to_numpy()[rows]
    homes, gap = cut.listed
    path = choose_paths(ground.points[homes], gap, residents[homes], places, rows, limit_m=cut.limit_m, count=cut.count)
    site = choose_sites(ground.find_sites(cut.limit_m), of_home, lacking, count=cut.count)
    ids, names = ground.facilities
    helped = np.maximum(path.people, site.own)
    return {
        "remedy": np.select([helped == 0, path.people >= site.own], ["", REMEDIES[0]], REMEDIES[1]).astype(object),
        "remedy_residents": helped,
        "path_facility_id": ids[path.facility],
        "path_facility_name": names[path.facility],
        "path_residents_at_most": path.people,
        "site_x": site.xy[:, 0],
        "site_y": site.xy[:, 1],
        "site_residents": site.own,
        "site_residents_in_all": site.all,
    }


def _add_up_others(ground: GapGround, cut: _Cut, scope: str) -> list[dict[str, Any]]:
    """Add up the gap areas of a scope that do not matter; no row where all do."""
    mine = cut.gap < 0
    if not mine.any():
        return []
    people = {name: [each[cut.homes[mine]].sum()] for name, each in ground.people.items()}
    gaps = np.count_nonzero(np.bincount(cut.group[mine]))
    return [{"scope": [scope], "homes": [int(mine.sum())], "gaps": [gaps], **people, "is_others": [True]}]
