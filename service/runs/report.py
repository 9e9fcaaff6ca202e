"""What ``gridwalk report`` does: one walk, its coverage and its audit, told as a DOCX, a PDF and a page."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from geo.audit.audit import audit_city
from geo.city.bundle import open_city
from geo.coverage.analysis import analyze_city
from geo.errors import InputError
from geo.files.writers import write_json
from geo.progress import Progress
from geo.rules.rule_set import RuleSet
from geo.texts import Lang, translate
from maps.report.figures import ReportRequest, gather_figures
from maps.report.pictures import Picture, draw_pictures
from maps.report.report_page import render_picture, render_report
from maps.report.telling import tell_report
from maps.report.template import fill_template, find_template, open_template
from service.browser import find_browser, print_page, shoot_page

MARKER: Final = "report.json"
#: Width of a picture [CSS pixels], and its pixels per CSS pixel: about 200 to the inch on paper.
_WIDTH: Final = 850
_SCALE: Final = 1.5


def write_report(
    city_path: Path,
    folder: Path,
    request: ReportRequest,
    *,
    lang: Lang,
    template: Path | None = None,
    rules: RuleSet | None = None,
    report: Callable[[str], None] = lambda _: None,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Make the yearly report of a city: report.docx, report.html, report.json, and report.pdf where there is a browser.

    Parameters
    ----------
    city_path
        The bundle.
    folder
        An existing directory.
    request
        Year, day, and which maps.
    lang
        Language of the report.
    template
        A DOCX to fill in, or None for the one that comes with gridwalk.
    rules
        A rule set that goes before the city's own, or None.
    report
        Is told what could not be drawn, and why.
    progress
        Shows and times the steps; None for neither.

    Returns
    -------
    dict
        ``figures`` (:class:`maps.report.record.ReportFigures`), ``files`` and ``seconds``.

    Raises
    ------
    InputError
        If the city, the template or the request is wrong, or a file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from geo import build_sample, write_city
    >>> with tempfile.TemporaryDirectory() as place:
    ...     write_city(build_sample(), Path(place) / "city")
    ...     asked = ReportRequest(year=2026, day="2026-12-31")
    ...     write_report(Path(place) / "city", Path(place), asked, lang="en")["files"][:2]
    ['report.docx', 'report.html']
    """
    progress, chosen = progress or Progress(), template or find_template(lang)
    open_template(chosen)
    with progress.timed("open"):
        city = open_city(city_path)
    coverage = analyze_city(city, rules=rules, progress=progress)
    with progress.step("audit"):
        audit = audit_city(coverage, rules=rules)
    with progress.step("gap areas"):
        figures = gather_figures(coverage, audit, request)
    told = tell_report(figures, lang)
    fill_template(chosen, told, [])  # what is wrong with it is said before pictures are drawn
    with progress.step("map"):
        pictures = draw_pictures(figures, coverage, lang)
        page = render_report(told, pictures, lang=lang)
    with progress.step("pictures"):
        shot, pdf = _draw(pictures, page, report)
    with progress.step("report"):
        missing = "" if pdf else translate("report.no_pictures", lang)
        (folder / "report.docx").write_bytes(fill_template(chosen, told, shot, missing=missing))
        (folder / "report.html").write_text(page, encoding="utf-8")
        if pdf:
            (folder / "report.pdf").write_bytes(pdf)
    write_json(folder / MARKER, {"figures": figures, "seconds": progress.seconds})
    files = ["report.docx", "report.html", *(["report.pdf"] if pdf else []), MARKER]
    return {"figures": figures, "files": files, "seconds": progress.seconds}


def _draw(
    pictures: Sequence[Picture], page: str, report: Callable[[str], None]
) -> tuple[list[tuple[Picture, bytes]], bytes]:
    """Have the browser draw the pictures and print the page; nothing of both where it cannot."""
    try:
        find_browser()
        shot = [(picture, _shoot(picture)) for picture in pictures]
        return shot, print_page(page)
    except InputError as error:
        report(str(error))
        return [], b""


def _shoot(picture: Picture) -> bytes:
    return shoot_page(render_picture(picture), width=_WIDTH, height=round(_WIDTH * picture.shape), scale=_SCALE)
