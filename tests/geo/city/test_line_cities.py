"""Cities whose roads are lines of an office: ends that nearly meet, a street that crosses itself, one straight road."""

import numpy as np
import pytest
import shapely

from geo.city.reading.build import build_city
from geo.city.source import read_source
from geo.city.walks import measure_walks
from geo.errors import CrsError
from tests.line_cities import CRS, build_lines


def walks_of(city):
    return measure_walks(city).nearest.walk_m[:, 0].tolist()


def clinic_at(x, y):
    return [(shapely.Point(x, y), {"id": "F", "category": "clinic"})]


def test_ends_two_millimetres_apart_are_joined(tmp_path):
    roads = [[(0, 0), (400.004, 0.004)], [(400.006, 0.004), (800, 0)], [(0, 0), (0, 900), (-900, 900)]]
    city = build_lines(tmp_path, roads=roads, homes=[(10, 3), (790, 3)], facilities=clinic_at(780, 4))
    assert walks_of(city) == pytest.approx([777, 17], abs=0.05)


@pytest.mark.heavy
def test_a_street_that_crosses_itself_is_walked_across(tmp_path):
    roads = [[(0, 0), (600, 0), (600, 400), (300, 400), (300, -400)], [(0, 0), (0, -400)]]
    homes, keys = [(310, -350), (310, 100)], 'crossings = "join"'
    joined = build_lines(tmp_path, roads=roads, homes=homes, facilities=clinic_at(20, 5), road_keys=keys)
    # down or up to the crossing at (300, 0), then along
    assert walks_of(joined) == pytest.approx([10 + 350 + 280 + 5, 10 + 100 + 280 + 5])
    apart = build_lines(tmp_path, roads=roads, homes=homes, facilities=clinic_at(20, 5))
    assert min(walks_of(apart)) > 1000
    assert [note.values["pairs"] for note in apart.notes if note.key == "crossing_lines"] == [1]


def test_a_village_on_one_straight_road_is_built(tmp_path):
    homes = [(x, 30 * (-1) ** (x // 100)) for x in range(50, 2400, 100)]
    city = build_lines(tmp_path, roads=[[(0, 0), (2400, 0)]], homes=homes, facilities=clinic_at(1200, 20))
    assert walks_of(city)[0] == pytest.approx(30 + 1150 + 20)
    (extent,) = city.extent.geometry
    assert extent.area == pytest.approx(2400 * 400 + np.pi * 200**2, rel=0.01)
    assert not [note for note in city.notes if note.key == "outside_extent"]


@pytest.mark.parametrize("height", [0.0, 1e-4])
def test_a_box_drawn_round_one_straight_road_is_not_where_the_data_end(tmp_path, height):
    nodes = '<node id="1" version="1" lat="35.9" lon="14.5"/><node id="2" version="1" lat="35.9" lon="14.54"/>'
    way = '<way id="1" version="1"><nd ref="1"/><nd ref="2"/><tag k="highway" v="residential"/></way>'
    box = f'<bounds minlat="35.9" minlon="14.5" maxlat="{35.9 + height}" maxlon="14.54"/>'
    (tmp_path / "roads.osm").write_text(f'<osm version="0.6">{box}{nodes}{way}</osm>', encoding="utf-8")
    (tmp_path / "homes.csv").write_text("id,lon,lat,population\nH,14.51,35.9011,1\n", encoding="utf-8")
    (tmp_path / "places.csv").write_text("id,category,lon,lat\nF,clinic,14.51,35.8989\n", encoding="utf-8")
    tables = [
        '[city]\nname = "One road"',
        '[roads]\npath = "roads.osm"',
        '[grid_units]\ngenerate = "hexagon:250"',
        '[homes]\npath = "homes.csv"\ndatum = "wgs84"',
        '[facilities]\npath = "places.csv"\ndatum = "wgs84"',
    ]
    (tmp_path / "city.toml").write_text("\n".join(tables) + "\n", encoding="utf-8")
    assert walks_of(build_city(read_source(tmp_path / "city.toml"))) == pytest.approx([244], abs=1)


@pytest.mark.heavy
def test_a_city_in_a_crs_that_does_not_measure_true_is_refused_with_one_that_does(tmp_path):
    build_lines(tmp_path, roads=[[(0, 0), (2400, 0)]], homes=[(5, 5)], facilities=clinic_at(1200, 20))
    source = tmp_path / "city.toml"
    text = source.read_text(encoding="utf-8")
    source.write_text(text.replace(f'\ncrs = "{CRS}"', '\ncrs = "EPSG:3395"'), encoding="utf-8")
    with pytest.raises(CrsError, match=r"1,000 m at .* read 1,216 m in EPSG:3395; expected 994 to 1,006; use EPSG:326"):
        build_city(read_source(source))
