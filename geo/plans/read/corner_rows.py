"""A table with a row for each corner (界址点成果表) as a table with a row for each plan area."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from geo.errors import InputError
from geo.files.column_names import find_columns, fold_name
from geo.files.column_schemas import Column
from geo.files.corner_lists import read_corner_number
from geo.files.rings import choose_gap
from geo.plans.read.plan_schemas import PLAN_SCHEMAS
from geo.texts.notes import Note, make_note

#: Columns of corners. Which of x and y is north is seen from the numbers: surveyors write x for north.
_CORNERS: Final = {
    "x": Column(
        "text",
        aliases=(
            "X", "X坐标", "坐标X", "纵坐标", "纵坐标X", "纵坐标(X)", "X(北)", "北坐标", "北", "N",
            "easting", "lon", "lng", "经度",
        ),
    ),
    "y": Column(
        "text",
        aliases=(
            "Y", "Y坐标", "坐标Y", "横坐标", "横坐标Y", "横坐标(Y)", "Y(东)", "东坐标", "东", "E",
            "northing", "lat", "纬度",
        ),
    ),
    "corner": Column(
        "text",
        aliases=(
            "点号", "界址点号", "界址点", "界址点编号", "拐点", "拐点号", "拐点编号", "顶点", "顶点号", "桩号", "点名",
            "序号", "point", "vertex", "corner", "no",
        ),
    ),
    "ring": Column("text", aliases=("圈号", "环号", "地块圈号", "内外环", "part")),
}  # fmt: skip
#: Fewest rows that outline an area.
_FEWEST: Final = 3
#: Rows that a message names.
_SHOWN: Final = 5


@dataclass(frozen=True)
class _Corners:
    """The rows of corners, and how they hang together.

    Parameters
    ----------
    x, y
        Cells, "" where there is none.
    number
        Of each corner, NA where it has none.
    area
        What names the area of each row, or "".
    ring
        What names its ring, or "".
    is_corner
        Rows with a corner, or with its number and no coordinates, which whoever reads them refuses.
    title
        What stands in a row of its own above an area's corners, at all rows below it; "" without such rows.
    rest
        The table's other columns, NA where a cell is empty.
    """

    x: "pd.Series[str]"
    y: "pd.Series[str]"
    number: "pd.Series[int]"
    area: "pd.Series[str]"
    ring: "pd.Series[str]"
    is_corner: "pd.Series[bool]"
    title: "pd.Series[str]"
    rest: pd.DataFrame

    def take(self, rows: "pd.Index[int]") -> "_Corners":
        """Return some of the rows, in their order."""
        return _Corners(**{name: cells.loc[rows] for name, cells in vars(self).items()})


def gather_corners(table: pd.DataFrame, *, file: str) -> tuple[pd.DataFrame, list[Note]]:
    """Make one row of the rows of each area's corners.

    Parameters
    ----------
    table
        As read, without geometry; its index is the number of each row. Not changed.
    file
        Name of the file, for notes.

    Returns
    -------
    tuple
        A row for each area, in the order of their first corners and with their numbers, the corners in ``boundary``;
        other columns as the first corner that has them says. A corner without an area belongs to that above it; where
        no column names the areas, one begins where the corners' numbers do. Rings of one area stand behind each other.
        The table itself, and no note, where it is none of corners: it has a boundary, or no x and y, or fewer than
        three rows.

    Raises
    ------
    InputError
        If the numbers begin anew and it cannot be told whether another area does.

    Examples
    --------
    >>> table = pd.DataFrame({"地块编号": ["P-1", "", ""], "点号": list("123"), "X": list("112"), "Y": list("122")})
    >>> gather_corners(table, file="a.csv")[0][["地块编号", "boundary"]].values.tolist()
    [['P-1', 'J1,1,1;J2,1,2;J3,2,2']]
    """
    areas, _ = find_columns(table, PLAN_SCHEMAS["plan_areas"].columns, {}, file=file)
    found, _ = find_columns(table, _CORNERS, {}, file=file)
    if "boundary" in areas or not {"x", "y"} <= set(found) or len(table) < _FEWEST:
        return table, []
    plan_id = areas.get("plan_id")
    if plan_id is not None and "corner" not in found and _is_numbering(table, plan_id, found):
        found, plan_id = {**found, "corner": plan_id}, None
    corners = _take_corners(table, found, plan_id or areas.get("name"))
    if plan_id is not None:  # the corners of one may stand among those of others
        order = pd.Series(pd.factorize(corners.area)[0], corners.area.index).sort_values(kind="stable").index
        corners = corners.take(order)
    begins = _find_beginnings(corners)
    key = corners.area.map({name: i for i, name in enumerate(corners.area.unique())})
    if plan_id is None:
        key = _number_areas(corners, begins, file=file)
    if not corners.is_corner.any() or key.map(key[corners.is_corner].value_counts()).min() < _FEWEST:
        return table, []  # a point for each area, or an area that two corners cannot outline
    gathered = _gather(corners, key, begins.cumsum().astype(int))
    note = make_note("gathered_corners", file=file, rows=int(corners.is_corner.sum()), areas=len(gathered))
    return gathered, [note]


def _strip(cells: "pd.Series[str]") -> "pd.Series[str]":
    return cells.fillna("").astype(str).str.strip()


def _fill(cells: "pd.Series[str]") -> "pd.Series[str]":
    return cells.mask(cells == "").ffill().fillna("")


def _is_numbering(table: pd.DataFrame, column: str, found: Mapping[str, str]) -> bool:
    """Tell whether a column that is called as ids are numbers corners, and not areas with a point each."""
    numbers = _strip(table[column]).map(read_corner_number)
    others = table.drop(columns=[column, *found.values()]).replace(r"^\s*$", pd.NA, regex=True)
    is_of_areas = not numbers.duplicated().any() and others.notna().any(axis=1).all()
    return numbers.iloc[:_FEWEST].tolist() == [1, 2, 3] and not is_of_areas


def _take_corners(table: pd.DataFrame, found: Mapping[str, str], name: str | None) -> _Corners:
    """Take the columns of corners out of a table, without its blank rows and repeated headings."""
    cells = {column: _strip(table[found[column]]) for column in found}
    blank = pd.Series("", table.index)
    x, y, label, ring = (cells.get(column, blank) for column in _CORNERS)
    rest = table.drop(columns=list(found.values())).replace(r"^\s*$", pd.NA, regex=True)
    has_xy = ((x != "") | (y != "")) & (x.map(fold_name) != fold_name(found["x"]))
    forms = label.str.replace(r"\d+", "#", regex=True)
    is_title = (x == "") & (y == "") & (label != "") & ~forms.isin(forms[has_xy])
    title = _fill(label.where(is_title, "")) if name is None else blank
    area = title if name is None else _fill(_strip(table[name]))
    number = label.map(read_corner_number)
    parts = label[has_xy].str.extract(r"^(.*\d)[-_](\d{1,4})$")
    if parts.notna().all(axis=None):  # 1-1, 1-2, 2-1: of the first and second area
        ring, number = (
            ring + _fill(parts[0].reindex(table.index, fill_value="")),
            parts[1].astype(int).reindex(table.index),
        )
    is_corner = has_xy | ((x == "") & ~is_title & number.notna())
    corners = _Corners(x, y, number, area, ring, is_corner, title, rest)
    return corners.take(table.index[is_corner | is_title | ((x == "") & rest.notna().any(axis=1))])


def _find_beginnings(corners: _Corners) -> "pd.Series[bool]":
    """Tell at which rows a ring begins: of another area, by its own column, or as corners and their numbers say."""
    xy = np.column_stack([pd.to_numeric(cells, errors="coerce") for cells in (corners.x, corners.y)]).astype(float)
    numbers, marks = corners.number.tolist(), list(zip(corners.area, corners.ring, strict=True))
    begins, first, is_closed, gap = np.zeros(len(xy), bool), -1, False, choose_gap(xy)
    for i in np.flatnonzero(corners.is_corner).tolist():
        is_back = first >= 0 and bool(np.hypot(*(xy[i] - xy[first])) <= gap)
        is_long = first >= 0 and i - first >= _FEWEST
        begins[i] = (
            first < 0
            or marks[i] != marks[first]
            or (is_closed and not is_back)
            or (is_long and not is_back and numbers[i] == numbers[first])
        )
        is_closed = is_back and (is_closed or is_long) and not begins[i]
        first = i if begins[i] else first
    return pd.Series(begins, corners.x.index, dtype=bool)


def _number_areas(corners: _Corners, begins: "pd.Series[bool]", *, file: str) -> "pd.Series[int]":
    """Count the areas where no column names them: a ring with a name, a title or figures of its own is another one."""
    is_first = corners.area != corners.area.shift()
    stated, ring = corners.rest.notna().any(axis=1), begins.cumsum()
    unsure, last = [], None
    for row in begins.index[begins]:
        if last is not None and stated[row] and corners.area[row] == corners.area[last]:
            if stated[ring == ring[last]].sum() > 1 and corners.rest.loc[row].equals(corners.rest.loc[last]):
                unsure.append(row)
            is_first[row] = True
        last = row
    if unsure:
        shown = ", ".join(map(str, unsure[:_SHOWN])) + (" …" if len(unsure) > _SHOWN else "")
        raise InputError(
            f"{file}: the numbers of corners begin anew in row {shown}, and no column tells whether another area does; "
            "add a column plan_id"
        )
    return is_first.cumsum().astype(int)


def _gather(corners: _Corners, key: "pd.Series[int]", ring: "pd.Series[int]") -> pd.DataFrame:
    text = (corners.x + "," + corners.y)[corners.is_corner]
    number = text.groupby([key, ring], sort=False).cumcount() + 1
    rings = ("J" + number.astype(str) + "," + text).groupby([key, ring], sort=False).agg(";".join)
    first = ~key.duplicated()
    gathered = corners.rest.groupby(key, sort=False).first().fillna("").set_axis(key.index[first.to_numpy()])
    gathered["boundary"] = rings.groupby(level=0, sort=False).agg("|".join).to_numpy(object)
    if (corners.title != "").any():
        gathered["plan_id"] = corners.title[first].to_numpy(object)
    return gathered
