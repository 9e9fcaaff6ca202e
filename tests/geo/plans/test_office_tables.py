"""Plan areas as offices list them: surveyors' corners, plot ratios, phases, words in Chinese."""

import geopandas as gpd
import numpy as np
import pyproj
import pytest
import shapely

from geo.crs.datum import from_wgs84
from geo.errors import InputError
from geo.plans.read.batch_files import PlanFiles, read_plans

CRS = pyproj.CRS.from_epsg(4547)
TO_LONLAT = pyproj.Transformer.from_crs(4547, 4326, always_xy=True)
WEST, SOUTH = 468_000.0, 3_847_000.0
EXTENT = shapely.box(WEST - 5000, SOUTH - 5000, WEST + 5000, SOUTH + 5000)
PLOT = shapely.box(WEST + 100, SOUTH + 100, WEST + 340, SOUTH + 280)
#: North and east of the corners, as surveyors list them.
CORNERS = [(y, x) for x, y in PLOT.exterior.coords[:-1]]
CATEGORIES = {
    "kindergarten": {"zh": "幼儿园", "en": "Kindergarten"},
    "market": {"zh": "菜市场或生鲜超市", "en": "Market"},
}


def read(folder, text, *, datum="EPSG:4547", facilities=None, **options):
    path = folder / "areas.csv"
    path.write_text(text, "utf-8")
    other = None
    if facilities is not None:
        other = folder / "facilities.csv"
        other.write_text(facilities, "utf-8")
    files = PlanFiles(areas=path, facilities=other, datum=datum)
    return read_plans(files, crs=CRS, extent=EXTENT, categories=CATEGORIES, **options)


def is_plot(batch, row=0):
    return batch.areas.geometry.iloc[row].symmetric_difference(PLOT).area < 1e-6


def list_notes(batch):
    return [note.key for note in batch.notes]


@pytest.mark.parametrize(
    "heading",
    ["四至坐标", "边界坐标", "范围坐标", "拐点坐标", "界址点坐标", "用地红线", "坐标", "坐标串", "用地范围"],
)
def test_a_boundary_is_found_under_the_headings_of_offices(tmp_path, heading):
    cell = ";".join(f"{x},{y}" for y, x in CORNERS)
    assert is_plot(read(tmp_path, f'地块编号,户数,{heading}\nP-1,300,"{cell}"\n'))


@pytest.mark.parametrize(
    "form",
    [
        "\n".join(f"J{n},{north},{east}" for n, (north, east) in enumerate(CORNERS, 1)),
        " ".join(f"J{n},{north},{east}" for n, (north, east) in enumerate(CORNERS, 1)),
        ",".join(f"J{n},{north},{east}" for n, (north, east) in enumerate(CORNERS, 1)),
        "；".join(f"J{n}：{north}，{east}" for n, (north, east) in enumerate(CORNERS, 1)),
        ";".join(f"J{n}({north},{east})" for n, (north, east) in enumerate(CORNERS, 1)),
        ";".join(f"X={north} Y={east}" for north, east in CORNERS),
        "点号,X,Y\n" + "\n".join(f"J-{n},{north},{east}" for n, (north, east) in enumerate(CORNERS, 1)),
        ";".join(f"界址点{n} {north} {east}" for n, (north, east) in enumerate(CORNERS, 1)),
    ],
)
def test_a_surveyors_list_of_corners_is_read_with_x_as_north(tmp_path, form):
    batch = read(tmp_path, f'地块编号,户数,边界\nP-1,300,"{form}"\n')
    assert is_plot(batch)
    assert list_notes(batch) == ["north_first"]


def test_a_list_of_numbered_corners_with_east_first_stays_so(tmp_path):
    form = ";".join(f"J{n},{east},{north}" for n, (north, east) in enumerate(CORNERS, 1))
    batch = read(tmp_path, f'地块编号,户数,边界\nP-1,300,"{form}"\n')
    assert is_plot(batch)
    assert list_notes(batch) == []


