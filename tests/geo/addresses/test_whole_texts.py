"""Layers that hold whole texts: asked back letter by letter, rewritten, and about what they do not hold."""

from functools import partial

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geo.addresses.index_file import read_address_index, write_address_index
from geo.addresses.indexing import make_address_index, unify_text
from geo.addresses.match import match_address
from geo.addresses.pieces import cut_pieces
from geo.addresses.sentences import trim_sentence
from geo.addresses.whole_rows import find_whole_rows
from geo.city.sample import ORIGIN, build_sample

X, Y = ORIGIN
TEXTS = {
    "汝河路文化宫路交叉口向南20米路东": (50, 60),
    "正道花园百货西门北70米": (150, 160),
    "石道乡车站西200米": (750, 60),
    "北文峰路290号": (760, 160),
    "北文峰路296号": (820, 160),
    "艺君生活广场北1门东南80米": (60, 750),
    "农业路与花园路交叉口": (160, 760),
    "白鸽树脂模具有限公司北门西440米": (750, 750),
    "锦艺国际华都·欧尚西门南60米": (760, 760),
    "江山北路孙庄社区西门": (160, 60),
    "中原路与织机路交叉口向南200米路东": (60, 60),
    "织机路御品包子铺": (760, 60),
    "东西1路小区": (60, 160),
    "中山路广场": (160, 750),
    "二七广场老邮局": (750, 160),
    "大学中路120号": (850, 850),
}


@pytest.fixture(scope="module")
def whole():
    """An index of these texts, and of nothing else."""
    sample = build_sample()
    points = shapely.points([[X + east, Y + north] for east, north in TEXTS.values()])
    layer = gpd.GeoDataFrame({"text": list(TEXTS)}, geometry=points, crs=sample.crs)
    return make_address_index(layer, sample.base_units, None, sample.roads, city_names=["郑州市", "郑州"])


def find_place(match):
    return (round(match.x - X), round(match.y - Y))


@pytest.mark.parametrize("text", TEXTS)
def test_every_text_of_the_layer_is_found_at_its_own_place(whole, text):
    match = match_address(whole, text)
    assert (match.status, find_place(match)) == ("found", TEXTS[text])


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("河南省郑州市北文峰路２９０号", "北文峰路290号"),
        ("北文峰路二百九十號", "北文峰路290号"),
        ("花园路与农业路交叉口", "农业路与花园路交叉口"),
        ("农业路和花园路交汇处", "农业路与花园路交叉口"),
        ("农业路、花园路路口", "农业路与花园路交叉口"),
        ("農業路跟花園路十字路口附近", "农业路与花园路交叉口"),
        ("汝河路与文化宫路交叉口往南约20米", "汝河路文化宫路交叉口向南20米路东"),
        ("正道花园百贷西门北70米", "正道花园百货西门北70米"),
        ("您好，我要反映江山北路孙庄社区西门有人占道经营，请处理", "江山北路孙庄社区西门"),
        ("北文峰路290号楼下有人占道", "北文峰路290号"),
        ("北文峰路290号3楼", "北文峰路290号"),
        ("白鸽树脂模具公司北门西440米", "白鸽树脂模具有限公司北门西440米"),
        ("锦艺国际华都欧尚西门南60米老王烟酒店", "锦艺国际华都·欧尚西门南60米"),
    ],
)
def test_a_text_is_found_however_citizens_write_it(whole, text, same):
    match = match_address(whole, text)
    assert (match.status, find_place(match)) == ("found", TEXTS[same])


@pytest.mark.parametrize(
    "text", ["小区", "广场", "西门", "东", "万达广场", "织机路", "红旗小区", "二七路广场", "生活广场"]
)
def test_a_word_that_many_places_share_is_no_answer(whole, text):
    match = match_address(whole, text)
    assert match.status in ("not_found", "ambiguous") or match.confidence < 0.5


@pytest.mark.parametrize("text", ["洛阳市涧西区大学中路120号", "上海市浦东新区大学中路120号", "安阳市大学中路120号"])
def test_an_address_in_another_city_is_not_found_here(whole, text):
    assert match_address(whole, text).status == "not_found"
    assert match_address(whole, "郑州市大学中路120号").status == "found"


def test_so_far_from_a_crossing_is_worked_out_from_another_text_about_it(whole):
    match = match_address(whole, "中原路与织机路交叉口向东50米")
    # the layer's text lies 200 m to the south of the crossing
    assert (match.level, find_place(match)) == ("offset", (60 + 50, 60 + 200))
    assert match.error_radius_m > 50
    assert match.confidence < 0.9


def test_another_number_is_not_answered_with_a_known_one(whole):
    match = match_address(whole, "北文峰路292号")
    assert match.level == "interpolated"
    assert find_place(match) == (780, 160)
    far = match_address(whole, "北文峰路838号")
    assert far.level == "road"
    assert far.confidence < 0.5
    assert far.error_radius_m >= 30


def test_numerals_in_a_name_stay_its_name():
    assert cut_pieces("27广场")[0].kind == "name"
    assert cut_pieces("文化路27号")[-1].kind == "number"


