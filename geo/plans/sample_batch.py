"""A toy batch of plan areas in the toy city."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import shapely

from geo.city.sample import ORIGIN, place_sample_points
from geo.plans.read.batch_columns import FACILITY_COLUMNS
from geo.plans.read.batch_files import PlanBatch
from geo.plans.read.plan_sizes import FLOOR_AREAS


def build_sample_plans() -> PlanBatch:
    """Build a batch of one plan area in the toy city: A, 60 m by 40 m, 400 dwellings, one gate 20 m from a road.

    Returns
    -------
    PlanBatch
        From the gate (450, 320) the clinic is 770 m away, the school 470 m; homes are up to 41 m from the gate.

    Examples
    --------
    >>> build_sample_plans().areas.area.tolist()
    [2400.0]
    """
    crs = pyproj.CRS.from_epsg(32650)
    west, south = ORIGIN
    sizes = {"dwellings": [400.0], **dict.fromkeys(("households", "residents", *FLOOR_AREAS), np.nan)}
    areas = gpd.GeoDataFrame(
        {"plan_id": ["A"], "name": ["A"], "group": [""], "stage": [""], "year": [2027.0], **sizes, "row": [1]},
        geometry=[shapely.box(west + 420, south + 320, west + 480, south + 360)],
        crs=crs,
    )
    gates = place_sample_points({"gate_id": ["g1"], "plan_id": ["A"]}, [(450, 320)], crs)
    facilities = gpd.GeoDataFrame({name: [] for name in FACILITY_COLUMNS}, geometry=[], crs=crs)
    roads = gpd.GeoDataFrame({"plan_id": [], "highway": []}, geometry=[], crs=crs)
    rejected = pd.DataFrame(columns=["file", "row", "plan_id", "reason"])
    return PlanBatch(
        areas=areas, gates=gates, facilities=facilities, roads=roads, rejected=rejected, notes=(), hashes={}
    )
