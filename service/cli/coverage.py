"""The command that analyses coverage: of one city, of its districts, of a list of cities."""

import math
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from service.cli.language import reader_language, refuse_options, say, say_word
from service.cli.options import AsJson, CityPath, Output, Processes, Profile, Scheduler
from service.cli.output import print_json, print_rows
from service.cli.progress import show_steps, show_tasks


def analyze(
    city_path: CityPath,
    output: Output,
    minutes: Annotated[float | None, typer.Option(help="One limit for all; each category's own if not given.")] = None,
    profile: Profile = "adult",
    category: Annotated[list[str] | None, typer.Option(help="A category; may be repeated. All if not given.")] = None,
    rules: Annotated[
        Path | None, typer.Option(metavar="RULES.toml", help="Limits for the scopes it names; else the city's own.")
    ] = None,
    scheduler: Scheduler = None,
    processes: Processes = None,
    by_district: Annotated[bool, typer.Option("--by-district", help="Each district of a large city alone.")] = False,
    as_json: AsJson = False,
) -> None:
    """Find who is beyond a walk of which service; write map, tables and layers. CITY may be a .csv of cities."""
    from geo.coverage.results import MARKER
    from geo.files.directories import replace_directory
    from geo.rules.rule_set import read_rules
    from service.many_cities.listing import Entry, is_list, read_cities
    from service.many_cities.runs import run_cities
    from service.runs.analysis import ANALYSIS_STEPS, AnalysisRequest, write_analysis

    rule_set = None if rules is None else read_rules(rules)
    request = AnalysisRequest(minutes, profile, tuple(category or ()), rule_set)
    if is_list(city_path) or by_district:
        entries = read_cities(city_path) if is_list(city_path) else [Entry(city_path.resolve(), {})]
        with show_tasks("districts" if by_district else "cities") as report:
            rows = run_cities(
                entries,
                output,
                requests=[request] * len(entries),
                by_district=by_district,
                scheduler=scheduler,
                processes=processes,
                report=report,
            )
        print_rows(output, rows, as_json=as_json)
        return
    if scheduler is not None or processes is not None:
        refuse_options("--scheduler and --processes go with a list of cities (.csv) or with --by-district")
    with replace_directory(output, marker=MARKER) as folder, show_steps("analysing", ANALYSIS_STEPS) as progress:
        summary = write_analysis(city_path, folder, request, progress=progress)
    if as_json:
        print_json(summary)
    else:
        _print_summary(summary)
        sys.stdout.write(f"{output / 'coverage.html'}\n")


def _print_summary(summary: dict[str, Any]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    profile = say_word("profile", summary["profile"])
    title = say("title", city=summary["city"], profile=profile, speed_km_h=summary["speed_km_h"])
    table = Table(title=Text(title), box=box.SIMPLE, title_justify="left", pad_edge=False)
    table.add_column(
        say("table.category"), overflow="fold", min_width=min(32, max(map(len, summary["categories"]), default=8))
    )
    villages = summary["villages"]
    headings = ["facilities", "limit", "covered", "uncovered", "unknown", "median"]
    if villages is not None and villages["is_judged"]:
        headings.append("villages")
    for heading in headings:
        table.add_column(say(f"table.{heading}"), justify="right", no_wrap=True)
    for name, figures in summary["categories"].items():
        median = figures.median_walk_min
        cells = [
            f"{figures.facilities:,}",
            "-" if figures.limit_m is None else say("metres", metres=figures.limit_m),
            _print_share(figures.covered_share),
            f"{figures.uncovered_population:,.0f}",
            f"{figures.unknown_population:,.0f}",
            "-" if median is None else say("minutes", minutes=median),
        ]
        if "villages" in headings:
            cells.append(_print_share(villages["categories"][name].covered_share))
        table.add_row(Text(name), *cells)
    terminal = Console()
    terminal = terminal if terminal.is_terminal else Console(width=120)
    for scope, people in (("urban", summary["urban"]), ("villages", villages)):
        if people is not None:
            by = people["judged_by"][reader_language()]
            by = say("judged_by", name=by) if people["is_judged"] else by
            terminal.print(Text(say(f"scope.{scope}", people=people["population"], judged_by=by)))
    terminal.print(table)
    for gap in summary["gaps"]["largest"]:
        terminal.print(Text(_describe_gap(gap)), soft_wrap=True)


def _describe_gap(gap: dict[str, Any]) -> str:
    """Say where a gap area is, who lives there, how far they walk, and what would help most of them."""
    said = {**gap, "name": gap["name"] or say("gap.outside")}
    walk = say("gap.walk", **said) if gap["facility_name"] and math.isfinite(gap["walk_m"]) else say("gap.no_facility")
    return say("gap", **{**said, "walk": walk, "remedy": say(f"gap.{gap['remedy'] or 'nothing'}", **gap)})


def _print_share(share: float | None) -> str:
    return "-" if share is None else f"{share:.1%}"
