"""Every text that users see in tables and pages, in Chinese and English, in one place."""

from typing import Final, Literal

Lang = Literal["zh", "en"]

LANGS: Final[tuple[Lang, ...]] = ("zh", "en")

TEXTS: Final[dict[str, dict[Lang, str]]] = {
    # the page that finds a grid unit
    "find.title": {"zh": "查我的网格", "en": "Find my grid unit"},
    "find.other_language": {"zh": "English", "en": "中文"},
    "find.placeholder": {"zh": "输入地址,如 信庄巷29号", "en": "Address: road and number"},
    "find.go": {"zh": "查询", "en": "Find"},
    "find.here": {"zh": "使用我的位置", "en": "Use my position"},
    "find.asking": {"zh": "正在查询…", "en": "Looking …"},
    "find.offline": {"zh": "无法连接服务,请稍后再试。", "en": "The service cannot be reached; try again later."},
    "find.no_position": {
        "zh": "手机没有给出位置:请允许定位,或输入地址。",
        "en": "The phone gave no position: allow it to, or type an address.",
    },
    "find.outside": {"zh": "这个位置不在本市网格内。", "en": "This place lies outside the city's grid."},
    "find.unknown": {"zh": "没有找到这个地址。", "en": "No address of this city fits."},
    "find.nearest": {
        "zh": "最近的网格 {code},距离 {metres} 米。",
        "en": "The nearest unit is {code}, {metres} m away.",
    },
    "find.understood": {"zh": "已识别:{text}", "en": "Understood: {text}"},
    "find.open": {"zh": "未识别:{text}", "en": "Not understood: {text}"},
    "find.ambiguous": {"zh": "有几个网格符合,请选择:", "en": "Several places fit; choose one:"},
    "find.candidates": {"zh": "可能的地址", "en": "Which of these?"},
    "find.border": {"zh": "位置在网格边界附近,也可能属于:", "en": "Near a border; it may also be:"},
    "find.lead": {"zh": "网格长 · 公开电话", "en": "Head of the unit, public line:"},
    "find.contact": {"zh": "网格公开电话", "en": "Public line:"},
    "find.matched": {
        "zh": "匹配到{level},可信度 {percent} %,位置误差约 {metres} 米。",
        "en": "Matched by {level}, {percent} % sure, place known to {metres} m.",
    },
    "find.level.building": {"zh": "楼栋", "en": "building"},
    "find.level.number": {"zh": "门牌号", "en": "house number"},
    "find.level.place": {"zh": "名称", "en": "name"},
    "find.level.compound": {"zh": "小区", "en": "compound"},
    "find.level.interpolated": {"zh": "相邻门牌推算", "en": "neighbouring numbers"},
    "find.level.intersection": {"zh": "路口", "en": "crossing"},
    "find.level.offset": {"zh": "参照地点推算", "en": "a landmark and directions"},
    "find.level.road": {"zh": "道路", "en": "road"},
    "find.level.community": {"zh": "社区", "en": "community"},
    "find.also": {"zh": "同时属于:{name}({code})", "en": "Also in: {name} ({code})"},
    "find.services": {"zh": "最近的服务(步行)", "en": "Nearest services, on foot"},
    "find.walk": {"zh": "{minutes} 分钟 · {metres} 米", "en": "{minutes} min · {metres} m"},
    "find.none": {"zh": "一小时内没有", "en": "none within an hour"},
    "find.synthetic": {"zh": "合成城市,非真实数据。", "en": "A synthetic city, no real data."},
    "find.noscript": {"zh": "此页面需要启用 JavaScript。", "en": "This page needs JavaScript."},
    # levels of the city, also the sheet names of coverage.xlsx
    "level.city": {"zh": "全市", "en": "City"},
    "level.districts": {"zh": "区县", "en": "Districts"},
    "level.streets": {"zh": "街道", "en": "Streets"},
    "level.communities": {"zh": "社区村", "en": "Communities"},
    "level.grid_units": {"zh": "网格", "en": "Grid units"},
    # how walkers compare, a sheet of coverage.xlsx
    "sheet.profiles": {"zh": "步行者对比", "en": "Walkers"},
    "column.category": {"zh": "类别", "en": "Category"},
    "column.profile": {"zh": "步行者", "en": "Walker"},
    "column.speed_km_h": {"zh": "速度(公里/小时)", "en": "Speed (km/h)"},
    "column.limit_min": {"zh": "时限(分钟)", "en": "Limit (min)"},
    "column.share_within": {"zh": "时限内居民比例", "en": "Residents within it"},
    "column.p25_walk_min": {"zh": "25% 居民步行不超过(分钟)", "en": "25% walk at most (min)"},
    "column.p50_walk_min": {"zh": "50% 居民步行不超过(分钟)", "en": "50% walk at most (min)"},
    "column.p75_walk_min": {"zh": "75% 居民步行不超过(分钟)", "en": "75% walk at most (min)"},
    "column.p90_walk_min": {"zh": "90% 居民步行不超过(分钟)", "en": "90% walk at most (min)"},
    "column.p95_walk_min": {"zh": "95% 居民步行不超过(分钟)", "en": "95% walk at most (min)"},
    "column.residents_without_way": {"zh": "无路可达居民", "en": "Residents without a way"},
    # statuses of a home
    "status.covered": {"zh": "可达", "en": "covered"},
    "status.gap": {"zh": "超出步行范围", "en": "beyond the walk"},
    "status.unreachable": {"zh": "路网不通", "en": "no way there"},
    "status.unsnapped": {"zh": "附近无道路", "en": "no road nearby"},
    "status.unknown": {"zh": "数据边界,无法判断", "en": "unknown: near the edge of the data"},
    # columns of tables
    "column.code": {"zh": "编码", "en": "Code"},
    "column.name": {"zh": "名称", "en": "Name"},
    "column.parent": {"zh": "上级编码", "en": "Parent code"},
    "column.homes": {"zh": "居民点", "en": "Homes"},
    "column.residents": {"zh": "居民数", "en": "Residents"},
    "column.households": {"zh": "户数", "en": "Households"},
    "column.covered": {"zh": "可达居民", "en": "Residents covered"},
    "column.uncovered": {"zh": "不可达居民", "en": "Residents not covered"},
    "column.unknown": {"zh": "无法判断居民", "en": "Residents unknown"},
    "column.share": {"zh": "可达比例", "en": "Share covered"},
    "column.covered_households": {"zh": "可达户数", "en": "Households covered"},
    "column.uncovered_households": {"zh": "不可达户数", "en": "Households not covered"},
    "column.unknown_households": {"zh": "无法判断户数", "en": "Households unknown"},
    "category.all": {"zh": "全部类别", "en": "All categories"},
    # profiles
    "profile.adult": {"zh": "成人", "en": "Adult"},
    "profile.elder": {"zh": "老年人", "en": "Elder"},
    "profile.wheelchair": {"zh": "轮椅", "en": "Wheelchair"},
    "profile.brisk": {"zh": "快步", "en": "Brisk walker"},
    # what the reference city says of itself
    "reference.invented": {
        "zh": "合成城市:道路、建筑、居民、地址、人员姓名与电话均为虚构。",
        "en": "A synthetic city: its roads, buildings, residents, addresses, names of people and telephone numbers "
        "are invented.",
    },
    "reference.published": {
        "zh": "公布数据:网格单元、网格员、社区与村、干部、办公用房、服务大厅、广场的数量。",
        "en": "Published: numbers of grid units, workers, communities, villages, cadres, offices, halls and squares.",
    },
    "reference.scaled": {
        "zh": "按 {scale} 比例缩小,数量并非公布数据。",
        "en": "Scaled to {scale}: no figure is a published one.",
    },
    "reference.assumed": {
        "zh": "假设:{residents} 名居民、户数、街道与网格边界、其他设施的数量与位置。",
        "en": "Assumed: {residents} residents, households, borders of streets and grid units, numbers and places of "
        "all other services.",
    },
    "reference.borrowed": {
        "zh": "区划名称、代码和区县边界取自公开数据,功能区边界为示意。",
        "en": "Names, codes and district borders are from public lists; borders of the functional zones are drawn for "
        "illustration.",
    },
    # the coverage page
    "map.title": {"zh": "步行可达地图", "en": "Walking coverage"},
    "map.other_language": {"zh": "English", "en": "中文"},
    "map.facts": {
        "zh": "{people} 位居民 · {profile} {speed} km/h · {limit} m = {minutes} 分钟",
        "en": "{people} residents · {profile}, {speed} km/h · {limit} m = {minutes} min",
    },
    "map.covered": {"zh": "可达", "en": "covered"},
    "map.uncovered": {"zh": "不可达", "en": "not covered"},
    "map.unknown": {"zh": "无法判断", "en": "unknown"},
    "map.people": {"zh": "人", "en": "people"},
    "map.facilities_count": {"zh": "{count} 处设施", "en": "{count} facilities"},
    "map.layers": {"zh": "图层", "en": "Layers"},
    "map.units": {"zh": "网格", "en": "Grid units"},
    "map.roads": {"zh": "步行路网", "en": "Walk network"},
    "map.facilities": {"zh": "设施", "en": "Facilities"},
    "map.gaps": {"zh": "缺口区域", "en": "Gap areas"},
    "map.legend": {"zh": "可达居民比例(网格数)", "en": "Share of residents covered (units)"},
    "map.no_residents": {"zh": "无居民", "en": "nobody lives here"},
    "map.gap": {"zh": "缺口区域", "en": "Gap area"},
    "map.area": {"zh": "面积", "en": "Area"},
    "map.shortfall": {"zh": "超出步行范围", "en": "Walk beyond the limit"},
    "map.no_way": {"zh": "步行无法到达", "en": "no way there on foot"},
    "map.facility": {"zh": "设施", "en": "Facility"},
    "map.about": {"zh": "说明与数据来源", "en": "About, sources"},
    "map.about_covered": {
        "zh": "可达:居民沿真实道路步行(含到道路的直线段)到最近设施不超过限值。",
        "en": "Covered: the walk along real streets, with the straight leg to the street, to the nearest facility is "
        "within the limit.",
    },
    "map.about_gap": {
        "zh": "缺口区域:有不可达居民的 100 m 方格,相邻者合并。",
        "en": "Gap area: squares of 100 m that hold residents who are not covered, joined where they touch.",
    },
    "map.about_unknown": {
        "zh": "无法判断:离数据边界比限值还近,边界外的设施可能服务到这里;不计入缺口。",
        "en": "Unknown: nearer to the border of the data than the limit, so that a facility beyond it might serve; "
        "never counted as a gap.",
    },
    "map.assumptions": {"zh": "数据说明", "en": "About the data"},
    "map.sources": {"zh": "数据", "en": "Data"},
    "map.synthetic": {"zh": "合成城市,非真实数据", "en": "Synthetic city, not real data"},
    "map.rules": {"zh": "规则", "en": "Rules"},
    "map.unverified": {
        "zh": "以下限值凭记忆录入,使用前须由城市核对",
        "en": "Limits written down from memory, for the city to confirm before use",
    },
    "map.largest_gaps": {
        "zh": "图上为人数最多的 {shown} 处缺口(共 {total} 处),全部见 coverage.gpkg。",
        "en": "The map shows the {shown} gap areas with most people of {total}; all are in coverage.gpkg.",
    },
    "map.show_panel": {"zh": "显示面板", "en": "Show panel"},
    "map.hide_panel": {"zh": "隐藏面板", "en": "Hide panel"},
    "map.noscript": {"zh": "此地图需要启用 JavaScript。", "en": "This map needs JavaScript."},
    # the review of planned residential areas: verdicts, and what each means
    "verdict.met": {"zh": "符合", "en": "met"},
    "verdict.met_with_conditions": {"zh": "附条件符合", "en": "met with conditions"},
    "verdict.not_assessed": {"zh": "未评定", "en": "not assessed"},
    "verdict.exceeds": {"zh": "超出建议距离", "en": "exceeds the recommended distance"},
    "verdict.not_met": {"zh": "不符合", "en": "not met"},
    "verdict.means.met": {
        "zh": "规则集的每一项要求均已满足。",
        "en": "Every requirement of the rule sets is met.",
    },
    "verdict.means.met_with_conditions": {
        "zh": "各项要求均可满足,但有的依赖共用周边设施或他方规划,须先落实并取得同意。",
        "en": "Every requirement can be met, some only by sharing facilities nearby or by what others plan: that has "
        "to be agreed first.",
    },
    "verdict.means.not_assessed": {
        "zh": "未发现不符合项,但有要求因缺少数据无法评定;补齐数据前不视为通过。",
        "en": "Nothing is known to fail, but a requirement cannot be judged for want of data; until then the area does "
        "not pass.",
    },
    "verdict.means.exceeds": {
        "zh": "至少一类设施的步行距离超出标准建议的距离;这是建议值,由会审部门决定是否接受。",
        "en": "The walk to at least one kind of facility is longer than the standard recommends; a recommendation, "
        "which the reviewing departments may accept or not.",
    },
    "verdict.means.not_met": {
        "zh": "至少一项要求不满足:设施规模不足,或步行无法到达。",
        "en": "At least one requirement is not met: too little is provided, or there is no way there on foot.",
    },
    # stages, departments, scenarios and cases of the review
    "stage.plan": {"zh": "规划", "en": "Plan"},
    "stage.build": {"zh": "建设", "en": "Build"},
    "stage.acceptance": {"zh": "验收", "en": "Acceptance"},
    "stage.hand_over": {"zh": "移交", "en": "Hand-over"},
    "department.planning": {"zh": "自然资源和规划", "en": "Planning"},
    "department.construction": {"zh": "住房和城乡建设", "en": "Construction"},
    "department.civil_affairs": {"zh": "民政", "en": "Civil affairs"},
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
    "clause.kind.places": {"zh": "学位、床位", "en": "Places"},
    "clause.kind.size": {"zh": "单处规模", "en": "Size of each"},
    "clause.basis.limit": {"zh": "建议最远步行距离", "en": "recommended longest walk"},
    "clause.basis.per_household": {"zh": "按户数", "en": "per household"},
    "clause.basis.per_resident": {"zh": "按人口", "en": "per resident"},
    "clause.basis.floor": {"zh": "下限", "en": "never below"},
    "clause.basis.steps": {"zh": "按规模分档", "en": "by steps of size"},
    "clause.basis.table": {"zh": "按生活圈人口", "en": "by residents of a circle"},
    "clause.basis.least": {"zh": "单处最小面积", "en": "least size of one"},
    "clause.unit.m": {"zh": "米", "en": "m"},
    "clause.unit.m2": {"zh": "平方米", "en": "m²"},
    "clause.unit.places": {"zh": "个", "en": "places"},
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
        "en": "Near the border of the data: facilities beyond it are not known",
    },
    "missing.no_road": {"zh": "附近没有可接入的道路", "en": "No road near enough to walk out on"},
    "missing.stage": {
        "zh": "规划设施 {id} 未注明阶段",
        "en": "Planned facility {id} does not say which stage it has reached",
    },
    "missing.floor_area_m2": {"zh": "设施 {id} 未注明建筑面积", "en": "Facility {id} does not state its floor area"},
    "missing.capacity": {"zh": "设施 {id} 未注明学位或床位数", "en": "Facility {id} does not state its places"},
    "missing.residential_floor_area_m2": {"zh": "未提供住宅建筑面积", "en": "The residential floor area is not stated"},
    "missing.households": {"zh": "未提供户数", "en": "The number of households is not stated"},
    "missing.residents": {"zh": "未提供人口", "en": "The number of residents is not stated"},
    # the dossier of a plan area
    "plan.title": {"zh": "规划居住区公共服务设施审查表", "en": "Review of a planned residential area"},
    "plan.other_language": {"zh": "English", "en": "中文"},
    "plan.print": {"zh": "打印", "en": "Print"},
    "plan.synthetic": {"zh": "合成城市,非真实数据", "en": "Synthetic city, not real data"},
    "plan.plan_id": {"zh": "地块编号", "en": "Plan area"},
    "plan.name": {"zh": "名称", "en": "Name"},
    "plan.year": {"zh": "年份", "en": "Year"},
    "plan.city": {"zh": "城市", "en": "City"},
    "plan.overall": {"zh": "规划阶段总评", "en": "Verdict at the plan stage"},
    "plan.counts": {"zh": "共 {total} 项要求", "en": "{total} requirements"},
    "plan.findings": {"zh": "主要问题", "en": "What stands out"},
    "plan.no_findings": {"zh": "没有不满足或无法评定的要求。", "en": "No requirement fails or is left open."},
    "plan.figures": {"zh": "基本情况", "en": "The area"},
    "plan.dwellings": {"zh": "住房套数", "en": "Dwellings"},
    "plan.households": {"zh": "户数", "en": "Households"},
    "plan.residents": {"zh": "居住人口", "en": "Residents"},
    "plan.area": {"zh": "用地面积", "en": "Area of the plot"},
    "plan.residential_floor_area": {"zh": "住宅建筑面积", "en": "Residential floor area"},
    "plan.not_stated": {"zh": "未提供", "en": "not stated"},
    "plan.unknown": {"zh": "无数据", "en": "not known"},
    "plan.derived": {"zh": "推算", "en": "derived"},
    "plan.derived_residents.city": {
        "zh": "按本市每户 {ratio} 人推算",
        "en": "derived, at {ratio} residents a household of the city",
    },
    "plan.derived_residents.census": {
        "zh": "按第七次人口普查每户 {ratio} 人推算",
        "en": "derived, at {ratio} residents a household of the census of 2020",
    },
    "plan.derived_households": {
        "zh": "按每套 {ratio} 户推算",
        "en": "derived, at {ratio} households a dwelling",
    },
    "plan.community": {"zh": "社区", "en": "Community"},
    "plan.street": {"zh": "街道", "en": "Street"},
    "plan.district": {"zh": "区县", "en": "District"},
    "plan.units_in": {"zh": "所在网格", "en": "Grid units it lies in"},
    "plan.outside_grid": {"zh": "不在任何网格内", "en": "outside all grid units"},
    "plan.needs": {"zh": "需要增配", "en": "What it needs"},
    "plan.units_needed": {"zh": "网格", "en": "Grid units"},
    "plan.community_workers": {"zh": "社区工作者", "en": "Community workers"},
    "plan.grid_workers": {"zh": "网格员", "en": "Grid workers"},
    "plan.no_norm": {"zh": "规则集未规定", "en": "no norm in the rule sets"},
    "plan.unit_code": {"zh": "拟用编码", "en": "Proposed code"},
    "plan.no_code": {"zh": "无可用编码", "en": "no code free"},
    "plan.unit_small": {"zh": "少于 {least} 户", "en": "fewer than {least} households"},
    "plan.lies_over": {"zh": "占用与重叠", "en": "What it lies over"},
    "plan.homes_inside": {"zh": "现有住宅", "en": "Existing homes"},
    "plan.homes_inside_value": {"zh": "{homes} 处,{residents} 人", "en": "{homes}, with {residents} residents"},
    "plan.other_areas": {"zh": "其他规划地块", "en": "Other plan areas"},
    "plan.overlap_value": {"zh": "{other}:{area} 平方米", "en": "{other}: {area} m²"},
    "plan.water": {"zh": "水域", "en": "Water"},
    "plan.water_value": {
        "zh": "{area} 平方米,岸线 {length} 米",
        "en": "{area} m² of water, {length} m of watercourses",
    },
    "plan.none": {"zh": "无", "en": "none"},
    "plan.hectares": {"zh": "{area} 公顷", "en": "{area} ha"},
    "plan.square_metres": {"zh": "{area} 平方米", "en": "{area} m²"},
    "plan.households_value": {"zh": "{count} 户", "en": "{count} households"},
    "plan.people_value": {"zh": "{count} 人", "en": "{count}"},
    "plan.maps": {"zh": "建设前后", "en": "Before and after"},
    "plan.map_before": {"zh": "现状", "en": "Today"},
    "plan.map_after": {"zh": "建成后", "en": "When all areas are built"},
    "plan.legend": {"zh": "图例", "en": "Legend"},
    "plan.legend_area": {"zh": "本地块", "en": "this area"},
    "plan.legend_gate": {"zh": "出入口", "en": "gate"},
    "plan.legend_home": {"zh": "现有住宅", "en": "existing home"},
    "plan.legend_road": {"zh": "现有道路", "en": "existing road"},
    "plan.legend_planned_road": {"zh": "规划道路", "en": "planned road"},
    "plan.legend_water": {"zh": "水域", "en": "water"},
    "plan.legend_rail": {"zh": "铁路等屏障", "en": "railway or other barrier"},
    "plan.legend_existing": {"zh": "现有设施", "en": "existing facility"},
    "plan.legend_planned": {"zh": "规划设施", "en": "planned facility"},
    "plan.legend_unit": {"zh": "拟设网格(编码末三位)", "en": "proposed grid unit (last 3 digits of its code)"},
    "plan.legend_unit_now": {"zh": "现有网格", "en": "grid unit of today"},
    "plan.legend_neighbour": {"zh": "本批其他地块", "en": "other area of the batch"},
    "plan.legend_more": {
        "zh": "另有 {count} 处设施因图面拥挤只画圆点。",
        "en": "{count} more facilities are dots without a letter, for want of room.",
    },
    "plan.north": {"zh": "北", "en": "N"},
    "plan.requirements": {"zh": "逐项评定", "en": "Requirement by requirement"},
    "plan.requirements_note": {
        "zh": "步行距离沿道路量取,由地块内住处经出入口到最近设施,{profile},{speed} 公里/小时;"
        "「本批全部建成」的数据仅在不同时另列。",
        "en": "Walks follow the roads from the homes of the area through its gates to the nearest facility; {profile}, "
        "{speed} km/h. Figures with all areas built are given only where they differ.",
    },
    "plan.category": {"zh": "设施", "en": "Facility"},
    "plan.requirement": {"zh": "要求", "en": "Requirement"},
    "plan.finding": {"zh": "评定数据", "en": "What was found"},
    "plan.alone": {"zh": "单独建设", "en": "Alone"},
    "plan.together": {"zh": "本批全部建成", "en": "All areas built"},
    "plan.rule": {"zh": "依据", "en": "Rule"},
    "plan.limit": {"zh": "不超过 {limit} 米", "en": "at most {limit} m"},
    "plan.wanted": {"zh": "需 {amount} {unit}", "en": "needs {amount} {unit}"},
    "plan.wanted_size": {"zh": "每处不小于 {amount} {unit}", "en": "each at least {amount} {unit}"},
    "plan.wanted_unknown": {"zh": "需要量无法计算", "en": "need cannot be told"},
    "plan.walks": {"zh": "最近住处 {nearest},最远 {farthest}", "en": "nearest home {nearest}, farthest {farthest}"},
    "plan.share_within": {"zh": "{share} 居民在距离内", "en": "{share} of residents within"},
    "plan.no_way": {"zh": "无路可达", "en": "no way"},
    "plan.has": {"zh": "自配 {amount}", "en": "brings {amount}"},
    "plan.left": {"zh": "周边余量 {amount}", "en": "left nearby {amount}"},
    "plan.short": {"zh": "缺 {amount}", "en": "short {amount}"},
    "plan.smallest": {"zh": "最小一处 {amount}", "en": "smallest {amount}"},
    "plan.amount": {"zh": "{amount} {unit}", "en": "{amount} {unit}"},
    "plan.turns": {"zh": "结论在下列情形会改变:{cases}", "en": "would turn with: {cases}"},
    "plan.other_clauses": {"zh": "其他条款:", "en": "Other clauses:"},
    "plan.departments": {"zh": "部门会审意见", "en": "Joint review by departments"},
    "plan.departments_note": {
        "zh": "每格为该部门负责条款中最差的结论;签名、日期、盖章由部门在相应阶段填写。",
        "en": "Each field shows the worst verdict of the clauses that the department judges; the department signs it "
        "at that stage.",
    },
    "plan.department": {"zh": "部门", "en": "Department"},
    "plan.sign_name": {"zh": "签名", "en": "Name"},
    "plan.sign_date": {"zh": "日期", "en": "Date"},
    "plan.sign_seal": {"zh": "盖章", "en": "Seal"},
    "plan.loads": {"zh": "设施负荷", "en": "Loads of facilities"},
    "plan.loads_note": {
        "zh": "居民使用步行限值内最近的设施。",
        "en": "Residents use the nearest facility within the walk.",
    },
    "plan.no_loads": {
        "zh": "本地块不使用有容量标准的设施。",
        "en": "The area uses no facility whose use a norm counts.",
    },
    "plan.facility": {"zh": "设施", "en": "Facility"},
    "plan.holds": {"zh": "规模", "en": "Holds"},
    "plan.used_before": {"zh": "现状使用", "en": "Used today"},
    "plan.added": {"zh": "本地块新增", "en": "This area adds"},
    "plan.left_after": {"zh": "单独建设后余量", "en": "Left, alone"},
    "plan.used_after": {"zh": "全部建成后使用", "en": "Used, all built"},
    "plan.left_after_all": {"zh": "全部建成后余量", "en": "Left, all built"},
    "plan.remedies": {"zh": "补救办法", "en": "What would close each shortfall"},
    "plan.remedies_note": {"zh": "按所需投入由小到大排列。", "en": "In order, the least effort first."},
    "plan.no_remedies": {"zh": "没有需要补救的缺项。", "en": "Nothing is short."},
    "plan.remedy.shorten": {
        "zh": "{facility} 直线距离足够近,步行路线需缩短 {amount}:增设出入口或步行通道",
        "en": "{facility} is near enough, but the way there {amount} too long: add a gate or a path",
    },
    "plan.remedy.share": {"zh": "与 {facility} 协商共用 {amount}", "en": "agree to share {amount} of {facility}"},
    "plan.remedy.share_walk": {
        "zh": "与 {facility} 的规划方协商共用",
        "en": "agree with the planners of {facility} to share it",
    },
    "plan.remedy.enlarge": {"zh": "将 {facility} 扩大 {amount}", "en": "enlarge {facility} by {amount}"},
    "plan.remedy.lease": {"zh": "在周边租用或购买 {amount}", "en": "lease or buy {amount} nearby"},
    "plan.remedy.new_site": {"zh": "新增选址,规模 {amount}", "en": "find a new site for {amount}"},
    "plan.remedy.new_site_any": {"zh": "在步行限值内新增选址", "en": "find a new site within the walk"},
    "plan.own_facility": {"zh": "自配设施", "en": "the area's own facility"},
    "plan.a_facility": {"zh": "周边设施", "en": "a facility nearby"},
    "plan.missing": {"zh": "缺少的数据", "en": "Missing data"},
    "plan.missing_note": {
        "zh": "以下要求因此在规划或后续阶段未评定:",
        "en": "For want of these, requirements are not assessed at the plan stage or later:",
    },
    "plan.no_missing": {"zh": "没有缺少的数据。", "en": "Nothing is missing."},
    "plan.sources": {"zh": "依据与数据来源", "en": "Rules and sources"},
    "plan.verified": {"zh": "已核对", "en": "compared with the text"},
    "plan.unverified": {"zh": "凭记忆录入,待核对", "en": "from memory, to be confirmed"},
    "plan.unverified_mark": {"zh": "* 凭记忆录入,待核对", "en": "* from memory, to be confirmed"},
    "plan.ratios": {"zh": "推算比例", "en": "Ratios"},
    "plan.ratios_value": {
        "zh": "每户 {residents} 人({source}),每套 {households} 户",
        "en": "{residents} residents a household ({source}), {households} households a dwelling",
    },
    "plan.ratios_source.city": {"zh": "本市住宅数据", "en": "from the city's homes"},
    "plan.ratios_source.census": {"zh": "2020 年第七次人口普查", "en": "census of 2020"},
    "plan.profile": {"zh": "步行者", "en": "Walker"},
    "plan.profile_value": {"zh": "{profile},{speed} 公里/小时", "en": "{profile}, {speed} km/h"},
    "plan.assumptions": {"zh": "假设", "en": "Assumptions"},
    "plan.homes_assumed": {
        "zh": "地块内的住处按均匀分布的点估计,约一打,由出入口出入。",
        "en": "Homes of the area are taken as about a dozen points spread evenly, which leave it through its gates.",
    },
    "plan.attribution": {"zh": "数据", "en": "Data"},
    "plan.files": {"zh": "输入文件(SHA-256)", "en": "Input files (SHA-256)"},
    "plan.version": {"zh": "gridwalk 版本", "en": "gridwalk version"},
    "plan.page": {"zh": "第 {page} 页,共 {pages} 页", "en": "page {page} of {pages}"},
    # the overview of a review
    "plan.review_title": {"zh": "规划居住区审查总览", "en": "Review of planned residential areas"},
    "plan.review_areas": {"zh": "{count} 个地块", "en": "{count} plan areas"},
    "plan.review_open": {"zh": "审查表", "en": "Dossier"},
    "plan.review_verdict": {"zh": "结论", "en": "Verdict"},
    "plan.review_filter": {"zh": "筛选编号或名称", "en": "Filter by code or name"},
    "plan.review_all": {"zh": "全部", "en": "All"},
    "plan.review_rules": {"zh": "规则", "en": "Rules"},
    "plan.review_rejected": {"zh": "未审查的行", "en": "Rows left out"},
    "plan.review_colour": {"zh": "按结论着色", "en": "Colour by"},
    "plan.review_noscript": {"zh": "此页面需要启用 JavaScript。", "en": "This page needs JavaScript."},
}


def translate(key: str, lang: Lang) -> str:
    """Return the text of a key in one language.

    Parameters
    ----------
    key
        A key of :data:`TEXTS`.
    lang
        ``"zh"`` or ``"en"``.

    Returns
    -------
    str
        The text.

    Raises
    ------
    KeyError
        If there is no such text: a fault of the program, not of the data.

    Examples
    --------
    >>> translate("level.city", "en")
    'City'
    """
    return TEXTS[key][lang]
