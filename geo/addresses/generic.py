"""Words that many places share: they tell no place by themselves."""

import re
from typing import Final

_PLACES: Final = (
    "家属院 家属楼 生活区 居民区 住宅区 小区 社区 花园 家园 公寓 大厦 大楼 写字楼 广场 公园 商场 商城 商店 超市 "
    "百货 市场 菜市场 便利店 饭店 餐厅 酒店 大酒店 宾馆 旅馆 医院 卫生院 卫生室 诊所 药店 学校 大学 中学 小学 "
    "初中 高中 幼儿园 学院 有限责任公司 有限公司 股份 集团 公司 工厂 厂 仓库 粮库 银行 邮局 派出所 法院 政府 "
    "村委会 居委会 办事处 街道 车站 汽车站 火车站 地铁站 公交站 加油站 停车场 体育馆 体育场 图书馆 文化宫 电影院 "
    "影城 门口 大门 正门 后门 侧门 偏门 门 交叉口 路口 路 街 巷 道 大道 大街 胡同 里 弄 村 镇 乡 区 县 市 院 楼 "
    "栋 号 店 铺 餐馆 工地 宿舍 新村 新区"
)
#: The longest word first.
_PATTERN: Final = re.compile("|".join(sorted(_PLACES.split(), key=len, reverse=True)))
_GENERIC: Final = re.compile(rf"(?:{_PATTERN.pattern}|[东南西北中新大小老旧第\d#-])+")


def is_generic(name: str) -> bool:
    """Tell whether a name is made of nothing but words that many places share.

    Parameters
    ----------
    name
        Of a place, road or compound.

    Returns
    -------
    bool
        Also true of a single Chinese character, of sides of the compass, and of "".

    Examples
    --------
    >>> is_generic("小区"), is_generic("西门"), is_generic("万达广场"), is_generic("东")
    (True, True, False, True)
    """
    if name.isascii():
        return not name
    return len(name) < 2 or bool(_GENERIC.fullmatch(name))


def find_generic(text: str) -> list[tuple[int, int]]:
    """Find the words that many places share.

    Parameters
    ----------
    text
        Any.

    Returns
    -------
    list of (int, int)
        Where each begins and ends; empty where there is none.

    Examples
    --------
    >>> find_generic("万达广场西门")
    [(2, 4), (5, 6)]
    """
    return [found.span() for found in _PATTERN.finditer(text)]
