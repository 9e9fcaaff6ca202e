"""What each layer of a city must hold: names, types, units and null rules, and the one check of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import pandas as pd

from geo.errors import DuplicateIdError, MissingColumnError
from geo.problems import Problems

Kind = Literal["id", "text", "number", "coordinate"]

#: Columns of residents beside the total: ``residents_60plus``, ``residents_children`` and so on.
GROUP_PREFIX: Final = "residents_"
#: Heading of the faults of numbers.
NOT_A_NUMBER: Final = "negative or not a number"


@dataclass(frozen=True)
class Column:
    """One column of a layer.

    Parameters
    ----------
    kind
        ``id``: text that is never empty; ``text``: text, empty allowed; ``number``: finite and not negative;
        ``coordinate``: finite.
    required
        Whether the file must have it.
    unit
        Unit of a number.
    aliases
        Names under which files bring it when the source file does not map it.
    bundle
        Name in the city bundle where it differs from the name in the source file.
    """

    kind: Kind
    required: bool = False
    unit: str = ""
    aliases: tuple[str, ...] = ()
    bundle: str = ""


@dataclass(frozen=True)
class Schema:
    """The columns of one layer by their name in the source file, and which of them is its key."""

    columns: Mapping[str, Column]
    key: str
    has_groups: bool = False

    def knows(self, name: str) -> bool:
        """Tell whether a column of this name may be mapped."""
        return name in self.columns or (self.has_groups and name.startswith(GROUP_PREFIX))


_POSITION: Final = {
    "lon": Column("coordinate", aliases=("longitude", "lng", "经度")),
    "lat": Column("coordinate", aliases=("latitude", "纬度")),
    "x": Column("coordinate", aliases=("X", "easting", "东坐标")),
    "y": Column("coordinate", aliases=("Y", "northing", "北坐标")),
}
POSITION_COLUMNS: Final = tuple(_POSITION)

SCHEMAS: Final[dict[str, Schema]] = {
    "roads": Schema(
        {name: Column("text") for name in ("highway", "foot", "access", "sidewalk", "motorroad")},
        key="highway",
    ),
    "grid_units": Schema(
        {
            "code": Column(
                "id", required=True, aliases=("unit_code", "编码", "网格编码", "网格代码"), bundle="unit_code"
            ),
            "name": Column("text", aliases=("名称", "网格名称")),
            "community": Column("text", aliases=("社区", "所属社区")),
            "contact": Column("text", aliases=("公开电话", "联系电话")),
            "kind": Column("text", aliases=("网格类型",)),
            "parent": Column("text", aliases=("上级网格",)),
            "valid_from": Column("text", aliases=("启用日期",)),
            "valid_to": Column("text", aliases=("停用日期",)),
        },
        key="code",
    ),
    "homes": Schema(
        {
            "id": Column("id", aliases=("home_id", "编号"), bundle="home_id"),
            "population": Column(
                "number",
                required=True,
                unit="people",
                aliases=("residents", "人口", "居民数"),
                bundle="residents",
            ),
            "households": Column("number", unit="households", aliases=("户数",)),
            "grid_unit": Column("text", aliases=("网格",)),
            "compound": Column("text", aliases=("小区", "院落")),
            **_POSITION,
        },
        key="id",
        has_groups=True,
    ),
    "facilities": Schema(
        {
            "id": Column("id", required=True, aliases=("facility_id", "编号"), bundle="facility_id"),
            "category": Column("id", required=True, aliases=("类别", "类型")),
            "name": Column("text", aliases=("名称",)),
            "floor_area": Column("number", unit="m2", aliases=("面积", "建筑面积"), bundle="floor_area_m2"),
            "capacity": Column("number", aliases=("容量",)),
            **_POSITION,
        },
        key="id",
    ),
    "gates": Schema(
        {
            "id": Column("id", required=True, aliases=("gate_id", "编号"), bundle="gate_id"),
            "place": Column("id", required=True, aliases=("facility", "home", "所属")),
            **_POSITION,
        },
        key="id",
    ),
    "addresses": Schema(
        {
            "id": Column("id", aliases=("address_id", "编号", "地址编码"), bundle="address_id"),
            "text": Column("text", aliases=("address", "地址", "标准地址", "详细地址")),
            "kind": Column("text", aliases=("类型",)),
            "district": Column("text", aliases=("区县", "行政区")),
            "street": Column("text", aliases=("街道", "乡镇")),
            "community": Column("text", aliases=("社区", "所属社区", "行政村")),
            "road": Column("text", aliases=("道路", "街路巷")),
            "number": Column("text", aliases=("门牌号", "门牌", "housenumber")),
            "compound": Column("text", aliases=("小区", "院落")),
            "building": Column("text", aliases=("楼栋", "栋号", "楼号")),
            "name": Column("text", aliases=("名称",)),
            "old_road": Column("text", aliases=("曾用路名", "原路名")),
            **_POSITION,
        },
        key="id",
    ),
    "barriers": Schema({"kind": Column("text", aliases=("类型",))}, key="kind"),
    "workers": Schema(
        {
            "id": Column("id", required=True, aliases=("worker_id", "编号"), bundle="worker_id"),
            "grid_unit": Column("id", required=True, aliases=("grid", "网格", "网格编码"), bundle="unit_code"),
            "name": Column("text", aliases=("姓名",)),
            "role": Column("text", aliases=("职务", "角色")),
            "phone": Column("text", aliases=("电话", "手机")),
        },
        key="id",
    ),
    "divisions": Schema(
        {
            "code": Column("id", required=True, aliases=("编码", "区划代码")),
            "name": Column("text", required=True, aliases=("名称",)),
            "level": Column("id", required=True, aliases=("级别", "层级")),
            "parent": Column("text", required=True, aliases=("上级", "上级代码")),
            "aliases": Column("text", aliases=("别名", "简称")),
        },
        key="code",
    ),
    "plan_areas": Schema(
        {
            "plan_id": Column("id", aliases=("地块编号", "项目编号", "编号", "id")),
            "name": Column("text", aliases=("项目名称", "地块名称", "名称")),
            "year": Column("number", unit="year", aliases=("建设年份", "年份")),
            "dwellings": Column("number", unit="dwellings", aliases=("units", "住宅套数", "套数")),
            "households": Column("number", unit="households", aliases=("户数",)),
            "residents": Column("number", unit="people", aliases=("population", "居住人口", "人口")),
            "residential_floor_area": Column(
                "number",
                unit="m2",
                aliases=("residential_floor_area_m2", "住宅建筑面积", "计容住宅面积"),
                bundle="residential_floor_area_m2",
            ),
            "boundary": Column("text", aliases=("wkt", "geometry", "边界", "范围", "坐标串")),
        },
        key="plan_id",
    ),
    "plan_gates": Schema(
        {
            "id": Column("id", aliases=("gate_id", "出入口编号", "编号"), bundle="gate_id"),
            "plan_id": Column("id", required=True, aliases=("地块编号", "项目编号")),
            "location": Column("text", aliases=("wkt", "geometry", "坐标", "位置")),
            **_POSITION,
        },
        key="id",
    ),
    "plan_facilities": Schema(
        {
            "id": Column("id", aliases=("facility_id", "设施编号", "编号"), bundle="facility_id"),
            "plan_id": Column("text", aliases=("地块编号", "项目编号")),
            "category": Column("id", required=True, aliases=("类别", "类型")),
            "name": Column("text", aliases=("设施名称", "名称")),
            "floor_area": Column(
                "number", unit="m2", aliases=("floor_area_m2", "建筑面积", "面积"), bundle="floor_area_m2"
            ),
            "capacity": Column("number", aliases=("容量",)),
            "stage": Column("text", aliases=("阶段",)),
            "location": Column("text", aliases=("wkt", "geometry", "坐标", "位置")),
            **_POSITION,
        },
        key="id",
    ),
    "plan_roads": Schema(
        {
            "plan_id": Column("text", aliases=("地块编号", "项目编号")),
            "highway": Column("text", aliases=("道路等级", "等级")),
            "line": Column("text", aliases=("wkt", "geometry", "坐标串", "线形")),
        },
        key="plan_id",
    ),
}

#: When a planned facility is there: planned, built, accepted, handed over.
STAGES: Final = ("plan", "build", "acceptance", "hand_over")


def check_columns(
    frame: pd.DataFrame, table: str, columns: Mapping[str, str], *, file: str, problems: Problems
) -> pd.DataFrame:
    """Bring a file's table to the layer's columns and types, gathering every fault.

    Parameters
    ----------
    frame
        As read: texts stay texts. Not changed.
    table
        Name of the layer, a key of :data:`SCHEMAS`.
    columns
        Our name -> the file's name; what is not mapped is looked for under our name and its aliases.
    file
        Name of the file, for messages.
    problems
        Where faults go: file, row, column, value and what was expected. Rows count from 1 as people see them,
        without the heading.

    Returns
    -------
    pandas.DataFrame
        A new frame with the schema's columns by their bundle names (absent optional ones are left out), and the
        geometry where there is one.

    Examples
    --------
    >>> problems = Problems()
    >>> raw = pd.DataFrame({"编号": ["a"], "人口": ["-3"]})
    >>> _ = check_columns(raw, "homes", {}, file="homes.csv", problems=problems)
    >>> print(*problems.kinds["negative or not a number"])
    homes.csv, row 1, column 人口: "-3"; expected a number of 0 or more
    """
    schema = SCHEMAS[table]
    out = frame[["geometry"]].copy() if "geometry" in frame else pd.DataFrame(index=frame.index)
    groups = {name: Column("number", unit="people") for name in columns if name not in schema.columns}
    for name, column in {**schema.columns, **groups}.items():
        source = _find_column(frame, name, column, columns)
        if source is None:
            if name in columns or column.required:
                _report_missing(frame, name, columns.get(name, name), file, problems)
                # a column of nothing, so that the checks behind can go on and find what else is wrong
                out[column.bundle or name] = "" if column.kind in ("id", "text") else np.nan
            continue
        out[column.bundle or name] = _convert(frame[source], column, source, file, problems)
    key = schema.columns[schema.key].bundle or schema.key
    if key in out and schema.columns[schema.key].kind == "id":
        _check_unique(out[key], file, problems)
    return out


def _find_column(frame: pd.DataFrame, name: str, column: Column, columns: Mapping[str, str]) -> str | None:
    if name in columns:
        return columns[name] if columns[name] in frame else None
    return next((alias for alias in (name, *column.aliases) if alias in frame), None)


def _report_missing(frame: pd.DataFrame, name: str, source: str, file: str, problems: Problems) -> None:
    have = ", ".join(map(str, frame.columns.drop("geometry", errors="ignore")[:20]))
    problems.add(
        "missing column",
        [f'{file}: no column "{source}" for {name}; the file has: {have}. Name it under columns'],
        error=MissingColumnError,
    )


def _convert(values: pd.Series, column: Column, source: str, file: str, problems: Problems) -> pd.Series:
    if column.kind in ("number", "coordinate"):
        return _convert_number(values, column, source, file, problems)
    texts = _to_text(values)
    if column.kind == "id":
        empty = np.flatnonzero((texts == "").to_numpy())
        problems.add(
            "empty identifier",
            [f"{file}, row {row + 1}, column {source}: empty; expected a text" for row in empty],
            rows=[(int(row),) for row in empty],
        )
    return texts


def _to_text(values: pd.Series) -> pd.Series:
    """Make texts: identifiers are strings and stay strings; a whole number stored as float loses its .0."""
    if pd.api.types.is_float_dtype(values) and (values.dropna() % 1 == 0).all():
        values = values.astype("Int64")
    return values.astype("string").fillna("").str.strip().astype(object)


def _convert_number(values: pd.Series, column: Column, source: str, file: str, problems: Problems) -> pd.Series:
    if not pd.api.types.is_numeric_dtype(values):
        values = values.astype("string").str.strip()
        values = values.mask(values == "")
    numbers = pd.to_numeric(values, errors="coerce").astype(float)
    signed = column.kind == "coordinate"
    bad = pd.Series(~np.isfinite(numbers)) if column.required or signed else values.notna() & ~np.isfinite(numbers)
    if not signed:
        bad |= numbers < 0
    expected = "a finite number" if signed else "a number of 0 or more"
    rows = np.flatnonzero(bad.to_numpy())
    problems.add(
        "no coordinate" if signed else NOT_A_NUMBER,
        [f"{file}, row {row + 1}, column {source}: {_show(values.iloc[row])}; expected {expected}" for row in rows],
        rows=[(int(row),) for row in rows],
    )
    return numbers


def _show(value: object) -> str:
    return "empty" if pd.isna(value) else f'"{value}"'  # type: ignore[call-overload]


def _check_unique(ids: pd.Series, file: str, problems: Problems) -> None:
    again = np.flatnonzero((ids.duplicated(keep=False) & (ids != "")).to_numpy())
    rows_of = pd.Series(again + 1).groupby(ids.iloc[again].to_numpy(), sort=False).agg(list)
    messages = [f"{file}: {value} stands in rows {', '.join(map(str, rows[:5]))}" for value, rows in rows_of.items()]
    about = [[row - 1 for row in rows] for rows in rows_of]
    problems.add("duplicate identifier", messages, error=DuplicateIdError, rows=about)
