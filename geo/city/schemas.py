"""What each layer of a city must hold."""

from typing import Final

from geo.files.column_schemas import POSITION, SHAPE, Column, Schema
from geo.files.columns import MOST_PEOPLE

#: Layer -> its columns.
SCHEMAS: Final[dict[str, Schema]] = {
    "roads": Schema(
        {name: Column("text") for name in ("highway", "foot", "access", "sidewalk", "motorroad", "other_tags")}
        | {f"{key}:conditional": Column("text", aliases=(f"{key}_conditional",)) for key in ("foot", "access")}
        | {f"sidewalk:{side}": Column("text", aliases=(f"sidewalk_{side}",)) for side in ("left", "right", "both")}
        | SHAPE,
        key="highway",
    ),
    "grid_units": Schema(
        {
            "code": Column(
                "id", required=True, aliases=("unit_code", "编码", "网格编码", "网格代码"), bundle="unit_code"
            ),
            "name": Column("text", aliases=("名称", "网格名称")),
            "community": Column("text", aliases=("社区", "所属社区"), is_code=True),
            "contact": Column("text", aliases=("公开电话", "联系电话")),
            "kind": Column("text", aliases=("unit_kind", "网格类型"), bundle="unit_kind"),
            "parent": Column("text", aliases=("上级网格",), is_code=True),
            "valid_from": Column("text", aliases=("启用日期",)),
            "valid_to": Column("text", aliases=("停用日期",)),
            **SHAPE,
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
                most=MOST_PEOPLE,
            ),
            "households": Column("number", unit="households", aliases=("户数",), most=MOST_PEOPLE),
            "grid_unit": Column("text", aliases=("网格",), is_code=True),
            "compound": Column("text", aliases=("小区", "院落")),
            **POSITION,
            **SHAPE,
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
            **POSITION,
            **SHAPE,
        },
        key="id",
    ),
    "gates": Schema(
        {
            "id": Column("id", required=True, aliases=("gate_id", "编号"), bundle="gate_id"),
            "place": Column("id", required=True, aliases=("facility", "home", "所属")),
            **POSITION,
            **SHAPE,
        },
        key="id",
    ),
    "addresses": Schema(
        {
            "id": Column("id", aliases=("address_id", "编号", "地址编码"), bundle="address_id"),
            "text": Column("text", aliases=("address", "地址", "标准地址", "详细地址")),
            "kind": Column("text", aliases=("address_kind", "类型"), bundle="address_kind"),
            "postcode": Column("text", aliases=("邮编", "邮政编码", "addr:postcode")),
            "district": Column("text", aliases=("区县", "行政区")),
            "street": Column("text", aliases=("街道", "乡镇")),
            "community": Column("text", aliases=("社区", "所属社区", "行政村")),
            "road": Column("text", aliases=("道路", "街路巷")),
            "number": Column("text", aliases=("门牌号", "门牌", "housenumber")),
            "compound": Column("text", aliases=("小区", "院落")),
            "building": Column("text", aliases=("楼栋", "栋号", "楼号")),
            "name": Column("text", aliases=("名称",)),
            "old_road": Column("text", aliases=("曾用路名", "原路名")),
            **POSITION,
            **SHAPE,
        },
        key="id",
    ),
    "barriers": Schema(
        {"kind": Column("text", aliases=("barrier_kind", "类型"), bundle="barrier_kind"), **SHAPE}, key="kind"
    ),
    "workers": Schema(
        {
            "id": Column("id", required=True, aliases=("worker_id", "编号"), bundle="worker_id"),
            "grid_unit": Column("id", required=True, aliases=("grid", "网格", "网格编码"), bundle="unit_code"),
            "name": Column("text", aliases=("姓名",)),
            "role": Column("text", aliases=("职务", "角色")),
            "phone": Column("text", aliases=("电话", "手机")),
        },
        key="role",  # the id is none: somebody works in several units
    ),
    "divisions": Schema(
        {
            "code": Column("id", required=True, aliases=("编码", "区划代码")),
            "name": Column("text", required=True, aliases=("名称",)),
            "level": Column("id", required=True, aliases=("级别", "层级")),
            "parent": Column("text", required=True, aliases=("上级", "上级代码"), is_code=True),
            "aliases": Column("text", aliases=("别名", "简称")),
        },
        key="code",
    ),
}