def test_an_index_of_whole_texts_comes_back_from_disk_and_an_older_one_is_made_anew(whole, tmp_path):
    write_address_index(tmp_path / "index.npz", whole)
    again = read_address_index((tmp_path / "index.npz").read_bytes())
    assert again.texts == whole.texts
    with np.load(tmp_path / "index.npz") as arrays:
        np.savez(tmp_path / "old.npz", **{name: arrays[name] for name in arrays if name != "format"})
    assert read_address_index((tmp_path / "old.npz").read_bytes()) is None


@pytest.mark.parametrize(
    ("sentence", "address"),
    [
        ("我在文化路10号旁边", "文化路10号"),
        ("文化路10号路灯坏了", "文化路10号"),
        ("文化路10号3号楼2单元501室", "文化路10号3号楼"),
        ("垃圾中转站", "垃圾中转站"),
        ("文化路10号(靠近公交站)", "文化路10号"),
        ("有人", "有人"),
        ("家在文化路10号", "文化路10号"),
        # 在 and 我家 may be a slip within a name
        ("李家在村2组25号", "李家在村2组25号"),
        ("大马乡我家村1组", "大马乡我家村1组"),
    ],
)
def test_what_is_said_around_an_address_is_cut_off(sentence, address):
    assert trim_sentence(sentence) == address


# ---- tables with elements in columns and whole texts beside them ----

MIXED = [
    # text, road, number, compound, place
    ("金水区文化路10号院内东侧平房", "文化路", "10", "", (50, 60)),
    ("金水区文化路10号院内西侧仓库", "文化路", "10", "", (750, 750)),
    ("汝河路文化宫路交叉口向南20米路东", "汝河路", "", "", (160, 60)),
    ("金水区文化路12号", "文化路", "12", "", (760, 160)),
    ("农业路7号老邮局对面", "", "", "", (160, 760)),
    ("南苑小区3号楼（原纺织厂家属院）", "", "", "南苑小区", (760, 760)),
]


def index_mixed(rows=MIXED, *, without=(), city_names=("郑州市", "郑州")):
    sample = build_sample()
    points = shapely.points([[X + row[-1][0], Y + row[-1][1]] for row in rows])
    table = {name: [row[i] for row in rows] for i, name in enumerate(("text", "road", "number", "compound"))}
    table["district"] = ["金水区" if row[0].startswith("金水区") else "" for row in rows]
    layer = gpd.GeoDataFrame(table, geometry=points, crs=sample.crs).drop(columns=list(without))
    return make_address_index(layer, sample.base_units, None, sample.roads, city_names=list(city_names))


@pytest.mark.parametrize("row", range(len(MIXED)))
@pytest.mark.parametrize("begin", ["", "郑州市", "河南省郑州市"])
def test_every_text_of_a_table_with_elements_too_is_found_at_its_own_place(row, begin):
    match = match_address(index_mixed(), begin + MIXED[row][0])
    assert (match.status, find_place(match)) == ("found", MIXED[row][-1])
    assert match.confidence > 0.8


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("文化路10号院内西侧仓库", 1),
        ("文化路10号院东侧平房", 0),
        ("文化宫路与汝河路交叉口向南20米", 2),
        ("文化路十二号", 3),
        ("原纺织厂家属院3号楼", 5),
    ],
)
def test_texts_like_those_of_a_table_with_elements_too_are_found(text, row):
    match = match_address(index_mixed(), text)
    assert (match.status, find_place(match)) == ("found", MIXED[row][-1])


def test_elements_that_a_table_lacks_are_taken_from_its_texts():
    index = index_mixed(without=["number", "compound"])
    match = match_address(index, "文化路12号")
    assert (match.level, find_place(match)) == ("number", (760, 160))
    assert match_address(index_mixed(), "农业路7号").level == "number"  # a row without any element


def test_a_table_whose_elements_say_what_its_texts_say_keeps_no_whole_texts():
    rows = [
        ("金水区文化路12号", "文化路", "12", "", (50, 60)),
        ("金水区 文化路 12号 3#", "文化路", "12", "3#", (60, 60)),
    ]
    assert index_mixed(rows).texts == ()
    assert index_mixed(rows, without=["text"]).texts == ()


def test_two_places_of_one_text_are_ambiguous_whichever_says_it_by_elements():
    rows = [("文化路12号东门", "文化路", "12", "", (50, 60)), ("文化路12号东门", "文化路", "12", "东门", (750, 750))]
    assert match_address(index_mixed(rows), "文化路12号东门").status == "ambiguous"


def test_a_street_named_with_its_city_says_no_more_than_its_columns():
    """The text is compared without the city's name, and so is what stands in a column."""
    street = "郑州经济技术开发区明湖街道"
    table = pd.DataFrame(
        {
            "district": "郑州经济技术开发区",
            "street": street,
            "road": "陇海巷",
            "number": "230",
            "text": f"{street}陇海巷230号",
        },
        index=[0],
    )
    unify = partial(unify_text, city_names=["郑州市", "郑州"])
    assert find_whole_rows(table, unify).tolist() == [False]
    assert find_whole_rows(table.assign(text=f"{street}陇海巷230号院内平房"), unify).tolist() == [True]
