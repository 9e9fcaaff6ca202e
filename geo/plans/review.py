"""The review of a batch of plan areas: the door from a city and a batch to verdicts, loads, remedies and grid units."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.arrays import Bool
from geo.city.model import City
from geo.city.walk_context import WalkContext, make_walk_context, walk_to
from geo.errors import InputError
from geo.grid.code_scheme import code_units
from geo.plans.alone_walks import walk_alone
from geo.plans.cases import LONGEST_CASE, SCENARIOS, Batch, Scenario
from geo.plans.context import describe_setting, list_overlaps
from geo.plans.demand import Ratios, complete_sizes, find_ratios
from geo.plans.loads import (
    add_own_use,
    assign_homes,
    count_left,
    count_use,
    find_takes,
    tabulate_loads,
    tabulate_own_loads,
)
from geo.plans.new_units import UNIT_HOUSEHOLDS, divide_areas
from geo.plans.plan_homes import place_homes
from geo.plans.plan_walks import CLASSES, Plans, PlanWalks, find_nearest, join_planned, walk_together
from geo.plans.planned_network import build_roads, walk_city
from geo.plans.read.batch_files import PlanBatch
from geo.plans.read.plan_schemas import STAGES
from geo.plans.remedies import list_remedies
from geo.plans.requirements import judge_clauses
from geo.plans.supply import list_facilities, sum_own
from geo.plans.verdict_rollup import combine_verdicts, judge_departments, mark_strictest, name_verdicts
from geo.progress import Progress
from geo.rules.clauses import Clause, find_rates, list_clauses
from geo.rules.rule_set import RuleSet
from geo.walking.access_points import append_points
from geo.walking.profiles import Profile, find_profile


@dataclass(frozen=True)
class Review:
    """What ``gridwalk plan`` finds.

    Parameters
    ----------
    city, batch, rule_sets, profile, ratios
        What was judged, by what.
    clauses
        Every clause of the rule sets; ``requirements.clause`` is its row.
    areas
        A row a plan area: sizes (``derived`` names those not stated), what it lies on (see
        :func:`geo.plans.context.describe_setting`), ``verdict_<scenario>_<stage>``, what it needs:
        ``units_needed, community_workers, grid_workers``; polygons.
    requirements
        See :func:`geo.plans.requirements.judge_clauses`; verdicts by name, and ``strictest``.
    departments
        See :func:`geo.plans.verdict_rollup.judge_departments`; verdicts by name.
    remedies
        See :func:`geo.plans.remedies.list_remedies`.
    loads
        Facilities that plan areas use, before and after all is built; see :func:`geo.plans.loads.tabulate_loads`.
    own_loads
        For each area alone: ``plan_id, facility_id, category, measure, holds, used_before, added, left_after``.
    units
        Proposed grid units: ``plan_id, unit_code, households, residents, fits``; polygons.
    overlaps
        See :func:`geo.plans.context.list_overlaps`.
    """

    city: City
    batch: PlanBatch
    rule_sets: tuple[RuleSet, ...]
    profile: Profile
    ratios: Ratios
    clauses: tuple[Clause, ...]
    areas: gpd.GeoDataFrame
    requirements: pd.DataFrame
    departments: pd.DataFrame
    remedies: pd.DataFrame
    loads: pd.DataFrame
    own_loads: pd.DataFrame
    units: gpd.GeoDataFrame
    overlaps: pd.DataFrame


def review_plans(
    city: City,
    batch: PlanBatch,
    *,
    rule_sets: Sequence[RuleSet] = (),
    profile: str = "adult",
    progress: Progress | None = None,
) -> Review:
    """Judge planned residential areas before they are built: each alone, and all together.

    Parameters
    ----------
    city
        The city as it is.
    batch
        The plan areas.
    rule_sets
        Whose clauses count; none means the city's own.
    profile
        A key of :data:`geo.walking.profiles.PROFILES`.
    progress
        Shows and times the steps; None for neither.

    Returns
    -------
    Review
        The same city, batch and rule sets give the same tables.

    Raises
    ------
    InputError
        If there is no rule set, or the profile is unknown.

    Examples
    --------
    >>> from geo.city.sample import build_sample, build_sample_rules
    >>> from geo.plans.sample_batch import build_sample_plans
    >>> review = review_plans(build_sample(), build_sample_plans(), rule_sets=[build_sample_rules()])
    >>> alone = review.requirements[review.requirements.scenario == "alone"]
    >>> alone[["category", "kind", "verdict_plan"]].values.tolist()  # the school does not say how many places it has
    [['clinic', 'distance', 'met'], ['school', 'distance', 'exceeds'], ['school', 'places', 'not_assessed']]
    """
    progress = progress or Progress()
    walked_by = find_profile(profile)
    chosen = tuple(rule_sets) or (() if city.rules is None else (city.rules,))
    if not chosen:
        raise InputError("no rule set to review by: the city has none of its own; name one with --rules RULES.toml")
    clauses = list_clauses(chosen, speed_m_per_min=walked_by.speed_m_per_min)
    categories = list(dict.fromkeys(clause.category for clause in clauses))
    if not categories:
        raise InputError("the rule sets ask for nothing that could be judged: no categories and no norms")
    ratios = find_ratios(city)
    sizes = complete_sizes(batch.areas, ratios)
    with progress.step("network"):
        plans = _number_plans(city, batch, categories)
        context = walk_to(make_walk_context(city, profile=profile), categories)
    with progress.step("walks"):
        known = pd.concat([batch.areas[["plan_id", "residential_floor_area_m2"]], sizes], axis=1)
        judged = _walk(context, plans, clauses, known)
    with progress.step("verdicts"):
        table = pd.concat([judge_clauses(judged.batch, it, clauses) for it in judged.scenarios], ignore_index=True)
        table["strictest"] = mark_strictest(table)
        remedies = _find_remedies(table, judged, plans, city, chosen, clauses)
    with progress.step("grid units"):
        setting = describe_setting(city, batch.areas.geometry)
        units = _propose_units(city, batch, sizes, setting, judged.together.city.roads.geometry)
    areas = _tabulate_areas(city, batch, sizes, setting, units, table, chosen)
    return Review(
        city,
        batch,
        chosen,
        walked_by,
        ratios,
        tuple(clauses),
        areas,
        name_verdicts(table),
        name_verdicts(judge_departments(table)),
        remedies,
        judged.loads,
        judged.own_loads,
        units,
        list_overlaps(batch.areas.geometry, batch.areas["plan_id"].tolist()),
    )


def _number_plans(city: City, batch: PlanBatch, categories: Sequence[str]) -> Plans:
    """Turn names into rows; planned facilities that no clause asks about play no part."""
    index = pd.Index(batch.areas["plan_id"])

    def row(table: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        return table.assign(area=index.get_indexer(table["plan_id"]).astype(np.int32))

    facilities = row(batch.facilities)
    facilities["category_name"] = facilities["category"]
    facilities["category"] = pd.Index(list(categories)).get_indexer(facilities["category_name"]).astype(np.int32)
    facilities["stage_class"] = pd.Index(list(CLASSES)).get_indexer(facilities["stage"]).astype(np.int32)
    facilities = facilities[facilities["category"] >= 0].reset_index(drop=True)
    homes = place_homes(batch.areas.geometry, city.extent.geometry.iloc[0])
    return Plans(batch.areas.geometry, homes, row(batch.gates), row(batch.roads), facilities)


@dataclass(frozen=True)
class _Judged:
    batch: Batch
    scenarios: tuple[Scenario, ...]
    together: WalkContext
    loads: pd.DataFrame
    own_loads: pd.DataFrame


def _walk(
    context: WalkContext,
    plans: Plans,
    clauses: Sequence[Clause],
    sizes: pd.DataFrame,
) -> _Judged:
    """Measure walks and loads: the city as it is, each area alone, all areas built."""
    categories, city = context.categories, context.city
    limits = {clause.category: clause.limit_m for clause in clauses}
    limit_m = np.array([limits[name] for name in categories])
    farthest_m = float(limit_m.max()) * LONGEST_CASE
    facilities = list_facilities(context, plans)
    built = build_roads(context, plans.roads.geometry)
    everything = append_points(built.facilities, join_planned(built, plans))
    before = walk_city(context, context.facilities, context.category)
    after = walk_city(built, everything, facilities.category)
    alone = walk_alone(context, plans, limit_m=farthest_m)
    together = walk_together(built, plans, limit_m=farthest_m)
    takes = find_takes(find_rates(clauses), categories)
    used_before, used_after = (count_use(city, found, facilities, takes, limit_m) for found in (before, after))
    batch = Batch(
        sizes,
        plans.homes,
        facilities,
        {measure: sum_own(facilities, measure, len(sizes), len(categories)) for measure in takes},
        categories,
        limit_m,
        np.isin(categories, list(city.categories)),
        city.snap_limit_m,
    )
    nearest = [find_nearest(walks, facilities.standing) for walks in (alone, together)]
    need = {"floor_area": sizes["households"].to_numpy(float), "places": sizes["residents"].to_numpy(float)}
    left = count_left(facilities, used_before), count_left(facilities, add_own_use(batch, used_after, takes))
    own_m = np.where(_is_own(plans, together), together.planned_m, np.inf)
    scenarios = (
        Scenario(SCENARIOS[0], alone, nearest[0], alone.planned_m, left[0], need),
        Scenario(SCENARIOS[1], together, nearest[1], np.minimum(alone.planned_m, own_m), left[1], need),
    )
    loads = tabulate_loads(batch, used_before, used_after, assign_homes(batch, nearest[1], takes))
    own_loads = tabulate_own_loads(batch, used_before, assign_homes(batch, nearest[0], takes))
    return _Judged(batch, scenarios, built, loads, own_loads)


def _is_own(plans: Plans, walks: PlanWalks) -> Bool:
    """Tell where the nearest planned facility of a class is the area's own."""
    area = np.append(plans.facilities["area"].to_numpy(), -2)
    return np.asarray(area[walks.planned] == plans.homes.area[None, :, None])


