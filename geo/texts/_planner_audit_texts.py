"""What the planner's page says of the audit."""

from typing import Final

from geo.texts._languages import Translations

PLANNER_AUDIT: Final[Translations] = {
    "planner.audit.kinds": {"zh": "短板(按涉及居民由多到少)", "en": "Shortfalls, most residents first"},
    "planner.audit.kinds.note": {
        "zh": "全市合计;行政村不按城镇标准评价。",
        "en": "Of the whole city; villages are not judged.",
    },
    "planner.audit.all": {"zh": "全部短板(各项人次相加)", "en": "All shortfalls, added up"},
    "planner.audit.concerns": {
        "zh": "涉及居民 {people} 人、社区 {count} 个",
        "en": "{people} residents in {count} communities",
    },
    "planner.audit.yuan": {"zh": "一次性 {yuan}元", "en": "{yuan} yuan once"},
    "planner.audit.yuan_year": {"zh": "每年 {yuan}元", "en": "{yuan} yuan a year"},
    "planner.audit.method": {"zh": "计算口径", "en": "Method"},
    "planner.audit.method.open": {"zh": "怎样计算", "en": "How it is counted"},
    "planner.audit.heading": {"zh": "{area} · {kind}(由重到轻)", "en": "{area} · {kind}: worst first"},
    "planner.audit.count": {"zh": "{all} 个{level}中 {count} 个有短板", "en": "{level}: {count} of {all} fall short"},
    "planner.audit.legend": {"zh": "涉及居民(人)", "en": "Residents whom it concerns"},
    "planner.audit.nobody": {"zh": "无短板", "en": "nothing is short"},
    "planner.audit.not_judged": {"zh": "行政村:不评价", "en": "villages: not judged"},
    "planner.audit.helped_n": {"zh": "涉及居民 {people} 人", "en": "concerns {people} residents"},
    "planner.audit.helped.hint": {"zh": "补上短板后受益的居民", "en": "Residents whom it would help"},
    "planner.audit.head.lack": {"zh": "短板", "en": "Shortfall"},
    "planner.audit.head.short": {"zh": "缺口", "en": "Short by"},
    "planner.audit.head.helped": {"zh": "涉及居民", "en": "Residents"},
    "planner.audit.head.cost": {"zh": "费用", "en": "Cost"},
    "planner.audit.head.figure": {"zh": "指标", "en": "Figure"},
    "planner.audit.head.value": {"zh": "本单元", "en": "Here"},
    "planner.audit.head.norm": {"zh": "标准", "en": "Norm"},
    "planner.audit.head.city": {"zh": "全市", "en": "City"},
    "planner.audit.rank": {
        "zh": "按短板涉及人次,在全市 {count} 个{level}中居第 {rank} 位",
        "en": "no. {rank} of the city's {count} ({level}) by residents concerned",
    },
    "planner.audit.cost_sum": {"zh": "补齐全部短板:{costs}", "en": "All of it: {costs}"},
    "planner.audit.lacks": {"zh": "短板", "en": "Shortfalls"},
    "planner.audit.nothing": {"zh": "未发现短板。", "en": "Nothing is short."},
    "planner.audit.figures": {"zh": "指标", "en": "Figures"},
    "planner.audit.pages": {"zh": "体检表(两页)", "en": "Two-page sheet"},
}
