"""Corners of plots as surveyors list them: numbered 1, 2, 3, closed or not, several plots and rings in one table."""

import openpyxl
import pyproj
import pytest
import shapely

from geo.errors import InputError
from geo.plans.read.batch_files import PlanFiles, read_plans

CRS = pyproj.CRS.from_epsg(4547)
WEST, SOUTH = 468_000.0, 3_847_000.0
EXTENT = shapely.box(WEST - 5000, SOUTH - 5000, WEST + 5000, SOUTH + 5000)


def box(west, south, east, north):
    return shapely.box(WEST + west, SOUTH + south, WEST + east, SOUTH + north)


def corners(shape, *, closed=False):
    """North and east of the corners, as surveyors list them."""
    xy = [(y, x) for x, y in shape.exterior.coords]
    return xy if closed else xy[:-1]


PLOT, OTHER, HOLE = box(100, 100, 340, 280), box(500, 100, 700, 280), box(150, 150, 200, 200)
LIST = corners(PLOT)
ISLAND = box(160, 160, 190, 190)


def read(folder, text, *, datum="EPSG:4547"):
    path = folder / "areas.csv"
    path.write_text(text, "utf-8")
    return read_plans(PlanFiles(areas=path, datum=datum), crs=CRS, extent=EXTENT, categories=[])


def read_cell(folder, cell):
    return read(folder, f'地块编号,户数,边界\nP-1,300,"{cell}"\n')


def read_rows(folder, heading, rows):
    return read(folder, "\n".join([heading, *(",".join(map(str, row)) for row in rows)]) + "\n")


def is_same(batch, *shapes):
    found = list(batch.areas.geometry)
    return len(found) == len(shapes) and all(
        a.symmetric_difference(b).area < 1e-3 for a, b in zip(found, shapes, strict=True)
    )


def number(shape, form="{n},{x},{y}", *, first=1, closed=False, outer=";"):
    listed = corners(shape, closed=closed)
    last = len(listed) - 1
    return outer.join(
        form.format(n=first if closed and i == last else first + i, x=x, y=y) for i, (x, y) in enumerate(listed)
    )


FORMS = [
    ("{n},{x},{y}", ";"),
    ("{n},{x},{y}", "\n"),
    ("{n},{x},{y}", " "),
    ("{n},{x},{y}", ","),
    ("{n} {x} {y}", "\n"),
    ("{n} {x} {y}", ", "),
    ("{n}\t{x}\t{y}", "\n"),
    ("{n}、{x}，{y}", "；"),
    ("({n}){x},{y}", ";"),
    ("（{n}）{x}，{y}", "\n"),
    ("{n}#{x},{y}", " "),
    ("{n}:{x},{y}", ";"),
    ("{n}号点 {x} {y}", "\n"),
    ("第{n}点:{x},{y}", ";"),
    ("{n},{x},{y},102.5", ";"),
]


@pytest.mark.parametrize("closed", [False, True], ids=["open", "closed"])
@pytest.mark.parametrize(("form", "outer"), FORMS)
def test_corners_that_are_numbered_without_a_letter_are_read_in_one_cell(tmp_path, form, outer, closed):
    batch = read_cell(tmp_path, number(PLOT, form, outer=outer, closed=closed))
    assert is_same(batch, PLOT)
    assert [note.key for note in batch.notes] == ["north_first"]


def test_circled_numbers_need_nothing_between_the_corners(tmp_path):
    cell = "".join(f"{mark}{x},{y}" for mark, (x, y) in zip("①②③④", LIST, strict=True))
    assert is_same(read_cell(tmp_path, cell), PLOT)


def test_a_heading_above_numbered_corners_is_none(tmp_path):
    assert is_same(read_cell(tmp_path, "序号 X坐标 Y坐标\n" + number(PLOT, "{n} {x} {y}", outer="\n")), PLOT)


def test_numbered_corners_with_east_first_stay_so(tmp_path):
    batch = read_cell(tmp_path, number(PLOT, "{n},{y},{x}"))
    assert is_same(batch, PLOT)
    assert batch.notes == ()


def test_three_numbers_that_are_not_numbered_are_x_y_and_height(tmp_path):
    assert is_same(read_cell(tmp_path, ";".join(f"{x},{y},{x % 7}" for y, x in LIST)), PLOT)


