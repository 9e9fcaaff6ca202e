"""Where the people of a plan area will live: points spread over it, which leave it through its gates."""

from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import shapely

from geo.arrays import Float64, Int32, Objects
from geo.city.model import City
from geo.city.snaps import measure_boundary_m, snap_places
from geo.walking.access_points import AccessPoints, find_access_points, join_points
from geo.walking.network import WalkNetwork
from geo.walking.snap import Snaps

#: Homes of an area: about so many, no nearer to each other than the first and no farther than the second [m].
_HOMES: Final = 12


_SPACING_M: Final = (25.0, 150.0)


@dataclass(frozen=True)
class PlanHomes:
    """Homes of plan areas; those of an area have the same number of residents each.

    Parameters
    ----------
    points
        Their places, shape (h,).
    area
        Row of the plan area of each, ascending, shape (h,).
    share
        Share of the area's residents at each, shape (h,).
    boundary_m
        Straight distance to the boundary of the data [m], shape (h,).
    """

    points: Objects
    area: Int32
    share: Float64
    boundary_m: Float64


def place_homes(areas: gpd.GeoSeries, extent: shapely.Geometry) -> PlanHomes:
    """Spread homes over plan areas, whose buildings are not known yet.

    Parameters
    ----------
    areas
        Polygons in a metric CRS.
    extent
        The area that the city's data cover, same CRS.

    Returns
    -------
    PlanHomes
        The points of a square lattice that lie in each area: about a dozen, 25 to 150 m apart; at least one.

    Examples
    --------
    >>> homes = place_homes(gpd.GeoSeries([shapely.box(0, 0, 200, 100)]), shapely.box(0, 0, 900, 900))
    >>> shapely.get_coordinates(homes.points)[:2].tolist(), len(homes.points)
    ([[18.0, 9.0], [59.0, 9.0]], 15)
    """
    parts = [_spread(shape) for shape in areas.to_numpy()]
    count = np.array([len(part) for part in parts], np.int64)
    points = shapely.points(np.concatenate(parts)) if parts else np.empty(0, object)
    area = np.repeat(np.arange(len(parts), dtype=np.int32), count)
    return PlanHomes(points, area, np.repeat(1.0 / np.maximum(count, 1), count), measure_boundary_m(extent, points))


def _spread(shape: shapely.Geometry) -> Float64:
    west, south, east, north = shape.bounds
    step_m = round(float(np.clip(np.sqrt(shape.area / _HOMES), *_SPACING_M)))
    # the lattice stands in the middle of the box, so that a mirrored area has mirrored homes
    x, y = (
        (low + high) / 2 + step_m * (np.arange(n) - (n - 1) / 2)
        for low, high in ((west, east), (south, north))
        for n in [int((high - low) // step_m) + 1]
    )
    lattice = np.column_stack([axis.ravel() for axis in np.meshgrid(x, y)])
    shapely.prepare(shape)
    inside = lattice[shapely.contains_xy(shape, lattice[:, 0], lattice[:, 1])]
    return np.asarray(inside if len(inside) else shapely.get_coordinates(shape.representative_point()))


def join_homes(city: City, network: WalkNetwork, homes: PlanHomes, gates: gpd.GeoDataFrame) -> AccessPoints:
    """Join plan homes to the network: through the gates of their area where it has any, else where they snap.

    Parameters
    ----------
    city, network
        The city, and the network that somebody walks on.
    homes
        The homes.
    gates
        ``area``, row of the area of each, and points.

    Returns
    -------
    AccessPoints
        From a home to a gate one walks straight; homes are the places.

    Examples
    --------
    >>> from geo.walking.network import build_network
    >>> from geo.city.sample import ORIGIN, build_sample
    >>> city = build_sample()
    >>> west, south = ORIGIN
    >>> area = gpd.GeoSeries([shapely.box(west + 40, south + 40, west + 60, south + 60)])
    >>> homes = place_homes(area, city.extent.union_all())
    >>> gate = gpd.GeoDataFrame({"area": [0]}, geometry=[shapely.Point(west + 50, south + 40)], crs=city.crs)
    >>> join_homes(city, build_network(city.roads), homes, gate).access_m.tolist()  # 10 m to the gate, 40 m to the road
    [50.0]
    """
    own = snap_places(city, network, gpd.GeoSeries(homes.points, crs=city.crs))
    if not len(gates):
        return join_points(own)
    snaps = snap_places(city, network, gates)
    # every home of an area with every gate of it
    order = np.argsort(gates["area"].to_numpy(), kind="stable")
    gate_area = gates["area"].to_numpy()[order]
    first, last = (np.searchsorted(gate_area, homes.area, side=side) for side in ("left", "right"))
    home = np.repeat(np.arange(len(homes.area), dtype=np.int32), last - first)
    turn = np.arange(len(home)) - np.repeat(np.cumsum(last - first) - (last - first), last - first)
    gate = order[np.repeat(first, last - first) + turn]
    leg_m = shapely.distance(homes.points[home], gates.geometry.to_numpy()[gate])
    repeated = Snaps(snaps.edge[gate], snaps.offset_m[gate], snaps.access_m[gate], snaps.reason[gate])
    return find_access_points(own, repeated, home, leg_m)


def join_areas(homes: PlanHomes, points: AccessPoints, areas: int) -> AccessPoints:
    """Take the access points of all homes of an area as the area's own: it is as near as its nearest home.

    Parameters
    ----------
    homes, points
        The homes, and where they join the network.
    areas
        Number of areas.

    Returns
    -------
    AccessPoints
        Areas are the places.

    Examples
    --------
    >>> two = PlanHomes(shapely.points([[0, 0], [1, 0]]), np.array([0, 0]), np.array([0.5, 0.5]), np.zeros(2))
    >>> points = join_points(Snaps(np.array([3, 4], np.int32), np.zeros(2), np.zeros(2), np.array(["", ""])))
    >>> join_areas(two, points, 1).place.tolist()
    [0, 0]
    """
    return AccessPoints(
        place=homes.area[points.place],
        edge=points.edge,
        offset_m=points.offset_m,
        access_m=points.access_m,
        gate=points.gate,
        count=areas,
    )
