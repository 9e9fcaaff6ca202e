"""Any site: what no choice of places anywhere on the roads can exceed, however fine the candidates.

Candidates are a sample of the places where one could build. The roads are cut into cells that cover at least as much as
any site in them (:mod:`geo.siting.cells`); what the best `add` cells cover at most is bounded by Lagrange multipliers
(:mod:`geo.siting.bounds`), so no `add` sites anywhere cover more. The cells that decide are split again and again, which
lowers the bound. It holds for sites that are entered at one place, and for the candidates whatever gates they have.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import scipy.sparse

from geo.arrays import Bool, Float64, Int64, expand_ranges
from geo.siting.bounds import Multipliers, solve_lagrangian_dual
from geo.siting.cells import Stretches, cover_from_cells, cut_network
from geo.siting.greedy import add_greedily
from geo.siting.matrix import ROUNDING, CoverageMatrix
from geo.siting.optimality import PROVEN
from geo.siting.problem import Solution
from geo.siting.request import Siting
from geo.walking.access_points import AccessPoints, take_places
from geo.walking.network import WalkNetwork

#: Cells to begin with; into how many one is split; how many are split at once, for each site and at least.
_CELLS: Final = 12_000
_PARTS: Final = 4
_SPLIT_FOR_EACH: Final = 20
_SPLIT: Final = 400
#: Iterations of the multipliers for each set of cells.
_ITERATIONS: Final = 59
#: Cells that cover less than this share of what a site is worth wait outside.
_SMALL: Final = 0.6
#: No more is split once the bound falls by less than this share, or cells have so many entries.
_HARDLY_LOWER: Final = 2e-3
_MOST_ENTRIES: Final = 4_000_000


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
    """Ranges of stretches (one that is empty: a candidate), whom they cover, and what one left outside covers at most."""

    first: Int64
    last: Int64
    cover: scipy.sparse.csr_array
    outside: float

    @property
    def size(self) -> Int64:
        return self.last - self.first


@dataclass(frozen=True)
class AnySites:
    """What sites anywhere on the roads can do at most.

    Parameters
    ----------
    is_established
        Whether it was proven: not for every objective.
    bound
        Proven: no choice of sites has more, or, for a share, none has fewer; in the unit of the solution, infinite where
        nothing was proven.
    """

    is_established: bool
    bound: float


def bound_anywhere(siting: Siting, solution: Solution) -> AnySites:
    """Bound what sites anywhere on the roads can do, as far as that can be proven.

    Parameters
    ----------
    siting
        A request made ready.
    solution
        What was chosen among its candidates.

    Returns
    -------
    AnySites
        Of covering, with and without a capacity, and of a share; not established for the other objectives, nor where
        the budget of the solver has no time for it.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.siting.proposal import choose_sites
    >>> from geo.siting.request import SiteRequest, prepare_siting
    >>> siting = prepare_siting(build_sample(), SiteRequest(category="clinic", add=1))
    >>> bound_anywhere(siting, choose_sites(siting).solution)
    AnySites(is_established=True, bound=40.0)
    """
    request, deadline = siting.request, time.perf_counter() + siting.request.budget.bound_time_s
    if request.chosen_objective not in ("cover", "capacity", "share") or not request.budget.bound_time_s:
        return AnySites(False, np.inf)
    if request.target is not None:
        total, before = float(siting.pairs.demand.sum()), float(siting.pairs.demand[siting.pairs.covered].sum())
        needed = request.target * total - before - ROUNDING * total
        return AnySites(
            True, float(count_any_sites(siting, needed=needed, fewest=int(solution.value), deadline=deadline))
        )
    assert request.add is not None
    bound = bound_any_sites(siting, add=request.add, value=solution.value, deadline=deadline)
    if request.capacity is not None:
        bound = min(bound, request.add * request.capacity)
    return AnySites(True, bound if bound > solution.value * (1 + PROVEN) else solution.value)


def bound_any_sites(siting: Siting, *, add: int, value: float, deadline: float = np.inf) -> float:
    """Bound what so many sites anywhere on the roads newly cover.

    Parameters
    ----------
    siting
        A request made ready.
    add
        How many sites.
    value
        What a choice at hand covers: a bound below it is not sought.
    deadline
        When to stop splitting, by :func:`time.perf_counter` [s]; a first bound is always made.

    Returns
    -------
    float
        People; 0 where everybody is covered.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.siting.request import SiteRequest, prepare_siting
    >>> siting = prepare_siting(build_sample(), SiteRequest(category="clinic", add=1))
    >>> round(bound_any_sites(siting, add=1, value=0.0), 3)
    40.0
    """
    bound = float(siting.pairs.demand[~siting.pairs.covered].sum())
    for multipliers, outside in _refine_cells(siting, add=add, value=value, deadline=deadline):
        bound = min(bound, max(value, float(_measure_reach(multipliers, outside, add)[-1])))
    return bound


def count_any_sites(siting: Siting, *, needed: float, fewest: int, deadline: float = np.inf) -> int:
    """Count the sites without which, wherever on the roads they stand, too few are newly covered.

    Parameters
    ----------
    siting
        A request made ready.
    needed
        People to cover.
    fewest
        How many candidates do: no more are counted.
    deadline
        When to stop splitting, by :func:`time.perf_counter` [s].

    Returns
    -------
    int
        No fewer sites do.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.siting.request import SiteRequest, prepare_siting
    >>> siting = prepare_siting(build_sample(), SiteRequest(category="clinic", target=0.9))
    >>> count_any_sites(siting, needed=30.0, fewest=1)
    1
    """
    counted = 1
    for multipliers, outside in _refine_cells(siting, add=max(1, fewest - 1), value=0.0, deadline=deadline):
        reach = _measure_reach(multipliers, outside, fewest)
        counted = max(counted, min(fewest, int(np.searchsorted(reach, needed)) + 1))
        if counted == fewest:
            break
    return counted


def _measure_reach(multipliers: Multipliers, outside: float, add: int) -> Float64:
    """Say what no choice of 1, 2, ... `add` cells exceeds."""
    best = np.maximum(np.sort(np.r_[multipliers.score, np.zeros(add)])[::-1][:add], outside)
    return (float(multipliers.values.sum()) + np.cumsum(best)) * (1 + ROUNDING)


def _refine_cells(
    siting: Siting, *, add: int, value: float, deadline: float
) -> Iterator[tuple[Multipliers, float]]:
    """Give the multipliers of finer and finer cells, and what any cell left outside covers at most."""
    roads = _list_roads(siting)
    if not len(roads.people):
        return
    cells, values, known = _begin_cells(roads, siting, add), np.empty(0), np.inf
    while True:
        matrix, rows = _make_matrix(cells.cover, roads.people)
        start = values[rows] if len(values) else None
        chosen = add_greedily(matrix, add=add)[0]
        multipliers = solve_lagrangian_dual(matrix, add=add, chosen=chosen, start=start, iterations=_ITERATIONS)
        yield multipliers, cells.outside
        reach = float(_measure_reach(multipliers, cells.outside, add)[-1])
        is_splittable = cells.cover.nnz < _MOST_ENTRIES and time.perf_counter() < deadline
        if not is_splittable or reach <= value or reach >= known * (1 - _HARDLY_LOWER):
            return
        known, values = reach, np.zeros(len(roads.people))
        values[rows] = multipliers.values
        finer = _split_cells(roads, cells, multipliers, reach=reach, add=add, value=value)
        if finer is None:
            return
        cells = finer


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
    """Split the cells with the highest scores, and leave out those that no choice above the value has; None for none."""
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
    finer = _append(_keep(cells, is_whole), _Cells(first=first, last=last_, cover=_cover(roads, first, last_), outside=0))
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
