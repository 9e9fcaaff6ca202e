"""Coverage: who is within the walk to which service, judged at homes and rolled up; a pure core on arrays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.errors import InputError
from geo.snap import TOLERANCE_M

FloatArray = npt.NDArray[np.float64]
StatusArray = npt.NDArray[np.int8]

STATUSES: Final = ("covered", "gap", "unreachable", "unsnapped", "unknown")
COVERED, GAP, UNREACHABLE, UNSNAPPED, UNKNOWN = range(5)
#: How the statuses count: covered, not covered, unknown.
TALLIES: Final[dict[str, tuple[int, ...]]] = {
    "covered": (COVERED,),
    "uncovered": (GAP, UNREACHABLE, UNSNAPPED),
    "unknown": (UNKNOWN,),
}
#: The name under which "every category at once" stands beside the categories.
ALL: Final = "all"
DEFAULT_LIMIT_MIN: Final = 15.0


def judge_homes(
    walk_m: FloatArray,
    *,
    snapped: npt.NDArray[np.bool_],
    border_m: FloatArray,
    limit_m: FloatArray,
    snap_limit_m: float,
    has_way: npt.NDArray[np.bool_] | None = None,
) -> StatusArray:
    """Judge every home in every category.

    Parameters
    ----------
    walk_m
        Walk to the nearest facility [m], infinite where there is no way, shape (n, K).
    snapped
        Whether the home joins the network, shape (n,).
    border_m
        Straight distance to the border of the data [m], 0 outside it, shape (n,).
    limit_m
        Longest walk that counts as covered [m], one a category, shape (K,). Closed: exactly the limit, within
        the tolerance of 1 mm, is covered.
    snap_limit_m
        Longest access leg [m].
    has_way
        Whether there is a way at all, shape (n, K); None where every walk was measured, so that a finite one tells.

    Returns
    -------
    ndarray of int8
        Index into :data:`STATUSES`, shape (n, K). A home that is not covered is unknown where the border is nearer
        than the limit, for a facility beyond it might serve the home; one without a road only where the border is
        nearer than the access leg may be long, for then the road might lie beyond.

    Examples
    --------
    >>> judge_homes(
    ...     np.array([[1000.0], [1000.1], [np.inf]]),
    ...     snapped=np.array([True, True, True]),
    ...     border_m=np.array([9e3, 9e3, 50.0]),
    ...     limit_m=np.array([1000.0]),
    ...     snap_limit_m=200.0,
    ... ).ravel().tolist()
    [0, 1, 4]
    """
    status = np.where(np.isfinite(walk_m) if has_way is None else has_way, GAP, UNREACHABLE).astype(np.int8)
    status[~snapped] = UNSNAPPED
    reach_m = np.where(snapped[:, None], limit_m[None, :], snap_limit_m)
    status[border_m[:, None] < reach_m - TOLERANCE_M] = UNKNOWN
    status[walk_m <= limit_m[None, :] + TOLERANCE_M] = COVERED
    return status


def combine_statuses(status: StatusArray) -> StatusArray:
    """Judge every home in all categories at once.

    Parameters
    ----------
    status
        Index into :data:`STATUSES`, shape (n, K).

    Returns
    -------
    ndarray of int8
        Shape (n,): covered where all are; gap where any category is not covered; else unknown.

    Examples
    --------
    >>> combine_statuses(np.array([[0, 0], [0, 4], [4, 1]], np.int8)).tolist()
    [0, 4, 1]
    """
    uncovered = np.isin(status, TALLIES["uncovered"]).any(axis=1)
    covered = (status == COVERED).all(axis=1)
    return np.select([uncovered, covered], [GAP, COVERED], UNKNOWN).astype(np.int8)


def tally_homes(
    status: StatusArray,
    demand: pd.DataFrame,
    group: npt.NDArray[np.integer],
    *,
    groups: int,
    categories: Sequence[str],
) -> pd.DataFrame:
    """Count people by group, category and status.

    Parameters
    ----------
    status
        Index into :data:`STATUSES`, shape (n, K).
    demand
        ``residents`` and any of ``households`` and ``residents_*``, n rows.
    group
        Group of each home, 0 to groups-1, shape (n,).
    groups
        Number of groups.
    categories
        Names of the K categories.

    Returns
    -------
    pandas.DataFrame
        A row a group: ``homes``, each column of `demand`, and for each category and for ``all``: ``covered_<c>``,
        ``uncovered_<c>``, ``unknown_<c>`` in residents, which add up to ``residents``, and the same as
        ``covered_<c>_<d>`` and so on for every other column d of `demand`.

    Examples
    --------
    >>> people = pd.DataFrame({"residents": [10.0, 5.0]})
    >>> tally_homes(np.array([[0], [1]], np.int8), people, np.array([0, 0]), groups=1, categories=["clinic"])[
    ...     ["residents", "covered_clinic", "uncovered_clinic"]
    ... ].values.tolist()
    [[15.0, 10.0, 5.0]]
    """

    def total(values: FloatArray) -> FloatArray:
        return np.bincount(group, weights=values, minlength=groups).astype(float)

    weights = {str(name): demand[name].to_numpy(float) for name in demand}
    columns = {"homes": total(np.ones(len(group))), **{name: total(values) for name, values in weights.items()}}
    whole = np.column_stack([status, combine_statuses(status)])
    for k, category in enumerate([*categories, ALL]):
        for tally, members in TALLIES.items():
            counted = np.isin(whole[:, k], members)
            for name, values in weights.items():
                columns[name_figure(tally, category, name)] = total(values * counted)
    return pd.DataFrame(columns)


def name_figure(tally: str, category: str, demand: str = "residents") -> str:
    """Name a column of a roll-up.

    Parameters
    ----------
    tally
        ``covered``, ``uncovered``, ``unknown`` or ``share``.
    category
        A category, or ``all``.
    demand
        What is counted.

    Returns
    -------
    str
        ``<tally>_<category>`` for residents, with ``_<demand>`` behind it for the rest.

    Examples
    --------
    >>> name_figure("covered", "clinic"), name_figure("covered", "clinic", "households")
    ('covered_clinic', 'covered_clinic_households')
    """
    return f"{tally}_{category}" if demand == "residents" else f"{tally}_{category}_{demand}"


def add_shares(table: pd.DataFrame, categories: Sequence[str]) -> pd.DataFrame:
    """Add the share of all residents that each category covers.

    Parameters
    ----------
    table
        With ``residents`` and ``covered_<c>``; not changed.
    categories
        Names of the categories; ``all`` is added.

    Returns
    -------
    pandas.DataFrame
        With ``share_<c>``: 0 to 1 of all residents, those unknown included; NaN where there are none.

    Examples
    --------
    >>> add_shares(pd.DataFrame({"residents": [4.0], "covered_all": [1.0]}), []).share_all.tolist()
    [0.25]
    """
    residents = table["residents"].where(table["residents"] > 0)
    return table.assign(**{f"share_{c}": table[f"covered_{c}"] / residents for c in [*categories, ALL]})


def find_limits(
    categories: Sequence[str],
    *,
    minutes: float | None,
    speed_m_per_min: float,
    rule_limit_m: Mapping[str, float] | None = None,
) -> dict[str, float]:
    """Find the limit of each category.

    Parameters
    ----------
    categories
        Their names.
    minutes
        A limit for all of them [min], or None for each category's own.
    speed_m_per_min
        The profile's speed [m/min].
    rule_limit_m
        Limits of a rule set [m]: metres decide, whoever walks. A category without one gets 15 minutes.

    Returns
    -------
    dict
        Category -> limit [m].

    Raises
    ------
    InputError
        If the limit is not a positive finite number.

    Examples
    --------
    >>> find_limits(["clinic", "kindergarten"], minutes=None, speed_m_per_min=4000 / 60,
    ...             rule_limit_m={"kindergarten": 300.0})
    {'clinic': 1000.0, 'kindergarten': 300.0}
    """
    limit_min = DEFAULT_LIMIT_MIN if minutes is None else minutes
    if not (np.isfinite(limit_min) and limit_min > 0):
        raise InputError(f"minutes = {limit_min}: expected a number above 0")
    own = {} if minutes is not None or rule_limit_m is None else rule_limit_m
    return {category: own.get(category, round(limit_min * speed_m_per_min, 6)) for category in categories}


def weighted_quantiles(values: FloatArray, weights: FloatArray, shares: Sequence[float]) -> list[float | None]:
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
    order = np.argsort(values, kind="stable")
    total = np.cumsum(weights[order])
    wanted = np.asarray(shares) * total[-1] * (1 - 1e-12)
    return [float(value) for value in values[order][np.searchsorted(total, wanted)]]


@dataclass(frozen=True)
class CategoryFigures:
    """What summary.json says of one category; people are residents, times are the profile's [min]."""

    facilities: int
    limit_m: float
    covered_population: float
    covered_share: float | None
    uncovered_population: float
    unknown_population: float
    gap_population: float
    unreachable_population: float
    unsnapped_population: float
    median_walk_min: float | None
    p95_walk_min: float | None


def summarize_category(
    status: StatusArray,
    walk_m: FloatArray,
    residents: FloatArray,
    *,
    facilities: int,
    limit_m: float,
    speed_m_per_min: float,
) -> CategoryFigures:
    """Summarise one category over the city.

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
    limit_m, speed_m_per_min
        Limit [m] and speed [m/min].

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
    total = float(residents.sum())
    median_m, p95_m = weighted_quantiles(walk_m, residents, (0.5, 0.95))
    return CategoryFigures(
        facilities=facilities,
        limit_m=limit_m,
        covered_population=tally["covered"],
        covered_share=tally["covered"] / total if total else None,
        uncovered_population=tally["uncovered"],
        unknown_population=tally["unknown"],
        gap_population=float(people[GAP]),
        unreachable_population=float(people[UNREACHABLE]),
        unsnapped_population=float(people[UNSNAPPED]),
        median_walk_min=None if median_m is None else median_m / speed_m_per_min,
        p95_walk_min=None if p95_m is None else p95_m / speed_m_per_min,
    )
