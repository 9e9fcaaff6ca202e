"""The pages and workbooks of the grid's care: the check of a grid, and the proposal for one."""

from typing import Final

from geo.texts._languages import Translations

GRID_PAGE: Final[Translations] = {
    "grid.title.check": {"zh": "网格体检", "en": "Check of the grid"},
    "grid.title.proposal": {"zh": "网格调整方案", "en": "Proposal for the grid"},
    "grid.facts.check": {
        "zh": "在用网格 {units} 个:错误 {errors} 项,提示 {hints} 项。",
        "en": "{units} grid units in force: {errors} errors, {hints} hints.",
    },
    "grid.facts.proposal": {
        "zh": "自 {day} 起停用 {ended} 个网格,启用 {new} 个新网格,其余不变。",
        "en": "From {day}, {ended} units end and {new} new ones are in force; all others stay.",
    },
    "grid.nothing": {"zh": "没有需要调整的网格。", "en": "Nothing to change."},
    "grid.no_findings": {"zh": "未发现问题。", "en": "Nothing found."},
    # layers
    "grid.before": {"zh": "调整前", "en": "Before"},
    "grid.after": {"zh": "调整后", "en": "After"},
    "grid.units": {"zh": "网格", "en": "Grid units"},
    "grid.findings": {"zh": "问题位置", "en": "Findings"},
    "grid.roads": {"zh": "道路", "en": "Roads"},
    # figures
    "grid.figure.units": {"zh": "网格", "en": "Units"},
    "grid.figure.within": {"zh": "300 至 500 户", "en": "300 to 500 households"},
    "grid.figure.below": {"zh": "不足 300 户", "en": "Fewer"},
    "grid.figure.above": {"zh": "超过 500 户", "en": "More"},
    "grid.figure.empty": {"zh": "无住户", "en": "None"},
    "grid.figure.off_size": {"zh": "超出或不足的户数", "en": "Households off size"},
    "grid.moved": {
        "zh": "变更归属:{homes} 处 {households} 户({share})。",
        "en": "Moved: {homes} homes with {households} households ({share}).",
    },
    "grid.posts": {
        "zh": "网格员 {posts} 人次转入新网格;{unled} 个新网格暂缺网格长。",
        "en": "{posts} posts go to new units; {unled} new units have no lead yet.",
    },
    "grid.distribution": {"zh": "网格按户数分布", "en": "Units by households"},
    "grid.class_last": {"zh": "{from} 及以上", "en": "{from} and more"},
    # classes of the map
    "grid.class.empty": {"zh": "无住户", "en": "none"},
    "grid.class.below": {"zh": "不足 300 户", "en": "below 300"},
    "grid.class.within": {"zh": "300 至 500 户", "en": "300 to 500"},
    "grid.class.above": {"zh": "501 至 750 户", "en": "501 to 750"},
    "grid.class.far_above": {"zh": "750 户以上", "en": "above 750"},
    "grid.class.village": {"zh": "村(不按户数)", "en": "villages, not judged"},
    "grid.households": {"zh": "{households} 户,{residents} 人", "en": "{households} households, {residents} residents"},
    "grid.succeeds": {"zh": "接续 {code}", "en": "succeeds {code}"},
    "grid.stays": {"zh": "保持不变", "en": "stays as it is"},
    "grid.ends": {"zh": "停用", "en": "ends"},
    # lists
    "grid.list.proposal": {"zh": "社区,待调整最多的在前", "en": "Communities, those with most to mend first"},
    "grid.list.check": {"zh": "问题清单,错误在前", "en": "Findings, errors first"},
    "grid.filter": {"zh": "按名称或编码查找", "en": "Search by name or code"},
    "grid.shown": {
        "zh": "列出前 {shown} 项,共 {all} 项;其余见工作簿。",
        "en": "The first {shown} of {all}; the workbook has all.",
    },
    "grid.column.community": {"zh": "社区", "en": "Community"},
    "grid.column.units": {"zh": "网格", "en": "Units"},
    "grid.column.off": {"zh": "超缺户数", "en": "Off size"},
    "grid.column.moved": {"zh": "变更", "en": "Moved"},
    "grid.column.kind": {"zh": "问题", "en": "Finding"},
    "grid.column.count": {"zh": "数量", "en": "Count"},
    "grid.column.amount": {"zh": "合计", "en": "Sum"},
    # the workbook
    "grid.sheet.overview": {"zh": "概况", "en": "Overview"},
    "grid.sheet.findings": {"zh": "问题清单", "en": "Findings"},
    "grid.sheet.communities": {"zh": "社区", "en": "Communities"},
    "grid.sheet.new_units": {"zh": "新网格", "en": "New units"},
    "grid.sheet.successions": {"zh": "新旧接续", "en": "Successions"},
    "grid.sheet.posts": {"zh": "网格员调配", "en": "Posts"},
    "grid.sheet.method": {"zh": "说明", "en": "Method"},
    "grid.head.figure": {"zh": "指标", "en": "Figure"},
    "grid.head.kind": {"zh": "问题", "en": "Finding"},
    "grid.head.severity": {"zh": "程度", "en": "Severity"},
    "grid.head.count": {"zh": "数量", "en": "Count"},
    "grid.head.amount": {"zh": "量", "en": "Amount"},
    "grid.head.unit": {"zh": "单位", "en": "Unit of measure"},
    "grid.head.unit_code": {"zh": "网格编码", "en": "Grid unit"},
    "grid.head.other_code": {"zh": "另一方", "en": "Other"},
    "grid.head.text_zh": {"zh": "说明(中文)", "en": "In Chinese"},
    "grid.head.text_en": {"zh": "说明(英文)", "en": "In English"},
    "grid.head.code": {"zh": "编码", "en": "Code"},
    "grid.head.name": {"zh": "名称", "en": "Name"},
    "grid.head.community": {"zh": "社区", "en": "Community"},
    "grid.head.households": {"zh": "户数", "en": "Households"},
    "grid.head.residents": {"zh": "居民", "en": "Residents"},
    "grid.head.homes": {"zh": "居民点", "en": "Homes"},
    "grid.head.units_before": {"zh": "原网格", "en": "Units before"},
    "grid.head.units_after": {"zh": "新网格", "en": "Units after"},
    "grid.head.off_before": {"zh": "原超缺户数", "en": "Off size before"},
    "grid.head.off_after": {"zh": "现超缺户数", "en": "Off size after"},
    "grid.head.moved_households": {"zh": "变更归属户数", "en": "Households moved"},
    "grid.head.reason": {"zh": "未达标原因", "en": "Why some stay off size"},
    "grid.head.predecessor": {"zh": "接续", "en": "Succeeds"},
    "grid.head.old_code": {"zh": "原网格", "en": "Old unit"},
    "grid.head.new_code": {"zh": "新网格", "en": "New unit"},
    "grid.head.share_of_old": {"zh": "占原网格", "en": "Share of the old"},
    "grid.head.share_of_new": {"zh": "占新网格", "en": "Share of the new"},
    "grid.head.is_predecessor": {"zh": "为接续", "en": "Is predecessor"},
    "grid.head.worker_id": {"zh": "网格员编号", "en": "Worker"},
    "grid.head.role": {"zh": "职务", "en": "Role"},
    "grid.head.before": {"zh": "调整前", "en": "Before"},
    "grid.head.after": {"zh": "调整后", "en": "After"},
    # the method, line by line
    "grid.method.check": {
        "zh": "空隙和重叠超过 1 平方米列为错误;最宽处不足 15 米,或面积不足同周长圆的 8% 的列为狭长;"
        "跨干线道路(默认 motorway、trunk)、河流、铁路的,只在两侧都有住户时列出;"
        "社区网格应为 300 至 500 户,微网格 50 至 70 户;村按村民小组划分,不按户数评价。",
        "en": "Gaps and overlaps of more than 1 m2 are errors. A sliver is nowhere 15 m wide, or fills less than 8 % "
        "of the circle with its perimeter. Units across a trunk road (motorway, trunk by default), river or railway "
        "are listed where homes lie on both sides. Units of communities should have 300 to 500 households, micro-grids "
        "50 to 70; villages go by villagers' groups and are not judged by households.",
    },
    "grid.method.objective": {
        "zh": "各社区独立调整,目标依次为:一、超出和不足 300 至 500 户的户数最少;二、变更归属的户数最少;三、分界线最短,"
        "不沿道路和围墙的加倍计。住户现属网格不是其新网格所接续的网格,即为变更归属。",
        "en": "Each community by itself, in this order: fewest households beyond 300 to 500; fewest households moved; "
        "shortest borders, twice as long where they run along no road and no wall. A home is moved where its unit of "
        "today is not the one that its new unit succeeds.",
    },
    "grid.method.lines": {
        "zh": "沿道路、围墙和小区边界划分,不跨干线道路、河流和铁路;一侧不足 300 户的,与相邻一侧合并。"
        "先按整个小区划分,仍有不符的社区才按楼栋划分。"
        "户数合适且相邻网格无需调整的网格保持不变。",
        "en": "Units are cut along roads, walls and compounds, and lie across no trunk road, river or railway; a side "
        "with fewer than 300 households stays with the one beside it. Compounds stay whole at first; only communities "
        "that are off size then are cut between buildings. What is right, and beside which nothing is wrong, stays.",
    },
    "grid.method.posts": {
        "zh": "网格员随原网格多数住户转入新网格,再在社区内均衡每名网格员的户数;每个新网格至多先保证一名网格长。",
        "en": "Workers follow most households of their unit. Leads go to units without one; then the households per "
        "worker are evened within the community.",
    },
    "grid.method.heuristic": {
        "zh": "方案由启发式搜索得出,不保证最优;“现超缺户数”与“未达标原因”逐社区列出差距。",
        "en": "The proposal comes from a search that does not prove its optimum; what stays off size, and why, is "
        "listed by community.",
    },
    "grid.about": {"zh": "说明", "en": "About"},
}
