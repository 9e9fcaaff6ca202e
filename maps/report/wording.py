"""The texts of a report as they are printed: Chinese with the punctuation of official documents."""

import re
from typing import Final

from geo.texts import Lang, translate

_HAN: Final = r"[\u3400-\u9fff“”（）、。，；：]"
#: Signs that are wide beside Chinese characters; numbers keep theirs.
_WIDE: Final = {",": "，", ";": "；", ":": "：", "(": "（", ")": "）"}
_SIGN: Final = re.compile(rf"(?<={_HAN})[,;:()]|[,;:()](?={_HAN})")
_BRACKET: Final = re.compile(r"（([^（）()]*)\)")
_SPACE: Final = re.compile(rf"(?<={_HAN}) (?=[\d†*])|(?<=[\d%†*]) (?={_HAN})")


def typeset(text: str, lang: Lang) -> str:
    """Set a text for print.

    Parameters
    ----------
    text
        With narrow punctuation.
    lang
        Its language.

    Returns
    -------
    str
        In Chinese with wide punctuation beside Chinese characters, and without spaces between these and figures; in
        English as it is.

    Examples
    --------
    >>> typeset("居民 10,100 人,其中城镇 7,900 人(78.2%),60 岁以上 9 人", "zh")
    '居民10,100人，其中城镇7,900人（78.2%），60岁以上9人'
    >>> typeset("urban: 7,900 (78.2%)", "en")
    'urban: 7,900 (78.2%)'
    """
    if lang == "en":
        return text
    # twice, for signs that follow each other, such as a bracket and a comma
    for _ in range(2):
        text = _BRACKET.sub(r"（\1）", _SIGN.sub(lambda found: _WIDE[found[0]], text))
    return _SPACE.sub("", text)


def say(key: str, lang: Lang, **values: object) -> str:
    """Write a text of the report.

    Parameters
    ----------
    key
        A key of :data:`geo.texts.TEXTS`.
    lang
        Language.
    **values
        What stands in its places.

    Returns
    -------
    str
        As :func:`typeset` sets it.

    Examples
    --------
    >>> say("report.made", "zh", day="2026 年 1 月 31 日")
    '编制日期：2026年1月31日'
    """
    return typeset(translate(key, lang).format(**values), lang)