@pytest.mark.parametrize(
    "cell",
    [
        number(PLOT, closed=True) + ";" + number(HOLE, first=5, closed=True),
        number(PLOT) + ";" + number(HOLE),
        number(PLOT) + "|" + number(HOLE),
        number(PLOT, "J{n},{x},{y}", closed=True) + ";" + number(HOLE, "J{n},{x},{y}", first=5, closed=True),
        number(PLOT, "J{n},{x},{y}", outer="\n") + "\n" + number(HOLE, "J{n},{x},{y}", outer="\n"),
        number(HOLE, closed=True) + ";" + number(PLOT, first=5, closed=True),
    ],
)
def test_a_second_ring_inside_the_first_is_a_hole(tmp_path, cell):
    assert is_same(read_cell(tmp_path, cell), PLOT.difference(HOLE))


def test_a_ring_beside_another_is_a_part_and_one_in_a_hole_an_island(tmp_path):
    both = number(PLOT, closed=True) + ";" + number(OTHER, first=5, closed=True)
    assert is_same(read_cell(tmp_path, both), shapely.union(PLOT, OTHER))
    island = "|".join(map(number, (PLOT, HOLE, ISLAND)))
    assert is_same(read_cell(tmp_path, island), shapely.union(PLOT.difference(HOLE), ISLAND))


# ---- a row for each corner ----

HEADINGS = ["点号,X,Y", "序号,X坐标,Y坐标", "界址点编号,纵坐标(X),横坐标(Y)", "桩号,X(m),Y(m)", "拐点编号,北,东"]


def rows(shape, *, before=(), closed=False, restart=True, first=1):
    """Rows of a plot; what stands before them only in the first one."""
    listed = corners(shape, closed=closed)
    for i, (x, y) in enumerate(listed):
        n = first if closed and i == len(listed) - 1 else first + i
        yield [*(before if i == 0 or not restart else [""] * len(before)), n, x, y]


@pytest.mark.parametrize("closed", [False, True], ids=["open", "closed"])
@pytest.mark.parametrize("heading", HEADINGS)
def test_plots_without_ids_begin_where_their_numbers_do(tmp_path, heading, closed):
    table = [*rows(PLOT, before=[300], closed=closed), *rows(OTHER, before=[200], closed=closed)]
    batch = read_rows(tmp_path, f"户数,{heading}", table)
    assert is_same(batch, PLOT, OTHER)
    assert batch.areas["households"].tolist() == [300, 200]
    assert batch.areas["row"].tolist() == [2, 6 + closed]


@pytest.mark.parametrize("column", ["编号", "地块编号", "id"])
def test_a_column_that_is_called_as_ids_may_number_the_corners(tmp_path, column):
    table = [*rows(PLOT, before=[300]), *rows(OTHER, before=[200])]
    assert is_same(read_rows(tmp_path, f"户数,{column},X,Y", table), PLOT, OTHER)


def test_a_point_for_each_area_is_no_outline(tmp_path):
    table = [[n, 300, x, y] for n, (x, y) in enumerate(LIST, 1)]
    with pytest.raises(InputError, match="no geometry; expected a column with it"):
        read_rows(tmp_path, "编号,户数,X,Y", table)


def test_figures_in_every_row_tell_plots_apart_where_they_differ(tmp_path):
    table = [*rows(PLOT, before=[300], restart=False), *rows(OTHER, before=[200], restart=False)]
    assert is_same(read_rows(tmp_path, "户数,点号,X,Y", table), PLOT, OTHER)
    table = [*rows(PLOT, before=["甲", 300], restart=False), *rows(OTHER, before=["乙", 300], restart=False)]
    batch = read_rows(tmp_path, "项目名称,户数,点号,X,Y", table)
    assert is_same(batch, PLOT, OTHER)
    assert batch.areas["name"].tolist() == ["甲", "乙"]


def test_the_same_figures_in_every_row_of_two_rings_are_not_guessed_at(tmp_path):
    table = [*rows(PLOT, before=[300], restart=False), *rows(OTHER, before=[300], restart=False)]
    with pytest.raises(InputError, match=r"begin anew in row 6, and no column tells .* add a column plan_id"):
        read_rows(tmp_path, "户数,点号,X,Y", table)


