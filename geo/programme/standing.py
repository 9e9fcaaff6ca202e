"""Where each community stands today: the figures of an audit in one table, row by row as its leaves."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from geo.arrays import Bool, Objects
from geo.audit.audit import Audit
from geo.audit.leaves import Leaves, find_leaves
from geo.coverage.scopes import URBAN
from geo.errors import InputError
from geo.rules.lookups import name_facilities
from geo.texts import LANGS


@dataclass(frozen=True, kw_only=True)
class Standing:
    """The communities of a city as an audit found them.

    Parameters
    ----------
    audit
        The audit.
    leaves
        Its communities and villages.
    figures
        Their figures and shortfalls, a row for each leaf, 0 for what is not known or judged.
    is_judged
        Whether each leaf is a community of a city, and no village, shape (leaves,).
    """

    audit: Audit
    leaves: Leaves
    figures: pd.DataFrame
    is_judged: Bool

    @property
    def is_urban(self) -> Bool:
        """Whether each leaf counts in the figures of the city: communities, and what lies in none, shape (leaves,)."""
        return np.asarray(self.leaves.table["scope"] == URBAN)

    @property
    def district(self) -> Objects:
        """Code of the district of each leaf, "" for none, shape (leaves,)."""
        return self.leaves.table["districts"].to_numpy(object)

    @property
    def home_district(self) -> Objects:
        """Code of the district that each home lies in, "" for none, shape (n,)."""
        return np.asarray(self.district[self.leaves.of_home])

    @cached_property
    def districts(self) -> dict[str, str]:
        """Code -> name of the districts that have communities, by code; "" without districts."""
        divisions = self.audit.city.divisions
        names = {} if divisions is None else dict(zip(divisions["code"], divisions["name"], strict=True))
        return {code: str(names.get(code, code)) for code in sorted(set(self.district[self.is_judged]))}

    @cached_property
    def room_names(self) -> dict[str, dict[str, str]]:
        """Room that communities run -> its name in each language; its category where nothing names it."""
        city = self.audit.city
        known = {**name_facilities(city.rule_sets), **city.categories}
        rooms = self.audit.standard.rooms
        return {room: dict(known.get(room, {str(lang): room for lang in LANGS})) for room in rooms}


def find_standing(audit: Audit) -> Standing:
    """Find where the communities of a city stand.

    Parameters
    ----------
    audit
        The audit.

    Returns
    -------
    Standing
        Its figures, in the order of its leaves.

    Raises
    ------
    InputError
        If the city has no communities.

    Examples
    --------
    >>> from geo.audit.audit import audit_city
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> standing = find_standing(audit_city(analyze_city(build_sample())))
    >>> standing.leaves.table["name"].tolist(), standing.is_judged.tolist()
    (['South', 'North', ''], [True, False, False])
    """
    city = audit.city
    leaves = find_leaves(city, audit.coverage.walks.unit)
    is_judged = np.asarray(leaves.is_known & (leaves.table["scope"] == URBAN))
    if not is_judged.any():
        raise InputError(f"{city.name}: has no urban communities; a programme is made of what communities lack")
    table = audit.levels["communities"].drop(columns="geometry").set_index("code")
    numbers = table.select_dtypes("number").reindex(leaves.table["code"]).fillna(0.0).reset_index(drop=True)
    return Standing(audit=audit, leaves=leaves, figures=numbers, is_judged=is_judged)
