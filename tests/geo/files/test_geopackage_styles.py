"""Styles of a GeoPackage: what QGIS reads, what other programs read, and nothing that our own readers trip over."""

import sqlite3
import xml.etree.ElementTree as ET
from contextlib import closing
from dataclasses import replace

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely

from geo.files.geopackage import check_geopackage
from geo.files.geopackage_styles import LayerStyle, write_styles
from geo.files.qgis_style import StyleRule, write_qml
from geo.files.tables import read_table
from geo.files.writers import write_gpkg

RULES = (
    StyleRule(
        label={"zh": "不评价 <&\"'>", "en": "none"},
        where='"a" IS NULL',
        colour="#7d858d",
        outline="#7d858d",
        is_hatched=True,
    ),
    StyleRule(label={"zh": "低", "en": "low"}, where='"a" <= 0.5', colour="#c2402e", outline="#ffffff", opacity=0.8),
    StyleRule(label={"zh": "高", "en": "high"}, where='"a" > 0.5', colour="#2c6f9e", outline="#ffffff"),
)
STYLE = LayerStyle(
    name={"zh": "网格", "en": "Grid units"},
    description={"zh": "说明", "en": "About"},
    columns={"a": {"zh": "比例", "en": "Share"}, "not there": {"zh": "无", "en": "None"}},
    rules=RULES,
)

PLAIN = replace(STYLE, name={"zh": "表", "en": "Table"})


def write_units(path):
    units = gpd.GeoDataFrame(
        {"a": [0.1, 0.9], "b": ["x", "y"]}, geometry=[shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)], crs=32650
    )
    write_gpkg(path, {"units": units, "plain": pd.DataFrame({"n": [1]})})
    write_styles(path, {"units": STYLE, "plain": PLAIN, "absent": STYLE})


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("styles") / "a.gpkg"
    write_units(path)
    return path


def ask(path, question):
    with closing(sqlite3.connect(path)) as database:
        return database.execute(question).fetchall()


def test_a_layer_opens_in_its_chinese_style_and_offers_the_english_one(path):
    columns = "f_table_name, f_geometry_column, styleName, useAsDefault, description"
    assert ask(path, f"SELECT {columns} FROM layer_styles") == [
        ("units", "geom", "中文", 1, "说明"),
        ("units", "geom", "English", 0, "About"),
    ]


def test_the_table_of_styles_has_the_columns_that_qgis_asks_for(path):
    assert [name for _, name, *_ in ask(path, "SELECT * FROM pragma_table_info('layer_styles')")] == [
        "id", "f_table_catalog", "f_table_schema", "f_table_name", "f_geometry_column", "styleName", "styleQML",
        "styleSLD", "useAsDefault", "description", "owner", "ui", "update_time",
    ]  # fmt: skip


def test_a_style_is_a_document_in_the_form_of_qgis(path):
    (qml, *_), *_ = ask(path, "SELECT styleQML FROM layer_styles")
    tree = ET.fromstring(qml)
    assert tree.tag == "qgis"
    renderer = tree.find("renderer-v2")
    assert renderer.get("type") == "RuleRenderer"
    rules = renderer.findall("rules/rule")
    assert [rule.get("label") for rule in rules] == ["不评价 <&\"'>", "低", "高"]
    assert [rule.get("filter") for rule in rules] == ['"a" IS NULL', '"a" <= 0.5', '"a" > 0.5']
    symbols = {symbol.get("name"): symbol for symbol in renderer.findall("symbols/symbol")}
    assert [symbols[rule.get("symbol")].get("type") for rule in rules] == ["fill"] * 3
    fills = [symbols[rule.get("symbol")].find("layer/Option/Option[@name='style']").get("value") for rule in rules]
    assert fills == ["b_diagonal", "solid", "solid"]
    assert symbols["1"].find("layer/Option/Option[@name='color']").get("value") == "194,64,46,255"
    assert tree.find("layerGeometryType").text == "2"


def test_each_column_has_its_name_in_the_language_of_the_style(path):
    for (qml,), alias in zip(ask(path, "SELECT styleQML FROM layer_styles"), ("比例", "Share"), strict=True):
        named = {each.get("field"): each.get("name") for each in ET.fromstring(qml).findall("aliases/alias")}
        assert named == {"fid": "", "a": alias, "b": ""}


def test_other_programs_read_what_layers_and_columns_are_called(path):
    assert ask(path, "SELECT table_name, column_name, title, description FROM gpkg_data_columns") == [
        ("units", "a", "比例", "Share")
    ]
    contents = dict(ask(path, "SELECT table_name, identifier FROM gpkg_contents"))
    assert contents == {"units": "网格 Grid units", "plain": "表 Table", "layer_styles": "layer_styles"}


def test_gdal_reads_the_layers_as_before_and_says_their_columns_by_their_own_names(path):
    frame = gpd.read_file(path, layer="units")
    assert frame["a"].tolist() == [0.1, 0.9]
    assert list(frame) == ["a", "b", "geometry"]
    assert {str(name) for name, _ in pyogrio.list_layers(path)} == {"units", "plain", "layer_styles"}


def test_our_own_readers_take_a_styled_file_and_see_no_layer_in_the_styles(path):
    check_geopackage(path, file="a.gpkg")
    assert read_table(path, layer="units")[0]["a"].tolist() == [0.1, 0.9]


def test_the_same_layers_and_styles_give_the_same_bytes(path, tmp_path):
    write_units(tmp_path / "a.gpkg")
    assert (tmp_path / "a.gpkg").read_bytes() == path.read_bytes()


@pytest.mark.parametrize(("geometry", "number", "kind"), [("POINT", "0", "marker"), ("LINESTRING", "1", "line")])
def test_points_and_lines_have_symbols_of_their_kind(geometry, number, kind):
    tree = ET.fromstring(write_qml(RULES, {}, geometry=geometry, lang="en"))
    assert tree.find("layerGeometryType").text == number
    assert {symbol.get("type") for symbol in tree.iter("symbol")} == {kind}


def test_a_style_of_names_only_keeps_the_look_of_the_program():
    assert ET.fromstring(write_qml([], {"a": "A"}, geometry="POINT", lang="en")).find("renderer-v2") is None
