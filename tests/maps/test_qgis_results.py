"""Styles of audit, programme, life circles and the grid: each feature drawn by one rule, every column named."""

import sqlite3
from contextlib import closing
from xml.etree import ElementTree

import numpy as np
import pytest

from geo.city.bundle import open_city, write_city
from geo.programme.programme_request import ProgrammeRequest
from geo.reference import build_reference
from maps.qgis_rules import grade_people
from maps.style import HELPED_COLOURS
from service.runs.audit import write_audit
from service.runs.grid import write_grid_check, write_grid_proposal
from service.runs.life_circles import write_life_circles
from service.runs.programme import run_programme

pytestmark = pytest.mark.heavy

#: File -> layers that have a geometry, and whether a division with both scopes shows its urban one only.
FILES = {
    "audit.gpkg": {"city": True, "districts": True, "streets": True, "communities": False, "grid_units": False},
    "programme.gpkg": dict.fromkeys(("projects", "missed", "districts"), False),
    "life-circles.gpkg": dict.fromkeys(
        ("circles_15_min", "circles_10_min", "circles_5_min", "centres", "units", "compartments", "separators"), False
    ),
    "grid-check.gpkg": dict.fromkeys(("findings", "lines_across"), False),
    "grid-proposal.gpkg": dict.fromkeys(("units_before", "units_after"), False),
}
LAYERS = [(file, layer, is_mixed) for file, layers in FILES.items() for layer, is_mixed in layers.items()]
LANGUAGES = ("中文", "English")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("results")
    write_city(build_reference(scale=0.03), place / "city")
    for name in ("audit", "programme", "grid-check"):
        (place / name).mkdir()
    write_audit(open_city(place / "city"), place / "audit")
    run_programme(place / "city", place / "programme", ProgrammeRequest(projects=20))
    write_life_circles(place / "city", place / "life-circles")
    write_grid_check(place / "city", place / "grid-check")
    write_grid_proposal(place / "city", place / "grid-proposal", valid_from="2030-01-01")
    return place


@pytest.fixture
def file(request):
    return request.param


@pytest.fixture
def database(folder, file):
    with closing(sqlite3.connect(folder / file.removesuffix(".gpkg") / file)) as opened:
        yield opened


def list_filters(database, layer, lang):
    """List the filters of a layer's style, which are SQL; "" fits all."""
    (qml,) = database.execute(
        "SELECT styleQML FROM layer_styles WHERE f_table_name = ? AND styleName = ?", (layer, lang)
    ).fetchone()
    return [rule.get("filter") or "1" for rule in ElementTree.fromstring(qml).iter("rule")]


@pytest.mark.parametrize(("file", "layer", "is_mixed"), LAYERS, indirect=["file"])
def test_each_feature_is_drawn_by_exactly_one_rule_in_both_languages(database, layer, is_mixed):
    for lang in LANGUAGES:
        fits = " + ".join(f"coalesce(({where}), 0)" for where in list_filters(database, layer, lang))
        counted = database.execute(f'SELECT {"scope" if is_mixed else "1"}, {fits} FROM "{layer}"').fetchall()
        assert counted
        assert {count for scope, count in counted if scope != "rural"} == {1}
        assert {count for scope, count in counted if scope == "rural"} <= {0}


@pytest.mark.parametrize("file", FILES, indirect=True)
def test_every_layer_and_column_has_a_name_in_both_languages(database, file):
    layers = {
        name: (told, about)
        for name, told, about in database.execute(
            "SELECT table_name, identifier, description FROM gpkg_contents WHERE table_name <> 'layer_styles'"
        )
    }
    assert layers.keys() >= FILES[file].keys()
    named = {
        (layer, column): title
        for layer, column, title in database.execute("SELECT table_name, column_name, title FROM gpkg_data_columns")
    }
    for layer, (told, about) in layers.items():
        assert told != layer
        assert about
        columns = {name for (name,) in database.execute("SELECT name FROM pragma_table_info(?)", (layer,))}
        lost = {name for name in columns - {"fid", "geom"} if named.get((layer, name), name) == name}
        assert lost == set()


@pytest.mark.parametrize("file", FILES, indirect=True)
def test_the_chinese_style_is_the_one_that_opens(database):
    found = database.execute("SELECT f_table_name, styleName, useAsDefault FROM layer_styles").fetchall()
    drawn = {layer for (layer,) in database.execute("SELECT table_name FROM gpkg_geometry_columns")}
    assert {each[:2] for each in found} == {(layer, lang) for layer in drawn for lang in LANGUAGES}
    assert all(bool(default) == (lang == LANGUAGES[0]) for _, lang, default in found)


def test_the_same_results_give_the_same_bytes(folder, tmp_path):
    (tmp_path / "again").mkdir()
    write_grid_check(folder / "city", tmp_path / "again")
    again, first = (place / "grid-check.gpkg" for place in (tmp_path / "again", folder / "grid-check"))
    assert again.read_bytes() == first.read_bytes()


def count_classes(people):
    """Count the people of each rule by evaluating its filter in SQLite."""
    rules = grade_people("helped", people, unknown="status.not_judged")
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("CREATE TABLE a (helped)")
        database.executemany("INSERT INTO a VALUES (?)", [(None if np.isnan(each) else each,) for each in people])
        counts = [database.execute(f"SELECT count(*) FROM a WHERE {rule.where}").fetchone()[0] for rule in rules]
    return rules, counts


@pytest.mark.parametrize(
    "people",
    [
        [],
        [np.nan],
        [0.0, 0.0],
        [3.0],
        [0.4, 0.6],
        [5.0] * 20,
        [1.0, 1.0, 1.0, 1.0, 1_000_000.0],
        list(np.random.default_rng(1).lognormal(6, 2, 500)),
    ],
)
def test_classes_of_people_hold_everybody_once(people):
    rules, counts = count_classes(people)
    assert sum(counts) == len(people)
    assert counts[0] == np.count_nonzero(np.isnan(people))
    assert counts[1] == np.count_nonzero(np.asarray(people) == 0)
    assert rules[-1].colour == HELPED_COLOURS[-1]


def test_classes_of_people_hold_about_as_many_areas_each():
    _, counts = count_classes(list(np.random.default_rng(2).uniform(100, 10_000, 1000)))
    assert len(counts) == 2 + len(HELPED_COLOURS)
    assert all(180 <= count <= 220 for count in counts[2:])
