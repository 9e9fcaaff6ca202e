"""A small city as an office would hold it: files and a source file that tells how to read them."""

from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import Transformer

#: South-west corner in EPSG:4547 (114 E); the zone's own number stands before it in EPSG:4526.
WEST, SOUTH = 500_000.0, 3_845_000.0
SIZE_M, STEP_M = 1200.0, 200.0
TO_LONLAT = Transformer.from_crs(4547, 4326, always_xy=True)

SOURCE = """
[city]
name = "Small City"
crs = "EPSG:4547"
[roads]
path = "roads.gpkg"
crossings = "join"
[grid_units]
path = "units.gpkg"
[homes]
path = "homes.csv"
datum = "wgs84"
[facilities]
path = "facilities.csv"
datum = "wgs84"
[workers]
path = "workers.csv"
columns = { id = "id", grid_unit = "grid" }
[divisions]
path = "divisions.csv"
"""


@dataclass
class Office:
    """The folder and its tables; change one, save it, build."""

    folder: Path
    roads: gpd.GeoDataFrame
    units: gpd.GeoDataFrame
    homes: pd.DataFrame
    facilities: pd.DataFrame
    workers: pd.DataFrame
    divisions: pd.DataFrame

    @property
    def source(self):
        return self.folder / "city.toml"

    def save(self):
        for name in ("roads", "units"):
            (self.folder / f"{name}.gpkg").unlink(missing_ok=True)
            getattr(self, name).to_file(self.folder / f"{name}.gpkg")
        for name in ("homes", "facilities", "workers", "divisions"):
            getattr(self, name).to_csv(self.folder / f"{name}.csv", index=False)
        return self

    def edit(self, old, new):
        """Change the source file."""
        text = self.source.read_text("utf-8")
        assert old in text
        self.source.write_text(text.replace(old, new, 1), "utf-8")
        return self


#: A rule set but for its id, name and source: a clinic within 1,000 m.
CLINIC_RULES = """
scope = ["urban"]
[tiers.near]
name = { zh = "近", en = "Near" }
provider = "project"
source = "us"
verified = true
[facilities.clinic]
name = { zh = "诊所", en = "Clinic" }
tier = "near"
departments = ["health"]
radius = { m = 1000 }
source = "us"
verified = true
"""


def lonlat(x, y):
    lon, lat = TO_LONLAT.transform(WEST + np.asarray(x, float), SOUTH + np.asarray(y, float))
    return np.round(lon, 8), np.round(lat, 8)


def write_office(folder):
    folder.mkdir()
    at = np.arange(0, SIZE_M + 1, STEP_M)
    ways = [[(0, y), (SIZE_M, y)] for y in at] + [[(x, 0), (x, SIZE_M)] for x in at]
    roads = gpd.GeoDataFrame(geometry=[shapely.LineString(np.add(way, (WEST, SOUTH))) for way in ways], crs=4547)
    half = SIZE_M / 2
    corners = [(x, y) for y in (half, 0.0) for x in (0.0, half)]
    squares = [shapely.box(WEST + x, SOUTH + y, WEST + x + half, SOUTH + y + half) for x, y in corners]
    units = gpd.GeoDataFrame(
        {"code": [f"41010200100100{n}" for n in range(1, 5)], "name": [f"第{n}网格" for n in range(1, 5)]}
        | {"community": "410102001001"},
        geometry=squares,
        crs=4547,
    )
    rng = np.random.default_rng(7)
    x = rng.uniform(20, SIZE_M - 20, 40)
    y = np.round(rng.uniform(20, SIZE_M - 20, 40) / STEP_M) * STEP_M + rng.uniform(2, 6, 40)
    lon, lat = lonlat(x, np.minimum(y, SIZE_M - 1))
    homes = pd.DataFrame(
        {"id": [f"00{n:02d}" for n in range(40)], "lon": lon, "lat": lat, "population": 10, "households": 4}
    )
    lon, lat = lonlat([100, 900], [204, 803])
    facilities = pd.DataFrame(
        {"id": ["f1", "f2"], "lon": lon, "lat": lat, "category": ["clinic", "school"], "name": ["甲", "乙"]}
    )
    workers = pd.DataFrame(
        {"id": ["w1"], "grid": ["410102001001001"], "name": ["张三"], "role": ["lead"], "phone": ["000"]}
    )
    tree = [
        ("410100000000", "市", "city", ""),
        ("410102000000", "区", "district", "410100000000"),
        ("410102001000", "街道", "street", "410102000000"),
        ("410102001001", "社区", "community", "410102001000"),
    ]
    divisions = pd.DataFrame(tree, columns=["code", "name", "level", "parent"])
    (folder / "city.toml").write_text(SOURCE, "utf-8")
    return Office(folder, roads, units, homes, facilities, workers, divisions).save()
