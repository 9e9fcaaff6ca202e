"""Words in both languages, as plain texts: whoever writes them escapes them."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

from geo.texts import TEXTS


@dataclass(frozen=True, slots=True)
class Words:
    """A text in Chinese and in English."""

    zh: str
    en: str


#: What stands between the parts of a list.
COMMA: Final = Words("、", ", ")


#: What stands between sentences.
SEMICOLON: Final = Words(";", "; ")


#: What stands where there is no figure.
NOTHING: Final = "–"


@cache
def _find_text(key: str) -> Words:
    return Words(TEXTS[key]["zh"], TEXTS[key]["en"])


def phrase(key: str, **values: str | Words) -> Words:
    """Put values into a text.

    Parameters
    ----------
    key
        A key of :data:`geo.texts.TEXTS`.
    **values
        What stands in its places: the same in both languages, or words for each.

    Returns
    -------
    Words
        The text with the values in it; without values, the text as it is.

    Raises
    ------
    KeyError
        If there is no such text or a value is missing: a fault of the program, not of the data.

    Examples
    --------
    >>> phrase("plan.short", amount=phrase("plan.amount", amount="5", unit=phrase("clause.unit.m2")))
    Words(zh='缺 5 平方米', en='short 5 m²')
    """
    text = _find_text(key)
    if not values:
        return text
    zh = {name: value if isinstance(value, str) else value.zh for name, value in values.items()}
    en = {name: value if isinstance(value, str) else value.en for name, value in values.items()}
    return Words(text.zh.format(**zh), text.en.format(**en))


def join_words(parts: Iterable[str | Words], separator: Words = COMMA) -> Words:
    """Join words to a list.

    Parameters
    ----------
    parts
        The words; a text is the same in both languages.
    separator
        What stands between them.

    Returns
    -------
    Words
        Empty texts without parts.

    Examples
    --------
    >>> join_words([phrase("stage.plan"), "P-1"])
    Words(zh='规划、P-1', en='Plan, P-1')
    """
    pairs = [Words(part, part) if isinstance(part, str) else part for part in parts]
    return Words(separator.zh.join(pair.zh for pair in pairs), separator.en.join(pair.en for pair in pairs))


def round_figure(value: float, digits: int = 0) -> float:
    """Round a figure as readers do it: a half goes away from zero.

    Parameters
    ----------
    value
        Any number.
    digits
        After the point.

    Returns
    -------
    float
        What pages, workbooks and prints show; never -0. A number that is not finite stays as it is.

    Examples
    --------
    >>> round_figure(2.5), round_figure(-0.2), round_figure(2.845, 2)
    (3.0, 0.0, 2.85)
    """
    if not math.isfinite(value):
        return value
    scale = 10**digits
    rounded = math.floor(abs(value) * scale + 0.5 + _NOISE) / scale
    return math.copysign(rounded, value) if rounded else 0.0


def round_share(share: float) -> float:
    """Round a share to whole percent; all and nothing are said of all and of nothing only.

    Parameters
    ----------
    share
        0 to 1.

    Returns
    -------
    float
        A multiple of 0.01; NaN stays NaN.

    Examples
    --------
    >>> round_share(0.365), round_share(0.999), round_share(0.001), round_share(1.0)
    (0.37, 0.99, 0.01, 1.0)
    """
    rounded = round_figure(share, 2)
    if rounded == 1.0 and share < 1.0 - _NOISE:
        return 0.99
    return 0.01 if rounded == 0.0 and share > _NOISE else rounded


#: What binary fractions may be off by.
_NOISE: Final = 1e-9


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
        As :func:`round_figure` rounds it; a dash where it is not known.

    Examples
    --------
    >>> show_number(1234.5), show_number(-0.2), show_number(float("nan")), show_number(2.845, 2)
    ('1,235', '0', '–', '2.85')
    """
    if not math.isfinite(value):
        return NOTHING
    return f"{round_figure(value, digits):,.{digits}f}".replace("-", "−")


def show_share(share: float) -> str:
    """Write a share in percent.

    Parameters
    ----------
    share
        0 to 1.

    Returns
    -------
    str
        As :func:`round_share` rounds it; a dash where it is not known.

    Examples
    --------
    >>> show_share(0.365), show_share(float("nan"))
    ('37 %', '–')
    """
    return f"{round_share(share) * 100:.0f} %" if math.isfinite(share) else NOTHING


def show_amount(value: float, unit: str) -> Words:
    """Write a number with its unit.

    Parameters
    ----------
    value
        Any number.
    unit
        A unit of clauses: ``"m"``, ``"m2"`` or ``"places"``.

    Returns
    -------
    Words
        With a dash for the number where it is not known.

    Examples
    --------
    >>> show_amount(1200.0, "m2")
    Words(zh='1,200 平方米', en='1,200 m²')
    """
    return phrase("plan.amount", amount=show_number(value), unit=phrase(f"clause.unit.{unit}"))
