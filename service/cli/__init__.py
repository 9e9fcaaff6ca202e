"""The command line: reads arguments, calls geo and maps, prints. Nothing is computed here."""

import io
import json
import os
import socket
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from itertools import accumulate
from pathlib import Path
from typing import Annotated, Any

import typer
import uvicorn
from rich import box
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.progress import Progress as ProgressBar
from rich.table import Table

from geo import __version__
from geo.circles.circles import draw_circle, make_circles
from geo.circles.reach import reached_edges
from geo.circles.routes import trace_route
from geo.circles.simplify import simplify_circles
from geo.city.bundle import MARKER as CITY_MARKER
from geo.city.bundle import export_city, open_city, write_city
from geo.city.check import inspect_city
from geo.city.model import City, describe_city
from geo.city.reading.build import build_city
from geo.city.source import read_source
from geo.city.walk_context import make_walk_context
from geo.city.walks import measure_walks
from geo.coverage.results import MARKER as RESULTS_MARKER
from geo.crs.projection import from_lonlat
from geo.errors import GeoError, InputError
from geo.files.directories import check_output, replace_directory, replace_file
from geo.files.rows import count_rows
from geo.files.writers import to_geojson, to_plain
from geo.grid.units import BASE_KIND
from geo.locate.address import describe_match, find_match
from geo.locate.answers import Answer, to_document
from geo.locate.services import list_services
from geo.locate.unit_index import locate, make_unit_index
from geo.plans.read.batch_files import PlanFiles
from geo.plans.results import MARKER as REVIEW_MARKER
from geo.progress import Progress
from geo.reference import STEPS, WRITING_SHARE, build_reference
from geo.rules.rule_set import read_rules
from geo.siting import MARKER as SITING_MARKER
from geo.siting import Effort, SiteRequest
from geo.texts import TEXTS
from service.app import create_app
from service.cli.protocol import PromptProtocol
from service.dependencies import choose_datum
from service.many_cities.cities import Entry, is_list, list_files, read_cities, run_cities
from service.many_cities.fleet import State
from service.runs.analysis import AnalysisRequest, write_analysis
from service.runs.locate_file import Task, locate_file
from service.runs.review import REVIEW_STEPS, ReviewRequest, write_review
from service.runs.siting import run_siting
from service.settings import Settings

app = typer.Typer(
    name="gridwalk",
    help="Who in a city is beyond a walk of which service: grid units, walking and coverage, in people.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


#: How long answers may still take when the service is stopped [s]: a stream of events would never end by itself.
_LAST_ANSWERS_S = 5


CityPath = Annotated[Path, typer.Argument(metavar="CITY", help="A city bundle, made by gridwalk build.")]


AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON on stdout.")]


def main() -> None:
    """Run the command line; an error of the data or the request is one message and exit code 1."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a name must not stop a run on a terminal that cannot show it
    try:
        app()
    except GeoError as error:
        _fail(str(error))
    except OSError as error:
        _fail(f"{error.filename or 'input or output'}: {error.strerror or error}")
    except MemoryError:
        _fail("not enough memory for this city; give the machine more, or analyse fewer categories")


def _fail(message: str) -> None:
    Console(stderr=True, highlight=False).print(f"[bold red]error:[/] {_escape(message)}", soft_wrap=True)
    sys.exit(1)


def _escape(text: str) -> str:
    return text.replace("[", r"\[")


@contextmanager
def _progress(what: str, shares: Mapping[str, float] | None = None) -> Iterator[Progress]:
    """Show the step at hand on a terminal's stderr, with a bar where the steps' shares are known; silent elsewhere."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield Progress()
    elif shares is None:
        with console.status(what) as status:
            yield Progress(lambda name: status.update(f"{what}: {name}"))
    else:
        with ProgressBar(*_BAR, console=console, transient=True) as bar:
            task = bar.add_task(what, total=sum(shares.values()))
            starts = dict(zip(shares, accumulate(shares.values(), initial=0.0), strict=False))
            yield Progress(lambda name: bar.update(task, description=f"{what}: {name}", completed=starts[name]))


_BAR = (
    TextColumn("{task.description:40}"),
    BarColumn(),
    TaskProgressColumn(),
    TimeElapsedColumn(),
    TimeRemainingColumn(),
)


def _print_notes(city: City) -> None:
    console = Console(stderr=True, highlight=False)
    for kind, texts in (("assumed", city.assumptions), ("note", city.notes)):
        for text in texts:
            console.print(f"[yellow]{kind}:[/] {_escape(text)}", soft_wrap=True)


def _print_json(document: Any) -> None:
    sys.stdout.write(json.dumps(to_plain(document), ensure_ascii=False, indent=2) + "\n")


@app.callback(invoke_without_command=True)
def root(
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
) -> None:
    """Options of gridwalk itself."""
    if version:
        sys.stdout.write(f"gridwalk {__version__}\n")
        raise typer.Exit


@app.command()
def build(
    source: Annotated[Path, typer.Argument(metavar="SOURCE.toml", help="What the city is made from.")],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="CITY", help="UnitIndex to write.")],
    as_json: AsJson = False,
) -> None:
    """Build a city bundle from what an office holds."""
    check_output(output, marker=CITY_MARKER)
    with _progress("building") as progress:
        city = build_city(read_source(source), progress=progress)
        progress.show("writing")
        write_city(city, output)
    _report_city(city, output, as_json=as_json)


