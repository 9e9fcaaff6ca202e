"""Batches of plan areas in every format a planner sends, and every way in which a row of them can be wrong."""

import contextlib
import hashlib
import json
import zipfile
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import psutil
import pyproj
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.crs.datum import from_wgs84
from geo.errors import CrsError, DuplicateIdError, InputError, InvalidGeometryError, MissingColumnError
from geo.files.cell_shapes import parse_boundary
from geo.plans.read.batch_columns import FACILITY_COLUMNS
from geo.plans.read.batch_files import PlanFiles, read_plans
from geo.plans.read.plan_schemas import STAGES
from geo.texts.notes import translate_note

CRS = pyproj.CRS.from_epsg(4547)
WEST, SOUTH = 469_000.0, 3_846_000.0
EXTENT = shapely.box(WEST, SOUTH, WEST + 5000, SOUTH + 5000)
TO_LONLAT = pyproj.Transformer.from_crs(4547, 4326, always_xy=True)
CATEGORIES = {"kindergarten", "clinic"}


def at(*corners):
    with np.errstate(invalid="ignore"):  # some tests want NaN
        return shapely.Polygon(np.add(corners, (WEST, SOUTH)))


def square(x, y, size=200.0):
    return at((x, y), (x + size, y), (x + size, y + size), (x, y + size))


def to_lonlat(shape, datum="wgs84"):
    return shapely.transform(
        shape, lambda xy: np.column_stack(from_wgs84(*TO_LONLAT.transform(xy[:, 0], xy[:, 1]), datum=datum))
    )


def plots():
    """Return three plan areas: a square, an L and a triangle; one states all, the others leave out."""
    return gpd.GeoDataFrame(
        {
            "plan_id": ["P-1", "P-2", "P-3"],
            "name": ["东风家园", "", "北区"],
            "year": [2028.0, np.nan, 2030.0],
            "dwellings": [300.0, 450.0, np.nan],
            "households": [np.nan, np.nan, 120.0],
            "residents": [800.0, np.nan, np.nan],
            "residential_floor_area_m2": [30_000.0, np.nan, np.nan],
        },
        geometry=[
            square(1000, 1000),
            at((2000, 1000), (2300, 1000), (2300, 1100), (2100, 1100), (2100, 1300), (2000, 1300)),
            at((1000, 3000), (1250, 3000), (1000, 3200)),
        ],
        crs=CRS,
    )


def as_texts(frame, boundary="wkt", datum="wgs84"):
    """Return a table as a spreadsheet has it, "" where nothing is stated."""
    table = (
        pd.DataFrame(frame.drop(columns="geometry")).astype(object).where(frame.drop(columns="geometry").notna(), "")
    )
    shapes = to_lonlat(frame.geometry.values, datum)
    if boundary == "wkt":
        return table.assign(wkt=shapely.to_wkt(shapes, rounding_precision=9))
    if boundary == "geojson":
        return table.assign(边界=shapely.to_geojson(shapes))
    corners = [shapely.get_coordinates(shape)[:-1] for shape in shapes]
    inner, outer = boundary
    return table.assign(坐标串=[outer.join(f"{x:.9f}{inner}{y:.9f}" for x, y in xy) for xy in corners])


def dxf(*entities):
    head = [0, "SECTION", 2, "ENTITIES"]
    codes = [*head, *(code for entity in entities for code in entity), 0, "ENDSEC", 0, "EOF"]
    return "\n".join(map(str, codes)) + "\n"


def polyline(shape, layer="plots", *, closed=True):
    xy = shapely.get_coordinates(shape)[: -1 if closed else None].tolist()
    return [0, "LWPOLYLINE", 8, layer, 90, len(xy), 70, int(closed), *(c for x, y in xy for c in (10, x, 20, y))]


def old_polyline(shape, layer="plots"):
    xy = shapely.get_coordinates(shape)[:-1].tolist()
    vertices = (c for x, y in xy for c in (0, "VERTEX", 8, layer, 10, x, 20, y, 30, 5.0))
    return [0, "POLYLINE", 8, layer, 66, 1, 70, 1, *vertices, 0, "SEQEND", 8, layer]


def hatch(shape, layer="hatching"):
    xy = shapely.get_coordinates(shape).tolist()
    corners = (c for x, y in xy for c in (10, x, 20, y))
    head = [0, "HATCH", 8, layer, 10, 0, 20, 0, 30, 0, 2, "SOLID", 70, 1, 71, 0, 91, 1, 92, 2, 72, 0, 73, 1]
    return [*head, 93, len(xy), *corners, 97, 0, 75, 0, 76, 1, 98, 0]


def face(shape, layer="faces"):
    xy = shapely.get_coordinates(shape)[:-1].tolist()
    xy.append(xy[-1]) if len(xy) == 3 else None
    return [0, "3DFACE", 8, layer, *(c for n, (x, y) in enumerate(xy) for c in (10 + n, x, 20 + n, y, 30 + n, 0.0))]


def text(shape, words, kind="TEXT", layer="texts"):
    x, y = shapely.get_coordinates(shape.representative_point())[0].tolist()
    return [0, kind, 8, layer, 10, x, 20, y, 30, 0.0, 40, 5.0, 1, words]


LABELS = (
    "P-1 东风家园 300套 800人 2028年 30000㎡",
    "P-2 dwellings=450",
    "plan_id: P-3 名称=北区 户数:120户 year=2030",
)


def drawing(frame):
    one, two, three = frame.geometry
    labels = [text(shape, words) for shape, words in zip(frame.geometry, LABELS, strict=True)]
    labels[1][1] = "MTEXT"
    return dxf(polyline(one), old_polyline(two), face(three), hatch(one), *labels)


def write_plots(folder, kind, frame=None):
    """Write areas in one format; return what tells how to read them."""
    frame = plots() if frame is None else frame
    path = folder / f"areas.{kind.split('-')[0]}"
    datum = None
    if kind in ("gpkg", "geojson"):
        (frame if kind == "gpkg" else frame.to_crs(4326)).to_file(path, engine="pyogrio")
    elif kind == "parquet":
        frame.rename_geometry("shape").to_parquet(path)
    elif kind == "shp":
        write_shapefile(path, frame)
    elif kind == "shp-gbk":
        write_gbk_shapefile(path, frame)
        datum = "EPSG:4547"
    elif kind == "dxf":
        path.write_text(drawing(frame), encoding="gbk")
        datum = "EPSG:4547"
    else:
        datum = "wgs84"
        boundary = {"wkt": "wkt", "geojson": "geojson", "pairs": (",", ";"), "spaces": (" ", ", ")}[kind.split("-")[1]]
        table = as_texts(frame, boundary)
        if path.suffix == ".csv":
            table.to_csv(path, index=False, encoding="gbk" if boundary == "geojson" else "utf-8")
        else:
            table.to_excel(path, index=False)
    return PlanFiles(areas=path, datum=datum)


