"""The command that audits the communities of a city."""

import math
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from service.cli.language import reader_language, say
from service.cli.options import AsJson, CityPath, Output
from service.cli.output import print_json
from service.cli.progress import show_steps

#: Communities that are named on the terminal, and shortfalls of each.
_NAMED = 5
_LACKS = 3
_COSTS = ("cost_yuan", "cost_yuan_year")
#: What an audit looks at, the largest first.
_AHEAD = (
    "roads", "homes", "facilities", "barriers", "snap_cache", "grid_units", "divisions", "workers", "gates", "extent",
)  # fmt: skip


def audit(
    city_path: CityPath,
    output: Output,
    rules: Annotated[
        Path | None, typer.Option(metavar="RULES.toml", help="Limits for the scopes it names; else the city's own.")
    ] = None,
    sheets: Annotated[
        str | None,
        typer.Option(metavar="all|CODE,...", help="Two A4 pages for each: all, or codes of communities and streets."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Audit communities: rooms, staff, grid units, facilities and walks, and what is short by people helped."""
    from geo.city.bundle import open_city
    from geo.files.directories import replace_directory
    from geo.rules.rule_set import read_rules

    rule_set = None if rules is None else read_rules(rules)
    with show_steps("auditing") as progress:
        with progress.step("open the city"):
            city = open_city(city_path, lazy=True, ahead=_AHEAD)
            # takes as long as to read the layers, which goes on meanwhile
            from geo.audit.results import MARKER
            from service.runs.audit import write_audit
        with replace_directory(output, marker=MARKER) as folder:
            summary = write_audit(city, folder, rules=rule_set, sheets=sheets, progress=progress)
    if as_json:
        print_json(summary)
    else:
        _print_summary(summary)
        sys.stdout.write(f"{output / 'audit.html'}\n{output / 'audit.xlsx'}\n")


def _print_summary(summary: dict[str, Any]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from geo.texts import translate

    lang = reader_language()
    table = Table(title=Text(say("audit.title", city=summary["city"])), box=box.SIMPLE, title_justify="left")
    table.add_column(translate("audit.column.figure", lang), overflow="fold")
    for name in ("urban", "share", "rural", "total", "norm"):
        table.add_column(translate(f"audit.column.{name}", lang), justify="right", no_wrap=True)
    for figure in summary["figures"]:
        digits = 1 if "_per_" in figure.key else 0
        share = f"{figure.share:.1%}" if math.isfinite(figure.share) else ""
        numbers = [_print_number(value, digits) for value in (figure.urban, figure.rural, figure.total, figure.norm)]
        table.add_row(Text(figure.name[lang]), numbers[0], share, *numbers[1:])
    terminal = Console()
    terminal = terminal if terminal.is_terminal else Console(width=140)
    terminal.print(table)
    for worst in summary["worst"][:_NAMED]:
        lacks = [
            say("audit.lack", name=lack["name"][lang], amount=lack["amount"], unit=lack["unit"][lang])
            for lack in worst["lacks"][:_LACKS]
        ]
        line = say("audit.worst", **{**worst, "lacks": {"zh": ";", "en": "; "}[lang].join(lacks)})
        terminal.print(Text(line), soft_wrap=True)
    if summary["costs"] is not None:
        once, yearly = (sum(each.get(name, 0.0) for each in summary["shortfalls"]) for name in _COSTS)
        line = say("audit.cost", once=once, yearly=yearly, source=summary["costs"]["source"])
        terminal.print(Text(line), soft_wrap=True)


def _print_number(value: float, digits: int) -> str:
    return f"{value:,.{digits}f}" if math.isfinite(value) else ""