@app.command()
def reference(
    output: Annotated[Path, typer.Option("-o", "--output", metavar="CITY", help="UnitIndex to write.")],
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same city.")] = 0,
    scale: Annotated[
        float, typer.Option(help="1 for the published figures; less, down to 0.02, for a small city.")
    ] = 1.0,
    kinds: Annotated[str, typer.Option(help="grid, or all for the later kinds of unit too.")] = BASE_KIND,
    as_json: AsJson = False,
) -> None:
    """Build the reference city: synthetic, with every published figure exact."""
    check_output(output, marker=CITY_MARKER)
    with _progress("reference city", {**STEPS, "writing": WRITING_SHARE}) as progress:
        city = build_reference(seed=seed, scale=scale, kinds=kinds, progress=progress)
        progress.show("writing")
        write_city(city, output)
    _report_city(city, output, as_json=as_json)


def _report_city(city: City, output: Path, *, as_json: bool) -> None:
    _print_notes(city)
    if as_json:
        _print_json(describe_city(city))
        return
    counts = ", ".join(
        f"{count:,} {name.replace('_', ' ')}" for name, count in describe_city(city)["counts"].items() if count
    )
    sys.stdout.write(f"{output}: {city.name}: {counts}\n")


@app.command()
def check(city_path: CityPath, as_json: AsJson = False) -> None:
    """Look a city over: grid units, network, snaps, what is assumed."""
    with _progress("checking"):
        report = inspect_city(open_city(city_path))
    if as_json:
        _print_json(report)
    else:
        _print_report(report)
    if report["problems"]:
        raise typer.Exit(1)


def _print_report(report: dict[str, Any]) -> None:
    console = Console(highlight=False)
    for section, body in report.items():
        entries = (
            body.items() if isinstance(body, dict) else enumerate(body, 1) if isinstance(body, list) else [("", body)]
        )
        for name, value in entries:
            text = (
                "; ".join(value) if isinstance(value, list) else f"{value:,.6g}" if isinstance(value, float) else value
            )
            console.print(_escape(f"{section:12} {name}: {text}" if name else f"{section:12} {text}"), soft_wrap=True)


@app.command()
def analyze(
    city_path: CityPath,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="OUT", help="UnitIndex to write.")],
    minutes: Annotated[float | None, typer.Option(help="One limit for all; each category's own if not given.")] = None,
    profile: Annotated[str, typer.Option(help="adult, elder, wheelchair or brisk.")] = "adult",
    category: Annotated[list[str] | None, typer.Option(help="A category; may be repeated. All if not given.")] = None,
    rules: Annotated[
        Path | None, typer.Option(metavar="RULES.toml", help="Limits; the city's own if not given.")
    ] = None,
    scheduler: Annotated[
        str | None, typer.Option(metavar="tcp://HOST:PORT", help="A Dask scheduler whose workers analyse the cities.")
    ] = None,
    processes: Annotated[int | None, typer.Option(min=1, help="Cities at once; one a processor if not given.")] = None,
    by_district: Annotated[bool, typer.Option("--by-district", help="Each district of a large city alone.")] = False,
    as_json: AsJson = False,
) -> None:
    """Find who is beyond a walk of which service; write map, tables and layers. CITY may be a .csv of cities."""
    rule_set = None if rules is None else read_rules(rules)
    request = AnalysisRequest(minutes, profile, tuple(category or ()), rule_set)
    if is_list(city_path) or by_district:
        entries = read_cities(city_path) if is_list(city_path) else [Entry(city_path.resolve(), {})]
        with _city_progress("districts" if by_district else "cities") as report:
            rows = run_cities(
                entries,
                output,
                requests=[request] * len(entries),
                by_district=by_district,
                scheduler=scheduler,
                processes=processes,
                report=report,
            )
        _report_cities(output, rows, as_json=as_json)
        return
    if scheduler is not None or processes is not None:
        raise typer.BadParameter("--scheduler and --processes go with a list of cities (.csv) or with --by-district")
    with replace_directory(output, marker=RESULTS_MARKER) as folder, _progress("analysing") as progress:
        summary = write_analysis(city_path, folder, request, progress=progress)
    if as_json:
        _print_json(summary)
    else:
        _print_summary(summary)
        sys.stdout.write(f"{output / 'coverage.html'}\n")


