"""Every text that users see in tables and pages, in Chinese and English, in one place."""

from typing import Final, Literal

Lang = Literal["zh", "en"]

LANGS: Final[tuple[Lang, ...]] = ("zh", "en")

TEXTS: Final[dict[str, dict[Lang, str]]] = {
    # levels of the city, also the sheet names of coverage.xlsx
    "level.city": {"zh": "全市", "en": "City"},
    "level.districts": {"zh": "区县", "en": "Districts"},
    "level.streets": {"zh": "街道", "en": "Streets"},
    "level.communities": {"zh": "社区村", "en": "Communities"},
    "level.grid_units": {"zh": "网格", "en": "Grid units"},
    # statuses of a home
    "status.covered": {"zh": "可达", "en": "covered"},
    "status.gap": {"zh": "超出步行范围", "en": "beyond the walk"},
    "status.unreachable": {"zh": "路网不通", "en": "no way there"},
    "status.unsnapped": {"zh": "附近无道路", "en": "no road nearby"},
    "status.unknown": {"zh": "数据边界,无法判断", "en": "unknown: near the edge of the data"},
    # columns of tables
    "column.code": {"zh": "编码", "en": "Code"},
    "column.name": {"zh": "名称", "en": "Name"},
    "column.parent": {"zh": "上级编码", "en": "Parent code"},
    "column.homes": {"zh": "居民点", "en": "Homes"},
    "column.residents": {"zh": "居民数", "en": "Residents"},
    "column.households": {"zh": "户数", "en": "Households"},
    "column.covered": {"zh": "可达居民", "en": "Residents covered"},
    "column.uncovered": {"zh": "不可达居民", "en": "Residents not covered"},
    "column.unknown": {"zh": "无法判断居民", "en": "Residents unknown"},
    "column.share": {"zh": "可达比例", "en": "Share covered"},
    "column.covered_households": {"zh": "可达户数", "en": "Households covered"},
    "category.all": {"zh": "全部类别", "en": "All categories"},
}


def translate(key: str, lang: Lang) -> str:
    """Return the text of a key in one language.

    Parameters
    ----------
    key
        A key of :data:`TEXTS`.
    lang
        ``"zh"`` or ``"en"``.

    Returns
    -------
    str
        The text.

    Raises
    ------
    KeyError
        If there is no such text: a fault of the program, not of the data.

    Examples
    --------
    >>> translate("level.city", "en")
    'City'
    """
    return TEXTS[key][lang]
