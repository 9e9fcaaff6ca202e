"""One run tells the faults of all files; what may be meant all the same is noted, with counts."""

import geopandas as gpd
import pandas as pd
import pyproj
import pytest
import shapely

from geo.city.bundle import write_city
from geo.city.reading.build import build_city
from geo.city.source import read_source
from geo.errors import GeoError
from geo.plans.read.batch_files import PlanFiles, read_plans
from geo.texts.messages import translate_message
from geo.texts.notes import translate_note
from service.runs.locate_file import Task, locate_file
from tests.service.cities import SOUTH, WEST, write_office

CRS = pyproj.CRS.from_epsg(4547)
EXTENT = shapely.box(WEST, SOUTH, WEST + 9000, SOUTH + 9000)


@pytest.fixture
def office(tmp_path):
    return write_office(tmp_path / "office")


def refusal(office, lang="en"):
    with pytest.raises(GeoError) as error:
        build_city(read_source(office.source))
    return translate_message(str(error.value), lang)


def notes(office, lang="en"):
    return [translate_note(note, lang) for note in build_city(read_source(office.source)).notes]


def keys(office):
    return {note.key: note.values for note in build_city(read_source(office.source)).notes}


def take_datum_away(office):
    office.source.write_text(office.source.read_text("utf-8").replace('datum = "wgs84"', ""), "utf-8")


@pytest.mark.heavy
def test_tables_without_a_datum_are_named_together_and_one_datum_under_city_serves_all(office):
    take_datum_away(office)
    said = refusal(office)
    assert "homes.csv, facilities.csv: which datum are lon and lat in?" in said
    assert "once under [city]" in said
    assert "[city] 下写一次 datum" in refusal(office, "zh")
    office.edit("[city]", '[city]\ndatum = "wgs84"')
    assert build_city(read_source(office.source)).datum == "wgs84"


def test_faults_of_several_files_come_at_once_also_where_the_roads_cannot_be_read(office):
    take_datum_away(office)
    office.workers = office.workers.rename(columns={"grid": "where"})
    office.divisions = office.divisions.drop(columns=["name", "level"])
    office.units.loc[0, "code"] = ""
    office.save()
    (office.folder / "roads.gpkg").write_bytes(b"no such thing")
    said = refusal(office)
    for fault in (
        "roads.gpkg",
        "homes.csv, facilities.csv: which datum",
        'workers.csv: no column "grid" for grid_unit',
        "divisions.csv: no columns for name, level",
        "units.gpkg, row 1, column code: empty",
    ):
        assert fault in said
    assert "level" not in said.replace("divisions.csv: no columns for name, level", "").replace('level = "..."', "")


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("table", "example"),
    [
        ("homes", "id, population, lon, lat"),
        ("facilities", "id, category, lon, lat"),
        ("divisions", "code, name, level, parent"),
    ],
)
def test_a_table_without_headings_is_called_so_with_an_example(office, table, example):
    path = office.folder / f"{table}.csv"
    path.write_text(path.read_text("utf-8").partition("\n")[2], "utf-8")
    said = refusal(office)
    assert f"{table}.csv: its first row seems to be data" in said
    assert said.endswith(f"put a row of headings above it: {example}")
    # to name the cells of the first row as columns loses a row: refused as well
    office.edit(f'path = "{table}.csv"', f'path = "{table}.csv"\ncolumns = {{ {example.split(",")[0]} = "f1" }}')
    assert "its first row seems to be data" in refusal(office)


@pytest.mark.heavy
def test_all_missing_columns_of_a_file_are_told_at_once(office):
    names = {"id": "设施编号", "category": "设施类型", "lon": "X坐标", "lat": "Y坐标"}
    office.facilities = office.facilities.rename(columns=names)
    office.save()
    assert "no columns for id, category, lon, lat" in refusal(office)
    assert 'columns = { id = "...", category = "...", lon = "...", lat = "..." }' in refusal(office, "zh")


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("lon", "lat", "says"),
    [
        (1136.28, 34.74, "row 5: lon 1136.28, lat 34.74; expected degrees"),
        (34.74, 114.0, "row 5: lon 34.74, lat 114 are swapped"),
    ],
)
def test_one_impossible_coordinate_is_named_by_row_and_value(office, lon, lat, says):
    office.homes.loc[3, ["lon", "lat"]] = [lon, lat]
    office.homes.loc[5, "population"] = 1_500_000
    office.save()
    said = refusal(office)
    assert says in said
    assert 'row 7, column population: "1500000"' in said
    assert "datum" not in said


def test_a_table_whose_every_coordinate_is_no_degree_is_of_another_datum(office):
    office.homes[["lon", "lat"]] = [468_000.0, 3_846_000.0]
    office.save()
    assert "Name it as datum" in refusal(office)


