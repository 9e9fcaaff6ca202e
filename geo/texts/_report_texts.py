"""The office's yearly report: its headings, its sentences with figures, and what its command prints."""

from typing import Final

from geo.texts._languages import Translations

REPORT: Final[Translations] = {
    # title page
    "report.title": {"zh": "社区服务设施步行可达与社区体检年度报告", "en": "Yearly report on community services"},
    "report.subtitle": {
        "zh": "设施步行可达、社区用房与人员、优先解决的缺口",
        "en": "Services within a walk, rooms and staff of communities, gaps to close first",
    },
    "report.year": {"zh": "{year} 年度", "en": "{year}"},
    "report.made": {"zh": "编制日期:{day}", "en": "Made on {day}"},
    "report.day": {"zh": "{year} 年 {month} 月 {day} 日", "en": "{day} {month} {year}"},
    "report.judged": {"zh": "城镇评价依据:{name}", "en": "Urban residents are judged by: {name}"},
    "report.villages_judged": {"zh": "村:{name}", "en": "Villages: {name}"},
    "report.walker": {
        "zh": "步行者:{profile},步行速度 {speed} 公里/小时",
        "en": "Walker: {profile}, {speed} km/h",
    },
    "report.page": {"zh": "第 {page} 页,共 {pages} 页", "en": "Page {page} of {pages}"},
    # headings
    "report.heading.summary": {"zh": "一、概要", "en": "1. Summary"},
    "report.heading.coverage": {"zh": "二、设施步行可达", "en": "2. Services within a walk"},
    "report.heading.divisions": {"zh": "三、区县与街道", "en": "3. Districts and streets"},
    "report.heading.audit": {"zh": "四、社区体检", "en": "4. Audit of communities"},
    "report.heading.gaps": {"zh": "五、优先解决的缺口", "en": "5. Gaps to close first"},
    "report.heading.method": {"zh": "六、方法、依据与数据来源", "en": "6. Method, norms and sources"},
    "report.heading.districts": {"zh": "各区县(平均可达比例由低到高)", "en": "Districts, the lowest mean share first"},
    "report.heading.streets": {
        "zh": "平均不可达居民最多的街道、乡镇",
        "en": "Streets with most residents beyond the walk, in the mean of the categories",
    },
    "report.heading.shortfalls": {"zh": "短板(按惠及居民排序)", "en": "Shortfalls, by people helped"},
    "report.heading.communities": {
        "zh": "短板涉及居民最多的社区",
        "en": "Communities whose shortfalls concern most people",
    },
    "report.heading.unverified": {"zh": "尚未与条文核对的限值", "en": "Limits not yet compared with the text"},
    # summary, sentence by sentence
    "report.summary.city": {
        "zh": "截至 {day},{city}有区县 {districts} 个、街道和乡镇 {streets} 个、社区 {communities} 个、行政村 "
        "{villages} 个,划分网格 {grid_units} 个,配备网格员 {grid_workers} 人,有各类设施 {facilities} 处;居民 "
        "{residents} 人,其中城镇 {urban} 人、村 {rural} 人。",
        "en": "On {day}, {city} has {districts} districts, {streets} streets and towns, {communities} communities "
        "and {villages} villages, {grid_units} grid units with {grid_workers} grid workers, {facilities} facilities, "
        "and {residents} residents: {urban} urban, {rural} in villages.",
    },
    "report.summary.households": {
        "zh": "全市共有住户 {households} 户。",
        "en": "They live in {households} households.",
    },
    "report.summary.coverage": {
        "zh": "按{rules},对 {categories} 类、{facilities} 处设施的步行可达情况作了评价。各类"
        "设施城镇居民可达比例平均为 {mean};"
        "最高的是{best},为 {best_share};最低的是{worst},为 {worst_share}。",
        "en": "By {rules}, {categories} categories with {facilities} facilities were judged. In the mean of the "
        "categories {mean} of urban residents are within the walk: most of {best} ({best_share}), fewest of {worst} "
        "({worst_share}).",
    },
    "report.summary.most": {
        "zh": "不可达居民最多的是{name}:{people} 名城镇居民步行 {limit} 米以内没有。",
        "en": "Most people are without: {name}; {people} urban residents have none within a walk of {limit} m.",
    },
    "report.summary.tiers": {
        "zh": "各级生活圈设施全部步行可达的城镇居民:{tiers}。",
        "en": "Urban residents within the walk of all of it: {tiers}.",
    },
    "report.summary.tier": {"zh": "{name} {people} 人({share})", "en": "{name} {people} ({share})"},
    "report.summary.offices": {
        "zh": "{communities} 个社区中,办公用房 600 平方米及以上的 {large} 个({large_share}),300 至 600 平方米的 "
        "{medium} 个"
        "({medium_share}),不足 300 平方米的 {small} 个({small_share})。",
        "en": "Of {communities} communities, {large} ({large_share}) have an office of 600 m2 and more, {medium} "
        "({medium_share}) of 300 to 600 m2, {small} ({small_share}) below 300 m2.",
    },
    "report.summary.halls": {
        "zh": "有一站式服务大厅的社区 {hall} 个({hall_share}),有居民活动广场的 {square} 个({square_share})。",
        "en": "{hall} communities ({hall_share}) have a one-stop service hall, {square} ({square_share}) an activity "
        "square.",
    },
    "report.summary.space": {
        "zh": "社区服务用房平均每百户 {space} 平方米,标准为 {norm} 平方米。",
        "en": "Service space is {space} m2 per 100 households; the norm is {norm} m2.",
    },
    "report.summary.staff": {
        "zh": "社区专职工作者基准人数 {reference} 人,在岗 {in_post} 人({in_post_share}),缺额 {short} 人({short_share}"
        ")。",
        "en": "Of {reference} specialised workers in the reference headcount {in_post} ({in_post_share}) are in post "
        "and "
        "{short} ({short_share}) are short.",
    },
    "report.summary.cadres": {
        "zh": "每万城镇居民有社区干部 {cadres} 人,标准为 {norm} 人。",
        "en": "There are {cadres} cadres of communities per 10,000 urban residents; the norm is {norm}.",
    },
    "report.summary.units": {
        "zh": "城镇网格 {units} 个,其中 300 至 500 户的 {within} 个({within_share}),超过 500 户的 {above} 个"
        "({above_share})。",
        "en": "Of {units} urban grid units {within} ({within_share}) have 300 to 500 households, {above} "
        "({above_share}) "
        "more.",
    },
    "report.summary.shortfall": {
        "zh": "用房、人员和网格中,涉及居民最多的短板是“{name}”:{amount} {unit},涉及 {communities} 个社区、居民 "
        "{people} 人。",
        "en": 'Of rooms, staff and grid units, the shortfall that concerns most people is "{name}": {amount} {unit}, '
        "{communities} communities, {people} residents.",
    },
    "report.summary.gap": {
        "zh": "面积连片、居民最多的缺口在{district}{name}:{people} 名居民步行不到{category}。",
        "en": "The gap area with most residents is in {district} {name}: {people} residents have none within the walk "
        "({category}).",
    },
    # pictures and what stands below tables
    "report.map": {
        "zh": "{name}:各社区城镇居民可达比例",
        "en": "{name}: urban residents within the walk, by community",
    },
    "report.map_closer": {"zh": "{name}:城镇居民集中的区域", "en": "{name}: where most urban residents live"},
    "report.map_note": {
        "zh": "限值 {limit} 米;可达 {covered} 人({share}),不可达 {uncovered} 人",
        "en": "limit {limit} m; {covered} within the walk ({share}), {uncovered} beyond",
    },
    "report.map.village": {"zh": "村,不评价", "en": "Villages, not judged"},
    "report.map.nobody": {"zh": "无居民或无资料", "en": "Nobody, or no data"},
    "report.chart.mean": {
        "zh": "各区县城镇居民平均可达比例(各类设施的平均)",
        "en": "Urban residents within the walk by district, in the mean of the categories",
    },
    "report.chart.space": {
        "zh": "各区县每百户社区服务用房(平方米)",
        "en": "Service space per 100 households by district (m2)",
    },
    "report.chart.staff": {
        "zh": "各区县社区专职工作者缺额(人)",
        "en": "Specialised workers short by district",
    },
    "report.chart.norm": {"zh": "标准 {norm}", "en": "norm {norm}"},
    "report.no_pictures": {
        "zh": "本机没有可用的浏览器,未能绘制地图和图表;安装 Chromium、Chrome 或 Edge 后重新生成即可补上。",
        "en": "Maps and charts are missing: there was no browser to draw them. Install Chromium, Chrome or Edge and "
        "make "
        "the report again.",
    },
    "report.note.coverage": {
        "zh": "* 尚未与标准条文核对;† 规则集未规定半径,按 15 分钟评价,不计入平均。比例为城镇居民;"
        "村居民按适用于村的规则评价,没有规则的不评价(以“–”表示)。“无法判断”为靠近数据边界、"
        "可能使用界外设施的居民。",
        "en": "* Not yet compared with the text of the standard. † No radius in the rule set: 15 minutes, not "
        "counted in means. Shares are of urban residents. Villages are judged by a rule set for villages, or not at "
        "all (–). "
        "Unknown: "
        "residents near the edge of the data, who may use facilities beyond it.",
    },
    "report.note.divisions": {
        "zh": "平均可达:规则集规定了半径的各类设施可达比例的算术平均;平均不可达居民:同样各类"
        "设施不可达居民数的算术平均。",
        "en": "Mean share: the mean of the shares of the categories whose radius is the rule set's. Mean beyond: the "
        "mean of the residents beyond the walk of the same categories.",
    },
    "report.note.audit": {
        "zh": "占比:用房、大厅、广场占社区数,网格占城镇网格数,在岗与缺额占基准人数,居民占城镇居民。",
        "en": "Shares: rooms, halls and squares of all communities; grid units of the urban ones; in post and short "
        "of the "
        "reference headcount.",
    },
    "report.note.people": {
        "zh": "涉及居民按人次计:一人缺三项计三次。",
        "en": "People count once for each thing that they lack.",
    },
    "report.note.gaps": {
        "zh": "每个社区只列居民最多的一处缺口;“缺口类别”为该社区列入清单的设施类别数。"
        "步行距离为到现在主要使用的设施的距离。",
        "en": "The largest gap area of each community; in how many categories the community has one. The walk is the "
        "one to "
        "the facility that residents mostly have to go to.",
    },
    # columns
    "report.column.rank": {"zh": "序号", "en": "No."},
    "report.column.category": {"zh": "设施类别", "en": "Category"},
    "report.column.limit": {"zh": "限值(米)", "en": "Limit (m)"},
    "report.column.facilities": {"zh": "设施(处)", "en": "Facilities"},
    "report.column.covered": {"zh": "可达(人)", "en": "Within"},
    "report.column.share": {"zh": "可达比例", "en": "Share"},
    "report.column.uncovered": {"zh": "不可达(人)", "en": "Beyond"},
    "report.column.unknown": {"zh": "无法判断(人)", "en": "Unknown"},
    "report.column.median": {"zh": "步行中位数(分钟)", "en": "Median (min)"},
    "report.column.villages": {"zh": "村可达比例", "en": "Villages"},
    "report.column.district": {"zh": "区县", "en": "District"},
    "report.column.street": {"zh": "街道、乡镇", "en": "Street"},
    "report.column.residents": {"zh": "城镇居民(人)", "en": "Urban residents"},
    "report.column.mean": {"zh": "平均可达", "en": "Mean share"},
    "report.column.mean_uncovered": {"zh": "平均不可达(人)", "en": "Mean beyond"},
    "report.column.space": {"zh": "每百户用房(平方米)", "en": "Space per 100 hh. (m2)"},
    "report.column.staff": {"zh": "工作者缺额(人)", "en": "Staff short"},
    "report.column.figure": {"zh": "指标", "en": "Figure"},
    "report.column.urban": {"zh": "城镇", "en": "Urban"},
    "report.column.of": {"zh": "占比", "en": "Share"},
    "report.column.village": {"zh": "村", "en": "Villages"},
    "report.column.norm": {"zh": "标准", "en": "Norm"},
    "report.column.lack": {"zh": "短板", "en": "Shortfall"},
    "report.column.amount": {"zh": "缺口", "en": "Short"},
    "report.column.unit": {"zh": "单位", "en": "Unit"},
    "report.column.communities": {"zh": "涉及社区(个)", "en": "Communities"},
    "report.column.people": {"zh": "涉及居民(人)", "en": "People"},
    "report.column.cost": {"zh": "一次性建设费用(元)", "en": "Cost, once (yuan)"},
    "report.column.cost_year": {"zh": "每年运行费用(元)", "en": "Cost, each year (yuan)"},
    "report.column.community": {"zh": "社区", "en": "Community"},
    "report.column.lacks": {"zh": "主要短板", "en": "What it lacks most"},
    "report.column.place": {"zh": "位置", "en": "Place"},
    "report.column.walk": {"zh": "现步行(米)", "en": "Walk now (m)"},
    "report.column.remedy": {"zh": "首选措施", "en": "What helps most"},
    "report.column.helped": {"zh": "可解决(人)", "en": "Helps"},
    "report.column.categories": {"zh": "缺口类别", "en": "Categories"},
    "report.lack": {"zh": "{name} {amount} {unit}", "en": "{name} ({amount} {unit})"},
    "report.default": {
        "zh": "† 规则集未规定服务半径、按 15 分钟评价、不计入平均的类别:{names}。",
        "en": "† Without a radius in the rule set, judged by 15 minutes, and not counted in the means: {names}.",
    },
    "report.unverified": {
        "zh": "* 下列类别的服务半径尚未与标准条文逐条核对,据此得出的结论使用前应予核实:{names}。",
        "en": "* Nobody has compared the radius of these categories with the text of the standard yet; confirm it "
        "before "
        "results that rest on it are used: {names}.",
    },
    "report.all_verified": {
        "zh": "各类别的服务半径均已与标准条文核对,或规则集未作规定。",
        "en": "The radius of every category was compared with the text, or the rule set has none.",
    },
    "report.walked": {
        "zh": "步行距离沿道路计算:从居民点到道路、沿最短路线、再到设施或其出入口。每名居民按所在居民点计;"
        "步行距离不超过限值为可达。",
        "en": "Walks go along the streets: from the home to the street, the shortest way, and to the facility or its "
        "gate. "
        "Everybody counts at their home; a walk no longer than the limit is covered.",
    },
    "report.source": {"zh": "数据来源:{attribution}", "en": "Sources: {attribution}"},
    "report.and": {"zh": "、", "en": ", "},
    "report.between": {"zh": ";", "en": "; "},
    # the command
    "print.report": {
        "zh": "{city} {year} 年度报告:平均可达 {mean},短板 {shortfalls} 类,缺口 {gaps} 处",
        "en": "{city}, report for {year}: {mean} within the walk in the mean, {shortfalls} kinds of shortfall, {gaps}"
        " gaps",
    },
}
