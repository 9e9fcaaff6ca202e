"""Days as offices write them: read where there is no doubt which day is meant, and told where there is."""

import re
import unicodedata
from datetime import date, timedelta
from typing import Final

import pandas as pd

from geo.errors import InputError

#: Words for a day that never comes, or never was.
_NO_DAY: Final = frozenset(
    ("", "-", "--", "—", "——", "/", "无", "空", "长期", "长期有效", "永久", "至今", "9999-12-31", "2999-12-31")
)
_CLOCK: Final = r"(?:[ T]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
_YEAR_FIRST: Final = re.compile(rf"(\d{{4}}) ?[-./年] ?(\d{{1,2}}) ?[-./月] ?(\d{{1,2}}) ?[日号]?{_CLOCK}", re.ASCII)
_YEAR_LAST: Final = re.compile(rf"(\d{{1,2}})[-./](\d{{1,2}})[-./](\d{{4}}){_CLOCK}", re.ASCII)
_COMPACT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\.0+)?", re.ASCII)
_SERIAL: Final = re.compile(r"\d{5}(?:\.\d+)?", re.ASCII)
#: The day from which a spreadsheet counts, and the first and last year that a day may be in.
_SERIAL_ZERO: Final = date(1899, 12, 30)
_YEARS: Final = (1900, 2200)
_EXPECTED: Final = "expected one as 2024-07-01"


def read_day(text: str) -> str:
    """Read a day.

    Parameters
    ----------
    text
        Year, month and day in this order (``2024-07-01``, ``2024.7.1``, ``2024/7/1``, ``20240701``, ``2024年7月1日``,
        also with a time of day), the number that a spreadsheet keeps for it (``45474``), or with the year last where
        only one number can be the month.

    Returns
    -------
    str
        ISO 8601; "" for an empty text and for words that say that there is none, such as 长期.

    Raises
    ------
    ValueError
        If it is no day of the calendar, or may be two: with what is wrong.

    Examples
    --------
    >>> [read_day(text) for text in ("2024.7.1", "20240701", "2024年7月1日", "45474", "25/12/2024", "长期")]
    ['2024-07-01', '2024-07-01', '2024-07-01', '2024-07-01', '2024-12-25', '']
    >>> read_day("03/04/2024")
    Traceback (most recent call last):
    ValueError: "03/04/2024" may be 2024-03-04 or 2024-04-03; write the year first, as 2024-07-01
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if plain in _NO_DAY:
        return ""
    if found := _YEAR_FIRST.fullmatch(plain) or _COMPACT.fullmatch(plain):
        return _make_day(text, *map(int, found.groups()))
    if _SERIAL.fullmatch(plain):
        day = _SERIAL_ZERO + timedelta(days=int(float(plain)))
        return _make_day(text, day.year, day.month, day.day)
    if found := _YEAR_LAST.fullmatch(plain):
        return _read_year_last(text, *map(int, found.groups()))
    raise ValueError(f'"{text[:40]}" is no day; {_EXPECTED}')


def _read_year_last(text: str, first: int, second: int, year: int) -> str:
    if max(first, second) <= 12 and first != second:
        one, other = f"{year}-{first:02d}-{second:02d}", f"{year}-{second:02d}-{first:02d}"
        raise ValueError(f'"{text}" may be {one} or {other}; write the year first, as 2024-07-01')
    return _make_day(text, year, min(first, second), max(first, second))


def _make_day(text: str, year: int, month: int, day: int) -> str:
    first, last = _YEARS
    try:
        found = date(year, month, day)
    except ValueError:
        raise ValueError(f'"{text[:40]}" is no day of the calendar; {_EXPECTED}') from None
    if not first <= year <= last:
        raise ValueError(f'"{text[:40]}" is in the year {year}; expected {first} to {last}')
    return found.isoformat()


def read_days(texts: "pd.Series[str]") -> tuple["pd.Series[str]", dict[int, str]]:
    """Read a column of days.

    Parameters
    ----------
    texts
        As the file has them. Not changed.

    Returns
    -------
    tuple
        The days, "" where there is none and where the text is none, with the index of `texts`; and row, from 0 -> what
        is wrong with it. Empty for no rows.

    Examples
    --------
    >>> days, faults = read_days(pd.Series(["2024/7/1", "2024/13/1"]))
    >>> days.tolist(), faults
    (['2024-07-01', ''], {1: '"2024/13/1" is no day of the calendar; expected one as 2024-07-01'})
    """
    known: dict[str, str] = {}
    wrong: dict[str, str] = {}
    for text in texts.unique():
        try:
            known[text] = read_day(text)
        except ValueError as error:
            known[text], wrong[text] = "", str(error)
    return texts.map(known), {row: wrong[text] for row, text in enumerate(texts) if text in wrong}


def check_day(text: str) -> str:
    """Check that a text is a day.

    Parameters
    ----------
    text
        Such as ``"2024-07-01"``.

    Returns
    -------
    str
        The same.

    Raises
    ------
    InputError
        If the text is no day of the calendar.

    Examples
    --------
    >>> check_day("2024-07-01")
    '2024-07-01'
    """
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise InputError(f'as_of = "{text[:40]}": expected a day as 2024-07-01') from None


def find_today() -> str:
    """Return the day that it is here, ISO 8601: what is announced for a later one is not in force yet.

    Examples
    --------
    >>> len(find_today())
    10
    """
    return date.today().isoformat()
