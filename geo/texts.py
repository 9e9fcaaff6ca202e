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
    # the page of proposed sites
    "site.title": {"zh": "设施选址", "en": "Where to build"},
    "site.other_language": {"zh": "English", "en": "中文"},
    "site.noscript": {"zh": "此地图需要启用 JavaScript。", "en": "This map needs JavaScript."},
    "site.show_panel": {"zh": "显示面板", "en": "Show panel"},
    "site.hide_panel": {"zh": "隐藏面板", "en": "Hide panel"},
    "site.synthetic": {"zh": "合成城市,非真实数据", "en": "Synthetic city, not real data"},
    "site.model.cover": {
        "zh": "最大覆盖:新建 {built} 处,覆盖最多人",
        "en": "Maximal covering: {built} sites for most people",
    },
    "site.model.share": {
        "zh": "集合覆盖:以最少设施({built} 处)达到 {target} 覆盖",
        "en": "Set covering: the fewest sites ({built}) for {target} covered",
    },
    "site.model.median": {
        "zh": "p-中位:新建 {built} 处,平均步行最短",
        "en": "Median: {built} sites for the least mean walk",
    },
    "site.model.capacity": {
        "zh": "容量限制覆盖:新建 {built} 处,每处至多 {capacity} 人",
        "en": "Covering with capacity: {built} sites, {capacity} people each at most",
    },
    "site.facts": {
        "zh": "{profile} {speed} km/h · 限值 {limit} m · 现有 {existing} 处 · 候选 {candidates} 处",
        "en": "{profile}, {speed} km/h · limit {limit} m · {existing} there now · {candidates} candidates",
    },
    "site.fewer": {
        "zh": "要求 {add} 处;更多设施不会再增加受益人口。",
        "en": "{add} were asked for; more than these would serve nobody else.",
    },
    "site.before": {"zh": "现状", "en": "Now"},
    "site.after": {"zh": "建成后", "en": "With the sites"},
    "site.covered": {"zh": "可达居民", "en": "Residents covered"},
    "site.share": {"zh": "占全市", "en": "Share of all"},
    "site.mean_walk": {"zh": "平均步行(m)", "en": "Mean walk (m)"},
    "site.far": {
        "zh": "平均步行:超过 {far} m 的按 {far} m 计。",
        "en": "Mean walk: walks beyond {far} m count as {far} m.",
    },
    "site.served": {"zh": "容量内服务 {people} 人。", "en": "Within the capacity they serve {people} people."},
    "site.counted": {"zh": "按 {weights} 计数优化。", "en": "Chosen by counting {weights}."},
    "site.proven": {"zh": "已证明为最优。", "en": "Proven: none is better."},
    "site.gap": {
        "zh": "已证明距最优不超过 {gap}。",
        "en": "Proven: within {gap} of the best possible.",
    },
    "site.layers": {"zh": "图层", "en": "Layers"},
    "site.sites": {"zh": "建议选址", "en": "Proposed sites"},
    "site.facilities": {"zh": "现有设施", "en": "Facilities there now"},
    "site.new": {"zh": "新覆盖的居民点", "en": "Homes newly covered"},
    "site.open": {"zh": "仍未覆盖的居民点", "en": "Homes still not covered"},
    "site.unreached": {"zh": "任何候选都无法覆盖", "en": "Homes no candidate reaches"},
    "site.roads": {"zh": "步行路网", "en": "Walk network"},
    "site.curve": {"zh": "数量与效果", "en": "How many, and how much"},
    "site.curve_note": {
        "zh": "曲线为贪心序列(逐个增建),圆点为本次求解结果。",
        "en": "The curve is a greedy sequence, one site after another; the dot is what was solved for.",
    },
    "site.curve_across": {"zh": "新建数量", "en": "sites built"},
    "site.curve_covered": {"zh": "可达人数", "en": "people covered"},
    "site.curve_served": {"zh": "容量内服务人数", "en": "people served"},
    "site.curve_mean_walk_m": {"zh": "平均步行(m)", "en": "mean walk (m)"},
    "site.curve_greedy": {"zh": "贪心", "en": "greedy"},
    "site.curve_choice": {"zh": "求解", "en": "solved"},
    "site.table": {"zh": "选址清单", "en": "The sites"},
    "site.rank": {"zh": "序", "en": "#"},
    "site.name": {"zh": "名称", "en": "Name"},
    "site.people": {"zh": "新覆盖居民", "en": "Newly covered"},
    "site.load": {"zh": "服务人数", "en": "Served"},
    "site.about": {"zh": "说明与数据来源", "en": "About, sources"},
    "site.about_unreached": {
        "zh": "任何候选都无法覆盖:{homes} 个居民点,{people} 人。",
        "en": "No candidate reaches {homes} homes with {people} residents.",
    },
    "site.about_check": {
        "zh": "结果已按步行路网重新计算核对;sites.csv 可直接作为设施表导入。",
        "en": "The result was walked again and holds; sites.csv can be read as a table of facilities.",
    },
    "site.about_nearest": {
        "zh": "每个新覆盖居民点计入最近的新址。",
        "en": "A newly covered home counts to the nearest new site.",
    },
    "site.assumptions": {"zh": "数据说明", "en": "About the data"},
    "site.sources": {"zh": "数据", "en": "Data"},
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
