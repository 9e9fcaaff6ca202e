"""Lines of cells: the bytes that xlsxwriter writes by itself."""

import math
from pathlib import Path

import pandas as pd
import pytest

from geo.files.excel import neutralize, write_xlsx
from geo.files.excel_lines import LineSheet

TEXTS = [
    "中心", "", " a", "b ", "a&b", "<r>x</r>", "=1+1", "-5", "a\nb", "a\tb", "_x0041_", "_x", "\ufffe", "e\u0301",
    '"q"', "c" * 17_000, "d" * 40_000,
]  # fmt: skip
NUMBERS = [0, 1, -3, 1.5, 1 / 3, 1e-9, 1e300, 123456789012345678, float("nan"), math.inf, -math.inf]


def _write(path: Path, *, by_line: bool) -> bytes:
    with write_xlsx(path) as book:
        kinds = [book.add_format({"bold": True}), book.add_format({"num_format": "0.0"})]
        text = book.add_format({"italic": True})
        for name in ("a", "b"):
            sheet = book.add_worksheet(name, LineSheet if by_line else None)
            sheet.set_row(0, 40)
            sheet.set_row(3, 20)
            sheet.write_string(0, 0, "head", text)
            for row, values in enumerate(zip(TEXTS, NUMBERS + NUMBERS, strict=False), start=1):
                if by_line:
                    sheet.write_line(row, values, kinds, text)
                    continue
                for column, (value, kind) in enumerate(zip(values, kinds, strict=True)):
                    if isinstance(value, str):
                        sheet.write_string(row, column, neutralize(value), text)
                    elif math.isfinite(value):
                        sheet.write_number(row, column, value, kind)
    return path.read_bytes()


def test_lines_are_the_bytes_of_single_cells(tmp_path):
    assert _write(tmp_path / "a.xlsx", by_line=True) == _write(tmp_path / "b.xlsx", by_line=False)


@pytest.mark.parametrize("values", [[float("nan")], []])
def test_a_line_of_nothing_leaves_its_row_empty(tmp_path, values):
    with write_xlsx(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet("a", LineSheet)
        sheet.write_line(0, ["head"], [None], None)
        sheet.write_line(1, values, [None] * len(values), None)
        sheet.write_line(2, [7], [None], None)
    assert pd.read_excel(tmp_path / "a.xlsx")["head"].dropna().tolist() == [7]