def write_shapefile(path, frame):
    short = frame.rename(columns={"residential_floor_area_m2": "residentia"})
    short.to_file(path, encoding="UTF-8", engine="pyogrio")


def write_gbk_shapefile(path, frame):
    chinese = {
        "plan_id": "地块编号",
        "name": "名称",
        "year": "建设年份",
        "dwellings": "住宅套数",
        "households": "户数",
        "residents": "居住人口",
        "residential_floor_area_m2": "住宅建筑面",
    }
    frame.rename(columns=chinese).to_file(path, encoding="GBK", engine="pyogrio")
    for ending in (".cpg", ".prj"):
        path.with_suffix(ending).unlink()


FORMATS = (
    "gpkg",
    "geojson",
    "parquet",
    "shp",
    "shp-gbk",
    "dxf",
    "csv-wkt",
    "csv-geojson",
    "csv-pairs",
    "csv-spaces",
    "xlsx-wkt",
    "xlsx-geojson",
    "xlsx-pairs",
    "xlsx-spaces",
)


def read(files, **options):
    return read_plans(files, **{"crs": CRS, "extent": EXTENT, "categories": CATEGORIES} | options)


def read_frame(folder, frame, **options):
    """Read areas that stand in a GeoPackage."""
    path = folder / "areas.gpkg"
    frame.to_file(path, engine="pyogrio")
    keys = {key: options.pop(key) for key in ("gates", "facilities", "roads", "datum") if key in options}
    return read(PlanFiles(areas=path, **keys), **options)


# ---- formats ----


@pytest.mark.parametrize("kind", FORMATS)
def test_the_same_areas_come_out_of_every_format(tmp_path, kind):
    batch = read(write_plots(tmp_path, kind))
    expected = plots()
    expected.insert(expected.columns.get_loc("geometry"), "above_ground_floor_area_m2", np.nan)
    expected.insert(2, "group", "")
    expected.insert(3, "stage", "")
    columns = [*expected.columns.drop("geometry"), "row", "geometry"]
    assert list(batch.areas.columns) == columns
    assert batch.areas.crs == CRS
    above = kind.startswith(("csv", "xlsx"))  # the row of headings counts
    assert batch.areas["row"].tolist() == [above + 1, above + 2, above + 3]
    told = pd.DataFrame(batch.areas.drop(columns=["row", "geometry"]))
    pd.testing.assert_frame_equal(told, pd.DataFrame(expected.drop(columns="geometry")), check_dtype=False)
    assert batch.areas["residents"].dtype == float
    apart_m = shapely.hausdorff_distance(batch.areas.geometry.values, expected.geometry.values)
    assert apart_m.max() < 0.001
    assert shapely.is_valid(batch.areas.geometry.values).all()
    assert not batch.areas.has_z.any()
    assert batch.rejected.empty
    assert list(batch.rejected.columns) == ["file", "row", "plan_id", "reason"]


def test_floor_area_above_ground_is_read_by_its_chinese_heading(tmp_path):
    batch = read_frame(tmp_path, plots().assign(地上建筑面积=[36_000.0, np.nan, 1.5]))
    assert batch.areas["above_ground_floor_area_m2"].tolist()[::2] == [36_000.0, 1.5]
    assert np.isnan(batch.areas["above_ground_floor_area_m2"][1])


@pytest.mark.parametrize("kind", ["gpkg", "dxf", "xlsx-pairs"])
def test_the_same_file_gives_the_same_batch(tmp_path, kind):
    files = write_plots(tmp_path, kind)
    one, other = read(files), read(files)
    assert one.areas.equals(other.areas)
    assert (one.notes, one.hashes) == (other.notes, other.hashes)


def test_hashes_are_those_of_the_files_and_of_all_parts_of_a_shapefile(tmp_path):
    files = write_plots(tmp_path, "gpkg")
    assert read(files).hashes == {"areas.gpkg": hashlib.sha256(files.areas.read_bytes()).hexdigest()}
    files = write_plots(tmp_path, "shp")
    before = read(files).hashes["areas.shp"]
    parts = [files.areas.with_suffix(end).read_bytes() for end in (".shp", ".dbf", ".shx", ".prj")]
    assert before == hashlib.sha256(b"".join(parts)).hexdigest()
    write_shapefile(files.areas, plots().assign(name="z"))
    assert read(files).hashes["areas.shp"] != before


def test_a_shapefile_in_gbk_with_cut_names_says_how_it_was_read(tmp_path):
    notes = "\n".join(say_notes(read(write_plots(tmp_path, "shp-gbk"))))
    assert "column 住宅建筑面 is read as 住宅建筑面积 (residential_floor_area)" in notes
    assert "GBK" in notes


def test_a_cut_name_that_fits_two_columns_is_read_as_neither(tmp_path):
    frame = plots().drop(columns="residential_floor_area_m2").assign(住宅建筑面=1.0, 计容住宅面=2.0)
    path = tmp_path / "areas.shp"
    frame.to_file(path, encoding="GBK", engine="pyogrio")
    batch = read(PlanFiles(areas=path))
    assert batch.areas["residential_floor_area_m2"].isna().all()


def test_a_shapefile_without_prj_asks_for_the_crs_and_reads_the_zone_in_the_easting(tmp_path):
    path = tmp_path / "areas.shp"
    write_shapefile(path, plots().to_crs(4526))
    path.with_suffix(".prj").unlink()
    with pytest.raises(CrsError, match=r'areas.shp: has no CRS .*zone 38.*"EPSG:4526"'):
        read(PlanFiles(areas=path))
    batch = read(PlanFiles(areas=path, datum="EPSG:4526"))
    assert shapely.hausdorff_distance(batch.areas.geometry.values, plots().geometry.values).max() < 0.01


