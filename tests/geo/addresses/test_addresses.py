"""Addresses: one form, taken apart, matched; each answer checked against a city small enough to see through."""

from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.addresses.elements import split_elements
from geo.addresses.index_file import read_address_index, write_address_index
from geo.addresses.languages import choose_language
from geo.addresses.match import match_address
from geo.addresses.names import NameIndex
from geo.addresses.normalise import split_tokens, to_numeral
from geo.addresses.query import read_query
from geo.addresses.scores import gather_rows
from geo.city.sample import ORIGIN, build_sample
from geo.city.walk_context import make_walk_context
from geo.errors import AddressNotFoundError, InputError, OutsideCityError
from geo.locate.address import locate_address
from geo.locate.answer_rows import RESULT_COLUMNS
from geo.locate.batch import locate_addresses
from geo.locate.services import list_services
from geo.locate.unit_index import make_unit_index
from geo.reference import build_reference
from tests.addresses import build_address_city
from tests.mangling import KINDS, PARTS, mangle, write_number

X, Y = ORIGIN


@pytest.fixture(scope="module")
def city():
    return build_address_city()


@pytest.fixture(scope="module")
def unit_index(city):
    return make_unit_index(city)


@pytest.fixture(scope="module")
def address_index(city):
    return city.address_index


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("文化路１２号", "文化路12号"),
        ("文化路一百一十二号", "文化路112号"),
        ("文化路一一二号", "文化路112号"),
        ("文化路二十号", "文化路20号"),
        ("文化路一百零五号", "文化路105号"),
        ("文化路12号附3号", "文化路12之3号"),
        ("東風路與廣場西門", "东风路与广场西门"),
        ("C/ León y Castillo nº 5", "calle leon castillo 5"),
        ("AVDA. de Escaleritas, 12 B", "avenida escaleritas 12 b"),
    ],
)
def test_what_is_written_in_two_ways_becomes_one(written, same):
    language = choose_language(["Calle Mayor"])
    assert split_tokens(written, language) == split_tokens(same, language)


@given(st.integers(1, 9999))
def test_every_number_read_aloud_in_chinese_is_read_back(number):
    assert split_tokens(write_number(number, is_read_aloud=True)) == [str(number)]
    assert split_tokens(write_number(number, is_read_aloud=False)) == [str(number)]


@given(st.text(max_size=300))
def test_any_text_is_taken_apart_without_an_error(text):
    index = NameIndex([("road", 0, "文化路"), ("compound", 0, "万和花园"), ("name", 0, "Café Ñandú")])
    for query in read_query(text, index):
        assert len(query.unmatched) <= len("".join(split_tokens(text)))


@pytest.mark.parametrize(
    ("text", "row", "level"),
    [
        ("金水区未来路街道文化路10号", 1, "number"),
        ("郑州市文化路10号", 1, "number"),
        ("文化路１０号", 1, "number"),
        ("文化路十号", 1, "number"),
        ("老文化路10号", 1, "number"),
        ("文化路12号万和花园2栋", 3, "building"),
        ("文化路12号万和花园2#楼3单元501室", 3, "building"),
        ("文化路12号万和花园二幢", 3, "building"),
        ("万和花园2号楼", 3, "building"),
        ("万和花圆2号楼", 3, "building"),
        ("张记面馆文化路2号", 0, "number"),
        ("张记面馆", 0, "place"),
        ("一马路7号", 5, "number"),
        ("二七区1马路7号", 5, "number"),
        ("明华巷18号", 6, "number"),
        ("未来路街道明化巷18号", 6, "number"),
        ("文化路10号与一马路交叉口东北80米", 1, "number"),
        ("二七区南苑小区1栋", 7, "building"),
    ],
)
def test_an_address_is_found_however_it_is_written(address_index, text, row, level):
    match = match_address(address_index, text)
    assert match.status == "found"
    assert (match.x, match.y) == tuple(address_index.xy[row])
    assert match.level == level


