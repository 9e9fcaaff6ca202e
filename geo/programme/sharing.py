"""Rooms that a neighbouring community could share: near enough on foot, and large enough for both by the norm."""

from typing import Final

import numpy as np
import pandas as pd

from geo.arrays import Bool
from geo.programme.measures import Loan, Remedy
from geo.programme.resources import Resource
from geo.programme.standing import Standing
from geo.walking.access_points import select_points
from geo.walking.within import list_pairs

#: A room is shared where at least this share of the residents who lack it are within the walk; only they are helped.
REACHED: Final = 0.5


def list_shares(standing: Standing, resources: dict[str, Resource]) -> list[Remedy]:
    """List what communities could use of a neighbour's.

    Parameters
    ----------
    standing
        Where communities stand.
    resources
        As :func:`geo.programme.resources.find_resources` finds them.

    Returns
    -------
    list of Remedy
        One for each shortfall and each neighbour that has enough to spare for all of it, within the walk of at least
        :data:`REACHED` of the residents; it helps those who are within it, costs nothing, and the neighbour lends what
        is used. Rooms that are missing together are one neighbour's.

    Examples
    --------
    >>> from geo.audit.audit import audit_city
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> from geo.programme.standing import find_standing
    >>> list_shares(find_standing(audit_city(analyze_city(build_sample()))), {})
    []
    """
    found = []
    for kind in dict.fromkeys(each.kind for each in resources.values()):
        parts = [each for each in resources.values() if each.kind == kind]
        near = _find_near(standing, parts)
        lacks = np.sum([_lacks(standing, each) for each in parts], axis=0)
        # at home, all of what the community lacks is near at one neighbour's
        whole = near.groupby(["home", "taker", "partner"], sort=True).size().reset_index(name="resources")
        whole = whole[whole["resources"].to_numpy() == lacks[whole["taker"]]]
        residents = standing.audit.city.homes["residents"].fillna(0).to_numpy(float)
        reached = (
            whole.assign(people=residents[whole["home"]]).groupby(["taker", "partner"], as_index=False)["people"].sum()
        )
        for taker, partner, people in zip(*(reached[name] for name in ("taker", "partner", "people")), strict=True):
            share = people / float(standing.figures["residents"].iloc[taker])
            if share >= REACHED:
                found.append(_make_share(standing, parts, int(taker), int(partner), min(float(share), 1.0)))
    return found


def _lacks(standing: Standing, resource: Resource) -> Bool:
    """Return which leaves lack a resource, whether it is known how much they need or not, shape (leaves,)."""
    if resource.kind != "rooms":
        return np.asarray(standing.figures[f"short_{resource.kind}"] > 0)
    return np.asarray((standing.figures[f"with_{resource.name}"] == 0) & standing.is_judged)


def _find_near(standing: Standing, parts: list[Resource]) -> pd.DataFrame:
    """Find the homes that lack each resource and are within the walk of a neighbour with enough of it to spare."""
    context, leaves = standing.audit.coverage.walks.context, standing.leaves
    frames = [pd.DataFrame({name: np.empty(0, np.int64) for name in ("home", "taker", "partner")})]
    for each in parts:
        lends = each.is_part & (each.spare_m2 > 0)[leaves.of_facility]
        if not lends.any() or not (each.short_m2 > 0).any():
            continue
        origins = select_points(context.facilities, lends[context.facilities.place])
        pairs = list_pairs(context.network, origins, context.homes, limit_m=float(each.walk_m[lends].max()))
        taker, partner = leaves.of_home[pairs.place], leaves.of_facility[pairs.origin]
        # NaN, a need that nothing states, is never enough
        enough = (each.short_m2[taker] > 0) & (each.spare_m2[partner] >= each.short_m2[taker]) & (taker != partner)
        enough &= pairs.walk_m <= each.walk_m[pairs.origin]
        columns = {"home": pairs.place, "taker": taker, "partner": partner}
        near = {name: np.asarray(values)[enough] for name, values in columns.items()}
        frames.append(pd.DataFrame(near).drop_duplicates())
    return pd.concat(frames, ignore_index=True)


def _make_share(standing: Standing, parts: list[Resource], taker: int, partner: int, share: float) -> Remedy:
    kind = parts[0].kind
    used = {each.name: float(each.short_m2[taker]) for each in parts if _lacks(standing, each)[taker]}
    return Remedy(
        leaf=taker,
        kind=kind,
        way="share",
        amount=float(standing.figures[f"short_{kind}"].iloc[taker]),
        people=share * float(standing.figures[f"people_{kind}"].iloc[taker]),
        loans=tuple(Loan(partner, name, m2) for name, m2 in used.items()),
        adds_m2=used,
    )
