"""Tables as offices keep them: sheets, headings, totals, numbers and codes."""

import zipfile

import geopandas as gpd
import openpyxl
import pandas as pd
import pyogrio
import pytest
import shapely

from geo.city.schemas import SCHEMAS
from geo.errors import InputError
from geo.files.columns import check_columns
from geo.files.read_limits import UPLOAD_LIMITS
from geo.files.rows import iter_rows
from geo.files.tables import read_table
from geo.problems import Problems
from geo.texts.notes import translate_note

HEADING = ["编号", "人口", "户数", "经度", "纬度"]
ROWS = [["h0", 20, 7, 113.6666, 34.7508], ["h1", 30, 9, 113.667, 34.7531], ["h2", 5, 2, 113.6694, 34.7554]]


def write_book(folder, sheets, *, hidden=(), merged=()):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for place in merged:
            sheet.merge_cells(place)
        if name in hidden:
            sheet.sheet_state = "hidden"
    book.save(folder / "homes.xlsx")
    return folder / "homes.xlsx"


def write_text(folder, text, encoding="utf-8"):
    (folder / "homes.csv").write_bytes(text.encode(encoding))
    return folder / "homes.csv"


def check(path, table="homes", **columns):
    """Read a layer's table: its columns, its faults and its notes."""
    raw, notes = read_table(path)
    problems = Problems()
    frame = check_columns(raw, SCHEMAS[table], columns, file=path.name, problems=problems, notes=notes)
    faults = [text for texts in problems.kinds.values() for text in texts]
    return frame, faults, [translate_note(note, "en") for note in notes]


# ---- sheets ----


@pytest.mark.parametrize("limits", [None, UPLOAD_LIMITS])
def test_a_hidden_sheet_is_never_read_by_itself(tmp_path, limits):
    path = write_book(tmp_path, {"old": [HEADING, ROWS[0]], "new": [HEADING, *ROWS]}, hidden=["old"])
    assert len(read_table(path, limits=limits)[0]) == 3
    assert len(next(iter_rows(path, rows_at_once=9))) == 3
    assert len(read_table(path, layer="old", limits=limits)[0]) == 1


def test_of_several_sheets_one_must_be_named(tmp_path):
    path = write_book(tmp_path, {"中原区": [HEADING, *ROWS], "二七区": [HEADING, *ROWS], "Sheet3": []})
    for read in (read_table, lambda path: next(iter_rows(path, rows_at_once=9))):
        with pytest.raises(
            InputError, match="has several sheets; name one as sheet, or hide the others: 中原区, 二七区"
        ):
            read(path)
    assert len(read_table(path, layer="二七区")[0]) == 3
    with pytest.raises(InputError, match='no sheet "金水区"; the file has: 中原区, 二七区, Sheet3'):
        read_table(path, layer="金水区")


def test_a_book_with_empty_sheets_beside_the_one_is_read(tmp_path):
    assert len(read_table(write_book(tmp_path, {"a": [HEADING, *ROWS], "Sheet2": [], "Sheet3": []}))[0]) == 3


def test_a_book_of_hidden_sheets_is_refused(tmp_path):
    path = write_book(tmp_path, {"a": [HEADING, *ROWS], "b": [HEADING]})
    with zipfile.ZipFile(path) as book:
        members = {name: book.read(name) for name in book.namelist()}
    members["xl/workbook.xml"] = members["xl/workbook.xml"].replace(b'state="visible"', b'state="hidden"')
    with zipfile.ZipFile(path, "w") as book:
        for name, content in members.items():
            book.writestr(name, content)
    with pytest.raises(InputError, match="all its sheets are hidden: a, b; show the one to be read"):
        read_table(path)


# ---- headings ----


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_headings_are_found_below_titles_and_rows_count_as_shown(tmp_path, kind):
    rows = [["某区住户人口汇总表"], ["填报单位:中原路街道", None, "日期:2024-7-1"], [], HEADING, *ROWS]
    rows[5] = ["h1", "three", 9, 113.667, 34.7531]
    if kind == "xlsx":
        path = write_book(tmp_path, {"a": rows}, merged=["A1:E1"])
    else:
        cells = [[str(cell if cell is not None else "") for cell in [*row, *[""] * (5 - len(row))]] for row in rows]
        path = write_text(tmp_path, "".join(",".join(row) + "\r\n" for row in cells), "gbk")
    frame, faults, notes = check(path)
    assert frame["home_id"].tolist() == ["h0", "h1", "h2"]
    assert faults == [f'homes.{kind}, row 6, column 人口: "three"; expected a number of 0 or more']
    assert f"homes.{kind}: its headings are in row 4; what stands above is taken for titles" in notes


