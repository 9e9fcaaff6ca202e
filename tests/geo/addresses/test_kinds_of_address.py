"""Addresses with elements in columns: languages, lists and ranges, additions, other roads, unknown numbers."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.addresses.indexing import make_address_index
from geo.addresses.match import match_address
from geo.addresses.names import NameIndex
from geo.addresses.normalise import split_tokens
from geo.city.sample import ORIGIN, build_sample

X, Y = ORIGIN


def index_houses(rows, *, city_names=(), **columns):
    """An index of houses: road, number, east and north of the origin [m]."""
    sample = build_sample()
    roads, numbers, east, north = zip(*rows, strict=True)
    points = shapely.points(np.column_stack([np.array(east) + X, np.array(north) + Y]))
    layer = gpd.GeoDataFrame({"road": roads, "number": numbers, **columns}, geometry=points, crs=sample.crs)
    return make_address_index(layer, sample.base_units, None, sample.roads, city_names=list(city_names))


@pytest.fixture(scope="module")
def danish():
    rows = [("Blåbærvej", "12", 50, 50), ("Ærvej", "12", 750, 750), ("Søndre Fasanvej", "4", 60, 750),
            ("Gammel Kongevej", "4", 750, 60), ("Store Kongensgade", "8", 60, 60), ("Sankt Pauls Gade", "8", 760, 60),
            ("Kirkevej", "5", 60, 70), ("Kirkevej", "5", 760, 770)]  # fmt: skip
    return index_houses(
        rows, postcode=[*["1000"] * 6, "2200", "2000"], district=[*["København K"] * 7, "Frederiksberg"]
    )


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Blåbærvej 12", (50, 50)),
        ("BLAABAERVEJ 12", (50, 50)),
        ("blabærvej 12", (50, 50)),
        ("Blåbrævej 12, 2. tv", (50, 50)),
        ("Ærvej 12", (750, 750)),
        ("Aervej 12", (750, 750)),
        ("Sdr. Fasanvej 4", (60, 750)),
        ("Gl. Kongevej 4, 1610 København V", (750, 60)),
        ("St. Kongensgade 8", (60, 60)),
        ("Skt. Pauls Gade 8 st. mf", (760, 60)),
        ("Kirkevej 5, 2200", (60, 70)),
        ("Kirkevej 5, 2000 Frederiksberg", (760, 770)),
    ],
)
def test_a_danish_address_is_found_however_it_is_written(danish, text, place):
    match = match_address(danish, text)
    assert (match.status, (match.x - X, match.y - Y)) == ("found", place)


def test_two_roads_of_one_name_without_a_postcode_are_both_candidates(danish):
    assert match_address(danish, "Kirkevej 5").status == "ambiguous"


@pytest.fixture(scope="module")
def spanish():
    rows = [("Calle 28 de Febrero", "2", 50, 50), ("Calle 28 de Febrero", "28", 150, 50),
            ("Calle Número 60", "9", 750, 50),
            ("Calle León y Castillo", "62", 50, 750), ("Calle León y Castillo", "64-66", 80, 750),
            ("Calle León y Castillo", "20;22;24", 110, 750), ("Paseo de San José", "100", 750, 750),
            ("Calle San José", "100", 60, 60), ("Calle 1º de Mayo", "12", 760, 760), ("Plaza de España", "3", 70, 760),
            ("Calle España", "3", 770, 70)]  # fmt: skip
    return index_houses(rows, city_names=["Villa"])


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("C/ 28 de Febrero 2", (50, 50)),
        ("28 de Febrero 28", (150, 50)),
        ("Carrer Número 60, 9", (750, 50)),
        ("C/ León y Castillo 64, 5º 1ª", (80, 750)),
        ("León y Castillo 66", (80, 750)),
        ("León y Castillo 64/66", (80, 750)),
        ("León y Castillo 22", (110, 750)),
        ("LEON Y CASTILLO 62 BIS", (50, 750)),
        ("León y Castillo 62B", (50, 750)),
        ("Calle León y Castillo, 62 - 3º B", (50, 750)),
        ("Pº San José 100", (750, 750)),
        ("c/ san jose 100 35015 Villa", (60, 60)),
        ("Primero de Mayo 12", (760, 760)),
        ("C/ 1 de Mayo, nº 12, 2ºB", (760, 760)),
        ("Pl. España 3", (70, 760)),
        ("c/ España 3", (770, 70)),
    ],
)
def test_a_spanish_address_is_found_however_it_is_written(spanish, text, place):
    match = match_address(spanish, text)
    assert (match.status, (match.x - X, match.y - Y)) == ("found", place)


def test_spanish_abbreviations_are_none_where_no_road_is_spanish(danish):
    assert split_tokens("Pl. av", danish.language) == ["plads", "av"]


def test_a_number_that_its_road_does_not_hold_is_answered_with_the_length_of_the_road(spanish):
    match = match_address(spanish, "Calle León y Castillo 999")
    assert match.level == "road"
    assert match.error_radius_m >= 30
    assert match.confidence < 0.5


def test_a_postcode_that_few_houses_of_a_road_have_hides_none_of_its_others():
    rows = [("Calle Mayor", number, 50 + 10 * i, 50) for i, number in enumerate(("2", "4", "90"))]
    match = match_address(index_houses(rows, postcode=["35005", "", ""]), "Calle Mayor 333, 35005")
    assert (match.status, match.level) == ("found", "road")
    assert match.confidence < 0.5


def test_a_road_with_one_known_house_is_no_answer(spanish):
    assert match_address(spanish, "Calle Número 60").status == "not_found"


@pytest.mark.parametrize(
    ("text", "row"), [("文化路12号附3号", 1), ("文化路12号附5号", 0), ("文化路12-3号", 1), ("文化路30号", 2)]
)
def test_a_house_with_an_addition_is_found_with_it_or_without(text, row):
    places = [(50, 50), (150, 50), (750, 50)]
    rows = [("文化路", number, *place) for number, place in zip(("12号", "12号附3号", "28-32"), places, strict=True)]
    match = match_address(index_houses(rows), text)
    assert (match.x - X, match.y - Y) == places[row]


def test_a_side_or_size_is_never_a_slip():
    names = NameIndex([("road", 0, "人民东路"), ("road", 1, "新华街"), ("road", 2, "2马路")])
    for text in ("人民路", "人民西路", "华街", "中华街", "1马路", "马路"):
        assert [span for reading in names.read(split_tokens(text)) for span in reading] == []
    # two swapped characters are
    assert next(names.read(split_tokens("人东民路")))[0].candidates == {"road": (0,)}


@pytest.mark.parametrize("text", ["对王庄村2组", "作王庄村2组"])
def test_a_numeral_that_begins_a_long_name_may_become_another_character(text):
    names = NameIndex([("compound", 0, "三王庄村2组"), ("compound", 1, "3号家属院")])
    assert next(names.read(split_tokens(text)))[0].candidates == {"compound": (0,)}
    # but is never left out, nor another numeral, nor that of a house
    for other in ("王庄村2组", "四王庄村2组", "南号家属院"):
        assert [span for reading in names.read(split_tokens(other)) for span in reading] == []


@pytest.mark.parametrize("before", ["", "蜜雪冰城", "中国移动", "韵达快递"])
@pytest.mark.parametrize("written", ["心密市", "信密市", "新蜜市"])
def test_our_own_city_with_a_slip_is_no_other_city_whatever_stands_before_it(before, written):
    district = {"district": ["新密市", "新密市"], "city_names": ["郑州市"]}
    index = index_houses([("文化路", "10", 50, 50), ("文化路", "12", 60, 50)], **district)
    match = match_address(index, f"{before}{written}文化路10号")
    assert (match.status, match.level) == ("found", "number")
    for other in ("洛阳市", "安阳市", "上海市"):
        assert match_address(index, f"{before}{other}文化路10号").status == "not_found"


def test_a_telling_character_before_a_known_road_makes_another_road_of_it():
    index = index_houses([("文化路", "10", 50, 50), ("文化路", "12", 60, 50)])
    assert match_address(index, "文化路10号").confidence > 0.9
    assert match_address(index, "新文化路10号").confidence <= 0.5


def test_numerals_of_an_unknown_name_are_no_house_number():
    index = index_houses([("老街", "27", 50, 50), ("老街", "81", 60, 50)])
    assert match_address(index, "二七广场").status == "not_found"
    assert match_address(index, "八一路").status == "not_found"


def test_another_district_leaves_little_trust():
    index = index_houses([("文化路", "10", 50, 50)], district=["金水区"], city_names=["郑州市"])
    assert match_address(index, "金水区文化路10号").confidence > 0.9
    assert match_address(index, "涧西区文化路10号").confidence < 0.5
    both = index_houses([("文化路", "10", 50, 50), ("老街", "1", 750, 50)], district=["金水区", "惠济区"])
    assert match_address(both, "金水区文化路10号").confidence > 0.9
    assert match_address(both, "惠济区文化路10号").confidence < 0.5
    assert match_address(index, "金氺区文化路10号").confidence > 0.5
