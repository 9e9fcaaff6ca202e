"""Roads from OpenStreetMap files: tags, barriers, squares, platforms, and the forms that a file may have."""

import bz2
import gzip
import socket
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.errors import InputError
from geo.files.osm_file import read_osm_extent
from geo.files.osm_ways import read_osm_roads
from tests.osm_scenes import CRS, build, list_notes, measure, place, walk, walk_scenes, write_osm

SPINE = [(0, 0), (1000, 0), (3000, 0)]
BRANCH = [(1000, 0), (1000, 300)]
STREET = {"highway": "residential"}
SQUARE = [(1000, 0), (1200, 0), (1200, 200), (1000, 200), (1000, 0)]


def branch(folder, tags, **options):
    """Walk 500 m along a street and up a branch of 300 m with some tags."""
    write_osm(folder / "roads.osm", [(SPINE, STREET), (BRANCH, tags)])
    return float(walk(folder, [(500, 0)], [(1000, 300)], **options)[0, 0])


WAYS = [
    ({"highway": "trunk", "sidewalk:both": "yes"}, 800),
    ({"highway": "trunk", "sidewalk:left": "separate"}, 800),
    ({"highway": "trunk_link", "sidewalk:right": "yes"}, 800),
    ({"highway": "trunk", "sidewalk:left": "no", "sidewalk:right": "no"}, np.inf),
    ({"highway": "trunk", "sidewalk:both": "yes", "foot": "no"}, np.inf),
    ({"highway": "trunk"}, np.inf),
    ({"highway": "cycleway", "foot:forward": "yes"}, 800),
    ({"highway": "residential", "foot:forward": "no", "foot:backward": "no"}, np.inf),
    ({"highway": "residential", "foot:forward": "no"}, 800),
    ({"highway": "busway", "foot": "yes"}, 800),
    ({"railway": "platform"}, 800),
    ({"public_transport": "platform"}, 800),
    ({"man_made": "pier"}, 800),
    ({"railway": "platform", "foot": "no"}, np.inf),
    ({"man_made": "breakwater"}, np.inf),
    ({"place": "square"}, np.inf),
    ({"highway": "path", "access": "no", "access:conditional": "yes @ (06:00-22:00)"}, 800),
    ({"highway": "path", "foot": "no", "foot:conditional": "yes @ Mo-Fr"}, 800),
    ({"highway": "path", "access": "no", "foot:conditional": "designated @ (sunrise-sunset; PH off)"}, 800),
    ({"highway": "path", "foot:conditional": "no @ (22:00-06:00)"}, 800),
    ({"highway": "path", "access": "no", "access:conditional": "private @ (08:00-18:00); yes @ (Sa,Su)"}, 800),
    ({"highway": "path", "access": "no", "access:conditional": "yes @ disabled"}, np.inf),
    ({"highway": "path", "access": "no", "access:conditional": "yes @ (08:00-18:00 AND permit_holder)"}, np.inf),
    ({"highway": "path", "access": "no", "access:conditional": "delivery @ (06:00-10:00)"}, np.inf),
    ({"highway": "path", "foot": "no", "access:conditional": "yes @ (06:00-22:00)"}, np.inf),
]


def test_a_way_is_walked_by_its_tags(tmp_path):
    scenes = [([(SPINE, STREET), (BRANCH, tags)], {}, (500, 0), (1000, 300)) for tags, _ in WAYS]
    assert walk_scenes(tmp_path, scenes) == pytest.approx([expected for _, expected in WAYS], abs=0.05)


