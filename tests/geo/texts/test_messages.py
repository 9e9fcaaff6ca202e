"""Every message in Chinese: taken out of the source, filled with values, translated."""

import ast
import re
import time
from string import Formatter

import pytest
import shapely

from geo.errors import InputError
from geo.problems import Problems
from geo.texts._library_messages import LIBRARY_MESSAGES
from geo.texts._message_words import WORDS
from geo.texts.messages import MESSAGES, _find, translate_message
from tests.source_messages import Source

#: Texts that reach a message but are no English: keys, names of tables and files, encodings, what stands for a column.
NAMES = {
    "[city] {key}", "[city] crs", "[{name}] path", "GeoJSON", "OURS=NAME", "WKT", "addresses", "adult", "category",
    "[city] rules", "city", "datum", "divisions", "file", "gates", "gb18030", "geometry", "grid", "grid_units", "homes",
    "review.json", "sample", "stage", "summary.json", "tasks.log", "terrain", "utf-8-sig", "wgs84", "workers",
    "{text}", "rules are broken",  # what pydantic is given, and never shown
    '"osm"', '"osm-buildings"', '{ zh = "...", en = "..." }', "{size_bytes__MB} MB",
    "WGS 84", ".gpkg", "EPSG:4326", "EPSG:4490", '"EPSG:{bare}{own}"', '"EPSG:{with_zone_zone_first}"',
    '"EPSG:{known}" (CGCS2000)',
    "{self_file}, row {row_1}: {text}", "{file}, row {row}: {reason}",  # around a message
    "audit.xlsx", "report.json", "programme.json", "grid-check.json", "grid-proposal.json", "life-circles.json",
    "lon", "lat", "shape", "--column {name}=...",  # names of columns
    "{file}: {codes_first_i_} and {codes_second_i_}",  # the begin of a message
}  # fmt: skip
WORD = re.compile(r"[A-Za-z_]{2,}")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def source():
    return Source()


@pytest.fixture(scope="module")
def messages(source):
    return [each for each in source.collect() if str(each) not in NAMES]


def test_the_source_has_messages_of_every_package(messages):
    assert len(messages) > 500
    folders = {message.where.rpartition("/")[0] for message in messages}
    assert {"geo/files", "geo/plans/read", "geo/siting", "service/jobs", "service/routers", "service/cli"} <= folders


def test_every_message_has_a_chinese_text(messages):
    kept = set(WORD.findall(" ".join(re.sub(r"\{\w+\}", "", chinese) for _, chinese in (*MESSAGES, *WORDS))))
    wrong = []
    for message in messages:
        english = message.fill("77{:02d}")
        found = _find(english, is_word=False) or _find(english, is_word=True)
        chinese = english if found is None else found.text
        left = set(WORD.findall(chinese)) - kept
        if left or not CHINESE.search(chinese) or set(re.findall("77..", english)) != set(re.findall("77..", chinese)):
            wrong.append(f"{message.where}: {message} -> {chinese}")
    assert wrong == []


def test_both_texts_of_a_message_have_the_same_values():
    places = re.compile(r"(?<!\{)\{(\w+)\}")
    assert [pair for pair in MESSAGES if set(places.findall(pair[0])) != set(places.findall(pair[1]))] == []


def test_no_message_stands_in_the_catalogue_twice():
    english = [re.sub(r"\{\w+\}", "{}", pair[0]) for pair in MESSAGES]
    assert sorted(english) == sorted(set(english))


def test_no_chinese_text_outlives_its_message(source, messages):
    """Each part of a template stands in the source; what libraries say has a module of its own."""
    trees = [tree for module, tree in source.trees.items() if not module.startswith("geo.texts._")]
    constants = (node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant))
    said = "\n".join([*map(str, messages), *(text for text in constants if isinstance(text, str))])
    stale = {
        english
        for english, chinese in MESSAGES
        for literal, *_ in Formatter().parse(english)
        for part in re.split(r"[:;,.()]\s+", literal)
        if (english, chinese) not in LIBRARY_MESSAGES and part.strip(" .:;()") not in said
    }
    assert stale == set()


