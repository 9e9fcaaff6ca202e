"""A batch measured: the walks of its homes and the loads of facilities, each area alone and all areas built."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.arrays import Float64, Int32, Texts
from geo.city.model import City
from geo.city.walk_context import WalkContext
from geo.plans.alone_walks import walk_alone
from geo.plans.cases import ALONE, LONGEST_CASE, TOGETHER, Batch, Scenario
from geo.plans.community_rooms import is_underground, list_community_rooms
from geo.plans.demand import find_demand_rates
from geo.plans.exit_walks import ExitWalks, find_nearest, walk_through
from geo.plans.loads import add_own_use, assign_homes, count_use, tabulate_loads, tabulate_own_loads
from geo.plans.plan_homes import place_homes
from geo.plans.plan_walks import Plans, PlanWalks, join_planned, walk_together
from geo.plans.planned_network import build_roads, walk_city
from geo.plans.plot_legs import find_inside_legs, find_straight_legs, list_targets
from geo.plans.plot_places import spread_places
from geo.plans.plot_ways import PlotWays, read_categories
from geo.plans.read.batch_files import PlanBatch
from geo.plans.remaining import count_remaining
from geo.plans.stage_classes import classify_stages
from geo.plans.supply import list_facilities, list_own_supply
from geo.rules.amounts import find_rates
from geo.rules.clauses import Clause
from geo.rules.rule_set import RuleSet
from geo.walking.access_points import append_points
from geo.walking.nearest import NearestWalks


def number_plans(city: City, batch: PlanBatch, categories: Sequence[str], rule_sets: Sequence[RuleSet] = ()) -> Plans:
    """Turn the names of a batch into rows, and place homes in its areas.

    Parameters
    ----------
    city, batch
        The city and the batch.
    categories
        The K categories; planned facilities of others play no part.
    rule_sets
        They say which categories are community rooms, besides those that always are.

    Returns
    -------
    Plans
        Empty for a batch without areas.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.plans.sample_batch import build_sample_plans
    >>> number_plans(build_sample(), build_sample_plans(), ["clinic"]).gates["area"].tolist()
    [0]
    """
    index = pd.Index(batch.areas["plan_id"])

    def find_areas(table: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        return table.assign(area=index.get_indexer(table["plan_id"]).astype(np.int32))

    facilities = find_areas(batch.facilities)
    facilities["category_name"] = facilities["category"]
    facilities["category"] = pd.Index(list(categories)).get_indexer(facilities["category_name"]).astype(np.int32)
    is_room = facilities["category_name"].isin(list_community_rooms(rule_sets))
    facilities["is_none"] = is_room & facilities["floor"].map(is_underground).astype(bool)
    facilities["stage_class"] = classify_stages(facilities["stage"])
    facilities = facilities[facilities["category"] >= 0].reset_index(drop=True)
    homes = place_homes(batch.areas.geometry, city.extent.geometry.iloc[0])
    return Plans(batch.areas.geometry, homes, find_areas(batch.gates), find_areas(batch.roads), facilities)


@dataclass(frozen=True)
class MeasuredPlans:
    """A batch, measured.

    Parameters
    ----------
    batch
        What does not change between scenarios.
    scenarios
        Each area alone, and all areas built.
    built
        The city with all planned roads.
    loads, own_loads
        See :func:`geo.plans.loads.tabulate_loads` and :func:`geo.plans.loads.tabulate_own_loads`.
    """

    batch: Batch
    scenarios: tuple[Scenario, ...]
    built: WalkContext
    loads: pd.DataFrame
    own_loads: pd.DataFrame

    @property
    def gates_source(self) -> Texts:
        """How each area is left, shape (n,): a source of :class:`geo.plans.plot_exits.Exits`, with its own roads."""
        return self.scenarios[0].ways.walks.exits.source


def measure_plans(context: WalkContext, plans: Plans, clauses: Sequence[Clause], sizes: pd.DataFrame) -> MeasuredPlans:
    """Measure walks and loads: the city as it is, each area alone, all areas built.

    Parameters
    ----------
    context
        The city as it is, with the K categories of the clauses.
    plans
        The batch, numbered by the same categories.
    clauses
        The clauses; at least one.
    sizes
        ``plan_id, households, residents`` and the floor areas of the areas.

    Returns
    -------
    MeasuredPlans
        What clauses are judged by.
    """
    city, categories, k = context.city, context.categories, len(context.categories)
    limit_m = np.array([_find_limit(clauses, name) for name in categories])
    unless_m = [clause.unless_within_m for clause in clauses if np.isfinite(clause.unless_within_m)]
    farthest_m = max(float(limit_m.max()) * LONGEST_CASE, *unless_m, 0.0)
    facilities = list_facilities(context, plans)
    built = build_roads(context, plans.roads.geometry)
    everything = append_points(built.facilities, join_planned(built, plans))
    before = walk_city(context, context.facilities, context.category)
    after = walk_city(built, everything, facilities.category)
    alone = walk_alone(context, plans, limit_m=farthest_m)
    together = walk_together(built, plans, limit_m=farthest_m)
    rates = find_demand_rates(find_rates(clauses), categories)
    used_before, used_after = (count_use(city, walks, facilities, rates, limit_m) for walks in (before, after))
    own, own_surveyed = list_own_supply(facilities, len(sizes), k)
    batch = Batch(
        sizes=sizes,
        homes=plans.homes,
        facilities=facilities,
        own=own,
        own_surveyed=own_surveyed,
        categories=categories,
        limit_m=limit_m,
        has_data=np.isin(categories, list(city.categories)),
        snap_limit_m=city.snap_limit_m,
    )
    used_with_own = add_own_use(batch, used_after, rates)
    own_m = _keep_own(plans, together.planned_m, together.planned, plans.homes.area)
    ways = _find_ways(context, plans, alone.from_exits, together.from_exits)
    scenarios = (
        _set_scenario(ALONE, batch, alone, alone.planned_m, ways[0], used_before),
        _set_scenario(TOGETHER, batch, together, np.minimum(alone.planned_m, own_m), ways[1], used_with_own),
    )
    asked = np.any([(rate.per_household > 0) | (rate.per_resident > 0) for rate in rates.values()], axis=0)
    shares = [assign_homes(batch, one.nearest, rates, read_categories(one.ways, limit_m, asked)) for one in scenarios]
    loads = tabulate_loads(batch, used_before, used_after, shares[1])
    return MeasuredPlans(batch, scenarios, built, loads, tabulate_own_loads(batch, used_before, shares[0]))


def _find_limit(clauses: Sequence[Clause], category: str) -> float:
    """Find the limit of a category [m]: its own, else that of the composite that it is a room of."""
    own = [clause.limit_m for clause in clauses if clause.category == category]
    return own[0] if own else max(clause.limit_m for clause in clauses if category in clause.members)


def _keep_own(plans: Plans, planned_m: Float64, planned: Int32, area: Int32) -> Float64:
    """Keep the walks to planned facilities where the nearest of a stage class is the area's own, infinite elsewhere."""
    owner = np.append(plans.facilities["area"].to_numpy(), -2)
    return np.where(owner[planned] == area[None, :, None], planned_m, np.inf)