def test_a_source_file_opens_the_trunk_roads_of_its_country_and_the_notes_say_which_are_closed(tmp_path):
    assert branch(tmp_path, {"highway": "trunk"}, roads='walkable = ["trunk"]') == pytest.approx(800, abs=0.01)
    assert branch(tmp_path, {"highway": "trunk_link"}, roads='walkable = ["trunk"]') == pytest.approx(800, abs=0.01)
    assert branch(tmp_path, {"highway": "trunk", "foot": "no"}, roads='walkable = ["trunk"]') == np.inf
    write_osm(tmp_path / "roads.osm", [(SPINE, STREET), (BRANCH, {"highway": "trunk"})])
    (note,) = [note for note in list_notes(build(tmp_path, [(500, 0)], [(600, 0)])) if "trunk" in note]
    assert "0.3 km of highway=trunk" in note
    assert "add this kind to walkable in [roads]" in note


def test_a_kind_of_road_that_cannot_be_opened_is_refused(tmp_path):
    with pytest.raises(InputError, match="expected a list of trunk, cycleway"):
        branch(tmp_path, STREET, roads='walkable = ["motorway"]')


RING = [(0, 0), (0, 500), (400, 500), (400, 0)]


BARRIERS = [
    ({"barrier": "gate"}, 400),
    ({"barrier": "gate", "locked": "yes"}, 1400),
    ({"barrier": "gate", "locked": "yes", "foot": "yes"}, 400),
    ({"barrier": "gate", "access": "private"}, 1400),
    ({"barrier": "gate", "access": "private", "foot": "permissive"}, 400),
    ({"barrier": "gate", "access": "no"}, 1400),
    ({"barrier": "lift_gate", "foot": "no"}, 1400),
    ({"barrier": "lift_gate", "locked": "yes"}, 400),
    ({"barrier": "bollard", "access": "no"}, 400),
    ({"barrier": "bollard", "foot": "no"}, 1400),
    ({"barrier": "cycle_barrier"}, 400),
    ({"barrier": "kissing_gate"}, 400),
    ({"barrier": "stile"}, 400),
    ({"barrier": "turnstile"}, 400),
    ({"barrier": "wall"}, 1400),
    ({"barrier": "fence", "foot": "yes"}, 400),
    ({"highway": "crossing", "access": "no"}, 400),
    ({"barrier": "gate", "access": "no", "access:conditional": "yes @ (sunrise-sunset)"}, 400),
    ({"barrier": "gate", "access:conditional": "no @ (20:00-06:00)"}, 400),
    ({"barrier": "gate", "access": "private", "access:conditional": "yes @ residents"}, 1400),
]


def test_a_node_with_a_barrier_closes_the_way_by_its_tags(tmp_path):
    ways = [([(0, 0), (200, 0), (400, 0)], {"highway": "service"}), (RING, STREET)]
    scenes = [(ways, {(200, 0): tags}, (0, 0), (400, 0)) for tags, _ in BARRIERS]
    assert walk_scenes(tmp_path, scenes) == pytest.approx([expected for _, expected in BARRIERS], abs=0.05)


def test_a_closed_gate_where_several_ways_meet_parts_all_of_them(tmp_path):
    ways = [([(0, 0), (200, 0)], STREET), ([(200, 0), (400, 0)], STREET), (RING, STREET)]
    write_osm(tmp_path / "roads.osm", ways, nodes={(200, 0): {"barrier": "gate", "locked": "yes"}})
    city = build(tmp_path, [(0, 0)], [(400, 0)])
    assert measure(city)[0, 0] == pytest.approx(1400, abs=0.01)
    assert any("where the roads are cut: 1" in note for note in list_notes(city))


DIAGONAL_M = 200 * 2**0.5


AREAS = [
    ({"highway": "pedestrian", "area": "yes"}, 200 + DIAGONAL_M),
    ({"highway": "footway", "area": "yes"}, 200 + DIAGONAL_M),
    ({"railway": "platform"}, 200 + DIAGONAL_M),
    ({"public_transport": "platform", "area": "yes"}, 200 + DIAGONAL_M),
    ({"man_made": "pier"}, 200 + DIAGONAL_M),
    ({"man_made": "pier", "area": "no"}, 600),
    ({"place": "square"}, 200 + DIAGONAL_M),
    ({"place": "square", "highway": "pedestrian", "area": "yes"}, 200 + DIAGONAL_M),
    ({"place": "square", "foot": "no"}, np.inf),
    ({"place": "square", "area": "no"}, np.inf),
    ({"place": "suburb"}, np.inf),
    ({"place": "square", "access": "no", "access:conditional": "yes @ (Apr-Oct)"}, 200 + DIAGONAL_M),
    ({"highway": "pedestrian"}, 600),
    ({"highway": "service", "area": "yes"}, 600),
]


