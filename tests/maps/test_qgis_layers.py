"""Styles of coverage.gpkg: each feature drawn by one rule, every column named, colours those of our maps."""

import sqlite3
from contextlib import closing

import pytest

from geo.coverage.analysis import analyze_city
from geo.files.geopackage_styles import write_styles
from geo.files.slim import slim_table
from geo.files.writers import write_gpkg
from geo.reference import build_reference
from maps.qgis_layers import choose_headline, style_coverage
from maps.style import SHARE_COLOURS, make_category_colours


@pytest.fixture(scope="module")
def town():
    return analyze_city(build_reference(scale=0.03), categories=["kindergarten", "market", "care_home"])


@pytest.fixture(scope="module")
def database(town, tmp_path_factory):
    path = tmp_path_factory.mktemp("styles") / "coverage.gpkg"
    layers = {**town.levels, "facilities": town.city.facilities, "gaps": town.gaps}
    write_gpkg(path, {name: slim_table(layer, is_count=bool) for name, layer in layers.items()})
    write_styles(path, style_coverage(town))
    with closing(sqlite3.connect(path)) as opened:
        yield opened


def count_rules(database, layer, rules, where="1"):
    """Count the rules that each feature fits: filters of these styles are SQL."""
    fits = " + ".join(f"coalesce(({rule.where}), 0)" for rule in rules)
    return {count for (count,) in database.execute(f'SELECT {fits} FROM "{layer}" WHERE {where}')}


@pytest.mark.parametrize("layer", ["communities", "grid_units"])
def test_each_unit_is_drawn_by_exactly_one_rule(town, database, layer):
    assert count_rules(database, layer, style_coverage(town)[layer].rules) == {1}


@pytest.mark.parametrize("layer", ["city", "districts", "streets"])
def test_a_division_that_is_both_shows_its_urban_residents_once(town, database, layer):
    rules = style_coverage(town)[layer].rules
    assert count_rules(database, layer, rules, "scope = 'urban'") == {1}
    assert count_rules(database, layer, rules, "scope = 'rural'") <= {0}


def test_each_facility_and_gap_area_is_drawn_by_the_rule_of_its_category(town, database):
    styles, listed = style_coverage(town), ", ".join(f"'{name}'" for name in town.limit_m)
    for layer in ("facilities", "gaps"):
        assert count_rules(database, layer, styles[layer].rules, f"category IN ({listed})") == {1}
    shown = [rule.label for rule in styles["gaps"].rules if rule.is_shown]
    assert shown == [town.city.categories[choose_headline(town)]]


def test_every_column_has_a_name_in_both_languages(town, database):
    named = set(database.execute("SELECT table_name, column_name FROM gpkg_data_columns"))
    for layer in style_coverage(town):
        columns = {name for (name,) in database.execute("SELECT name FROM pragma_table_info(?)", (layer,))}
        assert {name for name in columns if (layer, name) not in named} <= {"fid", "geom"}


def test_the_headline_is_the_category_that_leaves_most_residents_uncovered(town):
    people = {name: figures.uncovered_population for name, figures in town.figures.items()}
    assert people[choose_headline(town)] == max(people.values())


def test_shares_have_the_colours_of_the_map_and_what_is_not_judged_is_hatched(town):
    rules = style_coverage(town)["grid_units"].rules
    assert tuple(rule.colour for rule in rules[2:]) == SHARE_COLOURS
    assert [rule.is_hatched for rule in rules] == [True] + [False] * 6


def test_categories_have_colours_of_their_own():
    for count in (1, 2, 21, 60):
        assert len(set(make_category_colours(count))) == count
