"""The command that divides a city into life circles (生活圈划定)."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from service.cli.language import reader_language, refuse_options, say
from service.cli.options import AsJson, CityPath, Profile
from service.cli.output import print_json
from service.cli.progress import show_steps

#: Compartments that are listed on the terminal.
_LISTED = 12


def circles(
    city_path: CityPath,
    plan: Annotated[bool, typer.Option("--plan", help="Divide the city, and write page, tables and layers.")] = False,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="OUT", help="With --plan: directory to write.")
    ] = None,
    profile: Profile = "adult",
    rules: Annotated[
        Path | None,
        typer.Option(metavar="RULES.toml", help="Residents and walks of the tiers; else of the city's own rule set."),
    ] = None,
    road: Annotated[
        list[str] | None,
        typer.Option(metavar="CLASS", help="Roads that separate; may be repeated. motorway and trunk; none for none."),
    ] = None,
    barrier: Annotated[
        list[str] | None,
        typer.Option(metavar="KIND", help="Barriers that separate; may be repeated. river and railway; none for none."),
    ] = None,
    bridge_m: Annotated[
        float, typer.Option(min=1.0, max=500.0, help="Gaps of barriers up to this wide are bridges, in metres.")
    ] = 40.0,
    sheets: Annotated[
        str, typer.Option(metavar="all|CODE,..", help="With --plan: a sheet to print for these circles.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Divide the urban city into life circles of 15, 10 and 5 minutes; without --plan say how many it needs."""
    if plan != (output is not None):
        refuse_options("--plan and -o OUT go together: give both to divide the city, none to see its compartments")
    if sheets and not plan:
        refuse_options("--sheets is for circles: give --plan and -o OUT with it")
    from geo.files.manifest import check_output
    from geo.life_circles.results import MARKER
    from geo.life_circles.urban_units import Separators
    from geo.rules.rule_set import read_rules
    from service.runs.life_circles import describe_compartments, write_life_circles

    if output is not None:
        check_output(output, marker=MARKER)
    usual = Separators()
    separators = Separators(
        highways=usual.highways if road is None else tuple(name for name in road if name != "none"),
        barrier_kinds=usual.barrier_kinds if barrier is None else tuple(name for name in barrier if name != "none"),
        bridge_m=bridge_m,
    )
    rule_set = None if rules is None else read_rules(rules)
    with show_steps("dividing") as progress:
        if output is None:
            summary = describe_compartments(
                city_path, profile=profile, separators=separators, rules=rule_set, progress=progress
            )
        else:
            summary = write_life_circles(
                city_path,
                output,
                profile=profile,
                separators=separators,
                rules=rule_set,
                sheets=sheets,
                progress=progress,
            )
    if as_json:
        print_json(summary)
        return
    _print_summary(summary)
    if output is not None:
        sys.stdout.write(f"{output / 'life-circles.html'}\n")


def _print_summary(summary: dict[str, Any]) -> None:
    """Print compartments and tiers, and of circles what they come to."""
    from rich.console import Console
    from rich.text import Text

    terminal = Console()
    terminal = terminal if terminal.is_terminal else Console(width=140)
    compartments, residents = summary["compartments"], summary["residents"]
    head = say(
        "life.ground", city=summary["city"], units=summary["grid_units"], compartments=len(compartments), **residents
    )
    terminal.print(Text(head), soft_wrap=True)
    _print_compartments(terminal, summary)
    for line in _list_too_small(summary):
        terminal.print(Text(line), soft_wrap=True)
    _print_tiers(terminal, summary)
    for line in _list_gaps(summary):
        terminal.print(Text(line), soft_wrap=True)


def _print_compartments(terminal: Any, summary: dict[str, Any]) -> None:
    from rich.text import Text

    from geo.texts import translate

    lang = reader_language()
    names = [translate(f"life.sheet.{tier['tier']}", lang) for tier in summary["tiers"]]
    table = _make_table("life.column.compartments", ["compartment", "residents", "grid_units", "area_km2"], names)
    for each in summary["compartments"][:_LISTED]:
        spans = [_print_span(each[f"fewest_{tier['tier']}"], each[f"most_{tier['tier']}"]) for tier in summary["tiers"]]
        figures = [f"{each['residents']:,.0f}", f"{each['grid_units']:,}", f"{each['area_km2']:,.1f}"]
        table.add_row(str(each["compartment"]), *figures, *spans)
    terminal.print(table)
    rest = summary["compartments"][_LISTED:]
    if rest:
        line = say("life.more", count=len(rest), residents=sum(each["residents"] for each in rest))
        terminal.print(Text(line), soft_wrap=True)


def _print_tiers(terminal: Any, summary: dict[str, Any]) -> None:
    from geo.texts import translate

    columns = ["norm", "limit", "fewest", "most"]
    is_plan = "circles" in summary["tiers"][0]
    columns += ["circles", "in_band", "below", "above", "off_band", "share_within"] if is_plan else []
    lang = reader_language()
    table = _make_table("life.overview", ["tier", *columns], [])
    for tier in summary["tiers"]:
        cells = [
            f"{tier['low']:,.0f}-{tier['high']:,.0f}",
            f"{tier['limit_m']:,.0f}",
            f"{tier['fewest']:,}",
            f"{tier['most']:,}",
        ]
        if is_plan:
            counts = [tier[name] for name in ("circles", "within_band", "below", "above", "off_band")]
            cells += [*(f"{count:,.0f}" for count in counts), f"{tier['share_within']:.1%}"]
        table.add_row(translate(f"life.sheet.{tier['tier']}", lang), *cells)
    terminal.print(table)


def _make_table(title: str, columns: list[str], named: list[str]) -> Any:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from geo.texts import translate

    lang = reader_language()
    table = Table(title=Text(translate(title, lang)), box=box.SIMPLE, title_justify="left")
    for at, head in enumerate([*(translate(f"life.column.{name}", lang) for name in columns), *named]):
        table.add_column(head, justify="left" if at == 0 else "right", overflow="fold", no_wrap=at == 1)
    return table


def _print_span(fewest: int, most: int) -> str:
    return f"{fewest:,}" if fewest == most else f"{fewest:,}-{most:,}"


def _list_too_small(summary: dict[str, Any]) -> list[str]:
    lang = reader_language()
    return [
        say(
            "life.too_small",
            tier=tier["name"][lang],
            count=tier["too_small"],
            residents=tier["too_small_residents"],
        )
        for tier in summary["tiers"]
        if tier["too_small"]
    ]


def _list_gaps(summary: dict[str, Any]) -> list[str]:
    """List how far the circles may be from the best, where there are circles."""
    lang, lines = reader_language(), []
    for tier in summary["tiers"]:
        if "circles" in tier:
            open_gap = tier["gap"]
            gap = say("life.gap_none") if not tier["beyond"] else ""
            gap = gap or ("-" if open_gap is None else say("life.gap_share", share=open_gap))
            values = {"beyond": tier["beyond"], "least": tier["beyond_least"]}
            lines.append(say("life.gap", tier=tier["name"][lang], gap=gap, **values))
    return lines
