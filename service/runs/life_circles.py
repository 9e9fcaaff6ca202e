"""What ``gridwalk circles`` does: opens a city, finds its compartments, and divides it into life circles."""

from pathlib import Path
from typing import Any, Final

from geo.city.bundle import open_city
from geo.city.model import City
from geo.city.walk_context import make_walk_context
from geo.files.directories import replace_directory
from geo.files.geopackage_styles import write_styles
from geo.life_circles.circle_tables import describe_life_circles
from geo.life_circles.life_plan import plan_life_circles, prepare_life_circles
from geo.life_circles.life_summary import summarize_circles, summarize_ground
from geo.life_circles.results import MARKER, write_life_results
from geo.life_circles.urban_units import Separators
from geo.progress import Progress
from geo.rules.rule_set import RuleSet
from maps.life_circle_sheet import choose_sheets, write_sheets
from maps.life_circles_page import pack_circles_view, render_life_circles_page
from maps.qgis_circles import style_life_circles
from service.runs.views import write_view

#: Name of each step and its share of the time, for progress; the three in the middle come once for each tier.
CIRCLES_STEPS: Final[dict[str, float]] = {
    "network": 1,
    "snap": 1,
    "compartments": 1,
    "walk to centres": 5,
    "life circles": 60,
    "bound of life circles": 15,
    "tables": 2,
    "page": 1,
    "sheets of circles": 30,
    "workbook": 3,
}


def describe_compartments(
    city_path: Path,
    *,
    profile: str = "adult",
    separators: Separators | None = None,
    rules: RuleSet | None = None,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Find the compartments of a city, and how many life circles they need.

    Parameters
    ----------
    city_path
        The bundle.
    profile
        Who walks.
    separators
        What no circle lies across; None for motorways, trunk roads, rivers and railways.
    rules
        A rule set that goes before the city's own, or None.
    progress
        Shows and times the steps; None for neither.

    Returns
    -------
    dict
        As :func:`geo.life_circles.life_summary.summarize_ground` puts it together.

    Raises
    ------
    InputError
        If the city is wrong, has no urban residents, or no rule set states the tiers.

    Examples
    --------
    >>> import tempfile
    >>> from geo import write_city
    >>> from geo.life_circles.line_city import build_line_city
    >>> with tempfile.TemporaryDirectory() as place:
    ...     write_city(build_line_city(), Path(place) / "city")
    ...     len(describe_compartments(Path(place) / "city")["compartments"])
    2
    """
    progress = progress or Progress()
    with progress.timed("open"):
        city = open_city(city_path)
    context = make_walk_context(city, profile=profile, progress=progress)
    with progress.step("compartments"):
        return summarize_ground(prepare_life_circles(city, context, separators=separators, rules=rules))


def write_life_circles(
    city_path: Path,
    output: Path,
    *,
    profile: str = "adult",
    separators: Separators | None = None,
    rules: RuleSet | None = None,
    sheets: str = "",
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Divide a city into life circles and write life-circles.html, .json, .xlsx and .gpkg, and sheets of circles.

    Parameters
    ----------
    city_path
        The bundle.
    output
        Folder to write.
    profile, separators, rules
        As of :func:`describe_compartments`.
    sheets
        Of which circles a sheet is written: "" for none, "all", or their codes with commas between.
    progress
        Shows and times the steps; None for neither.

    Returns
    -------
    dict
        As :func:`geo.life_circles.life_summary.summarize_circles` puts it together, with ``seconds``.

    Raises
    ------
    InputError
        If the city is wrong, has no urban residents, no rule set states the tiers, or a circle has no such code;
        nothing is written then.

    Examples
    --------
    >>> import tempfile
    >>> from geo import write_city
    >>> from geo.life_circles.line_city import build_line_city
    >>> with tempfile.TemporaryDirectory() as place:
    ...     write_city(build_line_city(), Path(place) / "city")
    ...     found = write_life_circles(Path(place) / "city", Path(place) / "out", sheets="15-001")
    ...     sorted(file.name for file in (Path(place) / "out" / "sheets").iterdir())
    ['15-001.html']
    """
    progress = progress or Progress()
    with replace_directory(output, marker=MARKER) as folder:
        with progress.timed("open"):
            city = open_city(city_path)
        return write_circles_of(
            city, folder, profile=profile, separators=separators, rules=rules, sheets=sheets, progress=progress
        )


def write_circles_of(
    city: City,
    folder: Path,
    *,
    profile: str = "adult",
    separators: Separators | None = None,
    rules: RuleSet | None = None,
    sheets: str = "",
    view: str = "",
    progress: Progress,
) -> dict[str, Any]:
    """Divide a city in memory and write what :func:`write_life_circles` does.

    Parameters
    ----------
    city
        The city.
    folder
        An existing directory.
    profile, separators, rules, sheets, progress
        As of :func:`write_life_circles`.
    view
        Name of a further file with what the planner's page shows; "" for none.

    Returns
    -------
    dict
        As :func:`write_life_circles`.

    Raises
    ------
    InputError
        As :func:`write_life_circles`.
    """
    context = make_walk_context(city, profile=profile, progress=progress)
    with progress.step("compartments"):
        ground = prepare_life_circles(city, context, separators=separators, rules=rules)
    plan = plan_life_circles(ground, context, progress=progress)
    with progress.step("tables"):
        circles = describe_life_circles(plan)
        chosen = choose_sheets(circles, sheets)
        summary = summarize_circles(circles)
    with progress.step("page"):
        page = render_life_circles_page(circles, summary)
        (folder / "life-circles.html").write_text(page, encoding="utf-8")
        if view:
            write_view(folder / view, pack_circles_view(circles, summary))
    if len(chosen):
        with progress.step("sheets of circles"):
            write_sheets(folder / "sheets", circles, summary, chosen)
    progress.show("workbook")
    write_life_results(folder, circles, summary, progress=progress)
    write_styles(folder / "life-circles.gpkg", style_life_circles(circles))
    return {**summary, "seconds": progress.seconds}
