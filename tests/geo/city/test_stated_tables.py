"""What a source file states of costs and rooms: kept in the bundle, checked, read as none where it is not there."""

import dataclasses
import json

import pytest

from geo.city.bundle import _parse_stated, open_city, write_city
from geo.city.model import describe_city
from geo.city.sample import build_sample
from geo.city.source import read_source
from geo.errors import InputError
from geo.rules.audit_standard import AuditStandard
from geo.rules.unit_costs import UnitCosts

LAYERS = """
[city]
datum = "wgs84"
[roads]
path = "roads.csv"
[grid_units]
path = "roads.csv"
[homes]
path = "roads.csv"
[facilities]
path = "roads.csv"
"""
ROOMS = """source = "our own"
verified = false
office = ["office"]
hall = ["hall", "counter"]
square = []
rooms = ["reading_room"]
office_bands_m2 = [200, 500]
large_square_m2 = 800
"""


@pytest.fixture
def read(tmp_path):
    (tmp_path / "roads.csv").write_text("lon,lat\n", "utf-8")
    (tmp_path / "rooms.toml").write_text(ROOMS, "utf-8")

    def read_tables(text):
        (tmp_path / "city.toml").write_text(LAYERS + text, "utf-8")
        return read_source(tmp_path / "city.toml").tables

    return read_tables


def test_a_city_that_states_nothing_has_neither_costs_nor_rooms_of_its_own(read):
    tables = read("")
    assert (tables.costs, tables.audit) == (None, None)


def test_costs_are_read_with_their_source(read):
    costs = read('[costs]\nsource = "budget of 2025"\nhall = 300000\nlease_m2_year = 240.5\n').costs
    assert costs == UnitCosts(source="budget of 2025", hall=300000, lease_m2_year=240.5)


def test_rooms_are_read_from_the_table_or_from_the_file_it_names(read):
    assert read(f"[audit]\n{ROOMS}").audit == read('[audit]\npath = "rooms.toml"\n').audit
    assert read('[audit]\npath = "rooms.toml"\n').audit.hall == ("hall", "counter")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[costs]\nhall = 1\n", "[costs] needs source"),
        ('[costs]\nsource = "a"\nhall = -5\n', "[costs] hall = -5: expected a number above 0"),
        ('[costs]\nsource = "a"\nhalls = 5\n', "unknown key halls in [costs]; did you mean hall?"),
        ('[audit]\npath = "room.toml"\n', '[audit] path = "room.toml": no such file'),
        ("[audit]\n" + ROOMS.replace('["hall", "counter"]', '["office"]'), "[audit] names office twice"),
        ("[audit]\n" + ROOMS.replace("large_square_m2 = 800", ""), "[audit] needs large_square_m2"),
        ("[audit]\n" + ROOMS.replace("[200, 500]", "[500, 200]"), "expected two numbers above 0, the least first"),
    ],
)
def test_a_wrong_table_is_refused_with_what_was_expected(read, text, message):
    with pytest.raises(InputError) as error:
        read(text)
    assert message in str(error.value)


def test_costs_and_rooms_stay_in_the_bundle(read, tmp_path):
    tables = read(f'[costs]\nsource = "ours"\nhall = 5\n[audit]\n{ROOMS}')
    stated = {"costs": tables.costs, "audit_standard": tables.audit}
    write_city(dataclasses.replace(build_sample(), **stated), tmp_path / "city")
    for lazy in (False, True):
        city = open_city(tmp_path / "city", lazy=lazy)
        assert isinstance(city.audit_standard, AuditStandard)
        assert {name: getattr(city, name) for name in stated} == stated


def test_a_city_of_an_earlier_release_states_neither():
    about = json.loads(json.dumps(describe_city(build_sample())))
    for name in ("costs", "audit_standard"):
        del about[name]
    assert {name: _parse_stated(about, file="city.json")[name] for name in ("costs", "audit_standard")} == {
        "costs": None,
        "audit_standard": None,
    }
