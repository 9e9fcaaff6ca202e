"""Commands that draw walks: how far one comes from a place, and the way from a home to a facility."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from service.cli.language import reader_language, say
from service.cli.options import CityPath, Datum, Profile
from service.cli.progress import show_steps


def circle(
    city_path: CityPath,
    lon: Annotated[float, typer.Option(help="Longitude in degrees.")],
    lat: Annotated[float, typer.Option(help="Latitude in degrees.")],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="CIRCLE.geojson", help="GeoJSON to write.")],
    datum: Datum = None,
    minutes: Annotated[list[float] | None, typer.Option(help="A limit; may be repeated. 15 if not given.")] = None,
    profile: Profile = "adult",
    lines: Annotated[bool, typer.Option("--lines", help="The reached part of each edge instead of polygons.")] = False,
    tolerance: Annotated[float, typer.Option(help="Farthest that a simplified outline may move, in metres.")] = 0.0,
) -> None:
    """Draw what can be walked to from a place, and count who lives there."""
    with show_steps("drawing"):
        from geo.circles.circles import draw_circle, make_circles
        from geo.circles.reach import reached_edges
        from geo.circles.simplify import simplify_circles
        from geo.city.bundle import open_city
        from geo.crs.projection import from_lonlat
        from geo.files.directories import replace_file
        from geo.files.writers import to_geojson
        from geo.texts.reasons import translate_reason
        from service.datums import choose_datum

        city = open_city(city_path, lazy=True)
        x, y = from_lonlat(lon, lat, datum=choose_datum(city, datum), crs=city.crs)
        breaks = sorted(set(minutes or [15.0]))
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
        reached = say("reached", residents=row.residents, area_km2=row.area_m2 / 1e6)
        text = translate_reason(row.reason, reader_language()) or reached
        sys.stdout.write(say("circle", minutes=row.minutes, limit_m=row.limit_m, text=text) + "\n")
    sys.stdout.write(f"{output}\n")


def route(
    city_path: CityPath,
    home: Annotated[str, typer.Option(help="Id of the home.")],
    category: Annotated[str, typer.Option(help="The category whose nearest facility is walked to.")],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="ROUTE.geojson", help="GeoJSON to write.")],
    profile: Profile = "adult",
) -> None:
    """Draw the walk behind a verdict: from a home to its nearest facility of a category."""
    with show_steps("walking"):
        from geo.circles.routes import trace_route
        from geo.city.bundle import open_city
        from geo.city.walks import measure_walks
        from geo.files.directories import replace_file
        from geo.files.writers import to_geojson

        city = open_city(city_path, lazy=True)
        walks = measure_walks(city, profile=profile, categories=[category])
        found = trace_route(city, walks, home_id=home, category=category)
        with replace_file(output) as new:
            new.write_text(to_geojson(found), encoding="utf-8")
    row = found.iloc[0]
    text = say("route", home=home, facility=row.facility_id, length_m=row.length_m, minutes=row.walk_min)
    sys.stdout.write(f"{text}\n{output}\n")
