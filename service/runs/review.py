"""One review of a batch of plan areas, from its files to its reports: what the command and a job both do."""

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from geo import __version__
from geo.city.model import City
from geo.files.read_limits import ReadLimits
from geo.files.writers import write_json
from geo.plans.filing_workbook import write_filing_workbook
from geo.plans.read.batch_files import PlanFiles, read_plans
from geo.plans.results import MARKER, summarize_review, write_layers
from geo.plans.review import Review, review_plans
from geo.plans.review_tables.area_report import AreaReport, report_areas
from geo.plans.workbook import write_review_workbook
from geo.progress import Progress
from geo.rules.lookups import name_facilities
from geo.rules.rule_set import RuleSet, read_rules
from maps.dossier.dossiers import render_dossiers
from maps.review_page import render_review_page
from maps.review_view import pack_review_view
from maps.style import SHEET_COLOURS
from service.runs.views import write_view

#: Name of each step and its share of the time, for progress.
REVIEW_STEPS: Final[dict[str, float]] = {
    "read": 1,
    "network": 1,
    "walks": 8,
    "verdicts": 2,
    "grid units": 4,
    "layers": 3,
    "tables": 6,
    "workbook": 20,
    "dossiers": 40,
    "overview": 1,
}


@dataclass(frozen=True)
class ReviewRequest:
    """What a review is to be made of.

    Parameters
    ----------
    files
        The batch.
    rules
        Rule sets; none means the city's own.
    profile
        A key of :data:`geo.walking.profiles.PROFILES`.
    skip_bad
        Review the good rows of a bad file.
    reports
        Whether the workbook, the dossiers and the overview are written too.
    limits
        The most that reading each file may take: of files that a stranger has sent. None sets no limits.
    """

    files: PlanFiles
    rules: tuple[Path, ...] = ()
    profile: str = "adult"
    skip_bad: bool = False
    reports: bool = True
    limits: ReadLimits | None = None


def write_review(
    city: City, request: ReviewRequest, folder: Path, *, view: str = "", progress: Progress | None = None
) -> dict[str, Any]:
    """Review a batch and write what is found.

    Parameters
    ----------
    city
        The city.
    request
        The batch, and how to review it.
    folder
        An existing empty directory: review.json, review.gpkg, and unless `request.reports` is false review.xlsx,
        filing.xlsx, review.html and dossiers/*.html.
    view
        Name of a further file with what the planner's page shows; "" for none.
    progress
        Shows the name of each step of :data:`REVIEW_STEPS` as it begins.

    Returns
    -------
    dict
        As review.json holds it. The same city and request give the same bytes in every file.

    Raises
    ------
    InputError
        If a file cannot be read or has bad rows, a rule set is invalid, or there is no such profile.
    """
    progress = progress or Progress()
    progress.show("read")
    rule_sets = [read_rules(path) for path in request.rules]
    batch = read_plans(
        request.files,
        crs=city.crs,
        extent=city.extent.geometry.iloc[0],
        categories=_name_categories(city, rule_sets),
        skip_bad=request.skip_bad,
        limits=request.limits,
        roads=np.asarray(city.roads.geometry.values),
    )
    review = review_plans(city, batch, rule_sets=rule_sets, profile=request.profile, progress=progress)
    return _write_results(review, folder, progress, has_pages=request.reports, view=view)


def _write_results(review: Review, folder: Path, progress: Progress, *, has_pages: bool, view: str) -> dict[str, Any]:
    with _leave_garbage():
        progress.show("layers")
        write_layers(folder / "review.gpkg", review)
        progress.show("tables")
        reports = list(report_areas(review))
        summary = summarize_review(review, reports, version=__version__)
        if has_pages:
            _write_pages(review, reports, summary, folder, progress)
        write_json(folder / MARKER, summary)
        if view:
            write_view(folder / view, pack_review_view(review, summary))
    return summary


@contextmanager
def _leave_garbage() -> Iterator[None]:
    """Look for no garbage: millions of cells are kept to the end, and to look at them again and again takes a tenth."""
    was_looked_for = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_looked_for:
            gc.enable()


def _write_pages(
    review: Review, reports: Sequence[AreaReport], summary: Mapping[str, Any], folder: Path, progress: Progress
) -> None:
    progress.show("workbook")
    write_review_workbook(folder / "review.xlsx", review, reports, colours=SHEET_COLOURS)
    write_filing_workbook(folder / "filing.xlsx", review, reports, colours=SHEET_COLOURS)
    progress.show("dossiers")
    (folder / "dossiers").mkdir()
    for entry, (name, page) in zip(summary["areas"], render_dossiers(review, reports), strict=True):
        (folder / "dossiers" / name).write_text(page, encoding="utf-8")
        entry["dossier"] = f"dossiers/{name}"
    progress.show("overview")
    (folder / "review.html").write_text(render_review_page(review, summary), encoding="utf-8")


def _name_categories(city: City, rule_sets: Sequence[RuleSet]) -> dict[str, Mapping[str, str]]:
    """Name the categories that planned facilities may have, by language: as the city calls them, or the rules do."""
    return {**name_facilities(rule_sets or city.rule_sets), **city.categories}