def test_a_title_above_its_corners_is_the_id_of_a_plot(tmp_path):
    table = [["地块一", "", "", 300], *([*row, ""] for row in rows(PLOT)), ["地块二", "", "", 200]]
    table += [["点号", "X", "Y", "户数"], *([*row, ""] for row in rows(OTHER))]
    batch = read_rows(tmp_path, "点号,X,Y,户数", table)
    assert is_same(batch, PLOT, OTHER)
    assert batch.areas[["plan_id", "households"]].values.tolist() == [["地块一", 300], ["地块二", 200]]


@pytest.mark.parametrize(("first", "closed"), [(1, False), (1, True), (5, True)])
def test_rings_of_a_plot_stand_behind_each_other(tmp_path, first, closed):
    table = [*rows(PLOT, before=["P-1", 300], closed=closed), *rows(HOLE, before=["", ""], first=first, closed=closed)]
    table += rows(OTHER, before=["P-2", 200], closed=closed)
    batch = read_rows(tmp_path, "地块编号,户数,点号,X,Y", table)
    assert is_same(batch, PLOT.difference(HOLE), OTHER)


def test_rings_may_have_a_column_of_their_own(tmp_path):
    table = [["P-1", 300, 1, *row] for row in rows(PLOT)] + [["P-1", 300, 2, *row] for row in rows(HOLE, first=5)]
    assert is_same(read_rows(tmp_path, "地块编号,户数,圈号,点号,X,Y", table), PLOT.difference(HOLE))


def test_numbers_may_begin_with_that_of_the_plot(tmp_path):
    first = [[300 if n == 1 else "", f"1-{n}", x, y] for n, (x, y) in enumerate(LIST, 1)]
    second = [[200 if n == 1 else "", f"2-{n}", x, y] for n, (x, y) in enumerate(corners(OTHER), 1)]
    assert is_same(read_rows(tmp_path, "户数,点号,X,Y", first + second), PLOT, OTHER)


def test_a_corner_put_in_between_begins_no_ring(tmp_path):
    (a, b, c, d), middle = LIST, (LIST[1][0], (LIST[1][1] + LIST[2][1]) / 2)
    table = [[300, "J1", *a], ["", "J2", *b], ["", "J2-1", *middle], ["", "J3", *c], ["", "J4", *d]]
    assert is_same(read_rows(tmp_path, "户数,点号,X,Y", table), PLOT)


def test_corners_of_plots_may_be_sorted_by_their_numbers(tmp_path):
    pairs = zip(rows(PLOT), rows(OTHER), strict=True)
    table = [[plan, 300, *row] for pair in pairs for plan, row in zip(("P-1", "P-2"), pair, strict=True)]
    assert is_same(read_rows(tmp_path, "地块编号,户数,点号,X,Y", table), PLOT, OTHER)


def test_a_corner_without_coordinates_is_named(tmp_path):
    table = [*rows(PLOT, before=[300])]
    table[3][2:] = ["", ""]
    with pytest.raises(InputError, match=r'row 2: column boundary: part 4, "J4,,": expected two numbers'):
        read_rows(tmp_path, "户数,点号,X,Y", table)


def test_corners_in_degrees_with_latitude_first_are_read(tmp_path):
    to_lonlat = pyproj.Transformer.from_crs(4547, 4326, always_xy=True).transform
    table = [[300, n, *to_lonlat(y, x)[::-1]] for n, (x, y) in enumerate(LIST, 1)]
    text = "\n".join(["户数,点号,X,Y", *(",".join(map(str, row)) for row in table)]) + "\n"
    assert is_same(read(tmp_path, text, datum="wgs84"), PLOT)


def test_a_sheet_with_merged_plot_cells_and_titles_is_read(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["界址点成果表"])
    sheet.append(["地块编号", "户数", "点号", "X坐标(m)", "Y坐标(m)"])
    for row in [*rows(PLOT, before=["P-1", 300], closed=True), *rows(OTHER, before=["P-2", 200], closed=True)]:
        sheet.append([None if cell == "" else cell for cell in row])
    for column in "AB":
        sheet.merge_cells(f"{column}3:{column}7")
        sheet.merge_cells(f"{column}8:{column}12")
    book.save(tmp_path / "areas.xlsx")
    files = PlanFiles(areas=tmp_path / "areas.xlsx", datum="EPSG:4547")
    batch = read_plans(files, crs=CRS, extent=EXTENT, categories=[])
    assert is_same(batch, PLOT, OTHER)
    assert batch.areas["households"].tolist() == [300, 200]
