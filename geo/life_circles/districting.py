"""Districting: a map of parts divided into districts within a band of residents, each near one place."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
import scipy.sparse
import scipy.sparse.csgraph

from geo.arrays import Float64, Int64
from geo.life_circles._districts import Parts, Scratch, list_district, measure_district
from geo.life_circles._search import Plan, Rates, divide, search_districts, settle

#: A resident off the band counts as so many people beyond the walk: the band goes first.
PER_OFF: Final = 1000.0
#: Metres of boundary that count as one person: they decide where all else is equal.
METRES_PER_PERSON: Final = 100.0
#: How often the search is done; of each piece of the map that hangs together the best is kept.
_ROUNDS: Final = 3
#: What passes at first though it is worse, as a share of the least residents of a district.
_WARMTH: Final = 0.2


@dataclass(frozen=True, kw_only=True)
class Districting:
    """A map to divide.

    Parameters
    ----------
    weight
        Residents of each part, shape (n,).
    one, other, border_m
        Pairs of parts that lie side by side and may be in one district, and their common boundary [m].
    people
        Residents of each part within the walk of each place, shape (m, n), sparse in columns.
    place_part
        Part that each place lies in; it may be the centre only of the district of that part, shape (m,).
    low, high
        Residents of a district, at least and at most.
    """

    weight: Float64
    one: Int64
    other: Int64
    border_m: Float64
    people: scipy.sparse.csc_array
    place_part: Int64
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class Districts:
    """A map divided.

    Parameters
    ----------
    label
        District of each part, numbered from 0 in the order of their first parts, shape (n,).
    residents, off, beyond, border_m
        Of each district: residents, by how many it is off the band, how many are beyond the walk of its centre, and its
        boundary to other districts [m]; shape (k,).
    centre
        Place of each district, -1 where no place in it is within the walk of anybody, shape (k,).
    """

    label: Int64
    residents: Float64
    off: Float64
    beyond: Float64
    border_m: Float64
    centre: Int64


def solve_districting(problem: Districting, *, turns: int, seed: int = 1) -> Districts:
    """Divide a map by recursive cuts, then search by moving parts and dividing districts anew.

    Parameters
    ----------
    problem
        The map. Parts that do not hang together are never in one district.
    turns
        How many changes are tried for each part.
    seed
        From 1 to 2,147,483,646; the same seed gives the same districts.

    Returns
    -------
    Districts
        A heuristic's: how far it may be from the best is what :mod:`geo.life_circles.walk_bounds` says.

    Examples
    --------
    >>> line = Districting(
    ...     weight=np.array([4.0, 6, 5, 5]), one=np.arange(3), other=np.arange(1, 4), border_m=np.ones(3),
    ...     people=scipy.sparse.csc_array(np.diag([4.0, 6, 5, 5])), place_part=np.arange(4), low=8, high=12,
    ... )
    >>> solve_districting(line, turns=200).label.tolist()
    [0, 0, 1, 1]
    """
    parts = _list_parts(problem)
    scratch = _make_scratch(parts, seed)
    rates = Rates(PER_OFF, 0.5 / METRES_PER_PERSON)  # each boundary is measured from both sides
    piece = _number_pieces(problem)
    best, least = np.zeros(len(piece), np.int64), np.full(piece.max(initial=-1) + 1, np.inf)
    for _ in range(_ROUNDS):
        plan = _begin(problem, parts, scratch, piece)
        search_districts(parts, plan, scratch, rates, turns * len(piece), _WARMTH * problem.low)
        price = rates.per_off * plan.off + plan.beyond + rates.per_m * plan.border_m
        districts, first = np.unique(plan.label, return_index=True)
        of_piece = np.bincount(piece[first], weights=price[districts], minlength=len(least))
        is_better = of_piece < least
        least = np.minimum(least, of_piece)
        best[is_better[piece]] = plan.label[is_better[piece]]
    return measure_districts(problem, pd.factorize(best + len(piece) * piece)[0].astype(np.int64))


def _number_pieces(problem: Districting) -> Int64:
    """Count off the pieces of a map that do not hang together, shape (n,)."""
    n = len(problem.weight)
    links = scipy.sparse.coo_matrix((np.ones(len(problem.one), np.int8), (problem.one, problem.other)), shape=(n, n))
    return np.asarray(scipy.sparse.csgraph.connected_components(links, directed=False)[1], np.int64)


def measure_districts(problem: Districting, label: Int64) -> Districts:
    """Measure the districts of a map.

    Parameters
    ----------
    problem
        The map.
    label
        District of each part; the parts of one hang together, shape (n,).

    Returns
    -------
    Districts
        Numbered anew.

    Examples
    --------
    >>> pair = Districting(
    ...     weight=np.array([4.0, 6]), one=np.array([0]), other=np.array([1]), border_m=np.array([50.0]),
    ...     people=scipy.sparse.csc_array([[4.0, 1.0]]), place_part=np.array([0]), low=8, high=12,
    ... )
    >>> whole, apart = (measure_districts(pair, np.array(label)) for label in ([3, 3], [7, 3]))
    >>> whole.off.tolist(), whole.beyond.tolist(), apart.off.tolist(), apart.beyond.tolist(), apart.centre.tolist()
    ([0.0], [5.0], [4.0, 2.0], [0.0, 6.0], [0, -1])
    """
    _, first, number = np.unique(label, return_index=True, return_inverse=True)
    order = np.argsort(np.argsort(first))
    numbered = order[number].astype(np.int64)
    parts = _list_parts(problem)
    scratch, members = _make_scratch(parts), np.empty(len(label), np.int64)
    measured = []
    for start in np.sort(first):
        count = list_district(parts, numbered, start, -1, scratch, members)
        measured.append(measure_district(parts, numbered, members[:count], scratch))
    off, beyond, border_m, centre = np.array(measured, float).reshape(-1, 4).T
    return Districts(
        label=numbered,
        residents=np.bincount(numbered, weights=problem.weight).astype(float),
        off=off,
        beyond=beyond,
        border_m=border_m,
        centre=centre.astype(np.int64),
    )


def _list_parts(problem: Districting) -> Parts:
    n = len(problem.weight)
    start, end = np.r_[problem.one, problem.other], np.r_[problem.other, problem.one]
    order = np.argsort(start, kind="stable")
    people = problem.people.copy()
    people.sum_duplicates()
    people.eliminate_zeros()  # a place that reaches nobody of a part does not reach it
    return Parts(
        problem.weight.astype(float),
        np.searchsorted(start[order], np.arange(n + 1)).astype(np.int64),
        end[order].astype(np.int64),
        np.tile(problem.border_m, 2)[order].astype(float),
        people.indptr.astype(np.int64),
        people.indices.astype(np.int64),
        people.data.astype(float),
        problem.place_part.astype(np.int64),
        float(problem.low),
        float(problem.high),
    )


def _make_scratch(parts: Parts, seed: int = 1) -> Scratch:
    n, m, edges = len(parts.weight), len(parts.place_part), len(parts.neighbour)
    return Scratch(
        np.zeros(m),
        np.empty(m, np.int64),
        np.empty(n + 1, np.int64),
        np.empty(n + 1, np.int64),
        np.zeros(n, np.int64),
        np.zeros(1, np.int64),
        np.full(n, -1, np.int64),
        np.zeros(n),
        np.empty(edges + 1, np.int64),
        np.empty(edges + 1, np.int64),
        np.array([seed], np.int64),
    )


def _begin(problem: Districting, parts: Parts, scratch: Scratch, piece: Int64) -> Plan:
    """Divide each connected piece of the map into as many districts as its residents make in the middle of the band."""
    n, pieces = len(piece), int(piece.max(initial=-1)) + 1
    free = np.arange(n - 1, pieces - 1, -1, dtype=np.int64)
    room = np.r_[free, np.zeros(pieces, np.int64)]
    plan = Plan(piece.copy(), np.zeros(n), np.zeros(n), np.zeros(n), room, np.array([len(free)], np.int64))
    total, first = np.bincount(piece, weights=problem.weight), np.unique(piece, return_index=True)[1]
    members, created = np.empty(n, np.int64), np.empty(n, np.int64)
    for number in range(pieces):
        into = max(1, round(total[number] / ((problem.low + problem.high) / 2)))
        divide(parts, plan, first[number], into, scratch, created)
    starts = np.unique(plan.label, return_index=True)
    for district, start in zip(*starts, strict=True):
        count = list_district(parts, plan.label, start, -1, scratch, members)
        settle(plan, district, measure_district(parts, plan.label, members[:count], scratch))
    return plan
