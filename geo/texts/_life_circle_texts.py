"""Life circles (生活圈划定): names, figures, page, sheets, workbook, and what the command prints."""

from typing import Final

from geo.texts._languages import Translations

LIFE: Final[Translations] = {
    "life.title": {"zh": "{city} · 生活圈划定", "en": "Life circles: {city}"},
    "life.name": {"zh": "{place}{minutes:.0f}分钟生活圈", "en": "{place} {minutes:.0f}-minute circle"},
    "life.name_numbered": {
        "zh": "{place}{minutes:.0f}分钟生活圈({number})",
        "en": "{place} {minutes:.0f}-minute circle ({number})",
    },
    "life.off": {"zh": "人口不在标准范围内", "en": "residents off the band"},
    "life.floor": {"zh": "建筑面积 / 下限(平方米)", "en": "Floor / least (m2)"},
    # columns and figures
    "life.column.tier": {"zh": "层级", "en": "Tier"},
    "life.column.code": {"zh": "编码", "en": "Code"},
    "life.column.name": {"zh": "名称", "en": "Name"},
    "life.column.parent": {"zh": "所属上级生活圈", "en": "Lies in"},
    "life.column.residents": {"zh": "居民(人)", "en": "Residents"},
    "life.column.norm": {"zh": "标准人口", "en": "Residents by the standard"},
    "life.column.fewest": {"zh": "至少需要", "en": "At least"},
    "life.column.most": {"zh": "至多可划", "en": "At most"},
    "life.column.circles": {"zh": "划定", "en": "Circles"},
    "life.column.in_band": {"zh": "人口达标", "en": "In the band"},
    "life.column.below": {"zh": "不足下限", "en": "Below"},
    "life.column.above": {"zh": "超过上限", "en": "Above"},
    "life.column.off_band": {"zh": "偏离人口(人)", "en": "Residents off the band"},
    "life.column.off_least": {"zh": "偏离人口下界(人)", "en": "Off the band at best"},
    "life.column.beyond": {"zh": "步行距离外(人)", "en": "Beyond the walk"},
    "life.column.beyond_least": {"zh": "步行距离外下界(人)", "en": "Beyond at best"},
    "life.column.gap": {"zh": "比理论下界至多高", "en": "Above the best at most"},
    "life.column.within": {"zh": "步行距离内(人)", "en": "Within the walk"},
    "life.column.share_within": {"zh": "步行距离内占比", "en": "Share within the walk"},
    "life.column.within_timed": {"zh": "步行时间内(人)", "en": "Within the minutes"},
    "life.column.within_straight": {"zh": "直线距离内(人)", "en": "Within the metres, straight"},
    "life.column.limit": {"zh": "步行距离(米)", "en": "Walk (m)"},
    "life.column.band": {"zh": "人口规模", "en": "Against the band"},
    "life.column.compartment_too_small": {"zh": "分区人口不足", "en": "Compartment too small"},
    "life.column.compartment": {"zh": "分区", "en": "Compartment"},
    "life.column.compartments": {"zh": "分区", "en": "Compartments"},
    "life.column.residents_60plus": {"zh": "60 岁及以上(人)", "en": "Residents of 60 and more"},
    "life.column.residents_children": {"zh": "儿童(人)", "en": "Children"},
    "life.column.households": {"zh": "户数(户)", "en": "Households"},
    "life.column.homes": {"zh": "居民点(处)", "en": "Homes"},
    "life.column.area_km2": {"zh": "面积(平方千米)", "en": "Area (km2)"},
    "life.column.compactness": {"zh": "紧凑度(圆为 1)", "en": "Compactness (a disc has 1)"},
    "life.column.grid_units": {"zh": "网格(个)", "en": "Grid units"},
    "life.column.communities": {"zh": "涉及社区(个)", "en": "Communities"},
    "life.column.shared_communities": {"zh": "其中跨圈社区(个)", "en": "Of them shared with others"},
    "life.column.centre": {"zh": "中心", "en": "Centre"},
    "life.column.centre_category": {"zh": "中心设施类别", "en": "Centre: category"},
    "life.column.centre_facility_id": {"zh": "中心设施编号", "en": "Centre: facility"},
    "life.column.centre_name": {"zh": "中心设施名称", "en": "Centre: name"},
    "life.column.lon": {"zh": "中心经度(WGS-84)", "en": "Centre: longitude (WGS-84)"},
    "life.column.lat": {"zh": "中心纬度(WGS-84)", "en": "Centre: latitude (WGS-84)"},
    "life.column.divided_units": {"zh": "被分隔线穿过的网格(个)", "en": "Units on both sides of a barrier"},
    "life.column.residents_across": {"zh": "其中位于分隔线另一侧(人)", "en": "Residents on the other side"},
    "life.column.neighbours": {"zh": "相邻生活圈", "en": "Neighbours"},
    "life.column.facilities_required": {"zh": "应配设施(类)", "en": "Facilities required"},
    "life.column.facilities_short": {"zh": "缺项(类)", "en": "Kinds of facilities missing"},
    "life.column.tier_floor_m2": {"zh": "本层级设施建筑面积(平方米)", "en": "Floor area of the tier (m2)"},
    "life.column.tier_floor_unknown": {"zh": "其中面积不详(处)", "en": "Rooms of unknown size"},
    "life.column.tier_floor_least_m2": {
        "zh": "按千人指标下限应有(平方米)",
        "en": "At the least for its residents (m2)",
    },
    "life.column.facility": {"zh": "设施", "en": "Facility"},
    "life.column.required": {"zh": "应配(处)", "en": "Required"},
    "life.column.there": {"zh": "现有(处)", "en": "There"},
    "life.column.short": {"zh": "缺(处)", "en": "Short"},
    "life.column.floor_m2": {"zh": "现有建筑面积(平方米)", "en": "Floor area there (m2)"},
    "life.column.floor_unknown": {"zh": "面积不详(处)", "en": "Of unknown size"},
    "life.column.floor_least_m2": {"zh": "单处建筑面积下限(平方米)", "en": "Least floor area of one (m2)"},
    "life.column.floor_short_m2": {"zh": "建筑面积缺口(平方米)", "en": "Floor area short (m2)"},
    "life.column.unit_code": {"zh": "网格编码", "en": "Grid unit"},
    "life.column.community": {"zh": "社区编码", "en": "Community"},
    # words
    "life.band.within": {"zh": "达标", "en": "in the band"},
    "life.band.below": {"zh": "不足下限", "en": "below"},
    "life.band.above": {"zh": "超过上限", "en": "above"},
    "life.too_small": {
        "zh": "所在分区人口不足一个生活圈,如实列出",
        "en": "its compartment is too small for a circle",
    },
    "life.yes": {"zh": "是", "en": "yes"},
    "life.crossing": {"zh": "道路交叉口", "en": "crossing"},
    "life.no_centre": {"zh": "无可步行到达的中心", "en": "no place that anybody walks to"},
    "life.as_needed": {"zh": "按需配建", "en": "as needed"},
    "life.unknown": {"zh": "不详", "en": "unknown"},
    # workbook
    "life.sheet.overview": {"zh": "概况", "en": "Overview"},
    "life.sheet.15_min": {"zh": "15分钟", "en": "15 minutes"},
    "life.sheet.10_min": {"zh": "10分钟", "en": "10 minutes"},
    "life.sheet.5_min": {"zh": "5分钟", "en": "5 minutes"},
    "life.sheet.facilities": {"zh": "设施配置", "en": "Facilities"},
    "life.sheet.compartments": {"zh": "分区", "en": "Compartments"},
    "life.sheet.units": {"zh": "网格归属", "en": "Units"},
    "life.sheet.method": {"zh": "说明", "en": "Method"},
    # method
    "life.method.standard": {
        "zh": "人口规模与步行距离取自{rules}:{source}。",
        "en": "Residents and walks are those of {rules}: {source}.",
    },
    "life.method.separators": {
        "zh": "生活圈不跨越:道路等级 {highways};障碍 {barriers}。障碍上不超过 {bridge_m:.0f} "
        "米的缺口视为桥梁或通道,同样分隔。",
        "en": "No circle lies across roads of the classes {highways}, nor across barriers of the kinds "
        "{barriers}. A gap "
        "of up to {bridge_m:.0f} m in a barrier is a bridge or underpass and separates too.",
    },
    "life.method.no_roads": {
        "zh": "本市步行路网中没有上述等级的道路,分区仅由障碍与村域形成。",
        "en": "The city's roads have none of these classes: barriers and villages alone make the compartments.",
    },
    "life.method.parts": {
        "zh": "15 分钟与 10 分钟生活圈由完整社区组成;被分隔线分开或不相连的社区({split} 个)、人口超过一个 10 "
        "分钟生活圈的"
        "社区({large} 个)按网格划分。5 分钟生活圈由完整网格组成。",
        "en": "Circles of 15 and 10 minutes are made of whole communities; those that a barrier divides or that "
        "are not "
        "in one piece ({split}), and those with more residents than a 10-minute circle may have ({large}), are "
        "taken by "
        "grid units. Circles of 5 minutes are made of whole grid units.",
    },
    "life.method.order": {
        "zh": "先划 10 分钟生活圈,再合并为 15 分钟生活圈、细分为 5 分钟生活圈。目标依次为:人口偏离标准最少;"
        "到中心步行距离外"
        "的居民最少;边界最短。",
        "en": "Circles of 10 minutes are found first, then joined to 15 and divided into 5. In this order: fewest "
        "residents off the band, fewest people beyond the walk of the centre, shortest boundaries.",
    },
    "life.method.heuristic": {
        "zh": "结果由启发式搜索得出,同样的数据给出同样的结果。下界假设生活圈不必相连、不必嵌套:"
        "在每个分区至多可划(或已划)的圈数内,"
        "任何划法步行距离外的居民都不会更少;候选中心相同。",
        "en": "The division is a heuristic's; the same data give the same circles. The bound forgets that "
        "circles hang "
        "together and nest: with as many circles as a compartment may have or has, and the same places for "
        "centres, no "
        "division leaves fewer people beyond the walk.",
    },
    "life.method.centre": {
        "zh": "中心取圈内该层级设施或道路交叉口中步行距离内居民最多的一处;交叉口按网格和步行距离五分之一见方各取一处。",
        "en": "The centre is the facility of the tier or the crossing in the circle with most residents within the "
        "walk; of crossings one is looked at per grid unit and square of a fifth of the walk.",
    },
    "life.method.walk": {
        "zh": "步行距离沿路网计算,步行者为{profile};标准原文的服务半径可能指直线距离,故三种口径(步行距离、"
        "步行时间、直线距离)并列。",
        "en": "Walks follow the network for the profile {profile}; the standard may mean a straight line, so "
        "all three are "
        "shown: metres on foot, minutes, metres straight.",
    },
    "life.method.small": {
        "zh": "分区人口不足一个生活圈下限的,单独成圈并注明,不强行跨越分隔线合并。",
        "en": "A compartment with fewer residents than a circle is one circle of its own and said to be too small; "
        "nothing is joined across a barrier.",
    },
    "life.method.codes": {
        "zh": "编码:15-NNN 按中心所在网格编码排序;10-NNN-NN、5-NNN-NN-NN 依次为其中的下级。"
        "名称取中心所在街道(15 分钟)或社区。",
        "en": "Codes: 15-NNN in the order of the unit codes of centres; 10-NNN-NN and 5-NNN-NN-NN are those in "
        "it. A circle "
        "is called after the street (15 minutes) or community of its centre.",
    },
    "life.method.facilities": {
        "zh": "各层级只核对本层级设施:标准规定应配的每圈至少一处;按需配建的不计缺项,"
        "人口不足本层级下限的生活圈也不计;城市数据中没有的类别不核对。",
        "en": "A circle is held to the facilities of its own tier: at least one of each that shall "
        "be there. Those that "
        "are as needed are never short, and a circle with fewer residents than its tier owes none; categories that the "
        "city's data have none of are not judged.",
    },
    "life.method.unverified": {
        "zh": "下列设施的配建要求及千人指标凭记忆录入,尚未与标准原文核对(待核对):{names}。",
        "en": "What is asked of these facilities, and the floor area for 1,000 residents, was written down from memory "
        "and is unverified: {names}.",
    },
    "life.method.rural": {
        "zh": "村不划入生活圈,不作评判:{units} 个网格、{residents} 人。",
        "en": "Villages are in no circle and not judged: {units} grid units, {residents} residents.",
    },
    "life.method.across": {
        "zh": "有 {units} 个网格被分隔线穿过,按多数居民所在一侧归圈;另一侧有 {residents} 人。",
        "en": "A separator runs through {units} grid units; each belongs to the side that most of its residents "
        "live on. "
        "On the other side live {residents}.",
    },
    # page and sheets
    "life.about": {"zh": "说明", "en": "About"},
    "life.overview": {"zh": "各层级", "en": "Tiers"},
    "life.search": {"zh": "按编码或名称查找", "en": "Find by code or name"},
    "life.sort": {"zh": "按步行距离外人数排序", "en": "Most people beyond the walk first"},
    "life.choose": {"zh": "点击地图或列表中的生活圈查看详情。", "en": "Click a circle on the map or in the list."},
    "life.colour": {"zh": "颜色:步行距离内居民占比", "en": "Colour: share of residents within the walk"},
    "life.rest": {"zh": "……另有 {count} 个", "en": "... and {count} more"},
    "life.layer.circles": {"zh": "生活圈", "en": "Circles"},
    "life.layer.parents": {"zh": "15 分钟生活圈边界", "en": "Boundaries of 15-minute circles"},
    "life.layer.centres": {"zh": "中心", "en": "Centres"},
    "life.layer.separators": {"zh": "分隔线", "en": "Separators"},
    "life.layer.roads": {"zh": "道路", "en": "Roads"},
    "life.facilities": {"zh": "本层级设施", "en": "Facilities of the tier"},
    "life.contains": {"zh": "下级生活圈", "en": "Circles in it"},
    "life.sheet_title": {"zh": "生活圈图则", "en": "Life circle"},
    "life.legend.circle": {"zh": "本生活圈", "en": "This circle"},
    "life.legend.inner": {"zh": "下级生活圈或网格", "en": "Circles or units in it"},
    "life.legend.centre": {"zh": "中心", "en": "Centre"},
    "life.legend.facility": {"zh": "本层级设施", "en": "Facility of the tier"},
    "life.legend.separator": {"zh": "分隔线(河流、铁路、干线公路)", "en": "Separator (river, railway, trunk road)"},
    "life.legend.beyond": {"zh": "步行距离外的居民点", "en": "Home beyond the walk"},
    "life.legend.within": {"zh": "步行距离内的居民点", "en": "Home within the walk"},
    # terminal
    "print.life.ground": {
        "zh": "{city}:城镇居民 {urban:,.0f} 人,{units:,} 个网格,{compartments} 个分区;村 {rural:,.0f} 人不评判。",
        "en": "{city}: {urban:,.0f} urban residents in {units:,} grid units and {compartments} compartments; "
        "{rural:,.0f} in villages are not judged.",
    },
    "print.life.more": {
        "zh": "……另有 {count} 个分区,共 {residents:,.0f} 人",
        "en": "... and {count} more compartments with {residents:,.0f} residents",
    },
    "print.life.too_small": {
        "zh": "{tier}:{count} 个分区({residents:,.0f} 人)人口不足一个生活圈。",
        "en": "{tier}: {count} compartments with {residents:,.0f} residents are too small for one circle.",
    },
    "print.life.gap": {
        "zh": "{tier}:步行距离外 {beyond:,.0f} 人;同样圈数下任何划法至少 {least:,.0f} 人({gap})。",
        "en": "{tier}: {beyond:,.0f} beyond the walk of their centre; at least {least:,.0f} whatever the "
        "division ({gap}).",
    },
    "print.life.gap_share": {"zh": "至多高 {share:.1%}", "en": "at most {share:.1%} above"},
    "print.life.gap_none": {"zh": "已达下界", "en": "nobody can do better"},
}
