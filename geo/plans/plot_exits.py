"""Exits of plots: their stated gates, else the points where roads meet their outline."""

from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import shapely

from geo.arrays import Bool, Float64, Int32, Integer, Objects, Texts
from geo.city.model import City
from geo.city.snaps import snap_places
from geo.walking.access_points import AccessPoints
from geo.walking.limits import TOLERANCE_M
from geo.walking.network import WalkNetwork
from geo.walking.snap import Snaps

#: A road as near to an outline as this meets it [m].
TOUCH_M: Final = 5.0
#: Where no road meets an outline, it is left where a road is nearest, or no more than this farther away [m].
_NEAREST_M: Final = 1.0
#: Along a road an outline has an exit every so many metres, or farther apart where it is long: so many at most [m, 1].
_SPACING_M: Final = 10.0
_PARTS: Final = 48


@dataclass(frozen=True)
class Exits:
    """Exits of n plots, by plot; only those that join the network.

    Parameters
    ----------
    area
        Row of the plot of each, ascending, shape (e,).
    xy
        Where they are, shape (e, 2).
    edge, offset_m, access_m
        Where they join the network, and the straight leg to it [m], shape (e,).
    leg_m
        From the plot to the exit [m]: 0 but for a gate that is drawn outside, shape (e,).
    source
        ``"stated"``, ``"roads"`` where roads meet the outline, ``"nearest"`` where none does and the outline is left
        where roads are nearest; shape (n,). A plot that no road is near to has no exit.
    """

    area: Int32
    xy: Float64
    edge: Int32
    offset_m: Float64
    access_m: Float64
    leg_m: Float64
    source: Texts


#: Columns of exits that have a row for each.
EXIT_COLUMNS: Final = ("area", "xy", "edge", "offset_m", "access_m", "leg_m")


def find_exits(city: City, network: WalkNetwork, areas: gpd.GeoSeries, gates: gpd.GeoDataFrame) -> Exits:
    """Find where the people of plots come out on to the network.

    Parameters
    ----------
    city, network
        The city, and the network of a profile.
    areas
        Polygons of n plots.
    gates
        Stated gates: points with ``area``, the row of the plot of each, -1 for none.

    Returns
    -------
    Exits
        A plot with stated gates keeps to them, though none of them may join the network. Any other is left where roads
        cross its outline or come within :data:`TOUCH_M` of it, with no barrier between; where none does, from the
        points of its outline that are nearest to a road. Empty for no plots.

    Examples
    --------
    >>> from geo.city.sample import ORIGIN, build_sample
    >>> city = build_sample()  # a road along y = 300
    >>> nothing = gpd.GeoDataFrame({"area": []}, geometry=[], crs=city.crs)
    >>> boxes = [(420, 280, 480, 320), (420, 320, 480, 360)]
    >>> areas = gpd.GeoSeries([shapely.box(*np.add(box, ORIGIN * 2)) for box in boxes])
    >>> exits = find_exits(city, city.network, areas, nothing)
    >>> exits.source.tolist(), exits.access_m[exits.area == 1].max()
    (['roads', 'nearest'], np.float64(20.0))
    """
    shapes = np.asarray(areas.to_numpy())
    stated = gates[gates["area"] >= 0]
    source = np.full(len(shapes), "nearest", object)
    source[stated["area"].to_numpy(int)] = "stated"
    contacts = _list_contacts(network, city.min_component_m, shapes, np.flatnonzero(source != "stated"))
    area, points, snaps = _snap_contacts(city, network, contacts, source)
    gate_snaps = snap_places(city, network, stated)
    area = np.append(area, stated["area"].to_numpy(np.int32)).astype(np.int32)
    points = np.append(points, stated.geometry.to_numpy())
    edge, offset_m, access_m = (
        np.append(getattr(snaps, name), getattr(gate_snaps, name)) for name in ("edge", "offset_m", "access_m")
    )
    rows = np.argsort(area, kind="stable")
    rows = rows[edge[rows] >= 0]
    leg_m = shapely.distance(shapes[area[rows]], points[rows])
    return Exits(
        area=area[rows],
        xy=shapely.get_coordinates(points[rows]),
        edge=edge[rows].astype(np.int32),
        offset_m=offset_m[rows],
        access_m=access_m[rows],
        leg_m=leg_m,
        source=source,
    )


@dataclass(frozen=True)
class _Contacts:
    """Points of outlines that may be exits: where roads cross, where they come nearest, and samples all along.

    Parameters
    ----------
    area, points, is_crossing
        The plot of each, where it is, and whether a road crosses there, shape (c,).
    away_m
        From a road, whatever lies between [m], shape (c,).
    """

    area: Int32
    points: Objects
    is_crossing: Bool
    away_m: Float64


