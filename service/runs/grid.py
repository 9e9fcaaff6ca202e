"""What ``gridwalk grid`` does: opens a city, checks its grid or proposes another, writes a folder of results."""

from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import Any

from geo.city.bundle import open_city, write_city
from geo.files.directories import replace_directory
from geo.files.geopackage_styles import write_styles
from geo.grid.days import find_today
from geo.grid_care.application import apply_proposal
from geo.grid_care.check_results import summarize_check, write_check_results
from geo.grid_care.grid_check import check_grid
from geo.grid_care.grid_proposal import propose_grid
from geo.grid_care.proposal_results import MARKER, summarize_proposal, write_proposal_results
from geo.grid_care.severance import TRUNK_ROADS
from geo.progress import Progress
from maps.grid_page import render_check_page, render_proposal_page
from maps.qgis_grid import style_grid_check, style_grid_proposal


def write_grid_check(
    city_path: Path, folder: Path, *, trunk_roads: Collection[str] = TRUNK_ROADS, progress: Progress | None = None
) -> dict[str, Any]:
    """Check the grid of a city and write grid-check.json, .xlsx, .gpkg and .html.

    Parameters
    ----------
    city_path
        The bundle.
    folder
        An existing directory.
    trunk_roads
        Kinds of road that no unit should lie across.
    progress
        Shows and times the steps; None for neither.

    Returns
    -------
    dict
        The summary, as :func:`geo.grid_care.check_results.summarize_check` puts it together.

    Raises
    ------
    InputError
        If the city is wrong, or a file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from geo import build_sample
    >>> with tempfile.TemporaryDirectory() as place:
    ...     write_city(build_sample(), Path(place) / "city")
    ...     write_grid_check(Path(place) / "city", Path(place))["hints"]
    2
    """
    progress = progress or Progress()
    with progress.timed("open"):
        city = open_city(city_path)
    check = check_grid(city, trunk_roads=trunk_roads, progress=progress)
    summary = summarize_check(check)
    with progress.step("page"):
        (folder / "grid-check.html").write_text(render_check_page(check, summary), encoding="utf-8")
    progress.show("tables")
    write_check_results(folder, check, summary, progress=progress)
    write_styles(folder / "grid-check.gpkg", style_grid_check())
    return {**summary, "seconds": progress.seconds}


def write_grid_proposal(
    city_path: Path,
    output: Path,
    *,
    valid_from: str | None = None,
    within: str = "",
    trunk_roads: Collection[str] = TRUNK_ROADS,
    is_applied: bool = False,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Propose a grid for a city and write grid-proposal.json, .xlsx, .gpkg and .html.

    Parameters
    ----------
    city_path
        The bundle.
    output
        Folder to write.
    valid_from
        First day of the new units; None for the first of the next month.
    within
        Code of a division: only its communities; "" for all.
    trunk_roads
        Kinds of road that no unit lies across.
    is_applied
        Whether the city is written anew, with the new units behind those of today. One without any stays as it is.
        It is written last: once it is, a second proposal has nothing to tell, and who follows whom must be kept.
    progress
        Shows and times the steps; None for neither.

    Returns
    -------
    dict
        The summary, as :func:`geo.grid_care.proposal_results.summarize_proposal` puts it together.

    Raises
    ------
    InputError
        If the city or the day is wrong, or a file cannot be written.
    NotFoundError
        If no division has the code.

    Examples
    --------
    >>> import tempfile
    >>> from geo import build_sample
    >>> with tempfile.TemporaryDirectory() as place:
    ...     write_city(build_sample(), Path(place) / "city")
    ...     write_grid_proposal(Path(place) / "city", Path(place) / "out", valid_from="2030-01-01")["new"]
    1
    """
    progress = progress or Progress()
    with replace_directory(output, marker=MARKER) as folder:
        with progress.timed("open"):
            city = open_city(city_path)
        day = find_next_month(find_today()) if valid_from is None else valid_from
        proposal = propose_grid(city, valid_from=day, within=within, trunk_roads=trunk_roads, progress=progress)
        summary = summarize_proposal(proposal)
        with progress.step("page"):
            page = render_proposal_page(proposal, summary)
            (folder / "grid-proposal.html").write_text(page, encoding="utf-8")
        progress.show("tables")
        write_proposal_results(folder, proposal, summary, progress=progress)
        write_styles(folder / "grid-proposal.gpkg", style_grid_proposal(proposal.limits))
    if is_applied and summary["new"]:
        with progress.step("writing"):
            write_city(apply_proposal(proposal), city_path)
    return {**summary, "seconds": progress.seconds}


def find_next_month(day: str) -> str:
    """Find the first day of the month after a day.

    Parameters
    ----------
    day
        ISO 8601.

    Returns
    -------
    str
        ISO 8601.

    Examples
    --------
    >>> find_next_month("2026-12-05")
    '2027-01-01'
    """
    begin = date.fromisoformat(day).replace(day=1)
    year, month = divmod(12 * begin.year + begin.month, 12)
    return date(year, month + 1, 1).isoformat()
