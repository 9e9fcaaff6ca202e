"""Who works in which new unit: workers follow the households of theirs, then the load within a community is evened."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from geo.grid.units import LEAD


@dataclass(frozen=True, kw_only=True)
class Reassignment:
    """Posts in new units.

    Parameters
    ----------
    table
        A row for each post: the columns of the city's workers with ``unit_code`` of the new unit, and ``old_code``.
    without_lead
        Codes of new units for which the community has no lead.
    """

    table: pd.DataFrame
    without_lead: tuple[str, ...]


def reassign_posts(workers: pd.DataFrame | None, successions: pd.DataFrame, units: pd.DataFrame) -> Reassignment | None:
    """Reassign the workers of units that end.

    Parameters
    ----------
    workers
        ``worker_id, unit_code``, maybe ``role``; None where the city knows none. Not changed.
    successions
        ``old_code, new_code, households``.
    units
        The new units: ``unit_code, community, households``.

    Returns
    -------
    Reassignment or None
        Each worker with the role they have: first in the unit to which most households of theirs went; a unit without
        a lead gets one of a unit with two; then others go from where the households per worker are fewest to where they
        are most, within the community, as long as that lowers the most. None without workers.

    Examples
    --------
    >>> staff = pd.DataFrame({"worker_id": ["1", "2", "3"], "unit_code": "a", "role": ["lead", "lead", "health"]})
    >>> new = pd.DataFrame({"unit_code": ["b", "c"], "community": "x", "households": [400.0, 350.0]})
    >>> after = pd.DataFrame({"old_code": "a", "new_code": ["b", "c"], "households": [400.0, 350.0]})
    >>> reassign_posts(staff, after, new).table[["worker_id", "unit_code"]].values.tolist()
    [['1', 'b'], ['2', 'c'], ['3', 'b']]
    """
    if workers is None:
        return None
    main = successions.sort_values(["households", "new_code"], ascending=[False, True]).drop_duplicates("old_code")
    target = main.set_index("old_code")["new_code"]
    posts = workers[workers["unit_code"].isin(target.index)].copy()
    posts["old_code"] = posts["unit_code"]
    posts["unit_code"] = posts["old_code"].map(target)
    keys = [name for name in ("worker_id", "unit_code", "role") if name in posts]
    posts = posts.drop_duplicates(keys).reset_index(drop=True)
    without: list[str] = []
    for codes, households in _list_communities(units):
        rows = np.flatnonzero(posts["unit_code"].isin(codes))
        roles = posts["role"].fillna("").iloc[rows].tolist() if "role" in posts else [""] * len(rows)
        spread, unled = _spread_posts(
            posts["unit_code"].iloc[rows].tolist(), roles, dict(zip(codes, households, strict=True))
        )
        posts.loc[rows, "unit_code"] = spread
        without += unled
    return Reassignment(table=posts, without_lead=tuple(without))


def _list_communities(units: pd.DataFrame) -> Iterator[tuple[list[str], list[float]]]:
    """List the codes and households of the new units of each community."""
    for _, own in units.groupby("community", sort=True):
        yield own["unit_code"].tolist(), own["households"].tolist()


def _spread_posts(places: list[str], roles: list[str], households: Mapping[str, float]) -> tuple[list[str], list[str]]:
    """Give each unit a lead as far as there are leads, then even the load; also the units without a lead."""
    found = list(places)
    leads = Counter(place for place, role in zip(found, roles, strict=True) if role == LEAD)
    unled = [code for code in sorted(households, key=lambda code: (-households[code], code)) if not leads[code]]
    while unled and leads and max(leads.values()) > 1:
        giver = max(sorted(leads), key=lambda code: leads[code])
        post = max(i for i, role in enumerate(roles) if role == LEAD and found[i] == giver)
        found[post] = unled.pop(0)
        leads[giver] -= 1
        leads[found[post]] += 1
    staff = Counter(found)
    while (spare := _find_spare(found, roles, staff, households)) is not None:
        row, code = spare
        staff[found[row]] -= 1
        staff[code] += 1
        found[row] = code
    return found, sorted(unled) if leads else []


def _find_spare(
    places: list[str], roles: list[str], staff: Mapping[str, int], households: Mapping[str, float]
) -> tuple[int, str] | None:
    """Find a post that eases the unit with most households per worker, and burdens its own less than that."""
    burden = {code: households[code] / staff[code] if staff[code] else np.inf for code in households}
    needy = max(sorted(households), key=lambda code: (burden[code], households[code]))
    then = {code: households[code] / (staff[code] - 1) for code in households if staff[code] > 1}
    here = Counter(role for place, role in zip(places, roles, strict=True) if place == needy)
    choices = [
        (then[place], here[role], place, -row)
        for row, (place, role) in enumerate(zip(places, roles, strict=True))
        if role != LEAD and place != needy and then.get(place, np.inf) < burden[needy]
    ]
    return (-min(choices)[3], needy) if choices and households[needy] > 0 else None
