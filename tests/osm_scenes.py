"""Small OpenStreetMap files, drawn in metres, and the walks of the city that is built from one."""

import numpy as np
import pyproj

from geo.city.reading.build import build_city
from geo.city.source import read_source
from geo.city.walks import measure_walks
from geo.texts.notes import translate_note

CRS = "EPSG:32633"
_TO_DEGREES = pyproj.Transformer.from_crs(CRS, 4326, always_xy=True)
_ORIGIN = (500_000.0, 5_540_000.0)


def place(x, y):
    """Longitude and latitude of a point in metres of the scene."""
    return _TO_DEGREES.transform(_ORIGIN[0] + x, _ORIGIN[1] + y)


def write_osm(path, ways, *, nodes=None, relations=(), bounds=(-500, -500, 4000, 2000)):
    """Write a file: ways are (points in metres, tags), points of one place are one node, nodes have tags by place."""
    number = {}
    for points, _ in ways:
        for point in points:
            number.setdefault(point, len(number) + 1)
    out = ['<osm version="0.6">']
    (west, south), (east, north) = place(*bounds[:2]), place(*bounds[2:])
    out.append(f'<bounds minlon="{west}" minlat="{south}" maxlon="{east}" maxlat="{north}"/>')
    for point, key in number.items():
        lon, lat = place(*point)
        out.append(
            f'<node id="{key}" version="1" lon="{lon:.9f}" lat="{lat:.9f}">{_tags((nodes or {}).get(point, {}))}</node>'
        )
    for key, (points, tags) in enumerate(ways, 1):
        refs = "".join(f'<nd ref="{number[point]}"/>' for point in points)
        out.append(f'<way id="{key}" version="1">{refs}{_tags(tags)}</way>')
    for key, (members, tags) in enumerate(relations, 1):
        refs = "".join(f'<member type="way" ref="{way}" role="{role}"/>' for way, role in members)
        out.append(f'<relation id="{key}" version="1">{refs}{_tags({"type": "multipolygon", **tags})}</relation>')
    path.write_text("\n".join([*out, "</osm>"]), encoding="utf-8")


def _tags(tags):
    return "".join(f'<tag k="{key}" v="{value}"/>' for key, value in tags.items())


def build(folder, homes, facilities, *, roads="", path="roads.osm", least_m=50):
    """Build a city from the roads file in a folder, with homes and facilities in metres."""
    rows = [(f"h{i}", *place(*point), 1) for i, point in enumerate(homes)]
    (folder / "homes.csv").write_text("id,lon,lat,population\n" + "".join(f"{a},{b},{c},{d}\n" for a, b, c, d in rows))
    rows = [(f"f{i}", f"c{i}", *place(*point)) for i, point in enumerate(facilities)]
    (folder / "fac.csv").write_text("id,category,lon,lat\n" + "".join(f"{a},{b},{c},{d}\n" for a, b, c, d in rows))
    (folder / "city.toml").write_text(
        f'[city]\ndatum = "wgs84"\ncrs = "{CRS}"\n[roads]\npath = "{path}"\nmin_component_m = {least_m}\n{roads}\n'
        '[grid_units]\ngenerate = "hexagon:1000"\n[homes]\npath = "homes.csv"\n[[facilities]]\npath = "fac.csv"\n'
    )
    return build_city(read_source(folder / "city.toml"))


def walk(folder, homes, facilities, **options):
    """Walks [m] from every home to every facility of a scene, infinite where there is none."""
    return measure(build(folder, homes, facilities, **options))


def walk_scenes(folder, scenes):
    """Walks [m] of many scenes in one city, 5 km apart: each is (ways, nodes, home, facility)."""

    def shift(point, i):
        return point[0], point[1] + 5000 * i

    ways = [([shift(p, i) for p in way], tags) for i, scene in enumerate(scenes) for way, tags in scene[0]]
    nodes = {shift(p, i): tags for i, scene in enumerate(scenes) for p, tags in scene[1].items()}
    write_osm(folder / "roads.osm", ways, nodes=nodes, bounds=(-500, -500, 4000, 5000 * len(scenes)))
    homes, facilities = ([shift(scene[k], i) for i, scene in enumerate(scenes)] for k in (2, 3))
    return np.diagonal(walk(folder, homes, facilities)).tolist()


def measure(city):
    """Walks [m] of a city that `build` made: homes by facilities."""
    return np.asarray(measure_walks(city).nearest.walk_m)


def list_notes(city):
    """English notes of a build."""
    return [translate_note(note, "en") for note in city.notes]