@contextmanager
def _city_progress(what: str) -> Iterator[Callable[[State], None]]:
    """Show tasks done, running and failed on stderr, with the time left; nothing where that is no terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), *_BAR[-2:])
    with ProgressBar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None, visible=bar.console.is_terminal)

        def report(state: State) -> None:
            told = f"{what}: {state.running} running, {state.failed} failed"
            bar.update(task, total=state.total, completed=state.done, description=told)

        yield report


def _report_cities(output: Path, rows: list[dict[str, Any]], *, as_json: bool) -> None:
    failed = [row for row in rows if row["status"] == "failed"]
    if as_json:
        _print_json(rows)
    else:
        for row in rows:
            sys.stdout.write(f"{row['name']}: {row['status']}, {row['seconds']:.1f} s\n")
        sys.stdout.write(f"{output / 'cities.xlsx'}\n")
    for row in failed:
        Console(stderr=True, highlight=False).print(
            f"[bold red]failed:[/] {_escape(row['name'])}: {_escape(row['message'])}", soft_wrap=True
        )
    if failed:
        raise typer.Exit(1)


def _print_summary(summary: dict[str, Any]) -> None:
    title = f"{summary['city']}, {summary['profile']} {summary['speed_km_h']:g} km/h"
    table = Table(title=_escape(title), box=box.SIMPLE, title_justify="left", pad_edge=False)
    table.add_column("category", overflow="fold", min_width=min(32, max(map(len, summary["categories"]), default=8)))
    for heading in ("facilities", "limit", "covered", "not covered", "unknown", "median"):
        table.add_column(heading, justify="right", no_wrap=True)
    for name, figures in summary["categories"].items():
        share, median = figures.covered_share, figures.median_walk_min
        table.add_row(
            _escape(name),
            f"{figures.facilities:,}",
            f"{figures.limit_m:,.0f} m",
            "-" if share is None else f"{share:.1%}",
            f"{figures.uncovered_population:,.0f}",
            f"{figures.unknown_population:,.0f}",
            "-" if median is None else f"{median:.1f} min",
        )
    terminal = Console()
    (terminal if terminal.is_terminal else Console(width=120)).print(table)


@app.command(name="locate")
def locate_command(
    city_path: CityPath,
    address: Annotated[str | None, typer.Argument(metavar="[ADDRESS]", help="An address as people write it.")] = None,
    lon: Annotated[float | None, typer.Option(help="Longitude in degrees.")] = None,
    lat: Annotated[float | None, typer.Option(help="Latitude in degrees.")] = None,
    datum: Annotated[str | None, typer.Option(help="wgs84, cgcs2000, gcj02 or bd09.")] = None,
    services: Annotated[bool, typer.Option("--services", help="The nearest facility of each category too.")] = False,
    as_of: Annotated[str | None, typer.Option(help="A day, such as 2024-07-01: by the boundaries of then.")] = None,
    file: Annotated[Path | None, typer.Option(help="A table (.csv, .xlsx, .gpkg) to answer row by row.")] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Where to (.csv, .xlsx, .gpkg).")] = None,
    column: Annotated[
        list[str] | None, typer.Option(help="address=NAME, lon=NAME, lat=NAME: what the file calls them.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Answer which grid unit covers an address or a place, or those of a whole file."""
    point = None if lon is None or lat is None else (lon, lat)
    given = [address is not None, point is not None, file is not None]
    if sum(given) != 1 or (lon is None) != (lat is None) or (file is None) != (output is None):
        raise typer.BadParameter("give one of: ADDRESS; --lon and --lat; --file and -o")
    city = open_city(city_path)
    if file is not None and output is not None:
        columns = _parse_columns(column or [], "address=NAME, lon=NAME or lat=NAME")
        named = choose_datum(city, datum) if datum or city.datum else None
        _locate_file(city_path, city, Task(file, output, columns, named, as_of), as_json=as_json)
        return
    unit_index = make_unit_index(city, as_of=as_of)
    if point is not None:
        place = from_lonlat(*point, datum=choose_datum(city, datum), crs=city.crs)
        answer = locate(unit_index, *place)
    else:
        match = find_match(unit_index, address or "")
        answer, place = describe_match(unit_index, match), (match.x, match.y)
    if services:
        answer = replace(answer, services=list_services(make_walk_context(city), *place))
    if as_json:
        _print_json(to_document(answer))
    else:
        _print_answer(answer)


