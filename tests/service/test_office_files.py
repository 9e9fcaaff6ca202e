"""A city built from files as offices keep them: sheets, texts in GBK, geometry in cells, codes of spreadsheets."""

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest

from geo import open_city


@pytest.fixture
def build(run, tmp_path):
    """Build an office's city: exit code, message, and the city where there is one."""

    def build_(office):
        code, _, message = run("build", office.source, "-o", tmp_path / "city")
        return code, message.replace("\n", " "), open_city(tmp_path / "city") if code == 0 else None

    return build_


def save_sheets(path, sheets, *, hidden=()):
    with pd.ExcelWriter(path, engine="openpyxl") as book:
        for name, table in sheets.items():
            table.to_excel(book, sheet_name=name, index=False)
        for name in hidden:
            book.sheets[name].sheet_state = "hidden"


def test_of_a_book_with_a_hidden_sheet_in_front_the_shown_one_is_built(build, office):
    old = office.homes.assign(population=1)
    save_sheets(office.folder / "homes.xlsx", {"old": old, "new": office.homes}, hidden=["old"])
    office.edit("homes.csv", "homes.xlsx")
    _, _, city = build(office)
    assert city.homes["residents"].sum() == 400


@pytest.mark.heavy
def test_one_of_several_sheets_is_named_in_the_source_file(build, office):
    save_sheets(office.folder / "homes.xlsx", {"甲": office.homes.iloc[:30], "乙": office.homes.iloc[30:]})
    office.edit("homes.csv", "homes.xlsx")
    code, message, _ = build(office)
    assert (code, "homes.xlsx: has several sheets; name one as sheet, or hide the others: 甲, 乙" in message) == (
        1,
        True,
    )
    office.edit('path = "homes.xlsx"', 'path = "homes.xlsx"\nsheet = "甲"')
    assert len(build(office)[2].homes) == 30


@pytest.mark.heavy
def test_units_as_wkt_and_places_as_pairs_in_a_text_are_the_same_city(build, office):
    before = build(office)[2]
    units = pd.DataFrame(office.units.drop(columns="geometry")).assign(边界=office.units.to_crs(4326).geometry.to_wkt())
    units.to_csv(office.folder / "units.csv", index=False, encoding="gbk")
    pairs = office.homes["lon"].astype(str) + "," + office.homes["lat"].astype(str)
    office.homes.drop(columns=["lon", "lat"]).assign(经纬度=pairs).to_csv(office.folder / "homes.csv", index=False)
    office.edit('path = "units.gpkg"', 'path = "units.csv"\ndatum = "wgs84"')
    code, message, city = build(office)
    assert (code, "units.csv: states no encoding; its texts are read as GBK" in message) == (0, True)
    assert city.homes.geometry.geom_equals_exact(before.homes.geometry, 1e-3).all()
    assert city.grid_units.geometry.geom_equals_exact(before.grid_units.geometry, 0.1).all()


def test_a_cell_whose_geometry_is_broken_is_named_by_its_row(build, office):
    units = pd.DataFrame(office.units.drop(columns="geometry")).assign(wkt=office.units.to_crs(4326).geometry.to_wkt())
    units.loc[1, "wkt"] = "POLYGON ((1 2"
    units.to_csv(office.folder / "units.csv", index=False)
    office.edit('path = "units.gpkg"', 'path = "units.csv"\ndatum = "wgs84"')
    code, message, _ = build(office)
    assert (code, 'units.csv, row 3: "POLYGON ((1 2" is no valid WKT' in message) == (1, True)
    assert "no geometry" not in message


@pytest.mark.parametrize("values", ["north", "", "46.6W"])
def test_homes_none_of_which_has_a_readable_place_are_all_named_where_units_are_made(build, office, values):
    office.homes = office.homes.astype({"lon": object}).assign(lon=values)
    office.edit('path = "units.gpkg"', 'generate = "hexagon:250"')
    code, message, _ = build(office.save())
    assert code == 1
    assert "homes.csv, row 2, column lon" in message
    assert "40 problems in the data" in message


def test_codes_of_18_digits_in_a_workbook_are_refused_and_nothing_else_is_blamed(build, office):
    office.units["code"] = ["410104007001001" + f"{n:03d}" for n in range(len(office.units))]
    book = openpyxl.Workbook()
    book.active.append(["id", "grid"])
    book.active.append(["w1", int(office.units["code"][0])])
    book.save(office.folder / "workers.xlsx")
    office.edit("workers.csv", "workers.xlsx")
    code, message, _ = build(office.save())
    assert code == 1
    assert 'workers.xlsx, row 2, column grid: "4.10104007001001E+17"; the last digits are lost' in message
    assert "1 problem in the data" in message


@pytest.mark.filterwarnings("ignore")
def test_cut_names_of_a_shapefile_in_utf8_are_found(build, office):
    units = office.units.rename(columns={"code": "编码", "community": "所属社区"})
    gpd.GeoDataFrame(units).to_file(office.folder / "units.shp", encoding="utf-8")
    office.edit("units.gpkg", "units.shp")
    code, message, city = build(office)
    assert code == 0, message
    assert city.grid_units["community"].tolist() == office.units["community"].tolist()


def test_columns_that_differ_by_case_only_are_refused_before_a_result_cannot_hold_them(build, office):
    office.edit(
        'path = "homes.csv"', 'path = "homes.csv"\ncolumns = { residents_a = "population", residents_A = "id" }'
    )
    code, message, _ = build(office)
    assert (code, "columns residents_A and residents_a in [homes] differ only by case; rename one" in message) == (
        1,
        True,
    )
