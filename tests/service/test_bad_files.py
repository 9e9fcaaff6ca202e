"""Bad files of all kinds: one message each, in both languages; what it says to do, done, and the file is taken."""

import re
from dataclasses import dataclass, field
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import pytest
import shapely

from geo.city.bundle import write_city
from geo.city.reading.build import build_city
from geo.city.sample import build_sample
from geo.city.source import read_source
from geo.errors import GeoError, InputError
from geo.plans.read.batch_files import PlanFiles, read_plans
from geo.texts.messages import translate_message
from service.runs.locate_file import Task, locate_file
from tests.service.cities import CLINIC_RULES, SOUTH, WEST, write_office

#: English words that stand in a Chinese message all the same: names, keys, and what a library says of a geometry.
KEPT = re.compile(
    r"适用于 .*,而道路|/[A-Za-z0-9_./-]+|[“\"\[(][^”\"\])]*[”\"\])]|Self-intersection"
    r"|[\w.-]+\.\w+|[A-Za-z_]+ ?=|\w*_\w+"
)
FUNCTION_WORDS = re.compile(r"\b(the|a|an|is|are|of|expected|or|and|to|not|no|its|has|have|one|for|with|it)\b")


@dataclass(frozen=True)
class Bad:
    """A way to spoil a file, what the message must say, and what it says to do."""

    name: str
    spoil: Any
    says: tuple[str, ...]
    mend: Any


def line(old, new):
    """Change the source file."""
    return lambda office: office.edit(old, new)


def cell(table, row, column, value):
    """Change a cell of a table; row counts from 0."""

    def change(office):
        frame = getattr(office, table)
        if isinstance(value, str):
            frame[column] = frame[column].astype(object)
        frame.loc[row, column] = value
        office.save()

    return change


def shape(table, row, geometry):
    return cell(table, row, "geometry", geometry)


def table(name, change):
    """Replace a table by what a function makes of it."""

    def replace_(office):
        setattr(office, name, change(getattr(office, name)))
        office.save()

    return replace_


def write(name, content):
    return lambda office: (office.folder / name).write_bytes(content)


def steps(*changes):
    return lambda office: [change(office) for change in changes]


def square(x, y, size=600.0):
    return shapely.box(WEST + x, SOUTH + y, WEST + x + size, SOUTH + y + size)


def swap(geometry):
    return shapely.transform(geometry, lambda xy: xy[:, ::-1])


LONLAT = {"lon": "lat", "lat": "lon"}
BOW = shapely.Polygon([(WEST, SOUTH), (WEST + 600, SOUTH + 600), (WEST + 600, SOUTH), (WEST, SOUTH + 600)])
FIRST = square(0, 600)
HOMES = 'path = "homes.csv"\ndatum = "wgs84"'
UNITS = 'path = "units.gpkg"'
WORKERS = '[workers]\npath = "workers.csv"\ncolumns = { id = "id", grid_unit = "grid" }\n'
#: A table of a rule set, whole.
CATEGORY = f"""id = "one"
source = "x"{CLINIC_RULES}"""
NORM = """[[norms]]
facility = "clinic"
amount = 3
source = "x"
verified = true
"""


def rules(text):
    """Write a rule set."""
    return write("rules.toml", f'name = {{ zh = "一", en = "One" }}\n{text}'.encode())


def put(name, old, new):
    """Change a text in a file."""

    def change(office):
        text = (office.folder / name).read_text("utf-8")
        assert old in text
        (office.folder / name).write_text(text.replace(old, new), "utf-8")

    return change


