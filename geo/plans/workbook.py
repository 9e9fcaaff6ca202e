"""A review as an Excel workbook: a summary, the rules applied, and a sheet an area; headings in both languages."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from geo.files.excel import neutralize, write_xlsx
from geo.plans.cases import SCENARIOS
from geo.plans.read.plan_schemas import STAGES
from geo.plans.review import Review
from geo.plans.verdict_rollup import to_records
from geo.plans.verdicts import VERDICTS
from geo.texts import LANGS, TEXTS
from geo.texts.notes import translate_notes

_SHEET_LENGTH: Final = 31
_FORBIDDEN: Final = str.maketrans(dict.fromkeys("[]:*?/\\'", "-"))
_COLOURS: Final = {
    "met": "#CFE3EF",
    "met_with_conditions": "#E6EFE4",
    "not_assessed": "#E4E6E9",
    "exceeds": "#F8E3BF",
    "not_met": "#F1C4BC",
}
_WIDTHS: Final = (24, 16, 20, 13, 13, 13, 13, 13, 24, 24, 28, 16, 30)

Cell = str | float | int | None
Row = Sequence[Cell]


@dataclass(frozen=True)
class _Book:
    """The workbook, its formats, and what categories are called."""

    book: Any
    heading: Any
    title: Any
    whole: Any
    number: Any
    wrap: Any
    verdicts: Mapping[str, Any]
    names: Mapping[str, str]


def write_review_workbook(path: Path, review: Review) -> None:
    """Write a review as a workbook.

    Parameters
    ----------
    path
        The .xlsx file.
    review
        What was found. Texts from data never become formulas.

    Examples
    --------
    >>> import tempfile
    >>> from geo.plans.review import review_plans
    >>> from geo.city.sample import build_sample, build_sample_rules
    >>> from geo.plans.sample_batch import build_sample_plans
    >>> review = review_plans(build_sample(), build_sample_plans(), rule_sets=[build_sample_rules()])
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_review_workbook(Path(folder) / "a.xlsx", review)
    ...     list(pd.read_excel(Path(folder) / "a.xlsx", sheet_name=None))[-1]
    'A'
    """
    with write_xlsx(path) as book:
        made = _make_book(book, review)
        sheets = name_sheets(review.areas["plan_id"].tolist(), taken=[_both(key) for key in _FIXED_SHEETS])
        _write_summary(made, review, sheets)
        _write_rules(made, review)
        _write_rejected(made, review)
        tables = {
            name: dict(iter(getattr(review, name).groupby("plan_id", sort=False)))
            for name in ("requirements", "departments", "remedies", "own_loads", "units")
        }
        areas = to_records(review.areas.drop(columns="geometry"))
        for area in areas:
            sheet = made.book.add_worksheet(sheets[area["plan_id"]])
            _write_area(made, sheet, area, {name: parts.get(area["plan_id"]) for name, parts in tables.items()})


_FIXED_SHEETS: Final = ("plan.review_title", "plan.sources", "plan.review_rejected")


def _both(key: str, **values: Any) -> str:
    return " ".join(TEXTS[key][lang].format(**values) for lang in LANGS)


def _lines(key: str) -> str:
    return "\n".join(TEXTS[key][lang] for lang in LANGS)


def name_sheets(plan_ids: Sequence[str], *, taken: Sequence[str]) -> dict[str, str]:
    """Name the sheets of plan areas: a name has 31 characters, some are not allowed, and case does not tell them apart.

    Parameters
    ----------
    plan_ids
        Their ids.
    taken
        Names that are in use.

    Returns
    -------
    dict
        Id -> name; a number is put behind where two would be the same.

    Examples
    --------
    >>> name_sheets(["a/1", "A-1", "b"], taken=["b"])
    {'a/1': 'a-1', 'A-1': 'A-1 (2)', 'b': 'b (2)'}
    """
    used = {name[:_SHEET_LENGTH].casefold() for name in taken}
    names = {}
    for plan_id in plan_ids:
        plain = neutralize(plan_id).translate(_FORBIDDEN).strip("- ") or "plan"
        name, turn = plain[:_SHEET_LENGTH], 1
        while name.casefold() in used:
            turn += 1
            end = f" ({turn})"
            name = plain[: _SHEET_LENGTH - len(end)] + end
        used.add(name.casefold())
        names[plan_id] = name
    return names


def _make_book(book: Any, review: Review) -> _Book:
    names: dict[str, Mapping[str, str]] = {
        name: entry.name for rules in review.rule_sets for name, entry in rules.categories.items()
    }
    names |= review.city.categories
    return _Book(
        book,
        heading=book.add_format({"bold": True, "bg_color": "#E8EEF4", "text_wrap": True, "valign": "vcenter"}),
        title=book.add_format({"bold": True, "font_size": 14}),
        whole=book.add_format({"num_format": "#,##0", "valign": "top"}),
        number=book.add_format({"num_format": "#,##0.00", "valign": "top"}),
        wrap=book.add_format({"text_wrap": True, "valign": "top"}),
        verdicts={
            name: book.add_format({"bg_color": c, "text_wrap": True, "valign": "top"}) for name, c in _COLOURS.items()
        },
        names={name: f"{both['zh']} {both['en']}" for name, both in names.items()},
    )


def _write_row(made: _Book, sheet: Any, row: int, cells: Row, *, heading: bool = False) -> int:
    """Write cells from the left; verdicts get their colour; return the next row."""
    for column, value in enumerate(cells):
        if isinstance(value, str):
            if value in made.verdicts:
                sheet.write_string(row, column, _both(f"verdict.{value}"), made.verdicts[value])
            elif value:
                sheet.write_string(row, column, neutralize(value), made.heading if heading else made.wrap)
        elif value is not None and np.isfinite(value):
            sheet.write_number(row, column, value, made.whole if float(value).is_integer() else made.number)
    return row + 1


def _write_table(made: _Book, sheet: Any, row: int, title: str, headings: Sequence[str], rows: Sequence[Row]) -> int:
    """Write a titled table; return the row behind the one left free below it."""
    sheet.write_string(row, 0, title, made.title)
    sheet.set_row(row + 1, 32)
    row = _write_row(made, sheet, row + 1, headings, heading=True)
    for cells in rows:
        row = _write_row(made, sheet, row, cells)
    return row + 1


def _set_widths(sheet: Any, widths: Sequence[int]) -> None:
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)


def _write_summary(made: _Book, review: Review, sheets: Mapping[str, str]) -> None:
    sheet = made.book.add_worksheet(_both(_FIXED_SHEETS[0])[:_SHEET_LENGTH])
    strictest = review.requirements[
        review.requirements["strictest"] & (review.requirements["scenario"] == SCENARIOS[1])
    ]
    counts = pd.crosstab(strictest["plan_id"], strictest["verdict_plan"])
    headings = [
        *(_lines(f"plan.{name}") for name in ("plan_id", "name", "year", "district", "street", "community")),
        *(_lines(f"plan.{name}") for name in ("dwellings", "households", "residents")),
        _lines("plan.area") + " m²",
        *(f"{_lines('plan.review_verdict')}\n{_both(f'scenario.{name}')}" for name in SCENARIOS),
        *(_lines(f"verdict.{name}") for name in VERDICTS),
        *(_lines(f"plan.{name}") for name in ("units_needed", "community_workers", "grid_workers", "homes_inside")),
    ]
    _set_widths(sheet, [14, 22, 8, 14, 16, 24, 11, 11, 11, 11, 24, 24, *[13] * 9])
    sheet.freeze_panes(1, 2)
    sheet.set_row(0, 48)
    _write_row(made, sheet, 0, headings, heading=True)
    sheet.autofilter(0, 0, len(review.areas), len(headings) - 1)
    areas = to_records(review.areas.drop(columns="geometry"))
    for row, area in enumerate(areas, 1):
        cells: list[Cell] = [
            area["plan_id"],
            area["name"],
            f"{area['year']:.0f}" if np.isfinite(area["year"]) else "",
            *(area[f"{level}_name"] for level in ("district", "street", "community")),
            *(area[name] for name in ("dwellings", "households", "residents", "area_m2")),
            *(area[f"verdict_{name}_{STAGES[0]}"] for name in SCENARIOS),
            *(int(counts[name].get(area["plan_id"], 0)) if name in counts else 0 for name in VERDICTS),
            *(area[name] for name in ("units_needed", "community_workers", "grid_workers", "homes_inside")),
        ]
        _write_row(made, sheet, row, cells)
        sheet.write_url(row, 0, f"internal:'{sheets[area['plan_id']]}'!A1", string=neutralize(area["plan_id"]))


def _write_rules(made: _Book, review: Review) -> None:
    """Write every clause that was applied, with its source; and what sizes were derived by."""
    sheet = made.book.add_worksheet(_both(_FIXED_SHEETS[1])[:_SHEET_LENGTH])
    _set_widths(sheet, [22, 40, 24, 30, 18, 60, 34])
    rules = {one.id: f"{one.name['zh']} {one.name['en']}" for one in review.rule_sets}
    rows = [
        [
            clause.rule_set,
            made.names.get(clause.category, clause.category),
            _both(f"clause.kind.{clause.kind}"),
            _both(f"clause.basis.{clause.basis}"),
            _tell_figure(clause.basis, clause.entry),
            clause.source,
            _both("plan.verified" if clause.verified else "plan.unverified"),
        ]
        for clause in review.clauses
    ]
    headings = [
        *(_lines(f"plan.{name}") for name in ("rule", "category", "requirement")),
        *(_lines(f"plan.sheet.{name}") for name in ("basis", "figure", "source", "checked")),
    ]
    row = _write_table(made, sheet, 0, _both("plan.sources"), headings, rows)
    row = _write_table(
        made, sheet, row, _both("plan.review_rules"), ["", ""], [[key, name] for key, name in rules.items()]
    )
    ratios = review.ratios
    known = _both(
        "plan.ratios_value",
        residents=f"{ratios.residents_per_household:g}",
        households=f"{ratios.households_per_dwelling:g}",
        source=_both(f"plan.ratios_source.{ratios.source}"),
    )
    about = [
        [_both("plan.ratios"), known],
        [_both("plan.profile"), f"{_both(f'profile.{review.profile.name}')}, {review.profile.speed_km_h:g} km/h"],
        [_both("plan.assumptions"), _both("plan.homes_assumed")],
        *(
            [_both("plan.assumptions"), " ".join(dict.fromkeys(text.values()))]
            for text in translate_notes(review.city.assumptions)
        ),
        *([name, digest] for name, digest in review.batch.hashes.items()),
    ]
    _write_table(made, sheet, row, _both("plan.assumptions"), ["", ""], about)


def _tell_figure(basis: str, entry: Mapping[str, Any]) -> str:
    """Tell the figure of a clause."""
    if basis == "limit":
        return f"{entry['limit_m']:g} m"
    if basis == "steps":
        return "; ".join(f">= {begin:g}: {amount:g} m²" for begin, amount in entry["steps"])
    if "places" in entry:
        return f"{entry['places']:g}"
    area_m2 = entry["floor_area_m2"]
    return " - ".join(f"{value:g}" for value in (area_m2 if isinstance(area_m2, list) else [area_m2])) + " m²"


def _write_rejected(made: _Book, review: Review) -> None:
    if review.batch.rejected.empty:
        return
    sheet = made.book.add_worksheet(_both(_FIXED_SHEETS[2])[:_SHEET_LENGTH])
    _set_widths(sheet, [30, 10, 20, 100])
    table = review.batch.rejected
    _write_table(made, sheet, 0, _both(_FIXED_SHEETS[2]), [str(name) for name in table], table.to_numpy().tolist())


_Tables = Mapping[str, pd.DataFrame | None]


def _write_area(made: _Book, sheet: Any, area: Mapping[str, Any], tables: _Tables) -> None:
    """Write the sheet of one area."""
    _set_widths(sheet, _WIDTHS)
    sheet.write_string(0, 0, neutralize(f"{area['plan_id']} {area['name']}"), made.title)
    row = 2
    for label, value in _list_figures(area):
        row = _write_row(made, sheet, row, [label, value])
    writers: tuple[tuple[str, Callable[[_Book, pd.DataFrame], tuple[str, list[str], list[Row]]]], ...] = (
        ("requirements", _list_requirements),
        ("departments", _list_departments),
        ("remedies", _list_remedies),
        ("own_loads", _list_loads),
        ("units", _list_units),
    )
    row += 1
    for name, lists in writers:
        table = tables[name]
        if table is not None:
            row = _write_table(made, sheet, row, *lists(made, table))


def _list_figures(area: Mapping[str, Any]) -> list[tuple[str, Cell]]:
    derived = area["derived"].split(",")
    mark = {
        name: f" ({_both('plan.derived')})" if name in derived else ""
        for name in ("dwellings", "households", "residents")
    }
    return [
        *(
            (f"{_both('plan.overall')}, {_both(f'scenario.{name}')}", area[f"verdict_{name}_{STAGES[0]}"])
            for name in SCENARIOS
        ),
        *((_both(f"plan.{name}") + mark[name], area[name]) for name in mark),
        (_both("plan.residential_floor_area") + " m²", area["residential_floor_area_m2"]),
        (_both("plan.area") + " m²", area["area_m2"]),
        *(
            (_both(f"plan.{level}"), f"{area[f'{level}_name']} {area[level]}".strip())
            for level in ("district", "street", "community")
        ),
        (_both("plan.units_in"), area["unit_codes"]),
        *((_both(f"plan.{name}"), area[name]) for name in ("units_needed", "community_workers", "grid_workers")),
        (_both("plan.homes_inside"), area["homes_inside"]),
        (_both("plan.residents") + f" ({_both('plan.homes_inside')})", area["residents_inside"]),
        (_both("plan.water") + " m", area["water_m"]),
    ]


def _list_requirements(made: _Book, table: pd.DataFrame) -> tuple[str, list[str], list[Row]]:
    """List each clause once, alone and together side by side."""
    names = ("basis", "demand", "has", "left", "short", "share")
    headings = [
        _lines("plan.category"),
        _lines("plan.requirement"),
        *(_lines(f"plan.sheet.{name}") for name in names),
        _lines("plan.alone"),
        _lines("plan.together"),
        _lines("plan.sheet.turns"),
        _lines("plan.rule"),
        _lines("plan.missing"),
    ]
    together = table[table["scenario"] == SCENARIOS[1]].set_index("clause")["verdict_plan"].to_dict()
    alone = to_records(table[table["scenario"] == SCENARIOS[0]])
    rows: list[Row] = [
        [
            made.names.get(row["category"], row["category"]),
            _both(f"clause.kind.{row['kind']}"),
            _both(f"clause.basis.{row['basis']}"),
            row["demand"],
            row["walk_m"] if row["kind"] == "distance" else row["has"],
            row["left"],
            row["shortfall"],
            row["share_within"],
            row["verdict_plan"],
            together[row["clause"]],
            "; ".join(_both(f"case.{case}") for case in row["turns"].split(",") if case),
            row["rule_set"] + ("" if row["verified"] else " *"),
            tell_missing(row["missing"]),
        ]
        for row in alone
    ]
    return _both("plan.requirements"), headings, rows


def tell_missing(missing: str) -> str:
    """Say in both languages what a requirement could not be assessed for want of.

    Parameters
    ----------
    missing
        As in the requirements, for example ``"capacity:F1"``; "" for nothing.

    Returns
    -------
    str
        A sentence in Chinese and in English.

    Examples
    --------
    >>> tell_missing("capacity:F1").endswith("Facility F1 does not state its places")
    True
    """
    code, _, what = missing.partition(":")
    return _both(f"missing.{code}", id=what) if code else ""


def _list_departments(_: _Book, table: pd.DataFrame) -> tuple[str, list[str], list[Row]]:
    headings = [
        _lines("plan.department"),
        _lines("plan.sheet.scenario"),
        *(_lines(f"stage.{stage}") for stage in STAGES),
    ]
    rows: list[Row] = [
        [
            _both(f"department.{row['department']}"),
            _both(f"scenario.{row['scenario']}"),
            *(row[f"verdict_{stage}"] for stage in STAGES),
        ]
        for row in to_records(table)
    ]
    return _both("plan.departments"), headings, rows


def _list_remedies(made: _Book, table: pd.DataFrame) -> tuple[str, list[str], list[Row]]:
    headings = [
        _lines("plan.category"),
        _lines("plan.requirement"),
        *(_lines(f"plan.sheet.{name}") for name in ("scenario", "option")),
        _lines("plan.remedies"),
        *(_lines(f"plan.sheet.{name}") for name in ("amount", "unit")),
        _lines("plan.facility"),
    ]
    rows: list[Row] = [
        [
            made.names.get(row["category"], row["category"]),
            _both(f"clause.kind.{row['kind']}"),
            _both(f"scenario.{row['scenario']}"),
            row["option"],
            _both(f"remedy.{row['remedy']}"),
            row["amount"],
            _both(f"clause.unit.{row['unit']}") if row["unit"] else "",
            row["facility_id"],
        ]
        for row in to_records(table)
    ]
    return _both("plan.remedies"), headings, rows


def _list_loads(made: _Book, table: pd.DataFrame) -> tuple[str, list[str], list[Row]]:
    names = ("holds", "used_before", "added", "left_after")
    headings = [
        _lines("plan.category"),
        _lines("plan.facility"),
        _lines("plan.requirement"),
        *(_lines(f"plan.{name}") for name in names),
    ]
    rows: list[Row] = [
        [
            made.names.get(row["category"], row["category"]),
            row["facility_id"],
            _both(f"clause.kind.{row['measure']}"),
            *(row[name] for name in names),
        ]
        for row in to_records(table)
    ]
    return _both("plan.loads"), headings, rows


def _list_units(_: _Book, table: pd.DataFrame) -> tuple[str, list[str], list[Row]]:
    headings = [_lines("plan.unit_code"), _lines("plan.households"), _lines("plan.residents")]
    rows: list[Row] = [list(row) for row in table[["unit_code", "households", "residents"]].to_numpy(object).tolist()]
    return _both("plan.units_needed"), headings, rows
