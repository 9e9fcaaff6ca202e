"""The page of the audit and its printed sheets."""

from typing import Final

from geo.texts._languages import Translations

AUDIT_PAGE: Final[Translations] = {
    "audit.page.title": {"zh": "社区体检", "en": "Audit of communities"},
    "audit.page.facts": {
        "zh": "城镇居民 {people} 人;各短板惠及合计 {helped} 人次",
        "en": "{people} urban residents; shortfalls concern {helped}, added up over all of them",
    },
    "audit.page.kinds": {"zh": "短板与惠及居民", "en": "Shortfalls, and people helped"},
    "audit.page.all": {"zh": "全部短板(人次)", "en": "All shortfalls, added up"},
    "audit.page.helped": {"zh": "惠及居民", "en": "People helped"},
    "audit.page.people": {"zh": "惠及 {people} 人", "en": "{people} people helped"},
    "audit.page.nobody": {"zh": "无短板", "en": "nobody"},
    "audit.page.not_judged": {"zh": "村:不评价", "en": "villages: not judged"},
    "audit.page.divisions": {"zh": "区划", "en": "Divisions"},
    "audit.page.roads": {"zh": "主要道路", "en": "Main roads"},
    "audit.page.table": {"zh": "{level}:短板最重的在前", "en": "{level}, worst first"},
    "audit.page.search": {"zh": "按名称、编码或上级查找", "en": "Find by name, code or parent"},
    "audit.page.place": {"zh": "位次", "en": "Rank"},
    "audit.page.name": {"zh": "名称", "en": "Name"},
    "audit.page.more": {"zh": "另有 {more} 个未列出;请输入名称查找。", "en": "{more} more; search to find them."},
    "audit.page.rank": {"zh": "第 {rank} 位", "en": "no. {rank}"},
    "audit.page.lacks": {"zh": "短板", "en": "Shortfalls"},
    "audit.page.lack": {"zh": "短板", "en": "Shortfall"},
    "audit.page.short": {"zh": "缺口", "en": "Short"},
    "audit.page.cost": {"zh": "费用(元)", "en": "Cost (yuan)"},
    "audit.page.nothing": {"zh": "未发现短板。", "en": "Nothing is short."},
    "audit.page.figures": {"zh": "指标", "en": "Figures"},
    "audit.page.figure": {"zh": "指标", "en": "Figure"},
    "audit.page.value": {"zh": "数值", "en": "Here"},
    "audit.page.norm": {"zh": "标准", "en": "Norm"},
    "audit.page.city": {"zh": "全市", "en": "City"},
    "audit.page.about": {"zh": "口径与数据来源", "en": "Method and sources"},
}