SOURCE_FILES = [
    Bad(
        "a table is missing",
        line("[homes]\n" + HOMES, ""),
        ("[homes] is missing",),
        line("[facilities]", f"[homes]\n{HOMES}\n[facilities]"),
    ),
    Bad(
        "a table is misspelt",
        line("[workers]", "[wrokers]"),
        ("did you mean workers?",),
        line("[wrokers]", "[workers]"),
    ),
    Bad(
        "a key is misspelt", line("crossings", "crosings"), ("did you mean crossings?",), line("crosings", "crossings")
    ),
    Bad(
        "a column is misspelt",
        line('grid_unit = "grid"', 'grid_units = "grid"'),
        ("did you mean grid_unit?",),
        line('grid_units = "grid"', 'grid_unit = "grid"'),
    ),
    Bad(
        "crs in the table of a file",
        line('"roads.gpkg"', '"roads.gpkg"\ncrs = "EPSG:4547"'),
        ('datum = "EPSG:4547"',),
        line('crs = "EPSG:4547"\ncross', 'datum = "EPSG:4547"\ncross'),
    ),
    Bad(
        "a number for a text",
        line('"Small City"', "7"),
        ("[city] name = 7: expected text",),
        line("name = 7", 'name = "7"'),
    ),
    Bad("an unknown word", line('"join"', '"both"'), ('expected "apart" or "join"',), line('"both"', '"join"')),
    Bad("no path", line(HOMES, ""), ("[homes] needs either path or from",), line("[homes]\n", f"[homes]\n{HOMES}\n")),
    Bad(
        "a file that is not there",
        line("homes.csv", "houses.csv"),
        ('[homes] path = "houses.csv": no such file',),
        line("houses.csv", "homes.csv"),
    ),
    Bad("no TOML", line("[homes]", "[homes"), ("not valid TOML", "line 10"), line("[homes\n", "[homes]\n")),
    Bad(
        "a source file in GBK",
        lambda office: office.source.write_bytes(
            office.edit("Small City", "小城").source.read_text("utf-8").encode("gbk")
        ),
        ("save the source file as UTF-8",),
        lambda office: office.source.write_text(office.source.read_bytes().decode("gbk"), "utf-8"),
    ),
    Bad(
        "a list for a table",
        line("[divisions]", "[[divisions]]"),
        ("[[divisions]] is a list; only [[facilities]]",),
        line("[[divisions]]", "[divisions]"),
    ),
    Bad(
        "a pattern that is none",
        line(UNITS, 'generate = "square:250"'),
        ('expected "hexagon:250"',),
        steps(line("square:250", "hexagon:250"), line(WORKERS, "")),
    ),
    Bad(
        "tiny hexagons",
        steps(line(UNITS, 'generate = "hexagon:0.05"'), line(WORKERS, "")),
        ('expected "hexagon:250", the edge in metres, 1 to 100,000',),
        line("hexagon:0.05", "hexagon:250"),
    ),
    Bad(
        "homes from OpenStreetMap without it",
        line(HOMES, 'from = "osm-buildings"'),
        ("[roads] to be an OpenStreetMap file",),
        line('from = "osm-buildings"', HOMES),
    ),
    Bad(
        "a datum that nobody knows",
        line(HOMES, HOMES.replace("wgs84", "gcj-02")),
        ("wgs84, cgcs2000, gcj02, bd09",),
        line("gcj-02", "wgs84"),
    ),
    Bad(
        "a rule set that is not there",
        line("[city]", '[city]\nrules = "rules.toml"'),
        ('rules = "rules.toml"', "no such file"),
        rules(CATEGORY),
    ),
    Bad(
        "a rule set with a wrong number",
        steps(rules(CATEGORY.replace("1000", '"far"')), line("[city]", '[city]\nrules = "rules.toml"')),
        ("radius.m", "expected a number above 0"),
        rules(CATEGORY),
    ),
    Bad(
        "folders with backslashes",
        line('"homes.csv"', r'"D:\offices\homes.csv"'),
        (r"write folders with / instead of \, as in",),
        line(r'"D:\offices\homes.csv"', '"homes.csv"'),
    ),
    Bad(
        "quotes of a word processor",
        line('"homes.csv"', "“homes.csv”"),
        ('write " instead of “',),
        line("“homes.csv”", '"homes.csv"'),
    ),
    Bad(
        "a text without quotes",
        line('"homes.csv"', "homes.csv"),
        ('put the text into quotes: path = "homes.csv"',),
        line("path = homes.csv", 'path = "homes.csv"'),
    ),
    Bad(
        "a heading twice",
        line(HOMES, f'{HOMES}\n[roads]\nlayer = "x"'),
        ("Cannot declare [roads] twice", "under one heading"),
        line('\n[roads]\nlayer = "x"', ""),
    ),
    Bad(
        "several files in one table",
        line('path = "homes.csv"', 'path = ["homes.csv"]'),
        ("expected the name of one file, as text",),
        line('["homes.csv"]', '"homes.csv"'),
    ),
    Bad(
        "an ending that Windows hides",
        lambda office: (office.folder / "homes.csv").rename(office.folder / "homes.csv.txt"),
        ("did you mean homes.csv.txt?",),
        line('"homes.csv"', '"homes.csv.txt"'),
    ),
    Bad(
        "columns named the wrong way round",
        line(HOMES, f'{HOMES}\ncolumns = {{ "常住人口" = "population" }}'),
        ('column 常住人口 in [homes]: our name stands on the left; write population = "常住人口"',),
        line('"常住人口" = "population"', 'population = "population"'),
    ),
    Bad(
        "a norm without a measure",
        steps(rules(CATEGORY + NORM), line("[city]", '[city]\nrules = "rules.toml"')),
        ("norm 1: no measure; expected one of floor_area_m2, land_area_m2, places, people",),
        rules(f'{CATEGORY}{NORM}measure = "floor_area_m2"\n'),
    ),
]

