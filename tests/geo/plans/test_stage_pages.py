"""What readers see goes by the stage of each plot, cites clauses in their language, and files each room once."""

import json
import re
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from geo.plans.filing_workbook import write_filing_workbook
from geo.plans.results import summarize_review
from geo.plans.review import review_plans
from geo.plans.review_tables.area_report import report_areas
from geo.plans.review_tables.cells import Verdict
from geo.plans.review_tables.clause_words import read_source
from geo.plans.review_tables.rule_tables import cite_rule_sets
from geo.plans.review_tables.words import Words
from geo.rules.rule_set import read_rules
from maps.dossier.dossiers import render_dossiers
from tests.geo.plans.test_filing_table import find_item, make_batch, make_rules, report_one, say
from tests.geo.plans.test_plan_review import toy_batch, toy_city
from tests.maps.test_dossiers import read_text

STANDARDS = Path(__file__).parents[3] / "data" / "standards"
STANDARD = read_rules(STANDARDS / "gb50180-2018.toml")
#: Three plots of 3,000 households each, 15 m apart.
PHASES = [("A", (1400, 0, 1500, 100), 3000), ("B", (1515, 0, 1600, 100), 3000), ("C", (1615, 0, 1700, 100), 3000)]
ROOM = ("S1", "B", "community_service_station", 1200.0, np.nan, "plan", 1550, 50)
#: A plot of 5,000 residents that adjoins nothing, with a station of 600 m2 that was surveyed at 588 m2.
PLOT = [("P", (500, 1400, 600, 1500), 2000)]
STATION = ("S1", "P", "community_service_station", 600.0, np.nan, "acceptance", 550, 1450)
STATION_AMOUNT = ("community_service_station", "floor_area")


def review_areas(boxes, facilities, rules=(STANDARD,), **columns):
    batch = toy_batch(boxes, facilities=facilities)
    for name, values in columns.items():
        batch.facilities[name] = values
    review = review_plans(toy_city(), batch, rule_sets=list(rules))
    return review, list(report_areas(review))


@pytest.fixture(scope="module")
def accepted():
    review, (report,) = review_areas(PLOT, [STATION], surveyed_area_m2=588.0, floor="1F", receiver="East office")
    return review, report


@pytest.fixture(scope="module")
def phases():
    return review_areas(PHASES, [ROOM])


def read_pages(review, reports, lang):
    return {name: read_text(page, lang) for name, page in render_dossiers(review, reports)}


def read_cells(sheet):
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


def test_every_verdict_goes_by_the_stage_that_the_plot_has_reached(accepted):
    review, report = accepted
    assert report.stage == "acceptance"
    (station,) = (row for row in report.obligations.rows if row.group[1:] == STATION_AMOUNT)
    assert station.cells["together"] == Verdict("not_met")
    assert station.records["together"]["verdict_plan"] == "met"
    assert station.cells["shortfall"].value == 12
    assert sum(report.counts.values()) == len(report.obligations.rows)
    assert report.counts["not_met"] == sum(
        row.cells["together"] == Verdict("not_met") for row in report.obligations.rows
    )
    for row in report.departments.rows:
        assert row.cells["hand_over"] is None
        assert isinstance(row.cells["acceptance"], Verdict)
    summary = summarize_review(review, [report], version="1")
    (area,) = summary["areas"]
    assert (area["stage"], area["verdict_together"]) == ("acceptance", "not_met")
    assert summary["verdicts"]["together"]["not_met"] == 1


def test_the_stage_is_named_in_the_headings_in_both_languages(accepted):
    review, report = accepted
    zh, en = (next(iter(read_pages(review, [report], lang).values())) for lang in ("zh", "en"))
    assert "总评(审查阶段:验收)" in zh
    assert "Verdict (stage of review: Acceptance)" in en
    assert "审查阶段:验收" in zh[zh.index("配建指标表 ") :]


def test_no_line_says_met_beside_what_is_short(accepted):
    _, report = accepted
    for row in report.filing.rows:
        remarks = say(row.cells["remarks"])
        assert not (remarks.startswith("met") and "short by" in remarks)
    for table in (report.obligations, report.recommended, report.city_findings):
        for row in table.rows:
            assert row.cells["together"] != Verdict("met") or not row.cells["shortfall"].value > 0
    met = make_batch(("N1", "station", 600.0, np.nan, "plan"), surveyed=[588.0])
    _, planned = report_one(met, make_rules(names=["station"]))
    assert say(find_item(planned, "Station")["remarks"]) == "met"


