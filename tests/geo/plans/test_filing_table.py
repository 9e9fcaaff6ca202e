"""The sentence that explains a verdict, the table that is filed, tolerances, and figures as readers see them."""

import dataclasses

import numpy as np
import openpyxl
import pandas as pd
import pytest

from geo.plans.cases import TOGETHER
from geo.plans.filing_workbook import write_filing_workbook
from geo.plans.results import summarize_review
from geo.plans.review import review_plans
from geo.plans.review_tables.area_report import report_areas
from geo.plans.review_tables.words import round_figure, round_share, show_number, show_share
from geo.plans.workbook import write_review_workbook
from geo.rules.rule_set import parse_rules
from tests.geo.plans.test_plan_review import AREA, GATE, toy_batch, toy_city
from tests.plan_scenes import find_scale

CITED = {"source": "by hand", "verified": True}
PLACES = {"measure": "places", "amount": 250, "verb": "shall", "departments": ["education"], **CITED}


def make_rules(tolerance=None, *, station_m2=600, names=("station", "school"), **more):
    """A station of so many m2 and 250 places at a school, owed by every area."""
    norms = [
        {
            "facility": "station",
            "measure": "floor_area_m2",
            "amount": station_m2,
            "departments": ["civil_affairs"],
            **CITED,
        },
        {"facility": "school", **PLACES},
    ]
    words = {"station": {"zh": "社区服务站", "en": "Station"}, "school": {"zh": "学校", "en": "School"}}
    given = {
        "id": "hand",
        "name": {"zh": "手工规则", "en": "Rules by hand"},
        "source": "by hand",
        "scope": ["urban"],
        "valid_from": "2020-01-01",
        "names": words,
        "norms": [norm for norm in norms if norm["facility"] in names],
        **more,
    }
    if tolerance is not None:
        given["survey_tolerance"] = {"share": tolerance, **CITED}
    return parse_rules(given, file="hand")


def make_batch(*rooms, surveyed=(), area_stage="", **columns):
    """One area with rooms: id, category, m2, places, stage."""
    facilities = [(key, "A", category, m2, places, stage, 450, 340) for key, category, m2, places, stage in rooms]
    batch = toy_batch([AREA], gates=[GATE], facilities=facilities)
    batch.areas["stage"] = area_stage
    table = batch.facilities
    if surveyed:
        table["surveyed_area_m2"] = list(surveyed)
    for name, values in columns.items():
        table[name] = list(values)
    return batch


def report_one(batch, rules):
    review = review_plans(toy_city(), batch, rule_sets=[rules])
    (report,) = report_areas(review)
    return review, report


def find_item(report, category):
    return next(row.cells for row in report.filing.rows if row.cells["category"].en == category)


def say(cell):
    return "; ".join(part if isinstance(part, str) else part.en for part in cell)


def test_one_sentence_names_the_clause_that_decides():
    rules = make_rules(names=["station"])
    review, report = report_one(make_batch(("N1", "station", 450.0, np.nan, "plan")), rules)
    (why,) = report.explanation
    assert why.zh == (
        "不符合:社区服务站(建筑面积)应有 600 平方米,规划 450 平方米,缺 150 平方米(by hand;用词“应”;出处已查证)。"
    )
    assert why.en == (
        "not met: Station (Floor area) shall have 600 m², planned 450 m², short 150 m² "
        "(by hand; “shall”; source established)."
    )
    (area,) = summarize_review(review, [report], version="1")["areas"]
    assert area["explanation"] == {"zh": why.zh, "en": why.en}


def test_an_area_that_meets_all_and_one_that_owes_nothing_say_so():
    enough = make_batch(("N1", "station", 600.0, np.nan, "plan"))
    _, report = report_one(enough, make_rules(names=["station"]))
    assert report.explanation[0].en == "met: each of the 1 requirements that this area owes is met."
    city = parse_rules(
        {
            "id": "far",
            "name": {"zh": "甲", "en": "A"},
            "source": "x",
            "scope": ["urban"],
            "names": {"school": {"zh": "学校", "en": "School"}},
            "norms": [{"facility": "school", "provider": "city", **PLACES}],
        },
        file="far",
    )
    _, report = report_one(enough, city)
    assert report.explanation[0].en == "met: the rule sets ask for nothing that this area itself owes."
    assert [row.cells["category"].en for row in report.city_findings.rows] == ["School"]


def test_what_is_open_names_what_is_missing():
    _, report = report_one(make_batch(("N1", "station", np.nan, np.nan, "plan")), make_rules(names=["station"]))
    assert "planned" not in report.explanation[0].en
    assert "cannot be assessed: Station does not state its floor area" in report.explanation[0].en
    assert [words.en for words in report.faults] == [
        "What it owes (Station) cannot be assessed: Station does not state its floor area"
    ]


@pytest.mark.parametrize(
    ("tolerance", "surveyed_m2", "remark", "verdict"),
    [
        (0.03, 582.0, "as surveyed short by 18 m², within the tolerance of 3 %", "met"),
        (0.03, 581.9, "as surveyed short by 18 m², beyond the tolerance of 3 %", "not_met"),
        (0.03, 600.0, "as surveyed enough (tolerance 3 %)", "met"),
        (None, 599.0, "as surveyed short by 1 m² (no tolerance stated)", "not_met"),
        (None, 600.0, "as surveyed enough (no tolerance stated)", "met"),
    ],
)
def test_a_surveyed_area_is_compared_within_the_tolerance_that_is_stated(tolerance, surveyed_m2, remark, verdict):
    batch = make_batch(("N1", "station", 600.0, np.nan, "hand_over"), surveyed=[surveyed_m2])
    review, report = report_one(batch, make_rules(tolerance, names=["station"]))
    item = find_item(report, "Station")
    assert remark in say(item["remarks"])
    assert item["surveyed"].value == surveyed_m2
    table = review.requirements[review.requirements["scenario"] == TOGETHER]
    assert table["verdict_plan"].tolist() == ["met"]
    assert table["verdict_acceptance"].tolist() == table["verdict_hand_over"].tolist() == [verdict]