def test_an_area_is_walked_across_and_a_ring_of_a_street_is_not(tmp_path):
    scenes = [
        ([(SPINE, STREET), (SQUARE, tags), ([(1200, 200), (1300, 200)], STREET)], {}, (900, 0), (1300, 200))
        for tags, _ in AREAS
    ]
    assert walk_scenes(tmp_path, scenes) == pytest.approx([expected for _, expected in AREAS], abs=0.05)


def test_a_stray_square_does_not_become_a_network_of_its_own_by_the_ways_across(tmp_path):
    stray = [(1400 + x, 800 + y) for x, y in ((0, 0), (200, 0), (200, 200), (0, 200), (0, 0))]
    plaza = {"highway": "pedestrian", "area": "yes"}
    write_osm(tmp_path / "roads.osm", [(SPINE, STREET), (stray, plaza), ([(1600, 1000), (1610, 1010)], STREET)])
    city = build(tmp_path, [(1500, 900), (500, 0)], [(600, 0)], least_m=1000)
    assert measure(city)[:, 0].tolist() == [np.inf, pytest.approx(100, abs=0.01)]
    assert not any("walked across" in note for note in list_notes(city))


def test_what_walkable_opens_needs_a_column_of_kinds(tmp_path):
    lines = [shapely.LineString([place(*point) for point in SPINE])]
    gpd.GeoDataFrame(geometry=lines, crs="EPSG:4326").to_file(tmp_path / "roads.gpkg")
    with pytest.raises(InputError, match="no column highway, so walkable"):
        build(tmp_path, [(500, 0)], [(600, 0)], path="roads.gpkg", roads='walkable = ["trunk"]')


def test_a_square_in_many_members_is_walked_across_and_round_its_fountain(tmp_path):
    half, rest = SQUARE[:3], SQUARE[2:]
    fountain = [(1080, 80), (1120, 80), (1120, 120), (1080, 120), (1080, 80)]
    ways = [(SPINE, STREET), (half, {}), (rest, {}), (fountain, {}), ([(1200, 200), (1300, 200)], STREET)]
    members = [(2, "outer"), (3, "outer"), (4, "inner")]
    write_osm(tmp_path / "roads.osm", ways, relations=[(members, {"highway": "pedestrian"})])
    round_m = 2 * np.hypot(120, 80)
    assert walk(tmp_path, [(900, 0)], [(1300, 200)])[0, 0] == pytest.approx(200 + round_m, rel=0.01)


def test_steps_that_end_inside_a_square_lead_onto_it(tmp_path):
    steps = [(1100, 300), (1100, 100)]
    ways = [(SPINE, STREET), (SQUARE, {"highway": "pedestrian", "area": "yes"}), (steps, {"highway": "steps"})]
    write_osm(tmp_path / "roads.osm", [*ways, ([(1150, 300), (1150, 150)], {"highway": "service"})])
    walks = walk(tmp_path, [(1000, 0)], [(1100, 300), (1150, 300)])
    assert walks.tolist() == [[pytest.approx(100 * 2**0.5 + 200, rel=0.01), np.inf]]


def test_a_place_inside_a_square_is_reached_across_it(tmp_path):
    wide = [(1000, 0), (1500, 1), (1500, 500), (1000, 500), (1000, 0)]
    write_osm(tmp_path / "roads.osm", [(SPINE, STREET), (wide, {"highway": "pedestrian", "area": "yes"})])
    assert walk(tmp_path, [(1000, 0)], [(1250, 250)])[0, 0] == pytest.approx(np.hypot(250, 250), rel=0.01)


