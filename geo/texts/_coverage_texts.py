"""Coverage: levels, statuses, columns of its workbook, and its page."""

from typing import Final

from geo.texts._languages import Translations

COVERAGE: Final[Translations] = {
    # levels of the city, also the sheet names of coverage.xlsx
    "level.city": {"zh": "全市", "en": "City"},
    "level.districts": {"zh": "区县", "en": "Districts"},
    "level.streets": {"zh": "街道", "en": "Streets"},
    "level.communities": {"zh": "社区村", "en": "Communities"},
    "level.grid_units": {"zh": "网格", "en": "Grid units"},
    # the other sheets of coverage.xlsx
    "sheet.overview": {"zh": "概况", "en": "Overview"},
    "sheet.method": {"zh": "说明", "en": "Method"},
    "overview.title": {"zh": "步行可达情况", "en": "Who is within the walk"},
    "overview.scope": {
        "zh": "{scope}:{residents:,.0f} 人,{judged_by}",
        "en": "{scope}: {residents:,.0f} residents, {judged_by}",
    },
    "overview.facts": {
        "zh": "步行者:{profile},{speed:g} 公里/小时",
        "en": "walker: {profile}, {speed:g} km/h",
    },
    "column.facilities": {"zh": "设施(处)", "en": "Facilities"},
    "column.limit_m": {"zh": "限值(米)", "en": "Limit (m)"},
    "column.median_walk_min": {"zh": "步行时间中位数(分钟)", "en": "Median walk (min)"},
    "column.uncovered_group": {"zh": "不可达{group}", "en": "Not covered: {group}"},
    "group.60plus": {"zh": "60 岁以上", "en": "aged 60 and more"},
    "group.65plus": {"zh": "65 岁以上", "en": "aged 65 and more"},
    "group.children": {"zh": "儿童", "en": "children"},
    # sheets of a level
    "column.parent_name": {"zh": "上级", "en": "Part of"},
    "column.mean_uncovered": {"zh": "不可达居民(各类平均)", "en": "Not covered (mean of categories)"},
    "column.sum": {"zh": "合计", "en": "Total"},
    "level.header": {
        "zh": "步行可达居民比例,按不可达居民(各类平均)排名",
        "en": "shares of residents within the walk, ranked by residents not covered",
    },
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
    "status.unknown": {"zh": "数据边界,无法判断", "en": "unknown: near the boundary of the data"},
    "status.not_judged": {"zh": "本规则不评价", "en": "not judged by this rule set"},
    # who is judged, and by what
    "scope.urban": {"zh": "城镇", "en": "Urban"},
    "scope.rural": {"zh": "村", "en": "Villages"},
    "judged.minutes": {"zh": "统一 {minutes:g} 分钟", "en": "{minutes:g} minutes for all"},
    "judged.cell": {"zh": "不评价", "en": "not judged"},
    # the method, line by line
    "method.rules": {"zh": "{scope}评价依据:{name}。", "en": "{scope}: judged by {name}."},
    "method.not_judged": {"zh": "{scope}:{name}。", "en": "{scope}: {name}."},
    "method.source": {"zh": "规则来源:{source}。", "en": "Source of the rules: {source}."},
    "method.unverified": {
        "zh": "凭记忆录入、使用前须由城市核对的限值:{names}。",
        "en": "Limits written down from memory, for the city to confirm before use: {names}.",
    },
    "method.without_rule": {
        "zh": "规则未规定、按 15 分钟计的类别:{names}。",
        "en": "Categories without a rule, counted at 15 minutes: {names}.",
    },
    "method.covered": {
        "zh": "可达:居民沿真实道路步行(含到道路的直线段)到最近设施不超过限值;恰为限值也算可达。",
        "en": "Covered: the walk along real streets, with the straight leg to the street, to the nearest facility is "
        "within the limit; exactly the limit counts.",
    },
    "method.unknown": {
        "zh": "无法判断:离数据边界比限值还近,边界外的设施可能服务到这里;计入居民总数,不计入不可达。",
        "en": "Unknown: nearer to the boundary of the data than the limit, so that a facility beyond it might serve; "
        "part of all residents, not of those not covered.",
    },
    "method.mean": {
        "zh": "不可达居民(各类平均):各类别不可达居民之和除以类别数;排名据此,由多到少,城镇与村分别排名。",
        "en": "Not covered (mean of categories): residents not covered, added up over the categories and divided by "
        "their number; it gives the rank, most people first, urban rows and villages apart.",
    },
    "method.more": {
        "zh": "各级的户数、分人群数字见 coverage.gpkg;每个居民点的步行距离、最近设施与结论见 homes.parquet。",
        "en": "Households and groups of residents of every level stand in coverage.gpkg; the walk, nearest facility "
        "and status of every home in homes.parquet.",
    },
    "method.built": {"zh": "城市数据生成时间:{built_at}。", "en": "The city was built at {built_at}."},
    # columns of tables
    "column.code": {"zh": "编码", "en": "Code"},
    "column.name": {"zh": "名称", "en": "Name"},
    "column.parent": {"zh": "上级编码", "en": "Parent code"},
    "column.scope": {"zh": "范围", "en": "Scope"},
    "column.population": {"zh": "居民总数", "en": "All residents"},
    "column.urban_population": {"zh": "城镇居民数", "en": "Urban residents"},
    "column.villages": {"zh": "村:{column}", "en": "Villages: {column}"},
    "column.judged_by": {"zh": "评价依据", "en": "Judged by"},
    "column.homes": {"zh": "居民点", "en": "Homes"},
    "column.residents": {"zh": "居民数", "en": "Residents"},
    "column.households": {"zh": "户数", "en": "Households"},
    "column.covered": {"zh": "可达居民", "en": "Residents covered"},
    "column.uncovered": {"zh": "不可达居民", "en": "Residents not covered"},
    "column.unknown": {"zh": "无法判断居民", "en": "Residents unknown"},
    "column.not_judged": {"zh": "不评价居民", "en": "Residents not judged"},
    "column.share": {"zh": "可达比例", "en": "Share covered"},
    "column.covered_households": {"zh": "可达户数", "en": "Households covered"},
    "column.uncovered_households": {"zh": "不可达户数", "en": "Households not covered"},
    "column.unknown_households": {"zh": "无法判断户数", "en": "Households unknown"},
    "category.all": {"zh": "全部类别", "en": "All categories"},
    # columns of the layers of coverage.gpkg that no sheet shows
    "column.walk_min": {"zh": "平均步行时间(分钟)", "en": "Mean walk (min)"},
    "column.facilities_within": {"zh": "限值内设施数", "en": "Facilities within the limit"},
    "column.supply_2sfca": {"zh": "每万人可及供给(2SFCA)", "en": "Supply per 10,000 residents (2SFCA)"},
    "column.facility_id": {"zh": "设施编号", "en": "Facility id"},
    "column.floor_area_m2": {"zh": "建筑面积(平方米)", "en": "Floor area (m2)"},
    "column.capacity": {"zh": "规模", "en": "Capacity"},
    "column.tenure": {"zh": "权属", "en": "Tenure"},
    "column.community": {"zh": "社区村编码", "en": "Community code"},
    "column.community_name": {"zh": "社区村", "en": "Community"},
    "column.street": {"zh": "街道编码", "en": "Street code"},
    "column.street_name": {"zh": "街道", "en": "Street"},
    "column.district": {"zh": "区县编码", "en": "District code"},
    "column.shortfall_m": {"zh": "超出限值(米)", "en": "Beyond the limit (m)"},
    "column.path_facility_id": {"zh": "打通后可至设施编号", "en": "A path or gate to (id)"},
    "column.site_x": {"zh": "新建设施横坐标(米)", "en": "New site, x (m)"},
    "column.site_y": {"zh": "新建设施纵坐标(米)", "en": "New site, y (m)"},
    "column.x": {"zh": "中心横坐标(米)", "en": "Middle, x (m)"},
    "column.y": {"zh": "中心纵坐标(米)", "en": "Middle, y (m)"},
    "column.area_m2": {"zh": "面积(平方米)", "en": "Area (m2)"},
    "column.gaps": {"zh": "缺口数", "en": "Gap areas"},
    "column.is_others": {"zh": "是否为其余合计", "en": "Whether all others together"},
    "column.unit_codes": {"zh": "涉及网格", "en": "Grid units"},
    # what the layers of coverage.gpkg are
    "layer.facilities": {"zh": "设施", "en": "Facilities"},
    "layer.gaps": {"zh": "缺口区域", "en": "Gap areas"},
    "layer.about_level": {
        "zh": "步行可达与不可达居民;按“{category}”可达居民比例着色,斜线为不评价。",
        "en": "Residents within the walk and beyond it; coloured by the share covered by {category}, hatched where not "
        "judged.",
    },
    "layer.about_facilities": {"zh": "各类设施,按类别着色。", "en": "Facilities, coloured by category."},
    "layer.about_gaps": {
        "zh": "不可达居民所在的缺口区域;打开图层时显示“{category}”,其他类别可在图例中勾选。",
        "en": "Gap areas, where residents live who are not covered; opens with {category}, others can be ticked.",
    },
    "layer.share": {"zh": "{low:.0%}–{high:.0%}", "en": "{low:.0%}–{high:.0%}"},
    # the styles that QGIS offers
    "style.language": {"zh": "中文", "en": "English"},
    # profiles
    "profile.adult": {"zh": "成人", "en": "Adult"},
    "profile.elder": {"zh": "老年人", "en": "Elder"},
    "profile.wheelchair": {"zh": "轮椅", "en": "Wheelchair"},
    "profile.brisk": {"zh": "快步", "en": "Brisk walker"},
    # the page while a coverage is computed
    "waiting.title": {"zh": "正在计算", "en": "Being computed"},
    "waiting.text": {
        "zh": "算好后此页会自动打开,通常只需几秒。",
        "en": "This page opens by itself when it is ready, usually in a few seconds.",
    },
    # legends of maps
    "map.no_residents": {"zh": "无居民", "en": "nobody lives here"},
}
