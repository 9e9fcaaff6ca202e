"""Cells of the walk network made finer and finer where they decide the bound of sites anywhere on the roads."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import scipy.sparse

from geo.arrays import Bool, Float64, Int64, expand_ranges
from geo.siting.bounds import Multipliers, Stop, solve_lagrangian_dual
from geo.siting.greedy import add_greedily
from geo.siting.matrix import ROUNDING, CoverageMatrix
from geo.siting.preparation import Siting
from geo.siting.road_cells import Stretches, cover_from_cells, cut_network
from geo.walking.access_points import AccessPoints, take_places
from geo.walking.network import WalkNetwork

#: Cells to begin with; into how many one is split; how many are split at once, for each site and at least.
_CELLS: Final = 12_000
_PARTS: Final = 4
_SPLIT_FOR_EACH: Final = 20
_SPLIT: Final = 400
#: Iterations of the multipliers for each set of cells: before any choice of cells is tried by interchange.
_ITERATIONS: Final = 59
#: Cells that cover less than this share of what a site is worth wait outside.
_SMALL: Final = 0.6
#: No more is split once the bound falls by less than this share, or cells have so many entries.
_HARDLY_LOWER: Final = 2e-3
_MOST_ENTRIES: Final = 6_000_000
#: Cells whose score is below this share of the last of the best are left out where multipliers are sought.
_ACTIVE: Final = 0.8


@dataclass(frozen=True, kw_only=True)
class _Roads:
    """The network, its stretches, the homes that are open with their people and limits."""

    network: WalkNetwork
    stretches: Stretches
    homes: AccessPoints
    people: Float64
    limit_m: Float64


@dataclass(frozen=True, kw_only=True)
class _Cells:
    """Ranges of stretches (an empty one: a candidate), whom they cover, and what any left outside covers at most."""

    first: Int64
    last: Int64
    cover: scipy.sparse.csr_array
    outside: float

    @property
    def size(self) -> Int64:
        return self.last - self.first


def refine_cells(siting: Siting, *, add: int, value: float, deadline: float) -> Iterator[tuple[Multipliers, float]]:
    """Give the multipliers of finer and finer cells, and what any cell left outside covers at most.

    Parameters
    ----------
    siting
        A request made ready.
    add
        How many sites.
    value
        What a choice at hand covers: cells that no better choice has are left out, with no trace.
    deadline
        When to stop splitting, by :func:`time.perf_counter` [s].

    Yields
    ------
    tuple
        Multipliers of a set of cells, and what any other cell covers at most; nothing where nobody is open.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.siting.preparation import prepare_siting
    >>> from geo.siting.request import SiteRequest
    >>> siting = prepare_siting(build_sample(), SiteRequest(category="clinic", add=1))
    >>> multipliers, outside = next(refine_cells(siting, add=1, value=0.0, deadline=0.0))
    >>> measure_reach(multipliers, outside, 1).round(3).tolist()
    [40.0]
    """
    roads = _list_roads(siting)
    if not len(roads.people):
        return
    cells, values, known = _begin_cells(roads, siting, add), np.zeros(len(roads.people)), np.inf
    while True:
        multipliers = _find_multipliers(roads, cells, values, add)
        yield multipliers, cells.outside
        reach = float(measure_reach(multipliers, cells.outside, add)[-1])
        is_splittable = cells.cover.nnz < _MOST_ENTRIES and time.perf_counter() < deadline
        if not is_splittable or reach <= value or reach >= known * (1 - _HARDLY_LOWER):
            return
        known, values = reach, multipliers.values
        finer = _split_cells(roads, cells, multipliers, reach=reach, add=add, value=value)
        if finer is None:
            return
        cells = finer


def _find_multipliers(roads: _Roads, cells: _Cells, before: Float64, add: int) -> Multipliers:
    """Find multipliers for the cells whose scores are high at those of before; what they prove counts all cells."""
    known = _score_cells(roads, cells, before)
    is_first = not before.any()
    active = known.score >= (0.0 if is_first else _ACTIVE * np.sort(known.score)[-min(add, len(known.score))])
    matrix, rows = _make_matrix(cells.cover[active], roads.people)
    chosen, start = add_greedily(matrix, add=add)[0], None if is_first else before[rows]
    found = solve_lagrangian_dual(matrix, add=add, chosen=chosen, start=start, stop=Stop(iterations=_ITERATIONS))
    values = np.zeros(len(before))
    values[rows] = found.values
    new = _score_cells(roads, cells, values)
    return min(known, new, key=lambda it: float(measure_reach(it, cells.outside, add)[-1]))


def _score_cells(roads: _Roads, cells: _Cells, values: Float64) -> Multipliers:
    score = np.asarray(cells.cover @ np.maximum(roads.people - values, 0.0), float)
    return Multipliers(np.inf, values, score, np.empty(0, np.int64))


def _list_roads(siting: Siting) -> _Roads:
    pairs, context = siting.pairs, siting.coverage.walks.context
    is_open = np.flatnonzero(~pairs.covered & (pairs.demand > 0))
    homes = take_places(context.homes, is_open)
    return _Roads(
        network=context.network,
        stretches=cut_network(context.network, homes, min_component_m=siting.city.min_component_m),
        homes=homes,
        people=pairs.demand[is_open],
        limit_m=pairs.home_limit_m[is_open],
    )


def _begin_cells(roads: _Roads, siting: Siting, add: int) -> _Cells:
    """Cut the roads into cells of the same number of stretches; what is small stays outside."""
    stretches = len(roads.stretches.edge)
    ends = np.unique(np.linspace(0, stretches, min(_CELLS, stretches) + 1).astype(np.int64))
    cells = _Cells(first=ends[:-1], last=ends[1:], cover=_cover(roads, ends[:-1], ends[1:]), outside=0.0)
    if siting.has_gates:  # a candidate with several gates covers more than a site that is entered at one place
        cells = _append(cells, _list_candidates(siting))
    curve = add_greedily(_make_matrix(cells.cover, roads.people)[0], add=add)[1]
    worth = float(np.diff(np.r_[0.0, curve])[-1]) if len(curve) == add else 0.0
    return _leave_outside(cells, roads.people, _SMALL * worth)


def _cover(roads: _Roads, first: Int64, last: Int64) -> scipy.sparse.csr_array:
    return cover_from_cells(roads.network, roads.stretches, roads.homes, first, last, limit_m=roads.limit_m)


def _list_candidates(siting: Siting) -> _Cells:
    pairs, is_new = siting.pairs, siting.pairs.is_new
    column = np.cumsum(~pairs.covered & (pairs.demand > 0)) - 1
    is_counted = is_new & (pairs.demand[pairs.home] > 0)
    at = pairs.candidate[is_counted], column[pairs.home[is_counted]]
    shape = pairs.candidates, int(column[-1]) + 1
    none = np.zeros(pairs.candidates, np.int64)
    return _Cells(
        first=none,
        last=none,
        cover=scipy.sparse.csr_array((np.ones(int(is_counted.sum())), at), shape=shape),
        outside=0.0,
    )


def _append(cells: _Cells, more: _Cells) -> _Cells:
    return _Cells(
        first=np.concatenate([cells.first, more.first]),
        last=np.concatenate([cells.last, more.last]),
        cover=scipy.sparse.vstack([cells.cover, more.cover], format="csr"),
        outside=cells.outside,
    )


def _keep(cells: _Cells, kept: Bool) -> _Cells:
    return replace(cells, first=cells.first[kept], last=cells.last[kept], cover=cells.cover[kept])


def _leave_outside(cells: _Cells, people: Float64, least: float) -> _Cells:
    """Leave out the cells that cover fewer than so many people: what the largest of them covers is remembered."""
    covered = cells.cover @ people
    kept = covered >= least
    outside = max(cells.outside, float(covered[~kept].max(initial=0.0)))
    return replace(_keep(cells, kept), outside=outside)


def _split_cells(
    roads: _Roads, cells: _Cells, multipliers: Multipliers, *, reach: float, add: int, value: float
) -> _Cells | None:
    """Split the cells with the highest scores, leave out those that no choice above the value has; None for none."""
    score = multipliers.score
    last = float(np.sort(score)[-add]) if add <= len(score) else 0.0
    may_win = (score >= last) | (reach - max(last, cells.outside) + score > value)
    cells, score = _keep(cells, may_win), score[may_win]
    best = np.argsort(-score, kind="stable")
    split = best[cells.size[best] > 1][: max(_SPLIT, _SPLIT_FOR_EACH * add)]
    if not len(split):
        return None
    size, parts = cells.size[split], np.minimum(_PARTS, cells.size[split])
    owner, part = expand_ranges(np.zeros(len(split), np.int64), parts)
    begin = cells.first[split][owner]
    first, last_ = begin + size[owner] * part // parts[owner], begin + size[owner] * (part + 1) // parts[owner]
    is_whole = np.ones(len(score), bool)
    is_whole[split] = False
    finer = _append(
        _keep(cells, is_whole), _Cells(first=first, last=last_, cover=_cover(roads, first, last_), outside=0)
    )
    return _leave_outside(finer, roads.people, _SMALL * last)


def _make_matrix(cover: scipy.sparse.csr_array, people: Float64) -> tuple[CoverageMatrix, Int64]:
    """Make the matrix of cells, and say which home each row is."""
    by_home = cover.tocsc()
    size = np.diff(by_home.indptr).astype(np.int64)
    rows = np.flatnonzero(size)
    row = np.repeat(np.arange(len(rows)), size[rows])
    demand = people[rows]
    matrix = CoverageMatrix(
        start=np.r_[0, np.cumsum(size[rows])],
        column=by_home.indices.astype(np.int64),
        row=row,
        gain=demand[row],
        demand=demand,
        candidates=cover.shape[0],
    )
    return matrix, rows


def measure_reach(multipliers: Multipliers, outside: float, add: int) -> Float64:
    """Say what no choice of 1, 2, ... `add` cells exceeds.

    Parameters
    ----------
    multipliers, outside
        As :func:`refine_cells` gives them.
    add
        How many sites at most.

    Returns
    -------
    ndarray
        People, shape (add,).

    Examples
    --------
    >>> multipliers = Multipliers(9.0, np.array([1.0]), np.array([4.0, 2.0]), np.array([0]))
    >>> measure_reach(multipliers, 3.0, 3).round(3).tolist()
    [5.0, 8.0, 11.0]
    """
    best = np.maximum(np.sort(np.r_[multipliers.score, np.zeros(add)])[::-1][:add], outside)
    return (float(multipliers.values.sum()) + np.cumsum(best)) * (1 + ROUNDING)
