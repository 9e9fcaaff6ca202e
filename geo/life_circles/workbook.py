"""Life circles as an Excel workbook that prints: an overview of one page, a sheet per tier, facilities, the method."""

import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import pandas as pd

from geo.files.excel import A3, A4, neutralize, set_page, write_xlsx
from geo.life_circles.circle_tables import LifeCircles
from geo.life_circles.life_summary import tabulate_compartments
from geo.rules.lookups import name_facilities
from geo.texts import LANGS, TEXTS, join_languages

_HEADING: Final = {"bold": True, "bg_color": "#E8EEF4", "text_wrap": True, "valign": "vcenter", "border": 4}
_CELL: Final = {"font_size": 9, "valign": "top", "border": 4}
#: Columns of the sheet of a tier, in order; those that a city does not have are left out.
_CIRCLE_COLUMNS: Final = (
    "code", "name", "parent", "compartment", "residents", "band", "compartment_too_small", "off_band",
    "residents_60plus", "residents_children", "households", "grid_units", "communities", "shared_communities",
    "area_km2", "within", "beyond", "share_within", "within_timed", "within_straight", "centre", "lon", "lat",
    "compactness", "facilities_required", "facilities_short", "tier_floor_m2", "tier_floor_unknown",
    "tier_floor_least_m2", "divided_units", "residents_across", "neighbours",
)  # fmt: skip
_TIER_COLUMNS: Final = (
    "tier", "norm", "limit", "fewest", "most", "circles", "within_band", "below", "above", "off_band", "off_least",
    "within", "share_within", "beyond", "beyond_least", "gap", "within_timed", "within_straight", "facilities_short",
)  # fmt: skip
_FACILITY_COLUMNS: Final = (
    "code", "facility", "required", "there", "short", "floor_m2", "floor_unknown", "floor_least_m2", "floor_short_m2",
)  # fmt: skip
_WIDTHS: Final = {
    "code": 15,
    "name": 36,
    "parent": 13,
    "band": 20,
    "neighbours": 60,
    "centre": 30,
    "facility": 30,
    "tier": 24,
}
_HEADS: Final = {"within_band": "in_band"}


def write_life_workbook(path: Path, circles: LifeCircles, summary: Mapping[str, Any]) -> None:
    """Write life circles as a workbook.

    Parameters
    ----------
    path
        The .xlsx file.
    circles
        The circles.
    summary
        As :func:`geo.life_circles.life_summary.summarize_circles` puts it together.

    Raises
    ------
    OSError
        If it cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from geo.life_circles.circle_tables import describe_life_circles
    >>> from geo.life_circles.life_summary import summarize_circles
    >>> from geo.life_circles.line_city import plan_line_city
    >>> circles = describe_life_circles(plan_line_city())
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_life_workbook(Path(folder) / "a.xlsx", circles, summarize_circles(circles))
    ...     [name.split()[0] for name in pd.read_excel(Path(folder) / "a.xlsx", sheet_name=None)]
    ['概况', '15分钟', '10分钟', '5分钟', '设施配置', '分区', '网格归属', '说明']
    """
    with write_xlsx(path) as book:
        formats = {
            "heading": book.add_format({**_HEADING, "font_size": 9}),
            "title": book.add_format({"bold": True, "font_size": 14}),
            "text": book.add_format(_CELL),
            "wrapped": book.add_format({**_CELL, "text_wrap": True}),
            "whole": book.add_format({**_CELL, "num_format": "#,##0"}),
            "decimal": book.add_format({**_CELL, "num_format": "0.00"}),
            "degrees": book.add_format({**_CELL, "num_format": "0.000000"}),
            "share": book.add_format({**_CELL, "num_format": "0.0 %"}),
        }
        _write_overview(_add_sheet(book, "overview", A4, pages=1, repeated=None), summary, formats)
        for key, table in circles.tables.items():
            rows = list_circle_cells(table)
            _write_table(_add_sheet(book, key, A3, is_wide=True), rows, _CIRCLE_COLUMNS, formats)
        _write_table(_add_sheet(book, "facilities", A4), _list_facility_cells(circles), _FACILITY_COLUMNS, formats)
        ground = tabulate_compartments(circles.plan.ground).drop(columns="geometry")
        columns = ("compartment", "residents", "grid_units", "communities", "area_km2")
        _write_table(_add_sheet(book, "compartments", A4), ground, columns, formats)
        codes = tuple(f"circle_{key}" for key in circles.tables)
        units = pd.DataFrame(circles.units.drop(columns=["geometry", "name"]))
        names = ("unit_code", "community", "residents", "compartment", *codes)
        _write_table(_add_sheet(book, "units", A4), units, names, formats)
        sheet = _add_sheet(book, "method", A4, repeated=None)
        sheet.set_column(0, 0, 110)
        for row, line in enumerate(summary["method"].values()):
            sheet.set_row(row, 56)
            sheet.write_string(row, 0, neutralize(join_languages(line, "\n")), formats["wrapped"])