def test_headings_in_two_rows_are_read_together(tmp_path):
    upper, lower = ["编号", "人口情况", None, "坐标", None], [None, "人口", "户数", "经度", "纬度"]
    path = write_book(tmp_path, {"a": [upper, lower, *ROWS]}, merged=["A1:A2", "B1:C1", "D1:E1"])
    frame, faults, notes = check(path)
    assert (frame["residents"].tolist(), faults) == ([20, 30, 5], [])
    assert notes == ["homes.xlsx: its headings are in rows 1 and 2, read together"]


def test_names_that_are_the_same_in_two_groups_carry_the_group(tmp_path):
    upper, lower = ["编号", "去年", None, "今年", None], [None, "人口", "户数", "人口", "户数"]
    path = write_book(tmp_path, {"a": [upper, lower, ["a", 1, 2, 3, 4]]})
    assert list(read_table(path)[0].columns) == ["编号", "去年人口", "去年户数", "今年人口", "今年户数"]


@pytest.mark.parametrize(
    "heading", ["编 号 ,人口(人),户数\u3000, 经 度,纬度\t", "编号,人口（人）,户 数,Longitude ,LAT"]
)
def test_blanks_case_and_units_in_headings_do_not_matter(tmp_path, heading):
    frame, faults, _ = check(write_text(tmp_path, f"{heading}\nh0,20,7,113.6,34.7\n"))
    assert faults == []
    assert set(frame) == {"home_id", "residents", "households", "lon", "lat"}


def test_a_first_row_of_data_is_no_heading_and_is_listed(tmp_path):
    with pytest.raises(InputError, match=r"first row seems to be data \(h0, 20, 7, 113.6, 34.7\), not headings"):
        check(write_text(tmp_path, "h0,20,7,113.6,34.7\nh1,20,7,113.6,34.7\n"))


def test_a_cell_below_no_heading_is_refused_or_named_by_its_column(tmp_path):
    path = write_book(tmp_path, {"a": [["编号", None, "人口"], ["h0", "x", 3]]})
    assert list(read_table(path)[0].columns) == ["编号", "column_2", "人口"]


@pytest.mark.parametrize(
    ("text", "row", "cells"),
    [
        ("id,name,population\na,x,1\nb,2\nc,z,3\n", 3, 2),
        ("id,name,population\na,1\nb,y,2\nc,z,3\n", 2, 2),
        ("id,name,population\na,x,1\nb,y,z,2\nc,z,3\n", 3, 4),
        ("id,name,population\na,x,y,1\nb,y,2\nc,z,3\n", 2, 4),
        ("id,name,population\nk1,a,x,1\nk2,b,y,2\n", 2, 4),
        ("小区一览\nid,name,population\na,x,1\n\nb,2\nc,z,3\n", 5, 2),
        ('"id",name,"population\n(people)"\n"a\nb",x,1\nb,2\n', 3, 2),
        ("sep=;\nid;name;population\na;x;1\nb;2\n", 3, 2),
    ],
)
def test_a_row_with_a_cell_too_few_or_too_many_is_refused_by_its_number(tmp_path, text, row, cells):
    path = write_text(tmp_path, text)
    for read in (read_table, lambda path: list(iter_rows(path, rows_at_once=9))):
        with pytest.raises(InputError, match=rf"homes.csv, row {row}: {cells} cells below 3 headings; give"):
            read(path)


@pytest.mark.parametrize("end", ["制表:网格办", "合计,12", "制表:甲,审核:乙", ",", "合计,12,,,"])
def test_what_is_no_row_of_data_and_columns_without_a_heading_may_be_short(tmp_path, end):
    frame, _ = read_table(write_text(tmp_path, f"id,population,name,,\nh0,3,a\nh1,4,b,\nh2,5,c,x,\n{end}\n"))
    assert frame["id"].tolist() == ["h0", "h1", "h2"]
    assert frame["column_4"].tolist() == ["", "", "x"]


def test_no_row_is_lost_below_headings_of_several_lines(tmp_path):
    path = write_text(tmp_path, 'id,"人口\n(人)","户数\n(户)"\nh0,3,1\nh1,4,2\n')
    for frame in (read_table(path)[0], next(part for part in iter_rows(path, rows_at_once=9) if len(part))):
        assert frame["id"].tolist() == ["h0", "h1"]


def test_commas_at_the_end_of_rows_shift_no_column(tmp_path):
    frame, _ = read_table(write_text(tmp_path, "id,population\nh0,3,\nh1,4,\n"))
    assert frame[["id", "population"]].values.tolist() == [["h0", "3"], ["h1", "4"]]


