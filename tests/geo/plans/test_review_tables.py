"""The tables of a review: one model, which the workbook and the dossiers render."""

import geopandas as gpd
import openpyxl
import pytest

from geo.files.excel import neutralize
from geo.plans.cases import ALONE, TOGETHER
from geo.plans.missing import Missing, describe_missing, read_missing, write_missing
from geo.plans.read.plan_schemas import STAGES
from geo.plans.results import summarize_review, write_layers
from geo.plans.review import review_plans
from geo.plans.review_tables.area_report import name_categories, name_things, report_areas, tabulate_summary
from geo.plans.review_tables.cells import Verdict
from geo.plans.review_tables.rule_tables import tabulate_clauses
from geo.plans.review_tables.words import Words
from geo.plans.stage_classes import StageClass
from geo.plans.verdicts import VERDICTS
from geo.plans.workbook import write_review_workbook
from geo.reference import build_reference
from geo.texts import TEXTS
from tests.plan_areas import invent_areas


@pytest.fixture(scope="module")
def review():
    city = build_reference(scale=0.03)
    return review_plans(city, invent_areas(city, 12, seed=4, with_roads=0.4))


@pytest.fixture(scope="module")
def reports(review):
    return list(report_areas(review))


@pytest.fixture(scope="module")
def book(review, reports, tmp_path_factory):
    path = tmp_path_factory.mktemp("book") / "review.xlsx"
    write_review_workbook(path, review, reports, colours={"heading": "#112233", "met": "#445566"})
    return openpyxl.load_workbook(path)


def list_tables(report):
    return (
        *list_requirements(report),
        report.filing,
        report.departments,
        report.rooms,
        report.remedies,
        report.loads,
        report.units,
        report.missing,
    )


def list_requirements(report):
    return (report.obligations, report.city_findings, report.walks, report.recommended)


def test_the_stage_classes_are_the_stages_behind_the_one_that_is_not_stated():
    assert [stage.name.lower() for stage in StageClass] == ["unstated", *STAGES]
    assert list(StageClass) == list(range(5))


def test_every_column_has_its_cells_and_every_heading_its_text(review, reports):
    tables = [table for report in reports for table in list_tables(report)]
    tables += [tabulate_summary(reports), tabulate_clauses(name_things(review))]
    for table in tables:
        assert table.title in TEXTS
        for column in table.columns:
            assert {column.heading, column.of} <= {"", *TEXTS}
            assert all(column.key in row.cells for row in table.rows)


def test_the_tables_of_an_area_say_what_the_review_found(review, reports):
    table = review.requirements
    binding = table[(table["scenario"] == TOGETHER) & table["strictest"]]
    for report in reports:
        found = binding[binding["plan_id"] == report.plan_id]
        rows = [row for table in list_requirements(report) for row in table.rows]
        assert sorted(row.group for row in rows) == sorted(
            found[["role", "category", "clause_kind"]].itertuples(index=False, name=None)
        )
        for row in rows:
            record, alone = row.records[TOGETHER], row.records[ALONE]
            assert row.cells["demand"].value == pytest.approx(record["demand"], nan_ok=True)
            assert row.cells[TOGETHER] == Verdict(record["verdict_plan"])
            assert row.cells[ALONE] == Verdict(alone["verdict_plan"])
        assert {row.group[0] for row in report.obligations.rows} <= {"owed"}
        assert {row.group[0] for row in report.walks.rows} <= {"recommended"}
        assert sum(report.counts.values()) == len(report.obligations.rows)
        assert len(report.units.rows) == report.figures["units_needed"].value.value


def test_cells_of_the_workbook_have_the_colours_that_were_asked_for(book):
    areas = book.worksheets[1]
    assert areas["A1"].fill.start_color.rgb == "FF112233"
    met = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == "符合 met"]
    assert {cell.fill.start_color.rgb for cell in met} == {"FF445566"}
    not_met = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == "不符合 not met"]
    assert {cell.fill.fill_type for cell in not_met} == {None}


@pytest.mark.heavy
def test_a_name_that_is_a_verdict_stays_a_name(review, tmp_path):
    city = build_reference(scale=0.03)
    batch = invent_areas(city, 1, seed=4)
    batch.areas["name"] = "met"
    review = review_plans(city, batch)
    write_review_workbook(tmp_path / "a.xlsx", review, list(report_areas(review)))
    areas = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[1]
    assert areas["C2"].value == neutralize("met")


@pytest.mark.parametrize(
    ("record", "text", "words"),
    [
        (Missing("no_road"), "no_road", "No road near enough to walk out on"),
        (Missing("floor_area_m2", "N3"), "floor_area_m2:N3", "Clinic (N3) does not state its floor area"),
        (Missing("stage", "a:b"), "stage:a:b", "a:b, which is planned, does not say which stage it has reached"),
    ],
)
def test_what_is_missing_has_a_form_on_disk_and_words_for_readers(record, text, words):
    assert write_missing([record, None]) == [text, ""]
    assert read_missing(text) == record
    assert describe_missing(record, {"N3": Words("诊所 (N3)", "Clinic (N3)")}).en == words


def test_what_is_missing_is_a_text_in_layers_and_figures(review, reports, tmp_path):
    write_layers(tmp_path / "a.gpkg", review)
    layer = gpd.read_file(tmp_path / "a.gpkg", layer="requirements")
    assert layer["missing"].tolist() == write_missing(review.requirements["missing"])
    assert (layer["missing"] != "").any()
    areas = summarize_review(review, reports, version="1")["areas"]
    rows = [row for area in areas for row in area["obligations"] + area["recommendations"]]
    assert all(isinstance(row.get("missing", ""), str) for row in rows)
    assert all(row.get("missing") for row in rows if row["verdict_together"] == "not_assessed")


def test_a_category_without_a_name_is_called_by_its_key(review):
    names = name_categories(review)
    asked = dict.fromkeys(name for clause in review.clauses for name in (clause.category, *clause.members))
    assert list(names) == list(asked)
    assert all(isinstance(words, Words) for words in names.values())
    assert set(VERDICTS).isdisjoint(names)
