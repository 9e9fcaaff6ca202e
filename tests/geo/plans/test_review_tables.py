"""The tables of a review: one model, which the workbook and the dossiers render."""

import geopandas as gpd
import openpyxl
import pytest

from geo.files.excel import neutralize
from geo.plans.cases import ALONE, TOGETHER
from geo.plans.missing import Missing, describe_missing, write_missing
from geo.plans.read.plan_schemas import STAGES
from geo.plans.results import summarize_review, write_layers
from geo.plans.review import review_plans
from geo.plans.review_tables.area_report import name_categories, report_areas, tabulate_summary
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
def book(review, tmp_path_factory):
    path = tmp_path_factory.mktemp("book") / "review.xlsx"
    write_review_workbook(path, review, colours={"heading": "#112233", "met": "#445566"})
    return openpyxl.load_workbook(path)


def list_tables(report):
    return (report.requirements, report.departments, report.remedies, report.loads, report.units, report.missing)


def test_the_stage_classes_are_the_stages_behind_the_one_that_is_not_stated():
    assert [stage.name.lower() for stage in StageClass] == ["unstated", *STAGES]
    assert list(StageClass) == list(range(5))


def test_every_column_has_its_cells_and_every_heading_its_text(review, reports):
    tables = [table for report in reports for table in list_tables(report)]
    tables += [tabulate_summary(review), tabulate_clauses(review.clauses, name_categories(review))]
    for table in tables:
        assert table.title in TEXTS
        for column in table.columns:
            assert {column.heading, column.of} <= {"", *TEXTS}
            # what was found is described in words by whoever has room for it
            assert column.key == "finding" or all(column.key in row.cells for row in table.rows)


def test_the_tables_of_an_area_say_what_the_review_found(review, reports):
    for report in reports:
        found = review.requirements[review.requirements["plan_id"] == report.plan_id]
        alone, together = (found[found["scenario"] == name] for name in (ALONE, TOGETHER))
        rows = report.requirements.rows
        assert [row.cells["shortfall"].unit for row in rows] == alone["unit"].tolist()
        assert [row.cells["shortfall"].value for row in rows] == pytest.approx(alone["shortfall"], nan_ok=True)
        assert [row.cells[TOGETHER] for row in rows] == [Verdict(name) for name in together["verdict_plan"]]
        assert sum(row.is_strictest for row in rows) == together["strictest"].sum()
        assert sum(report.counts.values()) == (together["strictest"] & (together["role"] == "owed")).sum()
        assert len(report.units.rows) == report.figures["units_needed"].value.value


def test_cells_of_the_workbook_have_the_colours_that_were_asked_for(book):
    summary = book.worksheets[0]
    assert summary["A1"].fill.start_color.rgb == "FF112233"
    met = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == "符合 met"]
    assert {cell.fill.start_color.rgb for cell in met} == {"FF445566"}
    not_met = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == "不符合 not met"]
    assert {cell.fill.fill_type for cell in not_met} == {None}


def test_a_name_that_is_a_verdict_stays_a_name(review, tmp_path):
    city = build_reference(scale=0.03)
    batch = invent_areas(city, 1, seed=4)
    batch.areas["name"] = "met"
    write_review_workbook(tmp_path / "a.xlsx", review_plans(city, batch))
    summary = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    assert summary["B2"].value == neutralize("met")


@pytest.mark.parametrize(
    ("record", "text", "words"),
    [
        (Missing("no_road"), "no_road", "No road near enough to walk out on"),
        (Missing("floor_area_m2", "N3"), "floor_area_m2:N3", "Facility N3 does not state its floor area"),
        (Missing("stage", "a:b"), "stage:a:b", "Planned facility a:b does not say which stage it has reached"),
    ],
)
def test_what_is_missing_has_a_form_on_disk_and_words_for_readers(record, text, words):
    assert write_missing([record, None]) == [text, ""]
    assert describe_missing(record).en == words


def test_what_is_missing_is_a_text_in_layers_and_figures(review, tmp_path):
    write_layers(tmp_path / "a.gpkg", review)
    layer = gpd.read_file(tmp_path / "a.gpkg", layer="requirements")
    assert layer["missing"].tolist() == write_missing(review.requirements["missing"])
    assert (layer["missing"] != "").any()
    findings = [finding for area in summarize_review(review, version="1")["areas"] for finding in area["findings"]]
    assert all(isinstance(finding["missing"], str) for finding in findings)
    assert all((finding["missing"] != "") or finding["verdict_together"] != "not_assessed" for finding in findings)


def test_a_category_without_a_name_is_called_by_its_key(review):
    names = name_categories(review)
    asked = dict.fromkeys(name for clause in review.clauses for name in (clause.category, *clause.members))
    assert list(names) == list(asked)
    assert all(isinstance(words, Words) for words in names.values())
    assert set(VERDICTS).isdisjoint(names)
