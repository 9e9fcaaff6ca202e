"""Rule sets: what is cited, what is refused, what is asked for by size."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from geo.errors import InputError
from geo.rules.amounts import count_demand
from geo.rules.clauses import list_clauses
from geo.rules.listing import tabulate_rules
from geo.rules.lookups import choose_rules, name_facilities
from geo.rules.rule_set import dump_rules, parse_rules, read_rules
from geo.texts import LANGS

STANDARDS = Path(__file__).parents[3] / "data" / "standards"
NAME = {"zh": "甲", "en": "A"}
CITED = {"source": "us", "verified": True}
TIER = {"name": NAME, "provider": "project", "residents": [5000, 12000], **CITED}
RULE = {"name": NAME, "tier": "near", "radius": {"m": 300}, **CITED}
GIVEN = {
    "id": "a",
    "name": NAME,
    "source": "us",
    "scope": ["urban"],
    "tiers": {"near": TIER},
    "facilities": {"clinic": RULE},
}
SPEED = 4000 / 60


@pytest.mark.parametrize("path", sorted(STANDARDS.glob("*.toml")), ids=lambda path: path.stem)
def test_every_rule_set_that_comes_along_is_valid_and_cited(path):
    rules = read_rules(path)
    cited = [*rules.tiers.values(), *rules.facilities.values(), *rules.composites.values(), *rules.norms]
    assert cited
    assert all(entry.source and isinstance(entry.verified, bool) for entry in cited)
    assert parse_rules(dump_rules(rules), file="city.json") == rules
    for lang in LANGS:
        tables = tabulate_rules(rules, lang)
        assert all(len(row) == len(table.headings) for table in tables for row in table.rows)


def test_the_standard_says_what_the_text_says():
    rules = read_rules(STANDARDS / "gb50180-2018.toml")
    assert rules.tiers["15_min"].residents == (50_000, 100_000)
    assert rules.tiers["5_min"].dwellings == (1_500, 4_000)
    assert rules.limit_m["junior_middle_school"] == 1000
    assert rules.limit_m["primary_school"] == 500
    assert rules.limit_m["kindergarten"] == 300
    assert rules.limit_m["cultural_station"] == 500
    # no radius is given for homes, and a sports ground is land without rooms
    assert not {"care_home", "nursing_home"} & rules.limit_m.keys()
    for ground in ("small_sports_ground", "medium_sports_ground", "large_sports_ground", "fitness_ground"):
        assert rules.facilities[ground].floor_area is None
        assert rules.facilities[ground].land_area is not None
    station = rules.facilities["health_station"]
    assert (station.strength, station.supplements) == ("as_needed", "community_health_centre")
    assert station.floor_area.m2 == (120, 270)


def test_what_is_from_memory_is_not_called_verified():
    rules = read_rules(STANDARDS / "gb50180-2018.toml")
    verified = {name for name, rule in rules.facilities.items() if rule.verified}
    assert verified == {"small_sports_ground", "fitness_ground", "public_toilet", "block_ground"}
    of_radius = {name for name, rule in rules.facilities.items() if rule.radius is not None and rule.radius.verified}
    assert of_radius == {
        "junior_middle_school",
        "primary_school",
        "kindergarten",
        "small_sports_ground",
        "fitness_ground",
    }
    assert not any(norm.verified for norm in rules.norms)


def sizes(*households):
    table = pd.DataFrame({"households": households}, dtype=float)
    return table.assign(residents=table["households"] * 2.5, above_ground_floor_area_m2=table["households"] * 120)


def demand(file, category, *households, basis=None, kind=None):
    """What some areas need of a category by one rule set."""
    clauses = [
        clause
        for clause in list_clauses([read_rules(STANDARDS / f"{file}.toml")], speed_m_per_min=SPEED)
        if clause.category == category
        and clause.clause_kind != "distance"
        and basis in (None, clause.basis)
        and kind in (None, clause.clause_kind)
    ]
    (clause,) = clauses
    return count_demand(clause, sizes(*households)).tolist()


def test_a_small_plot_owes_a_share_and_a_large_one_the_whole_by_zhengzhous_notice():
    """Under 1,000 households 40 m2 per 100 of them, then 500 m2, from 2,000 on 600 m2."""
    found = demand("zhengzhou", "community_rooms", 40, 100, 999, 1000, 1999, 2000, 20_000)
    assert found == pytest.approx([16, 40, 399.6, 500, 500, 600, 600])


def test_the_national_norm_is_thirty_square_metres_per_hundred_households():
    assert demand("national-community-service", "community_service_space", 100, 1000) == [30, 300]


def test_a_planned_area_is_new_by_the_rules_of_henan():
    assert demand("henan-elderly-care", "elderly_day_care", 100, 1000, kind="floor_area") == [30, 300]
    assert demand("henan-elderly-care", "elderly_day_care", 100, 1000, kind="land_area") == [50, 500]


def test_xixian_goes_by_floor_area_above_ground():
    # 120 m2 a household: 24,000, 30,000, 99,960, 180,000, 280,080 m2
    assert demand("xixian", "community_rooms", 200, 250, 833, 1500, 2334) == [300, 800, 800, 2500, 4800]


def test_a_station_of_the_standard_is_owed_from_the_tiers_size_on():
    # 2.5 residents a household: 4,997.5; 5,000; 12,000; 12,002.5 residents
    found = demand("gb50180-2018", "community_service_station", 1999, 2000, 4800, 4801, basis="tier")
    assert found == [0, 600, 600, 1200]


def test_school_places_are_owed_from_the_tiers_size_on():
    assert demand("gb50180-2018", "kindergarten", 1999, 2000, basis="amount") == [0, 225]


def test_a_radius_is_a_recommendation_and_not_less_than_an_obligation():
    clauses = list_clauses([read_rules(STANDARDS / "gb50180-2018.toml")], speed_m_per_min=SPEED)
    duties = {(clause.category, clause.clause_kind, clause.basis): clause.duty for clause in clauses}
    assert {duty for (_, kind, _), duty in duties.items() if kind == "distance"} == {"recommendation"}
    assert duties["community_service_station", "size", "least"] == "obligation"
    assert duties["elderly_day_care", "size", "least"] == "recommendation"


def test_land_is_never_judged_as_rooms():
    clauses = list_clauses([read_rules(STANDARDS / "gb50180-2018.toml")], speed_m_per_min=SPEED)
    grounds = [clause for clause in clauses if clause.category.endswith("_ground")]
    assert {clause.clause_kind for clause in grounds} == {"distance", "land_size", "land_area"}


def test_a_ground_of_the_standard_is_owed_as_land_from_the_tiers_size_on():
    found = demand("gb50180-2018", "small_sports_ground", 1999, 2000, 4801, basis="tier")
    assert found == [0, 770, 1540]
    assert demand("gb50180-2018", "block_ground", 399, 400, 1201, basis="tier") == [0, 170, 340]


def test_a_size_that_is_not_known_is_not_counted():
    (clause,) = (
        clause
        for clause in list_clauses([read_rules(STANDARDS / "xixian.toml")], speed_m_per_min=SPEED)
        if clause.category == "community_rooms"
    )
    unknown = sizes(100).assign(above_ground_floor_area_m2=np.nan)
    assert np.isnan(count_demand(clause, unknown)).all()


def test_walks_are_judged_by_the_first_rule_set_with_radii_for_the_scope():
    sets = [read_rules(STANDARDS / f"{name}.toml") for name in ("zhengzhou", "rural-example", "gb50180-2018")]
    assert choose_rules(sets).id == "gb50180-2018"
    assert choose_rules(sets, "rural").id == "rural-example"
    assert choose_rules(sets[:1]) is None


def test_the_first_rule_set_that_names_a_category_counts():
    both = [read_rules(STANDARDS / f"{name}.toml") for name in ("rural-example", "gb50180-2018")]
    assert name_facilities(both)["health_station"]["en"] == "Village clinic"


def norm(**changes):
    given = {"facility": "clinic", "measure": "floor_area_m2", "amount": 9, **CITED} | changes
    return {"norms": [{key: value for key, value in given.items() if value is not None}]}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"id": ""}, "id = ''; expected a text"),
        ({"nmae": 1}, "unknown nmae; known: id, name"),
        ({"name": {"zh": "甲"}}, "expected a text in zh and in en"),
        ({"scope": ["seaside"]}, "expected a list, each one of urban, rural"),
        ({"scope": "urban"}, "expected a list, each one of urban, rural"),
        ({"valid_from": "2022"}, "expected a day such as 2018-12-01"),
        ({"valid_from": "2022-10-01", "valid_to": "2021-10-01"}, "valid_to = '2021-10-01' is before valid_from"),
        ({"facilities": {"clinic": RULE | {"radius": {"m": -3}}}}, "facility clinic: radius.m = -3; expected a number"),
        ({"facilities": {"clinic": RULE | {"radius": {"m": True}}}}, "radius.m = True; expected a number above 0"),
        ({"facilities": {"clinic": RULE | {"radius": 300}}}, "facility clinic: radius: expected a table"),
        ({"facilities": {"clinic": RULE | {"radius": {"mm": 3}}}}, "no radius.m"),
        (
            {"facilities": {"clinic": RULE | {"radius": {"m": 3, "mm": 3}}}},
            "unknown radius.mm; known: source, verified",
        ),
        ({"facilities": {"clinic": RULE | {"floor_area": {"m2": [5, 2]}}}}, "or two, the least first"),
        ({"facilities": {"clinic": {"name": NAME}}}, "facility clinic: no tier"),
        ({"facilities": {"clinic": RULE | {"tier": "far"}}}, "facility clinic: tier = 'far'; expected one of near"),
        ({"facilities": {"clinic": RULE | {"verified": "yes"}}}, "expected true or false"),
        ({"facilities": {"clinic": RULE | {"supplements": "x"}}}, "supplements = 'x', which is no facility"),
        (
            {"facilities": {"clinic": RULE | {"radius": {"m": 3, "verified": True}}}},
            "source and verified stand together, or neither does",
        ),
        ({"facilities": {"clinic": RULE | {"departments": []}}}, "expected a list, each one of planning"),
        ({"tiers": {"near": {"name": NAME, **CITED}}}, "tier near: no provider"),
        ({"tiers": [1]}, "tiers: expected tables"),
        (norm(measure="cats"), "measure = 'cats'; expected one of floor_area_m2"),
        (norm(facility="shop"), "norm 1: shop has no name; give it one under [names]"),
        (norm(amount=None), "norm 1: expected amount or steps, one of the two"),
        (norm(steps=[{"begin": 0, "amount": 1}], by="households"), "expected amount or steps, one of the two"),
        (norm(amount=None, steps=[{"begin": 0, "amount": 1}]), "no by, which steps need"),
        (norm(from_size=5), "no by, which from_size needs"),
        (norm(amount=None, by="cats", steps=[{"begin": 0, "amount": 1}]), "by = 'cats'; expected one of households"),
        (
            norm(amount=None, by="households", steps=[{"begin": 5, "amount": 1}, {"begin": 3, "amount": 2}]),
            "steps begin at 0 and rise",
        ),
        (
            {
                "composites": {
                    "one": {"name": NAME, "members": ["clinic"], **CITED},
                    "two": {"name": NAME, "members": ["clinic"], **CITED},
                }
            },
            "composite two: clinic is in one already, and counts once",
        ),
    ],
)
def test_a_fault_in_a_rule_set_is_named_with_its_place(changes, message):
    with pytest.raises(InputError) as error:
        parse_rules(GIVEN | changes, file="a.toml")
    assert message in str(error.value)


def test_all_faults_are_told_at_once():
    wrong = GIVEN | {"id": 5, "facilities": {"clinic": RULE | {"radius": {"m": 0}, "strength": "x"}}}
    with pytest.raises(InputError, match="3 problems"):
        parse_rules(wrong, file="a.toml")


def test_a_rule_set_of_the_first_form_is_refused_with_what_is_known():
    old = {"id": "a", "name": NAME, "source": "us", "categories": {"clinic": {"limit_m": 300}}}
    with pytest.raises(InputError, match="unknown categories; known: id, name, source, scope"):
        parse_rules(old, file="a.toml")


def test_a_rule_set_that_is_no_file_or_no_toml_is_refused(tmp_path):
    with pytest.raises(InputError, match="no such rule set"):
        read_rules(tmp_path / "none.toml")
    (tmp_path / "a.toml").write_text("= 5")
    with pytest.raises(InputError, match="not valid TOML"):
        read_rules(tmp_path / "a.toml")