@pytest.mark.parametrize(("x", "y"), [("X坐标", "Y坐标"), ("X", "Y"), ("纵坐标", "横坐标"), ("北坐标", "东坐标")])
def test_a_row_for_each_corner_makes_one_area_of_each_plot(tmp_path, x, y):
    second = [(north + 400, east) for north, east in CORNERS]
    rows = [
        f"{plot if n == 1 else ''},{homes if n == 1 else ''},J{n},{north},{east}"
        for plot, homes, corners in (("P-1", 300, CORNERS), ("P-2", 200, second))
        for n, (north, east) in enumerate(corners, 1)
    ]
    batch = read(tmp_path, f"地块编号,户数,点号,{x},{y}\n" + "\n".join(rows) + "\n")
    assert batch.areas[["plan_id", "households", "row"]].values.tolist() == [["P-1", 300.0, 2], ["P-2", 200.0, 6]]
    assert is_plot(batch)
    assert "gathered_corners" in list_notes(batch)


def test_a_table_of_corners_of_one_plot_needs_no_plan_id(tmp_path):
    rows = "\n".join(f"300,{n},{north},{east}" for n, (north, east) in enumerate(CORNERS, 1))
    batch = read(tmp_path, f"户数,点号,X,Y\n{rows}\n")
    assert len(batch.areas) == 1
    assert is_plot(batch)


def test_a_corner_that_is_no_number_names_the_area(tmp_path):
    rows = "\n".join(f"P-1,300,J{n},{north},{east}" for n, (north, east) in enumerate(CORNERS, 1))
    with pytest.raises(
        InputError, match=r'areas.csv, row 2: column boundary: part 4, "J4,.*abc": expected two numbers'
    ):
        read(tmp_path, f"地块编号,户数,点号,X,Y\n{rows[: rows.rindex(',')]},abc\n")


