"""Commands that draw walks: how far one comes from a place, and the way from a home to a facility."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from service.cli.language import reader_language, refuse_options, say
from service.cli.options import CityPath, Datum, Profile
from service.cli.progress import show_steps


def circle(
    city_path: CityPath,
    lon: Annotated[float, typer.Option(help="Longitude in degrees.")],
    lat: Annotated[float, typer.Option(help="Latitude in degrees.")],
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="CIRCLE", help="File to write: .geojson, .html or .png.")
    ],
    datum: Datum = None,
    minutes: Annotated[list[float] | None, typer.Option(help="A limit; may be repeated. 15 if not given.")] = None,
    profile: Profile = "adult",
    lines: Annotated[bool, typer.Option("--lines", help="The reached part of each edge instead of polygons.")] = False,
    tolerance: Annotated[float, typer.Option(help="Farthest that a simplified outline may move, in metres.")] = 0.0,
) -> None:
    """Draw what can be walked to from a place, and count who lives there."""
    with show_steps("drawing"):
        from geo.texts.reasons import translate_reason
        from service.runs.walking import CircleRequest, draw_circle_file, find_kind

        if find_kind(output) != "data" and (lines or tolerance):
            refuse_options("--lines and --tolerance are for GeoJSON; name a file that ends in .geojson")
        request = CircleRequest(
            minutes=tuple(sorted(set(minutes or [15.0]))),
            datum=datum,
            profile=profile,
            lines=lines,
            tolerance_m=tolerance,
        )
        circles = draw_circle_file(city_path, output, (lon, lat), request, lang=reader_language())
    for row in circles.itertuples():
        reached = say("reached", residents=row.residents, area_km2=row.area_m2 / 1e6)
        text = translate_reason(row.reason, reader_language()) or reached
        sys.stdout.write(say("circle", minutes=row.minutes, limit_m=row.limit_m, text=text) + "\n")
    sys.stdout.write(f"{output}\n")


def route(
    city_path: CityPath,
    home: Annotated[str, typer.Option(help="Id of the home.")],
    category: Annotated[str, typer.Option(help="The category whose nearest facility is walked to.")],
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="ROUTE", help="File to write: .geojson, .html or .png.")
    ],
    profile: Profile = "adult",
) -> None:
    """Draw the walk behind a verdict: from a home to its nearest facility of a category."""
    with show_steps("walking"):
        from service.runs.walking import draw_route_file

        found = draw_route_file(
            city_path, output, home_id=home, category=category, profile=profile, lang=reader_language()
        )
    row = found.iloc[0]
    text = say("route", home=home, facility=row.facility_id, length_m=row.length_m, minutes=row.walk_min)
    sys.stdout.write(f"{text}\n{output}\n")
