"""Tables as an Excel workbook that opens ready to read: headings in two languages, frozen, filtered, formatted."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import openpyxl
import pandas as pd
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from geo.coverage import ALL, TALLIES
from geo.texts import LANGS, TEXTS

#: A cell that begins with one of these is a formula to a spreadsheet (OWASP, "CSV Injection").
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")
_CONTROL: Final = str.maketrans("", "", "".join(map(chr, [*range(9), 11, 12, *range(14, 32)])))
_FORMATS: Final = {"share": "0.0%", "people": "#,##0"}
_HEADING_FILL: Final = PatternFill("solid", fgColor="E8EEF4")


def write_workbook(path: Path, tables: Mapping[str, pd.DataFrame], categories: Mapping[str, Mapping[str, str]]) -> None:
    """Write the roll-ups, a sheet a level.

    Parameters
    ----------
    path
        The .xlsx file.
    tables
        Level (``city``, ``districts``, ...) -> its table, as :class:`geo.analysis.Coverage` has them.
    categories
        Category -> {"zh": name, "en": name}.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     table = pd.DataFrame({"code": ["1"], "name": ["=1+1"], "residents": [5.0]})
    ...     write_workbook(Path(folder) / "a.xlsx", {"city": table}, {})
    ...     pd.read_excel(Path(folder) / "a.xlsx").iloc[0, 1]
    "'=1+1"
    """
    book = openpyxl.Workbook(write_only=True)
    for level, table in tables.items():
        sheet = book.create_sheet(" ".join(TEXTS[f"level.{level}"][lang] for lang in LANGS))
        _fill_sheet(sheet, pd.DataFrame(table.drop(columns="geometry", errors="ignore")), categories)
    book.save(path)


def _fill_sheet(sheet: Any, table: pd.DataFrame, categories: Mapping[str, Mapping[str, str]]) -> None:
    headings = [head_column(name, categories) for name in map(str, table)]
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(headings))}{len(table) + 1}"
    for number, (name, heading) in enumerate(zip(table, headings, strict=True), start=1):
        widest = max(map(len, heading.split("\n")))
        texts = table[name].astype(str).str.len().max() if name in ("code", "name", "parent") and len(table) else 0
        sheet.column_dimensions[get_column_letter(number)].width = min(40, max(10, widest + 2, texts + 2))
    sheet.row_dimensions[1].height = 45
    sheet.append([_head_cell(sheet, heading) for heading in headings])
    formats = [_FORMATS["share" if name.startswith("share_") else "people"] for name in map(str, table)]
    for row in table.itertuples(index=False):
        sheet.append(list(_cells(sheet, row, formats)))


def head_column(name: str, categories: Mapping[str, Mapping[str, str]]) -> str:
    r"""Name a column of a roll-up in both languages, one under the other.

    Parameters
    ----------
    name
        For example ``"covered_clinic"`` or ``"covered_clinic_households"``.
    categories
        Category -> {"zh": name, "en": name}.

    Returns
    -------
    str
        Chinese, line break, English.

    Examples
    --------
    >>> head_column("share_clinic", {"clinic": {"zh": "诊所", "en": "Clinic"}})
    '诊所 可达比例\nClinic: Share covered'
    """
    if f"column.{name}" in TEXTS:
        return "\n".join(TEXTS[f"column.{name}"][lang] for lang in LANGS)
    if name.startswith("residents_"):
        group = name.removeprefix("residents_")
        return f"居民数 {group}\nResidents {group}"
    known: dict[str, Mapping[str, str]] = {
        **categories,
        ALL: {str(lang): TEXTS["category.all"][lang] for lang in LANGS},
    }
    for kind in (*TALLIES, "share"):
        category = next((c for c in sorted(known, key=len, reverse=True) if _is_of(name, kind, c)), None)
        if category is not None:
            rest = name.removeprefix(f"{kind}_{category}").removeprefix("_")
            return _head_figure(kind, known[category], rest)
    return name


def _is_of(name: str, kind: str, category: str) -> bool:
    return name == f"{kind}_{category}" or name.startswith(f"{kind}_{category}_")


def _head_figure(kind: str, category: Mapping[str, str], rest: str) -> str:
    key = "column.covered_households" if rest == "households" else f"column.{kind}"
    group = f" {rest.removeprefix('residents_')}" if rest and rest != "households" else ""
    return f"{category['zh']} {TEXTS[key]['zh']}{group}\n{category['en']}: {TEXTS[key]['en']}{group}"


def _head_cell(sheet: Any, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, neutralize(text))
    cell.font, cell.fill = Font(bold=True), _HEADING_FILL
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    return cell


def _cells(sheet: Any, row: Iterable[Any], formats: Sequence[str]) -> Iterable[Any]:
    for value, number_format in zip(row, formats, strict=True):
        if isinstance(value, str):
            yield neutralize(value)
        elif value is None or not np.isfinite(value):
            yield None
        else:
            cell = WriteOnlyCell(sheet, float(value))
            cell.number_format = number_format
            yield cell


def neutralize(text: str) -> str:
    """Make a text from data safe to put into a spreadsheet's cell.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    str
        With an apostrophe in front where a spreadsheet would take it for a formula; control characters, which
        a workbook cannot hold, are dropped.

    Examples
    --------
    >>> neutralize("=HYPERLINK(1)"), neutralize("Clinic")
    ("'=HYPERLINK(1)", 'Clinic')
    """
    clean = text.translate(_CONTROL)
    return f"'{clean}" if clean.startswith(_FORMULA_STARTS) else clean
