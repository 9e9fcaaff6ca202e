"""How a report writes its figures: people whole, shares in per cent, what is not known as a dash."""

from datetime import date
from typing import Final

from geo.texts import Lang
from maps.report.wording import say

#: What stands where a figure is not known or not judged.
NOTHING: Final = "–"


def write_number(value: float | None, *, digits: int = 0) -> str:
    """Write a number with commas between thousands.

    Parameters
    ----------
    value
        The number, or None.
    digits
        Behind the point.

    Returns
    -------
    str
        :data:`NOTHING` for None.

    Examples
    --------
    >>> write_number(1234567.4), write_number(60.047, digits=1), write_number(None)
    ('1,234,567', '60.0', '–')
    """
    return NOTHING if value is None else f"{value:,.{digits}f}"


def write_share(share: float | None) -> str:
    """Write a share in per cent.

    Parameters
    ----------
    share
        0 to 1, or None.

    Returns
    -------
    str
        With one digit behind the point; :data:`NOTHING` for None.

    Examples
    --------
    >>> write_share(0.15639), write_share(None)
    ('15.6%', '–')
    """
    return NOTHING if share is None else f"{share:.1%}"


def write_day(day: str, lang: Lang) -> str:
    """Write a day as people do.

    Parameters
    ----------
    day
        ISO 8601.
    lang
        Language.

    Returns
    -------
    str
        The day.

    Examples
    --------
    >>> write_day("2026-11-28", "zh"), write_day("2026-11-28", "en")
    ('2026年11月28日', '28 November 2026')
    """
    found = date.fromisoformat(day)
    months = (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    )  # fmt: skip
    month = str(found.month) if lang == "zh" else months[found.month - 1]
    return say("report.day", lang, year=found.year, month=month, day=found.day)
