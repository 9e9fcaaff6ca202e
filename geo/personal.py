"""Numbers that belong to a person: found in texts, and masked in what is told to others."""

import datetime
import re
from typing import Final

#: Digits and signs as wide as a Chinese character, which people type as well.
_NARROW: Final = str.maketrans("０１２３４５６７８９＋－（）　", "0123456789+-() ")
#: What has fewer digits close to each other holds no such number; most texts are of this kind.
_MANY_DIGITS: Final = re.compile(r"\d(?:\D{0,2}\d){7}")
#: Before and behind a number stands no further digit, nor does it continue one behind a decimal point.
_START: Final = r"(?<!\d)(?<!\d[.,])"
_END: Final = r"(?!\d)"
#: What may stand between groups of digits: no point, for that makes a coordinate.
_GAP: Final = r"[ \u00a0\u2010-\u2014-]?"
_MOBILE: Final = rf"1[3-9]\d(?:{_GAP}\d{{4}}){{2}}"
_MOBILE_NUMBER: Final = re.compile(rf"{_START}(?:(?:\+|00)?86{_GAP}|0)?{_MOBILE}{_END}")
#: Area codes are 010, 02x and 03xx to 09xx.
_LANDLINE: Final = rf"[(（]?0(?:10|2\d|[3-9]\d{{2}})[)）]?{_GAP}[1-9]\d{{2,3}}{_GAP}\d{{4}}"
_ABROAD: Final = rf"\+[1-9](?:{_GAP}\d){{7,14}}"
_PHONE_NUMBER: Final = re.compile(rf"(?:{_MOBILE_NUMBER.pattern}|{_START}(?:{_LANDLINE}|{_ABROAD}){_END})")
_IDENTITY_NUMBER: Final = re.compile(rf"{_START}(?:\d{{17}}[\dXx]|\d{{15}}){_END}")
#: The first two digits of an identity number, as of a code of divisions: provinces.
_PROVINCES: Final = frozenset(
    (*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82, 83)
)
_WEIGHTS: Final = tuple(2**power % 11 for power in range(17, 0, -1))
_CHECK_DIGITS: Final = "10X98765432"
#: A number of 15 digits may also be the code of a grid unit: streets in a district, and communities in a street, have
#: numbers up to 599. It is an identity number where it cannot be such a code, as of all who were born since 1960.
_NUMBERS: Final = 600
#: Digits that a masked number still shows: its first and its last.
_SHOWN: Final = (3, 2)


def has_mobile_number(text: str) -> bool:
    """Tell whether a text holds a Chinese mobile number: a person's, where an office has a landline.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    bool
        True for 11 digits from 13 to 19 that are not part of a longer number, with or without +86, spaces or hyphens.

    Examples
    --------
    >>> [has_mobile_number(text) for text in ("张三 138-0013-8000", "0371-65551234", "410102001001001")]
    [True, False, False]
    """
    return _MOBILE_NUMBER.search(text.translate(_NARROW)) is not None


def mask_personal(text: str) -> str:
    """Mask the middle of all numbers that look like a telephone's or a person's identity number.

    Parameters
    ----------
    text
        A message. Codes of grid units, dates, coordinates and figures stay as they are.

    Returns
    -------
    str
        With asterisks for the digits between the first three and the last two; a masked text stays as it is.

    Examples
    --------
    >>> mask_personal('no facility has the id "13800138000"; the nearest unit is 410102001001001')
    'no facility has the id "138******00"; the nearest unit is 410102001001001'
    >>> mask_personal("11010519491231002X, 0371-65551234")
    '110*************2X, 037*-******34'
    """
    if _MANY_DIGITS.search(text) is None:
        return text
    plain = text.translate(_NARROW)
    found = [number for number in _IDENTITY_NUMBER.finditer(plain) if _is_identity(number.group())]
    found += _PHONE_NUMBER.finditer(plain)
    masked = list(text)
    for number in found:
        places = [at for at in range(*number.span()) if plain[at].isalnum()]
        for at in places[_SHOWN[0] : len(places) - _SHOWN[1]]:
            masked[at] = "*"
    return "".join(masked)


def _is_identity(number: str) -> bool:
    """Tell an identity number from a code: by its province, its day of birth and its check digit."""
    if int(number[:2]) not in _PROVINCES:
        return False
    if len(number) == 15:
        street, community = int(number[6:9]), int(number[9:12])
        return (street >= _NUMBERS or community >= _NUMBERS) and _is_day(f"19{number[6:12]}")
    # a code of 18 digits may read like a day in 2000 to 2009 (the first townships are 200 to 209), never earlier
    return _is_day(number[6:14]) and (number[6:8] == "19" or _has_check_digit(number))


def _has_check_digit(number: str) -> bool:
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number, strict=False))
    return number[-1].upper() == _CHECK_DIGITS[total % 11]


def _is_day(digits: str) -> bool:
    try:
        day = datetime.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return day.year >= 1900
