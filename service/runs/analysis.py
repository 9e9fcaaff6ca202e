"""What ``gridwalk analyze`` does for one city or one district of it: opens, analyses, writes a folder of results."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, Final

from geo.city.bundle import open_city
from geo.city.model import City
from geo.city.pointer import find_version
from geo.coverage.analysis import Coverage, analyze_city
from geo.coverage.by_district import analyze_district
from geo.coverage.district_clip import DistrictSurvey, survey_districts
from geo.coverage.results import write_layers, write_summary, write_tables
from geo.coverage.summary import summarize
from geo.files.geopackage_styles import write_styles
from geo.progress import Progress
from geo.rules.rule_set import RuleSet
from maps.coverage_page import render_coverage_page
from maps.qgis_layers import style_coverage
from service.runs.audit import add_audit
from service.runs.beside import work_beside
from service.runs.garbage import collect_seldom

#: Shares of the steps in the time of an analysis, in their order; audit to layers are mostly done beside the others.
ANALYSIS_STEPS: Final = {
    "open the city": 0.08, "snap": 0.08, "walk": 0.07, "classify": 0.04, "roll up": 0.05, "gap areas": 0.15,
    "audit": 0.02, "access": 0.03, "homes": 0.02, "layers": 0.03, "map": 0.15, "profiles": 0.13, "workbook": 0.15,
}  # fmt: skip


@dataclass(frozen=True)
class AnalysisRequest:
    """What is asked of a city.

    Parameters
    ----------
    minutes
        A limit for all categories [min], or None for each category's own.
    profile
        A key of :data:`geo.walking.profiles.PROFILES`.
    categories
        Which categories; none means all that the city has.
    rules
        A rule set that goes before the city's for the scopes that it names, or None for the city's own.
    """

    minutes: float | None = None
    profile: str = "adult"
    categories: tuple[str, ...] = ()
    rules: RuleSet | None = None


@collect_seldom()
def write_analysis(
    city_path: Path, folder: Path, request: AnalysisRequest, *, progress: Progress | None = None
) -> dict[str, Any]:
    """Analyse a city and write map, tables, layers and summary.

    Parameters
    ----------
    city_path
        The bundle.
    folder
        An existing directory.
    request
        What is asked.
    progress
        Shows and times the steps; None for neither.

    Returns
    -------
    dict
        The summary, as :func:`geo.coverage.summary.summarize` puts it together.

    Raises
    ------
    InputError
        If the city or the request is wrong, or a file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from geo import build_sample, write_city
    >>> with tempfile.TemporaryDirectory() as place:
    ...     write_city(build_sample(), Path(place) / "city")
    ...     write_analysis(Path(place) / "city", Path(place), AnalysisRequest())["counts"]["homes"]
    5
    """
    progress = progress or Progress()
    with progress.step("open the city"):
        city = open_city(city_path, lazy=True)
    return _write(city, folder, request, analyze_city, progress=progress)


@collect_seldom()
def write_district(
    city_path: Path, folder: Path, request: AnalysisRequest, district: str, *, progress: Progress | None = None
) -> dict[str, Any]:
    """Analyse one district of a city with the roads around it, and write the same files.

    Parameters
    ----------
    city_path, folder, request, progress
        As for :func:`write_analysis`.
    district
        Its code, "" for the homes that are in none.

    Returns
    -------
    dict
        The district's summary.

    Raises
    ------
    InputError
        If the city, the district or the request is wrong, or a file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from geo import build_sample, write_city
    >>> with tempfile.TemporaryDirectory() as place:
    ...     write_city(build_sample(), Path(place) / "city")
    ...     write_district(Path(place) / "city", Path(place), AnalysisRequest(), "410102000000")["counts"]["homes"]
    4
    """
    progress = progress or Progress()
    with progress.timed("open"):
        survey = _survey(city_path, find_version(city_path), request.profile)

    def analyze(_: City, *, profile: str, **options: Any) -> Coverage:  # noqa: ARG001 - the survey's
        return analyze_district(survey, district, **options)

    return _write(survey.context.city, folder, request, analyze, progress=progress, whole=False)


@lru_cache(maxsize=1)
def _survey(city_path: Path, version: str, profile: str) -> DistrictSurvey:
    """Open a city once for all its districts that one process analyses."""
    return survey_districts(open_city(city_path, expected=version), profile=profile)


def _write(
    city: City,
    folder: Path,
    request: AnalysisRequest,
    analyze: Callable[..., Coverage],
    *,
    progress: Progress,
    whole: bool = True,
) -> dict[str, Any]:
    coverage = analyze(
        city,
        minutes=request.minutes,
        profile=request.profile,
        categories=request.categories,
        rules=request.rules,
        progress=progress,
    )
    with progress.step("gap areas"):
        coverage.gaps  # noqa: B018 - made here, so that its time has a name
    layers = partial(_write_layers, folder, coverage, request, whole)
    with work_beside(layers, homes=len(coverage.city.homes), progress=progress) as wait_for_layers:
        with progress.step("map"):
            summary = summarize(coverage.city, coverage, minutes=request.minutes)
            page = render_coverage_page(coverage)
            (folder / "coverage.html").write_text(page, encoding="utf-8")
        beyond = write_tables(folder, coverage, progress=progress, whole=whole)
        progress.show("layers")
        beyond = wait_for_layers() | beyond
    summary = {**summary, "seconds": progress.seconds}
    write_summary(folder, summary, beyond)
    return summary


def _write_layers(
    folder: Path, coverage: Coverage, request: AnalysisRequest, whole: bool, progress: Progress
) -> dict[str, Any]:
    if whole:  # first: the layers take most memory, as walkers do that are compared meanwhile
        add_audit(folder, coverage, rules=request.rules, progress=progress)
    beyond = write_layers(folder, coverage, progress=progress, whole=whole)
    write_styles(folder / "coverage.gpkg", style_coverage(coverage))
    return beyond
