"""Small cities from line layers, drawn by a test in metres from a corner and built as an office would build them."""

import json

import numpy as np
import shapely

from geo.city.reading.build import build_city
from geo.city.source import read_source

CRS = "EPSG:4547"
#: The corner that a test's coordinates are counted from [m].
CORNER = np.array([470_000.0, 3_848_000.0])


def move(shape):
    """Move a shape that is drawn from the corner to where it lies."""
    return shapely.transform(shape, lambda xy: xy + CORNER)


def write_layer(path, rows):
    """Write ``(shape, properties)`` as GeoJSON in the city's metres."""
    features = [
        {"type": "Feature", "properties": properties, "geometry": json.loads(shapely.to_geojson(move(shape)))}
        for shape, properties in rows
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")


def write_points(path, heading, rows):
    """Write ``(values, x, y)`` as a table."""
    lines = [",".join(map(str, [*values, x + CORNER[0], y + CORNER[1]])) for values, x, y in rows]
    path.write_text("\n".join([f"{heading},x,y", *lines]) + "\n", encoding="utf-8")


def build_lines(folder, *, roads, homes, facilities, gates=(), barriers=(), road_keys="", city_keys=""):
    """Build a city: roads as corners of lines, homes as ``(x, y)`` with a resident each, facilities as shapes."""
    write_layer(folder / "roads.geojson", [(shapely.LineString(way), {"highway": "residential"}) for way in roads])
    write_points(folder / "homes.csv", "id,population", [((f"H{n}", 1), x, y) for n, (x, y) in enumerate(homes)])
    write_layer(folder / "facilities.geojson", facilities)
    write_points(folder / "gates.csv", "id,place", [((f"G{n}", place), x, y) for n, (place, x, y) in enumerate(gates)])
    write_layer(folder / "barriers.geojson", [(shape, {"kind": "wall"}) for shape in barriers])
    layers = ["homes.csv", "facilities.geojson"] + ["gates.csv"] * bool(gates) + ["barriers.geojson"] * bool(barriers)
    tables = [
        f'[city]\nname = "Lines"\ncrs = "{CRS}"\n{city_keys}',
        f'[roads]\npath = "roads.geojson"\ndatum = "{CRS}"\nmin_component_m = 50\n{road_keys}',
        '[grid_units]\ngenerate = "hexagon:500"',
        *(f'[{name.split(".")[0]}]\npath = "{name}"\ndatum = "{CRS}"' for name in layers),
    ]
    source = folder / "city.toml"
    source.write_text("\n".join(tables) + "\n", encoding="utf-8")
    return build_city(read_source(source))
