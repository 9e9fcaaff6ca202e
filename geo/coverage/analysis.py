"""The door to coverage: from a city to walks, verdicts, roll-ups and gap areas."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.arrays import Bool, Float64, Int8, Int64
from geo.city.model import City
from geo.city.report import report_walks
from geo.city.walks import Walks, measure_walks
from geo.coverage.category_figures import CategoryFigures, summarize_categories
from geo.coverage.gap_ground import GapGround, prepare_gaps
from geo.coverage.gap_table import make_empty_gaps
from geo.coverage.gaps import find_gaps
from geo.coverage.home_table import tabulate_homes
from geo.coverage.rollup import roll_up
from geo.coverage.scopes import (
    RURAL,
    URBAN,
    Judgement,
    choose_judgements,
    find_headline_limits,
    find_village_homes,
    spread_limits,
)
from geo.coverage.status import classify_homes, find_cut_off
from geo.errors import InputError
from geo.progress import Progress
from geo.rules.rule_set import RuleSet
from geo.walking.profiles import Profile


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """What ``gridwalk analyze`` finds; tables of homes and gap areas are made when they are first asked for.

    Parameters
    ----------
    city, walks
        The city, and the walks that are classified.
    judgements
        Scope -> by what its homes are judged.
    is_rural
        Whether each home lies in a village, shape (n,).
    is_cut_off
        Whether each home has no way to any category, judged or not, shape (n,).
    status
        Status of every home in every category, an index into :data:`geo.coverage.status.STATUSES`, shape (n, K).
    figures, rural_figures
        Category -> its figures: of urban residents, which are the headline, and of those of villages.
    """

    city: City
    walks: Walks
    judgements: dict[str, Judgement]
    is_rural: Bool
    is_cut_off: Bool
    status: Int8
    figures: dict[str, CategoryFigures]
    rural_figures: dict[str, CategoryFigures]

    @cached_property
    def levels(self) -> dict[str, gpd.GeoDataFrame]:
        """Level -> table of its units; see :func:`geo.coverage.rollup.roll_up`."""
        return roll_up(self.city, self.walks.unit, self.status, self.walks.context.categories)

    @property
    def profile(self) -> Profile:
        """The profile whose speed turns metres into minutes."""
        return self.walks.context.profile

    @property
    def rules(self) -> RuleSet | None:
        """The rule set that judges urban homes, or None where minutes were given for all or there is none."""
        return self.judgements[URBAN].rules

    @cached_property
    def limit_m(self) -> dict[str, float]:
        """Category -> limit [m] of urban homes; see :func:`geo.coverage.scopes.find_headline_limits`."""
        speed = self.profile.speed_m_per_min
        return find_headline_limits(self.judgements, self.walks.context.categories, speed_m_per_min=speed)

    def spread_limit_m(self, category: str) -> Float64:
        """Give every home its own limit of a category [m], NaN where it is not judged, shape (n,)."""
        return np.broadcast_to(spread_limits(self.judgements, [category], self.is_rural)[:, 0], len(self.is_rural))

    @cached_property
    def snap_report(self) -> pd.DataFrame:
        """See :func:`geo.city.report.report_walks`."""
        return report_walks(self.city, self.walks)

    @cached_property
    def homes(self) -> gpd.GeoDataFrame:
        """The city's homes with their statuses; see :func:`geo.coverage.home_table.tabulate_homes`."""
        return tabulate_homes(self.walks, self.status, self.is_rural, self.home_edge_id)

    @property
    def home_edge_id(self) -> Any:
        """The road that each home joins, NA where it joins none, shape (n,)."""
        return self.snap_report.loc[self.snap_report["layer"] == "homes", "edge_id"].array

    @cached_property
    def gaps(self) -> gpd.GeoDataFrame:
        """Areas of uncovered homes of all categories."""
        filled = [gaps for gaps, _ in self.gaps_by_category.values() if len(gaps)]
        ground = vars(self).pop("_gap_ground", None) or self._gap_ground  # large, and everything is found
        if not filled:
            return make_empty_gaps(ground)
        return gpd.GeoDataFrame(pd.concat(filled, ignore_index=True), crs=self.city.homes.crs)

    @cached_property
    def gaps_by_category(self) -> dict[str, tuple[gpd.GeoDataFrame, Int64]]:
        """Category -> areas of its uncovered homes, and which home lies in which."""
        return {category: self.find_gaps(category) for category in self.limit_m}

    def find_category_gaps(self, category: str) -> gpd.GeoDataFrame:
        """Find the areas of uncovered homes of one category."""
        return self.find_gaps(category)[0]

    def find_gaps(self, category: str) -> tuple[gpd.GeoDataFrame, Int64]:
        """Find them, and which home lies in which, as :func:`geo.coverage.gaps.find_gaps` does."""
        status = self.status[:, list(self.limit_m).index(category)]
        limit_m = {scope: judged.limit_m.get(category, np.nan) for scope, judged in self.judgements.items()}
        return find_gaps(self._gap_ground, category, status=status, limit_m=limit_m)

    @cached_property
    def _gap_ground(self) -> GapGround:
        return prepare_gaps(self.walks, self.status)


