"""Marks and labels on a small map, moved apart until each can be read."""

from typing import Final

import numpy as np

from geo.arrays import Float64

#: Rings round a place where its mark may go instead: distance in sizes of a mark, and number of spots.
_RINGS: Final = ((1.0, 8), (1.7, 12), (2.6, 16), (3.6, 20))


def _list_offsets() -> Float64:
    """List the spots round a place, the nearest first; each ring begins in the north-east."""
    spots = [np.zeros((1, 2))]
    for distance, count in _RINGS:
        angle = 2 * np.pi * np.arange(count) / count + np.pi / 4
        spots.append(distance * np.column_stack([np.cos(angle), -np.sin(angle)]))
    return np.concatenate(spots)


_OFFSETS: Final = _list_offsets()


def place_marks(places: Float64, taken: Float64, *, size: float, width: float) -> Float64:
    """Place round marks so that none lies over another.

    Parameters
    ----------
    places
        Where they belong, the most important first, shape (n, 2).
    taken
        What is there already: x, y, size (diameter), shape (m, 3).
    size
        Diameter of a mark.
    width
        Of the square map; marks stay inside.

    Returns
    -------
    ndarray
        Their middles, NaN for those without room nearby, shape (n, 2).

    Examples
    --------
    >>> place_marks(np.array([[50.0, 50.0], [50.0, 50.0]]), np.empty((0, 3)), size=10, width=100).round(1).tolist()
    [[50.0, 50.0], [57.1, 42.9]]
    """
    found = np.full((len(places), 2), np.nan)
    circles = np.concatenate([taken, np.empty((len(places), 3))])
    count = len(taken)
    for i, place in enumerate(places):
        # most marks stay where they belong: the spots round it are looked at only where they do not
        for spots in (place[None], place + _OFFSETS * size):
            inside = ((spots >= size / 2) & (spots <= width - size / 2)).all(axis=1)
            away = np.hypot(spots[:, None, 0] - circles[None, :count, 0], spots[:, None, 1] - circles[None, :count, 1])
            apart = away >= (circles[None, :count, 2] + size) / 2 * (1 - 1e-9)
            free = np.flatnonzero(inside & apart.all(axis=1))
            if len(free):
                found[i] = spots[free[0]]
                circles[count] = [*found[i], size]
                count += 1
                break
    return found


def cover_label(x: float, y: float, *, length: float, height: float, angle: float = 0.0) -> Float64:
    """Cover a label by circles, as :func:`place_marks` wants what is taken.

    Parameters
    ----------
    x, y
        Its middle.
    length, height
        Its size.
    angle
        By which it is turned [degrees, clockwise].

    Returns
    -------
    ndarray
        x, y, size of circles along it, shape (k, 3).

    Examples
    --------
    >>> cover_label(50, 50, length=30, height=10).tolist()
    [[40.0, 50.0, 10.0], [50.0, 50.0, 10.0], [60.0, 50.0, 10.0]]
    """
    count = max(int(np.ceil(length / height)), 1)
    along = (np.arange(count) - (count - 1) / 2) * (length - height) / max(count - 1, 1)
    turn = np.radians(angle)
    return np.column_stack([x + along * np.cos(turn), y + along * np.sin(turn), np.full(count, float(height))])


def is_free(circles: Float64, taken: Float64, *, width: float) -> bool:
    """Tell whether nothing lies where a label would be, and the label is inside the map.

    Parameters
    ----------
    circles, taken
        The label and what is there already: x, y, size, shapes (k, 3) and (m, 3).
    width
        Of the square map.

    Returns
    -------
    bool
        Whether it can go there.

    Examples
    --------
    >>> is_free(cover_label(50, 50, length=30, height=10), np.array([[80.0, 50.0, 20.0]]), width=100)
    True
    """
    xy, half = circles[:, :2], circles[:, 2:] / 2
    if ((xy < half) | (xy > width - half)).any():
        return False
    away = np.hypot(*(xy[:, None, :] - taken[None, :, :2]).transpose(2, 0, 1))
    return bool((away >= (circles[:, None, 2] + taken[None, :, 2]) / 2).all())