def test_amap_coordinates_in_a_workbook_move_back_within_half_a_metre(tmp_path):
    path = tmp_path / "areas.xlsx"
    as_texts(plots(), (",", ";"), "gcj02").to_excel(path, index=False)
    moved = read(PlanFiles(areas=path, datum="gcj02")).areas.geometry.values
    wrong = read(PlanFiles(areas=path, datum="wgs84")).areas.geometry.values
    assert shapely.hausdorff_distance(moved, plots().geometry.values).max() < 0.5
    assert shapely.hausdorff_distance(wrong, plots().geometry.values).min() > 300


@pytest.mark.parametrize("kind", ["csv-wkt", "xlsx-pairs"])
def test_coordinates_in_cells_need_a_datum(tmp_path, kind):
    with pytest.raises(InputError, match="which datum are lon and lat in"):
        read(replace(write_plots(tmp_path, kind), datum=None))


def test_a_stated_datum_overrides_the_files_own(tmp_path):
    path = tmp_path / "areas.geojson"
    amap = gpd.GeoDataFrame(
        plots().drop(columns="geometry"), geometry=to_lonlat(plots().geometry.values, "gcj02"), crs=4326
    )
    amap.to_file(path, engine="pyogrio")
    batch = read(PlanFiles(areas=path, datum="gcj02"))
    assert shapely.hausdorff_distance(batch.areas.geometry.values, plots().geometry.values).max() < 0.5


def test_columns_are_mapped_and_found_whatever_their_case(tmp_path):
    path = tmp_path / "areas.gpkg"
    frame = plots().rename(columns={"plan_id": "PLAN_ID", "dwellings": "flats"})
    frame.to_file(path, engine="pyogrio")
    batch = read(PlanFiles(areas=path, columns={"dwellings": "flats"}))
    assert batch.areas["plan_id"].tolist() == ["P-1", "P-2", "P-3"]
    assert batch.areas["dwellings"].tolist()[:2] == [300, 450]
    with pytest.raises(InputError, match="unknown column dwelings; did you mean dwellings"):
        read(PlanFiles(areas=path, columns={"dwelings": "flats"}))
    with pytest.raises(MissingColumnError, match='no column "rooms" for dwellings; the file has: PLAN_ID'):
        read(PlanFiles(areas=path, columns={"dwellings": "rooms"}))


def test_areas_without_identifiers_are_numbered_and_it_is_said(tmp_path):
    batch = read_frame(tmp_path, plots().drop(columns="plan_id"))
    assert batch.areas["plan_id"].tolist() == ["P001", "P002", "P003"]
    assert "areas.gpkg: has no column of identifiers; its rows are numbered P001 and on" in say_notes(batch)


def test_several_layers_and_sheets_are_chosen_by_name(tmp_path):
    path = tmp_path / "areas.gpkg"
    plots().to_file(path, layer="plots", engine="pyogrio")
    plots().iloc[:1].to_file(path, layer="more", engine="pyogrio")
    with pytest.raises(InputError, match="several layers"):
        read(PlanFiles(areas=path))
    assert len(read(PlanFiles(areas=path, layer="more")).areas) == 1
    path = tmp_path / "areas.xlsx"
    with pd.ExcelWriter(path) as book:
        pd.DataFrame({"note": ["read me"]}).to_excel(book, sheet_name="cover", index=False)
        as_texts(plots()).to_excel(book, sheet_name="地块", index=False)
    assert len(read(PlanFiles(areas=path, layer="地块", datum="wgs84")).areas) == 3


def test_heights_are_left_out_with_a_note(tmp_path):
    frame = plots().set_geometry(shapely.force_3d(plots().geometry.values, 88.0), crs=CRS)
    batch = read_frame(tmp_path, frame)
    assert not batch.areas.has_z.any()
    assert "areas.gpkg: 3 geometries have heights, which are left out" in say_notes(batch)


# ---- drawings ----


def say_notes(batch):
    return [translate_note(note, "en") for note in batch.notes]


def draw(folder, *entities, encoding="utf-8", **options):
    path = folder / "areas.dxf"
    path.write_text(dxf(*entities), encoding=encoding)
    keys = {key: options.pop(key) for key in ("layer",) if key in options}
    return read(PlanFiles(areas=path, datum="EPSG:4547", **keys), **options)


def test_an_outline_and_its_hatching_are_one_area(tmp_path):
    one = square(100, 100)
    batch = draw(tmp_path, polyline(one), hatch(one), text(one, "P-1 10户"))
    assert batch.areas["households"].tolist() == [10.0]
    assert "areas.dxf: 1 outlines are drawn twice (a line and its hatching); counted only once" in say_notes(batch)


@pytest.mark.parametrize("shift_m", [0.0, 0.0002, 0.0004, 0.0006, 0.0008])
def test_an_outline_and_its_hatching_half_a_millimetre_apart_are_one_area_wherever_they_lie(tmp_path, shift_m):
    one, other = square(100 + shift_m, 100), square(100.0005 + shift_m, 100)
    batch = draw(tmp_path, polyline(one), hatch(other), text(one, "P-1 10户"))
    assert batch.areas["households"].tolist() == [10.0]


def test_heights_of_a_drawing_are_told_only_where_it_has_any(tmp_path):
    note = "areas.dxf: its outlines have heights, which are left out"
    one = square(100, 100)
    assert note in say_notes(draw(tmp_path, old_polyline(one), text(one, "P-1 10户")))
    assert draw(tmp_path, polyline(one), text(one, "P-1 10户")).notes == ()


def test_hatchings_alone_are_areas(tmp_path):
    one = square(100, 100)
    assert draw(tmp_path, hatch(one), text(one, "P-1 10户")).areas.area.tolist() == [pytest.approx(40_000)]


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_a_drawing_without_code_page_has_its_chinese_read(tmp_path, encoding):
    one = square(100, 100)
    batch = draw(tmp_path, polyline(one, "地块甲"), text(one, "300户"), encoding=encoding)
    assert batch.areas["plan_id"].tolist() == ["地块甲"]
    assert batch.areas["households"].tolist() == [300.0]


def test_areas_named_by_their_layer_are_told(tmp_path):
    shapes = [square(100, 100), square(500, 100)]
    marks = [text(shape, "200套") for shape in shapes]
    batch = draw(tmp_path, polyline(shapes[0], "A"), polyline(shapes[1], "B"), *marks)
    assert batch.areas["plan_id"].tolist() == ["A", "B"]
    assert "areas.dxf: 2 areas have no plan_id in a text; named after their layer" in say_notes(batch)
    batch = draw(tmp_path, polyline(shapes[0], "A"), polyline(shapes[1], "A"), *marks)
    assert batch.areas["plan_id"].tolist() == ["P001", "P002"]


