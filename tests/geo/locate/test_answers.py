"""One record of an answer: what is printed of it, and its row in a table."""

from dataclasses import fields, replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.city.sample import ORIGIN
from geo.crs.projection import to_point_lonlat
from geo.locate.address import locate_address
from geo.locate.ambiguity import explain_candidates, share_details
from geo.locate.answer_rows import RESULT_COLUMNS, AnswerRow, from_frame, make_row_without_answer, to_frame, to_row
from geo.locate.answers import NO_UNIT, Answer, Service, to_document
from geo.locate.batch import list_address_rows, locate_addresses, locate_coordinates
from geo.locate.unit_index import locate, make_unit_index
from tests.addresses import build_address_city

X, Y = ORIGIN
OF_UNIT = ["unit_code", "name", "community", "street", "district", "contact", "lead_role", "workers"]


@pytest.fixture(scope="module")
def unit_index():
    return make_unit_index(build_address_city())


@pytest.fixture(scope="module")
def place(unit_index):
    return locate(unit_index, X + 150, Y + 150)


def test_of_a_place_only_what_was_asked_is_printed(place):
    assert list(to_document(place)) == [*OF_UNIT, "near_boundary_m", "others"]
    services = (Service(category="clinic"),)
    document = to_document(replace(place, services=services))
    assert list(document)[-1] == "services"
    assert document["services"][0]["walk_m"] is None


def test_of_an_address_all_is_printed_that_its_record_holds_but_services(unit_index):
    answer = locate_address(unit_index, "文化路10号")
    assert list(to_document(answer)) == [field.name for field in fields(Answer) if field.name != "services"]
    assert to_document(answer)["community"] == {"code": "410102001001", "name": "South"}


def test_the_columns_of_a_table_are_the_fields_of_its_row():
    assert tuple(field.name for field in fields(AnswerRow)) == RESULT_COLUMNS
    assert list(to_frame([]).columns) == list(RESULT_COLUMNS)
    assert from_frame(to_frame([])) == []


def test_a_place_alone_and_among_many_has_the_same_row(unit_index, place):
    lon, lat = to_point_lonlat(X + 150, Y + 150, unit_index.crs)
    far, inside, wrong = from_frame(locate_coordinates(unit_index, [0, lon, "x"], [0, lat, "1"], datum="wgs84"))
    assert inside == replace(to_row(place), lon=lon, lat=lat)
    assert (far.status, far.unit_code, far.lon) == ("outside", "", 0.0)
    assert (wrong.status, wrong.unit_code, wrong.lon) == ("rejected", "", None)


def test_a_table_of_addresses_and_its_rows_say_the_same(unit_index):
    texts = ["文化路10号", "南苑小区1栋", "无此路", ""]
    rows = list_address_rows(unit_index, texts)
    assert [row.status for row in rows] == ["found", "ambiguous", "not_found", "rejected"]
    pd.testing.assert_frame_equal(locate_addresses(unit_index, texts), to_frame(rows))
    assert from_frame(to_frame(rows)) == rows


texts = st.text(st.characters(codec="utf-8", exclude_characters=";\x00"), max_size=5)
numbers = st.none() | st.floats(-200, 200)


@given(st.lists(st.tuples(texts, numbers, st.lists(texts.filter(bool), max_size=3).map(tuple)), max_size=4))
def test_every_row_comes_back_from_a_table_as_it_was(values):
    rows = [
        replace(make_row_without_answer("outside", reason=text), lon=number, candidates=codes)
        for text, number, codes in values
    ]
    assert from_frame(to_frame(rows)) == rows


def test_numbers_that_are_not_known_are_nan_in_a_table_and_none_in_a_row():
    row = make_row_without_answer("rejected", reason="empty")
    assert np.isnan(to_frame([row])["confidence"][0])
    assert row.confidence is None


def test_of_several_units_only_what_all_have_in_common_is_shared(unit_index):
    same, shared = unit_index.details[:2], share_details(unit_index.details)
    assert same[0].community == same[1].community == share_details(same).community
    assert shared.community is None
    assert shared.district == same[0].district
    assert (shared.unit_code, shared.workers) == (NO_UNIT.unit_code, NO_UNIT.workers)


def test_a_reason_is_given_only_where_there_are_candidates(unit_index, place):
    assert explain_candidates(place) == ""
    assert explain_candidates(locate_address(unit_index, "南苑小区1栋")) == "2 grid units fit equally"
