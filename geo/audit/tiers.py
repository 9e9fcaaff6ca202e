"""Facilities, floor area and walks by the tiers of the rule sets: circles of 15, 10 and 5 minutes and the block."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from geo.arrays import Int8, Integer
from geo.audit.leaves import Leaves
from geo.audit.rooms import find_areas
from geo.coverage.analysis import Coverage
from geo.coverage.rollup import tally_homes
from geo.coverage.scopes import RURAL
from geo.coverage.status import ALL, NOT_JUDGED, TALLIES, combine_statuses
from geo.rules.facility_rules import Tier
from geo.rules.rule_set import RuleSet


@dataclass(frozen=True, kw_only=True)
class ScopeTiers:
    """The tiers of the rule set that judges one scope.

    Parameters
    ----------
    rules
        The rule set, or None where none judges.
    present
        The categories that the city's facilities have.
    """

    rules: RuleSet | None
    present: frozenset[str]

    @property
    def tiers(self) -> dict[str, Tier]:
        """Tier -> what the rule set says of it, of those that the city has facilities of; empty without a rule set."""
        if self.rules is None:
            return {}
        return {name: tier for name, tier in self.rules.tiers.items() if self.present & set(self.list_all(name))}

    def list_walked(self, tier: str) -> list[str]:
        """List the categories of a tier that have a radius."""
        if self.rules is None:
            return []
        return [name for name, rule in self.rules.facilities.items() if rule.tier == tier and rule.radius is not None]

    def list_built(self, tier: str) -> list[str]:
        """List the categories of a tier that are rooms: a ground has land and no floor area."""
        if self.rules is None:
            return []
        rules = self.rules.facilities.items()
        return [
            name
            for name, rule in rules
            if rule.tier == tier and (rule.floor_area is not None or rule.land_area is None)
        ]

    def list_all(self, tier: str) -> list[str]:
        """List all categories of a tier."""
        return [] if self.rules is None else [n for n, rule in self.rules.facilities.items() if rule.tier == tier]


def find_tiers(coverage: Coverage) -> dict[str, ScopeTiers]:
    """Find the tiers of each scope.

    Parameters
    ----------
    coverage
        Who is within the walk to what, and by which rule set.

    Returns
    -------
    dict
        Scope -> its tiers.

    Examples
    --------
    >>> from geo.city.sample import build_sample, build_sample_rules
    >>> from geo.coverage.analysis import analyze_city
    >>> found = find_tiers(analyze_city(build_sample(), rules=build_sample_rules()))
    >>> list(found["urban"].tiers), list(found["rural"].tiers)
    (['15_min'], [])
    """
    present = frozenset(coverage.city.facilities["category"])
    return {scope: ScopeTiers(rules=judged.rules, present=present) for scope, judged in coverage.judgements.items()}


def list_tiers(found: dict[str, ScopeTiers]) -> dict[str, Tier]:
    """List the tiers of all scopes, those of urban areas first.

    Parameters
    ----------
    found
        Scope -> its tiers.

    Returns
    -------
    dict
        Tier -> what the first rule set that has it says of it.

    Examples
    --------
    >>> list_tiers({"urban": ScopeTiers(rules=None, present=frozenset())})
    {}
    """
    tiers: dict[str, Tier] = {}
    for scope in found.values():
        for name, tier in scope.tiers.items():
            tiers.setdefault(name, tier)
    return tiers


def count_facilities(coverage: Coverage, leaves: Leaves, found: dict[str, ScopeTiers]) -> pd.DataFrame:
    """Count facilities and their floor area by tier in each community and village.

    Parameters
    ----------
    coverage, leaves
        The city's coverage, and its communities and villages.
    found
        Scope -> its tiers.

    Returns
    -------
    pandas.DataFrame
        One row per leaf: for each tier ``facilities_<t>``, ``floor_m2_<t>`` of those that are rooms, and
        ``floor_unknown_<t>``, how many of these state no floor area. A village counts by the tiers of villages.

    Examples
    --------
    >>> from geo.audit.leaves import find_leaves
    >>> from geo.city.sample import build_sample, build_sample_rules
    >>> from geo.coverage.analysis import analyze_city
    >>> coverage = analyze_city(build_sample(), rules=build_sample_rules())
    >>> leaves = find_leaves(coverage.city, coverage.walks.unit)
    >>> count_facilities(coverage, leaves, find_tiers(coverage))["facilities_15_min"].tolist()
    [1.0, 0.0, 0.0]
    """
    category, area_m2 = coverage.city.facilities["category"], find_areas(coverage.city)
    is_rural = leaves.is_rural[leaves.of_facility]
    columns = {}
    for tier in list_tiers(found):
        within, built = np.zeros(len(category), bool), np.zeros(len(category), bool)
        for scope, tiers in found.items():
            mine = is_rural == (scope == RURAL)
            within |= mine & category.isin(tiers.list_all(tier)).to_numpy()
            built |= mine & category.isin(tiers.list_built(tier)).to_numpy()
        columns[f"facilities_{tier}"] = leaves.count(leaves.of_facility[within]).astype(float)
        columns[f"floor_m2_{tier}"] = np.bincount(
            leaves.of_facility[built], weights=np.nan_to_num(area_m2[built]), minlength=len(leaves.table)
        )
        unknown = built & np.isnan(area_m2)
        columns[f"floor_unknown_{tier}"] = leaves.count(leaves.of_facility[unknown]).astype(float)
    return pd.DataFrame(columns, index=leaves.table.index)


def tally_tiers(coverage: Coverage, group: Integer, groups: int, found: dict[str, ScopeTiers]) -> pd.DataFrame:
    """Count who walks within the limit to every category of a tier, group by group.

    Parameters
    ----------
    coverage
        The city's coverage.
    group, groups
        Group of each home, and how many groups there are.
    found
        Scope -> its tiers.

    Returns
    -------
    pandas.DataFrame
        One row per group: ``homes``, ``residents``, ``households`` and the groups of residents that the city has, and
        for each tier those of :func:`geo.coverage.rollup.tally_homes`, in residents and their groups.

    Examples
    --------
    >>> from geo.city.sample import build_sample, build_sample_rules
    >>> from geo.coverage.analysis import analyze_city
    >>> coverage = analyze_city(build_sample(), rules=build_sample_rules())
    >>> tally_tiers(coverage, np.array([0, 0, 0, 1, 2]), 3, find_tiers(coverage))["uncovered_15_min"].tolist()
    [60.0, 0.0, 5.0]
    """
    city, tiers = coverage.city, list_tiers(found)
    status = np.empty((len(city.homes), len(tiers)), np.int8)
    for column, tier in enumerate(tiers):
        status[:, column] = _judge_tier(coverage, tier, found)
    demand = city.homes[city.demand_columns].fillna(0)
    tallies = tally_homes(status, demand, group, groups=groups, categories=list(tiers))
    unread = [f"{tally}_{ALL}" for tally in TALLIES]
    unread += [name for name in map(str, tallies) if name.endswith("_households") or name.startswith(tuple(unread))]
    return tallies.drop(columns=list(dict.fromkeys([name for name in unread if name in tallies])))


def _judge_tier(coverage: Coverage, tier: str, found: dict[str, ScopeTiers]) -> Int8:
    """Judge every home in all categories of a tier at once; not judged where its scope has no such tier."""
    categories = list(coverage.walks.context.categories)
    status = np.full(len(coverage.is_rural), NOT_JUDGED, np.int8)
    for scope, tiers in found.items():
        columns = [categories.index(name) for name in tiers.list_walked(tier) if name in categories]
        mine = coverage.is_rural == (scope == RURAL)
        if columns and mine.any():
            status[mine] = combine_statuses(coverage.status[np.ix_(mine, columns)])
    return status
