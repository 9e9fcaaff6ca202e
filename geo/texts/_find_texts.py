"""The page that finds a grid unit."""

from typing import Final

from geo.texts._languages import Translations

FIND: Final[Translations] = {
    # the page that finds a grid unit
    "find.title": {"zh": "查我的网格", "en": "Find my grid unit"},
    "find.placeholder": {"zh": "输入地址,如 信庄巷29号", "en": "Address: road and number"},
    "find.go": {"zh": "查询", "en": "Find"},
    "find.here": {"zh": "使用我的位置", "en": "Use my position"},
    "find.asking": {"zh": "正在查询…", "en": "Looking …"},
    "find.offline": {"zh": "无法连接服务,请稍后再试。", "en": "The service cannot be reached; try again later."},
    "find.no_position": {
        "zh": "手机没有给出位置:请允许定位,或输入地址。",
        "en": "The phone gave no position: allow it to, or type an address.",
    },
    "find.outside": {"zh": "这个位置不在本市网格内。", "en": "This place lies outside the city's grid."},
    "find.unknown": {"zh": "没有找到这个地址。", "en": "No address of this city fits."},
    "find.nearest": {
        "zh": "最近的网格 {code},距离 {metres} 米。",
        "en": "The nearest unit is {code}, {metres} m away.",
    },
    "find.understood": {"zh": "已识别:{text}", "en": "Understood: {text}"},
    "find.open": {"zh": "未识别:{text}", "en": "Not understood: {text}"},
    "find.ambiguous": {"zh": "有几个网格符合,请选择:", "en": "Several places fit; choose one:"},
    "find.candidates": {"zh": "可能的地址", "en": "Which of these?"},
    "find.border": {"zh": "位置在网格边界附近,也可能属于:", "en": "Near a boundary; it may also be:"},
    "find.lead": {"zh": "网格长 · 公开电话", "en": "Head of the unit, public line:"},
    "find.contact": {"zh": "网格公开电话", "en": "Public line:"},
    "find.matched": {
        "zh": "匹配到{level},可信度 {percent} %,位置误差约 {metres} 米。",
        "en": "Matched by {level}, {percent} % sure, place known to {metres} m.",
    },
    "find.level.building": {"zh": "楼栋", "en": "building"},
    "find.level.number": {"zh": "门牌号", "en": "house number"},
    "find.level.place": {"zh": "名称", "en": "name"},
    "find.level.compound": {"zh": "小区", "en": "compound"},
    "find.level.interpolated": {"zh": "相邻门牌推算", "en": "neighbouring numbers"},
    "find.level.intersection": {"zh": "路口", "en": "crossing"},
    "find.level.offset": {"zh": "参照地点推算", "en": "a landmark and directions"},
    "find.level.road": {"zh": "道路", "en": "road"},
    "find.level.community": {"zh": "社区", "en": "community"},
    "find.also": {"zh": "同时属于:{name}({code})", "en": "Also in: {name} ({code})"},
    "find.services": {"zh": "最近的服务(步行)", "en": "Nearest services, on foot"},
    "find.walk": {"zh": "{minutes} 分钟 · {metres} 米", "en": "{minutes} min · {metres} m"},
    "find.none": {"zh": "一小时内没有", "en": "none within an hour"},
}
