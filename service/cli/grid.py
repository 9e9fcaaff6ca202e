"""The commands that look after the grid: check it, and propose another."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from service.cli.commands import Command, Group
from service.cli.language import reader_language, say
from service.cli.options import AsJson, CityPath, Output
from service.cli.output import print_json
from service.cli.progress import show_steps

TrunkRoads = Annotated[
    list[str] | None,
    typer.Option("--trunk", metavar="KIND", help="A kind of road (highway) that no unit lies across; may be repeated."),
]

grid = typer.Typer(name="grid", cls=Group, help="Check the grid units, or propose others.", no_args_is_help=True)


@grid.command(cls=Command)
def check(city_path: CityPath, output: Output, trunk: TrunkRoads = None, as_json: AsJson = False) -> None:
    """Check grid units: outlines, codes, sizes, workers, and what they lie across."""
    from geo.files.directories import replace_directory
    from geo.grid_care.check_results import MARKER
    from geo.grid_care.severance import TRUNK_ROADS
    from service.runs.grid import write_grid_check

    with replace_directory(output, marker=MARKER) as folder, show_steps("checking the grid") as progress:
        summary = write_grid_check(city_path, folder, trunk_roads=trunk or TRUNK_ROADS, progress=progress)
    if as_json:
        print_json(summary)
        return
    lang = reader_language()
    lines = [say("grid.checked", **{name: summary[name] for name in ("city", "units", "errors", "hints")})]
    for each in summary["kinds"]:
        severity = say(f"grid.{each['severity']}")
        lines.append(say("grid.kind", severity=severity, kind=each["name"][lang], count=each["count"]))
    sys.stdout.write("\n".join([*lines, str(output / "grid-check.html")]) + "\n")


@grid.command(cls=Command)
def propose(
    city_path: CityPath,
    output: Output,
    valid_from: Annotated[
        str | None, typer.Option("--from", metavar="DAY", help="First day of the new units; the first of next month.")
    ] = None,
    within: Annotated[str, typer.Option(metavar="CODE", help="A division: only its communities.")] = "",
    trunk: TrunkRoads = None,
    apply: Annotated[bool, typer.Option("--apply", help="Write the new units into the city, behind today's.")] = False,
    as_json: AsJson = False,
) -> None:
    """Propose grid units of 300 to 500 households: divided and merged within communities, fewest homes moved."""
    from geo.grid_care.severance import TRUNK_ROADS
    from service.runs.grid import write_grid_proposal

    with show_steps("proposing") as progress:
        summary = write_grid_proposal(
            city_path,
            output,
            valid_from=valid_from,
            within=within,
            trunk_roads=trunk or TRUNK_ROADS,
            is_applied=apply,
            progress=progress,
        )
    if as_json:
        print_json(summary)
    else:
        _print_proposal(summary, output, city_path if apply and summary["new"] else None)


def _print_proposal(summary: dict[str, Any], output: Path, written: Path | None) -> None:
    before, after, left = summary["before"], summary["after"], [c for c in summary["communities"] if c["reason"]]
    lines = [
        say(
            "grid.proposed", city=summary["city"], day=summary["valid_from"], ended=summary["ended"], new=summary["new"]
        ),
        say(
            "grid.sizes",
            before=before["within"],
            units_before=before["units"],
            after=after["within"],
            units_after=after["units"],
            off_before=before["off_size"],
            off_after=after["off_size"],
        ),
        say("grid.moved", **summary["moved"]),
    ]
    if left:
        lines.append(say("grid.left", count=len(left)))
    if written is not None:
        lines.append(say("grid.applied", city=written))
    sys.stdout.write("\n".join([*lines, str(output / "grid-proposal.html")]) + "\n")
