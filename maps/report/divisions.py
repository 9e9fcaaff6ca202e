"""The parts of a city in a yearly report: districts, the worst streets, the largest gap areas."""

from collections.abc import Iterator
from typing import Final

import numpy as np
import pandas as pd

from geo.audit.audit import Audit
from geo.coverage.analysis import Coverage
from geo.coverage.scopes import URBAN
from geo.texts import LANGS, TEXTS
from maps.report.record import DivisionRow, GapRow

#: Streets and gap areas that a report lists.
_STREETS: Final = 15
_GAPS: Final = 20


def list_districts(coverage: Coverage, audit: Audit, counted: tuple[str, ...]) -> list[DivisionRow]:
    """List the urban parts of districts, the least mean share first.

    Parameters
    ----------
    coverage, audit
        Who is within the walk to what, and the audit of the same walk.
    counted
        Categories whose mean is told.

    Returns
    -------
    list of DivisionRow
        Those where somebody lives; empty in a city without districts.

    Examples
    --------
    >>> from geo.audit.audit import audit_city
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> coverage = analyze_city(build_sample())
    >>> [(row.name, row.mean_share) for row in list_districts(coverage, audit_city(coverage), ("clinic",))]
    [('District', 1.0)]
    """
    rows = _list_divisions(coverage, audit, "districts", counted)
    return sorted(rows, key=lambda row: (row.mean_share, row.code))


def list_streets(coverage: Coverage, audit: Audit, counted: tuple[str, ...]) -> list[DivisionRow]:
    """List the streets where most urban residents are beyond the walk, in the mean of the categories.

    Parameters
    ----------
    coverage, audit, counted
        As for :func:`list_districts`.

    Returns
    -------
    list of DivisionRow
        At most 15; empty in a city without streets.

    Examples
    --------
    >>> from geo.audit.audit import audit_city
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> coverage = analyze_city(build_sample())
    >>> [(row.name, row.parent_name) for row in list_streets(coverage, audit_city(coverage), ("clinic",))]
    [('Street', 'District')]
    """
    rows = _list_divisions(coverage, audit, "streets", counted)
    return sorted(rows, key=lambda row: (-row.mean_uncovered, row.code))[:_STREETS]


def _list_divisions(coverage: Coverage, audit: Audit, level: str, counted: tuple[str, ...]) -> Iterator[DivisionRow]:
    if level not in coverage.levels or not counted:
        return
    table = pd.DataFrame(coverage.levels[level].drop(columns="geometry"))
    table = table[(table["scope"] == URBAN) & (table["code"] != "") & (table["residents"] > 0)]
    shares = table[[f"share_{name}" for name in counted]].to_numpy(float)
    beyond = table[[f"uncovered_{name}" for name in counted]].to_numpy(float)
    names = _name_parents(coverage)
    audited = pd.DataFrame(audit.levels[level].drop(columns="geometry"))
    audited = audited[audited["scope"] == URBAN].drop_duplicates("code").set_index("code")
    for i, row in enumerate(table.to_dict("records")):
        yield DivisionRow(
            code=row["code"],
            name=row["name"],
            parent_name=names.get(row["parent"], ""),
            residents=row["residents"],
            mean_share=float(shares[i].mean()),
            mean_uncovered=float(beyond[i].mean()),
            service_m2_per_100=_look_up(audited, row["code"], "service_m2_per_100"),
            staff_short=_look_up(audited, row["code"], "shortfall"),
        )


def _name_parents(coverage: Coverage) -> dict[str, str]:
    divisions = coverage.city.divisions
    return {} if divisions is None else dict(zip(divisions["code"], divisions["name"], strict=True))


def _look_up(table: pd.DataFrame, code: str, column: str) -> float | None:
    if column not in table or code not in table.index:
        return None
    value = float(table[column][code])
    return value if np.isfinite(value) else None


def list_gaps(coverage: Coverage) -> list[GapRow]:
    """List the gap areas with most urban residents, the largest of each community.

    Parameters
    ----------
    coverage
        Who is within the walk to what.

    Returns
    -------
    list of GapRow
        At most 20; empty where nobody is beyond a walk.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> [(row.name, row.residents, row.categories) for row in list_gaps(analyze_city(build_sample()))]
    [('Street South', 40.0, 1), ('', 5.0, 2)]
    """
    gaps = coverage.gaps
    listed = pd.DataFrame(gaps[~gaps["is_others"] & (gaps["scope"] == URBAN)].drop(columns="geometry"))
    count = listed.groupby("community")["category"].nunique()
    ordered = listed.sort_values(["residents", "gap_id"], ascending=[False, True], kind="stable")
    largest = ordered.drop_duplicates("community").head(_GAPS)
    known = coverage.city.categories
    return [
        GapRow(
            rank=rank,
            name=row["name"],
            district_name=row["district_name"],
            category=dict(known.get(row["category"]) or {str(lang): row["category"] for lang in LANGS}),
            residents=row["residents"],
            walk_m=row["walk_m"] if np.isfinite(row["walk_m"]) else None,
            remedy={lang: TEXTS[f"gap.remedy.{row['remedy']}"][lang] for lang in LANGS},
            remedy_residents=row["remedy_residents"],
            categories=int(count[row["community"]]),
        )
        for rank, row in enumerate(largest.to_dict("records"), 1)
    ]
