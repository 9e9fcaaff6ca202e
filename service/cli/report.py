"""The command that makes the office's yearly report."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from service.cli.language import reader_language, say
from service.cli.options import AsJson, CityPath, Output
from service.cli.output import print_json, print_notice
from service.cli.progress import show_steps


def report(
    city_path: CityPath,
    output: Output,
    year: Annotated[
        int | None, typer.Option(min=1949, max=2999, help="The year that it reports on; this year if not given.")
    ] = None,
    template: Annotated[
        Path | None, typer.Option(metavar="FILE.docx", help="The office's own template; else the one that comes along.")
    ] = None,
    category: Annotated[
        list[str] | None, typer.Option(help="A category to draw a map of, three at most; the worst of each circle.")
    ] = None,
    rules: Annotated[
        Path | None, typer.Option(metavar="RULES.toml", help="Limits for the scopes it names; else the city's own.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make the yearly report of a city: DOCX from a template, and PDF: coverage, audit, gaps, maps, sources."""
    from geo.files.directories import replace_directory
    from geo.grid.days import find_today
    from geo.rules.rule_set import read_rules
    from maps.report.figures import ReportRequest
    from maps.report.numbers import write_share
    from service.runs.report import MARKER, write_report

    rule_set = None if rules is None else read_rules(rules)
    day = find_today()
    request = ReportRequest(year=year or int(day[:4]), day=day, headline=tuple(category or ()))
    with replace_directory(output, marker=MARKER) as folder, show_steps("reporting") as progress:
        summary = write_report(
            city_path,
            folder,
            request,
            lang=reader_language(),
            template=template,
            rules=rule_set,
            report=lambda line: print_notice("note", line),
            progress=progress,
        )
    if as_json:
        print_json(summary)
        return
    figures = summary["figures"]
    counts = {"shortfalls": len(figures.shortfalls), "gaps": len(figures.gaps)}
    mean = write_share(figures.mean_share)
    sys.stdout.write(say("report", city=figures.city, year=figures.year, mean=mean, **counts) + "\n")
    for name in summary["files"]:
        sys.stdout.write(f"{output / name}\n")
