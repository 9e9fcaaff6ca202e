"""Classes of a view: as the page makes them, told apart without colours, the same in the legend and on the map."""

import re
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.planner.paper_map import fill_class, write_hatches
from maps.planner.view_classes import MEASURES, classify_rows, find_breaks
from maps.style import HELPED_COLOURS, SHARE_COLOURS


def make_table(**columns):
    size = len(next(iter(columns.values())))
    plain = {"residents": 100.0, "covered": 50.0, "uncovered": 50.0, "not_judged": 0.0}
    return pd.DataFrame({**{name: np.full(size, value) for name, value in plain.items()}, **columns})


def name_classes(measure, table, lang="en"):
    found = classify_rows(table, measure, lang, categories=20)
    return [found.looks[at].label for at in found.of_row]


def test_a_share_on_a_break_belongs_to_the_class_below():
    table = make_table(share=[0.0, 0.2, 0.2 + 1e-6, 0.8, 1.0, np.nan])
    assert name_classes("share", table) == ["0–20%", "0–20%", "20–40%", "60–80%", "80–100%", "unknown"]


def test_who_lives_nowhere_is_not_judged_or_unknown_has_a_class_of_its_own():
    table = make_table(
        share=[np.nan, np.nan, 0.0, 0.5],
        residents=[0.0, 9.0, 9.0, 9.0],
        not_judged=[0.0, 9.0, 0.0, 0.0],
        covered=[0.0, 0.0, 0.0, 4.5],
        uncovered=[0.0, 0.0, 0.0, 4.5],
    )
    assert name_classes("share", table) == ["nobody lives here", "not judged by this set", "unknown", "40–60%"]
    # workers are counted where no rule set judges
    counted = table.assign(workers_per_1000=[1.0, 2.0, np.nan, 3.0])
    assert name_classes("workers", counted)[1:3] == ["0.0–2.0", "unknown"]


def test_a_long_walk_is_red_and_a_short_one_blue():
    table = make_table(median_min=[3.0, 5.0, 12.0, 25.0, 90.0])
    found = classify_rows(table, "median", "en", categories=20)
    assert [found.looks[at].colour for at in found.of_row] == [SHARE_COLOURS[at] for at in (4, 4, 2, 0, 0)]
    assert found.looks[-1].label == "more than 20"


def test_breaks_are_those_of_the_page():
    """Worked out by its script's own rule: quantiles, each rounded up to two digits."""
    assert find_breaks(np.array([3.0, 141.0, 9.0, 1001.0, 55.0])) == [9.0, 55.0, 150.0, 1100.0]
    assert find_breaks(np.zeros(4)) == [0.0]


@given(st.lists(st.just(0.0) | st.floats(0.01, 1e7), min_size=1, max_size=50))
def test_every_value_lies_in_the_class_that_its_label_says(values):
    table = make_table(uncovered=values, covered=np.ones(len(values)))
    for value, label in zip(values, name_classes("uncovered", table), strict=True):
        bounds = [float(end.replace(",", "")) for end in label.split("–")]
        assert value <= bounds[-1] + 0.5 + 1e-6 * value
        assert len(bounds) == 1 or value >= bounds[0] - 0.5


def test_differences_have_signs_and_no_difference_a_class_of_its_own():
    table = make_table(difference=[-12.0, -3.0, -0.2, *([0.0] * 40), 2.0])
    told = name_classes("difference", table)
    assert told[:4] == ["-3.0 or less", "-3.0 or less", "-3.0 to -0.2", "-0.2 to 0.0"]
    assert told[-1] == "0.0 to 2.0"


def test_counts_of_categories_meet_in_whole_numbers():
    labels = [look.label for look in classify_rows(make_table(met=[0.0, 20.0]), "met", "en", categories=18).looks]
    assert labels == ["0–3", "4–7", "8–10", "11–14", "15–18"]


@pytest.mark.parametrize("measure", MEASURES)
def test_the_legend_has_the_fillings_of_the_map(measure):
    table = make_table(share=[0.1, 0.9], uncovered=[3.0, 400.0], median_min=[4.0, 40.0], reached=[2.0, 19.0],
                       met=[0.0, 20.0], difference=[-9.0, 0.0], places_per_1000=[0.0, 45.5],
                       floor_m2_per_1000=[1.0, 9.0], workers_per_1000=[1.0, 2.0])  # fmt: skip
    found = classify_rows(table, measure, "zh", categories=20)
    defined = set(re.findall(r'id="(fill-\d+)"', write_hatches(found)))
    for number, look in enumerate(found.looks):
        fill = fill_class(found, number)
        assert fill == look.colour if look.hatch is None else fill[5:-1] in defined


def grey(colour):
    return sum(weight * int(colour[at : at + 2], 16) for weight, at in ((0.299, 1), (0.587, 3), (0.114, 5)))


def test_classes_are_told_apart_in_black_and_white():
    """By how grey they are; what has no figure by lines."""
    for colours in (HELPED_COLOURS, SHARE_COLOURS[::-1]):
        shades = [grey(colour) for colour in colours]
        assert all(a - b > 20 for a, b in pairwise(shades))
    table = make_table(share=[0.5, np.nan, 0.0], not_judged=[0.0, 9.0, 0.0], covered=[1.0, 0, 0], uncovered=[1.0, 0, 0])
    _, *others = {classify_rows(table, "share", "en", categories=1).of_row[at] for at in range(3)}
    looks = classify_rows(table, "share", "en", categories=1).looks
    assert len({looks[at].hatch for at in others} - {None}) == 2
