"""Arrays: their types by name, and what is done with sorted groups everywhere."""

from typing import Any

import numpy as np
import numpy.typing as npt

Bool = npt.NDArray[np.bool_]
Float32 = npt.NDArray[np.float32]
Float64 = npt.NDArray[np.float64]
Int8 = npt.NDArray[np.int8]
Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]
UInt8 = npt.NDArray[np.uint8]
#: Whole numbers of any width.
Integer = npt.NDArray[np.integer]
Objects = npt.NDArray[np.object_]
#: Geometries; None where one is missing.
Shapes = npt.NDArray[np.object_]
#: Texts, as objects.
Texts = npt.NDArray[np.object_]


def group_starts(*keys: npt.NDArray[Any]) -> Bool:
    """Tell where a new group begins in rows that are sorted by one or more keys.

    Parameters
    ----------
    keys
        Rows with equal keys are one group, shape (n,) or (n, k) each.

    Returns
    -------
    ndarray of bool
        Whether each row is the first of its group, shape (n,); empty for no rows.

    Examples
    --------
    >>> group_starts(np.array([3, 3, 5])).tolist()
    [True, False, True]
    >>> group_starts(np.array([])).tolist()
    []
    """
    starts = np.zeros(len(keys[0]), bool)
    starts[:1] = True
    for key in keys:
        changed = key[1:] != key[:-1]
        starts[1:] |= changed if changed.ndim == 1 else changed.any(axis=1)
    return starts


def rank_in_group(key: npt.NDArray[Any]) -> Int64:
    """Rank the rows of each group of sorted rows, from 0.

    Parameters
    ----------
    key
        Ascending; rows with one key are a group, shape (n,).

    Returns
    -------
    ndarray of int64
        Shape (n,).

    Examples
    --------
    >>> rank_in_group(np.array([3, 3, 5])).tolist()
    [0, 1, 0]
    """
    return np.arange(len(key)) - np.searchsorted(key, key)


def expand_ranges(first: Integer, last: Integer) -> tuple[Int64, Int64]:
    """List the numbers of many ranges, one range after the other.

    Parameters
    ----------
    first, last
        Each range begins at `first` and ends before `last`, shape (n,).

    Returns
    -------
    tuple of ndarray of int64
        The range that each number belongs to, and the number.

    Examples
    --------
    >>> owner, number = expand_ranges(np.array([4, 0]), np.array([6, 1]))
    >>> owner.tolist(), number.tolist()
    ([0, 0, 1], [4, 5, 0])
    """
    size = last - first
    owner = np.repeat(np.arange(len(size)), size)
    return owner, np.arange(len(owner)) + np.repeat(first - (np.cumsum(size) - size), size)
