"""The door to the audit: from a city and its coverage to the figures of every community, street and district."""

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.arrays import Bool, Float64
from geo.audit.costs import price_shortfalls
from geo.audit.found_norms import FoundNorm, find_space_norm, find_staff_norm
from geo.audit.leaves import Leaves, find_leaves
from geo.audit.levels import add_up_leaves
from geo.audit.ratios import add_ratios
from geo.audit.rooms import count_rooms, measure_space
from geo.audit.shortfalls import tabulate_shortfalls
from geo.audit.staff import CADRES, STAFF, count_staff
from geo.audit.standard import choose_standard
from geo.audit.tiers import ScopeTiers, count_facilities, find_tiers, list_tiers
from geo.audit.unit_figures import CONCERNED, describe_units, tabulate_units
from geo.audit.unit_rows import find_unit_rows
from geo.city.model import City
from geo.coverage.analysis import Coverage
from geo.coverage.scopes import RURAL, URBAN
from geo.rules.amounts import count_norm
from geo.rules.audit_standard import AuditStandard
from geo.rules.rule_set import RuleSet


@dataclass(frozen=True, kw_only=True)
class Audit:
    """The figures of a city's communities, from the community up to the city.

    Parameters
    ----------
    coverage
        Who is within the walk to what, with the city.
    standard
        What is looked for beyond the rule sets.
    space_norms
        Scope -> the norm for service space, or None.
    staff_norm
        The norm for the community workers of the city, or None.
    tiers
        Scope -> its tiers.
    levels
        Level, of :data:`geo.coverage.rollup.LEVELS` -> table of its divisions or grid units, as
        :func:`geo.audit.levels.add_up_leaves` and :func:`geo.audit.unit_figures.tabulate_units` make them, with ratios
        and ranks. Units have the figures of people, sizes, workers and walks.
    missing
        What the city's data do not know, and the audit says nothing about.
    """

    coverage: Coverage
    standard: AuditStandard
    space_norms: dict[str, FoundNorm | None]
    staff_norm: FoundNorm | None
    tiers: dict[str, ScopeTiers]
    levels: dict[str, gpd.GeoDataFrame]
    missing: list[str]

    @property
    def city(self) -> City:
        """The city."""
        return self.coverage.city


def audit_city(coverage: Coverage, *, rules: RuleSet | None = None) -> Audit:
    """Audit the communities of a city: rooms, staff, grid units, facilities and walks, against its rule sets.

    Parameters
    ----------
    coverage
        Who is within the walk to what.
    rules
        A rule set that goes before the city's, as it did for the coverage, or None.

    Returns
    -------
    Audit
        Every figure adds up, from the grid unit to the city; villages are counted apart.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> audit = audit_city(analyze_city(build_sample()))
    >>> audit.levels["communities"][["name", "scope", "grid_units", "residents"]].values.tolist()
    [['', 'urban', 0.0, 5.0], ['South', 'urban', 2.0, 60.0], ['North', 'rural', 2.0, 40.0]]
    """
    city, standard = coverage.city, choose_standard(coverage.city)
    rule_sets = [*([] if rules is None else [rules]), *city.rule_sets]
    space_norms = {URBAN: find_space_norm(rule_sets, "urban"), RURAL: find_space_norm(rule_sets, "rural")}
    staff_norm, tiers = find_staff_norm(rule_sets, "urban"), find_tiers(coverage)
    leaves = find_leaves(city, coverage.walks.unit)
    rows = find_unit_rows(city, leaves, coverage.walks.unit)
    of_rows = describe_units(coverage, leaves, rows, tiers)
    figures = _describe_leaves(coverage, leaves, standard, space_norms, tiers, rows.add_up(of_rows, leaves))
    judged = np.asarray(~leaves.is_rural & leaves.is_known)
    walked = [tier for tier in list_tiers(tiers) if figures[f"not_judged_{tier}"].sum() < figures["residents"].sum()]
    levels = add_up_leaves(city, leaves, _add_shortfalls(city, figures, standard, walked, judged))
    priced = _add_shortfalls(city, of_rows, standard, walked, judged[rows.of_leaf])
    levels["grid_units"] = tabulate_units(coverage, leaves, rows, priced)
    return Audit(
        coverage=coverage,
        standard=standard,
        space_norms=space_norms,
        staff_norm=staff_norm,
        tiers=tiers,
        levels={
            level: add_ratios(table, staff_norm if level == "city" else None, space_norms, tiers)
            for level, table in levels.items()
        },
        missing=_list_missing(figures, standard),
    )


