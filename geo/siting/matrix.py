"""What candidates are worth to homes, as one sparse matrix made small: what every model of siting works on."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import scipy.sparse

from geo.arrays import Bool, Float64, Int64, Integer

#: Seed of the numbers by which homes with the same candidates find each other; their sets are compared all the same.
_SEED: Final = 20_180
#: Gains below this share of the largest are rounding errors.
TINY: Final = 1e-12


@dataclass(frozen=True)
class Gains:
    """What each group of homes gains by each candidate.

    Parameters
    ----------
    start
        Where the entries of each row begin, shape (m + 1,).
    column
        Candidate of each entry, ascending within a row, shape (e,).
    row
        Row of each entry, ascending, shape (e,).
    gain
        What it is worth: people covered, or people times metres saved; above 0, shape (e,).
    weight
        People of each row, shape (m,).
    candidates
        Number of columns.
    """

    start: Int64
    column: Int64
    row: Int64
    gain: Float64
    weight: Float64
    candidates: int

    @property
    def rows(self) -> int:
        """Number of rows."""
        return len(self.weight)


def make_gains(
    home: Integer,
    candidate: Integer,
    gain: Float64,
    weight: Float64,
    *,
    candidates: int,
) -> Gains:
    """Make the matrix from pairs.

    Parameters
    ----------
    home, candidate
        Their rows, shape (p,).
    gain
        What each pair is worth; those worth nothing are left out, shape (p,).
    weight
        People of each home, shape (n,).
    candidates
        Number of candidates.

    Returns
    -------
    Gains
        A row for each home that gains anything, in their order.

    Examples
    --------
    >>> made = make_gains(np.array([2, 0, 2]), np.array([1, 0, 0]), np.ones(3), np.array([5.0, 6.0, 7.0]), candidates=2)
    >>> made.row.tolist(), made.column.tolist(), made.weight.tolist()
    ([0, 1, 1], [0, 0, 1], [5.0, 7.0])
    """
    worth = gain > 0
    home, candidate, gain = home[worth], candidate[worth], gain[worth]
    order = np.lexsort((candidate, home))
    of, row = np.unique(home[order], return_inverse=True)
    start = np.searchsorted(row, np.arange(len(of) + 1))
    column = candidate[order].astype(np.int64)
    return Gains(start, column, row.astype(np.int64), gain[order], weight[of], candidates)


def merge_rows(gains: Gains) -> Gains:
    """Make one row of the homes that have the same candidates: they are covered together or not at all.

    Parameters
    ----------
    gains
        Where every entry of a row is worth the row's people.

    Returns
    -------
    Gains
        With people added up.

    Examples
    --------
    >>> pairs = np.array([0, 1]), np.array([0, 0])
    >>> merge_rows(make_gains(*pairs, np.array([5.0, 6.0]), np.array([5.0, 6.0]), candidates=1)).weight.tolist()
    [11.0]
    """
    if not gains.rows:
        return gains
    group = _group_rows(gains)
    first = np.unique(group, return_index=True)[1]
    weight = np.bincount(group, weights=gains.weight).astype(float)
    flat, size = list_entries(gains, first)
    row = np.repeat(np.arange(len(first)), size)
    return Gains(np.r_[0, np.cumsum(size)], gains.column[flat], row, weight[row], weight, gains.candidates)


def _group_rows(gains: Gains) -> Int64:
    """Give the rows that have the same candidates the same number."""
    numbers = np.random.default_rng(_SEED).integers(0, 2**63, size=(gains.candidates, 2), dtype=np.uint64)
    added = np.cumsum(numbers[gains.column], axis=0, dtype=np.uint64)
    sums = np.diff(np.r_[np.zeros((1, 2), np.uint64), added[gains.start[1:] - 1]], axis=0)
    size = np.diff(gains.start)
    order = np.lexsort((sums[:, 1], sums[:, 0], size))
    ranked, sizes = sums[order], size[order]
    new = np.r_[True, (ranked[1:] != ranked[:-1]).any(axis=1) | (sizes[1:] != sizes[:-1])]
    group = np.empty(gains.rows, np.int64)
    group[order] = np.cumsum(new) - 1
    # two sets may meet by chance: then every row stays by itself
    head = order[new][group]
    same = gains.column[np.repeat(gains.start[head] - gains.start[:-1], size) + np.arange(len(gains.column))]
    return group if np.array_equal(same, gains.column) else np.arange(gains.rows)


def list_entries(gains: Gains, rows: Int64) -> tuple[Int64, Int64]:
    """List the entries of some rows.

    Parameters
    ----------
    gains
        The matrix.
    rows
        Which rows, shape (r,).

    Returns
    -------
    tuple of ndarray
        Numbers of the entries, row by row, and how many each row has, shape (r,).

    Examples
    --------
    >>> made = make_gains(np.array([0, 1, 1]), np.array([0, 0, 1]), np.ones(3), np.ones(2), candidates=2)
    >>> list_entries(made, np.array([1]))[0].tolist()
    [1, 2]
    """
    begin, size = gains.start[rows], gains.start[rows + 1] - gains.start[rows]
    ends = np.cumsum(size)
    return np.arange(ends[-1] if len(ends) else 0) + np.repeat(begin - (ends - size), size), size


def find_dominated(gains: Gains) -> Bool:
    """Find the candidates that cover nobody whom one other candidate does not cover too.

    Parameters
    ----------
    gains
        Where every entry of a row is worth the same.

    Returns
    -------
    ndarray of bool
        Shape (candidates,); of candidates that cover the same, the first stays.

    Examples
    --------
    >>> made = make_gains(np.array([0, 0, 1]), np.array([0, 1, 1]), np.ones(3), np.ones(2), candidates=2)
    >>> find_dominated(made).tolist()
    [True, False]
    """
    ones = scipy.sparse.csr_array(
        (np.ones(len(gains.column), np.int32), gains.column, gains.start), shape=(gains.rows, gains.candidates)
    )
    shared = (ones.T @ ones).tocoo()
    one, other = shared.row, shared.col
    size = np.bincount(gains.column, minlength=gains.candidates)
    inside = (shared.data == size[one]) & (one != other)
    beaten = inside & ((size[other] > size[one]) | (other < one))
    dominated = np.asarray(size == 0, bool)
    dominated[one[beaten]] = True
    return dominated


def keep_candidates(gains: Gains, kept: Bool) -> Gains:
    """Leave candidates out.

    Parameters
    ----------
    gains
        The matrix.
    kept
        Which stay, shape (candidates,); columns are numbered anew.

    Returns
    -------
    Gains
        Without the others, and without rows that only they served.

    Examples
    --------
    >>> made = make_gains(np.array([0, 0, 1]), np.array([0, 1, 1]), np.ones(3), np.ones(2), candidates=2)
    >>> keep_candidates(made, np.array([True, False])).rows
    1
    """
    number = np.cumsum(kept) - 1
    stay = kept[gains.column]
    return make_gains(
        gains.row[stay], number[gains.column[stay]], gains.gain[stay], gains.weight, candidates=int(kept.sum())
    )


def measure_served(gains: Gains, chosen: Integer) -> Float64:
    """Measure what each row gains by its best chosen candidate.

    Parameters
    ----------
    gains
        The matrix.
    chosen
        Columns.

    Returns
    -------
    ndarray
        0 where none serves it, shape (m,).

    Examples
    --------
    >>> made = make_gains(np.array([0, 0, 1]), np.array([0, 1, 1]), np.array([1.0, 3, 2]), np.ones(2), candidates=2)
    >>> measure_served(made, np.array([0, 1])).tolist()
    [3.0, 2.0]
    """
    if not gains.rows:
        return np.zeros(0)
    is_chosen = np.zeros(gains.candidates, bool)
    is_chosen[chosen] = True
    return np.asarray(np.maximum.reduceat(np.where(is_chosen[gains.column], gains.gain, 0.0), gains.start[:-1]))