TABLES = [
    Bad("a file of nothing", write("homes.csv", b""), ("is empty, 0 bytes",), lambda office: office.save()),
    Bad(
        "a quote without end",
        put("facilities.csv", "乙", '"乙'),
        ("facilities.csv, row 3: a quote that begins does not end",),
        put("facilities.csv", '"乙', "乙"),
    ),
    Bad(
        "a Shapefile without its table",
        steps(
            lambda office: office.units.to_file(office.folder / "units.shp", encoding="utf-8"),
            lambda office: (office.folder / "units.dbf").unlink(),
            line("units.gpkg", "units.shp"),
        ),
        ("units.shp: its .dbf is missing",),
        lambda office: office.units.to_file(office.folder / "units.shp", encoding="utf-8"),
    ),
    Bad(
        "a GeoJSON broken off",
        steps(write("units.geojson", b'{"type": "FeatureCollection", "fea'), line("units.gpkg", "units.geojson")),
        ("units.geojson: is damaged", "export it again"),
        lambda office: office.units.to_file(office.folder / "units.geojson"),
    ),
    Bad(
        "a web page for an OpenStreetMap file",
        steps(write("roads.osm", b"<!DOCTYPE html><html>Error</html>"), line('"roads.gpkg"', '"roads.osm"')),
        ("roads.osm: is a web page, not what .osm says",),
        line('"roads.osm"', '"roads.gpkg"'),
    ),
    Bad(
        "no such layer",
        line(UNITS, f'{UNITS}\nlayer = "cells"'),
        ('no layer "cells"', "the file has: units"),
        line('"cells"', '"units"'),
    ),
    Bad(
        "several layers",
        lambda office: office.units.to_file(office.folder / "units.gpkg", layer="more"),
        ("name one as layer", "units, more"),
        line(UNITS, f'{UNITS}\nlayer = "units"'),
    ),
    Bad(
        "a column is missing",
        table("homes", lambda frame: frame.rename(columns={"population": "how many"})),
        ('no column "population"', "how many", "Name it under columns"),
        line(HOMES, f'{HOMES}\ncolumns = {{ population = "how many" }}'),
    ),
    Bad(
        "a named column is missing",
        line(HOMES, f'{HOMES}\ncolumns = {{ population = "人数" }}'),
        ('no column "人数" for population', "population"),
        line('"人数"', '"population"'),
    ),
    Bad(
        "no rows",
        table("facilities", lambda frame: frame.iloc[:0]),
        ("facilities.csv: holds no rows; expected at least one",),
        table(
            "facilities",
            lambda _: pd.DataFrame({"id": ["f1"], "lon": 114.001, "lat": 34.735, "category": "clinic", "name": ""}),
        ),
    ),
    Bad(
        "a negative number",
        cell("homes", 3, "population", -3),
        ("homes.csv, row 5, column population", "expected a number of 0 or more"),
        cell("homes", 3, "population", 3),
    ),
    Bad(
        "a word for a number",
        cell("homes", 3, "population", "many"),
        ('row 5, column population: "many"', "expected a number of 0 or more"),
        cell("homes", 3, "population", "3"),
    ),
    Bad(
        "a coordinate that is a word",
        cell("homes", 5, "lat", "north"),
        ('row 7, column lat: "north"', "expected decimal degrees, such as 34.7556"),
        cell("homes", 5, "lat", "34.735"),
    ),
    Bad(
        "an id twice", cell("facilities", 1, "id", "f1"), ("f1 stands in rows 2, 3",), cell("facilities", 1, "id", "f2")
    ),
    Bad(
        "no id",
        cell("facilities", 1, "id", ""),
        ("facilities.csv, row 3, column id: empty",),
        cell("facilities", 1, "id", "f2"),
    ),
    Bad(
        "a line with too many cells",
        put("facilities.csv", "乙", "乙,丙"),
        ("facilities.csv, row 3: 6 cells below 5 headings", "quotes"),
        put("facilities.csv", "乙,丙", '"乙,丙"'),
    ),
    Bad(
        "a false encoding",
        line('path = "facilities.csv"', 'path = "facilities.csv"\nencoding = "ascii"'),
        ("facilities.csv", "leave encoding out"),
        line('\nencoding = "ascii"', ""),
    ),
    Bad(
        "an unknown ending",
        steps(line("homes.csv", "homes.doc"), write("homes.doc", b"x")),
        (".doc is not read", ".xlsx"),
        line("homes.doc", "homes.csv"),
    ),
    Bad(
        "a damaged GeoPackage",
        write("units.gpkg", b"no such thing"),
        ("units.gpkg", "export it again"),
        lambda office: office.save(),
    ),
    Bad(
        "a worker of no unit",
        cell("workers", 0, "grid", "9"),
        ('refers to grid unit "9", which does not exist',),
        cell("workers", 0, "grid", "410102001001002"),
    ),
    Bad(
        "a parent that is no division",
        cell("divisions", 3, "parent", "9"),
        ("parent 9 of 410102001001 is no division",),
        cell("divisions", 3, "parent", "410102001000"),
    ),
    Bad(
        "an unknown level",
        cell("divisions", 3, "level", "block"),
        ('level "block"', "community"),
        cell("divisions", 3, "level", "community"),
    ),
    Bad(
        "a unit of no division",
        cell("units", 0, "community", "8"),
        ('refers to division "8"',),
        cell("units", 0, "community", "410102001001"),
    ),
    Bad(
        "a category that cannot be used",
        cell("facilities", 0, "category", "all"),
        ("cannot be used; rename it",),
        cell("facilities", 0, "category", "clinic"),
    ),
    Bad(
        "categories that differ by case",
        cell("facilities", 1, "category", "Clinic"),
        ("differ only by case",),
        cell("facilities", 1, "category", "clinic"),
    ),
    Bad(
        "one facility in two tables",
        steps(
            line("[workers]", '[[facilities]]\npath = "more.csv"\ndatum = "wgs84"\n[workers]'),
            line("[facilities]", "[[facilities]]"),
            lambda office: office.facilities.to_csv(office.folder / "more.csv", index=False),
        ),
        ("f1 stands in several tables",),
        lambda office: office.facilities.assign(id=["g1", "g2"]).to_csv(office.folder / "more.csv", index=False),
    ),
    Bad(
        "categories that no facility has",
        line('path = "facilities.csv"', 'path = "facilities.csv"\ncategories = { "zoo" = "zoo" }'),
        ("none of its categories is named in [facilities] categories",),
        line('"zoo" = "zoo"', '"clinic" = "clinic"'),
    ),
]

