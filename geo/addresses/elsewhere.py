"""Other cities and districts that a text names: its address is not in this city, however well the rest fits."""

import re
from typing import Final

from geo.addresses.index import AddressIndex
from geo.addresses.query import Query

_HAN: Final = "[\u4e00-\u9fff]"
#: 超市, 夜市 and 市场 are no cities.
_CITY: Final = re.compile(rf"{_HAN}{{2,5}}?(?<![超城都夜菜门上早花鱼集闹股楼地])市(?![场政委民医区街路巷口面容])")
_DISTRICT: Final = re.compile(
    rf"(?:{_HAN}{{2,4}}?市)?{_HAN}{{1,8}}?(?:(?<![小社园校厂院景新发库矿林市城郊片街地特生活])区|县)"
)
#: Municipalities whose districts people write without 市.
_MUNICIPALITY: Final = re.compile(rf"^(?:北京|上海|天津|重庆){_HAN}{{1,4}}?[区县]")
#: Cities of prefecture level, which no slip makes of one another.
_PREFECTURES: Final = (
    "石家庄 唐山 秦皇岛 邯郸 邢台 保定 张家口 承德 沧州 廊坊 衡水 太原 大同 阳泉 长治 晋城 朔州 晋中 运城 忻州 "
    "临汾 吕梁 呼和浩特 包头 乌海 赤峰 通辽 鄂尔多斯 呼伦贝尔 巴彦淖尔 乌兰察布 沈阳 大连 鞍山 抚顺 本溪 丹东 "
    "锦州 营口 阜新 辽阳 盘锦 铁岭 朝阳 葫芦岛 长春 吉林 四平 辽源 通化 白山 松原 白城 哈尔滨 齐齐哈尔 鸡西 鹤岗 "
    "双鸭山 大庆 伊春 佳木斯 七台河 牡丹江 黑河 绥化 北京 上海 天津 重庆 南京 无锡 徐州 常州 苏州 南通 连云港 "
    "淮安 盐城 扬州 镇江 泰州 宿迁 杭州 宁波 温州 嘉兴 湖州 绍兴 金华 衢州 舟山 台州 丽水 合肥 芜湖 蚌埠 淮南 "
    "马鞍山 淮北 铜陵 安庆 黄山 滁州 阜阳 宿州 六安 亳州 池州 宣城 福州 厦门 莆田 三明 泉州 漳州 南平 龙岩 宁德 "
    "南昌 景德镇 萍乡 九江 新余 鹰潭 赣州 吉安 宜春 抚州 上饶 济南 青岛 淄博 枣庄 东营 烟台 潍坊 济宁 泰安 威海 "
    "日照 临沂 德州 聊城 滨州 菏泽 郑州 开封 洛阳 平顶山 安阳 鹤壁 新乡 焦作 濮阳 许昌 漯河 三门峡 南阳 商丘 "
    "信阳 周口 驻马店 济源 武汉 黄石 十堰 宜昌 襄阳 鄂州 荆门 孝感 荆州 黄冈 咸宁 随州 长沙 株洲 湘潭 衡阳 邵阳 "
    "岳阳 常德 张家界 益阳 郴州 永州 怀化 娄底 广州 韶关 深圳 珠海 汕头 佛山 江门 湛江 茂名 肇庆 惠州 梅州 汕尾 "
    "河源 阳江 清远 东莞 中山 潮州 揭阳 云浮 南宁 柳州 桂林 梧州 北海 防城港 钦州 贵港 玉林 百色 贺州 河池 来宾 "
    "崇左 海口 三亚 三沙 儋州 成都 自贡 攀枝花 泸州 德阳 绵阳 广元 遂宁 内江 乐山 南充 眉山 宜宾 广安 达州 雅安 "
    "巴中 资阳 贵阳 六盘水 遵义 安顺 毕节 铜仁 昆明 曲靖 玉溪 保山 昭通 丽江 普洱 临沧 拉萨 日喀则 昌都 林芝 "
    "山南 那曲 西安 铜川 宝鸡 咸阳 渭南 延安 汉中 榆林 安康 商洛 兰州 嘉峪关 金昌 白银 天水 武威 张掖 平凉 酒泉 "
    "庆阳 定西 陇南 西宁 海东 银川 石嘴山 吴忠 固原 中卫 乌鲁木齐 克拉玛依 吐鲁番 哈密 台北 香港 澳门"
)
_KNOWN: Final = frozenset(f"{name}市" for name in _PREFECTURES.split())
#: What another district leaves of the trust: the city may have one that its addresses do not know.
_LEFT_OF_DISTRICT: Final = 0.4


def weigh_elsewhere(query: Query, address_index: AddressIndex) -> float:
    """Weigh what puts an address elsewhere: another city or district in the text.

    Parameters
    ----------
    query
        The text taken apart.
    address_index
        The city's addresses, which know its own names.

    Returns
    -------
    float
        What is left of the trust in an answer: 0 where another city is named, and 1 where none is or the city's own
        names are not known.
    """
    left = 1.0
    slips = ("".join(query.tokens[span.start : span.stop]) for span in query.spans if span.similarity < 1)
    if address_index.is_named and not _KNOWN.isdisjoint(slips):
        return 0.0
    for run in query.open_runs:
        city = _CITY.search(run) if address_index.is_named else None
        if (city and not _is_slip(city.group(), address_index)) or (
            address_index.is_named and _MUNICIPALITY.search(run)
        ):
            return 0.0
        if address_index.words["district"] and _DISTRICT.fullmatch(run):
            left = _LEFT_OF_DISTRICT
    return left


def _is_slip(city: str, address_index: AddressIndex) -> bool:
    """Tell whether the name of a city, which a shop may stand before, is one of our own with a slip."""
    if any(city.endswith(name) for name in _KNOWN):
        return False
    own = (*address_index.city_names, *address_index.words["district"])
    ends = ((name, city[-len(name) :]) for name in own)
    return any(len(name) == len(end) and sum(a != b for a, b in zip(name, end, strict=True)) == 1 for name, end in ends)