def test_a_text_belongs_to_the_smallest_area_round_it(tmp_path):
    big, small = square(100, 100, 900), square(500, 500, 50)
    corner = at((110, 110), (120, 110), (120, 120), (110, 120))
    batch = draw(tmp_path, polyline(big), polyline(small), text(small, "P-S 5户"), text(corner, "P-B 9户"))
    assert dict(zip(batch.areas["plan_id"], batch.areas["households"], strict=True)) == {"P-B": 9, "P-S": 5}


def test_a_cad_layer_is_chosen_by_name_and_texts_come_from_any(tmp_path):
    one, other = square(100, 100), square(500, 100)
    batch = draw(tmp_path, polyline(one, "plots"), polyline(other, "trees"), text(one, "P-1 10户"), layer="plots")
    assert batch.areas["plan_id"].tolist() == ["P-1"]
    with pytest.raises(InputError, match=r'no lines or areas on layer "x".*plots, texts, trees'):
        draw(tmp_path, polyline(one, "plots"), polyline(other, "trees"), text(one, "P-1 10户"), layer="x")


def test_an_open_line_in_a_drawing_is_a_bad_row(tmp_path):
    one, other = square(100, 100), square(500, 100)
    entities = (polyline(one), text(one, "P-1 10户"), polyline(other, "open", closed=False)[:-4])
    batch = draw(tmp_path, *entities, skip_bad=True)
    assert batch.areas["plan_id"].tolist() == ["P-1"]
    assert batch.rejected["row"].tolist() == [2]
    assert "a LineString; expected a Polygon or MultiPolygon; close the line" in batch.rejected["reason"][0]


def test_a_drawing_needs_a_crs_and_a_dwg_is_refused(tmp_path):
    path = tmp_path / "areas.dxf"
    path.write_text(drawing(plots()), encoding="gbk")
    with pytest.raises(CrsError, match=r"areas.dxf: has no CRS"):
        read(PlanFiles(areas=path))
    path.rename(tmp_path / "areas.dwg")
    with pytest.raises(InputError, match=r"areas.dwg: .*export as DXF"):
        read(PlanFiles(areas=tmp_path / "areas.dwg", datum="EPSG:4547"))


# ---- boundaries in cells ----


@pytest.mark.parametrize(
    ("written", "wkt"),
    [
        ("0,0;4,0;4,3;0,0", "POLYGON ((0 0, 4 0, 4 3, 0 0))"),
        ("0，0；4，0；4，3", "POLYGON ((0 0, 4 0, 4 3, 0 0))"),
        ("0 0, 4 0, 4 3,", "POLYGON ((0 0, 4 0, 4 3, 0 0))"),
        ("0,0 4,0 4,3", "POLYGON ((0 0, 4 0, 4 3, 0 0))"),
        ("0,0,7 4,0,7 4,3,7", "POLYGON ((0 0, 4 0, 4 3, 0 0))"),
        ("0 0\n4 0\n4 3\n", "POLYGON ((0 0, 4 0, 4 3, 0 0))"),
        ("(0,0);(4,0);(4,3)", "POLYGON ((0 0, 4 0, 4 3, 0 0))"),
        ("0,0;1,0;1,1|5,5;6,5;6,6", "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)), ((5 5, 6 5, 6 6, 5 5)))"),
        ("polygon((0 0, 4 0, 4 3, 0 0))", "POLYGON ((0 0, 4 0, 4 3, 0 0))"),
        ('{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[1,2]}}', "POINT (1 2)"),
    ],
)
def test_lists_wkt_and_geojson_are_read(written, wkt):
    assert parse_boundary(written).wkt == wkt


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("0,0;4;4,3", 'part 2, "4": expected two numbers'),
        ("0,0;4,0;4,3|1,1;x,2;3,3", 'part 5, "x,2": expected two numbers'),
        ("0,0;4,0;1,2,3,4", 'part 3, "1,2,3,4": expected two numbers'),
        ("0,0;4,0;0,0", "2 different points; expected 3 or more"),
        (";;", "no coordinates"),
        ("POLYGON((0 0, 4 0, abc 3, 0 0))", "no valid WKT: Expected number but encountered word: 'abc'"),
        ("POLYGON((0 0, 4 0, 4 3))", "no valid WKT: Points of LinearRing do not form a closed"),
        ("SRID=4326;POLYGON((0 0, 4 0, 4 3, 0 0))", "name the datum of the file"),
        ('{"type":"Polygon","coordinates":[[[0,0],[4,"a"]]]}', "no valid GeoJSON: .*type must be number"),
        ("GEOMETRYCOLLECTION(" * 200_000 + "POINT(0 0)" + ")" * 200_000, "nested more than 10 deep"),
        ('{"type":"GeometryCollection","geometries":[' * 200_000, "nested more than 10 deep"),
        ("{" + "一" * 90, "is no valid GeoJSON"),
        ("未知", 'part 1, "未知": expected two numbers'),
        ("1,2;" * 8191 + "1,2", "32,767 characters.*it is cut"),
    ],
    ids=range(14),
)
def test_broken_boundary_texts_say_which_part(written, reason):
    with pytest.raises(InvalidGeometryError, match=reason):
        parse_boundary(written)


@given(
    st.lists(
        st.tuples(*[st.floats(-180, 180, allow_nan=False).map(lambda v: round(v, 6))] * 2),
        min_size=4,
        max_size=9,
        unique=True,
    )
)
def test_any_ring_comes_back_from_every_way_to_write_it(ring):
    expected = shapely.polygons(ring)
    ways = [
        ";".join(f"{x:.6f},{y:.6f}" for x, y in ring),
        ", ".join(f"{x:.6f} {y:.6f}" for x, y in ring),
        " ".join(f"{x:.6f},{y:.6f}" for x, y in ring),
        expected.wkt,
        json.dumps(shapely.geometry.mapping(expected)),
    ]
    for way in ways:
        assert shapely.equals_exact(parse_boundary(way), expected, 1e-9), way


@given(st.text(max_size=60))
def test_any_text_gives_a_geometry_or_says_why_not(written):
    with contextlib.suppress(InvalidGeometryError):
        assert isinstance(parse_boundary(written), shapely.Geometry)


# ---- bad rows ----

