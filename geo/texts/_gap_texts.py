"""Gap areas: the columns of their sheet, what would help there, and what their popup on the map says."""

from typing import Final

from geo.texts._languages import Translations

GAPS: Final[Translations] = {
    "sheet.gaps": {"zh": "缺口", "en": "Gap areas"},
    # columns of the sheet
    "column.rank": {"zh": "排名", "en": "Rank"},
    "column.district_name": {"zh": "区县", "en": "District"},
    "column.facility_name": {"zh": "最近设施", "en": "Nearest facility"},
    "column.walk_m": {"zh": "步行至最近设施(米,中位数)", "en": "Walk there (m, median)"},
    "column.remedy": {"zh": "首选措施", "en": "What helps most"},
    "column.remedy_residents": {"zh": "该措施惠及缺口内居民", "en": "Residents of the gap area it helps"},
    "column.path_facility_name": {"zh": "打通通道或开门可至", "en": "A path or gate to"},
    "column.path_residents_at_most": {"zh": "打通后至多惠及居民", "en": "A path helps at most"},
    "column.site_residents": {"zh": "新建设施惠及缺口内居民", "en": "A new site covers of the gap area"},
    "column.site_residents_in_all": {"zh": "新建设施惠及居民合计", "en": "A new site covers in all"},
    "column.gap_id": {"zh": "缺口编号", "en": "Gap area"},
    # names
    "gap.others": {"zh": "其余 {count:,} 处缺口", "en": "{count:,} other gap areas"},
    "gap.outside": {"zh": "社区、村之外", "en": "outside all communities"},
    # what helps most
    "gap.remedy.path": {"zh": "打通通道或开门", "en": "a path or gate"},
    "gap.remedy.new_site": {"zh": "新建设施", "en": "a new site"},
    "gap.remedy.": {"zh": "未找到", "en": "nothing found"},
    # the largest places, on the terminal
    "print.gap": {
        "zh": "缺口 {category}:{name},{residents:,.0f} 人,{walk};{remedy}",
        "en": "gap, {category}: {name}, {residents:,.0f} residents, {walk}; {remedy}",
    },
    "print.gap.outside": {"zh": "社区、村之外", "en": "outside all communities"},
    "print.gap.walk": {
        "zh": "至“{facility_name}”步行 {walk_m:,.0f} 米",
        "en": "{walk_m:,.0f} m on foot to {facility_name}",
    },
    "print.gap.no_facility": {"zh": "未找到步行可达的设施", "en": "no facility found that can be walked to"},
    "print.gap.path": {
        "zh": "打通通道或开门,至多惠及 {remedy_residents:,.0f} 人",
        "en": "a path or gate would help {remedy_residents:,.0f} of them at most",
    },
    "print.gap.new_site": {
        "zh": "新建一处可惠及 {remedy_residents:,.0f} 人",
        "en": "a new site would cover {remedy_residents:,.0f} of them",
    },
    "print.gap.nothing": {"zh": "未找到措施", "en": "nothing found that helps"},
    # groups of people
    "map.group_children": {"zh": "儿童", "en": "Children"},
    "map.group_60plus": {"zh": "60 岁以上", "en": "Aged 60 and more"},
    "map.group_65plus": {"zh": "65 岁以上", "en": "Aged 65 and more"},
}
