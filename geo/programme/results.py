"""What ``gridwalk programme`` leaves on disk, but for the page: programme.json, programme.xlsx, programme.gpkg."""

import math
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.audit.figure_names import find_names
from geo.files.writers import write_gpkg, write_json
from geo.programme.outcome import Outcome, measure_outcome
from geo.programme.programme import Programme
from geo.programme.projects import Project, list_missed, list_projects, tabulate_projects
from geo.programme.proof import list_terms, state_bound
from geo.programme.shown_figures import find_shown
from geo.programme.workbook import write_programme_workbook
from geo.progress import Progress
from geo.rules.unit_costs import UnitCosts
from geo.texts.notes import describe_notes

MARKER: Final = "programme.json"
#: Sum of costs -> what of each project it adds up.
_COSTS: Final = {"once_yuan": "cost_yuan", "yearly_yuan": "cost_yuan_year", "price_yuan": "price_yuan"}


def summarize_programme(programme: Programme) -> dict[str, Any]:
    """Put a programme together as programme.json holds it.

    Parameters
    ----------
    programme
        The programme.

    Returns
    -------
    dict
        ``city, synthetic, request, people`` (helped, with the bound and the gap), ``cost``, ``proof``, ``method``,
        ``sites``, ``unpriced``, ``projects`` and ``missed`` with their reasons, ``districts`` (before and after; the
        city is the last one, with code ""), ``assumptions``.

    Examples
    --------
    >>> from geo.audit.audit import audit_city
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> from geo.programme.programme import plan_programme
    >>> from geo.programme.programme_request import ProgrammeRequest
    >>> request = ProgrammeRequest(projects=1, sites=("clinic",))
    >>> summary = summarize_programme(plan_programme(audit_city(analyze_city(build_sample())), request))
    >>> summary["people"]["helped"], summary["districts"][-1]["helped"], summary["projects"][0]["way"]
    (40.0, 40.0, 'site')
    """
    audit, request = programme.standing.audit, programme.request
    projects, outcome = list_projects(programme), measure_outcome(programme)
    return {
        "city": audit.city.name,
        "synthetic": audit.city.synthetic,
        "request": asdict(request),
        "people": {"helped": programme.value, "bound": programme.bound, "gap": programme.gap},
        "cost": _add_up_costs(projects, audit.city.costs),
        "proof": state_bound(programme),
        "method": list(list_terms(programme)),
        "sites": [
            {"category": each.category, "built": number, "at_most": len(each.people), "cost_yuan": each.cost_yuan}
            for each, number in zip(programme.sites, programme.built, strict=True)
        ],
        "unpriced": programme.unpriced,
        "projects": _list_rows(programme, projects),
        "missed": _list_rows(programme, list_missed(programme)),
        "figures": [asdict(shown) for shown in find_shown(programme)],
        "districts": _list_districts(outcome, projects, audit.city.costs),
        "assumptions": describe_notes(audit.city.assumptions),
    }


def _add_up_costs(projects: list[Project], costs: UnitCosts | None) -> dict[str, float] | None:
    """Add costs up; None where that of a project is not known, or the city states none."""
    if costs is None or any(math.isnan(each.price_yuan) for each in projects):
        return None
    return {name: float(sum(getattr(each, column) for each in projects)) for name, column in _COSTS.items()}


def _list_rows(programme: Programme, projects: list[Project]) -> list[dict[str, Any]]:
    table, names = tabulate_projects(projects), find_names(programme.standing.audit)
    categories = programme.standing.audit.city.categories
    rows = []
    for row in table.to_dict("records"):
        lack = categories[row["category"]] if row["category"] else names.name_lack(row["kind"])
        kept = {str(name): value for name, value in row.items() if isinstance(value, str) or math.isfinite(value)}
        rows.append({**kept, "lack": dict(lack)})
    return rows


def _list_districts(outcome: Outcome, projects: list[Project], costs: UnitCosts | None) -> list[dict[str, Any]]:
    """List districts and the city: projects, people helped, cost, and each figure before and after."""
    rows = []
    for at, (code, name) in enumerate(outcome.districts[["code", "name"]].itertuples(index=False)):
        is_whole = at == len(outcome.districts) - 1
        mine = [each for each in projects if is_whole or each.district == code]
        row = {"code": code, "name": name, "projects": len(mine), "helped": float(outcome.helped.iloc[at])}
        cost = _add_up_costs(mine, costs)
        row |= {} if cost is None else cost
        for when, table in (("before", outcome.before), ("after", outcome.after)):
            values = {key: float(table[key].iloc[at]) for key in map(str, table)}
            row[when] = {key: value for key, value in values.items() if math.isfinite(value)}
        rows.append(row)
    return rows


def write_programme(folder: Path, programme: Programme, summary: Mapping[str, Any], *, progress: Progress) -> None:
    """Write programme.gpkg, programme.xlsx and programme.json.

    Parameters
    ----------
    folder
        An existing directory.
    programme
        The programme.
    summary
        As :func:`summarize_programme` puts it together.
    progress
        Times the files.

    Raises
    ------
    OSError
        If a file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from geo.audit.audit import audit_city
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> from geo.programme.programme import plan_programme
    >>> from geo.programme.programme_request import ProgrammeRequest
    >>> programme = plan_programme(audit_city(analyze_city(build_sample())), ProgrammeRequest(projects=1))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_programme(Path(folder), programme, summarize_programme(programme), progress=Progress())
    ...     sorted(file.name for file in Path(folder).iterdir())
    ['programme.gpkg', 'programme.json', 'programme.xlsx']
    """
    with progress.timed("programme.gpkg"):
        write_gpkg(folder / "programme.gpkg", _list_layers(programme, summary))
    with progress.timed("programme.xlsx"):
        write_programme_workbook(folder / "programme.xlsx", summary)
    write_json(folder / MARKER, {**summary, "seconds": progress.seconds})


def _list_layers(programme: Programme, summary: Mapping[str, Any]) -> dict[str, gpd.GeoDataFrame]:
    """List the layers: projects and those that just missed as points, districts with figures before and after."""
    audit = programme.standing.audit
    layers = {}
    for name, projects in (("projects", list_projects(programme)), ("missed", list_missed(programme))):
        table = tabulate_projects(projects).replace([np.inf, -np.inf], np.nan)
        layers[name] = gpd.GeoDataFrame(table, geometry=gpd.GeoSeries([p.place for p in projects], crs=audit.city.crs))
    keys = [shown.key for shown in find_shown(programme)]
    rows = [
        {
            **{key: row[key] for key in ("code", "name", "projects", "helped", *_COSTS) if key in row},
            **{f"{key}_{when}": row[when].get(key, np.nan) for key in keys for when in ("before", "after")},
        }
        for row in summary["districts"][:-1]
    ]
    level = audit.levels.get("districts")
    shapes = {} if level is None else dict(zip(level["code"], level.geometry, strict=True))
    districts = pd.DataFrame(rows).dropna(axis=1, how="all")
    geometry = gpd.GeoSeries([shapes.get(row["code"]) for row in rows], crs=audit.city.crs)
    return {**layers, "districts": gpd.GeoDataFrame(districts, geometry=geometry)}
