"""Plan areas invented for tests and benchmarks: turned rectangles, with gates, facilities and roads of their own."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.plans.read.batch_files import PlanBatch
from geo.plans.read.plan_schemas import STAGES

OWN = ("community_service_station", "kindergarten", "health_station", "elderly_day_care")


def write_batch(batch, folder):
    """Write a batch as files, and return the arguments of the command line that name them."""
    arguments = [folder / "areas.gpkg"]
    batch.areas.drop(columns="row").to_file(arguments[0])
    for name in ("gates", "facilities", "roads"):
        if len(getattr(batch, name)):
            arguments += [f"--{name}", folder / f"{name}.gpkg"]
            getattr(batch, name).to_file(arguments[-1])
    return arguments


def invent_areas(city, count, *, seed=0, with_roads=0.1):
    """A batch of so many areas near the city's homes; about so large a share of them has a road of its own."""
    rng = np.random.default_rng(seed)
    near = rng.choice(len(city.homes), round(count * 1.2) + 5)
    at = shapely.get_coordinates(city.homes.geometry.iloc[near].to_numpy())
    wanted, count = count, len(near)
    at += rng.uniform(-300, 300, at.shape)
    wide, high = rng.uniform(80, 420, (2, count))
    angle = rng.uniform(0, np.pi, count)
    corners = (
        np.array([[-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], [-0.5, 0.5]])[None] * np.stack([wide, high], axis=1)[:, None]
    )
    cos, sin = np.cos(angle), np.sin(angle)
    turn = np.stack([np.stack([cos, -sin], 1), np.stack([sin, cos], 1)], 1)
    rings = np.einsum("nij,nkj->nki", turn, corners) + at[:, None]
    shapes = shapely.polygons(rings)
    inside = shapely.covers(shapely.buffer(city.extent.geometry.iloc[0], -500), shapes)
    shapes, rings = shapes[inside][:wanted], rings[inside][:wanted]
    n = len(shapes)
    ids = [f"P{i:04d}" for i in range(n)]
    households = np.round(shapely.area(shapes) / rng.uniform(40, 120, n)) + 10
    areas = gpd.GeoDataFrame(
        {
            "plan_id": ids,
            "name": [f"Area {i}" for i in range(n)],
            "group": "",
            "stage": "",
            "year": 2027.0,
            "dwellings": np.where(rng.random(n) < 0.5, households, np.nan),
            "households": households,
            "residents": np.nan,
            "residential_floor_area_m2": np.where(rng.random(n) < 0.7, households * 110, np.nan),
            "above_ground_floor_area_m2": np.nan,
            "row": np.arange(1, n + 1),
        },
        geometry=shapes,
        crs=city.crs,
    )
    gated = np.flatnonzero(rng.random(n) < 0.6)
    middles = (rings + np.roll(rings, -1, axis=1)) / 2
    gates = _table(
        {"gate_id": [f"G{i}-{j}" for i in gated for j in (0, 2)], "plan_id": [ids[i] for i in gated for _ in (0, 2)]},
        shapely.points([middles[i, j] for i in gated for j in (0, 2)]),
        city,
    )
    owners = np.repeat(np.flatnonzero(rng.random(n) < 0.5), 2)
    own = shapely.points(
        shapely.get_coordinates(shapely.centroid(shapes[owners])) + rng.uniform(-20, 20, (len(owners), 2))
    )
    facilities = _table(
        {
            "facility_id": [f"N{i}" for i in range(len(owners))],
            "plan_id": [ids[i] for i in owners],
            "category": rng.choice(OWN, len(owners)),
            "name": "",
            "land_area_m2": np.nan,
            "surveyed_area_m2": np.nan,
            "floor": "",
            "own_entrance": "",
            "receiver": "",
            "floor_area_m2": np.where(
                rng.random(len(owners)) < 0.9, rng.uniform(100, 1500, len(owners)).round(), np.nan
            ),
            "capacity": rng.integers(30, 300, len(owners)).astype(float),
            "stage": rng.choice(["", *STAGES], len(owners)),
        },
        own,
        city,
    )
    paved = np.flatnonzero(rng.random(n) < with_roads)
    lines = (
        shapely.linestrings([[middles[i, 1] * 2 - middles[i, 3], middles[i, 3] * 2 - middles[i, 1]] for i in paved])
        if len(paved)
        else np.empty(0, object)
    )
    roads = _table({"plan_id": [ids[i] for i in paved], "highway": "residential"}, lines, city)
    rejected = pd.DataFrame(columns=["file", "row", "plan_id", "reason"])
    return PlanBatch(
        areas=areas, gates=gates, facilities=facilities, roads=roads, rejected=rejected, notes=(), hashes={}
    )


def _table(columns, shapes, city):
    return gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries(shapes, crs=city.crs), crs=city.crs)
