"""The published figures that the reference city reproduces, and the arithmetic that shares them out exactly."""

from dataclasses import dataclass, fields, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from geo.arrays import Int64
from geo.errors import InputError

#: Fewest divisions and people for which every kind of thing still occurs.
LEAST_SCALE: Final = 0.02


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What is published of the city (PRODUCT.md), and below it what the reference city assumes.

    Parameters
    ----------
    grid_units, workers, communities, villages, streets
        Counts; streets are those of the division list.
    committee_members, specialised_cadres, village_cadres
        Cadres of communities, by kind, and of villages.
    offices, leased_offices, offices_large, offices_medium
        Communities with an office, how many are leased, have 600 m2 or more, and 300 to 600 m2.
    halls, squares, squares_large
        Communities with a one-stop hall, with a square, with a square of 1,000 m2 or more.
    reference_headcount, shortfall
        Specialised community workers: the reference headcount and how many it is short.
    urban_residents, rural_residents
        Assumed: residents of communities and of villages, 10.1 million together.
    micro_grids, rural_grids, exclusive_grids
        Counts of the later kinds of unit, published with a later release.
    """

    grid_units: int = 5_856
    workers: int = 32_710
    communities: int = 1_087
    villages: int = 2_074
    streets: int = 208
    committee_members: int = 7_173
    specialised_cadres: int = 2_971
    village_cadres: int = 16_159
    offices: int = 1_085
    leased_offices: int = 190
    offices_large: int = 170
    offices_medium: int = 558
    halls: int = 756
    squares: int = 851
    squares_large: int = 365
    reference_headcount: int = 3_937
    shortfall: int = 1_155
    urban_residents: int = 7_900_000
    rural_residents: int = 2_200_000
    micro_grids: int = 46_817
    rural_grids: int = 11_381
    exclusive_grids: int = 4_744

    @property
    def in_post(self) -> int:
        """Specialised community workers in post."""
        return self.reference_headcount - self.shortfall

    @property
    def offices_small(self) -> int:
        """Offices below 300 m2."""
        return self.offices - self.offices_large - self.offices_medium


PUBLISHED: Final = Figures()


def scale_figures(scale: float, *, districts: int) -> Figures:
    """Scale the figures for a small city of the same structure.

    Parameters
    ----------
    scale
        1 for the published figures; 0.02 to 1.
    districts
        Number of districts, each of which keeps a street.

    Returns
    -------
    Figures
        Rounded, at least one of each.

    Raises
    ------
    InputError
        If the scale is outside its range.

    Examples
    --------
    >>> scale_figures(1.0, districts=15) == PUBLISHED
    True
    >>> scale_figures(0.05, districts=15).communities
    54
    """
    if not LEAST_SCALE <= scale <= 1:
        raise InputError(f"scale = {scale}: expected a number from {LEAST_SCALE} to 1")
    scaled = {item.name: max(1, round(getattr(PUBLISHED, item.name) * scale)) for item in fields(Figures)}
    return replace(PUBLISHED, **scaled | {"streets": max(scaled["streets"], districts)})


def share_out(
    total: int, weights: npt.ArrayLike, *, at_least: npt.ArrayLike = 0, at_most: npt.ArrayLike | None = None
) -> Int64:
    """Share a whole number out in proportion to weights, exactly (largest remainders).

    Parameters
    ----------
    total
        What is shared out.
    weights
        0 or more, shape (n,); if all are 0, all count alike.
    at_least
        What everyone gets first, scalar or shape (n,).
    at_most
        What nobody exceeds, scalar or shape (n,), or None.

    Returns
    -------
    ndarray of int64
        Shape (n,), sums to `total`. Of equal remainders the first win.

    Raises
    ------
    ValueError
        If the bounds leave no answer: a fault of the program, not of the data.

    Examples
    --------
    >>> share_out(10, [1, 1, 1]).tolist(), share_out(10, [1, 0, 0], at_least=2, at_most=5).tolist()
    ([4, 3, 3], [5, 3, 2])
    """
    weights = np.asarray(weights, float)
    least = np.broadcast_to(np.asarray(at_least, np.int64), weights.shape)
    room = None if at_most is None else np.broadcast_to(np.asarray(at_most, np.int64), weights.shape) - least
    rest = total - int(least.sum())
    if rest < 0 or (room is not None and (room.min(initial=0) < 0 or room.sum() < rest)):
        raise ValueError(f"{total} cannot be shared out among {len(weights)} within the bounds")
    extra = np.zeros(len(weights), np.int64)
    while rest:
        is_open = np.ones(len(weights), bool) if room is None else extra < room
        pull = np.where(is_open, weights, 0.0)
        pull = pull if pull.sum() > 0 else is_open.astype(float)
        exact = rest * pull / pull.sum()
        part = np.floor(exact).astype(np.int64)
        part[np.argsort(part - exact, kind="stable")[: rest - part.sum()]] += 1
        extra += part if room is None else np.minimum(part, room - extra)
        rest = total - int(least.sum() + extra.sum())
    return least + extra


def share_within(totals: npt.ArrayLike, weights: npt.ArrayLike, group: Int64) -> Int64:
    """Share a whole number out within each group in proportion to weights, exactly (largest remainders).

    Parameters
    ----------
    totals
        What each group shares out, shape (g,).
    weights
        0 or more, with something above 0 in every group that shares anything, shape (n,).
    group
        Group of each member, 0 to g-1, shape (n,).

    Returns
    -------
    ndarray of int64
        Shape (n,); sums to `totals` by group.

    Examples
    --------
    >>> share_within([3, 4], [1, 1, 5], np.array([0, 0, 1])).tolist()
    [2, 1, 4]
    """
    totals, weights = np.asarray(totals, np.int64), np.asarray(weights, float)
    whole = np.bincount(group, weights=weights, minlength=len(totals))
    exact = totals[group] * weights / np.where(whole > 0, whole, 1.0)[group]
    part = np.floor(exact + 1e-9).astype(np.int64)
    rest = totals - np.bincount(group, weights=part, minlength=len(totals)).astype(np.int64)
    order = np.lexsort((part - exact, weights <= 0, group))
    count = np.bincount(group, minlength=len(totals))
    rank = np.arange(len(order)) - np.repeat(np.cumsum(count) - count, count)
    part[order[rank < rest[group[order]]]] += 1
    return np.asarray(part)


def apportion(total: int, weights: npt.ArrayLike, *, at_most: npt.ArrayLike) -> Int64:
    """Give out seats so that weights a seat are as alike as they can be (Webster's method), at least one each.

    Parameters
    ----------
    total
        Number of seats.
    weights
        0 or more, shape (n,).
    at_most
        Most seats of each, 1 or more, shape (n,).

    Returns
    -------
    ndarray of int64
        Seats, shape (n,).

    Raises
    ------
    ValueError
        If `total` is below n or above the sum of `at_most`: a fault of the program.

    Examples
    --------
    >>> apportion(5, [10, 30, 10], at_most=[9, 9, 9]).tolist()
    [1, 3, 1]
    """
    weights, most = np.asarray(weights, float), np.asarray(at_most, np.int64)
    if not len(weights) <= total <= most.sum():
        raise ValueError(f"{total} seats cannot be given to {len(weights)} with at most {most.sum()}")
    seats = np.ones(len(weights), np.int64)
    low, high = 0.0, float(total / max(weights.sum(), 1e-9)) * 4 + 1
    for _ in range(60):
        middle = (low + high) / 2
        tried = np.clip(np.floor(weights * middle + 0.5).astype(np.int64), 1, most)
        if tried.sum() <= total:
            low, seats = middle, tried
        else:
            high = middle
    while seats.sum() < total:
        merit = np.where(seats < most, (weights + 1e-9) / (2 * seats + 1), -1.0)
        seats[np.argmax(merit)] += 1
    return seats