def test_what_is_not_surveyed_yet_is_counted_instead_of_compared():
    rooms = [("N1", "station", 300.0, np.nan, "hand_over"), ("N2", "station", 300.0, np.nan, "plan")]
    _, report = report_one(
        make_batch(*rooms, surveyed=[290.0, np.nan], area_stage="acceptance"), make_rules(0.03, names=["station"])
    )
    assert "1 not surveyed yet" in say(find_item(report, "Station")["remarks"])


def test_places_are_not_surveyed_and_have_no_tolerance():
    batch = make_batch(("N1", "school", np.nan, 245.0, "hand_over"))
    review, _ = report_one(batch, make_rules(0.03, names=["school"]))
    table = review.requirements[review.requirements["scenario"] == TOGETHER]
    assert table["verdict_hand_over"].tolist() == table["verdict_plan"].tolist()


def test_rooms_state_floor_entrance_and_receiver_or_are_to_be_shown():
    rooms = [("N1", "station", 300.0, np.nan, "plan"), ("N2", "station", 300.0, np.nan, "plan")]
    batch = make_batch(*rooms, floor=["地下一层", ""], own_entrance=["", "yes"], receiver=["", "East street office"])
    counted = {"name": {"zh": "用房", "en": "Rooms"}, "members": ["station"], **CITED}
    _, report = report_one(batch, make_rules(names=["station"], composites={"rooms": counted}))
    item = find_item(report, "Station")
    first, second = (words.en for words in item["place"])
    assert "community rooms do not lie underground, it does not count" in first
    assert "to be shown: Own entrance, At the street" in first
    assert "Own entrance: yes, to be shown: Floor, At the street" in second
    assert item["receiver"] == ("East street office",)
    cells = [row.cells for row in report.rooms.rows]
    assert [cell["at_street"].en for cell in cells] == ["to be shown", "to be shown"]
    assert cells[0]["receiver"].en == "not stated"


def test_what_is_planned_though_nobody_asks_for_it_is_filed_too():
    batch = make_batch(("N1", "clinic", 200.0, np.nan, "acceptance"))
    _, report = report_one(batch, make_rules(names=["station"]))
    extra = report.filing.rows[-1].cells
    assert (extra["has"].value, extra["built"].value) == (200.0, 200.0)
    assert say(extra["remarks"]) == "no rule set asks this area for it"


def test_the_filed_workbook_has_its_head_its_days_and_fields_to_sign_in(tmp_path):
    batch = make_batch(("N1", "station", 450.0, np.nan, "plan"))
    review, report = report_one(batch, make_rules())
    write_filing_workbook(tmp_path / "f.xlsx", review, [report])
    sheet = openpyxl.load_workbook(tmp_path / "f.xlsx")["A"]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    for part in ("Table of facilities to be provided", "Households: 400", "in force: 2020-01-01 to today", "not met: "):
        assert any(part in text for text in texts), part
    for department in ("Civil affairs", "Construction", "Education"):
        assert any(text.endswith(department) for text in texts)
    for field in ("Name", "Seal", "Date"):
        assert any(text.endswith(field) for text in texts)
    headings = sheet.print_title_rows.strip("$").split(":$")
    assert headings[0] == headings[1]
    assert "Required" in str(sheet[int(headings[0])][3].value)


def test_a_summary_of_many_areas_stays_one_page(tmp_path):
    boxes = [(f"P{n}", (100 + 40 * n, 320, 130 + 40 * n, 360), 400) for n in range(20)]
    review = review_plans(toy_city(), toy_batch(boxes), rule_sets=[make_rules()])
    reports = list(report_areas(review))
    write_review_workbook(tmp_path / "r.xlsx", review, reports)
    summary, areas = openpyxl.load_workbook(tmp_path / "r.xlsx").worksheets[:2]
    assert (summary.page_setup.fitToWidth, summary.page_setup.fitToHeight) in {(1, 1), (None, None)}
    assert find_scale(summary, pages=1) > 0.6
    ranks = [row[0] for row in areas.iter_rows(min_row=2, values_only=True)]
    assert ranks == sorted(ranks) == list(range(1, 21))


def test_one_rounding_everywhere():
    values = [0.5, 1.5, 2.5, 1234.5, 0.49999, -0.4, 1e9 + 0.5]
    assert [round_figure(value) for value in values] == [1, 2, 3, 1235, 0, 0, 1e9 + 1]
    assert show_number(2.5) == "3"
    assert [round_share(value) for value in (0.0, 0.004, 0.365, 0.999, 1.0)] == [0.0, 0.01, 0.37, 0.99, 1.0]
    assert show_share(0.365) == "37 %"


def test_a_reason_for_leaving_a_row_out_is_told_in_both_languages():
    batch = make_batch(("N1", "station", 450.0, np.nan, "plan"))
    reason = "plan_id 'A' is there more than once"
    rejected = pd.DataFrame([{"file": "a.csv", "row": 3, "plan_id": "A", "reason": reason}])
    review, report = report_one(dataclasses.replace(batch, rejected=rejected), make_rules())
    (row,) = summarize_review(review, [report], version="1")["rejected"]
    assert row["reason"] == row["reason_en"] == reason
    assert row["reason_zh"]