def test_two_compounds_of_one_name_are_both_candidates(unit_index):
    answer = locate_address(unit_index, "南苑小区1栋")
    assert answer.status == "ambiguous"
    assert answer.unit_code is None
    assert answer.confidence <= 0.5
    codes = {candidate.unit_code for candidate in answer.candidates}
    assert len(codes) == 2
    assert {locate_address(unit_index, f"{zone}南苑小区1栋").unit_code for zone in ("二七区", "金水区")} == codes


def test_a_number_between_known_ones_is_placed_between_them(address_index):
    match = match_address(address_index, "文化路4号")
    assert match.level == "interpolated"
    # 4 lies a quarter of the way from 2 to 10, which are 80 m apart
    assert (match.x, match.y) == pytest.approx((X + 30, Y + 150))
    assert match.error_radius_m == pytest.approx(20 + 20)


def test_an_odd_number_is_not_placed_between_even_ones_but_answered_by_the_road(address_index):
    match = match_address(address_index, "文化路5号")
    assert (match.status, match.level) == ("ambiguous", "road")
    # the road's farthest known house, and its nodes
    assert match.error_radius_m > 600
    assert match.confidence < 0.5


def test_a_landmark_and_directions_lead_away_from_it(address_index):
    match = match_address(address_index, "张记面馆向东50米")
    assert match.level == "offset"
    assert (match.x, match.y) == pytest.approx((X + 60, Y + 150))


def test_a_crossing_lies_where_the_two_roads_share_a_node(city, address_index):
    ends = {}
    for name, line in zip(city.roads["name"], city.roads.geometry, strict=True):
        ends.setdefault(name, set()).update(map(tuple, shapely.get_coordinates(line)[[0, -1]]))
    shared = np.array(sorted(ends["文化路"] & ends["一马路"]))
    match = match_address(address_index, "文化路与一马路交叉口北80米")
    assert match.level == "intersection"
    assert (match.x, match.y) == pytest.approx(tuple(shared.mean(axis=0) + np.array([0.0, 80.0])))


@pytest.mark.parametrize("text", ["不存在的地方", "北京市海淀区中关村大街1号", "9号", "郑州市", "金水区"])
def test_what_fits_nothing_is_not_found_and_says_what_was_understood(unit_index, text):
    with pytest.raises(AddressNotFoundError, match="no address of this city fits"):
        locate_address(unit_index, text)


def test_a_district_alone_is_understood_but_is_no_place(unit_index):
    with pytest.raises(AddressNotFoundError) as caught:
        locate_address(unit_index, "金水区某某大厦")
    assert caught.value.matched == "金水区"
    assert caught.value.unmatched == "某某大厦"


def test_a_place_near_a_border_names_the_units_that_the_error_reaches(city):
    east = city.base_units.geometry.iloc[0].bounds[2]
    moved = city.addresses.copy()
    moved.loc[1, "geometry"] = shapely.Point(east - 4, Y + 150)
    answer = locate_address(make_unit_index(replace(city, addresses=moved)), "文化路10号")
    assert answer.status == "found"
    assert answer.near_boundary
    assert answer.near_boundary_m == pytest.approx(4)
    assert len(answer.candidates) == 2


def test_an_address_outside_all_units_is_outside_and_never_a_candidate(city):
    moved = city.addresses.copy()
    moved.loc[1, "geometry"] = shapely.Point(X - 5000, Y)
    moved.loc[8, "geometry"] = shapely.Point(X - 5000, Y)
    unit_index = make_unit_index(replace(city, addresses=moved))
    with pytest.raises(OutsideCityError, match="the nearest is"):
        locate_address(unit_index, "文化路10号")
    assert locate_addresses(unit_index, ["文化路10号"])["status"][0] == "outside"
    # of two compounds of one name the one inside is left
    assert locate_address(unit_index, "南苑小区1栋").unit_code == unit_index.codes[unit_index.address_index.unit[7]]


def test_neighbours_far_apart_place_no_number(city):
    moved = city.addresses.copy()
    moved.loc[0, "geometry"] = shapely.Point(X + 10, Y + 900)
    assert match_address(replace(city, addresses=moved).address_index, "文化路4号").status != "found"


