"""Rows of a view: ranked, searched, added up; by hand on the toy city."""

import dataclasses

import numpy as np
import pytest

from geo.city.sample import build_sample, build_sample_rules
from geo.coverage.analysis import analyze_city
from geo.coverage.view_table import search_view, sum_view, tabulate_view
from geo.coverage.view_words import View, describe_view


@pytest.fixture(scope="module")
def coverage():
    """Villages are judged by nothing."""
    return analyze_city(dataclasses.replace(build_sample(), rule_sets=[build_sample_rules()]))


def tabulate(coverage, level, category="clinic"):
    return tabulate_view(coverage.levels[level], category, coverage.city)


def test_rows_stand_from_most_people_beyond_the_walk_and_what_is_not_judged_last(coverage):
    shown = tabulate(coverage, "communities")
    assert shown[["rank", "code", "uncovered", "not_judged"]].fillna(-1).to_numpy().tolist() == [
        [1.0, "", 5.0, 0.0],
        [2.0, "410102001001", 0.0, 0.0],
        [-1.0, "410102001002", 0.0, 40.0],
    ]
    assert shown["share"].tolist()[1:2] == [1.0]
    assert np.isnan(shown["share"].iloc[2])


def test_names_above_are_those_of_the_divisions_above_the_level(coverage):
    units = tabulate(coverage, "grid_units")
    assert units.loc[units["code"] == "410102001001001"[:15], "community_name"].isin(["South"]).all()
    assert {"community_name", "street_name", "district_name"} <= set(units)
    streets = tabulate(coverage, "streets")
    assert "street_name" not in streets
    assert set(streets["district_name"]) == {"District", ""}
    assert not {"community_name", "street_name", "district_name"} & set(tabulate(coverage, "city"))


def test_a_city_without_divisions_has_no_names_above():
    bare = dataclasses.replace(build_sample(), divisions=None)
    assert "street_name" not in tabulate(analyze_city(bare), "grid_units")


def test_a_search_looks_at_codes_and_names_in_capitals_or_not(coverage):
    units = tabulate(coverage, "grid_units")
    assert search_view(units, "").equals(units)
    assert set(search_view(units, " SOUTH ")["community_name"]) == {"South"}
    assert len(search_view(units, "410102001002")) == 2
    assert len(search_view(units, "(")) == 0  # a text, no pattern


def test_sums_are_those_of_the_city(coverage):
    whole = coverage.levels["city"]
    for level in coverage.levels:
        sums = sum_view(tabulate(coverage, level))
        assert sums["residents"] == pytest.approx(whole["residents"].sum())
        assert sums["uncovered"] == pytest.approx(whole["uncovered_clinic"].sum())
        # 60 of the 65 who are judged
        assert sums["share"] == pytest.approx(60 / 65)
    assert np.isnan(sum_view(tabulate(coverage, "communities").iloc[:0])["share"])


def describe(coverage, lang="en", **view):
    plain = {"level": "streets", "category": "clinic", "scope": "urban", "measure": "share", "group": ""}
    plain |= {"area": "", "search": ""}
    return describe_view(coverage, View(**{**plain, **view}, day="2026-01-31", lang=lang))


def test_words_say_by_what_each_scope_that_is_shown_is_judged(coverage):
    both = dict(describe(coverage, scope="all").facts)
    assert both["Judged by"] == "Urban: Sample; Villages: not judged by this rule set"
    assert both["Limit"] == "Urban: 1,000 m (15 min); Villages: not judged"
    assert dict(describe(coverage, scope="rural").facts)["Limit"] == "not judged"
    assert dict(describe(coverage, category="all", lang="zh").facts)["限值"] == "各类别各自的限值"
    assert dict(describe(coverage, search="a=b").facts)["List filtered by"] == "a=b"


def test_words_say_that_a_city_is_invented_and_that_a_limit_is_not_verified(coverage):
    assert describe(coverage).badges == ()
    invented = dataclasses.replace(coverage.city, synthetic=True)
    assert describe(dataclasses.replace(coverage, city=invented)).badges == ("Synthetic city, not real data",)
