"""A wrong datum is told for a whole layer, for a part of it, and as an offset; a right one is never accused."""

import numpy as np
import pyproj
import pytest
import shapely

from geo.crs.accuracy import check_accuracy, find_uncertainty
from geo.crs.datum import from_wgs84
from geo.crs.fit import compare_datums
from geo.crs.hints import explain_eastings, is_north_first
from geo.crs.projection import WGS84, project_coordinates
from geo.errors import CrsError

CRS = pyproj.CRS.from_epsg(4547)
CORNER = np.array([465_000.0, 3_843_000.0])
RNG = np.random.default_rng(1)


def draw_roads():
    """Draw streets that are no lattice: every block has its own width."""
    lines = []
    for axis in (0, 1):
        at = np.cumsum(RNG.uniform(150, 450, 25))
        for value in at:
            bend = np.linspace(0, 8000, 30)
            side = value + 60 * np.sin(bend / RNG.uniform(300, 900))
            xy = np.column_stack([bend, side] if axis else [side, bend]) + CORNER
            lines.append(shapely.LineString(xy))
    return lines


ROADS = draw_roads()
TREE = shapely.STRtree(ROADS)


def homes(n=400):
    """Places up to 12 m beside the streets."""
    lines = RNG.integers(0, len(ROADS), n)
    points = shapely.line_interpolate_point(np.array(ROADS)[lines], RNG.uniform(0.02, 0.98, n), normalized=True)
    return shapely.get_coordinates(points) + RNG.uniform(-12, 12, (n, 2))


def mislabel(xy, datum):
    """Return where places lie whose numbers are of a datum and are read as WGS-84."""
    lon, lat = pyproj.Transformer.from_crs(CRS, WGS84, always_xy=True).transform(*xy.T)
    return np.column_stack(project_coordinates(*from_wgs84(lon, lat, datum=datum), datum="wgs84", crs=CRS))


def compare(xy, *, datum="wgs84", roads=TREE):
    return compare_datums(
        xy, roads, crs=CRS, datum=datum, stated=datum, file="a.csv", numbers=np.arange(2, len(xy) + 2)
    )


@pytest.mark.heavy
@pytest.mark.parametrize("n", [24, 60, 400])
def test_a_right_datum_is_not_accused(n):
    assert [note.key for _ in range(20) for note in compare(homes(n))] == []


@pytest.mark.parametrize("datum", ["gcj02", "bd09"])
@pytest.mark.parametrize("n", [24, 400])
def test_a_layer_in_another_datum_is_told(datum, n):
    (note,) = compare(mislabel(homes(n), datum))
    assert (note.key, note.values["better"]) == ("doubtful_datum", datum)
    assert note.values["better_m"] < 10 < note.values["datum_m"]


def test_wgs84_called_gcj02_is_told_too():
    xy = homes()
    lon, lat = pyproj.Transformer.from_crs(CRS, WGS84, always_xy=True).transform(*xy.T)
    read = np.column_stack(project_coordinates(lon, lat, datum="gcj02", crs=CRS))
    (note,) = compare(read, datum="gcj02")
    assert (note.key, note.values["better"]) == ("doubtful_datum", "wgs84")