def test_what_is_closed_at_some_times_only_is_open_and_counted(tmp_path):
    night, day = {"foot:conditional": "no @ (22:00-06:00)"}, {"access:conditional": "yes @ (06:00-22:00)"}
    ways = [
        (SPINE, {**STREET, "access:conditional": "no @ (weight)"}),
        (BRANCH, {"highway": "path", **night}),
        ([(3000, 0), (3000, 300)], {"highway": "service", "access": "private", **day}),
        ([(0, 0), (0, 300)], {"highway": "motorway", **night}),
        ([(0, 0), (0, -300)], {**STREET, "foot": "yes", "access:conditional": "no @ (22:00-06:00)"}),
    ]
    gates = {(1000, 0): {"barrier": "gate", "access": "no", **day}, (3000, 0): {"barrier": "bollard", **day}}
    write_osm(tmp_path / "roads.osm", ways, nodes=gates)
    city = build(tmp_path, [(500, 0)], [(3000, 300)])
    assert measure(city)[0, 0] == pytest.approx(2800, abs=0.05)
    notes = list_notes(city)
    assert any("roads.osm: 2 roads are closed at some times only" in note for note in notes), notes
    assert any(note.startswith("gates") and note.endswith("open: 1") for note in notes), notes
    assert not any("private" in note for note in notes), notes


def test_a_square_that_is_only_named_is_crossed_where_it_is_a_relation_too(tmp_path):
    half, rest = SQUARE[:3], SQUARE[2:]
    write_osm(
        tmp_path / "roads.osm",
        [(SPINE, STREET), (half, {}), (rest, {}), ([(1200, 200), (1300, 200)], STREET)],
        relations=[([(2, "outer"), (3, "outer")], {"place": "square"})],
    )
    assert walk(tmp_path, [(900, 0)], [(1300, 200)])[0, 0] == pytest.approx(200 + DIAGONAL_M, abs=0.05)


def test_a_closed_square_is_not_walked_across(tmp_path):
    tags = {"highway": "pedestrian", "area": "yes", "access": "no"}
    write_osm(tmp_path / "roads.osm", [(SPINE, STREET), (SQUARE, tags), ([(1200, 200), (1300, 200)], STREET)])
    assert walk(tmp_path, [(900, 0)], [(1300, 200)])[0, 0] == np.inf


@pytest.mark.parametrize("name", ["roads.osm.xml", "roads.osm.gz", "ROADS.OSM.BZ2"])
def test_a_file_is_read_in_every_form_that_openstreetmap_is_handed_on_in(tmp_path, name):
    write_osm(tmp_path / "plain", [(SPINE, STREET), (BRANCH, {"highway": "service", "foot": "no"})])
    pack = {"z": gzip.compress, "2": bz2.compress}.get(name.lower()[-1], bytes)
    (tmp_path / name).write_bytes(pack((tmp_path / "plain").read_bytes()))
    walks = walk(tmp_path, [(500, 0)], [(1000, 300), (1000, 0)], path=name)
    assert walks.tolist() == [[np.inf, pytest.approx(500, abs=0.01)]]


def test_a_file_whose_objects_are_in_no_order_is_read_as_well(tmp_path):
    write_osm(tmp_path / "roads.osm", [(SPINE, STREET), (SQUARE, {"highway": "pedestrian", "area": "yes"})])
    text = (tmp_path / "roads.osm").read_text(encoding="utf-8")
    (tmp_path / "roads.osm").write_text(text.replace('<way id="1"', '<way id="9"'), encoding="utf-8")
    assert len(read_osm_roads(tmp_path / "roads.osm").areas) == 1


