"""The review of plan areas: verdicts, stages, departments, clauses, remedies, missing data."""

from typing import Final

from geo.texts._languages import Translations

REVIEW: Final[Translations] = {
    # the review of planned residential areas: verdicts
    "verdict.met": {"zh": "符合", "en": "met"},
    "verdict.met_with_conditions": {"zh": "附条件符合", "en": "met with conditions"},
    "verdict.not_assessed": {"zh": "未评定", "en": "not assessed"},
    "verdict.exceeds": {"zh": "超出建议距离", "en": "exceeds the recommended distance"},
    "verdict.not_met": {"zh": "不符合", "en": "not met"},
    "verdict.below": {"zh": "低于建议规模", "en": "below the recommended size"},
    # stages, departments, scenarios and cases of the review
    "stage.plan": {"zh": "规划", "en": "Plan"},
    "stage.build": {"zh": "建设", "en": "Build"},
    "stage.acceptance": {"zh": "验收", "en": "Acceptance"},
    "stage.hand_over": {"zh": "移交", "en": "Hand-over"},
    "department.planning": {"zh": "自然资源和规划", "en": "Planning"},
    "department.construction": {"zh": "住房和城乡建设", "en": "Construction"},
    "department.civil_affairs": {"zh": "民政", "en": "Civil affairs"},
    "department.street_office": {"zh": "街道办事处", "en": "Street office"},
    "department.public_security": {"zh": "公安", "en": "Public security"},
    "department.health": {"zh": "卫生健康", "en": "Health"},
    "department.education": {"zh": "教育", "en": "Education"},
    "department.commerce": {"zh": "商务", "en": "Commerce"},
    "department.culture_sports": {"zh": "文化和体育", "en": "Culture and sports"},
    "scenario.alone": {"zh": "单独建设", "en": "alone"},
    "scenario.together": {"zh": "本批全部建成", "en": "all areas built"},
    "case.distance_less": {"zh": "距离限值减少 10 %", "en": "10 % shorter limit"},
    "case.distance_more": {"zh": "距离限值增加 10 %", "en": "10 % longer limit"},
    "case.households_less": {"zh": "户数减少 10 %", "en": "10 % fewer households"},
    "case.households_more": {"zh": "户数增加 10 %", "en": "10 % more households"},
    # clauses: what they measure, what their figure rests on, in which unit
    "clause.kind.distance": {"zh": "步行距离", "en": "Walk"},
    "clause.kind.floor_area": {"zh": "建筑面积", "en": "Floor area"},
    "clause.kind.land_area": {"zh": "用地面积", "en": "Land"},
    "clause.kind.places": {"zh": "学位", "en": "Places"},
    "clause.kind.beds": {"zh": "床位", "en": "Beds"},
    "clause.kind.size": {"zh": "单处规模", "en": "Size of each"},
    "clause.kind.land_size": {"zh": "单处用地", "en": "Land of each"},
    "clause.role": {"zh": "性质", "en": "Kind"},
    "clause.role.owed": {"zh": "本地块应配建", "en": "Owed by this area"},
    "clause.role.city": {"zh": "由城市配建,提请主管部门", "en": "Owed by the city: findings for its bureaux"},
    "clause.role.recommended": {"zh": "建议及按需配建", "en": "Recommended, or as needed"},
    "clause.basis.radius": {"zh": "建议最远步行距离", "en": "recommended longest walk"},
    "clause.basis.amount": {"zh": "按户数或人口", "en": "by households or residents"},
    "clause.basis.steps": {"zh": "按规模分档", "en": "by steps of size"},
    "clause.basis.tier": {"zh": "按生活圈人口", "en": "by residents of a circle"},
    "clause.basis.least": {"zh": "单处最小面积", "en": "least size of one"},
    "clause.unit.m": {"zh": "米", "en": "m"},
    "clause.unit.m2": {"zh": "平方米", "en": "m²"},
    "clause.unit.places": {"zh": "个", "en": "places"},
    "clause.unit.beds": {"zh": "张", "en": "beds"},
    # what would close a shortfall
    "remedy.shorten": {"zh": "增设出入口或步行通道", "en": "Add a gate or a path"},
    "remedy.share": {"zh": "共用周边设施", "en": "Share a facility nearby"},
    "remedy.enlarge": {"zh": "扩大设施", "en": "Enlarge a facility"},
    "remedy.lease": {"zh": "租用或购买用房", "en": "Lease or buy rooms"},
    "remedy.new_site": {"zh": "新增选址", "en": "Find a new site"},
    # what is missing where something is not assessed
    "missing.no_data": {"zh": "城市数据中没有这类设施", "en": "The city's data know no facility of this kind"},
    "missing.border": {
        "zh": "靠近数据边界,边界外的设施未知",
        "en": "Near the boundary of the data: facilities beyond it are not known",
    },
    "missing.no_road": {"zh": "附近没有可接入的道路", "en": "No road near enough to walk out on"},
    "missing.stage": {
        "zh": "规划的 {facility} 未注明阶段",
        "en": "{facility}, which is planned, does not say which stage it has reached",
    },
    "missing.floor_area_m2": {"zh": "{facility} 未注明建筑面积", "en": "{facility} does not state its floor area"},
    "missing.land_area_m2": {"zh": "{facility} 未注明用地面积", "en": "{facility} does not state its land"},
    "missing.capacity": {"zh": "{facility} 未注明学位或床位数", "en": "{facility} does not state its places"},
    "missing.residential_floor_area_m2": {"zh": "未提供住宅建筑面积", "en": "The residential floor area is not stated"},
    "missing.above_ground_floor_area_m2": {
        "zh": "未提供地上建筑面积",
        "en": "The floor area above ground is not stated",
    },
    "missing.households": {"zh": "未提供户数", "en": "The number of households is not stated"},
    "missing.residents": {"zh": "未提供人口", "en": "The number of residents is not stated"},
}
