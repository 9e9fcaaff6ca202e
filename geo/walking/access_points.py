"""Access points: where places join the walk network, through their gates where they have any."""

from dataclasses import dataclass, replace

import numpy as np

from geo.arrays import Bool, Float64, Int32, Integer
from geo.walking.snap import Snaps


@dataclass(frozen=True, kw_only=True)
class AccessPoints:
    """The points at which places join the walk network: a place has one, or one per gate.

    Parameters
    ----------
    place
        Row of the place that each access point belongs to, ascending, shape (k,).
    edge, offset_m
        Where it lies on the network, shape (k,).
    access_m
        What it costs to get there [m], shape (k,).
    gate
        Row of the gate that it is reached through, -1 without, shape (k,).
    count
        Number of places, with those that have no access point.
    """

    place: Int32
    edge: Int32
    offset_m: Float64
    access_m: Float64
    gate: Int32
    count: int


def find_access_points(places: Snaps, gates: Snaps | None, place_of_gate: Int32, leg_m: Float64) -> AccessPoints:
    """Join places to the network through their gates where they have any, else where they snap.

    Parameters
    ----------
    places
        Snaps of the places themselves.
    gates
        Snaps of all gates, or None where there are none.
    place_of_gate
        Row of the place each gate belongs to, -1 for gates of other layers; shape (g,).
    leg_m
        Way between the place and each gate that counts as walking [m], shape (g,).

    Returns
    -------
    AccessPoints
        A place whose gates all failed to snap has none: it is not reached through its wall.

    Examples
    --------
    >>> one = Snaps(np.array([0], np.int32), np.array([5.0]), np.array([2.0]), np.array([""], object))
    >>> find_access_points(one, None, np.empty(0, np.int32), np.empty(0)).access_m.tolist()
    [2.0]
    """
    count = len(places.edge)
    gated = np.zeros(count, bool)
    gated[place_of_gate[place_of_gate >= 0]] = True
    own = np.flatnonzero(~gated & (places.edge >= 0)).astype(np.int32)
    parts = [(own, places.edge[own], places.offset_m[own], places.access_m[own], np.full(len(own), -1, np.int32))]
    if gates is not None:
        use = np.flatnonzero((place_of_gate >= 0) & (gates.edge >= 0))
        legs = gates.access_m[use] + leg_m[use]
        parts.append((place_of_gate[use], gates.edge[use], gates.offset_m[use], legs, use.astype(np.int32)))
    place, edge, offset_m, access_m, gate = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.argsort(place, kind="stable")
    return AccessPoints(
        place=place[order],
        edge=edge[order],
        offset_m=offset_m[order],
        access_m=access_m[order],
        gate=gate[order],
        count=count,
    )


def join_points(snaps: Snaps) -> AccessPoints:
    """Join places to the network where they snap; they have no gates.

    Parameters
    ----------
    snaps
        Where they meet the network.

    Returns
    -------
    AccessPoints
        One access point for each place that snapped, none for the others.

    Examples
    --------
    >>> offset_m, access_m = np.array([5.0, np.nan]), np.array([2.0, np.nan])
    >>> snaps = Snaps(np.array([3, -1], np.int32), offset_m, access_m, np.array(["", "no road"]))
    >>> join_points(snaps).place.tolist()
    [0]
    """
    return find_access_points(snaps, None, np.empty(0, np.int32), np.empty(0))


def select_points(points: AccessPoints, chosen: Bool) -> AccessPoints:
    """Select some access points; places keep their rows.

    Parameters
    ----------
    points
        Access points.
    chosen
        Which of them, shape (k,).

    Returns
    -------
    AccessPoints
        Those chosen.

    Examples
    --------
    >>> edge, zero = np.array([3, 4], np.int32), np.zeros(2)
    >>> two = join_points(Snaps(edge, zero, zero, np.array(["", ""])))
    >>> select_points(two, np.array([False, True])).edge.tolist()
    [4]
    """
    return AccessPoints(
        place=points.place[chosen],
        edge=points.edge[chosen],
        offset_m=points.offset_m[chosen],
        access_m=points.access_m[chosen],
        gate=points.gate[chosen],
        count=points.count,
    )


def append_points(points: AccessPoints, more: AccessPoints) -> AccessPoints:
    """Put the access points of more places behind those of some; their places are numbered on.

    Parameters
    ----------
    points, more
        Access points.

    Returns
    -------
    AccessPoints
        Of ``points.count + more.count`` places.

    Examples
    --------
    >>> one = join_points(Snaps(np.array([3], np.int32), np.zeros(1), np.zeros(1), np.array([""])))
    >>> append_points(one, one).place.tolist()
    [0, 1]
    """
    return AccessPoints(
        place=np.concatenate([points.place, more.place + np.int32(points.count)]),
        edge=np.concatenate([points.edge, more.edge]),
        offset_m=np.concatenate([points.offset_m, more.offset_m]),
        access_m=np.concatenate([points.access_m, more.access_m]),
        gate=np.concatenate([points.gate, more.gate]),
        count=points.count + more.count,
    )


def take_places(points: AccessPoints, places: Integer) -> AccessPoints:
    """Take the access points of some places, which get new rows.

    Parameters
    ----------
    points
        Access points.
    places
        Rows of the places, ascending, shape (n,).

    Returns
    -------
    AccessPoints
        Of n places, in that order.

    Examples
    --------
    >>> edge, zero = np.array([3, 4], np.int32), np.zeros(2)
    >>> two = join_points(Snaps(edge, zero, zero, np.array(["", ""])))
    >>> take_places(two, np.array([1])).place.tolist()
    [0]
    """
    mine = select_points(points, np.isin(points.place, places))
    return replace(mine, place=np.searchsorted(places, mine.place).astype(np.int32), count=len(places))