@pytest.mark.parametrize("text", ["id\tpopulation\nh0\t3\n", "id;population\nh0;3\n", "sep=;\nid;population\nh0;3\n"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_what_excel_saves_as_text_is_read_by_build_and_by_locate(tmp_path, text, encoding):
    path = write_text(tmp_path, text, encoding)
    for frame in (read_table(path)[0], next(part for part in iter_rows(path, rows_at_once=9) if len(part))):
        assert frame.to_dict("list") == {"id": ["h0"], "population": ["3"]}


# ---- rows ----


@pytest.mark.parametrize("word", ["合计", "合 计", "总计：", "Total", "小计"])
def test_totals_are_left_out_and_named(tmp_path, word):
    path = write_book(tmp_path, {"a": [HEADING, *ROWS, [word, 55, 18], [], ["注:数据截至2024年"]]})
    frame, faults, notes = check(path)
    assert (frame["residents"].sum(), faults) == (55, [])
    assert notes == ["homes.xlsx: totals or remarks below the table, in row 5, 7, are left out"]


def test_a_place_that_is_called_total_is_no_total(tmp_path):
    path = write_text(tmp_path, "id,category,name,lon,lat\nTotal,fuel,Total Energies,113.6,34.7\n")
    assert len(read_table(path)[0]) == 1


def test_blank_rows_are_none_and_the_rows_below_keep_their_numbers(tmp_path):
    bad = ["h3", -1, 2, 113.6, 34.7]
    for path in (
        write_book(tmp_path, {"a": [HEADING, ROWS[0], [], [], bad]}),
        write_text(
            tmp_path, f"{','.join(HEADING)}\n{','.join(map(str, ROWS[0]))}\n\n,,,,\n{','.join(map(str, bad))}\n"
        ),
    ):
        _, faults, _ = check(path)
        assert faults == [f'{path.name}, row 5, column 人口: "-1"; expected a number of 0 or more']


def test_merged_texts_are_read_in_every_row_but_numbers_are_not_repeated(tmp_path):
    rows = [["编号", "小区", "人口"], ["a", "绿城", 30], ["b", None, None], ["c", "东风", 5]]
    frame, faults, notes = check(write_book(tmp_path, {"a": rows}, merged=["B2:B3", "C2:C3"]))
    assert frame["compound"].tolist() == ["绿城", "绿城", "东风"]
    assert faults == ["homes.xlsx, row 3, column 人口: empty; expected a number of 0 or more"]
    assert notes == ["homes.xlsx: the texts of 1 merged cells are read in every row that they span"]


def test_a_formula_without_its_value_is_refused_by_cell(tmp_path):
    path = write_book(tmp_path, {"a": [HEADING, ["h0", "=10+10", 7, 113.6, 34.7]]})
    with pytest.raises(InputError, match="cells B2: a formula without its value; open the file in a spreadsheet"):
        read_table(path)


# ---- numbers ----


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("约300", 300), ("约20人", 20), ("1.2万", 12_000), ("1.2万人", 12_000), ("２０", 20), ("1,234", 1234),
        ("1 234", 1234), ("12,345.5", 12_345.5), ("300人", 300), ("３.５", 3.5),
    ],
)  # fmt: skip
def test_numbers_are_read_as_people_write_them_and_it_is_said(tmp_path, text, number):
    frame, faults, notes = check(write_text(tmp_path, f'id,population\nh0,7\nh1,"{text}"\n'))
    assert (frame["residents"].tolist(), faults) == ([7, number], [])
    assert (
        f'homes.csv, column population: 1 numbers are read as people write them, such as "{text}" in row 3' in notes[0]
    )


@pytest.mark.parametrize("text", ["300多", "200-300", "三百", "n/a", "1,2345万", "20亩", "1.2.3", "约", "-"])
def test_numbers_that_are_not_sure_are_refused_by_row_and_column(tmp_path, text):
    _, faults, _ = check(write_text(tmp_path, f'id,population,households\nh0,2.5,"1,234.5"\nh1,"{text}",\n'))
    assert faults == [f'homes.csv, row 3, column population: "{text}"; expected a number of 0 or more']


def test_where_both_signs_are_decimal_signs_neither_is_guessed(tmp_path):
    _, faults, _ = check(write_text(tmp_path, 'id,population,households\nh0,"12,34","1,234.5"\nh1,3,4\n'))
    assert [fault.partition(";")[0] for fault in faults] == [
        'homes.csv, row 2, column population: "12,34"',
        'homes.csv, row 2, column households: "1,234.5"',
    ]


