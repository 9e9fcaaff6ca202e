"""What ``gridwalk programme`` does: opens a city, audits it, chooses projects, writes a folder of results."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from geo.audit.audit import audit_city, list_audited
from geo.city.bundle import open_city
from geo.coverage.analysis import analyze_city
from geo.files.geopackage_styles import write_styles
from geo.programme.programme import plan_programme
from geo.programme.programme_request import ProgrammeRequest
from geo.programme.results import summarize_programme, write_programme
from geo.progress import Progress
from geo.rules.rule_set import RuleSet
from maps.programme_page import render_programme_page
from maps.qgis_programme import style_programme


def run_programme(
    city_path: Path,
    folder: Path,
    request: ProgrammeRequest,
    *,
    rules: RuleSet | None = None,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Choose the projects of a city and write programme.json, programme.xlsx, programme.gpkg and programme.html.

    Parameters
    ----------
    city_path
        The bundle.
    folder
        An existing directory.
    request
        The budget or the number of projects, and which sites may be built.
    rules
        A rule set that goes before the city's own, or None.
    progress
        Shows and times the steps; None for neither.

    Returns
    -------
    dict
        The summary, as :func:`geo.programme.results.summarize_programme` puts it together.

    Raises
    ------
    InputError
        If the request or the city is wrong, or a file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from geo import build_sample, write_city
    >>> with tempfile.TemporaryDirectory() as place:
    ...     write_city(build_sample(), Path(place) / "city")
    ...     request = ProgrammeRequest(projects=1, sites=("clinic",))
    ...     run_programme(Path(place) / "city", Path(place), request)["people"]["helped"]
    40.0
    """
    progress = progress or Progress()
    request.check()
    with progress.timed("open"):
        city = open_city(city_path, lazy=True)
    if rules is not None:
        # sites are judged as the audit is
        city = replace(city, rule_sets=(rules, *city.rule_sets))
    coverage = analyze_city(city, categories=list_audited(city), progress=progress)
    with progress.step("audit"):
        audit = audit_city(coverage)
    programme = plan_programme(audit, request, progress=progress)
    with progress.step("before and after"):
        summary = summarize_programme(programme)
    with progress.step("page"):
        (folder / "programme.html").write_text(render_programme_page(programme, summary), encoding="utf-8")
    progress.show("tables")
    write_programme(folder, programme, summary, progress=progress)
    write_styles(folder / "programme.gpkg", style_programme(programme, summary))
    return {**summary, "seconds": progress.seconds}
