"""Texts in both languages side by side: the page holds both, and its style shows one."""

import math
from collections.abc import Iterable
from functools import cache
from typing import Final

from geo.texts import LANGS, TEXTS
from maps.escape import to_html_text

#: Chinese and English, ready to stand in HTML.
Both = tuple[str, str]


#: What stands between the parts of a list.
COMMA: Final[Both] = ("、", ", ")


#: What stands where there is no figure.
NOTHING: Final = "–"


plain = cache(to_html_text)


@cache
def _find(key: str) -> Both:
    zh, en = (to_html_text(TEXTS[key][lang]) for lang in LANGS)
    return zh, en


def phrase(key: str, **values: str | Both) -> Both:
    """Put values into a text.

    Parameters
    ----------
    key
        A key of :data:`geo.texts.TEXTS`.
    **values
        What stands in its places: HTML, the same in both languages or one for each.

    Returns
    -------
    tuple of str
        HTML in Chinese and in English.

    Raises
    ------
    KeyError
        If there is no such text or a value is missing: a fault of the program, not of the data.

    Examples
    --------
    >>> phrase("plan.short", amount=phrase("plan.amount", amount="5", unit=phrase("clause.unit.m2")))
    ('缺 5 平方米', 'short 5 m²')
    """
    if not values:
        return _find(key)
    zh, en = (
        text.format(**{name: value if isinstance(value, str) else value[i] for name, value in values.items()})
        for i, text in enumerate(_find(key))
    )
    return zh, en


def join(parts: Iterable[str | Both], separator: Both = COMMA) -> Both:
    """Join phrases to a list.

    Parameters
    ----------
    parts
        The phrases.
    separator
        What stands between them.

    Returns
    -------
    tuple of str
        In Chinese and in English; empty without parts.

    Examples
    --------
    >>> join([phrase("stage.plan"), "P-1"])
    ('规划、P-1', 'Plan, P-1')
    """
    pairs = [(part, part) if isinstance(part, str) else part for part in parts]
    return separator[0].join(zh for zh, _ in pairs), separator[1].join(en for _, en in pairs)


def render(text: str | Both) -> str:
    """Write a phrase as HTML of which the style shows one language.

    Parameters
    ----------
    text
        The phrase; what reads the same in both languages stands once.

    Returns
    -------
    str
        HTML.

    Examples
    --------
    >>> render(("米", "m")), render(("5", "5"))
    ('<span lang="zh">米</span><span lang="en">m</span>', '5')
    """
    if isinstance(text, str):
        return text
    zh, en = text
    return zh if zh == en else f'<span lang="zh">{zh}</span><span lang="en">{en}</span>'


def say(key: str, **values: str | Both) -> str:
    """Write a text as HTML of which the style shows one language.

    Parameters
    ----------
    key, **values
        As for :func:`phrase`.

    Returns
    -------
    str
        HTML.

    Examples
    --------
    >>> say("stage.plan")
    '<span lang="zh">规划</span><span lang="en">Plan</span>'
    """
    return render(phrase(key, **values))


def show_number(value: float, digits: int = 0) -> str:
    """Write a number with separators of thousands.

    Parameters
    ----------
    value
        Any number.
    digits
        After the point.

    Returns
    -------
    str
        A dash where it is not known; never "-0".

    Examples
    --------
    >>> show_number(1234.5), show_number(-0.2), show_number(float("nan")), show_number(2.845, 2)
    ('1,234', '0', '–', '2.85')
    """
    if not math.isfinite(value):
        return NOTHING
    rounded = round(value, digits)
    return f"{rounded if rounded else 0.0:,.{digits}f}".replace("-", "−")
