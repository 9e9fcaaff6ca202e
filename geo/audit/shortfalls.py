"""What communities lack: each shortfall in its own unit, and how many people would be helped."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from geo.arrays import Bool, Float64
from geo.rules.audit_standard import AuditStandard

#: Kind of a shortfall -> its unit; ``walk_<tier>`` is in residents.
UNITS: Final = {
    "space": "m2",
    "office": "communities",
    "hall": "communities",
    "square": "communities",
    "square_size": "m2",
    "rooms": "rooms",
    "staff": "people",
    "unit_size": "units",
    "unit_worker": "units",
}
#: What the kind of a walk begins with.
WALK: Final = "walk_"


@dataclass(frozen=True, kw_only=True)
class Shortfall:
    """What some leaves lack of one kind.

    Parameters
    ----------
    kind
        A key of :data:`UNITS`, or ``walk_<tier>``.
    amount
        How much is short, in its unit, shape (leaves,).
    people
        How many people would be helped, shape (leaves,).
    """

    kind: str
    amount: Float64
    people: Float64


def list_shortfalls(table: pd.DataFrame, standard: AuditStandard, tiers: list[str]) -> Iterator[Shortfall]:
    """List what communities lack.

    Parameters
    ----------
    table
        The figures of leaves. What a city's data do not know has no column, and nothing is short of it.
    standard
        Which rooms a community runs.
    tiers
        The tiers whose walks are judged.

    Yields
    ------
    Shortfall
        The people are the residents whom it concerns: all of a community for what is not there; their share where
        a part is (of 300 m2 owed 100 are there: two thirds); those in grid units of the wrong size or without a
        worker, or beyond the walk.

    Examples
    --------
    >>> from geo.audit.standard import read_standard
    >>> space = {"service_m2": [100.0, 500.0], "service_owed_m2": [300.0, 400.0]}
    >>> table = pd.DataFrame({"residents": [90.0, 50.0], **space})
    >>> (found,) = list_shortfalls(table, read_standard(), [])
    >>> (found.kind, found.amount.tolist(), found.people.tolist())
    ('space', [200.0, 0.0], [60.0, 0.0])
    """
    known, residents = set(map(str, table)), table["residents"].to_numpy(float)
    if {"service_m2", "service_owed_m2"} <= known:
        owed_m2 = table["service_owed_m2"].to_numpy(float)
        yield _fall_short("space", owed_m2 - table["service_m2"].to_numpy(float), owed_m2, residents)
    for name in ("office", "hall", "square"):
        if f"with_{name}" in known:
            lacks = table[f"with_{name}"].to_numpy() == 0
            yield Shortfall(kind=name, amount=lacks.astype(float), people=lacks * residents)
    if "square_m2" in known:
        has_square, large_m2 = table["with_square"].to_numpy() > 0, float(standard.large_square_m2)
        short_m2 = np.where(has_square, large_m2 - table["square_m2"].to_numpy(float), 0.0)
        yield _fall_short("square_size", short_m2, large_m2, residents)
    rooms = [f"with_{room}" for room in standard.rooms if f"with_{room}" in known]
    if rooms:
        yield _fall_short("rooms", (table[rooms] == 0).sum(axis=1).to_numpy(float), float(len(rooms)), residents)
    if {"shortfall", "reference_headcount"} <= known:
        headcount = table["reference_headcount"].to_numpy(float)
        yield _fall_short("staff", table["shortfall"].to_numpy(float), headcount, residents)
    if "residents_off_size" in known:
        off = table["units_below"] + table["units_above"]
        yield Shortfall(
            kind="unit_size", amount=off.to_numpy(float), people=table["residents_off_size"].to_numpy(float)
        )
    if "units_without_worker" in known:
        wanting = table["units_without_worker"].to_numpy(float)
        people = table["residents_without_worker"].to_numpy(float)
        yield Shortfall(kind="unit_worker", amount=wanting, people=people)
    for tier in tiers:
        beyond = table[f"uncovered_{tier}"].to_numpy(float)
        yield Shortfall(kind=f"{WALK}{tier}", amount=beyond, people=beyond)


def _fall_short(kind: str, short: Float64, owed: Float64 | float, residents: Float64) -> Shortfall:
    """Give each leaf what it is short of what it owes, and of its residents the same share."""
    amount = np.maximum(np.nan_to_num(short), 0.0)
    share = np.divide(amount, owed, out=np.zeros(len(amount)), where=np.asarray(owed) > 0)
    return Shortfall(kind=kind, amount=amount, people=residents * np.minimum(share, 1.0))


def tabulate_shortfalls(
    table: pd.DataFrame, standard: AuditStandard, tiers: list[str], *, is_judged: Bool
) -> pd.DataFrame:
    """Put what each leaf lacks into columns that add up.

    Parameters
    ----------
    table, standard, tiers
        As for :func:`list_shortfalls`.
    is_judged
        Whether each leaf is held to what communities have: villages, and what lies in no community, are not.

    Returns
    -------
    pandas.DataFrame
        For each kind ``short_<kind>`` and ``people_<kind>``, and ``helped``, the sum of the people: who lacks three
        things counts three times. 0 where a leaf is not judged; walks are judged wherever a rule set judges them.

    Examples
    --------
    >>> from geo.audit.standard import read_standard
    >>> table = pd.DataFrame({"residents": [90.0, 50.0], "with_hall": [0.0, 0.0]})
    >>> tabulate_shortfalls(table, read_standard(), [], is_judged=np.array([True, False])).values.tolist()
    [[1.0, 90.0, 90.0], [0.0, 0.0, 0.0]]
    """
    columns: dict[str, Float64] = {}
    for each in list_shortfalls(table, standard, tiers):
        counts = np.ones(len(table), bool) if each.kind.startswith((WALK, "space")) else is_judged
        columns[f"short_{each.kind}"] = np.where(counts, each.amount, 0.0)
        columns[f"people_{each.kind}"] = np.where(counts, each.people, 0.0)
    found = pd.DataFrame(columns, index=table.index)
    return found.assign(helped=found[[name for name in found if str(name).startswith("people_")]].sum(axis=1))
