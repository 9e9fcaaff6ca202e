"""CSV that a spreadsheet opens: no text is taken for a formula, numbers stay numbers."""

import csv
import json
from dataclasses import replace

import numpy as np
import pandas as pd

from geo.city.sample import build_sample
from geo.coverage.analysis import analyze_city
from geo.coverage.results import write_snap_report
from geo.files.writers import write_csv, write_json


def read(path):
    with path.open(newline="", encoding="utf-8-sig") as file:
        return list(csv.reader(file))


def test_texts_and_headings_are_neutralised_and_numbers_stay(tmp_path):
    table = pd.DataFrame(
        {
            "=h": ["=1+1", "-5.2", None],
            "x": [-1.5, np.nan, 2.0],
            "n": [-1, 2, 3],
            "kind": pd.Categorical(["@a", "b", "@a"]),
        }
    )
    before = table.copy()
    write_csv(tmp_path / "a.csv", table)
    assert read(tmp_path / "a.csv") == [
        ["'=h", "x", "n", "kind"], ["'=1+1", "-1.5", "-1", "'@a"], ["-5.2", "", "2", "b"], ["", "2.0", "3", "'@a"]
    ]  # fmt: skip
    pd.testing.assert_frame_equal(table, before)


def test_a_table_without_rows_or_with_a_heading_twice_is_written(tmp_path):
    write_csv(tmp_path / "a.csv", pd.DataFrame({"a": []}))
    assert read(tmp_path / "a.csv") == [["a"]]
    write_csv(tmp_path / "b.csv", pd.DataFrame([["=x", 1]], columns=["a", "a"]))
    assert read(tmp_path / "b.csv") == [["a", "a"], ["'=x", "1"]]


def test_no_id_in_a_snap_report_is_a_formula(tmp_path):
    city = build_sample()
    homes = city.homes.assign(home_id=["=" + home_id for home_id in city.homes["home_id"]])
    write_snap_report(tmp_path / "a.csv", analyze_city(replace(city, homes=homes)))
    cells = [cell for row in read(tmp_path / "a.csv") for cell in row]
    assert "'=field" in cells
    assert not [cell for cell in cells if cell.startswith("=")]


def test_json_has_a_line_for_each_entry_and_holds_what_it_was_given(tmp_path):
    document = {
        "name": "a\nb",
        "empty": [],
        "none": {},
        "areas": [{"id": "甲", "walks": [1.5, None]}, {"id": "乙", "walks": []}],
        "counts": {"met": 1, "by": {"a": [1]}},
    }
    write_json(tmp_path / "a.json", document)
    text = (tmp_path / "a.json").read_text(encoding="utf-8")
    assert json.loads(text) == document
    assert text.splitlines() == [
        "{",
        '  "name": "a\\nb",',
        '  "empty": [],',
        '  "none": {},',
        '  "areas": [',
        '    {"id": "甲", "walks": [1.5, null]},',
        '    {"id": "乙", "walks": []}',
        "  ],",
        '  "counts": {',
        '    "met": 1,',
        '    "by": {"a": [1]}',
        "  }",
        "}",
    ]
