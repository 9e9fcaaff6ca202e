"""Tables as an Excel workbook that opens ready to read: headings in two languages, frozen, filtered, formatted."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from geo.coverage.status import ALL, TALLIES
from geo.files.excel import neutralize, write_xlsx
from geo.texts import LANGS, TEXTS

_TEXT_COLUMNS: Final = ("code", "name", "parent", "scope", "judged_by", "category", "profile")


_FORMATS: Final = {"share": "0.0%", "minutes": "0.0", "people": "#,##0"}


_HEADING: Final = {"bold": True, "bg_color": "#E8EEF4", "text_wrap": True, "valign": "vcenter"}


_HEADING_HEIGHT: Final = 62


_FIGURE_WIDTH: Final = 15


def write_workbook(
    path: Path,
    tables: Mapping[str, pd.DataFrame],
    categories: Mapping[str, Mapping[str, str]],
    profiles: pd.DataFrame | None = None,
    *,
    judged_by: Mapping[str, str] | None = None,
) -> None:
    """Write the roll-ups, one sheet per level with urban units and villages in rows apart, and how profiles compare.

    Parameters
    ----------
    path
        The .xlsx file.
    tables
        Level (``city``, ``districts``, ...) -> its table, as :class:`geo.coverage.analysis.Coverage` has them.
    categories
        Category -> {"zh": name, "en": name}.
    profiles
        As :func:`geo.coverage.accessibility.compare_profiles` returns them, or None.
    judged_by
        Scope -> by what its rows are judged, as :func:`geo.coverage.scopes.name_judgement` says it; None leaves the
        column out.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     table = pd.DataFrame({"code": ["1"], "name": ["=1+1"], "residents": [5.0]})
    ...     write_workbook(Path(folder) / "a.xlsx", {"city": table}, {})
    ...     pd.read_excel(Path(folder) / "a.xlsx").iloc[0, 1]
    "'=1+1"
    """
    with write_xlsx(path) as book:
        formats = {kind: book.add_format({"num_format": code}) for kind, code in _FORMATS.items()}
        heading = book.add_format(_HEADING)
        sheets = {f"level.{level}": _name_scopes(choose_columns(table), judged_by) for level, table in tables.items()}
        if profiles is not None:
            sheets["sheet.profiles"] = _name_profiles(profiles, categories)
        for title, plain in sheets.items():
            sheet = book.add_worksheet(" ".join(TEXTS[title][lang] for lang in LANGS))
            _write_heading(sheet, plain, categories, heading)
            _write_rows(sheet, plain, formats)


def _name_profiles(profiles: pd.DataFrame, categories: Mapping[str, Mapping[str, str]]) -> pd.DataFrame:
    """Name categories and walkers in both languages."""
    named = {category: f"{name['zh']} {name['en']}" for category, name in categories.items()}
    walkers = {
        name: " ".join(TEXTS[f"profile.{name}"][lang] for lang in LANGS) for name in profiles["profile"].unique()
    }
    share = profiles["share_within"]
    return _name_scopes(profiles, None).assign(
        category=profiles["category"].map(lambda c: named.get(c, c)),
        profile=profiles["profile"].map(walkers),
        share_within=share.astype(object).where(share.notna(), _say("judged.cell")),
    )


def _name_scopes(table: pd.DataFrame, judged_by: Mapping[str, str] | None) -> pd.DataFrame:
    """Name scopes in both languages, and beside them by what they are judged."""
    if "scope" not in table:
        return table
    columns: dict[str, Any] = {}
    for name in map(str, table):
        if name != "scope":
            columns[name] = table[name]
            continue
        columns[name] = table[name].map(lambda scope: _say(f"scope.{scope}"))
        if judged_by is not None:
            columns["judged_by"] = table[name].map(dict(judged_by))
    return pd.DataFrame(columns)


def _say(key: str) -> str:
    return " ".join(TEXTS[key][lang] for lang in LANGS)


def choose_columns(table: pd.DataFrame) -> pd.DataFrame:
    """Choose what people read: of households who is covered and not, of groups of residents who is not.

    Parameters
    ----------
    table
        A roll-up; every other figure stands in coverage.gpkg.

    Returns
    -------
    pandas.DataFrame
        Without polygons. Of a row that is not judged the share says so and its figures are missing.

    Examples
    --------
    >>> names = ["covered_a", "covered_a_residents_60plus", "uncovered_a_residents_60plus", "unknown_a_households"]
    >>> list(choose_columns(pd.DataFrame({"residents_60plus": [1], **{name: [0] for name in names}})))
    ['residents_60plus', 'covered_a', 'uncovered_a_residents_60plus']
    """
    groups = tuple(f"_{name}" for name in map(str, table) if name.startswith("residents_"))
    dropped = [
        name
        for name in map(str, table)
        if (name.startswith(("covered_", "unknown_")) and name.endswith(groups))
        or (name.startswith("unknown_") and name.endswith("_households"))
        or name.startswith("not_judged_")
    ]
    chosen = pd.DataFrame(table.drop(columns=["geometry", *dropped], errors="ignore"))
    blank = _blank_not_judged(table, list(map(str, chosen)))
    return pd.DataFrame({name: blank.get(str(name), chosen[name]) for name in chosen})


def _blank_not_judged(table: pd.DataFrame, names: list[str]) -> "dict[str, pd.Series[Any]]":
    """Empty the figures of categories in which a row is not judged; the share says why."""
    judged = [str(name) for name in table if str(name).startswith("not_judged_")]
    categories = sorted((name.removeprefix("not_judged_") for name in judged), key=len, reverse=True)
    blank: dict[str, pd.Series[Any]] = {}
    for name in names:
        for kind in (*TALLIES, "share"):
            category = next((each for each in categories if _is_of(name, kind, each)), None)
            if category is not None and (rows := table[f"not_judged_{category}"] > 0).any():
                blank[name] = table[name].astype(object).mask(rows, _say("judged.cell") if kind == "share" else np.nan)
    return blank


def _write_heading(sheet: Any, table: pd.DataFrame, categories: Mapping[str, Mapping[str, str]], heading: Any) -> None:
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, len(table), len(table.columns) - 1)
    sheet.set_row(0, _HEADING_HEIGHT)
    for column, name in enumerate(map(str, table)):
        longest = int(table[name].str.len().max()) + 2 if name in _TEXT_COLUMNS and len(table) else 0
        sheet.set_column(column, column, min(40, max(_FIGURE_WIDTH, longest)))
        sheet.write_string(0, column, neutralize(head_column(name, categories)), heading)


def _write_rows(sheet: Any, table: pd.DataFrame, formats: Mapping[str, Any]) -> None:
    kinds = [formats[_choose_format(name)] for name in map(str, table)]
    for row, values in enumerate(table.itertuples(index=False), start=1):
        for column, (value, number_format) in enumerate(zip(values, kinds, strict=True)):
            if isinstance(value, str):
                sheet.write_string(row, column, neutralize(value))
            elif np.isfinite(value):
                sheet.write_number(row, column, value, number_format)


def _choose_format(name: str) -> str:
    if name.startswith("share"):
        return "share"
    return "minutes" if name.endswith(("_min", "_km_h")) else "people"


def head_column(name: str, categories: Mapping[str, Mapping[str, str]]) -> str:
    r"""Name a column of a roll-up in both languages, one under the other.

    Parameters
    ----------
    name
        For example ``"covered_clinic"`` or ``"covered_clinic_households"``; with ``villages_`` in front of villages.
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
    if name.startswith("villages_") and "\n" in (heading := head_column(name.removeprefix("villages_"), categories)):
        parts = zip(LANGS, heading.split("\n"), strict=True)
        return "\n".join(TEXTS["column.villages"][lang].format(column=part) for lang, part in parts)
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
    key = f"column.{kind}_households" if rest == "households" else f"column.{kind}"
    group = f" {rest.removeprefix('residents_')}" if rest and rest != "households" else ""
    return f"{category['zh']} {TEXTS[key]['zh']}{group}\n{category['en']}: {TEXTS[key]['en']}{group}"