def list_audited(city: City, rules: RuleSet | None = None) -> list[str]:
    """List the categories whose walks an audit judges, so that no others need be walked to.

    Parameters
    ----------
    city
        The city.
    rules
        A rule set that goes before the city's, or None.

    Returns
    -------
    list of str
        Those that a rule set has a radius for; empty where none has.

    Examples
    --------
    >>> from geo.city.sample import build_sample, build_sample_rules
    >>> list_audited(build_sample(), build_sample_rules()), list_audited(build_sample())
    (['clinic', 'school'], [])
    """
    judged = {name for each in [*([] if rules is None else [rules]), *city.rule_sets] for name in each.limit_m}
    return [name for name in dict.fromkeys(city.facilities["category"]) if name in judged]


def _add_shortfalls(
    city: City, figures: pd.DataFrame, standard: AuditStandard, tiers: list[str], judged: Bool
) -> pd.DataFrame:
    """Put beside figures what is short and what that costs."""
    shortfalls = tabulate_shortfalls(figures, standard, tiers, is_judged=judged)
    costs = price_shortfalls(figures, shortfalls, city.costs)
    return pd.concat([figures.drop(columns=[*CONCERNED], errors="ignore"), shortfalls, costs], axis=1)


def _describe_leaves(
    coverage: Coverage,
    leaves: Leaves,
    standard: AuditStandard,
    space_norms: dict[str, FoundNorm | None],
    tiers: dict[str, ScopeTiers],
    people: pd.DataFrame,
) -> pd.DataFrame:
    """Put the figures of every community and village together; `people` are those of its units, added up."""
    city = coverage.city
    space = _measure_spaces(city, leaves, space_norms, people)
    is_village = leaves.is_rural & leaves.is_known
    counts = {
        "communities": (leaves.is_known & ~is_village).astype(float),
        "villages": is_village.astype(float),
    }
    first = ["homes", *city.demand_columns]
    return pd.concat(
        [
            pd.DataFrame(counts, index=leaves.table.index),
            people[first],
            count_rooms(city, leaves, standard),
            space,
            count_staff(city, leaves),
            count_facilities(coverage, leaves, tiers),
            people.drop(columns=first),
        ],
        axis=1,
    )


def _measure_spaces(
    city: City, leaves: Leaves, norms: dict[str, FoundNorm | None], people: pd.DataFrame
) -> pd.DataFrame:
    """Measure the service space of each leaf by the norm of its scope, and how much of it that norm asks for."""
    parts = []
    for scope, mine in ((URBAN, ~leaves.is_rural), (RURAL, leaves.is_rural)):
        norm = norms[scope]
        # villages that no norm judges are measured as communities are, and owe nothing
        found = measure_space(city, leaves, norm or norms[URBAN])
        if not found.empty and "households" in people:
            found["service_owed_m2"] = _count_owed(norm, people)
        parts.append(found.where(pd.Series(mine, index=found.index), 0.0))
    return parts[0].add(parts[1], fill_value=0.0)[list(dict.fromkeys([*parts[0], *parts[1]]))]


def _count_owed(norm: FoundNorm | None, people: pd.DataFrame) -> Float64:
    return np.zeros(len(people)) if norm is None else np.nan_to_num(count_norm(norm.norm, people))


def _list_missing(figures: pd.DataFrame, standard: AuditStandard) -> list[str]:
    """List what the data do not know, by the columns that are not there."""
    wanted: Sequence[str] = [
        "households",
        "with_office",
        "with_hall",
        "with_square",
        *(f"with_{room}" for room in standard.rooms),
        "service_m2",
        "service_owed_m2",
        *STAFF,
        *(["cadres"] if not set(CADRES) <= set(figures) else []),
        "grid_workers",
    ]
    return [name for name in wanted if name not in figures]