GEOMETRY = [
    Bad(
        "coordinates without a datum",
        line(HOMES, 'path = "homes.csv"'),
        ("which datum are lon and lat in?", "wgs84"),
        line('path = "homes.csv"', HOMES),
    ),
    Bad(
        "no coordinates",
        table("homes", lambda frame: frame.rename(columns={"lon": "east", "lat": "north"})),
        ('columns = { lon = "...", lat = "..." }',),
        line(HOMES, f'{HOMES}\ncolumns = {{ lon = "east", lat = "north" }}'),
    ),
    Bad(
        "latitude first",
        table("homes", lambda frame: frame.rename(columns=LONLAT)),
        ("longitude and latitude are swapped",),
        table("homes", lambda frame: frame.rename(columns=LONLAT)),
    ),
    Bad(
        "degrees called metres",
        line(HOMES, HOMES.replace("wgs84", "EPSG:4547")),
        ("are degrees, but EPSG:4547 measures in metres", "wgs84"),
        line('"homes.csv"\ndatum = "EPSG:4547"', '"homes.csv"\ndatum = "wgs84"'),
    ),
    Bad(
        "places of another city",
        table("homes", lambda frame: frame.assign(lon=frame["lon"] + 2)),
        ("near 116.0", "the roads near 114.0"),
        table("homes", lambda frame: frame.assign(lon=frame["lon"] - 2)),
    ),
    Bad(
        "a city in degrees", line("EPSG:4547", "EPSG:4326"), ("[city] crs", "EPSG:4547"), line("EPSG:4326", "EPSG:4547")
    ),
    Bad(
        "a city in tiles",
        line("EPSG:4547", "EPSG:3857"),
        ("[city] crs", "leave it out for the local UTM zone"),
        line('crs = "EPSG:3857"\n', ""),
    ),
    Bad(
        "no CRS at all",
        line("EPSG:4547", "Gauss-Krueger"),
        ("no coordinate reference system", "EPSG:4547"),
        line("Gauss-Krueger", "EPSG:4547"),
    ),
    Bad(
        "a CRS of elsewhere",
        line("EPSG:4547", "EPSG:32633"),
        ("lie at 114.0", "use EPSG:32650"),
        line("EPSG:32633", "EPSG:32650"),
    ),
    Bad(
        "a layer without its CRS",
        steps(
            lambda office: office.units.to_file(office.folder / "units.shp", encoding="utf-8"),
            lambda office: (office.folder / "units.prj").unlink(),
            line("units.gpkg", "units.shp"),
        ),
        ("has no CRS", 'datum = "EPSG:..."'),
        line('"units.shp"', '"units.shp"\ndatum = "EPSG:4547"'),
    ),
    Bad(
        "roads with north first",
        table("roads", lambda frame: frame.assign(geometry=swap(frame.geometry.to_numpy()))),
        ("exchange x and y",),
        table("roads", lambda frame: frame.assign(geometry=swap(frame.geometry.to_numpy()))),
    ),
    Bad(
        "a unit without geometry",
        shape("units", 0, None),
        ("units.gpkg, row 1: no geometry",),
        shape("units", 0, FIRST),
    ),
    Bad(
        "a unit that is a line",
        table("units", lambda frame: frame.assign(geometry=[frame.geometry[0].boundary, *frame.geometry[1:]])),
        ("expected a polygon",),
        shape("units", 0, FIRST),
    ),
    Bad(
        "a unit that crosses itself",
        shape("units", 2, BOW),
        ("410102001001003: Self-intersection", "redraw its outline there"),
        shape("units", 2, square(0, 0)),
    ),
    Bad(
        "units that overlap",
        shape("units", 0, square(0, 500)),
        ("410102001001001 and 410102001001003 overlap by 60,000.0 m2",),
        shape("units", 0, FIRST),
    ),
    Bad(
        "a unit twice",
        shape("units", 1, FIRST),
        ("410102001001001 and 410102001001002 have the same polygon",),
        shape("units", 1, square(600, 600)),
    ),
    Bad(
        "an unknown kind of unit",
        table("units", lambda frame: frame.assign(kind="cell")),
        ('is of kind "cell"; expected one of grid',),
        table("units", lambda frame: frame.assign(kind="grid")),
    ),
    Bad(
        "roads that are areas",
        table("roads", lambda _: gpd.GeoDataFrame(geometry=[square(0, 0, 1200)], crs=4547)),
        ("expected lines",),
        table("roads", lambda frame: gpd.GeoDataFrame(geometry=frame.boundary, crs=4547)),
    ),
    Bad(
        "roads closed to walkers",
        table("roads", lambda frame: frame.assign(highway="motorway")),
        ("none of its 14 roads is open to walkers", "highway"),
        table("roads", lambda frame: frame.assign(highway="residential")),
    ),
    Bad(
        "roads in short pieces",
        line("crossings", "min_component_m = 50_000\ncrossings"),
        ("the longest has 16,800 m", "set min_component_m in [roads]"),
        line("50_000", "500"),
    ),
    Bad(
        "a boundary of lines",
        line("[city]", '[city]\nboundary = "roads.gpkg"'),
        ("expected polygons",),
        line('"roads.gpkg"\nname', '"units.gpkg"\nname'),
    ),
    Bad(
        "a boundary of elsewhere",
        steps(
            lambda office: office.units.set_geometry(office.units.translate(90_000, 0)).to_file(
                office.folder / "away.gpkg"
            ),
            line("[city]", '[city]\nboundary = "away.gpkg"'),
        ),
        ("no home lies inside it",),
        line("away.gpkg", "units.gpkg"),
    ),
]


