"""Entrances of facilities with an area, such as parks: where roads enter or touch them, not a point in their middle."""

from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import shapely

from geo.arrays import Bool, Float64, Int64, Objects
from geo.texts.notes import Note, make_note
from geo.walking.network import build_network

#: A road as near to an outline as this touches it [m].
_TOUCH_M: Final = 5.0
#: Along a road that touches or lies inside there is an entrance every so many metres, and one where each edge begins:
#: who lives on such a road walks at most half as far too much.
_SPACING_M: Final = 10.0
#: Chords of a quarter of a circle.
_CHORDS: Final = 16


@dataclass(frozen=True)
class _Entrances:
    """Entrances: the row of the facility that each belongs to, and where it is; shape (k,)."""

    facility: Int64
    points: Objects


def add_entrances(
    gates: gpd.GeoDataFrame | None,
    facilities: gpd.GeoDataFrame,
    outlines: Objects,
    roads: gpd.GeoDataFrame,
    barriers: gpd.GeoDataFrame | None,
    *,
    snap_limit_m: float,
    min_component_m: float,
) -> tuple[gpd.GeoDataFrame | None, list[Note], list[Note]]:
    """Give facilities that have an area and no gates their entrances.

    Roads that enter the area, lie inside or touch it (within 5 m, no barrier between) are entrances all along. Where
    there is none, the outline is reached from the roads that lie next to it: those no more than 5 m farther than the
    nearest; the leg from the road to the outline is walked.

    Parameters
    ----------
    gates
        The stated gates; a facility that has one keeps to its gates. None where there are none.
    facilities
        ``facility_id`` and points.
    outlines
        The area of each facility, None for points, shape (n,).
    roads
        The roads layer.
    barriers
        Walls, rivers and railways, or None.
    snap_limit_m, min_component_m
        Longest access leg and shortest usable component of the network [m].

    Returns
    -------
    tuple
        The gates with ``is_derived``: whether an entrance was derived from the roads (`gates` as they are where none
        was); notes of how many facilities are reached in which way; and what is assumed. No note where no facility has
        an area.

    Examples
    --------
    >>> from geo.city.sample import ORIGIN, build_sample
    >>> city = build_sample()
    >>> park = shapely.box(*np.add([40, 40, 90, 90], ORIGIN * 2))
    >>> gates, notes, _ = add_entrances(
    ...     None, city.facilities[:1], np.array([park]), city.roads, None, snap_limit_m=200.0, min_component_m=50.0
    ... )
    >>> notes[0].values["beside"], gates.is_derived.all()
    (1, np.True_)
    """
    has_area = np.flatnonzero(~shapely.is_missing(outlines))
    if not len(has_area):
        return gates, [], []
    stated = facilities["facility_id"].isin([] if gates is None else gates["place"]).to_numpy()
    wanted = has_area[~stated[has_area]]
    usable, tree = build_network(roads).list_usable(min_component_m)
    lines = np.asarray(roads.geometry.values)[usable]
    walls = None if barriers is None else shapely.STRtree(barriers.geometry.values)
    touching = _find_touching(outlines[wanted], lines, tree, walls)
    left = np.setdiff1d(np.arange(len(wanted)), touching.facility)
    beside = _find_beside(outlines[wanted[left]], lines, tree, snap_limit_m)
    reached = len(np.unique(beside.facility))
    note = make_note(
        "derived_entrances",
        areas=len(has_area),
        stated=len(has_area) - len(wanted),
        touched=len(wanted) - len(left),
        beside=reached,
        away=len(left) - reached,
        entrances=len(touching.points) + len(beside.points),
    )
    assumed = [make_note("assumed_entrances", facilities=reached)] if reached else []
    facility = wanted[np.concatenate([touching.facility, left[beside.facility]])]
    points = np.concatenate([touching.points, beside.points])
    derived = _number_gates(facilities["facility_id"].to_numpy(object)[facility], points, facilities.crs)
    return _append_gates(gates, derived), [note], assumed


def _number_gates(place: Objects, points: Objects, crs: pyproj.CRS | None) -> gpd.GeoDataFrame:
    order = np.argsort(place, kind="stable")
    place = place[order]
    number = pd.Series(place).groupby(place).cumcount() + 1
    ids = [f"{owner}#{n}" for owner, n in zip(place, number, strict=True)]
    table = {"gate_id": ids, "place": place, "is_derived": np.ones(len(place), bool)}
    return gpd.GeoDataFrame(table, geometry=points[order], crs=crs)


