"""Areas with roads of their own: those that lie apart are cut out of the city together, and walk as each alone."""

import dataclasses

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geo.city.walk_context import make_walk_context, walk_to
from geo.plans.alone_walks import walk_alone
from geo.plans.cutouts import cut_surroundings
from geo.plans.measured_plans import number_plans
from geo.reference import build_reference
from tests.plan_areas import invent_areas

CATEGORIES = ["kindergarten", "health_station", "park"]
APART_M = 40_000.0


def double(layer, *ids):
    """A layer with a copy of it farther east, whose ids are others."""
    if layer is None:
        return None
    moved = layer.assign(**{name: layer[name] + "-east" for name in ids}).set_geometry(layer.translate(APART_M))
    return pd.concat([layer, moved], ignore_index=True)


@pytest.fixture(scope="module")
def city():
    """Two towns, one like the other, so far apart that nobody walks from one to the other."""
    one = build_reference(scale=0.03)
    roads = double(one.roads)
    is_east = np.arange(len(roads)) >= len(one.roads)
    first = max(one.roads["u"].max(), one.roads["v"].max()) + 1
    roads["edge_id"] = np.arange(len(roads), dtype=np.int32)
    for end in ("u", "v"):
        roads[end] = (roads[end] + is_east * first).astype(np.int32)
    towns = shapely.union_all(double(one.extent).geometry.to_numpy())
    return dataclasses.replace(
        one,
        roads=roads,
        facilities=double(one.facilities, "facility_id"),
        homes=double(one.homes, "home_id"),
        gates=double(one.gates, "gate_id", "place"),
        barriers=double(one.barriers),
        extent=gpd.GeoDataFrame(geometry=[towns], crs=one.crs),
        snap_cache=None,
    )


@pytest.fixture(scope="module")
def batch(city):
    west = dataclasses.replace(city, homes=city.homes.iloc[: len(city.homes) // 2])
    one = invent_areas(west, 8, seed=6, with_roads=0.6)
    names = {"areas": ["plan_id"], "gates": ["gate_id", "plan_id"], "facilities": ["facility_id", "plan_id"]}
    layers = {name: double(getattr(one, name), *ids) for name, ids in {**names, "roads": ["plan_id"]}.items()}
    return dataclasses.replace(one, **layers)


def walk_there(city):
    return walk_to(make_walk_context(city), CATEGORIES)


def test_areas_that_lie_apart_are_cut_out_together_and_those_that_meet_are_not(city, batch):
    plans, context = number_plans(city, batch, CATEGORIES), walk_there(city)
    areas, half = np.unique(plans.roads["area"]).tolist(), len(batch.areas) // 2
    cuts = list(cut_surroundings(context, plans, areas))
    assert sorted(np.concatenate([cut.areas for cut in cuts]).tolist()) == areas
    assert any(len(cut.areas) > 1 for cut in cuts)
    for cut in cuts:
        west, east = cut.areas[cut.areas < half], cut.areas[cut.areas >= half]
        assert (east - half).tolist() == west.tolist()
        boxes = [plans.areas.iloc[area] for area in west]
        apart_m = [shapely.distance(one, other) for i, one in enumerate(boxes) for other in boxes[:i]]
        assert min(apart_m, default=np.inf) > 4000.0


@pytest.mark.heavy
def test_areas_that_are_cut_out_together_walk_as_each_alone(city, batch):
    plans, context = number_plans(city, batch, CATEGORIES), walk_there(city)
    walks = walk_alone(context, plans, limit_m=1500.0)
    for area in np.unique(plans.roads["area"]):
        by_itself = dataclasses.replace(plans, roads=plans.roads[plans.roads["area"] == area])
        assert [cut.areas.tolist() for cut in cut_surroundings(context, by_itself, [area])] == [[area]]
        alone, mine = walk_alone(context, by_itself, limit_m=1500.0), plans.homes.area == area
        assert walks.existing.walk_m[mine] == pytest.approx(alone.existing.walk_m[mine], abs=1e-4)
        assert walks.existing.facility[mine].tolist() == alone.existing.facility[mine].tolist()
        assert walks.planned_m[:, mine] == pytest.approx(alone.planned_m[:, mine], abs=1e-4)
        one, other = walks.from_exits.near, alone.from_exits.near
        assert one.place[one.origin == area].tolist() == other.place[other.origin == area].tolist()
        assert one.walk_m[one.origin == area] == pytest.approx(other.walk_m[other.origin == area], abs=1e-4)