def say(error):
    """The message in English, after it was seen that the Chinese one has no English sentence left."""
    chinese = translate_message(str(error), "zh")
    left = FUNCTION_WORDS.findall(KEPT.sub("", chinese))
    assert left == [], chinese
    assert re.search(r"[\u4e00-\u9fff]", chinese)
    return str(error)


@pytest.mark.heavy
@pytest.mark.parametrize("bad", SOURCE_FILES + TABLES + GEOMETRY, ids=lambda bad: bad.name)
def test_a_bad_file_of_a_city_is_mended_by_what_the_message_says(tmp_path, bad):
    office = write_office(tmp_path / "office")
    bad.spoil(office)
    with pytest.raises(GeoError) as refusal:
        build_city(read_source(office.source))
    message = say(refusal.value)
    assert [words for words in bad.says if words not in message] == [], message
    bad.mend(office)
    assert len(build_city(read_source(office.source)).homes) == 40


# --- plan areas

CRS = pyproj.CRS.from_epsg(4547)
EXTENT = shapely.box(WEST, SOUTH, WEST + 5000, SOUTH + 5000)


@dataclass
class Batch:
    """The tables of a batch; change one, and it is written anew."""

    folder: Any
    areas: Any = None
    gates: Any = None
    facilities: Any = None
    ending: str = ".gpkg"
    datum: str | None = None
    columns: dict[str, str] = field(default_factory=dict)

    def read(self):
        paths = {}
        for name in ("areas", "gates", "facilities"):
            frame = getattr(self, name)
            if frame is None:
                continue
            path = self.folder / f"{name}{self.ending if name == 'areas' else '.gpkg'}"
            path.unlink(missing_ok=True)
            frame.to_csv(path, index=False) if path.suffix == ".csv" else frame.to_file(path)
            paths[name] = path
        files = PlanFiles(**paths, datum=self.datum, columns=self.columns)
        return read_plans(files, crs=CRS, extent=EXTENT, categories={"clinic", "school"})


