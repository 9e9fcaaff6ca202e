"""The coverage matrix: what each home gains by each candidate, sparse and made small. Every solver works on it."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import scipy.sparse

from geo.arrays import Bool, Float64, Int64, Integer

#: Seed of the numbers by which homes with the same candidates find each other; their sets are compared all the same.
_SEED: Final = 20_180
#: Gains below this share of the largest are rounding errors.
TINY: Final = 1e-12
#: Sums of people are rounded: they are compared, and bounds widened, by this share.
ROUNDING: Final = 1e-9


@dataclass(frozen=True, kw_only=True)
class CoverageMatrix:
    """What each home, or group of homes, gains by each candidate: a sparse matrix, row by row.

    Parameters
    ----------
    start
        Where the entries of each row begin, shape (m + 1,).
    column
        Candidate of each entry, ascending within a row, shape (e,).
    row
        Row of each entry, ascending, shape (e,).
    gain
        What each entry is worth: people covered, or people times metres saved; above 0, shape (e,).
    demand
        People of each row, shape (m,).
    candidates
        Number of columns.
    """

    start: Int64
    column: Int64
    row: Int64
    gain: Float64
    demand: Float64
    candidates: int

    @property
    def rows(self) -> int:
        """Number of rows."""
        return len(self.demand)

    @property
    def is_binary(self) -> bool:
        """Whether a row is covered or not: every entry of a row is worth the row's people."""
        return np.array_equal(self.gain, self.demand[self.row])


def make_matrix(
    home: Integer,
    candidate: Integer,
    gain: Float64,
    demand: Float64,
    *,
    candidates: int,
) -> CoverageMatrix:
    """Make the matrix from pairs of a home and a candidate.

    Parameters
    ----------
    home, candidate
        Their rows, shape (p,).
    gain
        What each pair is worth; pairs worth nothing are left out, shape (p,).
    demand
        People of each home, shape (n,).
    candidates
        Number of candidates.

    Returns
    -------
    CoverageMatrix
        One row for each home that gains anything, in their order; no rows without such pairs.

    Examples
    --------
    >>> people = np.array([5.0, 6.0, 7.0])
    >>> matrix = make_matrix(np.array([2, 0, 2]), np.array([1, 0, 0]), np.ones(3), people, candidates=2)
    >>> matrix.row.tolist(), matrix.column.tolist(), matrix.demand.tolist()
    ([0, 1, 1], [0, 0, 1], [5.0, 7.0])
    >>> nothing = np.empty(0, int)
    >>> make_matrix(nothing, nothing, np.empty(0), people, candidates=2).rows
    0
    """
    is_worth = gain > 0
    home, candidate, gain = home[is_worth], candidate[is_worth], gain[is_worth]
    order = np.lexsort((candidate, home))
    homes, row = np.unique(home[order], return_inverse=True)
    return CoverageMatrix(
        start=np.searchsorted(row, np.arange(len(homes) + 1)),
        column=candidate[order].astype(np.int64),
        row=row.astype(np.int64),
        gain=gain[order],
        demand=demand[homes],
        candidates=candidates,
    )


def merge_rows(matrix: CoverageMatrix) -> CoverageMatrix:
    """Merge homes that have the same candidates into one row: they are covered together or not at all.

    Parameters
    ----------
    matrix
        A binary one: every entry of a row is worth the row's people.

    Returns
    -------
    CoverageMatrix
        With people added up; without rows the matrix itself.

    Examples
    --------
    >>> people = np.array([5.0, 6.0])
    >>> merge_rows(make_matrix(np.array([0, 1]), np.array([0, 0]), people, people, candidates=1)).demand.tolist()
    [11.0]
    """
    if not matrix.rows:
        return matrix
    group = _group_rows(matrix)
    first = np.unique(group, return_index=True)[1]
    demand = np.bincount(group, weights=matrix.demand).astype(float)
    entries, size = list_entries(matrix, first)
    row = np.repeat(np.arange(len(first)), size)
    return CoverageMatrix(
        start=np.r_[0, np.cumsum(size)],
        column=matrix.column[entries],
        row=row,
        gain=demand[row],
        demand=demand,
        candidates=matrix.candidates,
    )