@pytest.mark.heavy
def test_roads_in_a_wrong_zone_are_named_with_the_right_one(office):
    office.roads = office.roads.set_crs(4545, allow_override=True)
    office.save()
    said = refusal(office)
    assert said.startswith("roads.gpkg: read as EPSG:4545 it lies far from the homes")
    assert 'name datum = "EPSG:4547" in [roads]' in said
    office.edit('crs = "EPSG:4547"\n', "")
    assert "The roads would lie where these places are as EPSG:4547" in refusal(office)


@pytest.mark.heavy
def test_units_in_a_wrong_zone_are_told_the_right_one_in_chinese_too(office):
    office.units = office.units.set_crs(4546, allow_override=True)
    office.save()
    assert refusal(office).endswith("They would lie inside as EPSG:4547")
    assert refusal(office, "zh").endswith("按以下方式则位于范围之内:按 EPSG:4547 读取")


def test_categories_that_the_source_file_does_not_name_are_listed(office):
    office.edit('path = "facilities.csv"', 'path = "facilities.csv"\ncategories = { "Clinics" = "clinic" }')
    assert "it has: clinic, school. Write them on the left" in refusal(office)


def test_names_of_the_file_on_the_left_are_told_to_stand_on_the_right(office):
    office.edit('path = "homes.csv"', 'path = "homes.csv"\ncolumns = { "常住人口" = "人数" }')
    assert "Our names stand on the left" in refusal(office)
    office.edit('"常住人口" = ', "常住人口 = ")
    assert "our names stand on the left" in refusal(office)
    assert "右边为文件中的列名" in refusal(office, "zh")


@pytest.mark.heavy
def test_words_of_highway_that_nobody_knows_are_named_with_counts(office):
    office.roads["highway"] = ["支路"] * 6 + ["residential"] * (len(office.roads) - 6)
    office.save()
    assert keys(office)["unknown_highways"] == {"file": "roads.gpkg", "roads": 6, "words": "支路 (6)"}
    office.roads["highway"] = "支路"
    office.save()
    assert f"its column highway has: 支路 ({len(office.roads)})" in refusal(office)


def test_classes_of_roads_that_are_not_read_are_noted(office):
    office.roads["道路等级"] = ["主干路"] * 6 + ["高速公路"] * (len(office.roads) - 6)
    office.save()
    assert keys(office)["unread_classes"]["column"] == "道路等级"


@pytest.mark.heavy
def test_odd_figures_of_residents_are_noted(office):
    assert not {"homes_twice", "few_residents", "large_homes", "no_residents_but"} & set(keys(office))
    whole = office.homes
    office.homes = pd.concat([whole, whole[:9]]).drop(columns="id")
    office.save()
    assert keys(office)["homes_twice"]["homes"] == 9
    office.homes = whole.assign(population=whole["population"] / 10_000)
    office.save()
    assert keys(office)["few_residents"]["homes"] == len(whole)
    office.homes = whole.assign(常住人口=whole["population"], population=0)
    office.save()
    assert keys(office)["no_residents_but"]["column"] == "常住人口"
    office.homes = whole.assign(population=[15_000, *whole["population"][1:]])
    office.save()
    assert keys(office)["large_homes"]["rows"] == "2"


def test_facilities_twice_and_categories_by_their_names_are_noted(office):
    office.facilities = pd.concat([office.facilities, office.facilities.assign(id=["x1", "x2"])])
    office.facilities.iloc[1, 3] = "诊所"
    office.edit("[city]", '[categories]\nclinic = { zh = "诊所", en = "Clinic" }\n[city]')
    office.save()
    said = keys(office)
    assert (said["alike_facilities"]["again"], said["alike_facilities"]["pairs"]) == (1, "f1 = x1")
    assert (said["category_by_name"]["category"], said["category_by_name"]["known"]) == ("诊所", "clinic")


def test_the_datum_that_locate_takes_from_the_city_is_said(office, tmp_path):
    take_datum_away(office)
    office.edit("[city]", '[city]\ndatum = "gcj02"')
    write_city(build_city(read_source(office.source)), tmp_path / "city")
    pd.DataFrame({"lon": [114.0], "lat": [34.74]}).to_csv(tmp_path / "in.csv", index=False)
    told = []
    task = Task(tmp_path / "in.csv", tmp_path / "out.csv", {}, "gcj02", None)
    locate_file(tmp_path / "city", task, lambda _: None, tell=told.append)
    assert told == []
    locate_file(tmp_path / "city", task, lambda _: None, tell=told.append, is_assumed=True)
    assert translate_note(told[0], "en").startswith(
        "in.csv: states no datum; its coordinates are read in that of the city, gcj02"
    )
    assert "按本市数据的 gcj02 读取" in translate_note(told[0], "zh")


# plans


