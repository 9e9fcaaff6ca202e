"""The planner's page: which grid unit an address or a place is in."""

from typing import Final

from geo.texts._languages import Translations

PLANNER_ADDRESS: Final[Translations] = {
    "planner.address.heading": {"zh": "地址或经纬度", "en": "Address, or longitude and latitude"},
    "planner.address.placeholder": {
        "zh": "如 信庄巷29号,或 113.62, 34.75",
        "en": "Road and number, or 113.62, 34.75",
    },
    "planner.address.datum": {"zh": "坐标系", "en": "Datum"},
    "planner.address.note": {
        "zh": "回答所在网格、联系方式、相邻网格和步行可到的服务。",
        "en": "Answers the grid unit, its contact, its neighbours and the services on foot.",
    },
    "planner.address.click": {"zh": "也可以直接点击地图。", "en": "A click on the map asks too."},
    "planner.address.empty": {
        "zh": "输入地址或经纬度,或点击地图上的一处。",
        "en": "Type an address or a longitude and latitude, or click a place on the map.",
    },
    "planner.address.code": {"zh": "网格编码", "en": "Code"},
    "planner.address.workers": {"zh": "网格员(名)", "en": "Grid workers"},
    "planner.address.match": {"zh": "匹配", "en": "Match"},
    "planner.address.matched": {
        "zh": "{level},可信度 {share},误差约 {metres} 米",
        "en": "by {level}, {share} sure, known to {metres} m",
    },
    "planner.address.also": {"zh": "同时属于", "en": "Also in"},
    "planner.address.assess": {"zh": "在评估中查看此网格", "en": "See this unit under Assessment"},
    "planner.address.neighbours": {"zh": "相邻网格({count})", "en": "Neighbours ({count})"},
    "planner.address.service": {"zh": "服务", "en": "Service"},
    "planner.address.walk": {"zh": "步行", "en": "Walk"},
    "planner.address.length": {"zh": "距离", "en": "Length"},
    "planner.address.minutes": {"zh": "{minutes} 分钟", "en": "{minutes} min"},
}
