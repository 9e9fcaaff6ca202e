"""The page of proposed sites."""

from typing import Final

from geo.texts._languages import Translations

SITING: Final[Translations] = {
    # the page of proposed sites
    "site.title": {"zh": "设施选址", "en": "Where to build"},
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
    "site.model.equity": {
        "zh": "公平优先:新建 {built} 处,先使覆盖率最低的{level}尽量高,再覆盖最多人",
        "en": "Equity: {built} sites that raise the least covered of the {level} most, then cover most people",
    },
    "site.model.budget": {
        "zh": "预算内最大覆盖:新建 {built} 处,覆盖最多人",
        "en": "Covering within a budget: {built} sites for most people",
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
    "site.share": {"zh": "占计入居民", "en": "Share of those who count"},
    "site.mean_walk": {"zh": "平均步行(m)", "en": "Mean walk (m)"},
    "site.far": {
        "zh": "平均步行:超过 {far} m 的按 {far} m 计。",
        "en": "Mean walk: walks beyond {far} m count as {far} m.",
    },
    "site.served": {"zh": "容量内服务 {people} 人。", "en": "Within the capacity they serve {people} people."},
    "site.counted": {"zh": "按 {weights} 计数优化。", "en": "Chosen by counting {weights}."},
    # what was proven, and for whom: also in tables and on the terminal
    "site.proof.best": {
        "zh": "已证明为 {candidates:,} 个候选点中的最优方案",
        "en": "proven best among the {candidates:,} candidates",
    },
    "site.proof.within": {
        "zh": "已证明与 {candidates:,} 个候选点中的最优方案相差不超过 {gap:.2%}",
        "en": "proven within {gap:.2%} of the best among the {candidates:,} candidates",
    },
    "site.proof.smallest_best": {
        "zh": "最低覆盖率已证明为 {candidates:,} 个候选点中所能达到的最高",
        "en": "smallest share proven the highest among the {candidates:,} candidates",
    },
    "site.proof.smallest_within": {
        "zh": "最低覆盖率已证明与 {candidates:,} 个候选点中所能达到的最高相差不超过 {gap:.2%}",
        "en": "smallest share proven within {gap:.2%} of the highest among the {candidates:,} candidates",
    },
    "site.any.cover": {
        "zh": "在路网任何位置选 {add:,} 处,新覆盖也不会超过 {bound:,.0f} 人,即至多再多 {more:,.0f} 人({share:.1%})",
        "en": "no {add:,} sites anywhere on the roads newly cover more than {bound:,.0f} people: {more:,.0f} "
        "({share:.1%}) more at most",
    },
    "site.any.capacity": {
        "zh": "在路网任何位置选 {add:,} 处,服务人数也不会超过 {bound:,.0f} 人,即至多再多 {more:,.0f} 人({share:.1%})",
        "en": "no {add:,} sites anywhere on the roads serve more than {bound:,.0f} people: {more:,.0f} ({share:.1%}) "
        "more at most",
    },
    "site.any.share": {
        "zh": "在路网任何位置选址,至少也需要 {bound:,.0f} 处",
        "en": "wherever on the roads they stand, no fewer than {bound:,.0f} sites do",
    },
    "site.any.none": {
        "zh": "在候选点以外选址能改进多少,未予证明",
        "en": "how much sites elsewhere than at the candidates could gain is not established",
    },
    "site.any.basis": {
        "zh": "上界依据:道路按不超过 25 米的路段组成单元,每个单元的覆盖不小于其中任何一处,再以拉格朗日松弛求上界;"
        "适用于由一处进出的地点,不论用地、权属和费用",
        "en": "Basis: roads in stretches of 25 m at most make cells that cover at least as much as any site in "
        "them, and a Lagrangian relaxation bounds the best cells; for sites entered at one place, whatever the land, "
        "owner or cost",
    },
    "site.any.basis_none": {
        "zh": "上界只对覆盖人数、容量内服务人数和覆盖比例三种目标求得,且须给予求解时间",
        "en": "Bounds are made for people covered, people served within a capacity and a share of people, where "
        "there is time for them",
    },
    "site.scope.urban": {
        "zh": "按城镇居民选址;村内居民 {rural:,.0f} 人不计",
        "en": "for urban residents; {rural:,.0f} residents of villages do not count",
    },
    "site.scope.urban_whole": {"zh": "按城镇居民选址", "en": "for urban residents"},
    "site.scope.rural": {
        "zh": "按村内居民选址;城镇居民 {urban:,.0f} 人不计",
        "en": "for residents of villages; {urban:,.0f} urban residents do not count",
    },
    "site.scope.rural_whole": {"zh": "按村内居民选址", "en": "for residents of villages"},
    "site.scope.all": {
        "zh": "按城镇和村全部居民选址;没有规则集可评价的城镇居民 {urban:,.0f} 人、村内居民 {rural:,.0f} 人不计",
        "en": "for urban residents and villages; {urban:,.0f} urban residents and {rural:,.0f} of villages that no "
        "rule set judges do not count",
    },
    "site.scope.all_whole": {"zh": "按全部居民选址", "en": "for all residents"},
    "site.scope.area": {"zh": "{said};仅计{area}内的居民", "en": "{said}; only those in {area} count"},
    "site.sentence": {"zh": "{said}。", "en": "{said}."},
    "site.limits": {"zh": "城镇 {urban} / 村 {rural}", "en": "urban {urban}, villages {rural}"},
    "site.smallest": {"zh": "最低覆盖率({level})", "en": "Smallest share ({level})"},
    "site.cost": {"zh": "合计费用 {cost},预算 {max_cost}。", "en": "They cost {cost} of {max_cost} together."},
    "site.where": {"zh": "候选点条件:{where}。", "en": "Candidates with {where}."},
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
    "site.curve_smallest_share": {"zh": "最低覆盖率(%)", "en": "smallest share (%)"},
    "site.curve_mean_walk_m": {"zh": "平均步行(m)", "en": "mean walk (m)"},
    "site.curve_greedy": {"zh": "贪心", "en": "greedy"},
    "site.curve_choice": {"zh": "求解", "en": "solved"},
    "site.table": {"zh": "选址清单", "en": "The sites"},
    "site.rank": {"zh": "序", "en": "#"},
    "site.name": {"zh": "名称", "en": "Name"},
    "site.people": {"zh": "新覆盖居民", "en": "Newly covered"},
    "site.load": {"zh": "服务人数", "en": "Served"},
    "site.land_use": {"zh": "用地", "en": "Land use"},
    "site.owner": {"zh": "权属", "en": "Owner"},
    "site.cost_column": {"zh": "费用", "en": "Cost"},
    "site.lon": {"zh": "经度(WGS-84)", "en": "Longitude (WGS-84)"},
    "site.lat": {"zh": "纬度(WGS-84)", "en": "Latitude (WGS-84)"},
    "site.gained": {
        "zh": "可达居民由 {before:,.0f} 人({before_share:.1%})增至 {after:,.0f} 人({after_share:.1%})",
        "en": "residents covered: {before:,.0f} ({before_share:.1%}) now, {after:,.0f} ({after_share:.1%}) with the "
        "sites",
    },
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
}