def analyze_city(
    city: City,
    *,
    minutes: float | None = None,
    profile: str = "adult",
    categories: Sequence[str] = (),
    rules: RuleSet | None = None,
    progress: Progress | None = None,
) -> Coverage:
    """Find who is within the walk to which service.

    Parameters
    ----------
    city
        The city.
    minutes
        A limit for all categories [min], or None for each category's own.
    profile
        A key of :data:`geo.walking.profiles.PROFILES`.
    categories
        Which categories; none means all that the city has.
    rules
        A rule set that goes before the city's for the scopes that it names, or None for the city's own; a category
        without a limit gets 15 minutes in urban areas and is not judged in villages.
    progress
        Shows and times the steps; None for neither.

    Returns
    -------
    Coverage
        Statuses of homes, roll-ups, gap areas, figures.

    Raises
    ------
    InputError
        If the profile, a category or the limit is wrong.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> analyze_city(build_sample(), minutes=15).homes.status_clinic.tolist()
    ['covered', 'covered', 'covered', 'gap', 'unsnapped']
    """
    progress = progress or Progress()
    walks = measure_walks(city, profile=profile, categories=categories, progress=progress)
    coverage = evaluate_coverage(city, walks, minutes=minutes, rules=rules, progress=progress)
    with progress.step("roll up"):
        coverage.levels  # noqa: B018 - made here, so that its time has a name
    return coverage


def evaluate_coverage(
    city: City,
    walks: Walks,
    *,
    minutes: float | None = None,
    rules: RuleSet | None = None,
    has_way: Bool | None = None,
    progress: Progress | None = None,
) -> Coverage:
    """Classify walks that are already measured: the part that depends on the limit.

    Parameters
    ----------
    city, walks
        The city and its walks.
    minutes
        A limit for all categories [min], or None for each category's own.
    has_way
        As for :func:`geo.coverage.status.classify_homes`.
    rules, progress
        As for :func:`analyze_city`.

    Returns
    -------
    Coverage
        Statuses of homes, roll-ups, gap areas, figures.

    Raises
    ------
    InputError
        If the limit is not a positive number.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> city = build_sample()
    >>> evaluate_coverage(city, measure_walks(city), minutes=27).rural_figures["clinic"].covered_population
    40.0
    """
    progress = progress or Progress()
    categories = walks.context.categories
    speed = walks.context.profile.speed_m_per_min
    judgements = choose_judgements(city, categories, rules=rules, minutes=minutes, speed_m_per_min=speed)
    is_rural = find_village_homes(city, walks.unit)
    has_way = np.isfinite(walks.nearest.walk_m) if has_way is None else has_way
    with progress.step("classify"):
        judged: dict[str, Any] = {
            "snapped": can_leave(walks, has_way),
            "boundary_m": walks.context.snaps.boundary_m,
            "limit_m": spread_limits(judgements, categories, is_rural),
            "snap_limit_m": city.snap_limit_m,
        }
        status = classify_homes(walks.nearest.walk_m, has_way=has_way, **judged)
    return Coverage(
        city=city,
        walks=walks,
        judgements=judgements,
        is_rural=is_rural,
        is_cut_off=find_cut_off(has_way, **judged),
        status=status,
        figures=summarize_categories(city, walks, status, limit_m=judgements[URBAN].limit_m, homes=~is_rural),
        rural_figures=summarize_categories(city, walks, status, limit_m=judgements[RURAL].limit_m, homes=is_rural),
    )


def can_leave(walks: Walks, has_way: Bool) -> Bool:
    """Tell which homes join the network; one that has a way somewhere does so at least through a gate.

    Parameters
    ----------
    walks
        The walks.
    has_way
        Whether each home has a way to each category, shape (n, K).

    Returns
    -------
    ndarray of bool
        Shape (n,).

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> can_leave(measure_walks(build_sample()), np.zeros((5, 2), bool)).tolist()
    [True, True, True, True, False]
    """
    return np.asarray((walks.context.snaps.home_snaps.edge >= 0) | has_way.any(axis=1))


def check_level(coverage: Coverage, level: str) -> None:
    """Raise unless a level is one of those that the city has.

    Parameters
    ----------
    coverage
        What was found.
    level
        A name.

    Raises
    ------
    InputError
        If the city has no such level; the message lists those that it has.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> check_level(analyze_city(build_sample()), "districts")
    """
    if level not in coverage.levels:
        raise InputError(f'unknown level "{level}"; the city has: {", ".join(coverage.levels)}')