def test_a_book_comes_back_from_disk_as_it_was(address_index, tmp_path):
    write_address_index(tmp_path / "book.npz", address_index)
    again = read_address_index((tmp_path / "book.npz").read_bytes())
    assert again.words == address_index.words
    assert again.aliases == address_index.aliases
    for element, codes in address_index.codes.items():
        np.testing.assert_array_equal(again.codes[element], codes)
    assert match_address(again, "文化路10号").x == match_address(address_index, "文化路10号").x


def test_a_damaged_book_is_refused():
    with pytest.raises(ValueError, match="no arrays"):
        read_address_index(b"no archive")


def test_a_city_without_addresses_says_so():
    with pytest.raises(InputError, match="holds no addresses"):
        locate_address(make_unit_index(build_sample()), "文化路10号")


def test_services_are_the_nearest_of_each_category_and_none_where_nothing_is_reached():
    context = make_walk_context(build_sample())
    found = {service.category: service for service in list_services(context, X, Y)}
    home = next(i for i, p in enumerate(context.city.homes.geometry) if p.distance(shapely.Point(X, Y)) < 1e-6)
    assert home == 0
    # 1,200 m to the school from the home at the origin: worked out by hand in test_walking
    assert found["school"].walk_m == 1200.0
    assert found["school"].walk_min == 18.0


def test_whole_texts_are_taken_apart_by_their_endings():
    parts = split_elements(
        ["河南省郑州市金水区未来路街道文化路12号万和花园2号楼", "登封市颍阳镇颍西村明华巷18号"], city_names=["郑州市"]
    )
    assert parts.iloc[0, 1:].tolist() == ["金水区", "未来路街道", "", "文化路", "12", "万和花园", "2号楼", ""]
    assert parts.iloc[1][["district", "street", "community", "road", "number"]].tolist() == [
        "登封市", "颍阳镇", "颍西村", "明华巷", "18",
    ]  # fmt: skip


def test_numerals_lose_what_only_says_that_they_are_numbers():
    assert [to_numeral(text) for text in ("3号楼", "三栋", "3#", "A座", "12 B", "28-30号")] == [
        "3", "3", "3", "a", "12b", "28-30",
    ]  # fmt: skip


@pytest.fixture(scope="module")
def small():
    return build_reference(scale=0.02)


@pytest.mark.parametrize("kind", KINDS)
def test_mangled_addresses_of_a_small_reference_city_are_found(small, kind):
    """At least 97 % of 150 in the right unit; whoever is sure is right."""
    address_index, rng = small.address_index, np.random.default_rng(7)
    table = small.addresses
    roads = tuple(table["road"][table["road"] != ""].unique())
    right = sure = sure_right = 0
    for row in rng.choice(len(table), 150, replace=False):
        damaged = mangle({part: table[part].iat[row] for part in PARTS}, (kind,), roads, rng)
        match = match_address(address_index, damaged["text"])
        is_right = match.unit == address_index.unit[row] or (
            match.status == "ambiguous" and address_index.unit[row] in match.units
        )
        right += is_right
        sure += match.confidence >= 0.9
        sure_right += is_right and match.confidence >= 0.9
    assert right >= 0.97 * 150
    assert sure_right == sure
    assert sure > 30


class Unguarded(NameIndex):
    """Names that are looked up wherever a text might hold one."""

    def _begins_name(self, *_):
        return True


@pytest.mark.parametrize("kind", ["mangled", "scrambled", "joined"])
def test_what_is_not_looked_up_for_its_beginning_would_not_have_been_found(small, kind):
    address_index, rng = small.address_index, np.random.default_rng(11)
    table = small.addresses
    roads = tuple(table["road"][table["road"] != ""].unique())
    guarded, unguarded = address_index.index, Unguarded(address_index._list_names())
    texts = table["text"].to_numpy(object)
    for row in rng.choice(len(table), 60, replace=False):
        text = texts[row]
        if kind == "mangled":
            text = mangle({part: table[part].iat[row] for part in PARTS}, ("typo", "drop"), roads, rng)["text"]
        elif kind == "scrambled":
            text = "".join(rng.permutation(list(text)))
        else:
            text = "".join("".join(rng.permutation(list(other))) for other in rng.choice(texts, 8))[:200]
        tokens = split_tokens(text)
        assert list(guarded.read(tokens)) == list(unguarded.read(tokens))


