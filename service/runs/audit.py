"""What ``gridwalk audit`` does: opens a city, walks, audits its communities, writes a folder of results."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from geo.audit.audit import Audit, audit_city, list_audited
from geo.audit.results import MARKER, summarize_audit, write_audit_document
from geo.audit.workbook import write_audit_workbook
from geo.city.model import City
from geo.city.walks import measure_walks
from geo.coverage.analysis import Coverage, evaluate_coverage
from geo.files.geopackage_styles import write_styles
from geo.files.writers import write_gpkg
from geo.progress import Progress
from geo.rules.rule_set import RuleSet
from maps.audit_page import render_audit_page
from maps.qgis_audit import style_audit
from service.runs.beside import work_beside
from service.runs.garbage import collect_seldom


@collect_seldom()
def write_audit(
    city: City,
    folder: Path,
    *,
    rules: RuleSet | None = None,
    sheets: str | None = None,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Audit a city and write audit.json, audit.xlsx, audit.gpkg and audit.html, and sheets that are asked for.

    Parameters
    ----------
    city
        The city; of one that is left on disk only what an audit needs is read.
    folder
        An existing directory.
    rules
        A rule set that goes before the city's own, or None.
    sheets
        Whose sheets are written into the folder ``sheets``, as :func:`maps.audit_sheet.choose_sheets` reads it; None
        for nobody's.
    progress
        Shows and times the steps; None for neither.

    Returns
    -------
    dict
        The summary, as :func:`geo.audit.results.summarize_audit` puts it together.

    Raises
    ------
    InputError
        If the city or a code is wrong, or a file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from geo import build_sample
    >>> with tempfile.TemporaryDirectory() as place:
    ...     write_audit(build_sample(), Path(place))["shortfalls"][0]["people"]
    60.0
    """
    progress = progress or Progress()
    walks = measure_walks(city, categories=list_audited(city, rules), progress=progress)
    coverage = evaluate_coverage(city, walks, rules=rules, progress=progress)
    with progress.step("audit"):
        audit = audit_city(coverage, rules=rules)
        chosen = [] if sheets is None else _choose_sheets(audit, sheets)
        summary = summarize_audit(audit)
    progress.show("tables")
    tables = partial(_write_tables, folder, audit)
    with work_beside(tables, homes=len(city.homes), progress=progress) as wait_for_tables:
        _write_page(folder, audit, progress)
        write_audit_document(folder, audit, summary, progress=progress)
        wait_for_tables()
    if chosen:
        with progress.step("sheets"):
            _write_sheets(folder / "sheets", audit, chosen)
    return {**summary, "seconds": progress.seconds}


def add_audit(folder: Path, coverage: Coverage, *, rules: RuleSet | None, progress: Progress) -> None:
    """Write audit.json and audit.html beside an analysis, from the walks that it has already.

    Parameters
    ----------
    folder
        Where the analysis is written.
    coverage
        Of the whole city. Nothing is written where it lacks a category that an audit judges, or no rule set judges.
    rules
        A rule set that goes before the city's own, as it did for the coverage, or None.
    progress
        Shows and times the step.

    Raises
    ------
    OSError
        If a file cannot be written.
    """
    walked = set(coverage.walks.context.categories)
    has_rules = any(judged.rules is not None for judged in coverage.judgements.values())
    if not has_rules or not walked.issuperset(list_audited(coverage.city, rules)):
        return
    with progress.step("audit"):
        audit = audit_city(coverage, rules=rules)
        write_audit_document(folder, audit, summarize_audit(audit), progress=progress)
    _write_page(folder, audit, progress)


def _write_tables(folder: Path, audit: Audit, progress: Progress) -> None:
    with progress.timed("audit.xlsx"):
        write_audit_workbook(folder / MARKER, audit)
    with progress.timed("audit.gpkg"):
        write_gpkg(folder / "audit.gpkg", audit.levels)
        write_styles(folder / "audit.gpkg", style_audit(audit))


def _write_page(folder: Path, audit: Audit, progress: Progress) -> None:
    with progress.timed("audit.html"):
        (folder / "audit.html").write_text(render_audit_page(audit), encoding="utf-8")


def _choose_sheets(audit: Audit, sheets: str) -> Sequence[tuple[str, str]]:
    from maps.audit_sheet import choose_sheets  # noqa: PLC0415 - takes long, and few ask for sheets

    return choose_sheets(audit, sheets)


def _write_sheets(folder: Path, audit: Audit, chosen: Sequence[tuple[str, str]]) -> None:
    from maps.audit_sheet import render_audit_sheets  # noqa: PLC0415 - as above

    folder.mkdir()
    for name, page in render_audit_sheets(audit, chosen):
        (folder / name).write_text(page, encoding="utf-8")