def _find_remedies(
    table: pd.DataFrame,
    judged: _Judged,
    plans: Plans,
    city: City,
    rule_sets: Sequence[RuleSet],
    clauses: Sequence[Clause],
) -> pd.DataFrame:
    index = pd.Index(judged.batch.sizes["plan_id"])
    limit_m = np.array([clause.limit_m for clause in clauses])
    rows = table.assign(area=index.get_indexer(table["plan_id"]), limit_m=limit_m[table["clause"].to_numpy(int)])
    places = gpd.GeoSeries(pd.concat([city.facilities.geometry, plans.facilities.geometry], ignore_index=True))
    return list_remedies(rows, plans, judged.batch.facilities, places, city.homes.geometry, rule_sets)


def _propose_units(
    city: City, batch: PlanBatch, sizes: pd.DataFrame, setting: pd.DataFrame, roads: gpd.GeoSeries
) -> gpd.GeoDataFrame:
    """Divide the areas into grid units with the next free codes of their communities."""
    households = sizes["households"].to_numpy(float)
    units = divide_areas(batch.areas.geometry, households, roads)
    area = units["area"].to_numpy()
    units["plan_id"] = batch.areas["plan_id"].to_numpy(object)[area]
    units["unit_code"] = code_units(city.grid_units, setting["community"].iloc[area])
    units["residents"] = units["households"] / households[area] * sizes["residents"].to_numpy(float)[area]
    units["fits"] = units["households"].round(6).between(*UNIT_HOUSEHOLDS)
    return units[["plan_id", "unit_code", "households", "residents", "fits", "geometry"]]


