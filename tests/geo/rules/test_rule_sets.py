"""Rule sets: what is cited, what is refused."""

from pathlib import Path

import pytest

from geo.errors import InputError
from geo.rules.entries import NORM_KINDS
from geo.rules.rule_set import parse_rules, read_rules

STANDARDS = Path(__file__).parents[3] / "data" / "standards"
NAME = {"zh": "甲", "en": "A"}
RULE = {"name": NAME, "circle_min": 5, "limit_m": 300, "source": "us", "verified": True}
GIVEN = {"id": "a", "name": NAME, "source": "us", "categories": {"clinic": RULE}}


@pytest.mark.parametrize("path", sorted(STANDARDS.glob("*.toml")), ids=lambda path: path.stem)
def test_every_rule_set_that_comes_along_is_valid_and_cited(path):
    rules = read_rules(path)
    cited = [*rules.circles, *rules.categories.values(), *rules.norms]
    assert cited
    assert all(entry.source and isinstance(entry.verified, bool) for entry in cited)


def test_the_standard_says_what_the_text_says():
    rules = read_rules(STANDARDS / "gb50180-2018.toml")
    circles = {circle.minutes: circle for circle in rules.circles}
    assert circles[15].residents == (50_000, 100_000)
    assert circles[5].dwellings == (1_500, 4_000)
    assert rules.limit_m["junior_middle_school"] == 1000
    assert rules.limit_m["primary_school"] == 500
    assert rules.limit_m["kindergarten"] == 300
    assert rules.limit_m["cultural_station"] == 500
    assert not any(category.verified for category in rules.categories.values())


def test_the_rule_sets_that_come_along_hold_norms_of_all_four_kinds():
    kinds = {norm.kind for path in STANDARDS.glob("*.toml") for norm in read_rules(path).norms}
    assert kinds == set(NORM_KINDS)


def norm(**changes):
    return {
        "norms": [
            {"category": "clinic", "kind": "floor", "floor_area_m2": 9, "source": "us", "verified": True} | changes
        ]
    }


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"id": ""}, "id = ''; expected a text"),
        ({"nmae": 1}, "unknown nmae; known: id, name"),
        ({"name": {"zh": "甲"}}, "expected a text in zh and in en"),
        (
            {"categories": {"clinic": RULE | {"limit_m": -3}}},
            "category clinic: limit_m = -3; expected a number above 0",
        ),
        ({"categories": {"clinic": RULE | {"limit_m": True}}}, "limit_m = True; expected a number above 0"),
        ({"categories": {"clinic": RULE | {"floor_area_m2": [5, 2]}}}, "or two, the least first"),
        ({"categories": {"clinic": {"name": NAME}}}, "category clinic: no limit_m"),
        ({"categories": {"clinic": RULE | {"verified": "yes"}}}, "expected true or false"),
        ({"circles": [{"name": NAME, "minutes": 5, "source": "us", "verified": True}]}, "circle 1: no walk_m"),
        ({"circles": {"a": 1}}, "circles: expected tables"),
        (norm(kind="ceiling"), "kind = 'ceiling'; expected one of per_household"),
        (norm(kind="steps"), "no by, which a norm steps needs"),
        (norm(kind="steps", by="cats", steps=[[0, 1]]), "by = 'cats'; expected one of households"),
        (norm(kind="steps", by="households", steps=[[5, 1], [3, 2]]), "expected [[0, m2], [from, m2], ...], rising"),
        (
            {"norms": [{"category": "c", "kind": "per_resident", "source": "us", "verified": True}]},
            "expected one of floor_area_m2, people, places",
        ),
    ],
)
def test_a_fault_in_a_rule_set_is_named_with_its_place(changes, message):
    with pytest.raises(InputError) as error:
        parse_rules(GIVEN | changes, file="a.toml")
    assert message in str(error.value)


def test_all_faults_are_told_at_once():
    wrong = GIVEN | {"id": 5, "categories": {"clinic": RULE | {"limit_m": 0, "circle_min": "x"}}}
    with pytest.raises(InputError, match="3 problems"):
        parse_rules(wrong, file="a.toml")


def test_a_rule_set_that_is_no_file_or_no_toml_is_refused(tmp_path):
    with pytest.raises(InputError, match="no such rule set"):
        read_rules(tmp_path / "none.toml")
    (tmp_path / "a.toml").write_text("= 5")
    with pytest.raises(InputError, match="not valid TOML"):
        read_rules(tmp_path / "a.toml")
