"""Numbers in addresses: Chinese numerals in digits, and what only says that something is a number."""

import re
from typing import Final

import numpy as np

#: What follows the number of a house, building or room and says no more than that.
NUMERAL_SUFFIXES: Final = frozenset("号楼栋幢座院弄#")
_DIGITS: Final = {"〇": 0, "零": 0, "○": 0} | {char: value for value, char in enumerate("一二三四五六七八九", 1)}
_PLACES: Final = {"十": 10, "百": 100, "千": 1000}
_NUMERAL: Final = re.compile(f"[{''.join(_DIGITS)}十][{''.join(_DIGITS)}{''.join(_PLACES)}]*")


def write_digits(text: str) -> str:
    """Write every Chinese numeral in a text in digits.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    str
        The text with digits for 六百三十一 and 二十 as they are read aloud, and for 六三一 and 一零五 digit by digit;
        unchanged where it holds no numeral.

    Examples
    --------
    >>> write_digits("二十三号"), write_digits("一零五"), write_digits("")
    ('23号', '105', '')
    """
    return _NUMERAL.sub(_to_digits, text)


def _to_digits(found: "re.Match[str]") -> str:
    text = found.group()
    if not any(char in _PLACES for char in text):
        return "".join(str(_DIGITS[char]) for char in text)
    total, digit = 0, None
    for char in text:
        if char in _PLACES:
            total += (1 if digit is None else digit) * _PLACES[char]
            digit = None
        else:
            digit = _DIGITS[char]
    return str(total + (digit or 0))


def leading_number(text: str) -> float:
    """Return the number that a house number begins with.

    Parameters
    ----------
    text
        In digits, with what is added to it.

    Returns
    -------
    float
        NaN where it begins with none.

    Examples
    --------
    >>> leading_number("12b"), leading_number("b12"), leading_number("")
    (12.0, nan, nan)
    """
    digits = text[: len(text) - len(text.lstrip("0123456789"))]
    return float(digits) if digits else np.nan
