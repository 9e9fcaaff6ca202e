"""Commands that make a city bundle, look it over and hand it on."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from geo.texts.messages import translate_message
from service.cli.language import reader_language, say, say_word
from service.cli.options import AsJson, CityOutput, CityPath
from service.cli.output import print_json, print_notes
from service.cli.progress import show_steps

if TYPE_CHECKING:
    from geo.city.model import City


def build(
    source: Annotated[Path, typer.Argument(metavar="SOURCE.toml", help="What the city is made from.")],
    output: CityOutput,
    as_json: AsJson = False,
) -> None:
    """Build a city bundle from what an office holds."""
    from geo.city.bundle import write_city
    from geo.city.destination import check_city_output
    from geo.city.reading.build import build_city
    from geo.city.source import read_source

    check_city_output(output)
    with show_steps("building") as progress:
        city = build_city(read_source(source), progress=progress)
        progress.show("writing")
        write_city(city, output)
    _print_city(city, output, as_json=as_json)


def reference(
    output: CityOutput,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same city.")] = 0,
    scale: Annotated[
        float, typer.Option(help="1 for the published figures; less, down to 0.02, for a small city.")
    ] = 1.0,
    kinds: Annotated[str, typer.Option(help="grid, or all for the later kinds of unit too.")] = "grid",
    as_json: AsJson = False,
) -> None:
    """Build the reference city: synthetic, with every published figure exact."""
    from geo.city.bundle import write_city
    from geo.city.destination import check_city_output
    from geo.reference import STEPS, WRITING_SHARE, build_reference

    check_city_output(output)
    with show_steps("reference", {**STEPS, "writing": WRITING_SHARE}) as progress:
        city = build_reference(seed=seed, scale=scale, kinds=kinds, progress=progress)
        progress.show("writing")
        write_city(city, output)
    _print_city(city, output, as_json=as_json)


def _print_city(city: "City", output: Path, *, as_json: bool) -> None:
    from geo.city.model import describe_city

    print_notes(city)
    about = describe_city(city)
    if as_json:
        print_json(about)
        return
    counts = [say(f"count.{name}", count=count) for name, count in about["counts"].items() if count]
    sys.stdout.write(say("city", path=output, name=city.name, counts=say("and").join(counts)) + "\n")


def check(city_path: CityPath, as_json: AsJson = False) -> None:
    """Look a city over: grid units, network, snaps, what is assumed."""
    with show_steps("checking"):
        from geo.city.bundle import open_city
        from geo.city.check import inspect_city

        report = inspect_city(open_city(city_path))
    if as_json:
        print_json(report)
    else:
        _print_report(report)
    if report["problems"]:
        raise typer.Exit(1)


def _print_report(report: dict[str, Any]) -> None:
    from rich.console import Console

    console = Console(highlight=False)
    for section, body in report.items():
        entries = (
            body.items() if isinstance(body, dict) else enumerate(body, 1) if isinstance(body, list) else [("", body)]
        )
        for name, value in entries:
            text, label = _write_value(value), say_word("check", section)
            entry = _name_entry(str(name), report)
            line = f"{label:12} {say('pair', name=entry, value=text)}" if name else f"{label:12} {text}"
            console.print(line, soft_wrap=True, markup=False)


def _name_entry(name: str, report: dict[str, Any]) -> str:
    """Name what a figure counts: a reason, or a word."""
    from geo.texts.reasons import is_reason, translate_reason

    lang = reader_language()
    if is_reason(name):
        return translate_reason(name, lang, **report["snapping"])
    return translate_message(say_word("check", name), lang)


def _write_value(value: Any) -> str:
    """Write a figure, a list of faults, or a note."""
    lang = reader_language()
    if isinstance(value, list):
        return "; ".join(translate_message(each, lang) for each in value)
    if isinstance(value, dict):
        return str(value[lang])
    return f"{value:,.6g}" if isinstance(value, float) else str(value)


def export(
    city_path: CityPath,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="CITY.gpkg", help="GeoPackage to write.")],
) -> None:
    """Write a city as one GeoPackage for desktop GIS."""
    with show_steps("exporting"):
        from geo.city.bundle import export_city, open_city

        export_city(open_city(city_path), output)
    sys.stdout.write(f"{output}\n")
