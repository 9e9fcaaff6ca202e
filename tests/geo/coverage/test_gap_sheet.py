"""Gap areas as people read them: a sheet of the workbook, and the largest places in the summary."""

import numpy as np
import openpyxl
import pytest

from geo.coverage.analysis import analyze_city
from geo.coverage.gap_sheet import LARGEST, summarize_gaps, tabulate_gaps
from geo.coverage.workbook import write_workbook
from geo.reference import build_reference


@pytest.fixture(scope="module")
def coverage():
    return analyze_city(build_reference(scale=0.03), categories=["kindergarten", "market"], minutes=6)


def test_the_sheet_is_ranked_with_names_first(coverage, tmp_path):
    gaps = coverage.gaps
    write_workbook(tmp_path / "a.xlsx", coverage)
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["缺口 Gap areas"]
    head, *rows = sheet.iter_rows(values_only=True)
    assert head[:6] == (
        "名称\nName",
        "类别\nCategory",
        "排名\nRank",
        "区县\nDistrict",
        "范围\nScope",
        "居民数\nResidents",
    )
    assert len(set(head)) == len(head)
    assert all("\n" in heading for heading in head)
    assert len(rows) == len(gaps)
    assert [row[2] for row in rows] == gaps["rank"].tolist()
    assert sum(row[5] for row in rows) == gaps["residents"].sum()
    assert rows[0][:2] == (gaps["name"].iloc[0], "幼儿园 Kindergarten")
    others = [row for row, is_others in zip(rows, gaps["is_others"], strict=True) if is_others]
    assert others
    for row, count in zip(others, gaps.loc[gaps["is_others"], "gaps"], strict=True):
        assert row[0] == f"其余 {count:,} 处缺口 {count:,} other gap areas"
        assert row[head.index("首选措施\nWhat helps most")] in ("", None)


def test_every_remedy_and_place_has_words_in_both_languages(coverage):
    table = tabulate_gaps(coverage.gaps, coverage.city.categories)
    assert set(table["remedy"]) <= {"", "打通通道或开门 a path or gate", "新建设施 a new site", "未找到 nothing found"}
    assert set(table["scope"]) == {"城镇 Urban", "村 Villages"}
    assert (table["name"] != "").all()


def test_the_summary_counts_those_that_matter_and_names_the_largest_places(coverage):
    gaps, summary = coverage.gaps, summarize_gaps(coverage.gaps)
    for (category, scope), rows in gaps.groupby(["category", "scope"]):
        told = summary["categories"][category][scope]
        assert told["gaps"] == (~rows["is_others"]).sum()
        assert told["residents"] + told["others_residents"] == rows["residents"].sum()
        assert told["gaps"] + told["others"] == rows["gaps"].sum()
    largest = summary["largest"]
    assert len(largest) == LARGEST
    assert len({gap["name"] for gap in largest}) == LARGEST
    urban = gaps[(gaps["scope"] == "urban") & ~gaps["is_others"]]
    assert largest[0]["residents"] == urban["residents"].max()
    assert [gap["residents"] for gap in largest] == sorted((gap["residents"] for gap in largest), reverse=True)


def test_without_gap_areas_there_is_a_sheet_without_rows_and_no_largest_place(coverage, tmp_path):
    covered = analyze_city(coverage.city, categories=["market"], minutes=6000)
    none = covered.gaps[~np.isin(covered.gaps["category"], ["market"])]
    vars(covered)["gaps"] = none
    write_workbook(tmp_path / "a.xlsx", covered)
    assert openpyxl.load_workbook(tmp_path / "a.xlsx")["缺口 Gap areas"].max_row == 1
    assert summarize_gaps(none) == {"categories": {}, "largest": []}
