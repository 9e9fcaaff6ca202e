"""What ``gridwalk analyze`` leaves on disk, but for the map."""

from collections.abc import Mapping
from itertools import chain
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.arrays import Int8, Objects
from geo.city.model import City
from geo.coverage.accessibility import add_access, compare_profiles, list_access_columns, measure_access
from geo.coverage.analysis import Coverage
from geo.coverage.home_table import list_home_columns
from geo.coverage.status import STATUSES, TALLIES, UNKNOWN, UNREACHABLE
from geo.coverage.workbook import write_workbook
from geo.files.parquet import write_parquet
from geo.files.slim import slim_numbers, slim_table
from geo.files.writers import write_csv, write_gpkg, write_json
from geo.progress import Progress
from geo.texts import LANGS
from geo.texts.reasons import add_sentences, translate_reason

MARKER: Final = "summary.json"
#: What is in the name of a column that counts people or homes, and how those of categories begin.
_COUNTS: Final = ("residents", "households")
_TALLIES: Final = tuple(f"{tally}_" for tally in TALLIES)
_TOLD: Final = (UNREACHABLE, UNKNOWN)
_REASON_COLUMNS: Final = ("reason", *(f"reason_{lang}" for lang in LANGS))


def write_results(
    folder: Path, coverage: Coverage, summary: Mapping[str, Any], *, progress: Progress, whole: bool = True
) -> None:
    """Write coverage.gpkg, homes.parquet, coverage.xlsx, snap_report.csv and summary.json.

    Parameters
    ----------
    folder
        An existing directory.
    coverage
        What was found.
    summary
        As :func:`geo.coverage.summary.summarize` puts it together; written last, so that a `seconds` in it is whole.
    progress
        Shows and times the steps; None for neither.
    whole
        False for a part of a city: what hangs on people or walks beyond the part (supply, how walkers compare) is
        left out.

    Raises
    ------
    OSError
        If a file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from geo.coverage.analysis import analyze_city
    >>> from geo.coverage.summary import summarize
    >>> from geo.city.sample import build_sample
    >>> city = build_sample()
    >>> coverage = analyze_city(city)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_results(Path(folder), coverage, summarize(city, coverage, minutes=None), progress=Progress())
    ...     sorted(file.name for file in Path(folder).iterdir())
    ['coverage.gpkg', 'coverage.xlsx', 'homes.parquet', 'snap_report.csv', 'summary.json']
    """
    beyond = write_layers(folder, coverage, progress=progress, whole=whole)
    beyond |= write_tables(folder, coverage, progress=progress, whole=whole)
    write_summary(folder, summary, beyond)


def write_layers(folder: Path, coverage: Coverage, *, progress: Progress, whole: bool) -> dict[str, Any]:
    """Write coverage.gpkg and homes.parquet, with what homes have within their limits.

    Parameters
    ----------
    folder, coverage, progress, whole
        As for :func:`write_results`.

    Returns
    -------
    dict
        What the summary tells of them: ``supply_basis`` of a whole city.

    Raises
    ------
    OSError
        If a file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from geo.coverage.analysis import analyze_city
    >>> from geo.city.sample import build_sample
    >>> coverage = analyze_city(build_sample(), categories=["clinic"])
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_layers(Path(folder), coverage, progress=Progress(), whole=True)
    {'supply_basis': {'clinic': 'facilities'}}
    """
    units, beyond, beside = coverage.levels["grid_units"], dict[str, Any](), dict[str, Any]()
    if whole:
        with progress.step("access"):
            access = measure_access(coverage)
            units, beside = add_access(coverage, access), list_access_columns(coverage, access)
            beyond["supply_basis"] = access.basis
            del access
    with progress.step("homes"):
        write_parquet(folder / "homes.parquet", _slim_homes(coverage, beside), is_packed=True)
    beside.clear()  # with the next step the most memory is needed
    layers = {**coverage.levels, "grid_units": units, "facilities": coverage.city.facilities, "gaps": coverage.gaps}
    with progress.step("layers"):
        write_gpkg(folder / "coverage.gpkg", {name: _slim(layer) for name, layer in layers.items()})
    return beyond


def write_tables(folder: Path, coverage: Coverage, *, progress: Progress, whole: bool) -> dict[str, Any]:
    """Write coverage.xlsx and snap_report.csv, with how walkers compare.

    Parameters
    ----------
    folder, coverage, progress, whole
        As for :func:`write_results`.

    Returns
    -------
    dict
        What the summary tells of them: ``profiles`` of a whole city.

    Raises
    ------
    OSError
        If a file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from geo.coverage.analysis import analyze_city
    >>> from geo.city.sample import build_sample
    >>> coverage = analyze_city(build_sample(), categories=["clinic"])
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     len(write_tables(Path(folder), coverage, progress=Progress(), whole=True)["profiles"])
    8
    """
    profiles, beyond = None, dict[str, Any]()
    if whole:
        with progress.step("profiles"):
            profiles = compare_profiles(coverage)
        beyond["profiles"] = profiles.to_dict("records")
    with progress.step("workbook"):
        write_workbook(folder / "coverage.xlsx", coverage, profiles)
    with progress.timed("snap_report.csv"):
        write_snap_report(folder / "snap_report.csv", coverage)
    return beyond


