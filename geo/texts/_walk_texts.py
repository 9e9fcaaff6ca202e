"""The pages and pictures of one service circle and of one route."""

from typing import Final

from geo.texts._languages import Translations

WALK: Final[Translations] = {
    "walk.about": {"zh": "说明与来源", "en": "About and sources"},
    "walk.built": {"zh": "城市数据建立于 {built}", "en": "City built on {built}"},
    "walk.facts": {
        "zh": "{profile},步行速度 {speed} 公里/小时 · 绘制于 {day}",
        "en": "{profile}, {speed} km/h · drawn on {day}",
    },
    "walk.roads": {"zh": "道路", "en": "Roads"},
    "walk.facilities": {"zh": "设施", "en": "Facilities"},
    # a circle
    "walk.circle": {"zh": "步行服务圈", "en": "On foot from here"},
    "walk.circle_of": {"zh": "{minutes} 分钟步行服务圈", "en": "{minutes} minutes on foot"},
    "walk.no_unit": {"zh": "不在任何网格内", "en": "In no grid unit"},
    "walk.at": {"zh": "地点(WGS-84):{at}", "en": "Place (WGS-84): {at}"},
    "walk.people_inside": {"zh": "居民(人)", "en": "Residents"},
    "walk.minutes": {"zh": "{minutes} 分钟({limit} 米)", "en": "{minutes} min ({limit} m)"},
    "walk.residents": {"zh": "步行可达", "en": "On foot"},
    "walk.area": {"zh": "面积(km²)", "en": "Area (km²)"},
    "walk.straight_residents": {"zh": "直线圆内", "en": "Straight line"},
    "walk.compared": {
        "zh": "按直线距离 {limit} 米画圆有居民 {straight} 人;实际步行 {limit} 米以内有 {residents} 人,为其 {share}。",
        "en": "A circle of {limit} m as the crow flies has {straight} residents; {residents} live within a walk of "
        "{limit} m, {share} of them.",
    },
    "walk.homes": {"zh": "圈内居民点", "en": "Homes inside"},
    "walk.straight": {"zh": "直线距离圆", "en": "As the crow flies"},
    "walk.inside": {"zh": "圈内设施", "en": "Facilities inside"},
    "walk.count": {"zh": "处", "en": "Number"},
    "walk.nearest": {"zh": "最近(米)", "en": "Nearest (m)"},
    "walk.about_circle": {
        "zh": "居民和设施按沿道路的步行距离判定;轮廓是步行可达范围的示意。",
        "en": "Homes and facilities count by their walk along the streets; the outline pictures what can be reached.",
    },
    # a route
    "walk.route": {"zh": "步行路线", "en": "The walk"},
    "walk.route_to": {"zh": "到最近的{category}", "en": "To the nearest: {category}"},
    "walk.line": {"zh": "路线", "en": "Route"},
    "walk.ends": {"zh": "起点与终点", "en": "Both ends"},
    "walk.gate": {"zh": "入口", "en": "Entrance"},
    "walk.home": {"zh": "居民点 {home}", "en": "Home {home}"},
    "walk.total": {"zh": "{length} 米,{minutes} 分钟", "en": "{length} m, {minutes} min"},
    "walk.limit_within": {
        "zh": "限值 {limit} 米:在限值以内({by})。",
        "en": "Limit {limit} m: within it ({by}).",
    },
    "walk.limit_beyond": {
        "zh": "限值 {limit} 米:超出 {beyond} 米({by})。",
        "en": "Limit {limit} m: {beyond} m beyond it ({by}).",
    },
    "walk.not_judged": {"zh": "此类设施对该居民点不作评价。", "en": "The walk is not judged by the rule set."},
    "walk.straight_line": {"zh": "直线距离", "en": "As the crow flies"},
    "walk.legs": {"zh": "路段", "en": "Leg"},
    "walk.length": {"zh": "米", "en": "Metres"},
    "walk.time": {"zh": "分钟", "en": "Minutes"},
    "walk.leg.leave": {"zh": "从居民点到道路", "en": "From the home to the street"},
    "walk.leg.road": {"zh": "无名道路", "en": "Road without a name"},
    "walk.leg.arrive": {"zh": "从道路到设施", "en": "From the street to the facility"},
    "walk.leg.extra": {"zh": "台阶与等候", "en": "Steps and waits"},
    "walk.leg.total": {"zh": "合计", "en": "Together"},
    "walk.about_route": {
        "zh": "路线是步行距离最短的路线;直线距离仅供对比。",
        "en": "The route is the shortest walk; the straight line is for comparison.",
    },
}