def _add_sheet(
    book: Any, name: str, paper: int, *, pages: int = 0, is_wide: bool = False, repeated: int | None = 0
) -> Any:
    sheet = book.add_worksheet(join_languages(TEXTS[f"life.sheet.{name}"]))
    set_page(sheet, paper=paper, is_landscape=is_wide, across=2 if is_wide else 1, pages=pages, repeated=repeated)
    if is_wide:
        sheet.repeat_columns(0, 1)
    return sheet


def _write_overview(sheet: Any, summary: Mapping[str, Any], formats: Mapping[str, Any]) -> None:
    """Write what the circles of each tier come to: figures down, tiers across."""
    sheet.set_column(0, 0, 50)
    sheet.set_column(1, len(summary["tiers"]), 22)
    title = {lang: TEXTS["life.title"][lang].format(city=summary["city"]) for lang in LANGS}
    sheet.write_string(0, 0, neutralize(join_languages(title)), formats["title"])
    if summary["synthetic"]:
        sheet.write_string(1, 0, join_languages(TEXTS["page.synthetic"]))
    sheet.set_row(3, 28)
    for row, name in enumerate(_TIER_COLUMNS, start=3):
        head = "heading" if name == "tier" else "text"
        sheet.write_string(row, 0, _head(name), formats[head])
        for column, tier in enumerate(summary["tiers"], start=1):
            value = _read_tier(tier, name)
            if isinstance(value, str):
                sheet.write_string(row, column, neutralize(value), formats[head])
            elif value is not None:
                sheet.write_number(row, column, value, formats[_choose_format(name)])


def _read_tier(tier: Mapping[str, Any], name: str) -> Any:
    if name == "tier":
        return join_languages(tier["name"])
    if name == "norm":
        return f"{tier['low']:,.0f}-{tier['high']:,.0f}"
    return tier["limit_m" if name == "limit" else name]


def list_circle_cells(table: pd.DataFrame) -> pd.DataFrame:
    """List what a reader sees of the circles of a tier.

    Parameters
    ----------
    table
        Of one tier.

    Returns
    -------
    pandas.DataFrame
        With words for bands and centres.

    Examples
    --------
    >>> from geo.life_circles.circle_tables import describe_life_circles
    >>> from geo.life_circles.line_city import plan_line_city
    >>> circles = describe_life_circles(plan_line_city())
    >>> list_circle_cells(circles.tables["15_min"])["centre"].tolist()
    ['Middle', '道路交叉口 crossing']
    """
    bands = {name: join_languages(TEXTS[f"life.band.{name}"]) for name in ("within", "below", "above")}
    crossing, nothing = join_languages(TEXTS["life.crossing"]), join_languages(TEXTS["life.no_centre"])
    is_facility = table["centre_facility_id"] != ""
    centre = table["centre_name"].where(is_facility, crossing).where(table["lon"].notna(), nothing)
    band = table["band"].map(bands)
    too_small = table["compartment_too_small"].map({True: join_languages(TEXTS["life.yes"]), False: ""})
    shown = {"name": table["name_zh"], "band": band, "compartment_too_small": too_small, "centre": centre}
    return pd.DataFrame(table.drop(columns="geometry")).assign(**shown)


def _list_facility_cells(circles: LifeCircles) -> pd.DataFrame:
    table = circles.facilities
    if not len(table):
        return pd.DataFrame(columns=list(_FACILITY_COLUMNS))
    names = name_facilities([circles.plan.ground.tiers[0].rules])
    words = {name: join_languages(found) for name, found in names.items()}
    facility = table["category"].map(lambda name: words.get(name, name))
    as_needed = table["strength"] != "shall"
    return table.assign(
        facility=facility.where(~as_needed, facility + " (" + join_languages(TEXTS["life.as_needed"]) + ")")
    )


def _write_table(sheet: Any, table: pd.DataFrame, wanted: Sequence[str], formats: Mapping[str, Any]) -> None:
    """Write a table with its heading, filters, and a heading on every page."""
    columns = [name for name in wanted if name in table]
    sheet.set_row(0, 64)
    for at, name in enumerate(columns):
        sheet.set_column(at, at, _WIDTHS.get(name, 18 if "code" in name or "circle" in name else 11))
        sheet.write_string(0, at, neutralize(_head(name, "\n")), formats["heading"])
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, len(table), max(len(columns) - 1, 0))
    styles = [formats[_choose_format(name)] for name in columns]
    for row, cells in enumerate(table[columns].itertuples(index=False), start=1):
        _write_cells(sheet, row, cells, styles, formats["text"])


def _write_cells(sheet: Any, row: int, cells: Iterable[Any], styles: Sequence[Any], text: Any) -> None:
    for column, (value, style) in enumerate(zip(cells, styles, strict=True)):
        if isinstance(value, str):
            sheet.write_string(row, column, neutralize(value), text)
        elif math.isfinite(value):
            sheet.write_number(row, column, value, style)


def _head(name: str, separator: str = " ") -> str:
    if name.startswith("circle_"):
        return join_languages(TEXTS[f"life.sheet.{name.removeprefix('circle_')}"], separator)
    return join_languages(TEXTS[f"life.column.{_HEADS.get(name, name)}"], separator)


def _choose_format(name: str) -> str:
    if name in ("share_within", "gap"):
        return "share"
    if name in ("lon", "lat"):
        return "degrees"
    return "decimal" if name in ("area_km2", "compactness") else "whole"