def write_summary(folder: Path, summary: Mapping[str, Any], beyond: Mapping[str, Any]) -> None:
    """Write summary.json, the last of the files.

    Parameters
    ----------
    folder
        An existing directory.
    summary
        As :func:`geo.coverage.summary.summarize` puts it together.
    beyond
        What :func:`write_layers` and :func:`write_tables` returned.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    write_json(folder / MARKER, {**summary, **beyond})


def _slim(layer: pd.DataFrame) -> pd.DataFrame:
    return slim_table(layer, is_count=_is_count)


def _is_count(name: str) -> bool:
    return name in ("homes", "gaps") or any(word in name for word in _COUNTS) or name.startswith(_TALLIES)


def _slim_homes(coverage: Coverage, beside: Mapping[str, Any]) -> pd.DataFrame:
    """Make homes ready to be written: millions of walks need no more than centimetres, and minutes follow from them."""
    homes, reasons = coverage.city.homes, coverage.walks.context.snaps.home_snaps.reason
    texts = {name: pd.Categorical(cells) for name, cells in _explain(coverage.city, "snap_reason", reasons).items()}
    found = list_home_columns(coverage.walks, coverage.status, coverage.is_rural, coverage.home_edge_id)
    columns: dict[str, Any] = {}
    for name, values in chain(found, texts.items(), beside.items()):
        if values.dtype != np.float64:
            columns[name] = values
        elif not name.startswith("walk_min_"):
            slim = slim_numbers(np.asarray(values), is_count=_is_count(name))
            columns[name] = slim.astype(np.float32) if slim.dtype == np.float64 else slim
    columns["geometry"] = _slim(homes[["geometry"]]).geometry
    made: pd.DataFrame = gpd.GeoDataFrame(columns, index=homes.index, copy=False)
    return made


def write_snap_report(path: Path, coverage: Coverage) -> None:
    """Write how far and onto what every facility and gate was snapped, and every home that is not plainly served.

    Parameters
    ----------
    path
        The CSV file, in UTF-8 with a mark, so that Excel reads it.
    coverage
        What was found. Homes are listed where they are unsnapped, or unreachable or unknown in some category, with
        the reason: ``reason`` for programs, ``reason_zh`` and ``reason_en`` for people. How the others snapped stands
        in homes.parquet.

    Examples
    --------
    >>> import tempfile
    >>> from geo.coverage.analysis import analyze_city
    >>> from geo.city.sample import build_sample
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_snap_report(Path(folder) / "a.csv", analyze_city(build_sample()))
    ...     (Path(folder) / "a.csv").read_text("utf-8-sig").splitlines()[-1]
    'homes,field,,,,no_road,200 米以内没有道路,no road within 200 m'
    """
    report = coverage.snap_report
    homes = (report["layer"] == "homes").to_numpy()
    snapped = homes & (report["reason"] == "").to_numpy()
    columns = {
        "reason": report["reason"].to_numpy().copy(),
        **_explain(coverage.city, "reason", report["reason"].to_numpy(object)),
    }
    for name, texts in _why_not_served(coverage).items():
        columns[name][snapped] = texts[snapped[homes]]
    listed = report.assign(**columns)[~homes | (columns["reason"] != "")]
    # the same few texts again and again, each of which is made safe once
    write_csv(path, listed.astype(dict.fromkeys(("layer", "highway", *_REASON_COLUMNS), "category")))


def _explain(city: City, name: str, keys: Objects) -> dict[str, Objects]:
    """Write the reasons of a city's snaps in each language."""
    return add_sentences(name, keys, snap_limit_m=city.snap_limit_m, min_component_m=city.min_component_m)


def _why_not_served(coverage: Coverage) -> dict[str, Objects]:
    """Say in which categories a home cannot be reached or judged; "" where it is covered or plainly beyond."""
    is_told = np.isin(coverage.status, _TOLD)
    homes = np.flatnonzero(is_told.any(axis=1))
    # neighbours share their fate: a few hundred combinations in a city of 200,000 homes
    combinations, row = np.unique(np.where(is_told, coverage.status, -1)[homes], axis=0, return_inverse=True)
    texts = [_tell_combination(coverage, combination) for combination in combinations]
    columns = {name: np.full(len(coverage.status), "", object) for name in _REASON_COLUMNS}
    for name, column in columns.items():
        column[homes] = np.array([text[name] for text in texts], object)[row.ravel()]
    return columns


def _tell_combination(coverage: Coverage, combination: Int8) -> dict[str, str]:
    """Tell the statuses of one home: as codes, and as a sentence in each language."""
    parts: dict[str, list[str]] = {name: [] for name in _REASON_COLUMNS}
    for status in (status for status in _TOLD if status in combination):
        codes = [code for code, its in zip(coverage.limit_m, combination, strict=True) if its == status]
        parts["reason"].append(f"{STATUSES[status]}: {', '.join(codes)}")
        for lang in LANGS:
            names = ", ".join(coverage.city.categories.get(code, {}).get(lang, code) for code in codes)
            parts[f"reason_{lang}"].append(translate_reason(STATUSES[status], lang, categories=names))
    return {name: "; ".join(texts) for name, texts in parts.items()}
