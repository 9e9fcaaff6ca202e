"""A wrong datum of gates, of barriers and of one table of facilities is told when a city is built."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import pytest
import shapely
import shapely.ops

from geo.city.reading.build import build_city
from geo.city.source import read_source
from geo.crs.datum import from_wgs84
from geo.errors import CrsError

pytestmark = pytest.mark.heavy

CORNER = np.array([465_000.0, 3_843_000.0])
SIZE_M = 7000.0
TO_LONLAT = pyproj.Transformer.from_crs(4547, 4326, always_xy=True)
SOURCE = """
[city]
name = "City"
crs = "EPSG:4547"
[roads]
path = "roads.gpkg"
crossings = "join"
[grid_units]
path = "units.gpkg"
[homes]
path = "homes.csv"
datum = "wgs84"
[[facilities]]
path = "clinics.csv"
datum = "wgs84"
[[facilities]]
path = "schools.csv"
datum = "wgs84"
[gates]
path = "gates.csv"
datum = "wgs84"
[barriers]
path = "walls.geojson"
"""


class Town:
    """Streets that are no lattice, and what stands beside them; each layer may be moved before it is written."""

    def __init__(self, seed=1):
        rng = np.random.default_rng(seed)
        self.streets = []
        for axis in (0, 1):
            for value in np.cumsum(rng.uniform(150, 450, 22)):
                bend = np.linspace(0, SIZE_M, 30)
                side = value + 60 * np.sin(bend / rng.uniform(300, 900))
                self.streets.append(
                    shapely.LineString(np.column_stack([bend, side] if axis else [side, bend]) + CORNER)
                )
        self.places = {"homes": self._stand(rng, 80), "clinics": self._stand(rng, 120), "schools": self._stand(rng, 40)}
        self.places["gates"] = self._stand(rng, 120)
        begin = rng.uniform(200, SIZE_M - 400, 60)
        walls = [
            shapely.offset_curve(
                shapely.ops.substring(self.streets[i % len(self.streets)], at, at + 100), rng.choice([-9, 9])
            )
            for i, at in enumerate(begin)
        ]
        self.walls = np.array(walls)

    def _stand(self, rng, count):
        lines = np.array(self.streets)[rng.integers(0, len(self.streets), count)]
        points = shapely.line_interpolate_point(lines, rng.uniform(0.05, 0.95, count), normalized=True)
        return shapely.get_coordinates(points) + rng.uniform(-12, 12, (count, 2))

    def write(self, folder, *, datums=None, moved=None):
        """Write the files; of the layers named in `datums` the numbers are of another datum than they say."""
        folder.mkdir(exist_ok=True)
        datums, moved = datums or {}, moved or {}

        def degrees(name, xy):
            lonlat = TO_LONLAT.transform(*(xy + moved.get(name, 0.0)).T)
            return np.column_stack(from_wgs84(*lonlat, datum=datums.get(name, "wgs84")))

        for name, xy in self.places.items():
            letter = name[0]
            table = pd.DataFrame(degrees(name, xy), columns=["lon", "lat"])
            table.insert(0, "id", [f"{letter}{n}" for n in range(len(table))])
            if name == "homes":
                table["population"] = 10
            elif name == "gates":
                table["place"] = [f"h{n % 80}" for n in range(len(table))]
            else:
                table["category"] = name
            table.to_csv(folder / f"{name}.csv", index=False)
        walls = shapely.transform(self.walls, lambda xy: degrees("walls", xy))
        gpd.GeoDataFrame({"kind": "wall"}, index=range(len(walls)), geometry=walls, crs=4326).to_file(
            folder / "walls.geojson"
        )
        gpd.GeoDataFrame(geometry=self.streets, crs=4547).to_file(folder / "roads.gpkg")
        unit = shapely.box(*(CORNER - 500), *(CORNER + SIZE_M + 500))
        gpd.GeoDataFrame({"code": ["1"]}, geometry=[unit], crs=4547).to_file(folder / "units.gpkg")
        (folder / "city.toml").write_text(SOURCE, "utf-8")
        return folder / "city.toml"


def list_doubts(source):
    keys = ("doubtful_datum", "partly_doubtful_datum", "constant_offset", "doubtful_roads", "shifted_units")
    return [
        (note.key, note.values["file"], note.values.get("better"))
        for note in build_city(read_source(source)).notes
        if note.key in keys
    ]


@pytest.fixture(scope="module")
def town():
    return Town()


def test_a_right_city_is_not_accused(town, tmp_path):
    assert list_doubts(town.write(tmp_path / "a")) == []


@pytest.mark.parametrize("datum", ["gcj02", "bd09"])
@pytest.mark.parametrize(
    ("layer", "file"),
    [("gates", "gates.csv"), ("walls", "walls.geojson"), ("clinics", "clinics.csv"), ("schools", "schools.csv")],
)
def test_one_layer_or_table_in_another_datum_is_told_by_its_file(town, tmp_path, layer, file, datum):
    assert list_doubts(town.write(tmp_path / "a", datums={layer: datum})) == [("doubtful_datum", file, datum)]


@pytest.mark.parametrize(("layer", "file"), [("gates", "gates.csv"), ("clinics", "clinics.csv")])
@pytest.mark.parametrize("offset", [(70, -50), (0, 90)])
def test_a_constant_offset_of_one_is_told(town, tmp_path, layer, file, offset):
    source = town.write(tmp_path / "a", moved={layer: np.array(offset)})
    assert list_doubts(source) == [("constant_offset", file, None)]


def test_tables_that_are_too_small_to_be_tested_alone_are_tested_together(town, tmp_path):
    few = Town()
    few.places |= {name: few.places[name][:20] for name in ("clinics", "schools")}
    source = few.write(tmp_path / "a", datums={"clinics": "gcj02", "schools": "gcj02"})
    assert list_doubts(source) == [("doubtful_datum", "clinics.csv, schools.csv", "gcj02")]


def test_half_of_the_gates_in_another_datum_are_told_with_their_rows(tmp_path):
    half = Town()
    xy = half.places["gates"]
    lonlat = from_wgs84(*TO_LONLAT.transform(*xy.T), datum="gcj02")
    back = pyproj.Transformer.from_crs(4326, 4547, always_xy=True).transform(*lonlat)
    half.places["gates"] = np.where((np.arange(len(xy)) % 2 == 0)[:, np.newaxis], np.column_stack(back), xy)
    assert list_doubts(half.write(tmp_path / "a")) == [("partly_doubtful_datum", "gates.csv", "gcj02")]


def test_barriers_beyond_the_city_are_no_fault_unless_all_are(tmp_path):
    wide = Town()
    far = shapely.transform(wide.walls, lambda xy: xy + 30_000)
    wide.walls = np.concatenate([wide.walls[:20], far, far])
    assert list_doubts(wide.write(tmp_path / "a")) == []
    wide.walls = far
    with pytest.raises(CrsError, match=r"walls\.geojson: most of its places lie outside"):
        build_city(read_source(wide.write(tmp_path / "b")))


def test_gates_with_latitude_first_are_told(town, tmp_path):
    source = town.write(tmp_path / "a")
    table = pd.read_csv(source.with_name("gates.csv"))
    table.rename(columns={"lon": "lat", "lat": "lon"}).to_csv(source.with_name("gates.csv"), index=False)
    with pytest.raises(CrsError, match=r"gates\.csv: longitude and latitude are swapped"):
        build_city(read_source(source))
