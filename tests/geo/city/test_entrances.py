"""Facilities with an area are reached where roads enter or touch them, never at a point in their middle."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.circles.circles import draw_facility_circles, prepare_circles
from geo.circles.routes import trace_route
from geo.city.check import inspect_city
from geo.city.reading.entrances import add_entrances
from geo.city.report import report_walks
from geo.city.walks import measure_walks
from geo.files.osm import read_osm_facilities
from geo.texts.notes import translate_note
from geo.walking.access_points import find_access_points, join_points
from geo.walking.nearest import nearest_facilities
from geo.walking.network import build_network
from geo.walking.snap import snap_points
from geo.walking.split import split_lines
from tests.line_cities import CORNER, CRS, build_lines

PARK = {"id": "P", "category": "park", "name": "Park"}
STREET = [(0, 0), (2000, 0)]


def walks_of(city, **options):
    """Measure the walk of each home to its nearest facility of the only category [m]."""
    return measure_walks(city, **options).nearest.walk_m[:, 0].tolist()


def note_of(city, key="derived_entrances"):
    return next(note.values for note in city.notes if note.key == key)


def draw_blocks(count, side, *, without=None):
    """Draw streets of square blocks, one line per side of a block, but for what lies inside a box."""
    at = np.arange(count + 1) * side
    ways = [((x, y), (x + side, y)) for x in at[:-1] for y in at] + [
        ((x, y), (x, y + side)) for x in at for y in at[:-1]
    ]
    lines = shapely.linestrings(np.array(ways, float))
    kept = (
        np.ones(len(lines), bool)
        if without is None
        else ~shapely.crosses(lines, without) & ~shapely.within(lines, without)
    )
    return [way for way, keep in zip(ways, kept, strict=True) if keep]


def test_a_park_is_reached_where_a_path_enters_it_and_not_in_its_middle(tmp_path):
    park = shapely.box(500, 50, 900, 450)
    city = build_lines(
        tmp_path, roads=[STREET, [(600, 0), (600, 200)]], homes=[(400, 0), (800, 0)], facilities=[(park, PARK)]
    )
    # along the street to the path, up to 5 m from the outline
    assert walks_of(city) == pytest.approx([200 + 45, 200 + 45], abs=0.01)
    assert note_of(city) | {"entrances": 0} == {
        "areas": 1, "stated": 0, "touched": 1, "beside": 0, "away": 0, "entrances": 0,
    }  # fmt: skip
    assert not [note for note in city.assumptions if note.key == "assumed_entrances"]


@pytest.mark.heavy
def test_a_road_within_5_m_touches_an_outline_all_along_and_one_farther_away_does_not(tmp_path):
    homes = [(100, 0), (700, 0), (710, 0), (1000, 0)]
    touching = build_lines(tmp_path, roads=[STREET], homes=homes, facilities=[(shapely.box(500, 5, 900, 300), PARK)])
    assert walks_of(touching) == pytest.approx([400, 0, 0, 100], abs=5.0)
    assert walks_of(touching)[0] == pytest.approx(400.0, abs=0.3)
    away = build_lines(tmp_path, roads=[STREET], homes=homes, facilities=[(shapely.box(500, 5.1, 900, 300), PARK)])
    assert note_of(away)["beside"] == 1
    assert walks_of(away) == pytest.approx([405.1, 5.1, 5.1, 105.1], abs=5.0)


@pytest.mark.heavy
def test_a_park_amid_streets_that_do_not_enter_it_is_reached_from_every_side(tmp_path):
    park = shapely.box(220, 220, 580, 580)
    blocks = draw_blocks(4, 200.0, without=shapely.box(200, 200, 600, 600))
    homes = [(185, 400), (400, 615), (0, 400), (790, 790)]
    city = build_lines(tmp_path, roads=blocks, homes=homes, facilities=[(park, PARK)])
    # 15 m to the street and 20 m to the outline, not 615 m to a point on the other side
    assert walks_of(city) == pytest.approx([35, 35, 220, 440], abs=5.5)
    (assumed,) = (note for note in city.assumptions if note.key == "assumed_entrances")
    assert translate_note(assumed, "en").startswith("1 facilities with an area have no stated gate")


@pytest.mark.heavy
def test_a_park_as_wide_as_many_blocks_is_reached_by_those_beside_it(tmp_path):
    park = shapely.box(240, 240, 1160, 1160)
    blocks = draw_blocks(7, 200.0, without=shapely.box(200, 200, 1200, 1200))
    city = build_lines(tmp_path, roads=blocks, homes=[(190, 700), (700, 1210)], facilities=[(park, PARK)])
    assert walks_of(city) == pytest.approx([50, 50], abs=5.5)
    donut = shapely.difference(park, shapely.box(500, 500, 900, 900))
    ring = build_lines(tmp_path, roads=blocks, homes=[(190, 700), (700, 1210)], facilities=[(donut, PARK)])
    assert walks_of(ring) == walks_of(city)


@pytest.mark.heavy
def test_stated_gates_win_and_only_where_they_are_stated(tmp_path):
    facilities = [(shapely.box(200, 5, 400, 90), PARK), (shapely.box(1500, 5, 1700, 90), PARK | {"id": "Q"})]
    city = build_lines(
        tmp_path, roads=[STREET], homes=[(200, 0), (1500, 0)], facilities=facilities, gates=[("P", 400, 5)]
    )
    assert walks_of(city) == pytest.approx([205, 0], abs=0.3)
    assert city.gates.groupby("place")["is_derived"].all().to_dict() == {"P": False, "Q": True}
    assert (note_of(city)["stated"], note_of(city)["touched"]) == (1, 1)
    assert city.gates["gate_id"].is_unique


@pytest.mark.heavy
def test_a_wall_between_road_and_park_is_no_entrance_but_a_path_through_it_is(tmp_path):
    park, wall = shapely.box(500, 4, 900, 300), shapely.LineString([(400, 2), (1000, 2)])
    homes, facilities = [(700, 0)], [(park, PARK)]
    walled = build_lines(tmp_path, roads=[STREET], homes=homes, facilities=facilities, barriers=[wall])
    assert np.isinf(walks_of(walled)[0])
    roads = [STREET, [(880, 0), (880, 50)]]
    open_ = build_lines(tmp_path, roads=roads, homes=homes, facilities=facilities, barriers=[wall])
    assert walks_of(open_) == pytest.approx([184.0], abs=0.01)


def test_a_path_that_hangs_together_with_nothing_is_no_entrance(tmp_path):
    roads = [STREET, [(600, 60), (600, 95)]]
    city = build_lines(tmp_path, roads=roads, homes=[(600, 0)], facilities=[(shapely.box(500, 50, 700, 100), PARK)])
    assert note_of(city)["beside"] == 1
    assert walks_of(city) == pytest.approx([50.0], abs=5.0)


@pytest.mark.heavy
def test_an_area_far_from_every_road_is_reached_by_nobody_and_that_is_said(tmp_path):
    facilities = [(shapely.box(500, 210, 700, 400), PARK), (shapely.box(900, 150, 1000, 190), PARK | {"id": "Q"})]
    city = build_lines(tmp_path, roads=[STREET], homes=[(600, 0), (950, 0)], facilities=facilities)
    assert walks_of(city) == pytest.approx([300 + 150, 150], abs=0.5)
    assert (note_of(city)["beside"], note_of(city)["away"]) == (1, 1)


def test_a_wide_park_is_not_called_unsnapped_for_its_middle(tmp_path):
    park, far = shapely.box(500, 4, 1500, 1000), shapely.box(500, -900, 700, -300)
    city = build_lines(tmp_path, roads=[STREET], homes=[(600, 0)], facilities=[(park, PARK), (far, PARK | {"id": "Q"})])
    report = report_walks(city, measure_walks(city)).query("layer == 'facilities'")
    assert report[["id", "access_m", "reason"]].fillna(-1).to_numpy().tolist() == [
        ["P", 0.0, ""],
        ["Q", -1, "no_road"],
    ]
    assert inspect_city(city)["facilities"] == {"snapped": 1, "no_road": 1}


@pytest.mark.heavy
def test_areas_of_several_parts_and_bow_ties_are_reached_at_every_part(tmp_path):
    parts = shapely.multipolygons([shapely.box(500, 5, 600, 90), shapely.box(1500, 5, 1600, 90)])
    bow_tie = shapely.Polygon([(500, 5), (900, 300), (900, 5), (500, 300)])
    homes = [(450, 0), (1450, 20)]
    city = build_lines(tmp_path, roads=[STREET], homes=homes, facilities=[(parts, PARK)])
    assert walks_of(city) == pytest.approx([50, 70], abs=0.3)
    city = build_lines(tmp_path, roads=[STREET], homes=homes, facilities=[(bow_tie, PARK)])
    assert walks_of(city) == pytest.approx([50, 570], abs=0.3)


@pytest.mark.heavy
def test_points_and_areas_of_all_kinds_stand_in_one_layer(tmp_path):
    collection = shapely.GeometryCollection([shapely.box(900, 5, 950, 90), shapely.Point(960, 30)])
    parts = shapely.multipolygons([shapely.box(1500, 5, 1600, 90), shapely.box(1700, 5, 1800, 90)])
    shapes = [shapely.Point(100, 20), shapely.box(500, 5, 600, 90), collection, parts]
    facilities = [(shape, {"id": f"P{n}", "category": "park", "name": f"{n}"}) for n, shape in enumerate(shapes)]
    city = build_lines(tmp_path, roads=[STREET], homes=[(100, 0), (450, 0), (1650, 0)], facilities=facilities)
    assert walks_of(city) == pytest.approx([20, 50, 50], abs=0.3)


@pytest.mark.heavy
def test_points_and_lines_have_no_entrances(tmp_path):
    shapes = [(shapely.Point(500, 10), PARK), (shapely.LineString([(900, 10), (990, 10)]), PARK | {"id": "Q"})]
    city = build_lines(tmp_path, roads=[STREET], homes=[(500, 0)], facilities=shapes)
    assert city.gates is None
    assert walks_of(city) == pytest.approx([10.0])


@pytest.mark.heavy
@settings(max_examples=25)
@given(
    corners=st.lists(st.tuples(st.integers(0, 800), st.integers(0, 800)), min_size=3, max_size=6, unique=True),
    seed=st.integers(0, 999),
)
def test_walks_to_an_area_are_those_to_gates_at_every_metre_of_road_in_it(corners, seed):
    """The other road: the roads cut at the outline widened by 5 m, and a stated gate at every metre of what is in."""
    area = shapely.convex_hull(shapely.multipoints(np.array(corners) + 0.37))
    lines = np.array([shapely.LineString(way) for way in draw_blocks(4, 200.0)])
    inside = shapely.intersection(shapely.multilinestrings(lines), shapely.buffer(area, 5.0, quad_segs=64))
    if shapely.get_dimensions(area) < 2 or not shapely.length(inside):
        return
    dense = shapely.points(shapely.get_coordinates(shapely.segmentize(inside, 1.0)))
    network = build_network(split_lines(gpd.GeoDataFrame(geometry=lines, crs=CRS), None))
    homes = join_points(snap_points(network, shapely.points(np.random.default_rng(seed).uniform(0, 800, (12, 2)))))

    def walk_to(entrances):
        one = np.zeros(len(entrances), np.int32)
        gates = find_access_points(
            snap_points(network, shapely.points([[0, 0]])), snap_points(network, entrances), one, one
        )
        return nearest_facilities(network, homes, gates, one[:1], categories=1).walk_m[:, 0]

    facility = gpd.GeoDataFrame({"facility_id": ["P"]}, geometry=[area.centroid], crs=CRS)
    roads = gpd.GeoDataFrame(
        {"u": network.u, "v": network.v, "length_m": network.length_m, "steps": network.steps},
        geometry=network.geometry,
        crs=CRS,
    )
    derived, *_ = add_entrances(
        None, facility, np.array([area], object), roads, None, snap_limit_m=200.0, min_component_m=50.0
    )
    found, truth = walk_to(np.asarray(derived.geometry.values)), walk_to(dense)
    assert (found >= truth - 1.0).all()
    assert (found <= truth + 5.0).all()


@pytest.mark.heavy
def test_a_circle_of_a_wide_park_begins_at_its_entrances_on_every_side(tmp_path):
    park = shapely.box(1000, 4, 3000, 1000)
    roads = [[(0, 0), (4000, 0)], [(0, 0), (0, 1500)]]
    city = build_lines(tmp_path, roads=roads, homes=[(600, 0), (3600, 0), (100, 0)], facilities=[(park, PARK)])
    context = measure_walks(city).context
    circle = draw_facility_circles(prepare_circles(context), ["P"], minutes=[10]).iloc[0]
    assert circle["residents"] == 2
    inside = shapely.intersects(circle.geometry, np.asarray(city.homes.geometry.values))
    assert inside.tolist() == [True, True, False]
    assert circle.geometry.bounds[0] - CORNER[0] == pytest.approx(1000 - 10 * 4000 / 60, abs=30)
    assert circle.geometry.bounds[2] - CORNER[0] == pytest.approx(3000 + 10 * 4000 / 60, abs=30)


def test_a_route_ends_at_the_entrance(tmp_path):
    roads = [STREET, [(600, 0), (600, 200)]]
    city = build_lines(tmp_path, roads=roads, homes=[(400, 10)], facilities=[(shapely.box(500, 50, 900, 450), PARK)])
    route = trace_route(city, measure_walks(city), home_id="H0", category="park").iloc[0]
    corners = shapely.get_coordinates(route.geometry) - CORNER
    assert corners == pytest.approx(np.array([(400, 10), (400, 0), (600, 0), (600, 45)]), abs=0.01)
    assert route["length_m"] == pytest.approx(route["walk_m"])


@pytest.mark.heavy
@pytest.mark.parametrize("profile", ["adult", "elder", "wheelchair"])
def test_every_profile_reaches_a_park(tmp_path, profile):
    city = build_lines(tmp_path, roads=[STREET], homes=[(400, 10)], facilities=[(shapely.box(500, 3, 900, 450), PARK)])
    assert walks_of(city, profile=profile) == pytest.approx([106.0], abs=0.3)  # 5 m from the corner of the park


def test_a_park_of_openstreetmap_keeps_its_area(tmp_path):
    path = tmp_path / "park.osm"
    corners = [(34.76, 113.67), (34.76, 113.68), (34.77, 113.68), (34.77, 113.67)]
    nodes = "".join(f'<node id="{n}" version="1" lat="{lat}" lon="{lon}"/>' for n, (lat, lon) in enumerate(corners, 1))
    ring = "".join(f'<nd ref="{n}"/>' for n in (1, 2, 3, 4, 1))
    tags = '<tag k="leisure" v="park"/>'
    path.write_text(f'<osm version="0.6">{nodes}<way id="9" version="1">{ring}{tags}</way></osm>', encoding="utf-8")
    park = read_osm_facilities(path, {"leisure=park": "park"})
    assert park["facility_id"].tolist() == ["w9"]
    assert shapely.get_dimensions(park.geometry.to_numpy()).tolist() == [2]
