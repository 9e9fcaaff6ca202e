"""Residents by walking minute as a page unpacks them: what follows from other figures is left out."""

from typing import Final

import numpy as np

from geo.arrays import Bool, Float64, Int64
from geo.coverage.by_minute import MOST_MINUTES
from maps.encode import pack_numbers
from maps.planner.levels import pack_column

#: The shortest limit that the page offers [min].
FEWEST_MINUTES: Final = 3


def pack_minutes(people: Int64, residents: Int64) -> str:
    """Pack the people of each row within 3, 4, ... minutes.

    Parameters
    ----------
    people
        Whole people, shape (rows, minutes): never fewer with more minutes.
    residents
        Whole people of each row, shape (rows,).

    Returns
    -------
    str
        A text per row, joined by ``.``, of numbers as :func:`maps.encode.pack_numbers` writes them: twice the first
        minute with anybody, plus 1 where the last number is left out because it brings the sum to all residents; how
        many they are then, and by how many more they are each minute after that, up to the last one with more. "" for a
        row without anybody.

    Examples
    --------
    >>> pack_minutes(np.array([[0, 3, 3, 4], [0, 3, 3, 5], [0, 0, 0, 0]]), np.array([9, 5, 9]))
    'IDAB.JDA.'
    """
    steps = np.diff(people, axis=1, prepend=0).astype(np.int64)
    is_whole = people[:, -1] == residents
    numbers, is_written, has_any = _choose_steps(steps)
    numbers[:, 0] = 2 * numbers[:, 0] + is_whole
    last = is_written.shape[1] - 1 - is_written[:, ::-1].argmax(axis=1)
    shortened = np.flatnonzero(is_whole & has_any)
    is_written[shortened, last[shortened]] = False
    return _write(numbers, is_written, has_any)


def pack_signed_minutes(people: Int64) -> str:
    """Pack people of each row within 3, 4, ... minutes who may become fewer.

    Parameters
    ----------
    people
        Whole people, shape (rows, minutes).

    Returns
    -------
    str
        As of :func:`pack_minutes`, but the first number is the first minute itself, steps are zig-zag coded, and
        none is left out; "" where no row has anybody.

    Examples
    --------
    >>> pack_signed_minutes(np.array([[0, 3, 0, 0], [0, 0, 0, 0]])), pack_signed_minutes(np.array([[0]]))
    ('EGF.', '')
    """
    steps = np.diff(people, axis=1, prepend=0).astype(np.int64)
    numbers, is_written, has_any = _choose_steps(steps)
    numbers[:, 1:] = (steps << 1) ^ (steps >> 63)
    return _write(numbers, is_written, has_any) if has_any.any() else ""


def _choose_steps(steps: Int64) -> tuple[Int64, Bool, Bool]:
    """Put the first minute before the steps, and tell which of both are written: from the first step to the last."""
    is_step = steps != 0
    has_any = is_step.any(axis=1)
    first, last = is_step.argmax(axis=1), steps.shape[1] - 1 - is_step[:, ::-1].argmax(axis=1)
    column = np.arange(steps.shape[1])
    within = has_any[:, None] & (column >= first[:, None]) & (column <= last[:, None])
    return np.column_stack([first + FEWEST_MINUTES, steps]), np.column_stack([has_any, within]), has_any


def _write(numbers: Int64, is_written: Bool, has_any: Bool) -> str:
    texts = np.full(len(numbers), "", object)
    texts[has_any] = pack_numbers(numbers[is_written], np.nonzero(is_written)[0])
    return ".".join(texts.tolist())


def pack_own_covered(covered: Int64, by_minute: Int64, limit_min: Float64) -> str:
    """Pack who is covered at the own limit of each row, by how it differs from the whole minutes below.

    Parameters
    ----------
    covered
        Whole people, shape (rows,).
    by_minute
        Whole people within 3, 4, ... minutes, shape (rows, minutes).
    limit_min
        Own limit [min]; NaN for a row that is not judged, shape (rows,).

    Returns
    -------
    str
        What is to be added to the people within the greatest whole minute up to the limit (at most 30; a millionth of a
        minute counts for nothing), 0 people below 3 minutes and where nobody judges, as
        :func:`maps.planner.levels.pack_column` writes it.

    Examples
    --------
    >>> pack_own_covered(np.array([4, 7]), np.array([[1, 3, 5], [1, 3, 7]]), np.array([4.5, 5.0]))
    'CA'
    """
    limit = np.where(np.isnan(limit_min), 0.0, np.minimum(limit_min, MOST_MINUTES))
    minute = np.floor(limit + 1e-6).astype(np.int64)
    below = np.column_stack([np.zeros(len(covered), np.int64), by_minute])
    guess = below[np.arange(len(covered)), np.maximum(minute - FEWEST_MINUTES + 1, 0)]
    return pack_column(covered - guess)


def pack_medians(median: Float64, by_minute: Int64, residents: Int64) -> str:
    """Pack the walk of the middle resident of each row, by how it differs from the minutes that tell nearly as much.

    Parameters
    ----------
    median
        In tenths of a minute; NaN where there is none, shape (rows,).
    by_minute
        Whole people within 3, 4, ... minutes, shape (rows, minutes).
    residents
        Whole people of each row, shape (rows,).

    Returns
    -------
    str
        0 for none; else the median less ten times the first minute that reaches half of the residents (30 where none
        does), less 1 where that is not above 0, as :func:`maps.planner.levels.pack_column` writes it.

    Examples
    --------
    >>> pack_medians(np.array([38.0, np.nan, 42.0]), np.array([[1, 5], [0, 0], [1, 5]]), np.array([8, 3, 8]))
    'FAE'
    """
    reaches = 2 * by_minute >= residents[:, None]
    first = np.where(reaches.any(axis=1), FEWEST_MINUTES + reaches.argmax(axis=1), MOST_MINUTES)
    known = ~np.isnan(median)
    away = np.rint(np.where(known, median, 0.0)).astype(np.int64) - 10 * first
    return pack_column(np.where(known, away - (away <= 0), 0))
