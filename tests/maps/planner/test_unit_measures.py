"""What units have of categories met, of places, and beside adults: counted again home by home and place by place."""

import numpy as np
import pytest

from geo.audit.audit import audit_city
from geo.audit.capacities import find_places_per_1000
from geo.coverage.analysis import analyze_city
from geo.coverage.by_minute import find_unit_rows
from geo.coverage.status import COVERED
from geo.reference import build_reference
from maps.planner.measures import pack_measures
from maps.planner.sheet import pack_sheet
from maps.planner.unit_walks import count_met, find_difference

LEVELS = ("city", "districts", "streets", "communities", "grid_units")


@pytest.fixture(scope="module")
def coverage():
    return analyze_city(build_reference(scale=0.02))


@pytest.fixture(scope="module")
def audit(coverage):
    return audit_city(coverage)


def add_up_homes(coverage, level):
    """Row of the level -> residents, and residents covered by category; home by home."""
    row = find_unit_rows(coverage)[level][coverage.walks.unit]
    residents, categories = coverage.city.homes["residents"].tolist(), coverage.walks.context.categories
    people, covered = {}, {}
    for home, at in enumerate(row.tolist()):
        people[at] = people.get(at, 0.0) + residents[home]
        for k, category in enumerate(categories):
            is_covered = coverage.status[home, k] == COVERED
            covered[at, category] = covered.get((at, category), 0.0) + residents[home] * is_covered
    return people, covered


@pytest.mark.parametrize("level", LEVELS)
def test_a_category_is_met_where_half_of_the_residents_or_more_are_covered(coverage, level):
    met, judged = count_met(coverage, level)
    people, covered = add_up_homes(coverage, level)
    for at, scope in enumerate(coverage.levels[level]["scope"]):
        of_scope = [each for each in coverage.walks.context.categories if each in coverage.judgements[scope].limit_m]
        assert judged[at] == len(of_scope)
        if people.get(at):
            assert met[at] == sum(covered[at, each] >= 0.5 * people[at] - 1e-6 for each in of_scope)
        else:
            assert met[at] == 0
    assert met.max() > 0
    assert met.min() < met.max() or level == "city"


def test_it_is_what_the_sheet_of_a_unit_marks(coverage, audit):
    met, _ = count_met(coverage, "communities")
    rows, table = find_unit_rows(coverage), coverage.levels["communities"]
    for at in np.flatnonzero((table["scope"] == "urban") & (table["code"] != "") & (table["residents"] > 0))[:12]:
        sheet = pack_sheet(coverage, audit, rows, "communities", table["code"].iloc[at], "urban")
        assert met[at] == sum(each["status"] == "covered" for each in sheet["categories"])


@pytest.mark.parametrize("level", ["streets", "communities"])
def test_places_are_those_of_the_communities_facilities(audit, level):
    found = find_places_per_1000(audit, level)
    city, table = audit.city, audit.coverage.levels[level]
    # what lies in a village counts to the row of the villages
    urban = city.divisions[city.divisions["level"] != "village"]
    parent = dict(zip(urban["code"], urban["parent"], strict=True))
    assert "primary_school" in found
    for category, per_1000 in found.items():
        for at, (code, residents, scope) in enumerate(table[["code", "residents", "scope"]].itertuples(index=False)):
            if not code or scope != "urban" or round(residents) == 0:
                continue
            own = [
                each.capacity
                for each in city.facilities.itertuples()
                if each.category == category
                and code in (each.community, parent.get(each.community))
                and each.community in parent
            ]
            if any(np.isnan(own)):
                assert np.isnan(per_1000[at])
            else:
                assert per_1000[at] == pytest.approx(1000 * sum(own) / round(residents), abs=0.051)
    packed = pack_measures(audit, level)["places_per_1000"]
    assert packed.keys() == found.keys()


def test_a_facility_that_states_no_places_makes_its_unit_unknown_and_grid_units_have_none(audit):
    facilities = audit.city.facilities
    at = facilities.index[facilities["category"] == "primary_school"][0]
    was, facilities.loc[at, "capacity"] = facilities.loc[at, "capacity"], np.nan
    try:
        found = find_places_per_1000(audit, "communities")["primary_school"]
        codes = audit.coverage.levels["communities"]["code"]
        assert np.isnan(found[np.flatnonzero(codes == facilities.loc[at, "community"])]).all()
        assert np.isfinite(found).any()
    finally:
        facilities.loc[at, "capacity"] = was
    assert find_places_per_1000(audit, "grid_units") == {}


@pytest.mark.parametrize("category", ["primary_school", "all"])
def test_the_difference_is_that_of_two_shares(coverage, category):
    elders = analyze_city(coverage.city, profile="elder", minutes=10)
    adults = analyze_city(coverage.city, minutes=10)
    found = find_difference(elders, adults, category, "streets")
    assert np.nanmin(found) < 0
    for points, (_, old), (_, grown) in zip(
        found, elders.levels["streets"].iterrows(), adults.levels["streets"].iterrows(), strict=True
    ):
        people = round(old["residents"])
        if people and old[f"covered_{category}"] + old[f"uncovered_{category}"]:
            share_old, share_grown = (round(each[f"covered_{category}"]) / people for each in (old, grown))
            assert points == pytest.approx(100 * (share_old - share_grown), abs=0.051)
        else:
            assert np.isnan(points)
