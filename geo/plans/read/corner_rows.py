"""A table with a row for each corner (界址点成果表) as a table with a row for each plan area."""

from typing import Final

import pandas as pd

from geo.files.column_names import find_columns
from geo.files.columns import Column
from geo.plans.read.plan_schemas import PLAN_SCHEMAS
from geo.texts.notes import Note, make_note

#: Columns of corners. Which of x and y is north is seen from the numbers: surveyors write x for north.
_CORNERS: Final = {
    "x": Column(
        "text", aliases=("X", "X坐标", "坐标X", "纵坐标", "纵坐标X", "北坐标", "easting", "lon", "lng", "经度")
    ),
    "y": Column("text", aliases=("Y", "Y坐标", "坐标Y", "横坐标", "横坐标Y", "东坐标", "northing", "lat", "纬度")),
    "corner": Column(
        "text", aliases=("点号", "界址点号", "界址点", "拐点", "拐点号", "顶点", "序号", "point", "vertex")
    ),
}
#: Fewest rows that outline an area.
_FEWEST: Final = 3


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
        other columns as the first corner that has them says. A corner without an area belongs to that above it. The
        table itself, and no note, where it is none of corners: it has a boundary, or no x and y, or fewer than three
        rows.

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
    name = areas.get("plan_id", areas.get("name"))
    if name is None or name == found.get("corner"):
        key = pd.Series("", index=table.index)
    else:
        key = table[name].fillna("").astype(str).str.strip()
        key = key.mask(key == "").ffill().fillna("")
    if key.map(key.value_counts()).min() < _FEWEST:
        return table, []  # a point for each area, or an area that two corners cannot outline
    rest = table.drop(columns=list(found.values())).replace("", pd.NA)
    corners = table[found["x"]].astype(str).str.strip() + "," + table[found["y"]].astype(str).str.strip()
    numbered = "J" + (corners.groupby(key, sort=False).cumcount() + 1).astype(str) + "," + corners
    first = ~key.duplicated()
    gathered = rest.groupby(key, sort=False).first().fillna("").set_axis(table.index[first.to_numpy()])
    gathered["boundary"] = numbered.groupby(key, sort=False).agg(";".join).to_numpy(object)
    note = make_note("gathered_corners", file=file, rows=len(table), areas=len(gathered))
    return gathered, [note]
