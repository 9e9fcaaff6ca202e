"""The figures of one category over a city."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from geo.arrays import Bool, Float64, Int8
from geo.city.model import City
from geo.city.walks import Walks
from geo.coverage.status import GAP, STATUSES, TALLIES, UNREACHABLE, UNSNAPPED

#: Even ranges between the least and the greatest of many values.
_RANGES: Final = 4096


def weighted_quantiles(values: Float64, weights: Float64, shares: Sequence[float]) -> list[float | None]:
    """Return the values that given shares of the weight do not exceed.

    Parameters
    ----------
    values
        Any numbers; those not finite are left out, shape (n,).
    weights
        0 or more, shape (n,).
    shares
        Each 0 to 1.

    Returns
    -------
    list of float or None
        For each share the least value with at least that much of the weight at or below it; None where there is no
        weight.

    Examples
    --------
    >>> weighted_quantiles(np.array([1.0, 2.0, 9.0]), np.array([1.0, 1.0, 1.0]), [0.5, 1.0])
    [2.0, 9.0]
    """
    known = np.isfinite(values) & (weights > 0)
    values, weights = values[known], weights[known]
    if not len(values):
        return [None] * len(shares)
    # the weight of each of many even ranges tells in which one a value lies: only that one is sorted
    low, high = values.min(), values.max()
    place = ((values - low) / ((high - low) or 1.0) * (_RANGES - 1)).astype(np.int64)
    total = np.cumsum(np.bincount(place, weights, _RANGES))
    wanted = np.asarray(shares) * total[-1] * (1 - 1e-12)
    found = np.searchsorted(total, wanted)
    return [
        _find_within(values[place == at], weights[place == at], wish - (total[at - 1] if at else 0.0))
        for at, wish in zip(found.tolist(), wanted.tolist(), strict=True)
    ]


def _find_within(values: Float64, weights: Float64, wanted: float) -> float:
    """Find the least value with so much weight at or below it; rounding may leave the last one a trifle short."""
    order = np.argsort(values, kind="stable")
    at = np.searchsorted(np.cumsum(weights[order]), wanted)
    return float(values[order][min(int(at), len(order) - 1)])


@dataclass(frozen=True, kw_only=True)
class CategoryFigures:
    """What summary.json says of one category; people are residents, times are the profile's [min].

    Where nobody lives nobody is covered: a share of 0. Where nobody reaches a facility there are no times. What is not
    judged has neither limit nor share.
    """

    facilities: int
    limit_m: float | None
    covered_population: float
    covered_share: float | None
    uncovered_population: float
    unknown_population: float
    not_judged_population: float
    gap_population: float
    unreachable_population: float
    unsnapped_population: float
    median_walk_min: float | None
    p95_walk_min: float | None


def summarize_category(
    status: Int8,
    walk_m: Float64,
    residents: Float64,
    *,
    facilities: int,
    limit_m: float | None,
    speed_m_per_min: float,
) -> CategoryFigures:
    """Summarise one category over a city, or over its homes of one scope.

    Parameters
    ----------
    status
        Index into :data:`STATUSES`, shape (n,).
    walk_m
        Walk to the nearest facility [m], shape (n,).
    residents
        People at each home, shape (n,).
    facilities
        Number of facilities of the category.
    limit_m
        The limit [m], None where they are not judged.
    speed_m_per_min
        Speed [m/min].

    Returns
    -------
    CategoryFigures
        Median and 95th percentile are over residents who can reach one at all.

    Examples
    --------
    >>> figures = summarize_category(
    ...     np.array([0, 1], np.int8), np.array([400.0, 2000.0]), np.array([3.0, 1.0]),
    ...     facilities=1, limit_m=1000.0, speed_m_per_min=100.0,
    ... )
    >>> figures.covered_share, figures.median_walk_min
    (0.75, 4.0)
    """
    people = np.bincount(status, weights=residents, minlength=len(STATUSES))
    tally: Mapping[str, float] = {name: float(people[list(members)].sum()) for name, members in TALLIES.items()}
    total, share = float(residents.sum()), None
    if limit_m is not None:
        share = tally["covered"] / total if total else 0.0
    median_m, p95_m = weighted_quantiles(walk_m, residents, (0.5, 0.95))
    return CategoryFigures(
        facilities=facilities,
        limit_m=limit_m,
        covered_population=tally["covered"],
        covered_share=share,
        uncovered_population=tally["uncovered"],
        unknown_population=tally["unknown"],
        not_judged_population=tally["not_judged"],
        gap_population=float(people[GAP]),
        unreachable_population=float(people[UNREACHABLE]),
        unsnapped_population=float(people[UNSNAPPED]),
        median_walk_min=None if median_m is None else median_m / speed_m_per_min,
        p95_walk_min=None if p95_m is None else p95_m / speed_m_per_min,
    )


def summarize_categories(
    city: City, walks: Walks, status: Int8, *, limit_m: Mapping[str, float], homes: Bool
) -> dict[str, CategoryFigures]:
    """Summarise every category over homes of a city.

    Parameters
    ----------
    city, walks
        The city and its walks.
    status
        Index into :data:`STATUSES`, shape (n, K).
    limit_m
        Category -> limit [m] of these homes; a category without one is not judged.
    homes
        Which homes, shape (n,).

    Returns
    -------
    dict
        Category -> its figures; facilities are those of the whole city.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.city.walks import measure_walks
    >>> city, status = build_sample(), np.zeros((5, 2), np.int8)
    >>> found = summarize_categories(city, measure_walks(city), status, limit_m={}, homes=np.array([True] * 5))
    >>> found["clinic"].facilities, found["clinic"].limit_m
    (1, None)
    """
    counts = city.facilities["category"].value_counts()
    residents = city.homes["residents"].to_numpy(float)[homes]
    return {
        category: summarize_category(
            status[homes, k],
            walks.nearest.walk_m[homes, k],
            residents,
            facilities=int(counts.get(category, 0)),
            limit_m=limit_m.get(category),
            speed_m_per_min=walks.context.profile.speed_m_per_min,
        )
        for k, category in enumerate(walks.context.categories)
    }
