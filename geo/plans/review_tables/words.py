"""Words in both languages, as plain texts: whoever writes them escapes them."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

from geo.texts import TEXTS


@dataclass(frozen=True)
class Words:
    """A text in Chinese and in English."""

    zh: str
    en: str


#: What stands between the parts of a list.
COMMA: Final = Words("、", ", ")


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
