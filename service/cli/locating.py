"""The command that answers which grid unit covers an address, a place or each row of a file."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from geo.progress import Progress
from service.cli.language import reader_language, refuse_options, say, say_word
from service.cli.options import AsJson, CityPath, Datum, parse_columns
from service.cli.output import print_json, print_notice
from service.cli.progress import show_rows, show_steps

if TYPE_CHECKING:
    from geo.locate.answers import Answer


def locate(
    city_path: CityPath,
    address: Annotated[str | None, typer.Argument(metavar="[ADDRESS]", help="An address as people write it.")] = None,
    lon: Annotated[float | None, typer.Option(help="Longitude in degrees.")] = None,
    lat: Annotated[float | None, typer.Option(help="Latitude in degrees.")] = None,
    datum: Datum = None,
    services: Annotated[bool, typer.Option("--services", help="The nearest facility of each category too.")] = False,
    as_of: Annotated[str | None, typer.Option(help="A day, such as 2024-07-01: by the boundaries of then.")] = None,
    file: Annotated[Path | None, typer.Option(help="A table (.csv, .xlsx, .gpkg) to answer row by row.")] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Where to (.csv, .xlsx, .gpkg).")] = None,
    column: Annotated[
        list[str] | None, typer.Option(help="address=NAME, lon=NAME, lat=NAME: what the file calls them.")
    ] = None,
    sheet: Annotated[str | None, typer.Option(help="Sheet of the file, where it has several.")] = None,
    as_json: AsJson = False,
) -> None:
    """Answer which grid unit covers an address or a place, or those of a whole file."""
    point = None if lon is None or lat is None else (lon, lat)
    given = [address is not None, point is not None, file is not None]
    if sum(given) != 1 or (lon is None) != (lat is None) or (file is None) != (output is None):
        refuse_options("give one of: ADDRESS; --lon and --lat; --file and -o")
    if file is not None and output is not None:
        columns = parse_columns(column, expected="address=NAME, lon=NAME or lat=NAME")
        _locate_file(city_path, file, output, columns, datum=datum, as_of=as_of, sheet=sheet, as_json=as_json)
        return
    with show_steps("locating") as progress:
        question = address or "" if point is None else point
        answer = _find_answer(city_path, question, datum=datum, as_of=as_of, services=services, progress=progress)
    if as_json:
        from geo.locate.answers import to_document

        print_json(to_document(answer))
    else:
        _print_answer(answer)


def _find_answer(
    city_path: Path,
    question: str | tuple[float, float],
    *,
    datum: str | None,
    as_of: str | None,
    services: bool,
    progress: Progress,
) -> "Answer":
    """Locate an address, or a place by longitude and latitude."""
    progress.show("open the city")
    from geo.city.bundle import open_city
    from geo.crs.projection import from_lonlat
    from geo.locate.address import describe_match, find_match
    from geo.locate.unit_index import locate as locate_place
    from geo.locate.unit_index import make_unit_index
    from service.datums import choose_datum

    city = open_city(city_path, lazy=True)
    unit_index = make_unit_index(city, as_of=as_of, with_addresses=isinstance(question, str))
    if isinstance(question, str):
        progress.show("address")
        match = find_match(unit_index, question)
        answer, place = describe_match(unit_index, match), (match.x, match.y)
    else:
        progress.show("place")
        place = from_lonlat(*question, datum=choose_datum(city, datum), crs=city.crs)
        answer = locate_place(unit_index, *place)
    if services:
        progress.show("services")
        from geo.city.walk_context import make_walk_context
        from geo.locate.services import list_services

        answer = replace(answer, services=list_services(make_walk_context(city), *place))
    return answer


def _locate_file(
    city_path: Path,
    file: Path,
    output: Path,
    columns: dict[str, str],
    *,
    datum: str | None,
    as_of: str | None,
    sheet: str | None,
    as_json: bool,
) -> None:
    """Locate every row of a file, and print how many rows have which status."""
    from geo.city.bundle import open_city
    from geo.files.rows import count_rows
    from geo.texts.notes import Note, translate_note
    from service.datums import choose_datum
    from service.runs.locate_file import Task, locate_file

    city = open_city(city_path, lazy=True)
    named = choose_datum(city, datum) if datum or city.datum else None
    total = count_rows(file) if file.is_file() else None
    notes: list[Note] = []
    with show_rows(total) as advance:
        task = Task(file, output, columns, named, as_of, sheet, reader_language())
        counts = locate_file(city_path, task, advance, tell=notes.append, is_assumed=datum is None)
    for note in notes:
        print_notice("note", translate_note(note, reader_language()))
    if as_json:
        print_json(dict(counts))
        return
    for status, count in counts.most_common():
        sys.stdout.write(say("pair", name=say_word("located", status), value=f"{count:,}") + "\n")
    sys.stdout.write(f"{output}\n")


def _print_answer(answer: "Answer") -> None:
    from geo.locate.answers import to_document

    lines = []
    for name, value in to_document(answer).items():
        if name in ("candidates", "services", "others"):
            continue
        if isinstance(value, dict):
            text = f"{value['name']} ({value['code']})"
        elif name in ("status", "level"):
            text = say_word("located", value)
        else:
            text = "-" if value is None else str(value)
        lines.append(say("pair", name=say_word("answer", name), value=text))
    lines += [say("also_in", name=each.name, code=each.unit_code, kind=each.unit_kind) for each in answer.others]
    for each in answer.candidates:
        key = "candidate_at" if each.address else "candidate"
        lines.append(say(key, name=each.name, code=each.unit_code, address=each.address))
    for service in answer.services or ():
        key = "service" if service.facility_id else "no_service"
        lines.append(say(key, category=service.category, name=service.name, minutes=service.walk_min))
    sys.stdout.write("\n".join([*lines, ""]))
