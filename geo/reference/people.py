"""Who works for the grid: workers of units, cadres of communities and villages. All names and numbers are invented."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pandas as pd

from geo.arrays import Int64, group_starts
from geo.reference.figures import Figures, share_out
from geo.reference.territory import Territory

#: No number in China begins with three zeros: nobody can be called by mistake.
_PHONE: Final = "000-{0:08d}"
_LEAST_COMMITTEE: Final = 5


def employ_workers(
    households: Int64, figures: Figures, words: Mapping[str, Any], rng: np.random.Generator
) -> pd.DataFrame:
    """Give every grid unit a lead and share the other workers out by households.

    Parameters
    ----------
    households
        Of each unit, shape (u,).
    figures
        How many workers.
    words
        ``people`` and ``roles`` of names.toml.
    rng
        Names, and who does what.

    Returns
    -------
    pandas.DataFrame
        ``worker_id, unit`` (its row), ``name, role, phone``, unit by unit, the lead first.
    """
    count = share_out(figures.workers, households, at_least=1)
    unit = np.repeat(np.arange(len(count)), count)
    is_lead = group_starts(unit)
    others = words["roles"][1:]
    shared = share_out(int((~is_lead).sum()), [role["share"] for role in others])
    role = np.full(len(unit), words["roles"][0]["key"], object)
    role[~is_lead] = rng.permutation(np.repeat(np.array([r["key"] for r in others], object), shared))
    people = words["people"]
    given = np.array(list(people["given"]), object)
    name = rng.choice(np.array(people["surnames"], object), len(unit))
    name = name + rng.choice(given, len(unit)) + rng.choice(given, len(unit))
    return pd.DataFrame(
        {
            "worker_id": [f"W{n + 1:06d}" for n in range(len(unit))],
            "unit": unit,
            "name": name,
            "role": role,
            "phone": [_PHONE.format(n + 1) for n in range(len(unit))],
        }
    )


def contact_units(count: int) -> list[str]:
    """Invent the public telephone number of each unit.

    Parameters
    ----------
    count
        Number of units.

    Returns
    -------
    list of str
        Numbers that no worker has.

    Examples
    --------
    >>> contact_units(1)
    ['000-90000001']
    """
    return [_PHONE.format(90_000_001 + n) for n in range(count)]


def appoint_cadres(territory: Territory, people: Int64, figures: Figures, rng: np.random.Generator) -> pd.DataFrame:
    """Share out the cadres of communities and villages and the community workers.

    Parameters
    ----------
    territory
        Whose they are.
    people
        Residents of each community and village, shape (leaves,).
    figures
        Published sums.
    rng
        What departs from proportion.

    Returns
    -------
    pandas.DataFrame
        One row per community or village: ``committee_members, specialised_cadres, reference_headcount, in_post,
        shortfall`` of communities, ``village_cadres`` of villages; no value in the other.
    """
    table = pd.DataFrame(index=range(len(people)))
    town = territory.is_community
    weight = np.sqrt(people) * rng.lognormal(0, 0.2, len(people))
    reference = share_out(figures.reference_headcount, weight[town], at_least=1)
    short = share_out(figures.shortfall, rng.random(town.sum()) * reference, at_most=reference)
    columns = {
        "committee_members": (town, share_out(figures.committee_members, weight[town], at_least=_LEAST_COMMITTEE)),
        "specialised_cadres": (town, share_out(figures.specialised_cadres, weight[town], at_least=1)),
        "reference_headcount": (town, reference),
        "in_post": (town, reference - short),
        "shortfall": (town, short),
        "village_cadres": (~town, share_out(figures.village_cadres, weight[~town], at_least=_LEAST_COMMITTEE)),
    }
    for name, (rows, values) in columns.items():
        table[name] = pd.array([pd.NA] * len(table), dtype="Int64")
        table.loc[rows, name] = values
    return table
