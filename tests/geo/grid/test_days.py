"""Days as offices write them, and what is in force today."""

from dataclasses import replace
from datetime import date, timedelta

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geo.city.bundle import open_city, write_city
from geo.city.sample import build_sample
from geo.grid.days import read_day, read_days
from geo.grid.generations import is_in_force, may_differ_since

TODAY = date.today()
YESTERDAY, TOMORROW = (str(TODAY + timedelta(days=days)) for days in (-1, 1))


@pytest.mark.parametrize(
    "text",
    [
        "2024-07-01", "2024.7.1", "2024/7/1", "2024/07/01", "20240701", "20240701.0", "2024年7月1日", "2024年07月01日",
        "2024 年 7 月 1 日", "2024年7月1号", "２０２４．７．１", "2024-07-01 00:00:00",
        "2024-07-01T00:00:00", "2024/7/1 0:00",
        "2024-07-01T00:00:00+08:00", "2024-07-01 00:00:00.000", " 2024-7-1 ", "45474", "45474.0", "45474.75",
    ],
)  # fmt: skip
def test_a_day_is_read_in_every_form_that_offices_write(text):
    assert read_day(text) == "2024-07-01"


@pytest.mark.parametrize("text", ["", "  ", "长期", "永久", "至今", "无", "-", "—", "9999-12-31"])
def test_words_that_say_there_is_no_day_are_none(text):
    assert read_day(text) == ""


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2024.13.1", "no day of the calendar"),
        ("2023-02-29", "no day of the calendar"),
        ("20240231", "no day of the calendar"),
        ("03/04/2024", "may be 2024-03-04 or 2024-04-03"),
        ("3.4.2024", "may be"),
        ("24.7.1", "is no day"),
        ("2024.7", "is no day"),
        ("2024", "is no day"),
        ("soon", "is no day"),
        ("202407011", "is no day"),
        ("0202-07-01", "in the year 202"),
        ("2924-07-01", "in the year 2924"),
    ],
)
def test_what_is_no_day_or_may_be_two_is_refused(text, reason):
    with pytest.raises(ValueError, match=reason):
        read_day(text)


def test_the_year_may_stand_last_where_only_one_number_can_be_the_month():
    assert [read_day(text) for text in ("25/12/2024", "12/25/2024", "05/05/2024")] == [
        "2024-12-25", "2024-12-25", "2024-05-05",
    ]  # fmt: skip


def test_every_day_comes_back_from_every_form():
    for days in range(0, 40_000, 97):
        day = date(1950, 1, 1) + timedelta(days=days)
        forms = (f"{day:%Y%m%d}", f"{day.year}.{day.month}.{day.day}", f"{day.year}年{day.month}月{day.day}日")
        serial = str((day - date(1899, 12, 30)).days)
        assert {read_day(form) for form in (*forms, serial)} == {day.isoformat()}


def test_a_column_keeps_its_rows_and_names_those_that_are_wrong():
    days, faults = read_days(pd.Series(["2024.7.1", "x", "", "x"]))
    assert days.tolist() == ["2024-07-01", "", "", ""]
    assert list(faults) == [1, 3]


def units_of(begin, end):
    return gpd.GeoDataFrame({"valid_from": begin, "valid_to": end}, geometry=[shapely.box(0, 0, 1, 1)] * len(begin))


def test_what_is_announced_for_a_coming_day_is_not_in_force_today_and_what_ends_then_still_is():
    units = units_of(["", TOMORROW, str(TODAY), ""], [TOMORROW, "", "", str(TODAY)])
    assert is_in_force(units, None).tolist() == [True, False, True, False]
    assert is_in_force(units, TOMORROW).tolist() == [False, True, True, False]


@pytest.mark.parametrize(
    ("change", "may"),
    [(str(TODAY), True), (TOMORROW, True), (YESTERDAY, True), (str(TODAY - timedelta(days=2)), False)],
)
def test_what_was_made_of_units_counts_until_others_may_be_in_force(change, may):
    assert may_differ_since(units_of(["", change], [change, ""]), f"{TODAY}T00:00:01+00:00") is may
    assert may_differ_since(units_of([""], [""]), "") is False


@pytest.fixture
def announced():
    """A city in which the first unit is to be two from tomorrow on, built today."""
    city = build_sample()
    units = city.grid_units
    west, south, east, north = units.geometry.iloc[0].bounds
    halves = [shapely.box(west, south, west + 200, north), shapely.box(west + 200, south, east, north)]
    new = gpd.GeoDataFrame(
        {
            "unit_code": ["new-1", "new-2"],
            "name": "",
            "community": "410102001001",
            "valid_from": TOMORROW,
            "valid_to": "",
        },
        geometry=halves,
        crs=city.crs,
    )
    old = units.assign(valid_from="", valid_to=[TOMORROW, "", "", ""])
    return replace(city, grid_units=pd.concat([new, old], ignore_index=True), built_at=f"{TODAY}T08:00:00+00:00")


def with_addresses(city):
    addresses = gpd.GeoDataFrame(
        {
            "address_id": ["a"],
            "text": ["Main Road 1"],
            "address_kind": "",
            "district": "",
            "street": "",
            "community": "",
        }
        | {"road": "Main Road", "number": "1", "compound": "", "building": "", "name": "", "old_road": ""},
        geometry=[city.homes.geometry.iloc[1]],
        crs=city.crs,
    )
    return replace(city, addresses=addresses)


def test_addresses_and_figures_go_over_to_the_new_units_on_their_day(announced, tmp_path, monkeypatch):
    write_city(with_addresses(announced), tmp_path / "city")

    def look():
        city = open_city(tmp_path / "city")
        rows = city.address_index.unit
        return len(city.base_units), city.base_units["unit_code"].iloc[rows[0]]

    assert look() == (4, "410102001001001")
    monkeypatch.setattr("geo.grid.generations.find_today", lambda: TOMORROW)
    assert look() == (5, "new-2")