def plots(**columns):
    table = {"plan_id": ["P-1", "P-2"], "dwellings": [300.0, 200.0]} | columns
    return gpd.GeoDataFrame(table, geometry=[square(1000, 1000, 200), square(2000, 1000, 200)], crs=CRS)


def as_text(*texts):
    return pd.DataFrame({"plan_id": ["P-1", "P-2"], "dwellings": [300, 200], "wkt": texts})


def areas(frame, **more):
    def change(batch):
        batch.areas = frame
        for name, value in more.items():
            setattr(batch, name, value)

    return change


def others(name, frame):
    return lambda batch: setattr(batch, name, frame)


def points(*places, **columns):
    at = [shapely.Point(WEST + x, SOUTH + y) for x, y in places]
    return gpd.GeoDataFrame(columns, geometry=at, crs=CRS)


def drawn(first):
    return plots().assign(geometry=[first, square(2000, 1000, 200)])


RING = shapely.to_wkt(square(1000, 1000, 200))
OTHER = shapely.to_wkt(square(2000, 1000, 200))
TABLE = {"ending": ".csv", "datum": "EPSG:4547"}
PLANS = [
    Bad(
        "a negative number",
        areas(plots(households=[5.0, -5.0])),
        ("areas.gpkg, row 2, column households", "expected a number of 0 or more"),
        areas(plots(households=[5.0, 5.0])),
    ),
    Bad(
        "too many residents",
        areas(plots(residents=[5000.0, np.nan])),
        ("5000 residents in 300 dwellings", "expected 15 or fewer each"),
        areas(plots(residents=[1000.0, np.nan])),
    ),
    Bad("no number of homes", areas(plots(dwellings=[np.nan, 200.0])), ("state at least one of them",), areas(plots())),
    Bad(
        "0 beside a number",
        areas(plots(residents=[0.0, np.nan])),
        ("leave empty what is unknown",),
        areas(plots(residents=[np.nan, np.nan])),
    ),
    Bad(
        "a year that is none",
        areas(plots(year=[1066.0, np.nan])),
        ("year 1066", "or nothing"),
        areas(plots(year=[np.nan, np.nan])),
    ),
    Bad(
        "no column of homes",
        areas(plots().rename(columns={"dwellings": "套"})),
        ("no column for dwellings", "Name it with --column dwellings="),
        areas(plots().rename(columns={"dwellings": "套"}), columns={"dwellings": "套"}),
    ),
    Bad(
        "a column that we do not know",
        areas(plots(), columns={"dwelings": "dwellings"}),
        ("did you mean dwellings?",),
        areas(plots(), columns={"dwellings": "dwellings"}),
    ),
    Bad("an id twice", areas(plots(plan_id=["P-1", "P-1"])), ("P-1 stands in rows 1, 2",), areas(plots())),
    Bad(
        "an area that is a line",
        areas(drawn(shapely.LineString([(WEST, SOUTH), (WEST + 200, SOUTH), (WEST + 200, SOUTH + 200)]))),
        ("a LineString; expected a Polygon", "close the line and make it a polygon"),
        areas(plots()),
    ),
    Bad(
        "an outline that crosses itself",
        areas(drawn(BOW)),
        ("areas.gpkg, row 1: Self-intersection", "redraw the outline there"),
        areas(plots()),
    ),
    Bad(
        "no geometry",
        areas(drawn(None)),
        ("areas.gpkg, row 1: no geometry; draw it, or delete the row",),
        areas(plots().iloc[1:]),
    ),
    Bad(
        "a tiny area",
        areas(drawn(square(1000, 1000, 0.5))),
        ("row 1: 0.2 m2; expected", "units of the CRS"),
        areas(plots()),
    ),
    Bad(
        "an area outside the city",
        areas(drawn(square(9000, 1000, 200))),
        ("row 1: lies outside the city's data; check its coordinates",),
        areas(plots()),
    ),
    Bad(
        "an area partly outside",
        areas(drawn(square(-100, 1000, 200))),
        ("50.0 % of it lies outside",),
        areas(drawn(square(0, 1000, 200))),
    ),
    Bad(
        "a table without datum",
        areas(as_text(RING, OTHER), ending=".csv"),
        ("--datum EPSG:n",),
        areas(as_text(RING, OTHER), **TABLE),
    ),
    Bad(
        "a boundary that is none",
        areas(as_text("north of the road", OTHER), **TABLE),
        ("areas.csv, row 2: column boundary", "is no valid WKT"),
        areas(as_text(RING, OTHER), **TABLE),
    ),
    Bad(
        "a boundary of two corners",
        areas(as_text("1,2;3,4", OTHER), **TABLE),
        ("2 different points; expected 3 or more",),
        areas(as_text(RING, OTHER), **TABLE),
    ),
    Bad(
        "a boundary with SRID",
        areas(as_text(f"SRID=4547;{RING}", OTHER), **TABLE),
        ("leave that out and name the datum",),
        areas(as_text(RING, OTHER), **TABLE),
    ),
    Bad(
        "no boundary",
        areas(as_text("", OTHER), **TABLE),
        ("row 2: no geometry; draw it, or delete the row",),
        areas(as_text(RING, OTHER).iloc[1:], **TABLE),
    ),
    Bad(
        "no column of boundaries",
        areas(as_text(RING, OTHER).rename(columns={"wkt": "where"}), **TABLE),
        ("expected a column with it: boundary, wkt",),
        areas(as_text(RING, OTHER), **TABLE),
    ),
    Bad(
        "a gate of no area",
        others("gates", points((1000, 1100), plan_id=["P-9"])),
        ('refers to plan_id "P-9", which areas.gpkg does not have',),
        others("gates", points((1000, 1100), plan_id=["P-1"])),
    ),
    Bad(
        "a gate far from its area",
        others("gates", points((1500, 1100), plan_id=["P-1"])),
        ("from the outline of P-1", "put it on the outline"),
        others("gates", points((1200, 1100), plan_id=["P-1"])),
    ),
    Bad(
        "an unknown category",
        others("facilities", points((1000, 1100), facility_id=["N"], category=["zoo"], stage=["plan"])),
        ('unknown category "zoo"; expected one of: clinic, school',),
        others("facilities", points((1000, 1100), facility_id=["N"], category=["clinic"], stage=["plan"])),
    ),
    Bad(
        "an unknown stage",
        others("facilities", points((1000, 1100), facility_id=["N"], category=["clinic"], stage=["soon"])),
        ('unknown stage "soon"; expected one of: plan',),
        others("facilities", points((1000, 1100), facility_id=["N"], category=["clinic"], stage=["plan"])),
    ),
]