def _group_rows(matrix: CoverageMatrix) -> Int64:
    """Give the rows that have the same candidates the same number."""
    numbers = np.random.default_rng(_SEED).integers(0, 2**63, size=(matrix.candidates, 2), dtype=np.uint64)
    added = np.cumsum(numbers[matrix.column], axis=0, dtype=np.uint64)
    sums = np.diff(np.r_[np.zeros((1, 2), np.uint64), added[matrix.start[1:] - 1]], axis=0)
    size = np.diff(matrix.start)
    order = np.lexsort((sums[:, 1], sums[:, 0], size))
    ranked, sizes = sums[order], size[order]
    new = np.r_[True, (ranked[1:] != ranked[:-1]).any(axis=1) | (sizes[1:] != sizes[:-1])]
    group = np.empty(matrix.rows, np.int64)
    group[order] = np.cumsum(new) - 1
    # two different sets may have the same sum by chance: then every row stays by itself
    head = order[new][group]
    of_head = matrix.column[np.repeat(matrix.start[head] - matrix.start[:-1], size) + np.arange(len(matrix.column))]
    return group if np.array_equal(of_head, matrix.column) else np.arange(matrix.rows)


def list_entries(matrix: CoverageMatrix, rows: Int64) -> tuple[Int64, Int64]:
    """List the entries of some rows.

    Parameters
    ----------
    matrix
        The matrix.
    rows
        Which rows, shape (r,).

    Returns
    -------
    tuple of ndarray
        Numbers of the entries, row by row, and how many each row has, shape (r,); both empty for no rows.

    Examples
    --------
    >>> matrix = make_matrix(np.array([0, 1, 1]), np.array([0, 0, 1]), np.ones(3), np.ones(2), candidates=2)
    >>> list_entries(matrix, np.array([1]))
    (array([1, 2]), array([2]))
    """
    first, size = matrix.start[rows], matrix.start[rows + 1] - matrix.start[rows]
    ends = np.cumsum(size)
    return np.arange(ends[-1] if len(ends) else 0) + np.repeat(first - (ends - size), size), size


def find_dominated(matrix: CoverageMatrix) -> Bool:
    """Find the dominated candidates: all whom they cover one other candidate covers too.

    Parameters
    ----------
    matrix
        A binary one: every entry of a row is worth the row's people.

    Returns
    -------
    ndarray of bool
        Shape (candidates,); of candidates that cover the same, the first stays. One that covers nobody is dominated.

    Examples
    --------
    >>> matrix = make_matrix(np.array([0, 0, 1]), np.array([0, 1, 1]), np.ones(3), np.ones(2), candidates=2)
    >>> find_dominated(matrix).tolist()
    [True, False]
    """
    ones = scipy.sparse.csr_array(
        (np.ones(len(matrix.column), np.int32), matrix.column, matrix.start), shape=(matrix.rows, matrix.candidates)
    )
    shared = (ones.T @ ones).tocoo()
    candidate, other = shared.row, shared.col
    size = np.bincount(matrix.column, minlength=matrix.candidates)
    is_inside = (shared.data == size[candidate]) & (candidate != other)
    is_beaten = is_inside & ((size[other] > size[candidate]) | (other < candidate))
    dominated = np.asarray(size == 0, bool)
    dominated[candidate[is_beaten]] = True
    return dominated


def keep_candidates(matrix: CoverageMatrix, kept: Bool) -> CoverageMatrix:
    """Leave candidates out.

    Parameters
    ----------
    matrix
        The matrix.
    kept
        Which stay, shape (candidates,); columns are numbered anew.

    Returns
    -------
    CoverageMatrix
        Without the others, and without rows that only the others served; no rows where none is kept.

    Examples
    --------
    >>> matrix = make_matrix(np.array([0, 0, 1]), np.array([0, 1, 1]), np.ones(3), np.ones(2), candidates=2)
    >>> keep_candidates(matrix, np.array([True, False])).rows, keep_candidates(matrix, np.array([False, False])).rows
    (1, 0)
    """
    number = np.cumsum(kept) - 1
    stays = kept[matrix.column]
    return make_matrix(
        matrix.row[stays], number[matrix.column[stays]], matrix.gain[stays], matrix.demand, candidates=int(kept.sum())
    )


def measure_served(matrix: CoverageMatrix, chosen: Integer) -> Float64:
    """Measure what each row gains by its best chosen candidate.

    Parameters
    ----------
    matrix
        The matrix.
    chosen
        Columns; may be empty.

    Returns
    -------
    ndarray
        0 where no chosen candidate serves the row, shape (m,).

    Examples
    --------
    >>> gain = np.array([1.0, 3.0, 2.0])
    >>> matrix = make_matrix(np.array([0, 0, 1]), np.array([0, 1, 1]), gain, np.ones(2), candidates=2)
    >>> measure_served(matrix, np.array([0, 1])).tolist(), measure_served(matrix, np.array([0])).tolist()
    ([3.0, 2.0], [1.0, 0.0])
    """
    if not matrix.rows:
        return np.zeros(0)
    is_chosen = np.zeros(matrix.candidates, bool)
    is_chosen[chosen] = True
    return np.asarray(np.maximum.reduceat(np.where(is_chosen[matrix.column], matrix.gain, 0.0), matrix.start[:-1]))