@pytest.mark.parametrize(
    "part", [lambda n: np.arange(n) % 2 == 0, lambda n: np.arange(n) >= n // 2, lambda n: np.arange(n) < n // 4]
)
def test_a_part_in_another_datum_is_told_with_its_rows(part):
    xy = homes()
    wrong = part(len(xy))
    xy[wrong] = mislabel(xy, "gcj02")[wrong]
    (note,) = compare(xy)
    assert (note.key, note.values["better"]) == ("partly_doubtful_datum", "gcj02")
    rows = [int(row) - 2 for row in str(note.values["rows"]).removesuffix(" …").split(", ")]
    assert np.mean(wrong[rows]) >= 0.7


@pytest.mark.heavy
def test_roads_in_another_datum_are_told():
    moved = shapely.STRtree([shapely.transform(road, lambda xy: mislabel(xy, "gcj02")) for road in ROADS])
    (note,) = compare(homes(), roads=moved)
    assert (note.key, note.values["better"]) == ("doubtful_roads", "gcj02")


@pytest.mark.parametrize(("east", "north"), [(70, -50), (-120, 30), (0, 90), (-45, -45)])
def test_a_constant_offset_is_told_in_metres_and_direction(east, north):
    (note,) = compare(homes() + np.array([east, north]))
    assert note.key == "constant_offset"
    assert note.values["east_m"] == pytest.approx(east, abs=12)
    assert note.values["north_m"] == pytest.approx(north, abs=12)


def test_places_in_the_middle_of_blocks_of_a_lattice_are_not_accused():
    at = np.arange(0, 6001, 200.0)
    lines = [shapely.LineString([(x, 0), (x, 6000)]) for x in at] + [
        shapely.LineString([(0, y), (6000, y)]) for y in at
    ]
    roads = shapely.STRtree(shapely.transform(lines, lambda xy: xy + CORNER))
    x, y = np.meshgrid(at[5:20] + 100, at[5:20] + 100)
    assert compare(np.column_stack([x.ravel(), y.ravel()]) + CORNER, roads=roads) == []


# ---- eastings and old datums ----


@pytest.mark.parametrize(
    ("x", "y", "epsg", "words"),
    [
        (38469372, 3847187, 4547, ["begins with zone 38", "EPSG:4526"]),
        (37469372, 3847187, 4526, ["begins with zone 37", "EPSG:4525"]),
        (38469372, 3847187, 2383, ["begins with zone 38", "EPSG:2362"]),
        (19469372, 3847187, 4508, ["begins with zone 19", "EPSG:4497"]),
        (3847187, 38469372, 4526, ["x and y are swapped", "38469372"]),
        (3847187, 38469372, 4547, ["x and y are swapped", "EPSG:4526"]),
        (3847187, 469372, 4547, ["x and y are swapped", "469372"]),
        (469372, 3847187, 4526, ["no zone in front", "EPSG:4547"]),
    ],
)
def test_eastings_of_another_zone_and_swapped_axes_are_explained(x, y, epsg, words):
    said = explain_eastings(float(x), float(y), pyproj.CRS.from_epsg(epsg))
    assert all(word in said for word in words), said


@pytest.mark.parametrize(
    ("x", "y", "epsg"),
    [(469372, 3847187, 4547), (38469372, 3847187, 4526), (13000000, 4800000, 3857), (530000, 180000, 27700)],
)
def test_eastings_that_fit_are_not_accused(x, y, epsg):
    assert explain_eastings(float(x), float(y), pyproj.CRS.from_epsg(epsg)) is None


def test_north_first_is_only_what_cannot_be_east_first():
    assert is_north_first(3847146, 468401, datum="EPSG:4547")
    assert is_north_first(34.7, 113.6, datum="wgs84")
    assert not is_north_first(468401, 3847146, datum="EPSG:4547")
    assert not is_north_first(24.9, 60.2, datum="wgs84")


@pytest.mark.parametrize("epsg", [2383, 2362, 4610, 4214, 2422, 2435])
def test_old_datums_are_refused_unless_accepted(epsg):
    source = pyproj.CRS.from_epsg(epsg)
    with pytest.raises(CrsError, match=r'unknown accuracy .* up to about 150 m; .* uncertain = "accept"'):
        check_accuracy(source, CRS, accepts=False, file="a.csv")
    (note,) = check_accuracy(source, CRS, accepts=True, file="a.csv")
    assert note.values["off_m"] == 150


@pytest.mark.parametrize(
    ("source", "target"),
    [
        (4326, 4547),
        (4490, 4547),
        (32649, 4547),
        (3857, 4547),
        (4258, 32635),
        (27700, 32630),
        (31467, 32632),
        (3067, 32635),
    ],
)
def test_datums_that_are_known_well_are_not_refused(source, target):
    assert find_uncertainty(pyproj.CRS.from_epsg(source), pyproj.CRS.from_epsg(target)) <= 10
