"""Layers of GeoPackages: what they, their classes and their columns are called in desktop GIS."""

from typing import Final

from geo.texts._languages import Translations

LAYERS: Final[Translations] = {
    # classes of people
    "qgis.nobody": {"zh": "无人涉及", "en": "nobody"},
    "qgis.people": {"zh": "{low:,}–{high:,} 人次", "en": "{low:,} to {high:,} people"},
    "qgis.more": {"zh": "{low:,} 人次以上", "en": "more than {low:,}"},
    # audit.gpkg
    "qgis.about.audit": {
        "zh": "各级短板与指标;按短板涉及的人次着色,斜线为不评价。区、街道同时有城镇和村时显示城镇。",
        "en": "Figures and shortfalls; coloured by the people whom shortfalls concern, hatched where not judged. Where "
        "a division has both, urban communities are shown.",
    },
    # programme.gpkg
    "qgis.layer.projects": {"zh": "入选项目", "en": "Projects"},
    "qgis.layer.missed": {"zh": "差一点入选", "en": "Just missed"},
    "qgis.layer.districts": {"zh": "区县前后对比", "en": "Districts before and after"},
    "qgis.about.projects": {"zh": "入选项目,按办法着色。", "en": "Projects that were chosen, coloured by remedy."},
    "qgis.about.missed": {"zh": "差一点入选的项目。", "en": "Projects that were just not chosen."},
    "qgis.about.districts": {
        "zh": "各区县方案前后的指标;按惠及人次着色。",
        "en": "Figures of districts before and after; coloured by the people helped.",
    },
    "qgis.programme.helped": {"zh": "惠及(人次)", "en": "People helped"},
    "qgis.programme.kind": {"zh": "短板类别", "en": "Kind of shortfall"},
    "qgis.programme.category": {"zh": "设施类别", "en": "Category of the site"},
    "qgis.programme.amount": {"zh": "数量", "en": "Amount"},
    "qgis.programme.partner": {"zh": "合用社区编码", "en": "Shared with (code)"},
    "qgis.programme.reason_zh": {"zh": "理由(中文)", "en": "Why, in Chinese"},
    "qgis.programme.reason_en": {"zh": "理由(英文)", "en": "Why, in English"},
    "qgis.programme.once_yuan": {"zh": "一次性(元)", "en": "Once (yuan)"},
    "qgis.programme.yearly_yuan": {"zh": "每年(元)", "en": "Each year (yuan)"},
    # life-circles.gpkg
    "qgis.circles": {"zh": "{tier}生活圈", "en": "Circles of {tier}"},
    "qgis.layer.centres": {"zh": "生活圈中心", "en": "Centres"},
    "qgis.layer.separators": {"zh": "分隔线", "en": "Separators"},
    "qgis.layer.units": {"zh": "网格归属", "en": "Grid units by circle"},
    "qgis.layer.compartments": {"zh": "分区", "en": "Compartments"},
    "qgis.layer.facilities": {"zh": "设施配置", "en": "Facilities by circle"},
    "qgis.about.circles": {
        "zh": "生活圈;按步行距离内居民占比着色,斜线为无中心。",
        "en": "Life circles; coloured by the share of residents within the walk, hatched without a centre.",
    },
    "qgis.about.centres": {"zh": "各层级生活圈的中心,按层级着色。", "en": "Centres of circles, coloured by tier."},
    "qgis.about.separators": {
        "zh": "生活圈不跨越的河流、铁路、干线公路。",
        "en": "Rivers, railways and trunk roads that no circle lies across.",
    },
    "qgis.about.units": {"zh": "网格及其所属各级生活圈。", "en": "Grid units with the circles that they lie in."},
    "qgis.about.compartments": {
        "zh": "分隔线之间的分区,以及各层级可划的生活圈数。",
        "en": "What lies between separators, and how many circles it may have.",
    },
    "qgis.about.facilities": {
        "zh": "各生活圈应配与现有的设施(无图形)。",
        "en": "Facilities required and there, by circle (a table without places).",
    },
    "qgis.life.name_zh": {"zh": "名称(中文)", "en": "Name in Chinese"},
    "qgis.life.name_en": {"zh": "名称(英文)", "en": "Name in English"},
    "qgis.life.centre_x": {"zh": "中心横坐标(米)", "en": "Centre: x (m)"},
    "qgis.life.centre_y": {"zh": "中心纵坐标(米)", "en": "Centre: y (m)"},
    "qgis.life.unit_code": {"zh": "网格编码", "en": "Grid unit"},
    "qgis.life.community": {"zh": "社区编码", "en": "Community (code)"},
    "qgis.life.number": {"zh": "序号", "en": "Number"},
    "qgis.life.category": {"zh": "设施类别", "en": "Category"},
    "qgis.life.strength": {"zh": "要求程度", "en": "How strictly it is asked for"},
    "qgis.tier.fewest": {"zh": "至少需要生活圈({tier})", "en": "Circles at least ({tier})"},
    "qgis.tier.most": {"zh": "至多可划生活圈({tier})", "en": "Circles at most ({tier})"},
    "qgis.tier.too_small": {"zh": "人口不足一圈({tier})", "en": "Too small for one circle ({tier})"},
    # grid-check.gpkg, grid-proposal.gpkg
    "qgis.layer.findings": {"zh": "问题位置", "en": "Findings"},
    "qgis.layer.lines_across": {"zh": "穿过网格的线", "en": "Lines across units"},
    "qgis.layer.without_place": {"zh": "无位置的问题", "en": "Findings without a place"},
    "qgis.layer.units_before": {"zh": "调整前网格", "en": "Units before"},
    "qgis.layer.units_after": {"zh": "调整后网格", "en": "Units after"},
    "qgis.layer.successions": {"zh": "新旧接续", "en": "Successions"},
    "qgis.about.findings": {
        "zh": "网格的问题;按类别列出,红色为错误,橙色为提示。",
        "en": "What is wrong with grid units, by kind: errors red, hints orange.",
    },
    "qgis.about.lines_across": {
        "zh": "穿过网格的道路、河流、铁路。",
        "en": "Roads, rivers and railways that lie across grid units.",
    },
    "qgis.about.without_place": {
        "zh": "没有图形的问题,如编码与人员。",
        "en": "Findings that no place shows, as of codes and workers.",
    },
    "qgis.about.units_before": {"zh": "调整前网格,按户数着色。", "en": "Units of today, coloured by households."},
    "qgis.about.units_after": {"zh": "调整后网格,按户数着色。", "en": "Units as proposed, coloured by households."},
    "qgis.about.successions": {
        "zh": "原网格的住户归入哪些新网格(无图形)。",
        "en": "Into which new units the homes of old ones go (a table without places).",
    },
    "qgis.grid.ends": {"zh": "是否停用", "en": "Ends"},
    "qgis.grid.is_new": {"zh": "是否新设", "en": "Is new"},
}