def _find_ways(context: WalkContext, plans: Plans, alone: ExitWalks, together: ExitWalks) -> tuple[PlotWays, PlotWays]:
    """Find the ways of the places of areas, each area alone and all built."""
    places, targets = spread_places(plans.areas), list_targets(context.city, plans, context.category)
    count, rows = len(context.city.facilities), range(len(context.categories))
    inside = [find_inside_legs(plans, places, k, count) for k in rows]
    # what an area can reach of its own alone it reaches when all is built
    reached = [
        walk_through(alone.exits, together.exits.xy, together.exits.area, NearestWalks(*layer)).walk_m
        for layer in zip(alone.planned_m, alone.planned, strict=True)
    ]
    own_m = _keep_own(plans, together.planned_m, together.planned, together.exits.area)

    def find(walks: ExitWalks, own_m: Float64, *, own_only: bool) -> PlotWays:
        return PlotWays(
            places=places,
            extent=context.city.extent.geometry.iloc[0],
            walks=walks,
            nearest=find_nearest(walks.existing, walks.planned_m, walks.planned, count),
            own_m=own_m,
            inside=inside,
            straight=[find_straight_legs(plans.areas, targets, k, own_only=own_only) for k in rows],
        )

    return (
        find(alone, alone.planned_m, own_only=True),
        find(together, np.minimum(own_m, np.stack(reached)), own_only=False),
    )


def _set_scenario(
    name: str, batch: Batch, walks: PlanWalks, own_m: Float64, ways: PlotWays, used: Mapping[str, Float64]
) -> Scenario:
    need = {"floor_area": batch.sizes["households"], "places": batch.sizes["residents"]}
    return Scenario(
        name=name,
        walks=walks,
        nearest=find_nearest(walks.existing, walks.planned_m, walks.planned, batch.facilities.existing_count),
        own_m=own_m,
        ways=ways,
        remaining=count_remaining(batch.facilities, used),
        need={measure: people.to_numpy(float) for measure, people in need.items()},
    )