def plot(x):
    return shapely.box(WEST + x, SOUTH + 100, WEST + x + 200, SOUTH + 300)


def read(tmp_path, **tables):
    roads = tables.pop("city_roads", None)
    for name, frame in tables.items():
        if isinstance(frame, gpd.GeoDataFrame):
            frame.to_file(tmp_path / f"{name}.gpkg")
        else:
            frame.to_csv(tmp_path / f"{name}.csv", index=False)
    ending = {name: "gpkg" if isinstance(frame, gpd.GeoDataFrame) else "csv" for name, frame in tables.items()}
    files = PlanFiles(**{name: tmp_path / f"{name}.{ending[name]}" for name in tables})
    return read_plans(files, crs=CRS, extent=EXTENT, categories=["clinic"], roads=roads)


AREAS = gpd.GeoDataFrame({"plan_id": ["P1", "P2"], "dwellings": [100, 90]}, geometry=[plot(0), plot(400)], crs=CRS)


def test_faults_of_all_files_of_a_batch_come_at_once(tmp_path):
    areas = AREAS.drop(columns="dwellings")
    gates = pd.DataFrame({"area": ["P1"], "lon": [114.0], "lat": [34.7]})
    facilities = pd.DataFrame({"category": ["market"], "lon": [114.0], "lat": [34.7]})
    with pytest.raises(GeoError) as error:
        read(tmp_path, areas=areas, gates=gates, facilities=facilities)
    said, chinese = str(error.value), translate_message(str(error.value), "zh")
    assert "areas.gpkg: no column for dwellings, households, residents" in said
    assert 'gates.csv: no column "plan_id" for plan_id; the file has: area, lon, lat. Rename its headings' in said
    assert "gates.csv: which datum are lon and lat in? Name it with --datum (in a form: datum)" in said
    assert 'facilities.csv, row 2: unknown category "market"' in said
    assert "columns = {" not in said + chinese
    assert "[city]" not in said + chinese


def test_open_lines_of_a_drawing_without_a_crs_are_told_with_it(tmp_path):
    lines = gpd.GeoDataFrame(geometry=[shapely.LineString(plot(0).exterior.coords[:-1])], crs=CRS)
    lines.to_file(tmp_path / "areas.dxf")
    with pytest.raises(GeoError) as error:
        read_plans(PlanFiles(areas=tmp_path / "areas.dxf"), crs=CRS, extent=EXTENT, categories=[])
    said, chinese = str(error.value), translate_message(str(error.value), "zh")
    assert "a LineString; expected a Polygon or MultiPolygon; close the line and make it a polygon" in said
    assert "are metres: a Gauss-Kruger zone" in said
    assert "write it as a text inside the outline, such as P-1 300户" in said
    assert "请闭合该线并转为面" in chinese
    assert "请在轮廓线内写文字注明" in chinese
    assert "没有坐标;" not in chinese


def test_a_planned_facility_far_from_its_area_and_a_road_that_joins_nothing_are_noted(tmp_path):
    at = [shapely.Point(WEST + 50, SOUTH + 150), shapely.Point(WEST + 5000, SOUTH + 150)]
    facilities = gpd.GeoDataFrame({"plan_id": ["P1", "P1"], "category": "clinic"}, geometry=at, crs=CRS)
    lines = [[(0, 200), (100, 200)], [(100, 200), (150, 200)], [(50, 250), (90, 250)]]
    roads = gpd.GeoDataFrame(
        geometry=[shapely.LineString([(WEST + x, SOUTH + y) for x, y in line]) for line in lines], crs=CRS
    )
    street = shapely.LineString([(WEST, SOUTH), (WEST, SOUTH + 900)])
    batch = read(tmp_path, areas=AREAS, facilities=facilities, roads=roads, city_roads=[street])
    said = {note.key: note.values for note in batch.notes}
    assert (said["far_from_plan"]["places"], said["far_from_plan"]["rows"]) == (1, "2")
    assert (said["roads_alone"]["roads"], said["roads_alone"]["rows"]) == (1, "3")


def test_phases_of_one_plot_are_proposed_in_the_order_of_a_chinese_sentence(tmp_path):
    with pytest.raises(GeoError) as error:
        read(tmp_path, areas=AREAS.assign(plan_id="P1"))
    assert "P1 出现在第 1, 2 行;若为同一地块的分期,请编号为 P1-1、P1-2" in translate_message(str(error.value), "zh")


def test_a_city_in_degrees_is_told_so_and_nothing_else(office):
    office.edit('crs = "EPSG:4547"', 'crs = "EPSG:4490"')
    said = refusal(office)
    assert said.startswith("[city] crs: EPSG:4490 measures in degrees")
    assert "polygon" not in said


