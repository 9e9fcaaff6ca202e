"""The sheets of an audit: bars beside the norm, shortfalls with remedy and cost, the map, escaped texts."""

import dataclasses
import re

import pytest

from geo.audit.audit import audit_city
from geo.coverage.analysis import analyze_city
from geo.errors import InputError
from geo.rules.unit_costs import UnitCosts
from maps.audit_sheet import choose_sheets, find_row, render_audit_sheets
from maps.audit_sheet_gauges import list_gauges
from tests.geo.audit.audit_scenes import EAST, NORTH, SOUTH, build_audited

STREET = "410102001000"
COSTS = UnitCosts(source="us", enlarge_m2=10, hall=1000, worker_year=50)


def audit_with(**changes):
    return audit_city(analyze_city(dataclasses.replace(build_audited(), **changes)))


@pytest.fixture(scope="module")
def audit():
    return audit_with(costs=COSTS)


def render(audit, code):
    ((_, page),) = render_audit_sheets(audit, choose_sheets(audit, code))
    return page


def list_cells(page, name):
    table = re.search(rf'<table class="{name}">(.*?)</table>', page, re.DOTALL)[1]
    in_english = re.sub(r'<span lang="zh">.*?</span>', "", table)
    rows = re.findall(r"<tr>(.*?)</tr>", in_english)
    return [[re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<t[dh]>(.*?)</t[dh]>", row)] for row in rows]


def test_figures_stand_beside_what_is_asked_for(audit):
    row = find_row(audit, "communities", SOUTH)
    found = {gauge.name.en: gauge for gauge in list_gauges(audit, "communities", row)}
    space = found["Service space per 100 households (m2)"]
    assert (space.value, space.asked.en, space.is_below) == ("12.5", "norm 30.0", True)
    # the bar ends at twice the norm
    assert (space.fill, space.marks) == (12.5 / 60, (0.5,))
    office = found["Office (m2)"]
    assert (office.value, office.asked, office.is_below, office.fill) == ("200", "300 m² / 600 m²", True, 200 / 900)
    assert (found["Specialised workers in post"].value, found["With a one-stop service hall"].value.en) == (
        "6 / 10",
        "none",
    )
    # 10 cadres of 60 residents; the ratio is of the city, and no community is short of it
    cadres = found["Cadres per 10,000 residents"]
    assert (cadres.asked.en, cadres.is_below) == ("norm for the city 18.0", False)


def test_a_street_counts_the_rooms_of_its_communities(audit):
    row = find_row(audit, "streets", STREET)
    found = {gauge.name.en: gauge.value for gauge in list_gauges(audit, "streets", row)}
    assert (found["With an office"], found["With a one-stop service hall"]) == ("1 / 2", "0 / 2")


def test_shortfalls_come_with_remedy_and_cost(audit):
    lines = {cells[0]: cells[1:] for cells in list_cells(render(audit, SOUTH), "lacks")}
    assert lines["Service space too small"] == [
        "420 m2",
        "35",
        "Enlarge, lease, transfer or share rooms",
        "4,200 yuan once",
    ]
    assert lines["Specialised workers short"][-1] == "200 yuan a year"
    assert lines["Units not of 300 to 500 households"][-1] == "–"
    assert lines["Total"][-1] == "5,200 yuan once250 yuan a year"


def test_without_stated_costs_no_yuan_is_on_a_sheet():
    page = render(audit_with(), SOUTH)
    assert "yuan" not in page
    assert "元" not in page


def test_what_lies_above_stands_beside(audit):
    rows = list_cells(render(audit, SOUTH), "beside")
    assert rows[0] == ["Figure", "Here", "Street", "City"]
    assert ["Service space per 100 households (m2)", "12.5", "12.5", "11.5"] in rows


def test_the_map_has_units_homes_and_rooms_of_the_community(audit):
    page = render(audit, SOUTH)
    # clinic, station, square and mediation room; no rule set of the toy city gives the health station a tier
    assert page.count('class="mark"') == 4
    assert '<text class="code"' in page
    assert 'class="above" d="M' in page


def test_a_community_without_units_has_a_sheet_without_a_map(audit):
    assert "No boundary is known" in render(audit, EAST)


def test_a_village_is_shown_and_not_judged(audit):
    page = render(audit, NORTH)
    assert "figures are given and not judged" in page
    assert 'class="lacks"' not in page


def test_all_are_the_streets_and_communities_that_are_judged(audit):
    names = [name for name, _ in render_audit_sheets(audit, choose_sheets(audit, "all"))]
    assert names == [f"{STREET}.html", f"{SOUTH}.html", f"{EAST}.html"]


def test_an_unknown_code_is_refused(audit):
    with pytest.raises(InputError, match='no community, village or street of this city has the code "9"'):
        choose_sheets(audit, f"{SOUTH},9")


def test_names_from_data_are_escaped():
    evil = "<script>alert(1)</script>"
    divisions = build_audited().divisions.assign(name=evil)
    page = render(audit_with(name=evil, divisions=divisions), SOUTH)
    assert evil not in page
    assert "&lt;script&gt;" in page


def test_the_same_audit_gives_the_same_sheet(audit):
    assert render(audit, SOUTH) == render(audit, SOUTH)