def _append_gates(gates: gpd.GeoDataFrame | None, derived: gpd.GeoDataFrame) -> gpd.GeoDataFrame | None:
    if gates is None or derived.empty:
        return gates if derived.empty else derived
    return gpd.GeoDataFrame(pd.concat([gates.assign(is_derived=False), derived], ignore_index=True), crs=derived.crs)


def _find_touching(areas: Objects, lines: Objects, tree: shapely.STRtree, walls: shapely.STRtree | None) -> _Entrances:
    """Find entrances along the roads that enter areas, lie inside or touch them."""
    zones = _widen(areas, _TOUCH_M)
    found = _walk_along(zones, lines, tree)
    if walls is None or not len(found.points):
        return found
    # where a wall runs between, a path through it enters at the outline
    area, line = tree.query(areas, predicate="intersects")
    crossing, owner = shapely.get_parts(
        shapely.intersection(lines[line], shapely.boundary(areas[area])), return_index=True
    )
    is_point = shapely.get_type_id(crossing) == shapely.GeometryType.POINT
    found = _Entrances(
        np.concatenate([found.facility, area[owner[is_point]]]), np.concatenate([found.points, crossing[is_point]])
    )
    legs = shapely.shortest_line(found.points, areas[found.facility])
    free = np.ones(len(legs), bool)
    free[np.unique(walls.query(legs, "crosses")[0])] = False
    return _Entrances(found.facility[free], found.points[free])


def _find_beside(areas: Objects, lines: Objects, tree: shapely.STRtree, limit_m: float) -> _Entrances:
    """Find the points of outlines that are nearest to the roads next to them."""
    (area, _), away_m = tree.query_nearest(areas, max_distance=limit_m, return_distance=True, all_matches=False)
    zones = np.full(len(areas), None, object)
    zones[area] = _widen(areas[area], away_m + _TOUCH_M)
    found = _walk_along(zones, lines, tree)
    nearest = shapely.get_point(shapely.shortest_line(found.points, areas[found.facility]), -1)
    return _drop_repeated(_Entrances(found.facility, nearest))


def _widen(areas: Objects, by_m: float | Float64) -> Objects:
    """Widen areas so that all within a distance lies inside, though corners have chords (1.2 mm per metre)."""
    return np.asarray(shapely.buffer(areas, np.divide(by_m, np.cos(np.pi / (4 * _CHORDS))), quad_segs=_CHORDS))


def _walk_along(zones: Objects, lines: Objects, tree: shapely.STRtree) -> _Entrances:
    """List points along the parts of lines that lie in zones: their ends, and between them one every 10 m."""
    zone, line = tree.query(zones, predicate="intersects")
    inside = _is_inside(zones, zone, line, len(lines), tree)
    cut, owner = shapely.get_parts(shapely.intersection(lines[line[~inside]], zones[zone[~inside]]), return_index=True)
    parts = np.concatenate([lines[line[inside]], cut])
    of_part = np.concatenate([zone[inside], zone[~inside][owner]])
    length_m = shapely.length(parts)
    count = np.ceil(length_m / _SPACING_M).astype(np.int64) + 1
    row = np.repeat(np.arange(len(parts)), count)
    step = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
    share = step / np.maximum(count[row] - 1, 1)
    is_line = shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING
    points = parts[row]  # a line that only touches a zone shares a point with it
    along = is_line[row]
    points[along] = shapely.line_interpolate_point(parts[row[along]], (share * length_m[row])[along])
    return _drop_repeated(_Entrances(of_part[row], points))


def _is_inside(zones: Objects, zone: Int64, line: Int64, lines: int, tree: shapely.STRtree) -> Bool:
    """Tell of pairs of a zone and a line whether the line lies inside: such lines need not be cut."""
    whole_zone, whole_line = tree.query(zones, predicate="contains")
    return np.asarray(np.isin(zone * lines + line, whole_zone * lines + whole_line))


def _drop_repeated(entrances: _Entrances) -> _Entrances:
    """Leave one of the entrances of a facility at one place, to the millimetre; by facility, in the order found."""
    xy = np.round(shapely.get_coordinates(entrances.points), 3)
    _, first = np.unique(np.column_stack([entrances.facility, xy]), axis=0, return_index=True)
    first = np.sort(first)
    return _Entrances(entrances.facility[first], entrances.points[first])
