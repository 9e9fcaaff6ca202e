"""The tree of divisions."""

import pandas as pd

from geo.grid.divisions import check_divisions, trace_parents
from geo.problems import Problems


def table(*rows):
    return pd.DataFrame(rows, columns=["code", "name", "level", "parent"], index=range(1, len(rows) + 1))


TREE = table(
    ("c", "City", "city", ""),
    ("d", "District", "district", "c"),
    ("s", "Street", "street", "d"),
    ("k", "Community", "community", "s"),
    ("v", "Village", "village", "s"),
)


def test_communities_and_villages_lead_up_to_their_district():
    above = trace_parents(pd.Series(["k", "v", "", "x"]), TREE)
    assert above["communities"].tolist() == ["k", "v", "", ""]
    assert above["streets"].tolist() == ["s", "s", "", ""]
    assert above["districts"].tolist() == ["d", "d", "", ""]


def test_without_divisions_only_the_community_is_known():
    above = trace_parents(pd.Series(["k", ""]), None)
    assert above["communities"].tolist() == ["k", ""]
    assert above["streets"].tolist() == ["", ""]


def test_a_tree_that_bites_its_tail_ends():
    loop = table(("a", "A", "community", "b"), ("b", "B", "street", "a"))
    assert trace_parents(pd.Series(["a"]), loop)["streets"].tolist() == ["b"]


def test_a_parent_that_does_not_exist_and_an_unknown_level_are_reported():
    problems = Problems()
    check_divisions(table(("a", "A", "parish", ""), ("b", "B", "street", "z")), file="d.csv", problems=problems)
    assert problems.kinds["reference to nothing in divisions"] == ["d.csv, row 2: parent z of b is no division"]
    assert 'row 1: level "parish"' in problems.kinds["unknown level"][0]
