"""The planner's page: what is measured, by which limits, for whom, from which data."""

from typing import Final

from geo.texts._languages import Translations

PLANNER_METHOD: Final[Translations] = {
    "planner.method.contents": {"zh": "目录", "en": "Contents"},
    "planner.method.measured": {"zh": "评价什么", "en": "What is measured"},
    "planner.method.covered": {
        "zh": "覆盖:居民沿真实道路步行到最近设施不超过限值,恰为限值也算。路程包括住处到道路、道路到设施的一段。",
        "en": "Covered: the walk along real streets to the nearest facility is within the limit; exactly the limit "
        "counts. The walk includes the leg from the home to the street and from the street to the facility.",
    },
    "planner.method.unknown": {
        "zh": "不明:住处离数据边界比限值还近,边界外的设施可能服务到这里;计入居民总数,不计入未覆盖。",
        "en": "Unknown: the home is nearer to the boundary of the data than the limit, so that a facility beyond it "
        "might serve; such people are among all residents, not among those not covered.",
    },
    "planner.method.measure.share": {
        "zh": "覆盖的居民占单元全部居民的比例。",
        "en": "Residents covered, of all residents of the unit.",
    },
    "planner.method.measure.uncovered": {
        "zh": "限值内走不到的居民人数;可改为统计 60 岁以上或儿童。",
        "en": "How many residents are beyond the limit; elders or children on request.",
    },
    "planner.method.measure.median": {
        "zh": "一半居民走到最近设施不超过的时间,不受限值影响。",
        "en": "Half of the residents walk no longer to the nearest; the limit does not matter.",
    },
    "planner.method.measure.reached": {
        "zh": "被评价的居民在各类自己的限值内可达的类别数,取平均。",
        "en": "How many categories a resident who is judged has within the limit of each, on average.",
    },
    "planner.method.measure.met": {
        "zh": "单元内至少一半居民(恰为一半也算)在限值内可达的类别,占被评价类别的几个;与单元明细中的 ✓ 一致。"
        "国家标准没有规定单元达标的居民比例,一半是本页的口径,即居中一位居民可达。",
        "en": "In how many of the categories judged half of the residents of the unit or more are within the limit; "
        "exactly half counts. They are those marked ✓ in its sheet. The national standard names no share of a unit: "
        "half, that is its middle resident, is this page's rule.",
    },
    "planner.method.measure.difference": {
        "zh": "所选人群与成人的覆盖率之差(百分点),按同样的限值。",
        "en": "Share covered of the chosen profile less that of adults, by the same limits [percentage points].",
    },
    "planner.method.measure.places": {
        "zh": "所选类别设施的学位、床位等容量,按每千名居民计;设施计入其所属社区,有设施未注明容量的单元为不明。",
        "en": "Places or beds of the facilities of the category, per 1,000 residents; a facility counts to its "
        "community, and a unit of which one states none is unknown.",
    },
    "planner.method.measure.supply": {
        "zh": "单元内设施的建筑面积,按每千名居民计。",
        "en": "Floor area of the facilities in the unit, per 1,000 residents.",
    },
    "planner.method.measure.workers": {
        "zh": "单元内网格员人数,按每千名居民计。",
        "en": "Grid workers of the unit, per 1,000 residents.",
    },
    "planner.method.limits": {"zh": "规则与限值", "en": "Rules and limits"},
    "planner.method.judged": {"zh": "{scope}:{name}。", "en": "{scope}: {name}."},
    "planner.method.cited": {"zh": "来源:{source}。", "en": "Source: {source}."},
    "planner.method.category": {"zh": "类别", "en": "Category"},
    "planner.method.tier": {"zh": "生活圈层级", "en": "Tier"},
    "planner.method.no_tier": {"zh": "规则未规定", "en": "no rule"},
    "planner.method.minutes": {"zh": "成人 {minutes} 分钟", "en": "{minutes} min for adults"},
    "planner.method.facilities": {"zh": "设施数", "en": "Facilities"},
    "planner.method.proof": {"zh": "核对", "en": "Checked"},
    "planner.method.proof.verified": {"zh": "已与原文核对", "en": "compared with the text"},
    "planner.method.proof.unverified": {
        "zh": "未核实:使用前须由城市核对",
        "en": "not verified: for the city to confirm before use",
    },
    "planner.method.proof.none": {
        "zh": "规则未规定,按 15 分钟计",
        "en": "no rule: counted at 15 minutes",
    },
    "planner.method.profiles": {"zh": "人群", "en": "Profiles"},
    "planner.method.profiles.note": {
        "zh": "标准的限值是米,对所有人群相同;按分钟设限时用各人群的速度换算。",
        "en": "The standard's limits are metres and the same for everybody; minutes are at the speed of each.",
    },
    "planner.method.speed": {"zh": "速度", "en": "Speed"},
    "planner.method.km_h": {"zh": "公里/小时", "en": "km/h"},
    "planner.method.in_15": {"zh": "15 分钟可走", "en": "In 15 minutes"},
    "planner.method.counts": {"zh": "计入", "en": "What counts"},
    "planner.method.profile.adult": {
        "zh": "走各种步行道路;国家标准以此把 15 分钟折为 1,000 米。",
        "en": "Walks any street and path; the national standard reads 15 minutes as 1,000 m.",
    },
    "planner.method.profile.elder": {
        "zh": "走得慢;台阶按两倍长度计,过有信号灯的路口另加等候。",
        "en": "Slower; steps count twice their length, crossings with signals add a wait.",
    },
    "planner.method.profile.wheelchair": {
        "zh": "不走台阶;过有信号灯的路口另加等候。",
        "en": "Takes no steps; crossings with signals add a wait.",
    },
    "planner.method.profile.brisk": {
        "zh": "走得快;国外工具多用此速度。",
        "en": "Faster; the speed that most tools abroad assume.",
    },
    "planner.method.assumptions": {"zh": "数据说明与假设", "en": "About the data, and what is assumed"},
    "planner.method.sources": {"zh": "来源与日期", "en": "Sources and dates"},
    "planner.method.date": {"zh": "城市数据生成于 {date}。", "en": "The city's data were put together on {date}."},
    "planner.method.no_date": {"zh": "城市数据未注明日期。", "en": "The city's data do not say of when they are."},
    "planner.method.version": {"zh": "gridwalk {version} 版。", "en": "gridwalk {version}."},
    "planner.method.none": {"zh": "未注明。", "en": "None stated."},
}
