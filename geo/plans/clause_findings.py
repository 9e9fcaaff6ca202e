"""What is found about one clause in every plan area: the record that the table of requirements is made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

from geo.arrays import Float64, Int8, Int32, Objects, Texts


@dataclass(frozen=True, kw_only=True)
class ClauseFindings:
    """What is found about one clause, for n areas; None where a kind of clause has no such figure.

    Parameters
    ----------
    demand
        What the clause asks for, in its unit, shape (n,).
    shortfalls
        How much it is missed by at each stage, shape (n,) each.
    stages
        Verdict at each stage, -1 where the clause asks for nothing, shape (n,) each.
    cases
        Case -> verdict at the plan stage in that case, shape (n,).
    missing
        :class:`geo.plans.missing.Missing`, or None, shape (n,).
    has, built, surveyed, remaining
        What the area brings itself; of that what has come to acceptance, as surveyed where that is stated; what has
        been surveyed, NaN where nothing has; and what remains nearby; shape (n,).
    walk_m_nearest, walk_m, share_within
        Walk of the nearest and of the farthest place of the area [m], and share of it within the limit, shape (n,): 1
        exactly where the farthest place is within, 0 exactly where the nearest is not.
    straight_m, share_within_straight
        The same in a straight line: of the farthest place, and the share within.
    facility_id
        The facility that the area would use, shape (n,).
    """

    demand: Float64
    shortfalls: Sequence[Float64]
    stages: Sequence[Int8]
    cases: Mapping[str, Int8]
    missing: Objects
    has: Float64 | None = None
    built: Float64 | None = None
    surveyed: Float64 | None = None
    remaining: Float64 | None = None
    walk_m_nearest: Float64 | None = None
    walk_m: Float64 | None = None
    share_within: Float64 | None = None
    straight_m: Float64 | None = None
    share_within_straight: Float64 | None = None
    facility_id: Objects | None = None


def take_rows(findings: ClauseFindings, rows: Int32) -> ClauseFindings:
    """Take findings by row: those about groups for each of their areas.

    Parameters
    ----------
    findings
        Of g groups.
    rows
        Row of the group of each area, shape (n,).

    Returns
    -------
    ClauseFindings
        Of the n areas.

    Examples
    --------
    >>> one, none = np.array([600.0]), np.array([None])
    >>> findings = ClauseFindings(demand=one, shortfalls=[one], stages=[], cases={}, missing=none)
    >>> take_rows(findings, np.array([0, 0], np.int32)).demand.tolist()
    [600.0, 600.0]
    """
    arrays = {
        each.name: value[rows]
        for each in fields(findings)
        if isinstance(value := getattr(findings, each.name), np.ndarray)
    }
    return replace(
        findings,
        shortfalls=[short[rows] for short in findings.shortfalls],
        stages=[verdict[rows] for verdict in findings.stages],
        cases={name: verdict[rows] for name, verdict in findings.cases.items()},
        **arrays,
    )


def name_cases(verdict: Int8, cases: Mapping[str, Int8]) -> Texts:
    """Name the cases in which a verdict is another.

    Parameters
    ----------
    verdict
        As it is, shape (n,).
    cases
        Case -> the verdict in that case, shape (n,).

    Returns
    -------
    ndarray of object
        Names of cases joined by a comma, "" where none changes the verdict or there are none, shape (n,).

    Examples
    --------
    >>> name_cases(np.array([0, 3]), {"distance_less": np.array([3, 3]), "distance_more": np.array([0, 0])}).tolist()
    ['distance_less', 'distance_more']
    """
    names = np.full(len(verdict), "", object)
    for name, other in cases.items():
        changed = other != verdict
        names[changed] = names[changed] + np.where(names[changed] == "", "", ",") + name
    return names