def test_decimal_commas_are_read_where_the_table_has_them(tmp_path):
    frame, faults, _ = check(
        write_text(tmp_path, "id;lon;lat;population\nh1;14,505;35,9003;1.234\nh2;14,515;35,9;10,5\n")
    )
    assert faults == []
    assert frame[["lon", "lat", "residents"]].values.tolist() == [[14.505, 35.9003, 1234], [14.515, 35.9, 10.5]]


def test_metres_that_could_be_thousands_or_decimals_are_refused(tmp_path):
    _, faults, _ = check(write_text(tmp_path, 'id,population,x,y\nh1,3,"468,401","3,847,146"\n'))
    assert faults == ['homes.csv, row 2, column x: "468,401"; expected a finite number']


# ---- codes ----


def check_codes(folder, *codes):
    rows = "".join(f"{number},{code}\n" for number, code in enumerate(codes))
    frame, faults, notes = check(write_text(folder, f"id,网格编码\n{rows}"), "workers")
    return frame["unit_code"].tolist(), faults, notes


def test_codes_that_a_spreadsheet_changed_are_restored_where_no_digit_is_lost(tmp_path):
    codes, faults, notes = check_codes(
        tmp_path,
        "410102009001001",
        "4.10102009001002E+14",
        "410102009001003.0",
        "４１０１０２００９００１００４",
        "'410102009001005",
    )
    assert (codes, faults) == ([f"41010200900100{n}" for n in range(1, 6)], [])
    assert (
        'homes.csv, column 网格编码: 4 codes are restored to their digits, such as "4.10102009001002E+14"' in notes[0]
    )


@pytest.mark.parametrize("code", ["4.10102E+14", "4.1E+14", "4.10104007001001E+17", "1E+15"])
def test_codes_that_have_lost_digits_are_refused(tmp_path, code):
    _, faults, _ = check_codes(tmp_path, "410102009001001", code)
    assert [fault.partition(";")[0] for fault in faults] == [f'homes.csv, row 3, column 网格编码: "{code}"']
    assert "the last digits are lost" in faults[0]


def test_numbers_above_15_digits_in_a_workbook_are_refused_as_codes(tmp_path):
    path = write_book(tmp_path, {"a": [["编号", "网格编码"], [1, 410104007001001001], [2, "410104007001001002"]]})
    _, faults, _ = check(path, "workers")
    assert len(faults) == 1
    assert 'homes.xlsx, row 2, column 网格编码: "4.10104007001001E+17"; the last digits are lost' in faults[0]


def test_numbering_with_points_stays(tmp_path):
    frame, _, _ = check(write_text(tmp_path, "id,population\n1.0,3\n1.1,3\n"))
    assert frame["home_id"].tolist() == ["1.0", "1.1"]
    frame, _, _ = check(write_text(tmp_path, "id,population\n1.0,3\n2.0,3\n"))
    assert frame["home_id"].tolist() == ["1", "2"]


def test_any_geometry_column_of_a_geoparquet_is_found(tmp_path):
    points = gpd.GeoDataFrame({"geometry": ["text"], "place": gpd.points_from_xy([1], [2])}, geometry="place", crs=4326)
    points.to_parquet(tmp_path / "a.parquet")
    for limits in (None, UPLOAD_LIMITS):
        frame, _ = read_table(tmp_path / "a.parquet", limits=limits)
        assert (frame.geometry.name, frame["geometry_1"].tolist()) == ("geometry", ["text"])


def test_styles_of_qgis_are_no_layer(tmp_path):
    points = gpd.GeoDataFrame({"n": [1]}, geometry=gpd.points_from_xy([1], [2]), crs=4326)
    points.to_file(tmp_path / "a.gpkg", layer="units")
    pyogrio.write_dataframe(pd.DataFrame({"styleQML": ["x"]}), tmp_path / "a.gpkg", layer="layer_styles", append=True)
    assert read_table(tmp_path / "a.gpkg")[0]["n"].tolist() == [1]


def test_shapes_of_a_parquet_that_does_not_say_what_they_are_are_found(tmp_path):
    table = pd.DataFrame({"n": ["a"], "wkb": [shapely.to_wkb(shapely.Point(1, 2))]})
    table.to_parquet(tmp_path / "a.parquet")
    frame, _ = read_table(tmp_path / "a.parquet")
    assert (frame.geometry[1].wkt, frame.crs, list(frame.columns)) == ("POINT (1 2)", None, ["n", "geometry"])


def test_a_heading_that_stands_twice_is_refused_where_it_counts(tmp_path):
    _, faults, _ = check(write_text(tmp_path, "id,population,population,note,note\nh0,1,2,a,b\n"))
    assert faults == ['homes.csv: several columns are called "population"; rename all but the one that counts']