def test_of_two_columns_that_mean_the_same_the_one_that_is_not_read_is_noted(office):
    office.homes = office.homes.assign(居民数=range(len(office.homes)))
    office.save()
    assert keys(office)["rival_columns"] == {
        "file": "homes.csv",
        "known": "population",
        "used": "population",
        "others": "居民数",
    }


@pytest.mark.heavy
def test_a_category_that_no_row_has_is_noted_and_a_gate_of_one_that_is_left_out_says_so(office):
    known = office.facilities["category"].iloc[0]
    office.edit(
        'path = "facilities.csv"', f'path = "facilities.csv"\ncategories = {{ "{known}" = "a", "幼儿圆" = "b" }}'
    )
    assert keys(office)["absent_categories"]["absent"] == "幼儿圆"
    assert "not used: " in " ".join(notes(office))


def test_metres_of_web_maps_are_called_so(office):
    to_web = pyproj.Transformer.from_crs(4326, 3857, always_xy=True)
    x, y = to_web.transform(office.homes["lon"].to_numpy(), office.homes["lat"].to_numpy())
    office.homes = office.homes.assign(lon=x, lat=y)
    office.save()
    assert '"EPSG:3857"' in refusal(office)


def test_identifiers_that_stand_in_two_tables_are_told_with_the_tables(office):
    office.facilities.to_csv(office.folder / "more.csv", index=False)
    office.edit("[facilities]", '[[facilities]]\npath = "more.csv"\ndatum = "wgs84"\n[[facilities]]')
    assert "stands in several tables, more.csv, facilities.csv" in refusal(office)


def test_roads_in_a_local_grid_are_named_not_the_city(office):
    roads = gpd.read_file(office.folder / "roads.gpkg")
    roads.geometry = roads.geometry.translate(-WEST + 1000, -SOUTH + 1000)
    roads.to_file(office.folder / "roads.gpkg")
    said = refusal(office)
    assert "roads.gpkg is in another CRS than is stated: in a local grid" in said


@pytest.mark.heavy
@pytest.mark.parametrize("table", ["homes", "facilities"])
def test_places_without_coordinates_are_told_by_row_and_nothing_breaks(office, table):
    frame = getattr(office, table).astype({"lon": object, "lat": object})
    frame.loc[frame.index[:2], ["lon", "lat"]] = ""
    setattr(office, table, frame)
    office.save()
    said = refusal(office)
    assert f"{table}.csv, row 2, column lon: empty" in said
    assert f"{table}.csv, row 3, column lat: empty" in said


@pytest.mark.heavy
def test_a_division_that_is_its_own_parent_is_told(office):
    row = office.divisions.index[office.divisions["level"] == "street"][0]
    code = office.divisions.loc[row, "code"]
    office.divisions.loc[row, "parent"] = code
    office.save()
    assert f"divisions.csv, row {row + 2}: {code} lies below itself" in refusal(office)
    assert "上级是其自身" in refusal(office, "zh")


def test_two_tables_of_facilities_are_told_how_they_are_written(office):
    office.edit("[workers]", '[facilities]\npath = "more.csv"\n[workers]')
    assert "[[facilities]] each, in two brackets" in refusal(office)
    assert "双方括号" in refusal(office, "zh")


def test_a_division_below_another_of_its_level_is_told(office):
    community = office.divisions[office.divisions["level"] == "community"].iloc[0]
    below = {"code": "410102001002", "name": "Two", "level": "community", "parent": community["code"]}
    office.divisions = pd.concat([office.divisions, pd.DataFrame([below])], ignore_index=True)
    office.save()
    assert "is a community, which is not above a community" in refusal(office)


@pytest.mark.filterwarnings("ignore::RuntimeWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_contact_whose_heading_a_shapefile_cuts_is_read(office):
    units = office.units.assign(联系电话="0371-60000000", 网格员="张三")
    units.to_file(office.folder / "units.shp", encoding="utf-8")
    office.edit('path = "units.gpkg"', 'path = "units.shp"')
    assert "contact_left_out" in keys(office)


@pytest.mark.parametrize("name", ["gates", "facilities"])
def test_a_table_of_plans_without_coordinates_is_refused_with_what_it_has(tmp_path, name):
    area = f"POLYGON (({WEST} {SOUTH}, {WEST + 90} {SOUTH}, {WEST + 90} {SOUTH + 90}, {WEST} {SOUTH}))"
    (tmp_path / "areas.csv").write_text(f'plan_id,dwellings,wkt\nP1,300,"{area}"\n', "utf-8")
    (tmp_path / "more.csv").write_text("plan_id,category\nP1,clinic\n", "utf-8")
    files = PlanFiles(areas=tmp_path / "areas.csv", datum="EPSG:4547", **{name: tmp_path / "more.csv"})
    with pytest.raises(GeoError, match=r"more\.csv.*(lon|coordinate|geometry)"):
        read_plans(files, crs=CRS, extent=EXTENT, categories=["clinic"])