def _tabulate_areas(
    city: City,
    batch: PlanBatch,
    sizes: pd.DataFrame,
    setting: pd.DataFrame,
    units: gpd.GeoDataFrame,
    table: pd.DataFrame,
    rule_sets: Sequence[RuleSet],
) -> gpd.GeoDataFrame:
    areas = batch.areas[["plan_id", "name", "year", "residential_floor_area_m2", "geometry"]]
    areas = gpd.GeoDataFrame(pd.concat([areas, sizes, setting], axis=1), crs=batch.areas.crs)
    verdicts = name_verdicts(combine_verdicts(table, ["plan_id", "scenario"]))
    for scenario, part in verdicts.groupby("scenario", sort=False):
        ordered = part.set_index("plan_id").reindex(areas["plan_id"])
        for stage in STAGES:
            areas[f"verdict_{scenario}_{stage}"] = ordered[f"verdict_{stage}"].to_numpy(object)
    areas["units_needed"] = units.groupby("plan_id")["unit_code"].size().reindex(areas["plan_id"]).to_numpy()
    rates = [norm["people"] for rules in rule_sets for norm in rules.norms if "people" in norm]
    wanted = areas["residents"].to_numpy(float) * max(rates, default=math.nan)
    areas["community_workers"] = np.ceil(wanted - 1e-9)
    per_unit = math.nan if city.workers is None else len(city.workers) / len(city.base_units)
    areas["grid_workers"] = np.ceil(areas["units_needed"].to_numpy(float) * per_unit - 1e-9)
    return areas
