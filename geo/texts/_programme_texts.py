"""The programme: why each project, its tables and page, what is proven, and what its command prints."""

from typing import Final

from geo.texts._languages import Translations

PROGRAMME: Final[Translations] = {
    # why: what is lacking
    "programme.lack.space": {
        "zh": "服务用房缺 {amount:,.0f} 平方米(应有 {owed:,.0f},现有 {has:,.0f})",
        "en": "{amount:,.0f} m2 of service space short ({has:,.0f} of {owed:,.0f})",
    },
    "programme.lack.office": {"zh": "无办公用房", "en": "No office"},
    "programme.lack.hall": {"zh": "无一站式服务大厅", "en": "No one-stop service hall"},
    "programme.lack.square": {"zh": "无居民活动广场", "en": "No activity square"},
    "programme.lack.square_size": {
        "zh": "活动广场小 {amount:,.0f} 平方米(现有 {has:,.0f})",
        "en": "Activity square {amount:,.0f} m2 too small ({has:,.0f} there)",
    },
    "programme.lack.rooms": {"zh": "缺用房:{names}", "en": "Missing: {names}"},
    "programme.lack.staff": {
        "zh": "专职工作者缺 {amount:,.0f} 人(基准 {owed:,.0f},在岗 {has:,.0f})",
        "en": "Workers short: {amount:,.0f} ({has:,.0f} of {owed:,.0f} in post)",
    },
    "programme.lack.unit_worker": {"zh": "{amount:,.0f} 个网格无网格员", "en": "Units without a worker: {amount:,.0f}"},
    "programme.lack.walk": {
        "zh": "全市 {people:,.0f} 人步行 {limit_m:,.0f} 米内到不了:{name}",
        "en": "In the city {people:,.0f} people beyond {limit_m:,.0f} m of: {name}",
    },
    # what is done about it
    "programme.does.space.enlarge": {"zh": "扩建 {amount:,.0f} 平方米", "en": "enlarge by {amount:,.0f} m2"},
    "programme.does.space.build": {"zh": "新建 {amount:,.0f} 平方米", "en": "build {amount:,.0f} m2"},
    "programme.does.space.lease": {"zh": "租用 {amount:,.0f} 平方米", "en": "lease {amount:,.0f} m2"},
    "programme.does.office.build": {"zh": "新建一处", "en": "build one"},
    "programme.does.hall.build": {"zh": "新建一处", "en": "build one"},
    "programme.does.square.build": {"zh": "新建一处", "en": "build one"},
    "programme.does.square_size.enlarge": {"zh": "扩建", "en": "enlarge it"},
    "programme.does.rooms.build": {"zh": "补齐", "en": "set up"},
    "programme.does.staff.recruit": {"zh": "招录 {amount:,.0f} 人", "en": "recruit {amount:,.0f}"},
    "programme.does.unit_worker.recruit": {"zh": "招录 {amount:,.0f} 人", "en": "recruit {amount:,.0f}"},
    "programme.does.share": {
        "zh": "与{partner}合用其富余部分,无建设费用",
        "en": "share what {partner} has beyond its own need, at no building cost",
    },
    "programme.does.site": {"zh": "增设一处", "en": "one more site"},
    "programme.costs.once": {"zh": ",{cost:,.0f} 元", "en": ", {cost:,.0f} yuan"},
    "programme.costs.year": {"zh": ",每年 {cost:,.0f} 元", "en": ", {cost:,.0f} yuan a year"},
    "programme.helps": {"zh": "惠及 {people:,.0f} 人", "en": "helps {people:,.0f} people"},
    # ways
    "programme.way.enlarge": {"zh": "扩建", "en": "Enlarge"},
    "programme.way.lease": {"zh": "租用", "en": "Lease"},
    "programme.way.build": {"zh": "新建", "en": "Build"},
    "programme.way.share": {"zh": "合用", "en": "Share"},
    "programme.way.recruit": {"zh": "招录", "en": "Recruit"},
    "programme.way.site": {"zh": "选址", "en": "Site"},
    # what is proven, and how it is counted
    "programme.proof.budget.best": {
        "zh": "已证明最优:总额 {budget:,.0f} 元的任何方案,惠及都不超过 {bound:,.0f} 人次",
        "en": "Proven best: no programme of {budget:,.0f} yuan helps more than {bound:,.0f} people",
    },
    "programme.proof.budget.within": {
        "zh": "已证明:总额 {budget:,.0f} 元的任何方案,惠及都不超过 {bound:,.0f} 人次,即至多再多 {gap:.3%}",
        "en": "Proven: no programme of {budget:,.0f} yuan helps more than {bound:,.0f} people: at most {gap:.3%} more",
    },
    "programme.proof.projects.best": {
        "zh": "已证明最优:{projects:,} 个项目的任何方案,惠及都不超过 {bound:,.0f} 人次",
        "en": "Proven best: no programme of {projects:,} projects helps more than {bound:,.0f} people",
    },
    "programme.proof.projects.within": {
        "zh": "已证明:{projects:,} 个项目的任何方案,惠及都不超过 {bound:,.0f} 人次,即至多再多 {gap:.3%}",
        "en": "Proven: no programme of {projects:,} projects helps more than {bound:,.0f} people: at most {gap:.3%} "
        "more",
    },
    "programme.method.among": {
        "zh": "上界的范围:本清单所列各种办法,以及每类设施在路口候选点中至多 {most} 处选址。",
        "en": "Among the remedies listed here, and {most} sites of each category at most, at crossings.",
    },
    "programme.method.people": {
        "zh": "惠及按人次计:一人有几项短板得到补齐,就计几次。每个项目把一项短板全部补齐,不作部分补齐。",
        "en": "People count once for each shortfall that is made good for them. A project makes one shortfall good, "
        "all of it; parts of one are not offered.",
    },
    "programme.method.cost": {
        "zh": "费用:一次性建设费用,加 {years} 年的租金和工资。单价来源:{source}。",
        "en": "Cost: what is paid once, and {years} years of rents and wages. Unit costs: {source}.",
    },
    "programme.method.no_cost": {
        "zh": "城市数据没有单价,不计费用。",
        "en": "The city states no unit costs; nothing is priced.",
    },
    "programme.method.share": {
        "zh": "合用:邻近社区的用房须在标准步行距离内,达到本社区至少 {share:.0%} 的居民,且按标准够两个社区使用;"
        "只计能走到的居民。大小或标准不详的用房不作合用。",
        "en": "Sharing: a neighbour's room must be within the walk of the rule set for at least {share:.0%} of the "
        "residents, and large enough for both by the norm; only who can walk there is helped. Rooms whose size or norm "
        "is not known are not shared.",
    },
    "programme.method.site": {
        "zh": "选址类别:{names}。每处费用为标准最小建筑面积乘以新建单价。",
        "en": "Sites of: {names}. One costs its least floor area by the rule set, built anew.",
    },
    "programme.method.fair": {
        "zh": "公平约束:任何区县可用的服务用房和各类用房面积不得少于现状;短板人数在任何方案中都不会增加。",
        "en": "Fair: what each district has of service space and of rooms must not fall below today's; people "
        "short rise in no district in any programme.",
    },
    "programme.method.unpriced": {
        "zh": "没有单价、未列入的办法:{listed}。",
        "en": "Left out because nothing says what they cost: {listed}.",
    },
    "programme.method.order": {
        "zh": "次序:每万元惠及人数多者在先;不花钱的最先。",
        "en": "Order: those that help most people for their money first, what costs nothing before all.",
    },
    "programme.method.order_people": {"zh": "次序:惠及人数多者在先。", "en": "Order: those that help most first."},
    "programme.method.scope": {
        "zh": "只计城镇社区,村不在其中。",
        "en": "Urban communities; villages are left out.",
    },
    # sheets and columns
    "programme.sheet.projects": {"zh": "项目清单", "en": "Projects"},
    "programme.sheet.districts": {"zh": "前后对比", "en": "Before and after"},
    "programme.sheet.missed": {"zh": "差一点入选", "en": "Just missed"},
    "programme.sheet.method": {"zh": "说明", "en": "Method"},
    "programme.column.rank": {"zh": "次序", "en": "#"},
    "programme.column.code": {"zh": "社区编码", "en": "Code"},
    "programme.column.name": {"zh": "社区", "en": "Community"},
    "programme.column.district_name": {"zh": "区县", "en": "District"},
    "programme.column.lack": {"zh": "短板", "en": "Shortfall"},
    "programme.column.way": {"zh": "办法", "en": "Remedy"},
    "programme.column.people": {"zh": "惠及(人次)", "en": "People helped"},
    "programme.column.cost_yuan": {"zh": "一次性(元)", "en": "Once (yuan)"},
    "programme.column.cost_yuan_year": {"zh": "每年(元)", "en": "Each year (yuan)"},
    "programme.column.price_yuan": {"zh": "费用合计(元)", "en": "Cost (yuan)"},
    "programme.column.people_per_10k_yuan": {"zh": "每万元惠及", "en": "People for 10,000 yuan"},
    "programme.column.people_in_all": {"zh": "累计惠及", "en": "People so far"},
    "programme.column.price_in_all": {"zh": "累计费用(元)", "en": "Cost so far (yuan)"},
    "programme.column.reason": {"zh": "理由", "en": "Why"},
    "programme.column.projects": {"zh": "项目数", "en": "Projects"},
    "programme.column.figure": {"zh": "指标", "en": "Figure"},
    "programme.column.before": {"zh": "现状", "en": "Before"},
    "programme.column.after": {"zh": "之后", "en": "After"},
    # figures before and after
    "programme.figure.people_short": {"zh": "短板涉及(人次)", "en": "People short"},
    "programme.figure.service_m2_per_100": {
        "zh": "每百户服务用房(平方米)",
        "en": "Service space per 100 households (m2)",
    },
    "programme.figure.share_with_hall": {"zh": "有服务大厅的社区", "en": "Communities with a hall"},
    "programme.figure.share_with_square": {"zh": "有活动广场的社区", "en": "Communities with a square"},
    "programme.figure.share_with_rooms": {"zh": "用房齐全程度", "en": "Rooms that are there"},
    "programme.figure.share_in_post": {"zh": "专职工作者在岗", "en": "Workers in post"},
    "programme.figure.share_tier": {"zh": "步行可达:{name}", "en": "Within the walk: {name}"},
    "programme.figure.share_within": {"zh": "步行可达:{name}", "en": "Within the walk: {name}"},
    # the page
    "programme.title": {"zh": "补短板项目方案", "en": "Programme of projects"},
    "programme.headline": {
        "zh": "{projects} 个项目,惠及 {people} 人次",
        "en": "{projects} projects that help {people} people",
    },
    "programme.headline_cost": {
        "zh": "一次性 {once} 元,每年 {yearly} 元;{years} 年合计 {price} 元",
        "en": "{once} yuan once and {yearly} yuan each year; {price} yuan with {years} years of these",
    },
    "programme.before_after": {"zh": "各区县前后对比", "en": "Before and after, by district"},
    "programme.before_after_note": {
        "zh": "浅色为现状,深色为方案实施后增加的部分。",
        "en": "Pale: today. Dark: what the programme adds.",
    },
    "programme.by_way": {"zh": "按办法", "en": "By remedy"},
    "programme.projects": {"zh": "项目(按次序)", "en": "Projects, in order"},
    "programme.missed": {"zh": "差一点入选", "en": "Just missed"},
    "programme.filter": {"zh": "按社区、区县、短板筛选", "en": "Filter: community, district, shortfall"},
    "programme.shown": {"zh": "显示前 {shown} 个,共 {all} 个", "en": "{shown} of {all} shown"},
    "programme.communities": {"zh": "有项目的社区", "en": "Communities with projects"},
    "programme.sites": {"zh": "选址", "en": "Sites"},
    "programme.districts": {"zh": "区县界", "en": "Districts"},
    "programme.roads": {"zh": "步行路网", "en": "Walk network"},
    "programme.people_of": {"zh": "惠及 {people} 人次", "en": "{people} people helped"},
    "programme.about": {"zh": "说明与数据来源", "en": "About, sources"},
    # on the terminal
    "print.programme.chosen": {
        "zh": "{projects:,} 个项目(其中选址 {sites:,} 处)惠及 {people:,.0f} 人次",
        "en": "{projects:,} projects ({sites:,} of them sites) help {people:,.0f} people",
    },
    "print.programme.cost": {
        "zh": "一次性 {once:,.0f} 元,每年 {yearly:,.0f} 元;{years} 年合计 {price:,.0f} 元",
        "en": "{once:,.0f} yuan once and {yearly:,.0f} yuan each year; {price:,.0f} yuan with {years} years of these",
    },
    "print.programme.project": {
        "zh": "{rank}. {district} {name}:{reason}",
        "en": "{rank}. {district}, {name}: {reason}",
    },
}