@pytest.mark.parametrize("name", ["roads.osm", "roads.osm.gz"])
def test_objects_that_an_editor_has_not_uploaded_are_read(tmp_path, name):
    ways = [(SPINE, STREET), (SQUARE, {}), ([(1200, 200), (1300, 200)], STREET)]
    write_osm(tmp_path / "plain", ways, relations=[([(2, "outer")], {"highway": "pedestrian"})])
    text = (tmp_path / "plain").read_text(encoding="utf-8")
    for key, value in ((' id="', ' id="-'), (' ref="', ' ref="-'), (' version="1"', ' visible="true"')):
        text = text.replace(key, value)
    (tmp_path / name).write_bytes(gzip.compress(text.encode()) if name.endswith("gz") else text.encode())
    assert walk(tmp_path, [(900, 0)], [(1300, 200)], path=name)[0, 0] == pytest.approx(200 + DIAGONAL_M, abs=0.01)


def test_objects_that_were_deleted_in_an_editor_are_refused(tmp_path):
    write_osm(tmp_path / "roads.osm", [(SPINE, STREET), (BRANCH, STREET)])
    text = (tmp_path / "roads.osm").read_text(encoding="utf-8")
    (tmp_path / "roads.osm").write_text(text.replace('<way id="2"', "<way id='2' action='delete'"), encoding="utf-8")
    with pytest.raises(InputError, match="deleted in an editor and not uploaded"):
        read_osm_roads(tmp_path / "roads.osm")


def test_a_layer_of_an_openstreetmap_file_is_refused(tmp_path):
    write_osm(tmp_path / "roads.osm", [(SPINE, STREET)])
    with pytest.raises(InputError, match=r'layer = "lines": an OpenStreetMap file has no layers.* take the key out'):
        build(tmp_path, [(500, 0)], [(600, 0)], roads='layer = "lines"')


def test_lines_that_gdal_made_of_openstreetmap_are_refused(tmp_path):
    lines = [shapely.LineString([place(*point) for point in points]) for points in (SPINE, BRANCH)]
    tags = {"highway": ["residential", "service"], "other_tags": ["", '"access"=>"private"']}
    gpd.GeoDataFrame(tags, geometry=lines, crs="EPSG:4326").to_crs(CRS).to_file(tmp_path / "roads.gpkg")
    with pytest.raises(InputError, match=r"other_tags; name the OpenStreetMap file itself"):
        build(tmp_path, [(500, 0)], [(600, 0)], path="roads.gpkg")


def test_roads_beyond_the_box_of_the_header_are_named(tmp_path):
    ways = [(SPINE, STREET), ([(3000, 0), (3000, 200)], STREET), ([(5000, 0), (5000, 300)], STREET)]
    write_osm(tmp_path / "roads.osm", ways, bounds=(-100, -100, 3500, 500))
    notes = list_notes(build(tmp_path, [(500, 0)], [(600, 0)]))
    assert any("1 of 3 roads lie wholly beyond the box that its header names" in note for note in notes)


def test_a_box_of_the_header_that_holds_hardly_a_road_is_refused(tmp_path):
    write_osm(tmp_path / "roads.osm", [(SPINE, STREET), (BRANCH, STREET)], bounds=(9000, 9000, 9500, 9500))
    with pytest.raises(InputError, match=r"2 of its 2 roads lie wholly beyond the box .* name the area .* as extent"):
        build(tmp_path, [(500, 0)], [(600, 0)])


def test_a_file_whose_name_begins_like_an_address_is_read_where_it_lies_and_never_fetched(tmp_path, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        folder = tmp_path / "http:" / f"127.0.0.1:{listener.getsockname()[1]}"
        folder.mkdir(parents=True)
        write_osm(folder / "roads.osm", [(SPINE, STREET)])
        monkeypatch.chdir(tmp_path)
        path = Path("http:") / folder.name / "roads.osm"
        assert len(read_osm_roads(path).ways) == 1
        assert read_osm_extent(path) is not None
        with pytest.raises(BlockingIOError):  # nobody has called
            listener.accept()
