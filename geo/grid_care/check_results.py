"""What ``gridwalk grid check`` leaves on disk: grid-check.json, grid-check.xlsx, grid-check.gpkg."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import pandas as pd
import shapely

from geo.files.writers import write_gpkg, write_json
from geo.grid_care.findings import COLUMNS, KINDS
from geo.grid_care.grid_check import GridCheck
from geo.grid_care.workbook import Sheet, write_sheets
from geo.progress import Progress
from geo.texts import LANGS, TEXTS, join_languages
from geo.texts.notes import describe_notes

MARKER: Final = "grid-check.json"


def summarize_check(check: GridCheck) -> dict[str, Any]:
    """Put a check together as grid-check.json holds it, but for the list of findings.

    Parameters
    ----------
    check
        The check.

    Returns
    -------
    dict
        ``city, synthetic, units, errors, hints, kinds`` (each with severity, name, count, unit, and the sum of amounts
        or None), ``assumptions, notes``.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.grid_care.grid_check import check_grid
    >>> summary = summarize_check(check_grid(build_sample()))
    >>> summary["errors"], [(each["kind"], each["count"]) for each in summary["kinds"]]
    (0, [('too_small', 1), ('empty', 1)])
    """
    findings, city = check.findings, check.city
    severity = findings["severity"]
    return {
        "city": city.name,
        "synthetic": city.synthetic,
        "units": len(city.base_units),
        "errors": int((severity == "error").sum()),
        "hints": int((severity == "hint").sum()),
        "kinds": [_count_kind(kind, findings) for kind in KINDS if (findings["kind"] == kind).any()],
        "assumptions": describe_notes(city.assumptions),
        "notes": describe_notes(city.notes),
    }


def _count_kind(kind: str, findings: gpd.GeoDataFrame) -> dict[str, Any]:
    own = findings[findings["kind"] == kind]
    severity, unit = KINDS[kind]
    is_sum = unit not in ("", "m")  # widths do not add up
    amount = float(own["amount"].sum()) if is_sum else None
    name = dict(TEXTS[f"grid.kind.{kind}"])
    return {"kind": kind, "severity": severity, "name": name, "count": len(own), "amount": amount, "unit": unit}


def write_check_results(folder: Path, check: GridCheck, summary: Mapping[str, Any], *, progress: Progress) -> None:
    """Write grid-check.gpkg, grid-check.xlsx and grid-check.json.

    Parameters
    ----------
    folder
        An existing directory.
    check
        The check.
    summary
        As :func:`summarize_check` puts it together.
    progress
        Times the files.

    Raises
    ------
    OSError
        If a file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from geo.city.sample import build_sample
    >>> from geo.grid_care.grid_check import check_grid
    >>> check = check_grid(build_sample())
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_check_results(Path(folder), check, summarize_check(check), progress=Progress())
    ...     sorted(file.name for file in Path(folder).iterdir())
    ['grid-check.gpkg', 'grid-check.json', 'grid-check.xlsx']
    """
    table = pd.DataFrame(check.findings[list(COLUMNS)])
    with progress.timed("grid-check.gpkg"):
        write_gpkg(folder / "grid-check.gpkg", _split_layers(check.findings))
    with progress.timed("grid-check.xlsx"):
        write_sheets(folder / "grid-check.xlsx", _list_sheets(summary, table), method=["grid.method.check"])
    rows = table.to_dict("records")
    write_json(folder / MARKER, {**summary, "seconds": progress.seconds, "findings": rows})


def _split_layers(findings: gpd.GeoDataFrame) -> dict[str, pd.DataFrame]:
    """Split findings by what their place is: areas, lines, none; a layer holds one kind of geometry."""
    dimension = shapely.get_dimensions(findings.geometry.values)
    missing = shapely.is_missing(findings.geometry.values)
    layers: dict[str, pd.DataFrame] = {"findings": findings[(dimension == 2) & ~missing]}
    lines = findings[(dimension == 1) & ~missing].explode(index_parts=False)
    if len(lines):
        layers["lines_across"] = lines[lines.geom_type == "LineString"]
    if missing.any():
        layers["without_place"] = pd.DataFrame(findings[missing].drop(columns="geometry"))
    return layers


def _list_sheets(summary: Mapping[str, Any], table: pd.DataFrame) -> list[Sheet]:
    title = {lang: f"{summary['city']} {TEXTS['grid.title.check'][lang]}" for lang in LANGS}
    counts = [
        {
            "kind": join_languages(each["name"]),
            "severity": join_languages(TEXTS[f"grid.severity.{each['severity']}"]),
            "count": each["count"],
            "amount": float("nan") if each["amount"] is None else each["amount"],
            "unit": join_languages(TEXTS[f"grid.unit.{each['unit']}"]) if each["unit"] else "",
        }
        for each in summary["kinds"]
    ]
    told = table.assign(
        kind=table["kind"].map(lambda kind: join_languages(TEXTS[f"grid.kind.{kind}"])),
        severity=table["severity"].map(lambda severity: join_languages(TEXTS[f"grid.severity.{severity}"])),
        unit=table["unit"].map(lambda unit: join_languages(TEXTS[f"grid.unit.{unit}"]) if unit else ""),
    )
    lines = [join_languages(title), *([join_languages(TEXTS["page.synthetic"])] if summary["synthetic"] else [])]
    heads = ["kind", "severity", "count", "amount", "unit"]
    return [
        Sheet(name="overview", title=lines, table=pd.DataFrame(counts, columns=heads)),
        Sheet(name="findings", title=[], table=told),
    ]