def test_english_stays_as_it_is():
    assert translate_message("homes.csv: holds no rows; expected at least one", "en").endswith("expected at least one")


def test_a_list_of_faults_is_translated_line_by_line():
    problems = Problems()
    faults = [f'a.csv, row {n}, column 人口: "-3"; expected a number of 0 or more' for n in range(1, 23)]
    problems.add("negative or not a number", faults)
    problems.add("missing key", ["[homes] needs path"])
    with pytest.raises(InputError) as error:
        problems.raise_if_any()
    lines = translate_message(str(error.value), "zh").split("\n")
    assert lines[:3] == [
        "数据中有 23 个问题:",
        "负数或不是数值(22):",
        '  - a.csv 第 1 行,列 人口:"-3";应为 0 或更大的数',
    ]
    assert lines[-3:] == ["  ……另有 2 个", "缺少键(1):", "  - [homes] 需要 path"]


def test_a_hint_within_a_message_is_translated_too():
    text = (
        "a.shp: has no CRS (is the .prj missing?); the easting 38469372 begins with zone 38: CGCS2000 3-degree "
        'Gauss-Kruger, "EPSG:4526". Name it as datum = "EPSG:..."'
    )
    assert translate_message(text, "zh") == (
        "a.shp:没有坐标系(是否缺少 .prj?);东坐标 38469372 以带号 38 开头:CGCS2000 3 度带高斯-克吕格投影,“EPSG:4526”。"
        '请注明 datum = "EPSG:..."'
    )


def test_reasons_of_one_row_are_translated_each():
    text = (
        "50.0 % of it lies outside the city's data; keep to the area that they cover; "
        "Self-intersection[1 2]; redraw the outline there"
    )
    assert translate_message(text, "zh") == (
        "有 50.0 % 位于本市数据范围之外;请保持在数据覆盖的范围内;自相交 [1 2];请在该处重画轮廓"
    )


@pytest.mark.parametrize(
    "outline",
    [
        "POLYGON((0 0, 2 2, 2 0, 0 2, 0 0))",
        "POLYGON((0 0, 9 0, 9 9, 0 9, 0 0), (20 20, 21 20, 21 21, 20 20))",
        "POLYGON((0 0, 9 0, 9 9, 0 9, 0 0), (1 1, 8 1, 8 8, 1 8, 1 1), (2 2, 3 2, 3 3, 2 2))",
        "MULTIPOLYGON(((0 0, 9 0, 9 9, 0 9, 0 0)), ((1 1, 2 1, 2 2, 1 1)))",
        "POLYGON((0 0, 9 0, 9 9, 0 9, 0 0), (0 5, 5 0, 9 5, 5 9, 0 5))",
        "POLYGON((0 0, 9 0, 9 9, 5 5, 5 8, 1 8, 5 5, 0 9, 0 0))",
        "POLYGON((0 0, 1 1, 0 0, 0 0))",
    ],
)
def test_what_is_wrong_with_an_outline_is_told_in_chinese(outline):
    said = shapely.is_valid_reason(shapely.from_wkt(outline))
    assert "[" in said
    assert re.fullmatch(
        r"[\u4e00-\u9fff]+ \[[-\d. ]+\];请在该处重画轮廓", translate_message(f"{said}; redraw the outline there", "zh")
    )


def test_a_name_of_the_reader_stays_as_it_is():
    assert translate_message('no facility has the id "no geometry here"', "zh") == "没有编号为“no geometry here”的设施"
    assert translate_message('unknown level "point"; the city has: polygon, none', "zh").endswith("polygon, none")


def test_a_message_that_nobody_knows_stays_english_and_costs_little():
    text = "; ".join(["a: b, row 3: c"] * 150)
    begin = time.perf_counter()
    assert translate_message(text, "zh") == text
    assert translate_message("x; " * 1_000_000, "zh") == "x; " * 1_000_000
    assert time.perf_counter() - begin < 5
