"""One place mapped as a point, a building and an area counts once; what may be two places stays two."""

import geopandas as gpd
import pytest
import shapely

from geo.city.reading.repeated_places import merge_repeated
from tests.line_cities import build_lines

CAMPUS = shapely.box(0, 0, 300, 200)
WING = shapely.box(20, 20, 80, 60)
DOOR = shapely.Point(50, 40)


def merge(*rows, **columns):
    """Merge rows of ``(id, category, name, shape)``."""
    ids, categories, names, shapes = zip(*rows, strict=True)
    table = {"facility_id": ids, "category": categories, "name": names, **columns}
    merged, same = merge_repeated(gpd.GeoDataFrame(table, geometry=list(shapes), crs="EPSG:4547"))
    return sorted(merged["facility_id"]), same, merged


@pytest.mark.parametrize("name", ["一中", ""])
def test_a_point_a_building_and_a_campus_are_one_school_with_its_name(name):
    ids, same, merged = merge(
        ("n1", "school", "一中", DOOR), ("w1", "school", name, WING), ("w2", "school", "", CAMPUS)
    )
    assert (ids, same) == (["w2"], {"n1": "w2", "w1": "w2"})
    assert merged["name"].tolist() == ["一中"]


def test_a_school_of_many_buildings_on_one_campus_is_one():
    wings = [(f"w{n}", "school", "", shapely.box(n * 30, 0, n * 30 + 20, 40)) for n in range(8)]
    assert merge(*wings, ("r1", "school", "一中", CAMPUS))[0] == ["r1"]


def test_schools_with_different_names_on_one_campus_stay_two():
    rows = [("n1", "school", "一中", DOOR), ("n2", "school", "二中", shapely.Point(200, 100))]
    assert merge(*rows, ("w1", "school", "", CAMPUS))[0] == ["n1", "n2", "w1"]
    assert merge(*rows, ("w1", "school", "一中", CAMPUS))[0] == ["n2", "w1"]


def test_a_building_without_a_name_belongs_to_the_campus_and_not_to_a_guest_in_it():
    rows = [("n1", "school", "驾校", DOOR), ("w1", "school", "", WING), ("w2", "school", "一中", CAMPUS)]
    assert merge(*rows)[:2] == (["n1", "w2"], {"w1": "w2"})


def test_names_are_compared_without_case_and_blanks():
    assert merge(("n1", "park", " LADY Park ", DOOR), ("w1", "park", "Lady park", CAMPUS))[0] == ["w1"]


def test_other_categories_other_places_and_two_points_are_left_alone():
    assert merge(("n1", "clinic", "", DOOR), ("w1", "school", "", CAMPUS))[0] == ["n1", "w1"]
    assert merge(("n1", "park", "", shapely.Point(301, 10)), ("w1", "park", "", CAMPUS))[0] == ["n1", "w1"]
    assert merge(("n1", "park", "A", DOOR), ("n2", "park", "A", DOOR))[0] == ["n1", "n2"]
    half = shapely.box(150, 0, 450, 200)
    assert merge(("w1", "park", "", half), ("w2", "park", "", CAMPUS))[0] == ["w1", "w2"]


def test_an_area_that_is_drawn_twice_counts_once():
    assert merge(("r1", "park", "", CAMPUS), ("w1", "park", "", CAMPUS))[0] == ["r1"]


def test_figures_are_kept_and_two_places_with_figures_are_two():
    rows = [("n1", "school", "一中", DOOR), ("w1", "school", "一中", CAMPUS)]
    _, same, merged = merge(*rows, capacity=[900.0, None])
    assert (same, merged["capacity"].tolist()) == ({"n1": "w1"}, [900.0])
    assert merge(*rows, capacity=[900.0, 300.0])[0] == ["n1", "w1"]


def test_shapes_that_are_broken_or_missing_do_no_harm():
    bow_tie = shapely.Polygon([(0, 0), (300, 200), (300, 0), (0, 200)])
    rows = [("w1", "park", "", bow_tie), ("n1", "park", "", None), ("n2", "park", "", shapely.Point())]
    assert merge(*rows)[0] == ["n1", "n2", "w1"]


def test_a_build_says_how_many_were_one_and_gates_lead_to_the_one_that_is_kept(tmp_path):
    park = {"category": "park", "name": "人民公园"}
    shapes = [(shapely.Point(600, 20), park | {"id": "n1"}), (shapely.box(500, 5, 900, 90), park | {"id": "w1"})]
    city = build_lines(
        tmp_path, roads=[[(0, 0), (2000, 0)]], homes=[(500, 0)], facilities=shapes, gates=[("n1", 900, 5)]
    )
    assert city.facilities["facility_id"].tolist() == ["w1"]
    assert city.gates[["gate_id", "place"]].to_numpy().tolist() == [["G0", "w1"]]
    note = next(note for note in city.notes if note.key == "repeated_facilities")
    assert note.values == {"repeated": 1, "facilities": 1}