def _parse_columns(given: list[str], expected: str) -> dict[str, str]:
    pairs = [text.partition("=") for text in given]
    wrong = [role for role, sign, name in pairs if not sign or not name]
    if wrong:
        raise typer.BadParameter(f"--column {wrong[0]}: expected {expected}")
    return {role: name for role, _, name in pairs}


def _locate_file(city_path: Path, city: City, task: Task, *, as_json: bool) -> None:
    total = count_rows(task.source) if task.source.is_file() else None
    with _row_progress(total) as advance:
        counts = locate_file(city_path, city, task, advance)
    if as_json:
        _print_json(dict(counts))
        return
    for status, count in counts.most_common():
        sys.stdout.write(f"{status}: {count:,}\n")
    sys.stdout.write(f"{task.output}\n")


@contextmanager
def _row_progress(total: int | None) -> Iterator[Callable[[int], None]]:
    """Show rows done on stderr; nothing where that is no terminal."""
    columns = (TextColumn("locating"), BarColumn(), TextColumn("{task.completed:,.0f} rows"), TimeElapsedColumn())
    with ProgressBar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total, visible=bar.console.is_terminal)
        yield lambda rows: bar.advance(task, rows)


def _print_answer(answer: Answer) -> None:
    for name, value in to_document(answer).items():
        if name in ("candidates", "services", "others"):
            continue
        text = f"{value['name']} ({value['code']})" if isinstance(value, dict) else "-" if value is None else value
        sys.stdout.write(f"{name}: {text}\n")
    for other in answer.others:
        sys.stdout.write(f"also in: {other.name} ({other.unit_code}, {other.unit_kind})\n")
    for candidate in answer.candidates:
        where = f": {candidate.address}" if candidate.address else ""
        sys.stdout.write(f"candidate: {candidate.name} ({candidate.unit_code}){where}\n")
    for service in answer.services or ():
        found = f"{service.name}, {service.walk_min:g} min" if service.facility_id else "none within an hour"
        sys.stdout.write(f"service: {service.category}: {found}\n")


@app.command()
def circle(
    city_path: CityPath,
    lon: Annotated[float, typer.Option(help="Longitude in degrees.")],
    lat: Annotated[float, typer.Option(help="Latitude in degrees.")],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="CIRCLE.geojson", help="GeoJSON to write.")],
    datum: Annotated[str | None, typer.Option(help="wgs84, cgcs2000, gcj02 or bd09.")] = None,
    minutes: Annotated[list[float] | None, typer.Option(help="A limit; may be repeated. 15 if not given.")] = None,
    profile: Annotated[str, typer.Option(help="adult, elder, wheelchair or brisk.")] = "adult",
    lines: Annotated[bool, typer.Option("--lines", help="The reached part of each edge instead of polygons.")] = False,
    tolerance: Annotated[float, typer.Option(help="Farthest that a simplified outline may move [m].")] = 0.0,
) -> None:
    """Draw what can be walked to from a place, and count who lives there."""
    city = open_city(city_path)
    x, y = from_lonlat(lon, lat, datum=choose_datum(city, datum), crs=city.crs)
    breaks = sorted(set(minutes or [15.0]))
    with _progress("drawing"):
        maker = make_circles(city, profile=profile)
        circles = draw_circle(maker, x, y, minutes=breaks)
        drawn = (
            reached_edges(maker.context, x, y, minutes=breaks)
            if lines
            else simplify_circles(circles, tolerance_m=tolerance)
        )
        with replace_file(output) as new:
            new.write_text(to_geojson(drawn), encoding="utf-8")
    for row in circles.itertuples():
        told = row.reason or f"{row.residents:,.0f} residents, {row.area_m2 / 1e6:.2f} km2"
        sys.stdout.write(f"{row.minutes:g} min ({row.limit_m:,.0f} m): {told}\n")
    sys.stdout.write(f"{output}\n")