def test_what_counts_at_the_stage_is_told_where_less_than_what_is_planned_counts():
    batch = make_batch(("N1", "station", 600.0, np.nan, "hand_over"), surveyed=[588.0])
    _, report = report_one(batch, make_rules(names=["station"]))
    assert report.explanation[0].zh == (
        "不符合:社区服务站(建筑面积)应有 600 平方米,规划 600 平方米,移交阶段计入 588 平方米,"
        "缺 12 平方米(by hand;用词“应”;出处已查证)。"
    )
    assert "planned 600 m², of which 588 m² count at the stage of Hand-over, short 12 m²" in report.explanation[0].en


def test_the_sentence_counts_what_else_is_not_met(accepted):
    _, report = accepted
    rest = report.counts["not_met"] - 1
    assert f"另有 {rest} 项不符合" in report.explanation[0].zh
    assert f"Besides: {rest} not met" in report.explanation[0].en


@pytest.mark.parametrize(
    ("source", "zh", "en"),
    [
        (
            "GB 50180-2018 附录 B、C (appendices B and C)",
            "GB 50180-2018 附录 B、C",
            "GB 50180-2018, appendices B and C",
        ),
        ("2024 年意见 (opinions, 2024)", "2024 年意见", "opinions, 2024"),
        ("通知:600 (150+450) (notice: 600 (150+450))", "通知:600 (150+450)", "notice: 600 (150+450)"),
        ("by hand", "by hand", "by hand"),
    ],
)
def test_a_source_reads_in_the_language_of_the_reader(source, zh, en):
    assert read_source(source) == Words(zh, en)


def test_a_line_cites_its_clause_and_never_the_id_of_a_rule_set(accepted):
    review, report = accepted
    zh, en = (next(iter(read_pages(review, [report], lang).values())) for lang in ("zh", "en"))
    assert "GB 50180-2018 附录 B、C;用词“应”;出处未查证,待核对" in zh
    assert "GB 50180-2018, appendices B and C; “shall”; source not established, to be confirmed" in en
    assert "出处已查证" in zh
    assert "已核对" not in zh
    assert "appendices" not in zh
    assert "附录" not in en
    assert "gb50180" not in zh + en


def test_only_the_name_of_a_standard_stands_in_marks_of_titles():
    rules = [STANDARD, read_rules(STANDARDS / "zhengzhou.toml")]
    review, _ = review_areas(PLOT, [STATION], rules)
    assert [cited.name.zh for cited in cite_rule_sets(review)] == [
        "《城市居住区规划设计标准》GB 50180-2018",
        "郑州市新建住宅小区社区用房通知",
    ]


def test_the_last_day_of_a_clause_is_a_remark():
    _, (report,) = review_areas(PLOT, [STATION], [read_rules(STANDARDS / "national-community-service.toml")])
    (row,) = report.obligations.rows
    assert Words("规划期或有效期至 2025-12-31", "in force, or planned for, until 2025-12-31") in row.cells["remarks"]


def test_a_recommended_size_that_is_missed_is_below_and_not_failed():
    small = ("K1", "P", "kindergarten", 1000.0, 300.0, "plan", 550, 1450)
    review, reports = review_areas(PLOT, [small], land_area_m2=1000.0)
    rows = [row for row in reports[0].recommended.rows if row.records["together"]["verdict"] == "not_met"]
    assert rows
    assert {row.cells["together"].key for row in rows} == {"verdict.below"}
    assert "低于建议规模" in read_pages(review, reports, "zh")["P.html"]
    assert "below the recommended size" in read_pages(review, reports, "en")["P.html"]


def test_only_what_is_owed_must_be_provided(accepted):
    _, report = accepted
    told = [(row.records["together"]["role"], say(row.cells["remarks"])) for row in report.walks.rows]
    assert not any("so it is needed" in remarks for _, remarks in told)
    assert any("so it is recommended" in remarks for _, remarks in told) or not any(
        "as needed: no" in r for _, r in told
    )


def test_the_size_of_a_room_and_its_amount_are_filed_once(accepted):
    _, report = accepted
    owed = [row for row in report.obligations.rows if row.group[1] == "community_service_station"]
    filed = [row for row in report.filing.rows if row.cells["category"].en == "Community service station"]
    assert sorted(row.group[2] for row in owed) == ["floor_area", "size"]
    (row,) = filed
    assert (row.cells["demand"].value, row.cells["built"].value, row.cells["surveyed"].value) == (600, 588, 588)
    assert row.cells["phase"] == Words("规则集未规定", "no norm in the rule sets")


