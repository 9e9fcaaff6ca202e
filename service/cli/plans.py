"""The command that reviews planned residential areas: of one city, or of a list of cities."""

import sys
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from service.cli.language import reader_language, refuse_options, say
from service.cli.options import AsJson, CityPath, Output, Processes, Profile, Scheduler, Uncertainty, parse_columns
from service.cli.output import print_json, print_notice, print_rows
from service.cli.progress import show_steps, show_tasks


def plan(
    city_path: CityPath,
    output: Output,
    areas: Annotated[
        Path | None, typer.Argument(metavar="[AREAS]", help="Plan areas: .gpkg, .shp, .dxf, .xlsx, ...")
    ] = None,
    facilities: Annotated[Path | None, typer.Option(metavar="PLANNED", help="Facilities that are planned.")] = None,
    gates: Annotated[Path | None, typer.Option(help="Gates of the areas.")] = None,
    roads: Annotated[Path | None, typer.Option(help="Roads that are planned.")] = None,
    rules: Annotated[
        list[Path] | None,
        typer.Option(metavar="RULES.toml", help="Rule set; may be repeated. The city's if not given."),
    ] = None,
    datum: Annotated[
        str | None, typer.Option(help="wgs84, cgcs2000, gcj02, bd09 or EPSG:n; by file: gates=gcj02.")
    ] = None,
    uncertain: Uncertainty = "refuse",
    layer: Annotated[str | None, typer.Option(help="Layer of the areas' file, where it has several.")] = None,
    sheet: Annotated[str | None, typer.Option(help="Sheet of the areas' workbook, where it has several.")] = None,
    column: Annotated[
        list[str] | None, typer.Option(help="OURS=NAME, such as dwellings=NAME: what the areas' file calls it.")
    ] = None,
    profile: Profile = "adult",
    skip_bad: Annotated[bool, typer.Option("--skip-bad", help="Review the good rows of a bad file.")] = False,
    reports: Annotated[bool, typer.Option(help="Workbook and dossiers too.")] = True,
    scheduler: Scheduler = None,
    processes: Processes = None,
    as_json: AsJson = False,
) -> None:
    """Judge planned residential areas before they are built. CITY may be a .csv of cities with their areas."""
    from geo.city.bundle import open_city
    from geo.files.directories import replace_directory
    from geo.plans.read.batch_files import PlanFiles
    from geo.plans.results import MARKER
    from service.many_cities.listing import is_list, list_files, read_cities
    from service.many_cities.runs import run_cities
    from service.runs.review import REVIEW_STEPS, ReviewRequest, write_review

    shared: dict[str, Any] = {"datum": datum, "uncertain": uncertain, "layer": layer or sheet}
    shared["columns"] = parse_columns(column, expected="OURS=NAME")

    def make_request(files: PlanFiles) -> ReviewRequest:
        return ReviewRequest(files, tuple(path.resolve() for path in rules or ()), profile, skip_bad, reports)

    if is_list(city_path):
        if areas or facilities or gates or roads:
            refuse_options("the list of cities names the files: its columns areas, facilities, gates, roads")
        entries = read_cities(city_path, required=["areas"])
        files = [list_files(city_path, entry, **shared) for entry in entries]
        requests = [make_request(each) for each in files]
        with show_tasks("cities") as report:
            rows = run_cities(
                entries,
                output,
                kind="plan",
                requests=requests,
                scheduler=scheduler,
                processes=processes,
                report=report,
            )
        print_rows(output, rows, as_json=as_json)
        return
    if areas is None or scheduler is not None or processes is not None:
        refuse_options("give CITY AREAS; or a list of cities (.csv), which takes --scheduler and --processes")
    batch = PlanFiles(areas=areas, gates=gates, facilities=facilities, roads=roads, **shared)
    request = make_request(batch)
    with replace_directory(output, marker=MARKER) as folder, show_steps("reviewing", REVIEW_STEPS) as progress:
        summary = write_review(open_city(city_path), request, folder, progress=progress)
    if as_json:
        print_json(summary)
    else:
        _print_verdicts(summary)
        sys.stdout.write(f"{output / ('review.html' if reports else MARKER)}\n")


def _print_verdicts(summary: dict[str, Any]) -> None:
    from geo.texts import translate

    lang = reader_language()
    for note in summary["notes"]:
        print_notice("note", note[lang])
    for row in summary["rejected"]:
        sys.stderr.write(say("left_out", **{**row, "reason": row[f"reason_{lang}"]}) + "\n")
    for fault in summary["data_faults"][:_SHOWN]:
        sys.stdout.write(say("pair", name=translate("plan.faults", lang), value=fault[lang]) + "\n")
    alone, together = summary["verdicts"].values()
    found = (
        {"plan.both": together}
        if alone == together
        else {f"scenario.{name}": counts for name, counts in summary["verdicts"].items()}
    )
    for key, counts in found.items():
        shown = [f"{count:,} {translate(f'verdict.{name}', lang)}" for name, count in counts.items() if count]
        text = say("pair", name=translate(key, lang), value=say("and").join(shown))
        sys.stdout.write(f"{text}\n")
    for area in sorted(summary["areas"], key=lambda area: int(area["rank"]))[:_SHOWN]:
        name = f"{area['rank']}. {area['plan_id']}"
        sys.stdout.write(say("pair", name=name, value=area["explanation"][lang]) + "\n")


#: Faults of the data, and areas of the first ranks, that are printed; the files have all.
_SHOWN: Final = 5
