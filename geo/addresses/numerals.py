"""Numbers in addresses: Chinese numerals in digits, and what only says that something is a number."""

import re
from typing import Final

import numpy as np

#: What follows the number of a house, building or room and says no more than that.
NUMERAL_SUFFIXES: Final = frozenset("号楼栋幢座院弄#")
_DIGITS: Final = {"〇": 0, "零": 0, "○": 0} | {char: value for value, char in enumerate("一二三四五六七八九", 1)}
_PLACES: Final = {"十": 10, "百": 100, "千": 1000}
_NUMERAL: Final = re.compile(f"[{''.join(_DIGITS)}十][{''.join(_DIGITS)}{''.join(_PLACES)}]*")
#: What follows a numeral that counts or numbers; before any other character it belongs to a name: 二七广场, 八一路.
_COUNTED: Final = frozenset("号栋幢座弄单层室楼院米组排期门#-/附之元至到、")
#: Stands before the digits of a numeral that belongs to a name.
NAME_MARK: Final = "\ue000"
#: A longer range is no house: two numbers of another meaning.
_MOST_RANGE: Final = 60
_RANGE: Final = re.compile(r"(\d{1,5})[-/](\d{1,5})")


def write_digits(text: str) -> str:
    """Write every Chinese numeral in a text in digits.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    str
        The text with digits for 六百三十一 and 二十 as they are read aloud, and for 六三一 and 一零五 digit by digit,
        marked where they belong to a name; unchanged where it holds no numeral.

    Examples
    --------
    >>> write_digits("二十三号"), write_digits("一零五"), write_digits("")
    ('23号', '105', '')
    """
    return _NUMERAL.sub(_to_digits, text)


def _to_digits(found: "re.Match[str]") -> str:
    text, behind = found.group(), found.string[found.end() : found.end() + 1]
    mark = NAME_MARK if behind >= "\u2e80" and behind not in _COUNTED else ""
    if not any(char in _PLACES for char in text):
        return mark + "".join(str(_DIGITS[char]) for char in text)
    total, digit = 0, None
    for char in text:
        if char in _PLACES:
            total += (1 if digit is None else digit) * _PLACES[char]
            digit = None
        else:
            digit = _DIGITS[char]
    return f"{mark}{total + (digit or 0)}"


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


def list_numbers(text: str) -> tuple[str, ...]:
    """List the numbers that one of a list or range of house numbers stands for.

    Parameters
    ----------
    text
        By :func:`geo.addresses.normalise.to_numeral`.

    Returns
    -------
    tuple of str
        Each number of a list, and of a range those of its side of the road; empty for a single number, and where the
        part behind the dash is no larger number: 12-3 is a door of house 12.

    Examples
    --------
    >>> list_numbers("2/4/6"), list_numbers("20-26"), list_numbers("12-3"), list_numbers("12b")
    (('2', '4', '6'), ('20', '22', '24', '26'), (), ())
    """
    found = _RANGE.fullmatch(text)
    if found:
        low, high = int(found[1]), int(found[2])
        step = 2 if (high - low) % 2 == 0 else 1
        return tuple(map(str, range(low, high + 1, step))) if low < high <= low + _MOST_RANGE else ()
    parts = tuple(part for part in text.split("/") if part)
    return parts if len(parts) > 1 and all(part[0].isdigit() for part in parts) else ()
