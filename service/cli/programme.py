"""The command that says which communities first."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from service.cli.language import reader_language, say
from service.cli.options import AsJson, CityPath, Output
from service.cli.output import print_json
from service.cli.progress import show_steps

#: Projects that are named on the terminal.
_NAMED = 10


def programme(
    city_path: CityPath,
    output: Output,
    budget: Annotated[
        float | None, typer.Option(metavar="YUAN", help="What all projects may cost together, in yuan.")
    ] = None,
    projects: Annotated[int | None, typer.Option(help="How many projects at most; a site is one.")] = None,
    sites: Annotated[
        list[str] | None,
        typer.Option(
            metavar="CATEGORY",
            help="A category of which sites may be built; may be repeated. Those most people are beyond if not given.",
        ),
    ] = None,
    equity: Annotated[bool, typer.Option("--equity", help="No district may be worse off than today.")] = False,
    years: Annotated[int, typer.Option(help="Years of rents and wages that the cost holds.")] = 5,
    rules: Annotated[
        Path | None, typer.Option(metavar="RULES.toml", help="Limits for the scopes it names; else the city's own.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Choose which projects first: rooms, space, staff and sites, for a budget or a number of projects."""
    from geo.files.directories import replace_directory
    from geo.programme.programme_request import ProgrammeRequest
    from geo.programme.results import MARKER
    from geo.rules.rule_set import read_rules
    from service.runs.programme import run_programme

    request = ProgrammeRequest(budget=budget, projects=projects, sites=tuple(sites or ()), is_fair=equity, years=years)
    request.check()
    rule_set = None if rules is None else read_rules(rules)
    with replace_directory(output, marker=MARKER) as folder, show_steps("planning") as progress:
        summary = run_programme(city_path, folder, request, rules=rule_set, progress=progress)
    if as_json:
        print_json(summary)
    else:
        _print_summary(summary)
        sys.stdout.write(f"{output / 'programme.html'}\n")


def _print_summary(summary: dict[str, Any]) -> None:
    lang, found = reader_language(), summary["projects"]
    built = sum(each["built"] for each in summary["sites"])
    lines = [say("programme.chosen", projects=len(found), sites=built, people=summary["people"]["helped"])]
    if summary["cost"] is not None:
        once, yearly, price = (summary["cost"][key] for key in ("once_yuan", "yearly_yuan", "price_yuan"))
        years = summary["request"]["years"]
        lines.append(say("programme.cost", once=once, yearly=yearly, price=price, years=years))
    lines.append(summary["proof"][lang])
    for project in found[:_NAMED]:
        names = {"rank": project["rank"], "district": project["district_name"], "name": project["name"]}
        lines.append(say("programme.project", **names, reason=project[f"reason_{lang}"]))
    sys.stdout.write("\n".join(lines) + "\n")