@pytest.mark.heavy
@pytest.mark.parametrize("bad", PLANS, ids=lambda bad: bad.name)
def test_a_bad_batch_is_mended_by_what_the_message_says(tmp_path, bad):
    batch = Batch(tmp_path, plots())
    bad.spoil(batch)
    with pytest.raises(InputError) as refusal:
        batch.read()
    message = say(refusal.value)
    assert [words for words in bad.says if words not in message] == [], message
    bad.mend(batch)
    assert 1 <= len(batch.read().areas) <= 2


# --- files of places

LOCATED = [
    Bad(
        "no column to locate by",
        {"text": "k,m\n117,34.98\n"},
        ("--column lon=NAME --column lat=NAME", "it has: k, m"),
        {"columns": {"lon": "k", "lat": "m"}},
    ),
    Bad(
        "a column that is not there",
        {"columns": {"lon": "x", "lat": "lat"}},
        ('no column "x" for lon; it has: lon, lat',),
        {"columns": {"lon": "lon", "lat": "lat"}},
    ),
    Bad(
        "a role that is none",
        {"columns": {"long": "lon", "lat": "lat"}},
        ("expected one of address, lon, lat before the =",),
        {"columns": {"lon": "lon", "lat": "lat"}},
    ),
    Bad("no datum", {"datum": None}, ("Name it with --datum",), {"datum": "wgs84"}),
    Bad("an output that is none", {"output": "out.doc"}, (".csv, .xlsx, .gpkg",), {"output": "out.csv"}),
    Bad("the file itself", {"output": "in.csv"}, ("choose another name with -o",), {"output": "out.csv"}),
    Bad("no such file", {"source": "places.csv"}, ("places.csv: no such file",), {"source": "in.csv"}),
    Bad(
        "a quote without end",
        {"text": 'lon,lat,name\n117,34.98,"甲\n117,34.98,乙\n'},
        ("a quote that begins does not end",),
        {"text": "lon,lat\n117,34.98\n"},
    ),
    Bad("a day that is none", {"as_of": "1.7.2024"}, ("expected a day as 2024-07-01",), {"as_of": "2024-07-01"}),
]


@pytest.fixture(scope="module")
def sample_city(tmp_path_factory):
    path = tmp_path_factory.mktemp("sample") / "city"
    write_city(build_sample(), path)
    return path


@pytest.mark.parametrize("bad", LOCATED, ids=lambda bad: bad.name)
def test_a_bad_file_of_places_is_mended_by_what_the_message_says(tmp_path, sample_city, bad):
    def run(**given):
        (tmp_path / "in.csv").write_text(given.get("text", "lon,lat\n117,34.98\n"), "utf-8")
        task = {"datum": "wgs84", "columns": {}, "as_of": None, **given}
        source, output = tmp_path / task.get("source", "in.csv"), tmp_path / task.get("output", "out.csv")
        asked = Task(source, output, task["columns"], task["datum"], task["as_of"])
        return locate_file(sample_city, asked, lambda _: None)

    with pytest.raises(InputError) as refusal:
        run(**bad.spoil)
    message = say(refusal.value)
    assert [words for words in bad.says if words not in message] == [], message
    assert sum(run(**{**bad.spoil, **bad.mend}).values()) == 1


def test_sixty_kinds_are_tried_and_more():
    assert len(SOURCE_FILES + TABLES + GEOMETRY + PLANS + LOCATED) >= 60
