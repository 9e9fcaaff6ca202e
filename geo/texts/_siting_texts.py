"""The page of proposed sites."""

from typing import Final

from geo.texts._languages import Translations

SITING: Final[Translations] = {
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
}
