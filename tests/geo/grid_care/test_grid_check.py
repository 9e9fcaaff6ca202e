"""The check of a grid: a clean one has no finding, and each fault made by hand is found, alone and with its amount."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import shapely

from geo.city.sample import build_sample
from geo.grid_care.check_results import summarize_check
from geo.grid_care.findings import KINDS
from geo.grid_care.grid_check import check_grid
from geo.reference import build_reference
from tests.geo.grid_care.care_scenes import (
    COMMUNITY,
    EAST,
    WEST,
    build_pair,
    draw_divisions,
    draw_homes,
    draw_lines,
    draw_roads,
    draw_units,
    list_workers,
)

SQUARE, BESIDE = shapely.box(0, 0, 200, 200), shapely.box(200, 0, 400, 200)
HOMES = [(50, 100, 200), (150, 100, 200), (250, 100, 200), (350, 100, 200)]


def pair(west=SQUARE, east=BESIDE, *, codes=(WEST, EAST), communities=(COMMUNITY, COMMUNITY), **layers):
    rows = [(codes[0], communities[0], west), (codes[1], communities[1], east)]
    workers = list_workers((codes[0], "lead"), (codes[1], "lead"))
    return build_pair(**{"grid_units": draw_units(rows), "workers": workers, **layers})


def across(kind, column):
    line = [(kind, [(100, -10), (100, 210)])]
    if column == "highway":
        return build_pair(roads=draw_roads(line))
    return build_pair(barriers=draw_lines(column, line))


def with_old_unit():
    rows = [
        (WEST, COMMUNITY, SQUARE, {"valid_from": "2020-01-01"}),
        (EAST, COMMUNITY, BESIDE, {"valid_from": "2020-01-01"}),
        (EAST, COMMUNITY, shapely.box(0, 0, 400, 200), {"valid_to": "2020-01-01"}),
    ]
    return build_pair(grid_units=draw_units(rows))


def with_sliver():
    thin = shapely.box(0, 200, 400, 204)
    rows = [(WEST, COMMUNITY, SQUARE), (EAST, COMMUNITY, BESIDE), (f"{COMMUNITY}003", COMMUNITY, thin)]
    workers = list_workers(*((row[0], "lead") for row in rows))
    homes = draw_homes([*HOMES, (200, 202, 400)])
    divisions = draw_divisions(shapely.box(0, 0, 400, 204))
    return build_pair(grid_units=draw_units(rows), workers=workers, homes=homes, divisions=divisions)


def with_hole():
    hole = shapely.box(150, 50, 250, 150)
    homes = draw_homes([(50, 100, 200), (350, 100, 200), (200, 100, 400)])
    return pair(shapely.box(0, 0, 400, 200).difference(hole), hole, homes=homes)


def with_parts():
    parts = shapely.MultiPolygon([shapely.box(0, 0, 100, 200), shapely.box(300, 0, 400, 100)])
    rest = shapely.box(0, 0, 400, 200).difference(parts)
    return pair(parts, rest, homes=draw_homes([(50, 100, 400), (150, 100, 400)]))


TWICE = list_workers((WEST, "lead"), (WEST, "lead"))
#: Kind -> a city with this fault and no other, the unit that is named, and how much.
WRONG = {
    "gap": (lambda: pair(east=shapely.box(210, 0, 400, 200)), WEST, 2000),
    "overlap": (lambda: pair(east=shapely.box(190, 0, 400, 200)), WEST, 2000),
    "outside": (lambda: pair(east=shapely.box(200, 0, 410, 200)), EAST, 2000),
    "code_duplicate": (lambda: pair(codes=(WEST, WEST)), WEST, np.nan),
    "code_prefix": (lambda: pair(codes=(WEST, "410102001009001")), "410102001009001", np.nan),
    "code_length": (lambda: pair(codes=(WEST, f"{COMMUNITY}0002")), f"{COMMUNITY}0002", np.nan),
    "code_serial": (lambda: pair(codes=(WEST, f"{COMMUNITY}000")), f"{COMMUNITY}000", np.nan),
    "code_reused": (with_old_unit, EAST, np.nan),
    "no_community": (lambda: pair(communities=(COMMUNITY, "")), EAST, np.nan),
    "unit_without_worker": (lambda: build_pair(workers=list_workers((WEST, "lead"))), EAST, 400),
    "unit_without_lead": (lambda: build_pair(workers=list_workers((WEST, "lead"), (EAST, "health"))), EAST, 400),
    "worker_without_unit": (
        lambda: build_pair(workers=list_workers((WEST, "lead"), (EAST, "lead"), ("gone", "health"))),
        "gone",
        1,
    ),
    "across_road": (lambda: across("trunk", "highway"), WEST, 200),
    "across_river": (lambda: across("river", "barrier_kind"), WEST, 200),
    "across_railway": (lambda: across("railway", "barrier_kind"), WEST, 200),
    "too_large": (lambda: build_pair(homes=draw_homes([(50, 100, 501), *HOMES[2:]])), WEST, 501),
    "too_small": (lambda: build_pair(homes=draw_homes([(50, 100, 299), *HOMES[2:]])), WEST, 299),
    "empty": (lambda: build_pair(homes=draw_homes(HOMES[2:])), WEST, 40_000),
    "sliver": (with_sliver, f"{COMMUNITY}003", 4),
    "parts": (with_parts, WEST, 10_000),
    "hole": (with_hole, WEST, 10_000),
}


def test_a_clean_grid_has_no_finding():
    assert check_grid(build_pair()).findings.empty


def test_every_kind_of_finding_is_tried():
    assert set(WRONG) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_fault_is_found_alone_with_its_unit_amount_and_texts(kind):
    build, code, amount = WRONG[kind]
    findings = check_grid(build()).findings
    assert findings["kind"].tolist() == [kind]
    found = findings.iloc[0]
    assert (found["severity"], found["unit"]) == KINDS[kind]
    assert found["unit_code"] == code
    assert found["amount"] == pytest.approx(amount, rel=1e-3, nan_ok=True)
    assert code in found["text_zh"]
    assert code in found["text_en"]
    assert found["text_zh"] != found["text_en"]


def test_a_community_without_an_outline_has_its_holes_for_gaps():
    ring = shapely.box(0, 0, 200, 200).difference(shapely.box(90, 90, 110, 110))
    city = pair(ring, divisions=draw_divisions(None))
    gap = check_grid(city).findings.query("kind == 'gap'")
    assert gap["amount"].tolist() == [pytest.approx(400)]


@pytest.mark.parametrize(("households", "is_found"), [(300, False), (500, False), (299.5, True), (500.5, True)])
def test_both_ends_of_300_to_500_households_are_right(households, is_found):
    city = build_pair(homes=draw_homes([(50, 100, households), *HOMES[2:]]))
    assert len(check_grid(city).findings) == is_found


def test_a_line_that_ends_inside_or_has_homes_on_one_side_only_separates_nothing():
    inside = draw_lines("barrier_kind", [("river", [(100, -10), (100, 190)])])
    beside = draw_lines("barrier_kind", [("river", [(20, -10), (20, 210)])])
    assert check_grid(build_pair(barriers=inside)).findings.empty
    assert check_grid(build_pair(barriers=beside)).findings.empty


def test_which_roads_separate_can_be_set():
    city = across("primary", "highway")
    assert check_grid(city).findings.empty
    assert check_grid(city, trunk_roads=["primary"]).findings["kind"].tolist() == ["across_road"]


def test_villages_are_not_judged_by_households_and_micro_grids_by_their_own():
    homes = draw_homes([(50, 100, 80), (250, 100, 60)])
    village = build_pair(homes=homes, divisions=draw_divisions(shapely.box(0, 0, 400, 200), level="village"))
    assert check_grid(village).findings.empty
    units = village.grid_units.assign(unit_kind="grid")
    micro = draw_units(
        [("m1", COMMUNITY, SQUARE, {"unit_kind": "micro"}), ("m2", COMMUNITY, BESIDE, {"unit_kind": "micro"})]
    )
    both = pd.concat([units, micro], ignore_index=True)
    found = check_grid(replace(village, grid_units=both)).findings
    assert found[["kind", "unit_code", "amount"]].to_numpy().tolist() == [["too_large", "m1", 80.0]]


def test_who_works_in_another_unit_too_is_not_without_a_unit():
    workers = pd.concat([build_pair().workers, build_pair().workers.assign(unit_code="ended")])
    assert check_grid(build_pair(workers=workers)).findings.empty


@pytest.mark.heavy
def test_errors_come_first_and_the_summary_adds_up():
    findings = check_grid(build_reference(scale=0.03)).findings
    ranks = [list(KINDS).index(kind) for kind in findings["kind"]]
    severities = findings["severity"].tolist()
    assert severities == sorted(severities)
    assert ranks == sorted(ranks, key=lambda rank: (list(KINDS.values())[rank][0] != "error", rank))
    summary = summarize_check(check_grid(build_sample()))
    assert sum(each["count"] for each in summary["kinds"]) == summary["errors"] + summary["hints"]