@app.command()
def route(
    city_path: CityPath,
    home: Annotated[str, typer.Option(help="Id of the home.")],
    category: Annotated[str, typer.Option(help="The category whose nearest facility is walked to.")],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="ROUTE.geojson", help="GeoJSON to write.")],
    profile: Annotated[str, typer.Option(help="adult, elder, wheelchair or brisk.")] = "adult",
) -> None:
    """Draw the walk behind a verdict: from a home to its nearest facility of a category."""
    city = open_city(city_path)
    with _progress("walking"):
        walks = measure_walks(city, profile=profile, categories=[category])
        found = trace_route(city, walks, home_id=home, category=category)
        with replace_file(output) as new:
            new.write_text(to_geojson(found), encoding="utf-8")
    row = found.iloc[0]
    sys.stdout.write(f"{home} to {row.facility_id}: {row.length_m:,.0f} m, {row.walk_min:.1f} min\n{output}\n")


@app.command()
def plan(
    city_path: CityPath,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="OUT", help="UnitIndex to write.")],
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
    datum: Annotated[str | None, typer.Option(help="wgs84, cgcs2000, gcj02, bd09 or EPSG:n.")] = None,
    layer: Annotated[str | None, typer.Option(help="Layer or sheet of the areas' file, where it has several.")] = None,
    column: Annotated[
        list[str] | None, typer.Option(help="OURS=NAME, such as dwellings=NAME: what the areas' file calls it.")
    ] = None,
    profile: Annotated[str, typer.Option(help="adult, elder, wheelchair or brisk.")] = "adult",
    skip_bad: Annotated[bool, typer.Option("--skip-bad", help="Review the good rows of a bad file.")] = False,
    reports: Annotated[bool, typer.Option(help="Workbook and dossiers too.")] = True,
    scheduler: Annotated[
        str | None, typer.Option(metavar="tcp://HOST:PORT", help="A Dask scheduler whose workers review the cities.")
    ] = None,
    processes: Annotated[int | None, typer.Option(min=1, help="Cities at once; one a processor if not given.")] = None,
    as_json: AsJson = False,
) -> None:
    """Judge planned residential areas before they are built. CITY may be a .csv of cities with their areas."""
    columns = _parse_columns(column or [], "OURS=NAME")

    def ask(files: PlanFiles) -> ReviewRequest:
        return ReviewRequest(files, tuple(path.resolve() for path in rules or ()), profile, skip_bad, reports)

    if is_list(city_path):
        if areas or facilities or gates or roads:
            raise typer.BadParameter("the list of cities names the files: its columns areas, facilities, gates, roads")
        entries = read_cities(city_path, required=["areas"])
        requests = [ask(list_files(city_path, entry, datum=datum, layer=layer, columns=columns)) for entry in entries]
        with _city_progress("cities") as report:
            rows = run_cities(
                entries,
                output,
                kind="plan",
                requests=requests,
                scheduler=scheduler,
                processes=processes,
                report=report,
            )
        _report_cities(output, rows, as_json=as_json)
        return
    if areas is None or scheduler is not None or processes is not None:
        raise typer.BadParameter("give CITY AREAS; or a list of cities (.csv), which takes --scheduler and --processes")
    request = ask(PlanFiles(areas, gates, facilities, roads, datum, layer, columns))
    with replace_directory(output, marker=REVIEW_MARKER) as folder, _progress("reviewing", REVIEW_STEPS) as progress:
        summary = write_review(open_city(city_path), request, folder, progress=progress)
    if as_json:
        _print_json(summary)
    else:
        _print_verdicts(summary)
        sys.stdout.write(f"{output / ('review.html' if reports else REVIEW_MARKER)}\n")