def test_the_filed_sheet_names_stage_and_crs_and_leaves_blanks(accepted, tmp_path):
    review, report = accepted
    write_filing_workbook(tmp_path / "f.xlsx", review, [report])
    texts = read_cells(openpyxl.load_workbook(tmp_path / "f.xlsx")["P"])
    for part in (
        "审查阶段:验收",
        "EPSG:32650",
        "建设单位",
        "案卷号",
        "规划许可证号",
        "填表人",
        "审查人",
        "日期",
        "审查意见",
    ):
        assert any(part in text for text in texts), part
    assert any(text.startswith("核算结果(供参考)") for text in texts)
    assert any("建成时限" in text for text in texts)
    page = read_pages(review, [report], "zh")["P.html"]
    assert page.index("填表人") > page.index("配建指标表 ")
    assert "社区服务用房" in page
    assert "居民用房" not in page


def test_floor_and_entrance_are_asked_of_community_rooms_only():
    rooms = [STATION, ("K1", "P", "kindergarten", 3200.0, 300.0, "plan", 550, 1450)]
    _, (report,) = review_areas(PLOT, rooms)
    asked = {row.cells["facility_listed"][1]: row.cells["at_street"] for row in report.rooms.rows}
    assert asked["S1"].en == "to be shown"
    assert asked["K1"] is None
    assert "to be shown" not in say(find_item(report, "Kindergarten")["place"])


def test_what_plots_owe_together_is_filed_once_and_says_where_the_room_is(phases):
    review, reports = phases
    for report in reports:
        assert not [
            row for row in report.filing.rows if row.records and row.records["together"]["counted_over"] == "group"
        ]
        station = next(row for row in report.obligations.rows if row.group[1:] == STATION_AMOUNT)
        assert "counted together, planned in area B: Community service station" in say(station.cells["remarks"])
    first, *others = reports
    assert {other.joint_filing for other in others} == {None}
    places = [say(row.cells["place"]) for row in first.joint_filing.rows if row.cells["place"]]
    assert places[0].startswith("area B: Community service station")
    pages = read_pages(review, reports, "zh")
    assert sum("配建指标表(合并计算的地块)" in page for page in pages.values()) == 1
    assert all("不在本表重复申报,见「A, B, C」的配建指标表" in page for page in pages.values())


def test_the_size_of_a_room_whose_amount_is_filed_with_the_group_is_not_filed_again():
    """Three plots of 1,200 households, 9,000 residents together, owe one station of 600 m2, which B plans."""
    boxes = [(plot, box, 1200) for plot, box, _ in PHASES]
    _, reports = review_areas(boxes, [(*ROOM[:3], 600.0, *ROOM[4:])])
    filed = [row for report in reports for row in report.filing.rows] + list(reports[0].joint_filing.rows)
    assert [row.cells["has"].value for row in filed if row.cells["category"].en == "Community service station"] == [600]


def test_beds_are_beds_and_places_are_places():
    rules = STANDARD.model_dump(exclude_none=True)
    cited = {
        "source": "us",
        "verified": True,
        "verb": "shall",
        "measure": "places",
        "per": "residents",
        "for_each": 1000,
    }
    rules["norms"] = [{"facility": name, "amount": 5, **cited} for name in ("care_home", "kindergarten")]
    _, (report,) = review_areas(PLOT, [], [STANDARD.model_validate(rules)])
    rows = [row for row in (*report.obligations.rows, *report.city_findings.rows) if row.group[2] == "places"]
    assert {row.group[1]: row.cells["measure"] for row in rows} == {
        "care_home": Words("床位(张)", "Beds"),
        "kindergarten": Words("学位(个)", "Places"),
    }


def test_what_is_met_shows_no_remainder_and_equal_verdicts_stand_once(accepted):
    review, report = accepted
    page = next(iter(dict(render_dossiers(review, [report])).values()))
    text = read_text(page, "zh")
    assert "单独建设和本批全部建成" in text
    assert "居民 × 缺口" not in text
    assert page.rindex("<footer") > page.rindex("</section>")
    met = re.findall(r"<tr>(?:(?!</tr>).)*badge met(?:(?!</tr>).)*</tr>", page)
    assert met
    assert not any("周边余量" in row for row in met)


def test_norms_counted_over_the_city_are_counted_for_the_batch():
    review, reports = review_areas(PLOT, [STATION], [STANDARD, read_rules(STANDARDS / "zhengzhou.toml")])
    counts = json.loads(json.dumps(summarize_review(review, reports, version="1")["city_norms"]))
    # 200 beds per 200,000 residents, of whom there are 5,000
    assert [(norm["facility"], norm["measure"], norm["amount"]) for norm in counts] == [("care_home", "places", 5.0)]
