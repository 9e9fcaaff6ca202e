"""The columns that each file of a batch of plan areas has."""

from typing import Final

from geo.files.column_schemas import POSITION, Column, Schema

#: When a planned facility is there: planned, built, accepted, handed over.
STAGES: Final = ("plan", "build", "acceptance", "hand_over")

#: Headings under which offices write the corners of a plot into one cell.
_BOUNDARIES: Final = (
    "边界", "范围", "坐标串", "四至坐标", "四至", "边界坐标", "范围坐标", "用地范围", "用地红线", "红线坐标",
    "界址点坐标", "界址坐标", "拐点坐标", "坐标", "坐标列表", "坐标范围", "地块边界", "地块坐标",
    "outline", "polygon", "coordinates",
)  # fmt: skip

#: File of a batch -> its columns.
PLAN_SCHEMAS: Final[dict[str, Schema]] = {
    "plan_areas": Schema(
        {
            "plan_id": Column("id", aliases=("地块编号", "项目编号", "编号", "id")),
            "name": Column("text", aliases=("项目名称", "地块名称", "名称")),
            "group": Column("text", aliases=("组团", "组团编号", "所属项目", "所属组团", "group_id")),
            "stage": Column("text", aliases=("审查阶段", "阶段")),
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
            "above_ground_floor_area": Column(
                "number",
                unit="m2",
                aliases=("above_ground_floor_area_m2", "地上建筑面积", "地上总建筑面积"),
                bundle="above_ground_floor_area_m2",
            ),
            "land_area": Column(
                "number", unit="m2", aliases=("land_area_m2", "用地面积", "净用地面积", "地块面积", "宗地面积")
            ),
            "plot_ratio": Column("number", aliases=("far", "容积率", "规划容积率")),
            "boundary": Column("text", aliases=("wkt", "geometry", *_BOUNDARIES)),
        },
        key="plan_id",
    ),
    "plan_gates": Schema(
        {
            "id": Column("id", aliases=("gate_id", "出入口编号", "编号"), bundle="gate_id"),
            "plan_id": Column("id", required=True, aliases=("地块编号", "项目编号")),
            "location": Column("text", aliases=("wkt", "geometry", "坐标", "位置")),
            **POSITION,
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
            "land_area": Column(
                "number", unit="m2", aliases=("land_area_m2", "用地面积", "占地面积"), bundle="land_area_m2"
            ),
            "surveyed_area": Column(
                "number",
                unit="m2",
                aliases=("surveyed_area_m2", "实测面积", "实测建筑面积", "竣工面积"),
                bundle="surveyed_area_m2",
            ),
            "capacity": Column("number", aliases=("容量",)),
            "stage": Column("text", aliases=("阶段",)),
            "floor": Column("text", aliases=("楼层", "所在楼层", "层数位置")),
            "own_entrance": Column("text", aliases=("独立出入口", "独立入口")),
            "receiver": Column("text", aliases=("移交单位", "接收单位", "接收部门")),
            "location": Column("text", aliases=("wkt", "geometry", "坐标", "位置")),
            **POSITION,
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