def test_dwellings_are_derived_from_land_area_and_plot_ratio_and_that_is_assumed(tmp_path):
    cell = ";".join(f"{x},{y}" for y, x in CORNERS)
    batch = read(tmp_path, f'地块编号,用地面积,容积率,边界\nP-1,40000,2.5,"{cell}"\n')
    assert batch.areas["dwellings"].tolist() == [1000.0]
    assert [note.key for note in batch.assumptions] == ["derived_dwellings"]
    own = read(tmp_path, f'地块编号,容积率,边界\nP-1,2,"{cell}"\n')
    assert own.areas["dwellings"].tolist() == [240 * 180 * 2 // 100]
    stated = read(tmp_path, f'地块编号,户数,用地面积,容积率,边界\nP-1,300,40000,2.5,"{cell}"\n')
    assert stated.assumptions == ()


def test_a_plot_ratio_in_per_cent_is_refused(tmp_path):
    cell = ";".join(f"{x},{y}" for y, x in CORNERS)
    with pytest.raises(InputError, match="plot ratio 250; expected 10 or less"):
        read(tmp_path, f'地块编号,用地面积,容积率,边界\nP-1,40000,250,"{cell}"\n')


def test_missing_columns_list_the_headings_of_the_file(tmp_path):
    cell = ";".join(f"{x},{y}" for y, x in CORNERS)
    with pytest.raises(InputError, match="The file has: 地块编号, 楼层, 边界"):
        read(tmp_path, f'地块编号,楼层,边界\nP-1,9,"{cell}"\n')
    with pytest.raises(InputError, match=r"no geometry; expected .* The file has: 地块编号, 户数"):
        read(tmp_path, "地块编号,户数\nP-1,9\n")


def test_two_phases_of_one_plot_are_told_how_to_be_numbered(tmp_path):
    cell = ";".join(f"{x},{y}" for y, x in CORNERS)
    text = f'地块编号,项目名称,户数,边界\nP-1,一期,300,"{cell}"\nP-1,二期,200,"{cell}"\n'
    with pytest.raises(
        InputError, match="P-1 stands in rows 2, 3; if they are phases of one plot, number them P-1-1, P-1-2"
    ):
        read(tmp_path, text)


def test_a_swapped_pair_in_a_cell_is_told_how_to_write_it(tmp_path):
    swapped, right = (";".join(f"{a},{b}" for a, b in way) for way in (CORNERS, [(x, y) for y, x in CORNERS]))
    with pytest.raises(InputError, match=r"write 468220,3847190 instead of 3847190,468220") as caught:
        read(tmp_path, f'地块编号,户数,边界\nP-1,300,"{swapped}"\n')
    assert "exchange the columns" not in str(caught.value)
    with pytest.raises(InputError, match="row 3: lies inside the city's data only with x and y exchanged"):
        read(tmp_path, f'地块编号,户数,边界\nP-1,300,"{right}"\nP-2,300,"{swapped}"\n')


@pytest.mark.parametrize(
    ("category", "stage", "known"),
    [
        ("幼儿园", "规划", ("kindergarten", "plan")),
        ("菜市场", "在建", ("market", "build")),
        ("生鲜超市", "竣工验收", ("market", "acceptance")),
        ("Kindergarten", "已移交", ("kindergarten", "hand_over")),
        ("market", "", ("market", "")),
    ],
)
def test_categories_and_stages_are_read_by_their_names(tmp_path, category, stage, known):
    cell = ";".join(f"{x},{y}" for y, x in CORNERS)
    facilities = f"id,地块编号,类别,阶段,x,y\nf1,P-1,{category},{stage},{WEST + 200},{SOUTH + 200}\n"
    batch = read(tmp_path, f'地块编号,户数,边界\nP-1,300,"{cell}"\n', facilities=facilities)
    assert batch.facilities[["category", "stage"]].values.tolist() == [list(known)]


# ---- a datum for each file, and outlines drawn as lines ----


def save(shapes, path, crs=CRS, **columns):
    frame = gpd.GeoDataFrame({"plan_id": ["P-1"], **columns}, geometry=shapes, crs=CRS).to_crs(crs)
    frame.to_file(path, engine="pyogrio")
    return path


def read_files(areas, datum=None, **others):
    files = PlanFiles(areas=areas, datum=datum, **others)
    return read_plans(files, crs=CRS, extent=EXTENT, categories=CATEGORIES)


def test_a_datum_for_all_files_does_not_overrule_a_file_that_states_its_crs(tmp_path):
    areas = save([PLOT], tmp_path / "areas.gpkg", dwellings=[300.0])
    lon, lat = from_wgs84(*TO_LONLAT.transform(*PLOT.exterior.coords[0]), datum="gcj02")
    gates = tmp_path / "gates.csv"
    gates.write_text(f"id,plan_id,lon,lat\ng,P-1,{lon:.8f},{lat:.8f}\n")
    batch = read_files(areas, "gcj02", gates=gates)
    assert is_plot(batch)
    assert batch.gates.distance(PLOT.exterior).max() < 0.5
    assert list_notes(batch) == ["kept_crs"]
    assert list_notes(read_files(areas, "EPSG:4547")) == []


def test_a_datum_that_is_named_for_a_file_overrules_it(tmp_path):
    shifted = shapely.transform(
        PLOT, lambda xy: np.column_stack(from_wgs84(*TO_LONLAT.transform(*xy.T), datum="gcj02"))
    )
    path = tmp_path / "areas.gpkg"
    gpd.GeoDataFrame({"plan_id": ["P-1"], "dwellings": [9.0]}, geometry=[shifted], crs=4326).to_file(path)
    assert read_files(path, "areas=gcj02").areas.geometry.iloc[0].symmetric_difference(PLOT).area < 100
    with pytest.raises(
        InputError, match='"area" is no file of a batch; expected one of areas, gates, facilities, roads'
    ):
        read_files(path, "area=gcj02")


@pytest.mark.parametrize("apart_m", [0.0, 0.002, 0.009])
def test_an_outline_drawn_as_a_line_is_closed_where_its_ends_meet_but_for_millimetres(tmp_path, apart_m):
    xy = list(PLOT.exterior.coords)
    line = shapely.LineString([*xy[:-1], (xy[0][0], xy[0][1] + apart_m)])
    batch = read_files(save([line], tmp_path / "areas.gpkg", dwellings=[300.0]))
    assert is_plot(batch)
    assert list_notes(batch) == (["closed_outlines"] if apart_m else [])


def test_an_outline_that_is_open_by_more_is_refused(tmp_path):
    line = shapely.LineString([*PLOT.exterior.coords[:-1], np.add(PLOT.exterior.coords[0], (0, 0.05))])
    with pytest.raises(InputError, match="a LineString; expected a Polygon"):
        read_files(save([line], tmp_path / "areas.gpkg", dwellings=[300.0]))
