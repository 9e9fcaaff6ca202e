"""From a request for sites to a folder with its answer."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import geopandas as gpd

from geo.city.bundle import open_city
from geo.city.model import City
from geo.crs.uncertain import Uncertain
from geo.files.directories import replace_directory
from geo.progress import Progress
from geo.siting import (
    MARKER,
    SiteRequest,
    Siting,
    bound_anywhere,
    choose_sites,
    prepare_siting,
    read_candidates,
    summarize_sites,
    write_sites,
)
from geo.siting.workbook import write_sites_workbook
from maps.siting_page import draw_siting_curve, pack_siting_view, render_siting_page
from service.runs.views import write_view

#: Name of each step and its share of the time, for progress.
SITING_STEPS: Final[dict[str, float]] = {
    "network": 1,
    "snap": 1,
    "walk": 12,
    "classify": 1,
    "roll up": 2,
    "candidates": 7,
    "walk to candidates": 20,
    "choose sites": 10,
    "check by walking": 1,
    "bound any site": 40,
    "page": 8,
}


def run_siting(
    city_path: Path,
    output: Path,
    request: SiteRequest,
    *,
    candidates: Path | None = None,
    datum: str | None = None,
    uncertain: Uncertain = "refuse",
    report: Callable[[str], None] = lambda _: None,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Choose sites for a city and write site.json, .xlsx, .gpkg, .csv and .html, curve.svg; gates.csv of parcels.

    Parameters
    ----------
    city_path
        A city bundle.
    output
        Folder to write.
    request
        Which facilities, how many, with which objective.
    candidates
        A layer of places where one may build, None for crossings of the network.
    datum
        Datum or CRS of that layer.
    uncertain
        ``"accept"`` reads it in a CRS that is only known to tens of metres too.
    report
        Called before solving with each line of :func:`describe_limits`; by default nothing is reported.
    progress
        Shows and times the steps; None for neither.

    Returns
    -------
    dict
        The summary, as site.json holds it.

    Raises
    ------
    InputError
        If the request makes no sense or cannot be met, or a file cannot be read; nothing is written then.

    Examples
    --------
    >>> import tempfile
    >>> from geo import build_sample, write_city
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_city(build_sample(), Path(folder) / "city")
    ...     request = SiteRequest(category="clinic", add=1)
    ...     run_siting(Path(folder) / "city", Path(folder) / "out", request)["built"]
    1
    """
    progress = progress or Progress()
    request.check()
    with replace_directory(output, marker=MARKER) as folder:
        with progress.timed("open"):
            city = open_city(city_path)
        places = None if candidates is None else read_candidates(candidates, city, datum=datum, uncertain=uncertain)
        source = "network" if candidates is None else candidates.name
        return write_siting(city, request, folder, candidates=places, source=source, report=report, progress=progress)


def write_siting(
    city: City,
    request: SiteRequest,
    folder: Path,
    *,
    candidates: gpd.GeoDataFrame | None = None,
    source: str = "network",
    view: str = "",
    report: Callable[[str], None] = lambda _: None,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Choose sites for a city in memory and write what :func:`run_siting` does.

    Parameters
    ----------
    city
        The city.
    request
        What is asked for.
    folder
        An existing directory.
    candidates
        As :func:`geo.siting.read_candidates` reads them, None for crossings of the network.
    source
        Where they are from: ``network`` or the name of a file.
    view
        Name of a further file with what the planner's page shows; "" for none.
    report, progress
        As of :func:`run_siting`.

    Returns
    -------
    dict
        The summary, as site.json holds it.

    Raises
    ------
    InputError
        If the request makes no sense or cannot be met.
    """
    progress = progress or Progress()
    siting = prepare_siting(city, request, candidates=candidates, progress=progress)
    for line in describe_limits(siting):
        report(line)
    proposal = choose_sites(siting, progress=progress)
    with progress.step("bound any site"):
        anywhere = bound_anywhere(siting, proposal.solution)
    with progress.step("page"):
        summary = summarize_sites(proposal, source=source, anywhere=anywhere)
        (folder / "sites.html").write_text(render_siting_page(proposal, summary), encoding="utf-8")
        (folder / "curve.svg").write_text(draw_siting_curve(summary, lang="zh") + "\n", encoding="utf-8")
        write_sites_workbook(folder / "sites.xlsx", proposal, summary)
        if view:
            write_view(folder / view, pack_siting_view(proposal, summary))
    write_sites(folder, proposal, summary)
    return summary


def describe_limits(siting: Siting) -> list[str]:
    """Say what no choice among the candidates can change.

    Parameters
    ----------
    siting
        A request made ready.

    Returns
    -------
    list of str
        Candidates that nobody can walk to, and homes that no candidate reaches; empty where there are neither.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> describe_limits(prepare_siting(build_sample(), SiteRequest(category="clinic", add=1)))
    ['homes that no candidate reaches: 1 with 5 residents, such as field; all are in the layer unreached of sites.gpkg']
    """
    lines = []
    not_joined = ~siting.joined
    if not_joined.any():
        shown = ", ".join(siting.candidates["site_id"][not_joined].head(5))
        lines.append(f"{int(not_joined.sum()):,} of {len(not_joined):,} candidates join no road, such as {shown}")
    unreached = siting.unreached
    if unreached.any():
        people = float(siting.city.homes["residents"].to_numpy(float)[unreached].sum())
        shown = ", ".join(siting.city.homes["home_id"][unreached].head(5))
        lines.append(
            f"homes that no candidate reaches: {int(unreached.sum()):,} with {people:,.0f} residents, such as {shown}; "
            "all are in the layer unreached of sites.gpkg"
        )
    return lines