BOW = at((0, 0), (300, 300), (300, 0), (0, 300))
BAD_SHAPES = {
    "null": (None, "no geometry"),
    "empty": (shapely.Polygon(), "geometry"),
    "point": (shapely.Point(WEST + 9, SOUTH + 9), "a Point; expected a Polygon or MultiPolygon"),
    "line": (shapely.LineString([(WEST, SOUTH), (WEST + 9, SOUTH + 9)]), "a LineString; expected a Polygon"),
    "crossing": (BOW, "Self-intersection[469150 3846150]; redraw the outline there"),
    "tiny": (square(100, 100, 9.9), "98.0 m2; expected 100 m2 to 25 km2"),
    "huge": (square(-1000, -1000, 5001), "25,010,001.0 m2; expected 100 m2 to 25 km2"),
    "outside": (square(9000, 0), "lies outside the city's data"),
    "partly": (square(-50, 100), "25.0 % of it lies outside the city's data"),
    "nan": (at((100, 100), (300, np.nan), (300, 300)), "NaN or infinite coordinates"),
    "inf": (at((100, 100), (300, np.inf), (300, 300)), "NaN or infinite coordinates"),
    "far": (at((100, 100), (300, 1e300), (300, 300)), "such as no place on Earth has"),
    "degrees": (shapely.box(113.6, 34.7, 113.61, 34.71), "are degrees, not metres as EPSG:4547 has them"),
}


@pytest.mark.parametrize("kind", BAD_SHAPES)
def test_a_bad_shape_names_file_row_and_reason_and_the_rest_goes_on(tmp_path, kind):
    shape, reason = BAD_SHAPES[kind]
    frame = plots()
    shapes = [*frame.geometry]
    shapes[1] = shape
    frame = gpd.GeoDataFrame(frame.drop(columns="geometry"), geometry=gpd.GeoSeries(shapes, crs=CRS))
    path = tmp_path / "areas.parquet"
    frame.to_parquet(path)
    with pytest.raises(InputError) as refusal:
        read(PlanFiles(areas=path))
    assert "1 problem in the data" in str(refusal.value) or kind == "huge"
    assert "areas.parquet, row 2: " in str(refusal.value)
    assert reason in str(refusal.value)
    batch = read(PlanFiles(areas=path), skip_bad=True)
    assert batch.areas["plan_id"].tolist() == ["P-1", "P-3"]
    assert batch.areas.index.tolist() == [0, 1]
    assert batch.areas["row"].tolist() == [1, 3]
    told = batch.rejected.iloc[0]
    assert (told["file"], told["row"], told["plan_id"]) == ("areas.parquet", 2, "P-2")
    assert reason in told["reason"]
    assert not told["reason"].startswith("areas.parquet")


BAD_VALUES = {
    "negative": ({"dwellings": -5}, 'column dwellings: "-5"; expected a number of 0 or more'),
    "word": ({"dwellings": "many"}, 'column dwellings: "many"; expected a number of 0 or more'),
    "infinite": ({"residents": "inf"}, 'column residents: "inf"; expected a number of 0 or more'),
    "floor area": ({"residential_floor_area_m2": "-1"}, 'column residential_floor_area_m2: "-1"'),
    "nothing stated": ({"dwellings": ""}, "none of dwellings, households or residents is above 0"),
    "all zero": ({"dwellings": 0, "residents": 0}, "none of dwellings, households or residents is above 0"),
    "zero beside": ({"households": 0}, "is 0 and another is not; leave empty what is unknown"),
    "crowded dwellings": ({"residents": 6751}, "6751 residents in 450 dwellings; expected 15 or fewer each"),
    "crowded households": ({"households": 10, "residents": 151}, "151 residents in 10 households; expected 15"),
    "a number of another column": ({"dwellings": "30000000"}, "30,000,000 dwellings; expected "),
    "more than the world": ({"dwellings": "1e308"}, "1e+308 dwellings; expected "),
    "early": ({"year": 1989}, "year 1989; expected a whole year from 1990 to 2100"),
    "late": ({"year": 2101}, "year 2101; expected a whole year from 1990 to 2100"),
    "half": ({"year": 2028.5}, "year 2028.5; expected a whole year from 1990 to 2100"),
    "date": ({"year": "2028-05"}, 'column year: "2028-05"; expected a number'),
    "no id": ({"plan_id": " "}, "column plan_id: empty; expected a text"),
    "no text": ({"wkt": ""}, "no geometry"),
    "broken text": ({"wkt": "113.6,34.7;113.7;113.7,34.8"}, 'column boundary: part 2, "113.7": expected two numbers'),
}


@pytest.mark.parametrize("kind", BAD_VALUES)
def test_a_bad_value_names_file_row_and_reason_and_the_rest_goes_on(tmp_path, kind):
    changes, reason = BAD_VALUES[kind]
    table = as_texts(plots()).astype(object)
    for column, value in changes.items():
        table.loc[1, column] = value
    path = tmp_path / "areas.csv"
    table.to_csv(path, index=False)
    files = PlanFiles(areas=path, datum="wgs84")
    with pytest.raises(InputError) as refusal:
        read(files)
    assert "1 problem in the data" in str(refusal.value)
    assert "areas.csv, row 3" in str(refusal.value)
    assert reason in str(refusal.value)
    batch = read(files, skip_bad=True)
    assert batch.areas["row"].tolist() == [2, 4]
    assert reason in batch.rejected["reason"][0]


@pytest.mark.parametrize(("changes"), [{"residents": 6750}, {"year": 1990}, {"year": 2100}, {"wkt": None}])
def test_exactly_the_limit_is_good(tmp_path, changes):
    table = as_texts(plots()).astype(object)
    for column, value in changes.items():
        touching = shapely.to_wkt(to_lonlat(at((0, 0), (5000, 0), (5000, 4999.9), (0, 4999.9))))
        table.loc[1, column] = value or touching
    path = tmp_path / "areas.csv"
    table.to_csv(path, index=False)
    assert len(read(PlanFiles(areas=path, datum="wgs84")).areas) == 3


def test_one_identifier_in_two_rows_rejects_both(tmp_path):
    frame = plots().assign(plan_id=["P-1", "P-2", "P-1"])
    with pytest.raises(DuplicateIdError, match=r"areas.gpkg: P-1 stands in rows 1, 3"):
        read_frame(tmp_path, frame)
    batch = read_frame(tmp_path, frame, skip_bad=True)
    assert batch.areas["plan_id"].tolist() == ["P-2"]
    assert batch.rejected["row"].tolist() == [1, 3]