def _list_contacts(network: WalkNetwork, min_component_m: float, shapes: Objects, rows: Integer) -> _Contacts:
    outlines = shapely.boundary(shapes[rows])
    usable, tree = network.list_usable(min_component_m)
    lines = network.geometry[usable]
    near, line = tree.query(outlines, predicate="dwithin", distance=TOUCH_M)
    xy, pair = shapely.get_coordinates(shapely.intersection(outlines[near], lines[line]), return_index=True)
    apart = np.setdiff1d(np.arange(len(near)), pair)
    alone, nearest = tree.query_nearest(outlines, all_matches=False)
    beside = np.append(near[apart], alone)
    touching = shapely.shortest_line(outlines[beside], lines[np.append(line[apart], nearest)])
    step_m = np.maximum(_SPACING_M, shapely.length(outlines) / _PARTS)
    samples, sampled = shapely.get_coordinates(shapely.segmentize(outlines, step_m), return_index=True)
    sample_points, sample_m = shapely.points(samples), np.full(len(samples), np.inf)
    (found, _), found_m = tree.query_nearest(sample_points, all_matches=False, return_distance=True)
    sample_m[found] = found_m
    return _Contacts(
        area=rows[np.concatenate([near[pair], beside, sampled])].astype(np.int32),
        points=np.concatenate([shapely.points(xy), shapely.get_point(touching, 0), sample_points]),
        is_crossing=np.arange(len(xy) + len(beside) + len(samples)) < len(xy),
        away_m=np.concatenate([np.zeros(len(xy)), shapely.length(touching), sample_m]),
    )


def _snap_contacts(
    city: City, network: WalkNetwork, contacts: _Contacts, source: Texts
) -> tuple[Int32, Objects, Snaps]:
    """Choose the contacts that roads meet, else those nearest to a road; write into `source` which of both."""
    reach_m = _find_reach(contacts.area, contacts.away_m, len(source))
    access_m = np.full(len(contacts.area), np.inf)
    snaps = Snaps(np.full(len(access_m), -1, np.int32), access_m.copy(), access_m, np.full(len(access_m), "", object))

    def snap(rows: Integer) -> None:
        found = snap_places(city, network, gpd.GeoSeries(contacts.points[rows], crs=city.crs))
        snaps.edge[rows], snaps.offset_m[rows] = found.edge, found.offset_m
        access_m[rows] = np.where(found.edge >= 0, found.access_m, np.inf)

    is_near = contacts.away_m <= reach_m[contacts.area]
    snap(np.flatnonzero(is_near))
    # where a barrier stands before the nearest road, any other point may be the nearest on this side of it
    is_blocked = _find_least(contacts.area, access_m, len(source)) > reach_m
    snap(np.flatnonzero(~is_near & is_blocked[contacts.area]))
    reach_m = _find_reach(contacts.area, access_m, len(source))
    source[_find_least(contacts.area, access_m, len(source)) <= TOUCH_M + TOLERANCE_M] = "roads"
    kept = np.isfinite(access_m) & (access_m <= reach_m[contacts.area])
    crossing = np.flatnonzero(kept & contacts.is_crossing)
    kept[_repeat(contacts, crossing)] = False
    kept[crossing] = True
    rows = np.flatnonzero(kept)
    place = np.column_stack([contacts.area[rows], shapely.get_coordinates(contacts.points[rows]).round(3)])
    rows = rows[np.sort(np.unique(place, axis=0, return_index=True)[1])]
    return contacts.area[rows], contacts.points[rows], Snaps(*(column[rows] for column in vars(snaps).values()))


def _find_least(area: Int32, away_m: Float64, areas: int) -> Float64:
    least_m = np.full(areas, np.inf)
    np.minimum.at(least_m, area, away_m)
    return least_m


def _find_reach(area: Int32, away_m: Float64, areas: int) -> Float64:
    """Find how far from a road the contacts of each plot may lie [m]: as it touches, or as the nearest and a little."""
    least_m = _find_least(area, away_m, areas)
    return np.where(least_m <= TOUCH_M + TOLERANCE_M, TOUCH_M, least_m + _NEAREST_M) + TOLERANCE_M


def _repeat(contacts: _Contacts, crossing: Integer) -> Integer:
    """Find the contacts that lie so near to where a road crosses the same outline that they are the same contact."""
    tree = shapely.STRtree(contacts.points[crossing])
    row, other = tree.query(contacts.points, predicate="dwithin", distance=2 * TOUCH_M)
    return np.asarray(row[contacts.area[row] == contacts.area[crossing][other]])


def join_exits(exits: Exits) -> AccessPoints:
    """Join exits to the network, each as a place of its own."""
    return _join(exits, np.arange(len(exits.area), dtype=np.int32), exits.access_m, len(exits.area))


def join_plots(exits: Exits) -> AccessPoints:
    """Join plots to the network: a plot is as near as the place in it that is nearest.

    Parameters
    ----------
    exits
        Their exits.

    Returns
    -------
    AccessPoints
        Plots are the places, with an access point for each exit; one without exits has none.
    """
    return _join(exits, exits.area, exits.access_m + exits.leg_m, len(exits.source))


def _join(exits: Exits, place: Int32, access_m: Float64, count: int) -> AccessPoints:
    return AccessPoints(
        place=place,
        edge=exits.edge,
        offset_m=exits.offset_m,
        access_m=access_m,
        gate=np.full(len(place), -1, np.int32),
        count=count,
    )
