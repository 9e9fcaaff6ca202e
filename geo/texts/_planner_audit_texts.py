"""What the planner's page says of the audit."""

from typing import Final

from geo.texts._languages import Translations

PLANNER_AUDIT: Final[Translations] = {
    "planner.audit.kinds": {"zh": "短板(惠及居民多的在前)", "en": "Shortfalls, most people first"},
    "planner.audit.kinds.note": {
        "zh": "全市合计;村不按城镇标准评价。",
        "en": "Of the whole city; villages are not judged.",
    },
    "planner.audit.all": {"zh": "全部短板(人次相加)", "en": "All, added up"},
    "planner.audit.concerns": {
        "zh": "涉及 {people} 人、{count} 个社区",
        "en": "{people} people in {count} communities",
    },
    "planner.audit.yuan": {"zh": "{yuan}元", "en": "{yuan} yuan"},
    "planner.audit.yuan_year": {"zh": "{yuan}元/年", "en": "{yuan} yuan a year"},
    "planner.audit.method": {"zh": "口径", "en": "Method"},
    "planner.audit.method.open": {"zh": "怎样计算", "en": "How it is counted"},
    "planner.audit.heading": {"zh": "{area} · {kind}:先看最重", "en": "{area} · {kind}: worst first"},
    "planner.audit.count": {"zh": "{all} 个{level}中 {count} 个有短板", "en": "{level}: {count} of {all} fall short"},
    "planner.audit.legend": {"zh": "涉及的居民(人)", "en": "People whom it concerns"},
    "planner.audit.nobody": {"zh": "无短板", "en": "nothing is short"},
    "planner.audit.not_judged": {"zh": "村:不评价", "en": "villages: not judged"},
    "planner.audit.helped_n": {"zh": "涉及 {people} 人", "en": "{people} people concerned"},
    "planner.audit.helped.hint": {"zh": "补上短板后受益的居民", "en": "Residents whom it would help"},
    "planner.audit.head.lack": {"zh": "短板", "en": "Shortfall"},
    "planner.audit.head.short": {"zh": "缺", "en": "Short"},
    "planner.audit.head.helped": {"zh": "惠及", "en": "People"},
    "planner.audit.head.cost": {"zh": "费用", "en": "Cost"},
    "planner.audit.head.figure": {"zh": "指标", "en": "Figure"},
    "planner.audit.head.value": {"zh": "数值", "en": "Here"},
    "planner.audit.head.norm": {"zh": "标准", "en": "Norm"},
    "planner.audit.head.city": {"zh": "全市", "en": "City"},
    "planner.audit.rank": {"zh": "第 {rank} 位", "en": "no. {rank}"},
    "planner.audit.lacks": {"zh": "短板", "en": "Shortfalls"},
    "planner.audit.nothing": {"zh": "未发现短板。", "en": "Nothing is short."},
    "planner.audit.figures": {"zh": "指标", "en": "Figures"},
    "planner.audit.pages": {"zh": "两页体检表", "en": "Two-page sheet"},
}