def _print_verdicts(summary: dict[str, Any]) -> None:
    for row in summary["rejected"]:
        sys.stderr.write(f"left out: {row['file']}, row {row['row']} {row['plan_id']}: {row['reason']}\n")
    for scenario, counts in summary["verdicts"].items():
        told = ", ".join(f"{count:,} {TEXTS[f'verdict.{name}']['en']}" for name, count in counts.items() if count)
        sys.stdout.write(f"{TEXTS[f'scenario.{scenario}']['en']}: {told}\n")


@app.command()
def export(
    city_path: CityPath,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="CITY.gpkg", help="GeoPackage to write.")],
) -> None:
    """Write a city as one GeoPackage for desktop GIS."""
    with _progress("exporting"):
        export_city(open_city(city_path), output)
    sys.stdout.write(f"{output}\n")


@app.command()
def serve(
    city_path: CityPath,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, help="Processes.")] = 1,
) -> None:
    """Serve a city: API, maps and their documentation."""
    city = open_city(city_path)
    _check_port(host, port)
    os.environ[Settings.variable("city")] = str(city_path.resolve())
    shown = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104 - what to open, not what to bind
    sys.stdout.write(f"{city.name}: open http://{shown}:{port}/ (API: http://{shown}:{port}/docs), stop with Ctrl+C\n")
    sys.stdout.flush()
    app_: Any = "service.app:create_app" if workers > 1 else lambda: create_app(Settings(), city)  # open already
    uvicorn.run(
        app_,
        factory=True,
        host=host,
        port=port,
        workers=workers,
        log_level="warning",
        http=PromptProtocol,
        timeout_graceful_shutdown=_LAST_ANSWERS_S,
    )


def _check_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise InputError(
                f"cannot listen on {host} port {port}: {error.strerror}; choose another with --port"
            ) from None


@app.command()
def site(
    city_path: CityPath,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="OUT", help="UnitIndex to write.")],
    category: Annotated[str, typer.Option(help="Which facilities are built.")],
    add: Annotated[int | None, typer.Option(help="How many sites.")] = None,
    target: Annotated[float | None, typer.Option(help="Share of all people to be covered: the fewest sites.")] = None,
    model: Annotated[str, typer.Option(help="cover: most people; median: least mean walk.")] = "cover",
    capacity: Annotated[float | None, typer.Option(help="People that a site serves at most.")] = None,
    weights: Annotated[str, typer.Option(help="Who counts: a column of the homes.")] = "residents",
    candidates: Annotated[Path | None, typer.Option(metavar="FILE", help="Places where one may build.")] = None,
    datum: Annotated[str | None, typer.Option(help="Datum or CRS of the candidates.")] = None,
    from_network: Annotated[int, typer.Option(min=1, help="Without a file: crossings tried at most.")] = 5000,
    minutes: Annotated[float | None, typer.Option(help="A limit; the category's own if not given.")] = None,
    profile: Annotated[str, typer.Option(help="adult, elder, wheelchair or brisk.")] = "adult",
    gap: Annotated[float, typer.Option(help="Stop when proven within this share of the best.")] = 0.01,
    time_limit: Annotated[float, typer.Option(help="Stop after so many seconds; the proven gap is told.")] = 60.0,
    as_json: AsJson = False,
) -> None:
    """Say where to build facilities of a category, and prove how good that is."""
    check_output(output, marker=SITING_MARKER)
    effort = Effort(gap, time_limit)
    request = SiteRequest(
        category, add, target, model, capacity, weights, from_network, minutes, profile=profile, effort=effort
    )
    console = Console(stderr=True, highlight=False)
    with _progress("siting") as progress:
        summary = run_siting(
            city_path,
            output,
            request,
            candidates=candidates,
            datum=datum,
            tell=lambda line: console.print(f"[yellow]note:[/] {_escape(line)}", soft_wrap=True),
            progress=progress,
        )
    if as_json:
        _print_json(summary)
        return
    before, after = summary["coverage"]["before"], summary["coverage"]["after"]
    proven = "proven best" if not summary["gap"] else f"proven within {summary['gap']:.2%} of the best"
    sys.stdout.write(
        f"{summary['built']:,} sites of {summary['candidates']['count']:,} candidates, {proven}\n"
        f"residents covered: {before['covered']:,.0f} ({before['share']:.1%}) before, "
        f"{after['covered']:,.0f} ({after['share']:.1%}) after\n{output / 'sites.html'}\n"
    )


if __name__ == "__main__":
    main()
