"""The command that says where to build facilities."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from service.cli.language import reader_language, say
from service.cli.options import AsJson, CityPath, Output, Profile, Uncertainty
from service.cli.output import print_json, print_notice
from service.cli.progress import show_steps


def site(
    city_path: CityPath,
    output: Output,
    category: Annotated[str, typer.Option(help="Which facilities are built.")],
    add: Annotated[int | None, typer.Option(help="How many sites.")] = None,
    target: Annotated[float | None, typer.Option(help="Share of all people to be covered: the fewest sites.")] = None,
    objective: Annotated[
        str, typer.Option(help="cover: most people; median: least mean walk; equity: least covered first.")
    ] = "cover",
    level: Annotated[str, typer.Option(help="equity: whose least covered one: districts, streets, communities.")] = (
        "districts"
    ),
    capacity: Annotated[float | None, typer.Option(help="People that a site serves at most.")] = None,
    max_cost: Annotated[float | None, typer.Option(help="What the sites may cost together.")] = None,
    area: Annotated[str | None, typer.Option(metavar="CODE", help="Only homes in this division count.")] = None,
    scope: Annotated[
        str | None, typer.Option(help="Whose homes count: urban, rural, all; by default those of the rule set.")
    ] = None,
    demand_column: Annotated[str, typer.Option(help="Who counts: a column of the homes.")] = "residents",
    candidates: Annotated[Path | None, typer.Option(metavar="FILE", help="Places where one may build.")] = None,
    where: Annotated[
        list[str] | None, typer.Option(metavar="COLUMN=TEXT", help="Only candidates of this land_use or owner.")
    ] = None,
    datum: Annotated[str | None, typer.Option(help="Datum or CRS of the candidates.")] = None,
    uncertain: Uncertainty = "refuse",
    max_candidates: Annotated[int, typer.Option(min=1, help="Without a file: crossings tried at most.")] = 5000,
    minutes: Annotated[float | None, typer.Option(help="A limit; the category's own if not given.")] = None,
    profile: Profile = "adult",
    mip_gap: Annotated[float, typer.Option(help="Stop when proven within this share of the best.")] = 0.01,
    time_limit: Annotated[float, typer.Option(help="Stop after so many seconds; the proven gap is reported.")] = 60.0,
    bound_time: Annotated[
        float, typer.Option(help="Stop lowering the bound of sites anywhere after so many seconds; 0: none.")
    ] = 60.0,
    as_json: AsJson = False,
) -> None:
    """Say where to build facilities of a category, and prove how good that is."""
    from geo.files.manifest import check_output
    from geo.siting import MARKER, SiteRequest, SolverBudget
    from service.runs.siting import run_siting

    check_output(output, marker=MARKER)
    request = SiteRequest(
        category=category,
        add=add,
        target=target,
        objective=objective,
        capacity=capacity,
        max_cost=max_cost,
        where=tuple(where or ()),
        level=level,
        area=area,
        scope=scope,
        demand_column=demand_column,
        max_candidates=max_candidates,
        minutes=minutes,
        profile=profile,
        budget=SolverBudget(mip_gap, time_limit, bound_time),
    )
    with show_steps("siting") as progress:
        summary = run_siting(
            city_path,
            output,
            request,
            candidates=candidates,
            datum=datum,
            uncertain=uncertain,
            report=lambda line: print_notice("note", line),
            progress=progress,
        )
    if as_json:
        print_json(summary)
    else:
        _print_summary(summary, output)


def _print_summary(summary: dict[str, Any], output: Path) -> None:
    before, after = summary["coverage"]["before"], summary["coverage"]["after"]
    lang = reader_language()
    told = {key: summary[key]["text"][lang] for key in ("proof", "scope")}
    chosen = say("sites", built=summary["built"], **told)
    gained = say(
        "gained",
        before=before["covered"],
        before_share=before["share"],
        after=after["covered"],
        after_share=after["share"],
    )
    lines = [chosen, summary["bound_any_site"]["text"][lang], gained]
    if summary["equity"] is not None:
        lines.append(say("smallest_share", **summary["equity"]))
    if summary["cost"] is not None:
        lines.append(say("cost", **summary["cost"]))
    sys.stdout.write("\n".join([*lines, str(output / "sites.html")]) + "\n")
