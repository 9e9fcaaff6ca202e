"""Pairs of places within a walk of each other: what is around many origins, exactly, one search per origin."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import numpy as np

from geo.arrays import Float64, Int32, Int64, rank_in_group
from geo.walking.access_points import AccessPoints
from geo.walking.kernels import collect_within
from geo.walking.limits import TOLERANCE_M
from geo.walking.network import WalkNetwork
from geo.walking.search import list_origins, prepare_search, sort_targets
from geo.walking.structs import Found, Targets

#: Room for pairs in one go: 12 MB a core.
_ROOM: Final = 1_000_000


@dataclass(frozen=True)
class Pairs:
    """Every place within the limit of an origin.

    Parameters
    ----------
    origin, place
        Their rows; by origin, in no order among the places of one; shape (p,).
    walk_m
        The walk between them [m], shape (p,).
    """

    origin: Int32
    place: Int32
    walk_m: Float64


def list_pairs(network: WalkNetwork, origins: AccessPoints, places: AccessPoints, *, limit_m: float) -> Pairs:
    """List what is within a walk of each origin.

    Parameters
    ----------
    network
        The walk network.
    origins, places
        Where they join it. A place with several gates is listed once, by the cheapest.
    limit_m
        The limit [m]; closed, within the tolerance of 1 mm.

    Returns
    -------
    Pairs
        Exact walks.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.city.walk_context import make_walk_context
    >>> context = make_walk_context(build_sample())
    >>> pairs = list_pairs(context.network, context.homes, context.homes, limit_m=300)
    >>> sorted(zip(pairs.origin.tolist(), pairs.place.tolist(), pairs.walk_m.tolist()))[:3]
    [(0, 0, 0.0), (0, 1, 300.0), (0, 2, 160.0)]
    """
    targets = sort_targets(network, places, np.zeros(places.count, np.int32))
    return list_sorted_pairs(network, origins, targets, count=places.count, limit_m=limit_m)


def list_sorted_pairs(
    network: WalkNetwork, origins: AccessPoints, places: Targets, *, count: int, limit_m: float
) -> Pairs:
    """List what is within a walk of each origin, of places that are sorted once for any number of questions.

    Parameters
    ----------
    network
        The walk network.
    origins, places
        Where they join it; the places sorted by :func:`geo.walking.search.sort_targets`.
    count
        How many places.
    limit_m
        The limit [m]; closed, within the tolerance of 1 mm.

    Returns
    -------
    Pairs
        As :func:`list_pairs` returns them.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.city.walk_context import make_walk_context
    >>> context = make_walk_context(build_sample())
    >>> pairs = list_sorted_pairs(context.network, context.homes, context.home_targets, count=5, limit_m=300)
    >>> len(pairs.walk_m)
    10
    """
    parts: list[Pairs] = []
    _visit(network, origins, places, count, limit_m, parts.append)
    parts.sort(key=lambda part: int(part.origin[0]) if len(part.origin) else -1)
    empty = Pairs(np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0))
    columns = zip(*((part.origin, part.place, part.walk_m) for part in [empty, *parts]), strict=True)
    return Pairs(*(np.concatenate(column) for column in columns))


def sum_places_around(
    network: WalkNetwork, origins: AccessPoints, places: Targets, weight: Float64, *, limits_m: Sequence[float]
) -> Float64:
    """Add up what lies within a walk of each origin, such as residents.

    Parameters
    ----------
    network
        The walk network.
    origins, places
        Where they join it; the places sorted by :func:`geo.walking.search.sort_targets`, once for any number of
        questions.
    weight
        What each place counts, shape (n,).
    limits_m
        Limits [m], rising; closed, within the tolerance of 1 mm.

    Returns
    -------
    ndarray
        Sums, shape (origins.count, L). A place with several gates counts once.

    Examples
    --------
    >>> from geo.city.walk_context import make_walk_context
    >>> from geo.city.sample import build_sample
    >>> context = make_walk_context(build_sample())
    >>> people = context.city.homes["residents"].to_numpy(float)
    >>> homes = sort_targets(context.network, context.homes, np.zeros(5, np.int32))
    >>> sum_places_around(context.network, context.homes, homes, people, limits_m=[160, 1000])[0].tolist()
    [40.0, 60.0]
    """
    sums = np.zeros((origins.count, len(limits_m)))
    limits = np.asarray(limits_m, float) + TOLERANCE_M

    def add_up(pairs: Pairs) -> None:
        # limits rise: what counts at one counts at all behind it
        first = np.searchsorted(limits, pairs.walk_m)
        begin, size = pairs.origin[0], pairs.origin[-1] - pairs.origin[0] + 1
        key = (pairs.origin - begin) * len(limits) + first
        added = np.bincount(key, weights=weight[pairs.place], minlength=size * len(limits))
        sums[begin : begin + size] = np.cumsum(added.reshape(size, len(limits)), axis=1)

    _visit(network, origins, places, len(weight), float(limits_m[-1]), add_up)
    return sums


def find_nearest_k(
    network: WalkNetwork, origins: AccessPoints, places: AccessPoints, *, k: int, limit_m: float
) -> tuple[Int32, Float64]:
    """Find the k nearest places of each origin.

    Parameters
    ----------
    network
        The walk network.
    origins, places
        Where they join it.
    k
        How many.
    limit_m
        The limit [m]; closed.

    Returns
    -------
    tuple of ndarray
        Rows of the places, -1 behind the last within the limit, and the walks [m], infinite there; nearest first, of
        equal walks the lower row; both of shape (origins.count, k).

    Examples
    --------
    >>> from geo.city.walk_context import make_walk_context
    >>> from geo.city.sample import build_sample
    >>> context = make_walk_context(build_sample())
    >>> find_nearest_k(context.network, context.homes, context.homes, k=2, limit_m=300)[0][:2].tolist()
    [[0, 2], [1, 2]]
    """
    # walks are as long there as back: searching from the fewer is faster
    if places.count < origins.count:
        pairs = list_pairs(network, places, origins, limit_m=limit_m)
        origin, place = pairs.place, pairs.origin
    else:
        pairs = list_pairs(network, origins, places, limit_m=limit_m)
        origin, place = pairs.origin, pairs.place
    order = np.lexsort((place, pairs.walk_m, origin))
    origin, place, walk_m = origin[order], place[order], pairs.walk_m[order]
    rank = rank_in_group(origin)
    near = rank < k
    found, away_m = np.full((origins.count, k), -1, np.int32), np.full((origins.count, k), np.inf)
    found[origin[near], rank[near]], away_m[origin[near], rank[near]] = place[near], walk_m[near]
    return found, away_m


def _visit(
    network: WalkNetwork,
    origins: AccessPoints,
    targets: Targets,
    count: int,
    limit_m: float,
    take: Callable[[Pairs], None],
) -> None:
    """Hand over the pairs of all origins part by part; the parts of an origin come together, on any thread."""
    cores = os.cpu_count() or 1

    def search(rows: Int64) -> None:
        state = prepare_search(network)
        starts = list_origins(network, origins, rows, np.zeros((origins.count, 2)))
        room = max(_ROOM, count)
        found = Found(
            np.empty(room, np.int32),
            np.empty(room),
            np.zeros(len(rows), np.int64),
            np.full(count, -1, np.int32),
        )
        begin = 0
        while begin < len(rows):
            last, filled = collect_within(state, starts, targets, limit_m + TOLERANCE_M, begin, found)
            if filled:
                size = np.diff(np.r_[0, found.end[begin:last]])
                origin = np.repeat(rows[begin:last], size).astype(np.int32)
                take(Pairs(origin, found.place[:filled].copy(), found.walk_m[:filled].copy()))
            begin = last

    with ThreadPoolExecutor(cores) as pool:
        list(pool.map(search, np.array_split(np.arange(origins.count), min(cores, max(1, origins.count)))))
