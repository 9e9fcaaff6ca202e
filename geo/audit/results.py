"""What ``gridwalk audit`` tells as data: its summary, and audit.json."""

import math
from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from geo.audit.audit import Audit
from geo.audit.city_figures import list_city_figures, list_city_shortfalls, list_shortfalls_of
from geo.audit.figure_names import find_names, name_unit
from geo.audit.found_norms import describe_norm
from geo.audit.level_columns import list_answer_columns
from geo.coverage.scopes import describe_judgement
from geo.files.writers import write_json
from geo.progress import Progress
from geo.texts.notes import describe_notes

#: By which its folder is known: an analysis writes audit.json and audit.html too, and no workbook of that name.
MARKER: Final = "audit.xlsx"
#: What is told of each shortfall of a community.
_LACK: Final = ["kind", "amount", "people", "cost_yuan", "cost_yuan_year"]
#: Communities that the summary lists.
_WORST: Final = 20


def summarize_audit(audit: Audit) -> dict[str, Any]:
    """Put an audit together as audit.json holds it, but for the tables of its levels.

    Parameters
    ----------
    audit
        The audit.

    Returns
    -------
    dict
        ``city, synthetic, profile, judged_by, norms, standard, costs, missing, figures, shortfalls, worst``
        (communities whose shortfalls concern most people), ``assumptions, notes``.

    Examples
    --------
    >>> from geo.audit.audit import audit_city
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> summary = summarize_audit(audit_city(analyze_city(build_sample())))
    >>> summary["worst"][0]["name"], summary["worst"][0]["lacks"][0]["kind"]
    ('South', 'unit_size')
    """
    city, coverage = audit.city, audit.coverage
    return {
        "city": city.name,
        "synthetic": city.synthetic,
        "profile": coverage.profile.name,
        "judged_by": {scope: describe_judgement(judged) for scope, judged in coverage.judgements.items()},
        "norms": {
            "space": {scope: describe_norm(norm) for scope, norm in audit.space_norms.items()},
            "staff": describe_norm(audit.staff_norm),
        },
        "standard": audit.standard.model_dump(mode="json"),
        "costs": None if city.costs is None else city.costs.model_dump(mode="json", exclude_none=True),
        "missing": audit.missing,
        "figures": list_city_figures(audit),
        "shortfalls": list_city_shortfalls(audit),
        "worst": _list_worst(audit),
        "assumptions": describe_notes(city.assumptions),
        "notes": describe_notes(city.notes),
    }


def _list_worst(audit: Audit) -> list[dict[str, Any]]:
    """List the communities whose shortfalls concern most people, each with what it lacks."""
    leaves = audit.levels.get("communities")
    if leaves is None:
        return []
    ranked = pd.DataFrame(leaves[leaves["rank"].notna()].sort_values(["rank", "code"]).head(_WORST))
    names, lacks = find_names(audit), list_shortfalls_of(audit)
    of_code = lacks[lacks["code"].isin(ranked["code"])].groupby("code")
    found = []
    for row in ranked[["rank", "code", "name", "parent_name", "helped"]].to_dict("records"):
        mine = of_code.get_group(row["code"])[_LACK].to_dict("records")
        named = [
            {**_drop_unknown(lack), "name": names.name_lack(lack["kind"]), "unit": name_unit(lack["kind"])}
            for lack in mine
        ]
        found.append({**{str(key): value for key, value in row.items()}, "lacks": named})
    return found


def _drop_unknown(lack: Mapping[Hashable, Any]) -> dict[str, Any]:
    return {str(key): value for key, value in lack.items() if isinstance(value, str) or math.isfinite(value)}


def write_audit_document(folder: Path, audit: Audit, summary: Mapping[str, Any], *, progress: Progress) -> None:
    """Write audit.json.

    Parameters
    ----------
    folder
        An existing directory.
    audit
        The audit.
    summary
        As :func:`summarize_audit` puts it together.
    progress
        What was timed so far stands in it.

    Raises
    ------
    OSError
        If it cannot be written.

    Examples
    --------
    >>> import json, tempfile
    >>> from geo.audit.audit import audit_city
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> audit = audit_city(analyze_city(build_sample()))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_audit_document(Path(folder), audit, summarize_audit(audit), progress=Progress())
    ...     list(json.loads((Path(folder) / "audit.json").read_text("utf-8"))["levels"])
    ['city', 'districts', 'streets', 'communities', 'grid_units']
    """
    levels = {level: _list_rows(audit, level) for level in audit.levels}
    write_json(folder / "audit.json", {**summary, "seconds": progress.seconds, "levels": levels})


def _list_rows(audit: Audit, level: str) -> list[dict[str, Any]]:
    """List the rows of a level with what readers see and what is short; what is not known or judged is left out."""
    table = audit.levels[level]
    columns = list_answer_columns(audit, level)
    cells = [_list_known(table[name]) for name in columns]
    return [
        {name: value for name, value in zip(columns, row, strict=True) if value is not None}
        for row in zip(*cells, strict=True)
    ]


def _list_known(values: pd.Series) -> list[Any]:
    """List the cells of a column, None where a number is not known."""
    if pd.api.types.is_numeric_dtype(values.dtype):
        numbers = values.to_numpy()
        known = numbers.astype(object)
        known[~np.isfinite(numbers)] = None
        return list(known.tolist())
    return [value if isinstance(value, str) or math.isfinite(value) else None for value in values.to_list()]