def test_all_faults_of_all_files_come_in_one_message_and_the_many_are_counted(tmp_path):
    frame = gpd.GeoDataFrame(
        {"plan_id": [f"P-{n}" for n in range(30)], "dwellings": [-1.0] * 25 + [10.0] * 5},
        geometry=[square(300 * (n % 10), 300 * (n // 10)) for n in range(30)],
        crs=CRS,
    )
    gates = gate_frame(plan_id=["P-0", "P-99"], geometry=[point(0, 0), point(0, 0)])
    with pytest.raises(InputError) as refusal:
        read_frame(tmp_path, frame, gates=save(gates, tmp_path / "gates.gpkg"))
    message = str(refusal.value)
    assert message.startswith("26 problems in the data:")
    assert "… and 5 more" in message
    assert 'gates.gpkg, row 2: refers to plan_id "P-99", which areas.gpkg does not have' in message


def test_without_a_good_area_the_batch_is_refused_even_when_bad_rows_are_skipped(tmp_path):
    with pytest.raises(InputError, match=r"areas.gpkg: none of its 3 areas is good"):
        read_frame(tmp_path, plots().assign(year=1066), skip_bad=True)


def test_no_column_of_sizes_or_shapes_refuses_the_file(tmp_path):
    sizes = ["dwellings", "households", "residents", "residential_floor_area_m2"]
    with pytest.raises(MissingColumnError, match="no column for dwellings, households, residents"):
        read_frame(tmp_path, plots().drop(columns=sizes, errors="ignore"), skip_bad=True)
    path = tmp_path / "areas.csv"
    as_texts(plots()).drop(columns="wkt").to_csv(path, index=False)
    with pytest.raises(
        MissingColumnError, match="no geometry; expected a column with it: boundary, wkt, geometry, 边界"
    ):
        read(PlanFiles(areas=path, datum="wgs84"), skip_bad=True)


# ---- where the areas lie ----


def moved(frame, shapes, crs=None):
    return gpd.GeoDataFrame(frame.drop(columns="geometry"), geometry=gpd.GeoSeries(shapes, crs=crs))


def swap(shapes):
    return shapely.transform(shapes, lambda xy: xy[:, ::-1])


@pytest.mark.parametrize("skip_bad", [False, True])
def test_areas_in_another_zone_are_told_which_would_fit(tmp_path, skip_bad):
    frame = plots().to_crs(4546).set_crs(4547, allow_override=True)
    with pytest.raises(CrsError, match=r"outside.*They would lie inside as EPSG:4546"):
        read_frame(tmp_path, frame, skip_bad=skip_bad)


def test_a_zone_in_the_easting_that_the_crs_lacks_is_told(tmp_path):
    frame = plots().to_crs(4526).set_crs(4547, allow_override=True)
    with pytest.raises(CrsError, match=r'outside .* read as EPSG:4547; the easting .* zone 38: .* "EPSG:4526"'):
        read_frame(tmp_path, frame)
    elsewhere = moved(plots(), plots().translate(90_000, 0).values, CRS).to_crs(4526)
    (tmp_path / "areas.gpkg").unlink()
    with pytest.raises(CrsError, match="both files are of one city"):
        read_frame(tmp_path, elsewhere)


def test_swapped_axes_are_told(tmp_path):
    with pytest.raises(CrsError, match="exchange"):
        read_frame(tmp_path, moved(plots(), swap(plots().geometry.values), CRS))
    lonlat = swap(to_lonlat(plots().geometry.values))
    path = tmp_path / "areas.csv"
    plots().drop(columns="geometry").assign(wkt=shapely.to_wkt(lonlat)).to_csv(path, index=False)
    with pytest.raises(CrsError, match="longitude and latitude are swapped"):
        read(PlanFiles(areas=path, datum="wgs84"))


def test_another_datum_that_would_fit_is_told(tmp_path):
    path = tmp_path / "areas.csv"
    frame = plots().iloc[:1]
    as_texts(frame, datum="gcj02").to_csv(path, index=False)
    around = frame.geometry.iloc[0].buffer(50)
    with pytest.raises(CrsError, match="They would lie inside as gcj02"):
        read(PlanFiles(areas=path, datum="wgs84"), extent=around)
    assert len(read(PlanFiles(areas=path, datum="gcj02"), extent=around).areas) == 1


def test_degrees_called_metres_and_metres_called_degrees_are_told(tmp_path):
    path = tmp_path / "areas.csv"
    as_texts(plots()).to_csv(path, index=False)
    with pytest.raises(CrsError, match="are degrees, but EPSG:4547 measures in metres"):
        read(PlanFiles(areas=path, datum="EPSG:4547"))
    with pytest.raises(CrsError, match="are not degrees, as wgs84 would have them"):
        read_frame(tmp_path, plots(), datum="areas=wgs84")
    with pytest.raises(CrsError, match="expected one of wgs84, cgcs2000, gcj02, bd09"):
        read(PlanFiles(areas=path, datum="amap"))


# ---- gates, facilities, roads ----


def save(frame, path):
    frame.to_file(path, engine="pyogrio")
    return path


def gate_frame(**changes):
    points = shapely.points(np.add([(1100, 1000), (2000, 1200)], (WEST, SOUTH)))
    columns = {"gate_id": ["g1", "g2"], "plan_id": ["P-1", "P-2"]} | changes
    return gpd.GeoDataFrame(columns, geometry=columns.pop("geometry", points), crs=CRS)


def facility_frame(**changes):
    points = shapely.points(np.add([(1100, 1100), (4000, 4000)], (WEST, SOUTH)))
    columns = {
        "id": ["f1", "f2"],
        "plan_id": ["P-1", ""],
        "category": ["kindergarten", "clinic"],
        "name": ["一幼", ""],
        "floor_area": [900.0, np.nan],
        "capacity": [np.nan, 40.0],
        "stage": ["build", ""],
    } | changes
    return gpd.GeoDataFrame(columns, geometry=columns.pop("geometry", points), crs=CRS)


def road_frame(**changes):
    one = shapely.LineString(np.add([(1000, 900), (1500, 900)], (WEST, SOUTH)))
    parts = [np.add([(0, y), (90, y)], (WEST, SOUTH)) for y in (10, 20)]
    columns = {"plan_id": ["P-1", ""], "highway": ["residential", ""]} | changes
    return gpd.GeoDataFrame(columns, geometry=columns.pop("geometry", [one, shapely.MultiLineString(parts)]), crs=CRS)


def test_gates_facilities_and_roads_are_read(tmp_path):
    batch = read_frame(
        tmp_path,
        plots(),
        gates=save(gate_frame(), tmp_path / "gates.gpkg"),
        facilities=save(facility_frame(), tmp_path / "facilities.gpkg"),
        roads=save(road_frame(), tmp_path / "roads.gpkg"),
    )
    assert pd.DataFrame(batch.gates.drop(columns="geometry")).to_dict("list") == {
        "gate_id": ["g1", "g2"],
        "plan_id": ["P-1", "P-2"],
    }
    facilities = batch.facilities
    assert facilities["facility_id"].tolist() == ["f1", "f2"]
    assert facilities["plan_id"].tolist() == ["P-1", ""]
    assert facilities["category"].tolist() == ["kindergarten", "clinic"]
    assert facilities["stage"].tolist() == ["build", ""]
    assert facilities["floor_area_m2"].tolist()[0] == 900.0
    assert np.isnan(facilities["floor_area_m2"].tolist()[1])
    assert batch.roads["plan_id"].tolist() == ["P-1", "", ""]
    assert (batch.roads.geom_type == "LineString").all()
    assert batch.roads.length.tolist() == pytest.approx([500, 90, 90])
    assert sorted(batch.hashes) == ["areas.gpkg", "facilities.gpkg", "gates.gpkg", "roads.gpkg"]


def test_without_gates_facilities_and_roads_their_tables_are_empty_with_columns(tmp_path):
    batch = read_frame(tmp_path, plots())
    assert list(batch.gates.columns) == ["gate_id", "plan_id", "geometry"]
    assert list(batch.facilities.columns) == [*FACILITY_COLUMNS, "geometry"]
    assert list(batch.roads.columns) == ["plan_id", "highway", "geometry"]
    for layer in (batch.gates, batch.facilities, batch.roads):
        assert len(layer) == 0
        assert layer.crs == CRS


def test_gates_facilities_and_roads_come_from_tables_too(tmp_path):
    files = write_plots(tmp_path, "csv-wkt")
    lonlat = shapely.get_coordinates(to_lonlat(gate_frame().geometry.values))
    gates = pd.DataFrame({"地块编号": ["P-1", "P-2"], "经度": lonlat[:, 0], "纬度": lonlat[:, 1]})
    gates.to_excel(tmp_path / "gates.xlsx", index=False)
    places = [f"{x},{y}" for x, y in shapely.get_coordinates(to_lonlat(facility_frame().geometry.values))]
    pd.DataFrame({"类别": ["clinic", "clinic"], "坐标": places}).to_csv(tmp_path / "facilities.csv", index=False)
    lines = shapely.to_wkt(to_lonlat(road_frame().geometry.values), rounding_precision=9)
    pd.DataFrame({"wkt": lines}).to_csv(tmp_path / "roads.csv", index=False)
    batch = read(
        replace(
            files, gates=tmp_path / "gates.xlsx", facilities=tmp_path / "facilities.csv", roads=tmp_path / "roads.csv"
        )
    )
    assert batch.gates["gate_id"].tolist() == ["G001", "G002"]
    assert batch.facilities["facility_id"].tolist() == ["F001", "F002"]
    assert shapely.distance(batch.gates.geometry.values, gate_frame().geometry.values).max() < 0.01
    assert shapely.distance(batch.facilities.geometry.values, facility_frame().geometry.values).max() < 0.01
    assert batch.roads.length.tolist() == pytest.approx([500, 90, 90], abs=0.01)


def point(x, y):
    return shapely.Point(WEST + x, SOUTH + y)


BAD_OTHERS = {
    "gate of no area": (gate_frame(plan_id=["P-1", "P-9"]), "gates", 'refers to plan_id "P-9", which areas.gpkg does'),
    "gate of nothing": (gate_frame(plan_id=["P-1", ""]), "gates", "column plan_id: empty; expected a text"),
    "gate outside": (gate_frame(geometry=[point(1100, 1000), point(1949.5, 1200)]), "gates", "50.5 m from the outline"),
    "gate inside": (
        gate_frame(plan_id=["P-1", "P-1"], geometry=[point(1100, 1000), point(1100, 1100)]),
        "gates",
        "100.0 m from the outline of P-1; expected 50 m or less",
    ),
    "gate that is an area": (gate_frame(geometry=[point(1100, 1000), BOW]), "gates", "a Polygon; expected a Point"),
    "facility of no area": (facility_frame(plan_id=["P-1", "P-9"]), "facilities", 'refers to plan_id "P-9"'),
    "category": (
        facility_frame(category=["clinic", "zoo"]),
        "facilities",
        'unknown category "zoo"; expected one of: clinic, kindergarten',
    ),
    "no category": (facility_frame(category=["clinic", ""]), "facilities", "column category: empty; expected a text"),
    "stage": (
        facility_frame(stage=["", "soon"]),
        "facilities",
        f'unknown stage "soon"; expected one of: {", ".join(STAGES)}',
    ),
    "floor area": (facility_frame(floor_area=[1, -2]), "facilities", "expected a number of 0 or more"),
    "facility outside": (facility_frame(geometry=[point(9, 9), point(-9, 0)]), "facilities", "lies outside the city's"),
    "facility nowhere": (facility_frame(geometry=[point(9, 9), None]), "facilities", "no geometry"),
    "road of no area": (road_frame(plan_id=["", "P-9"]), "roads", 'refers to plan_id "P-9"'),
    "road that is a point": (
        road_frame(geometry=[road_frame().geometry[0], point(1, 1)]),
        "roads",
        "a Point; expected a LineString or MultiLineString",
    ),
    "road outside": (
        road_frame(geometry=[road_frame().geometry[0], shapely.LineString([point(-90, 0), point(-9, 0)])]),
        "roads",
        "lies outside the city's data",
    ),
}


@pytest.mark.heavy
@pytest.mark.parametrize("kind", BAD_OTHERS)
def test_a_bad_gate_facility_or_road_rejects_its_row_only(tmp_path, kind):
    frame, table, reason = BAD_OTHERS[kind]
    path = save(frame, tmp_path / f"{table}.gpkg")
    with pytest.raises(InputError) as refusal:
        read_frame(tmp_path, plots(), **{table: path})
    assert "1 problem in the data" in str(refusal.value)
    assert f"{table}.gpkg, row 2" in str(refusal.value)
    assert reason in str(refusal.value)
    batch = read_frame(tmp_path, plots(), skip_bad=True, **{table: path})
    assert len(batch.areas) == 3
    assert len(getattr(batch, table)) == 1
    told = batch.rejected.iloc[0]
    assert (told["file"], told["row"]) == (f"{table}.gpkg", 2)
    assert reason in told["reason"]


def test_what_belongs_to_an_area_left_out_is_left_out_with_a_note(tmp_path):
    frame = plots()
    frame.loc[0, "year"] = 1066
    batch = read_frame(
        tmp_path,
        frame,
        gates=save(gate_frame(), tmp_path / "gates.gpkg"),
        facilities=save(facility_frame(), tmp_path / "facilities.gpkg"),
        roads=save(road_frame(), tmp_path / "roads.gpkg"),
        skip_bad=True,
    )
    assert batch.areas["plan_id"].tolist() == ["P-2", "P-3"]
    assert batch.gates["gate_id"].tolist() == ["g2"]
    assert batch.facilities["facility_id"].tolist() == ["f2"]
    assert batch.roads["plan_id"].tolist() == ["", ""]
    assert batch.rejected[["file", "row", "plan_id"]].values.tolist() == [["areas.gpkg", 1, "P-1"]]
    left = "gates.gpkg: 1 rows belong to areas of areas.gpkg that are left out (P-1), and are left out too"
    assert left in say_notes(batch)


def test_a_gate_just_at_fifty_metres_is_good(tmp_path):
    path = save(gate_frame(geometry=[point(1100, 950), point(1950, 1200)]), tmp_path / "gates.gpkg")
    assert len(read_frame(tmp_path, plots(), gates=path).gates) == 2


# ---- files ----


@pytest.mark.parametrize("ending", ["gpkg", "shp", "geojson", "parquet", "dxf", "xlsx", "csv", "kml"])
def test_a_missing_or_empty_file_is_refused(tmp_path, ending):
    path = tmp_path / f"areas.{ending}"
    with pytest.raises(InputError, match=f"areas.{ending}"):
        read(PlanFiles(areas=path, datum="wgs84"))
    path.write_bytes(b"")
    with pytest.raises(InputError, match=f"areas.{ending}"):
        read(PlanFiles(areas=path, datum="wgs84"))


@pytest.mark.parametrize("ending", ["gpkg", "shp", "geojson", "json", "dxf", "csv"])
def test_a_file_that_has_gdal_open_another_is_refused(tmp_path, ending):
    secret = save(plots(), tmp_path / "secret.gpkg")
    layer = f'<OGRVRTLayer name="secret"><SrcDataSource>{secret}</SrcDataSource></OGRVRTLayer>'
    path = tmp_path / f"areas.{ending}"
    path.write_text(f"<OGRVRTDataSource>{layer}</OGRVRTDataSource>")
    with pytest.raises(InputError, match=f"areas.{ending}"):
        read(PlanFiles(areas=path, datum="EPSG:4547"))
    command = f"gdal vector pipeline read {secret} ! write --format stream streamed"
    path.write_text(json.dumps({"type": "gdal_streamed_alg", "command_line": command}))
    with pytest.raises(InputError, match=f"areas.{ending}"):
        read(PlanFiles(areas=path, datum="EPSG:4547"))


@pytest.mark.parametrize("kind", ["gpkg", "shp", "geojson", "parquet", "dxf", "xlsx-wkt", "csv-wkt"])
def test_a_file_cut_in_the_middle_is_refused_or_tells_its_rows(tmp_path, kind):
    files = write_plots(tmp_path, kind)
    whole = files.areas.read_bytes()
    for part in (0.1, 0.5, 0.9):
        files.areas.write_bytes(whole[: int(len(whole) * part)])
        with pytest.raises(InputError):
            read(files)


STARTS = (
    b"",
    b"SQLite format 3\0",
    b"\0\0\x27\x0a",
    b"{",
    b'{"type":"FeatureCollection","features":[',
    b"PAR1",
    b"PK\3\4",
    b"0\nSECTION\n2\nENTITIES\n",
    b"id,wkt,dwellings\n",
)
ENDINGS = ("gpkg", "shp", "geojson", "json", "parquet", "dxf", "xlsx", "xlsm", "csv", "txt", "tsv", "dwg", "kml", "")


@pytest.mark.heavy
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    start=st.sampled_from(STARTS), rest=st.binary(max_size=300), ending=st.sampled_from(ENDINGS), skip_bad=st.booleans()
)
def test_random_bytes_are_never_more_than_an_input_error(tmp_path, start, rest, ending, skip_bad):
    path = tmp_path / f"areas.{ending}"
    path.write_bytes(start + rest)
    with pytest.raises(InputError):
        read(PlanFiles(areas=path, datum="wgs84"), skip_bad=skip_bad)


KINDS = ("gpkg", "shp", "geojson", "parquet", "dxf", "xlsx-wkt", "csv-pairs")


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """Return what tells how to read a file of each kind; a copy of the whole file is kept beside it."""
    files = {kind: write_plots(tmp_path_factory.mktemp(kind), kind) for kind in KINDS}
    for told in files.values():
        told.areas.with_name("whole").write_bytes(told.areas.read_bytes())
    return files


changes = st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=12)


@pytest.mark.heavy
@settings(max_examples=100)
@given(kind=st.sampled_from(KINDS), changes=changes)
def test_a_file_with_bytes_changed_is_read_or_an_input_error(whole, kind, changes):
    files = whole[kind]
    raw = bytearray(files.areas.with_name("whole").read_bytes())
    for where, value in changes:
        raw[int(where * len(raw))] = value
    files.areas.write_bytes(raw)
    try:
        batch = read(files, skip_bad=True)
    except InputError:
        return
    assert shapely.is_valid(batch.areas.geometry.values).all()
    assert (batch.areas[["dwellings", "households", "residents"]].max(axis=1) > 0).all()


def test_a_workbook_that_is_a_mere_archive_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "areas.xlsx", "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook")
    with pytest.raises(InputError, match=r"areas.xlsx"):
        read(PlanFiles(areas=tmp_path / "areas.xlsx", datum="wgs84"))


def test_a_workbook_that_is_given_up_is_not_left_open(tmp_path):
    path = tmp_path / "areas.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types")
    with pytest.raises(InputError, match="not an Excel workbook") as refused:
        read(PlanFiles(areas=path, datum="wgs84"))
    assert refused.value is not None  # it holds all that was at hand when reading ended
    assert str(path) not in [opened.path for opened in psutil.Process().open_files()]
