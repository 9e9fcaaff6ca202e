"""What a solver is given (who could walk to which candidate, a budget) and what it gives back (a solution)."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from geo.arrays import Bool, Float64, Int64, Integer
from geo.errors import InputError
from geo.siting.matrix import CoverageMatrix, find_dominated, keep_candidates, make_matrix, merge_rows
from geo.walking.limits import TOLERANCE_M


@dataclass(frozen=True, kw_only=True)
class Pairs:
    """Who could walk to which candidate, and what there is already.

    Parameters
    ----------
    home, candidate
        Rows of the pairs, each pair once, shape (p,).
    walk_m
        The walk between them [m], shape (p,).
    demand
        People at each home, 0 or more, shape (n,).
    existing_m
        Walk of each home to the nearest facility there is [m], infinite without, shape (n,).
    candidates
        Number of candidates.
    limit_m
        Longest walk that counts as covered [m], one for all or one per home, shape (n,); closed, within the tolerance
        of 1 mm.
    """

    home: Integer
    candidate: Integer
    walk_m: Float64
    demand: Float64
    existing_m: Float64
    candidates: int
    limit_m: float | Float64

    @property
    def home_limit_m(self) -> Float64:
        """Longest walk of each home that counts as covered [m], shape (n,)."""
        return np.broadcast_to(np.asarray(self.limit_m, float), self.demand.shape)

    @property
    def covered(self) -> Bool:
        """Homes that are covered already, shape (n,)."""
        return self.is_within(self.existing_m)

    def is_within(self, walk_m: Float64) -> Bool:
        """Tell which homes are covered by walks [m], one per home, shape (n,)."""
        return np.asarray(walk_m <= self.home_limit_m + TOLERANCE_M)

    @property
    def is_new(self) -> Bool:
        """Pairs by which a home would be newly covered, shape (p,)."""
        is_near = self.walk_m <= self.home_limit_m[self.home] + TOLERANCE_M
        return np.asarray(is_near & ~self.covered[self.home])


@dataclass(frozen=True)
class SolverBudget:
    """When a solver may stop.

    Parameters
    ----------
    mip_gap
        Stop when the value is proven to be within this share of the best possible.
    time_limit_s
        Stop after about this [s]; the bound proven until then counts.
    bound_time_s
        Stop lowering the bound of sites anywhere on the roads after about this [s]; 0 for no such bound.
    """

    mip_gap: float = 0.01
    time_limit_s: float = 60.0
    bound_time_s: float = 60.0

    def check(self) -> None:
        """Raise unless both make sense.

        Raises
        ------
        InputError
            If the gap is not from 0 to below 1, the time not above 0, or that of the bound below 0.

        Examples
        --------
        >>> SolverBudget(mip_gap=1.0).check()
        Traceback (most recent call last):
        geo.errors.InputError: mip gap = 1: expected a share from 0 to below 1, such as 0.01
        """
        if not 0 <= self.mip_gap < 1:
            raise InputError(f"mip gap = {self.mip_gap:g}: expected a share from 0 to below 1, such as 0.01")
        if not (np.isfinite(self.time_limit_s) and self.time_limit_s > 0):
            raise InputError(f"time limit = {self.time_limit_s:g}: expected seconds above 0")
        if not (np.isfinite(self.bound_time_s) and self.bound_time_s >= 0):
            raise InputError(f"bound time = {self.bound_time_s:g}: expected seconds, 0 for no bound")


#: Within one in a hundred, for a minute at most.
DEFAULT_BUDGET: Final = SolverBudget()


@dataclass(frozen=True)
class Solution:
    """Which candidates to build.

    Parameters
    ----------
    chosen
        Their rows, ascending; fewer than asked for where more would serve nobody.
    value
        People newly covered (MCLP; with a capacity: served), number of sites (LSCP), people times metres saved
        (p-median), or the smallest share covered (equity).
    bound
        Proven: no choice has more, or, for the LSCP, none has fewer.
    curve
        What a greedy sequence gains with 1, 2, ... sites, each with those before it; shape (c,).
    served
        People that each pair serves under a capacity, shape (p,); empty otherwise.
    people_bound
        Of equity: proven, no choice with a smallest share as large newly covers more; infinite otherwise.
    """

    chosen: Int64
    value: float
    bound: float
    curve: Float64
    served: Float64
    people_bound: float = np.inf

    @property
    def mip_gap(self) -> float:
        """Share of the bound by which the value may be wrong at most, 0 where it is proven best."""
        return abs(self.bound - self.value) / max(abs(self.bound), abs(self.value), 1e-300)


def list_new_pairs(pairs: Pairs) -> tuple[Integer, Integer, Float64]:
    """List who would be newly covered by which candidate.

    Parameters
    ----------
    pairs
        Who could walk where.

    Returns
    -------
    tuple of ndarray
        Homes, candidates and people of those pairs; empty where nobody would be.

    Examples
    --------
    >>> at = np.array([0, 1])
    >>> pairs = Pairs(
    ...     home=at,
    ...     candidate=at,
    ...     walk_m=np.array([300.0, 700.0]),
    ...     demand=np.array([50.0, 20.0]),
    ...     existing_m=np.array([np.inf, np.inf]),
    ...     candidates=2,
    ...     limit_m=500.0,
    ... )
    >>> list_new_pairs(pairs)
    (array([0]), array([0]), array([50.]))
    """
    is_new = pairs.is_new
    return pairs.home[is_new], pairs.candidate[is_new], pairs.demand[pairs.home[is_new]]


def make_coverage_matrix(pairs: Pairs) -> CoverageMatrix:
    """Say whom every candidate would newly cover.

    Parameters
    ----------
    pairs
        Who could walk where.

    Returns
    -------
    CoverageMatrix
        In people, a binary one; no rows where nobody would be newly covered.

    Examples
    --------
    >>> at = np.array([0, 1])
    >>> pairs = Pairs(
    ...     home=at,
    ...     candidate=at,
    ...     walk_m=np.array([300.0, 700.0]),
    ...     demand=np.array([50.0, 20.0]),
    ...     existing_m=np.array([np.inf, np.inf]),
    ...     candidates=2,
    ...     limit_m=500.0,
    ... )
    >>> make_coverage_matrix(pairs).gain.tolist()
    [50.0]
    """
    return make_matrix(*list_new_pairs(pairs), pairs.demand, candidates=pairs.candidates)


def reduce_matrix(matrix: CoverageMatrix, *, dominated: bool) -> tuple[CoverageMatrix, Int64]:
    """Make a matrix small: homes with the same candidates become one row, candidates that serve nobody go.

    Parameters
    ----------
    matrix
        What candidates are worth.
    dominated
        Whether dominated candidates go too: another one covers all whom they cover.

    Returns
    -------
    tuple
        The small matrix, and the candidate that each of its columns is; both empty for a matrix without rows.

    Examples
    --------
    >>> people = np.array([5.0, 6.0])
    >>> home, candidate = np.array([0, 1, 1]), np.array([1, 1, 2])
    >>> matrix = make_matrix(home, candidate, people[home], people, candidates=4)
    >>> small, candidate = reduce_matrix(matrix, dominated=True)
    >>> small.demand.tolist(), candidate.tolist()
    ([11.0], [1])
    """
    small = merge_rows(matrix) if matrix.is_binary else matrix
    is_used = np.bincount(small.column, minlength=small.candidates) > 0
    if dominated:
        is_used &= ~find_dominated(small)
    small = keep_candidates(small, is_used)
    return merge_rows(small) if matrix.is_binary else small, np.flatnonzero(is_used)
