"""Tables to be filled in: what each column is, and what there is to know beside them."""

from typing import Final

from geo.texts._languages import Translations

#: Of columns the headings are names under which they are read.
TEMPLATES: Final[Translations] = {
    "template.column": {"zh": "列", "en": "Column"},
    "template.meaning": {"zh": "填写内容", "en": "What to write"},
    "template.example": {"zh": "示例", "en": "Example"},
    "template.needed": {"zh": "【必填】", "en": "[needed] "},
    # plan areas
    "template.plans": {"zh": "规划居住地块", "en": "Plan areas"},
    "template.plans.notes": {
        "zh": "一行一个地块。第 2 行为示例,提交前请删去或改写。\n"
        "坐标所用的坐标系须在提交时选择(例如 CGCS2000、WGS-84、GCJ-02,或 EPSG:4547 等投影坐标);不作猜测。\n"
        "户数、住宅套数、居住人口、住宅建筑面积至少填一项,其余可由规则推算并注明。\n"
        "有图形文件的(GeoPackage、Shapefile 压缩包、GeoJSON、DXF),可直接提交图形文件,不必填写“用地范围”。",
        "en": "One row per plan area. Row 2 is an example: delete it or write over it before sending.\n"
        "Which datum the coordinates are in is chosen when the file is sent (CGCS2000, WGS-84, GCJ-02, or a projected "
        "one such as EPSG:4547); nothing is guessed.\n"
        "Give at least one of households, dwellings, residents and residential floor area; the others are derived, and "
        "the review says so.\n"
        "Files with geometry (GeoPackage, zipped Shapefile, GeoJSON, DXF) are taken as they are, without a boundary "
        "column.",
    },
    "template.plans.plan_id": {"zh": "地块编号", "en": "plan_id"},
    "template.plans.plan_id.about": {"zh": "地块的唯一编号", "en": "A code that no other area has"},
    "template.plans.name": {"zh": "项目名称", "en": "name"},
    "template.plans.name.about": {"zh": "项目或地块的名称", "en": "Name of the project or area"},
    "template.plans.group": {"zh": "组团", "en": "group"},
    "template.plans.group.about": {
        "zh": "同一项目分多个地块的,填相同的组团名,合并计算配建",
        "en": "Areas of one project have the same group: what is counted together is counted over all of them",
    },
    "template.plans.stage": {"zh": "审查阶段", "en": "stage"},
    "template.plans.stage.about": {
        "zh": "规划、建设、验收或移交;不填为规划",
        "en": "plan, build, acceptance or hand_over; plan where empty",
    },
    "template.plans.year": {"zh": "建设年份", "en": "year"},
    "template.plans.year.about": {"zh": "计划建成的年份", "en": "The year in which it is to be finished"},
    "template.plans.dwellings": {"zh": "住宅套数", "en": "dwellings"},
    "template.plans.dwellings.about": {"zh": "住宅套数(套)", "en": "Number of dwellings"},
    "template.plans.households": {"zh": "户数", "en": "households"},
    "template.plans.households.about": {"zh": "居住户数(户)", "en": "Number of households"},
    "template.plans.residents": {"zh": "居住人口", "en": "residents"},
    "template.plans.residents.about": {"zh": "规划居住人口(人)", "en": "Number of residents"},
    "template.plans.residential_floor_area": {"zh": "住宅建筑面积", "en": "residential_floor_area"},
    "template.plans.residential_floor_area.about": {"zh": "住宅建筑面积(平方米)", "en": "Residential floor area [m2]"},
    "template.plans.above_ground_floor_area": {"zh": "地上建筑面积", "en": "above_ground_floor_area"},
    "template.plans.above_ground_floor_area.about": {
        "zh": "地上总建筑面积(平方米)",
        "en": "Floor area above ground [m2]",
    },
    "template.plans.land_area": {"zh": "用地面积", "en": "land_area"},
    "template.plans.land_area.about": {
        "zh": "净用地面积(平方米);与用地范围不符时会指出",
        "en": "Net land area [m2]; the review says where it does not fit the boundary",
    },
    "template.plans.plot_ratio": {"zh": "容积率", "en": "plot_ratio"},
    "template.plans.plot_ratio.about": {"zh": "规划容积率", "en": "Floor area by land area"},
    "template.plans.boundary": {"zh": "用地范围", "en": "boundary"},
    "template.plans.boundary.about": {
        "zh": "各拐点坐标,依次为“经度,纬度;经度,纬度;…”(或 x,y),首尾不必重复;也可填 WKT",
        "en": 'The corners in order: "lon,lat;lon,lat;..." (or x,y); the first need not be repeated; or WKT',
    },
    # candidates
    "template.candidates": {"zh": "候选点", "en": "Candidates"},
    "template.candidates.notes": {
        "zh": "一行一处可以建设的地点。第 2 行为示例,提交前请删去或改写。\n"
        "坐标所用的坐标系须在提交时选择;不作猜测。\n"
        "地块可提交面图层(GeoPackage、Shapefile 压缩包、GeoJSON),自道路进入处到达。",
        "en": "One row per place where one may build. Row 2 is an example: delete it or write over it before sending.\n"
        "Which datum the coordinates are in is chosen when the file is sent; nothing is guessed.\n"
        "Parcels are sent as areas (GeoPackage, zipped Shapefile, GeoJSON) and reached where roads enter them.",
    },
    "template.candidates.id": {"zh": "编号", "en": "id"},
    "template.candidates.id.about": {"zh": "候选点的唯一编号", "en": "A code that no other candidate has"},
    "template.candidates.name": {"zh": "名称", "en": "name"},
    "template.candidates.name.about": {"zh": "地点的名称", "en": "Name of the place"},
    "template.candidates.lon": {"zh": "经度", "en": "lon"},
    "template.candidates.lon.about": {"zh": "经度(度)", "en": "Longitude [degrees]"},
    "template.candidates.lat": {"zh": "纬度", "en": "lat"},
    "template.candidates.lat.about": {"zh": "纬度(度)", "en": "Latitude [degrees]"},
    "template.candidates.land_use": {"zh": "用地性质", "en": "land_use"},
    "template.candidates.land_use.about": {
        "zh": "用地性质;选址时可按此筛选",
        "en": "Use of the land; candidates can be chosen by it",
    },
    "template.candidates.owner": {"zh": "权属单位", "en": "owner"},
    "template.candidates.owner.about": {
        "zh": "权属单位;选址时可按此筛选",
        "en": "Owner; candidates can be chosen by it",
    },
    "template.candidates.cost": {"zh": "费用", "en": "cost"},
    "template.candidates.cost.about": {
        "zh": "建设费用(单位自定,各行相同);按预算选址时必填",
        "en": "What it costs to build (in one unit throughout); needed to choose within a budget",
    },
}
