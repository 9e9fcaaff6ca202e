"""The review of a batch of plan areas: the door from a city and a batch to verdicts, loads, remedies and grid units."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.city import City
from geo.errors import InputError
from geo.plans.clauses import Clause, find_rates, list_clauses
from geo.plans.homes import place_homes
from geo.plans.remedies import list_remedies
from geo.plans.requirements import (
    LONGEST_CASE,
    Batch,
    Scenario,
    combine_verdicts,
    judge_clauses,
    judge_departments,
    mark_strictest,
    name_verdicts,
)
from geo.plans.setting import describe_setting, list_overlaps
from geo.plans.sizes import Ratios, complete_sizes, find_ratios
from geo.plans.supply import Facilities, count_users, find_takes, list_facilities, sum_own, tabulate_loads
from geo.plans.units import UNIT_HOUSEHOLDS, code_units, divide_areas
from geo.plans.walks import (
    CLASSES,
    Ground,
    Plans,
    PlanWalks,
    build_roads,
    join_planned,
    lay_ground,
    walk_alone,
    walk_city,
    walk_together,
)
from geo.readers.plans import PlanBatch
from geo.schema import STAGES
from geo.snap import TOLERANCE_M, append_points
from geo.standards import RuleSet
from geo.timing import Step, timed
from geo.walking import Profile, find_profile

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int32]


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
        :func:`geo.plans.setting.describe_setting`), ``verdict_<scenario>_<stage>``, what it needs:
        ``units_needed, community_workers, grid_workers``; polygons.
    requirements
        See :func:`geo.plans.requirements.judge_clauses`; verdicts by name, and ``strictest``.
    departments
        See :func:`geo.plans.requirements.judge_departments`; verdicts by name.
    remedies
        See :func:`geo.plans.remedies.list_remedies`.
    loads
        Facilities that plan areas use, before and after all is built; see :func:`geo.plans.supply.tabulate_loads`.
    own_loads
        For each area alone: ``plan_id, facility_id, category, measure, holds, used_before, added, left_after``.
    units
        Proposed grid units: ``plan_id, unit_code, households, residents, fits``; polygons.
    overlaps
        See :func:`geo.plans.setting.list_overlaps`.
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
    seconds: dict[str, float] | None = None,
    step: Step = lambda _: None,
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
        A key of :data:`geo.walking.PROFILES`.
    seconds
        Where the time of each step goes.
    step
        Called with the name of each step as it begins.

    Returns
    -------
    Review
        The same city, batch and rule sets give the same tables.

    Raises
    ------
    InputError
        If there is no rule set, or the profile is unknown.
    """
    seconds = {} if seconds is None else seconds
    walker = find_profile(profile)
    chosen = tuple(rule_sets) or (() if city.rules is None else (city.rules,))
    if not chosen:
        raise InputError("no rule set to review by: the city has none of its own; name one with --rules RULES.toml")
    clauses = list_clauses(chosen, speed_m_per_min=walker.speed_m_per_min)
    categories = list(dict.fromkeys(clause.category for clause in clauses))
    if not categories:
        raise InputError("the rule sets ask for nothing that could be judged: no categories and no norms")
    ratios = find_ratios(city)
    sizes = complete_sizes(batch.areas, ratios)
    step("network")
    with timed(seconds, "network"):
        plans = _number_plans(city, batch, categories)
        ground = lay_ground(city, walker, categories)
    step("walks")
    with timed(seconds, "walks"):
        known = pd.concat([batch.areas[["plan_id", "residential_floor_area_m2"]], sizes], axis=1)
        judged = _walk(ground, plans, walker, clauses, categories, known)
    step("verdicts")
    with timed(seconds, "verdicts"):
        table = pd.concat([judge_clauses(judged.batch, it, clauses) for it in judged.scenarios], ignore_index=True)
        table["strictest"] = mark_strictest(table)
        remedies = _find_remedies(table, judged, plans, city, chosen, clauses)
    step("grid units")
    with timed(seconds, "grid units"):
        setting = describe_setting(city, batch.areas.geometry)
        units = _propose_units(city, batch, sizes, setting, judged.together.city.roads.geometry)
    areas = _tabulate_areas(city, batch, sizes, setting, units, table, chosen)
    return Review(
        city,
        batch,
        chosen,
        walker,
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
    together: Ground
    loads: pd.DataFrame
    own_loads: pd.DataFrame


def _walk(
    ground: Ground,
    plans: Plans,
    walker: Profile,
    clauses: Sequence[Clause],
    categories: Sequence[str],
    sizes: pd.DataFrame,
) -> _Judged:
    """Measure walks and loads: the city as it is, each area alone, all areas built."""
    k, city = len(categories), ground.city
    limits = {clause.category: clause.limit_m for clause in clauses}
    limit_m = np.array([limits[name] for name in categories])
    farthest_m = float(limit_m.max()) * LONGEST_CASE
    facilities = list_facilities(ground, plans)
    built = build_roads(ground, walker, plans.roads.geometry)
    everything = append_points(built.facilities, join_planned(built, plans))
    before = walk_city(ground, ground.facilities, ground.category, categories=k)
    after = walk_city(built, everything, facilities.category, categories=k)
    alone = walk_alone(ground, plans, walker, categories=k, limit_m=farthest_m)
    together = walk_together(built, plans, categories=k, limit_m=farthest_m)
    count = len(facilities.category)
    takes = find_takes(find_rates(clauses), categories)
    used_before, used_after = (_count_use(city, found, facilities, takes, limit_m) for found in (before, after))
    batch = Batch(
        sizes,
        plans.homes,
        facilities,
        {measure: sum_own(facilities, measure, len(sizes), k) for measure in takes},
        categories,
        limit_m,
        np.isin(categories, list(city.categories)),
        city.snap_limit_m,
    )
    mine = {name: _assign(batch, walks, takes, count) for name, walks in (("alone", alone), ("together", together))}
    need = {"floor_area": sizes["households"].to_numpy(float), "places": sizes["residents"].to_numpy(float)}
    scenarios = (
        Scenario("alone", alone, alone.planned_m, _leave(facilities, used_before), need),
        Scenario(
            "together",
            together,
            np.minimum(alone.planned_m, together.planned_m * np.where(_is_own(plans, together), 1.0, np.inf)),
            _leave(facilities, _take_first(batch, used_after, takes)),
            need,
        ),
    )
    loads = _tabulate_together(batch, used_before, used_after, mine["together"])
    return _Judged(batch, scenarios, built, loads, _tabulate_alone(batch, used_before, mine["alone"]))


def _is_own(plans: Plans, walks: PlanWalks) -> npt.NDArray[np.bool_]:
    """Tell where the nearest planned facility of a class is the area's own."""
    area = np.append(plans.facilities["area"].to_numpy(), -2)
    return np.asarray(area[walks.planned] == plans.homes.area[None, :, None])


_Takes = Mapping[str, tuple[FloatArray, FloatArray]]


def _count_use(
    city: City, nearest: object, facilities: Facilities, takes: _Takes, limit_m: FloatArray
) -> dict[str, FloatArray]:
    """Count what the city's homes use of each facility, by measure."""
    count = len(facilities.category)
    residents = city.homes["residents"].to_numpy(float)
    households = city.homes["households"].to_numpy(float) if "households" in city.homes else np.zeros(len(residents))
    people, homes = (count_users(nearest, weight, limit_m, count) for weight in (residents, households))  # type: ignore[arg-type]
    return {
        measure: homes * np.append(of_home, 0.0)[facilities.category]
        + people * np.append(of_resident, 0.0)[facilities.category]
        for measure, (of_home, of_resident) in takes.items()
    }


def _leave(facilities: Facilities, used: Mapping[str, FloatArray]) -> dict[str, FloatArray]:
    return {measure: facilities.holds[measure] - amount for measure, amount in used.items()}


def _take_first(batch: Batch, used: Mapping[str, FloatArray], takes: _Takes) -> dict[str, FloatArray]:
    """Let the people of an area have its own facilities before others get a share of what is left."""
    facilities, out = batch.facilities, {}
    planned = np.flatnonzero((facilities.area >= 0) & (facilities.category >= 0))
    area, category = facilities.area[planned], facilities.category[planned]
    own_count = np.zeros((len(batch.sizes), len(batch.categories)))
    np.add.at(own_count, (area, category), 1.0)
    for measure, (of_home, of_resident) in takes.items():
        wanted = batch.sizes["households"].to_numpy(float)[area] * of_home[category]
        wanted += batch.sizes["residents"].to_numpy(float)[area] * of_resident[category]
        more = used[measure].copy()
        more[planned] += wanted / own_count[area, category]
        out[measure] = more
    return out


@dataclass(frozen=True)
class _Shares:
    """Who of which area goes to which facility: rows, and households and residents."""

    area: IntArray
    facility: IntArray
    amount: Mapping[str, FloatArray]


def _assign(batch: Batch, walks: PlanWalks, takes: _Takes, count: int) -> _Shares:
    """Send the homes of plan areas to their nearest facility within the limit."""
    homes, standing = batch.homes, count - int((batch.facilities.stage_class >= 0).sum())
    planned_m, best = walks.planned_m.min(axis=0), walks.planned_m.argmin(axis=0)
    row = np.take_along_axis(walks.planned, best[None], axis=0)[0]
    nearer = planned_m < walks.existing.walk_m
    facility = np.where(nearer, standing + row, walks.existing.facility)
    walk_m = np.minimum(planned_m, walks.existing.walk_m)
    home, category = np.nonzero(walk_m <= batch.limit_m[None, :] + TOLERANCE_M)
    key = homes.area[home].astype(np.int64) * count + facility[home, category]
    found, inverse = np.unique(key, return_inverse=True)
    amount = {}
    for measure, (of_home, of_resident) in takes.items():
        each = batch.sizes["households"].to_numpy(float)[homes.area[home]] * of_home[category]
        each += batch.sizes["residents"].to_numpy(float)[homes.area[home]] * of_resident[category]
        amount[measure] = np.bincount(inverse, weights=each * homes.share[home], minlength=len(found)).astype(float)
    return _Shares((found // count).astype(np.int32), (found % count).astype(np.int32), amount)


def _tabulate_together(
    batch: Batch, before: Mapping[str, FloatArray], after: Mapping[str, FloatArray], shares: _Shares
) -> pd.DataFrame:
    uses, touched = {}, []
    for measure, amount in shares.amount.items():
        added = np.bincount(shares.facility, weights=amount, minlength=len(batch.facilities.category)).astype(float)
        uses[measure] = (before[measure], added, after[measure] + added)
        touched.append(np.flatnonzero(added > 0).astype(np.int32))
    return tabulate_loads(batch.facilities, batch.categories, uses, touched)


def _tabulate_alone(batch: Batch, before: Mapping[str, FloatArray], shares: _Shares) -> pd.DataFrame:
    facilities, parts = batch.facilities, []
    for measure, amount in shares.amount.items():
        rows = np.flatnonzero(amount > 0)
        facility = shares.facility[rows]
        holds, used = facilities.holds[measure][facility], before[measure][facility]
        parts.append(
            pd.DataFrame(
                {
                    "plan_id": batch.sizes["plan_id"].to_numpy(object)[shares.area[rows]],
                    "facility_id": facilities.facility_id[facility],
                    "category": facilities.name[facility],
                    "measure": measure,
                    "holds": holds,
                    "used_before": used,
                    "added": amount[rows],
                    "left_after": holds - used - amount[rows],
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


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
    units["unit_code"] = code_units(city, setting["community"].iloc[area])
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
    per_unit = math.nan if city.workers is None else len(city.workers) / len(city.tiling)
    areas["grid_workers"] = np.ceil(areas["units_needed"].to_numpy(float) * per_unit - 1e-9)
    return areas