@given(st.text("甲乙丙丁1号ab", min_size=1, max_size=12), st.integers(0, 20), st.sampled_from("甲乙丙丁戊"))
def test_a_name_with_one_slip_anywhere_is_found_however_it_begins(name, at, other):
    names = [("road", 0, name), ("road", 1, "甲乙丙丁" * 3), ("road", 2, "丁丙乙甲丁")]
    guarded, unguarded = NameIndex(names), Unguarded(names)
    for text in (name[:at] + name[at + 1 :], name[:at] + other + name[at:], name[:at] + other + name[at + 1 :]):
        tokens = split_tokens(text)
        assert list(guarded.read(tokens)) == list(unguarded.read(tokens))


def test_few_names_are_looked_up_for_a_scrambled_address(small, monkeypatch):
    looked_up = []
    mean_near = NameIndex._mean_near
    monkeypatch.setattr(NameIndex, "_mean_near", lambda self, key: looked_up.append(key) or mean_near(self, key))
    rng = np.random.default_rng(12)
    scrambled = "".join("".join(rng.permutation(list(text))) for text in small.addresses["text"][:20])[:200]
    match_address(small.address_index, scrambled)
    assert len(looked_up) < 5 * len(scrambled)


def test_candidates_are_bounded_and_those_with_the_number_stay(small, monkeypatch):
    address_index = small.address_index
    district = address_index.words["district"][0]
    whole = match_address(address_index, f"{district}1号")
    carrying = (address_index.codes["number"] == address_index.numeral_codes["1"]).sum()
    monkeypatch.setattr("geo.addresses.scores.MOST_CANDIDATES", int(carrying) * 2)
    bounded = match_address(address_index, f"{district}1号")
    assert whole.status == bounded.status == "ambiguous"
    assert bounded.units.tolist() == whole.units.tolist()
    assert bounded.effort < whole.effort
    monkeypatch.setattr("geo.addresses.scores.MOST_CANDIDATES", 5)
    query = next(read_query(f"{district}1号", address_index.index))
    assert len(gather_rows(address_index, query)) == 5


def test_the_effort_of_an_address_is_the_same_every_time_and_larger_for_a_longer_text(address_index):
    efforts = [match_address(address_index, text).effort for text in ("文化路10号", "文化路10号", "文化路10号" * 9)]
    assert efforts[0] == efforts[1] < efforts[2]


HOSTILE = [
    "", " ", "\x00", "\n\t", "'; DROP TABLE addresses;--", '"文化路" OR *', "文化路 NEAR/2 号",
    "<script>alert(1)</script>",
    "🙂" * 100, "文" * 100_000, "9" * 5000, "号" * 200, "#" * 200, "一" * 200, "十百千" * 50, "与交叉口", "向北米",
    "与" * 100 + "交叉口", "\u202e路化文", "A" * 200, "文化路" * 66, "文化路-1号", "文化路0号",
    "文化路1e5号", "½号", "٣号",
    "ＣＡＬＬＥ", "%00%0a", "../../etc/passwd", "文化路" + "1-" * 80, "\ud800",
]  # fmt: skip


@pytest.mark.parametrize("number", range(200))
def test_200_hostile_strings_give_an_answer_or_a_reason(unit_index, number):
    rng = np.random.default_rng(number)
    text = HOSTILE[number % len(HOSTILE)]
    if number >= len(HOSTILE):  # the rest are made of two of them and a piece of an address
        other = HOSTILE[int(rng.integers(len(HOSTILE)))]
        text = "".join(rng.permutation([text[:300], other[:300], "文化路10号"]).tolist())
    row = locate_addresses(unit_index, [text])
    assert list(row.columns) == list(RESULT_COLUMNS)
    assert row["unit_code"][0] or row["reason"][0]
    assert len(row["reason"][0]) < 700
