"""Numbers as people write them: read where they are sure, and left to be refused where they are not."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final, Literal

Style = Literal["point", "comma", "unclear"]

#: Units that a number of a column may carry behind it, by the column's unit.
_UNITS: Final = {
    "people": ("人", "口", "名", "位", "people", "persons", "residents", "inhabitants"),
    "households": ("户", "家", "households"),
    "dwellings": ("套", "户", "dwellings", "units", "flats"),
    "year": ("年",),
    "m2": ("m2", "㎡", "m²", "平方米", "平米", "平", "sqm"),
}
_TIMES: Final = {"万": 1e4, "亿": 1e8, "千": 1e3}


_ABOUT: Final = re.compile(r"^(?:大约|约为|约|大概|≈|~|ca\.?|approx\.?|about)\s*", re.IGNORECASE)
_BLANK_GROUPS: Final = re.compile(r"[+-]?\d{1,3}(?:[ '’]\d{3})+(?:[.,]\d+)?")
#: What only one way of writing numbers has, and what means another number in each.
_ONLY_COMMA: Final = re.compile(
    r"[+-]?(?:\d+,(?:\d{1,2}|\d{4,})|\d{4,},\d+|0,\d+|\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,})"
)
_ONLY_POINT: Final = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:,\d{3}){2,}|\d+\.(?:\d{1,2}|\d{4,}))")
_COMMA_GROUPS: Final = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_POINT_GROUPS: Final = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_DECIMAL_COMMA: Final = re.compile(r"[+-]?\d*,\d+")
_PLAIN: Final = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
#: Digits before the comma of longitude or latitude.
_DEGREES: Final = re.compile(r"[+-]?\d{1,3},\d+")


def find_style(texts: Iterable[str]) -> Style:
    """Find how the numbers of a table are written, by those that can be written in one way only.

    Parameters
    ----------
    texts
        Cells of its columns of numbers.

    Returns
    -------
    str
        ``"comma"`` where the comma is the decimal sign, ``"point"`` where the point is or nothing speaks against it,
        ``"unclear"`` where both are.

    Examples
    --------
    >>> find_style(["14,505", "35,9003"]), find_style(["1,234"]), find_style(["1,5", "2.5"])
    ('comma', 'point', 'unclear')
    """
    comma = point = False
    for text in texts:
        comma = comma or bool(_ONLY_COMMA.fullmatch(text))
        point = point or bool(_ONLY_POINT.fullmatch(text))
    return "unclear" if comma and point else "comma" if comma else "point"


def parse_number(text: str, *, unit: str, style: Style, is_coordinate: bool, is_sheet: bool) -> float | None:
    """Read a number as people write it.

    Parameters
    ----------
    text
        The cell.
    unit
        Unit of the column, which may stand behind the number; ``"degrees"`` of longitudes and latitudes.
    style
        How the table writes numbers.
    is_coordinate
        Coordinates have no units, no 万, and are not about something.
    is_sheet
        Whether it comes from a workbook, in whose numbers the point is always the decimal sign.

    Returns
    -------
    float or None
        None where it is no number, or more than one could be meant.

    Examples
    --------
    >>> parse_number("约1.2万人", unit="people", style="point", is_coordinate=False, is_sheet=False)
    12000.0
    >>> parse_number("14,505", unit="degrees", style="comma", is_coordinate=True, is_sheet=False)
    14.505
    >>> parse_number("300多", unit="people", style="point", is_coordinate=False, is_sheet=False) is None
    True
    """
    text = unicodedata.normalize("NFKC", text).replace("−", "-").strip()
    if unit == "degrees":  # have no groups, in whichever style
        text = text.replace(",", ".") if _DEGREES.fullmatch(text) else text
        return float(text) if _PLAIN.fullmatch(text) else None
    times = 1.0
    if not is_coordinate:
        text = _ABOUT.sub("", text)
        text = next((text[: -len(word)].strip() for word in _UNITS.get(unit, ()) if text.lower().endswith(word)), text)
        if text[-1:] in _TIMES:
            times, text = _TIMES[text[-1]], text[:-1].strip()
    if _BLANK_GROUPS.fullmatch(text):
        text = re.sub(r"[ '’]", "", text)
    plain = _to_plain(text, style, is_coordinate, is_sheet)
    return None if plain is None else float(plain) * times


def _to_plain(text: str, style: Style, is_coordinate: bool, is_sheet: bool) -> str | None:
    """Write a number with a point and no groups; None where it is unclear."""
    if style == "comma":
        if _DECIMAL_COMMA.fullmatch(text):
            return text.replace(",", ".")
        if _POINT_GROUPS.fullmatch(text) and not (is_sheet and _PLAIN.fullmatch(text)):
            return text.replace(".", "").replace(",", ".")
    elif _COMMA_GROUPS.fullmatch(text):
        # 468,401 may be a coordinate with a decimal comma as well
        is_sure = style == "point" and not (is_coordinate and not _ONLY_POINT.fullmatch(text))
        return text.replace(",", "") if is_sure else None
    return text if _PLAIN.fullmatch(text) else None


def is_misread(text: str) -> bool:
    """Tell whether a number that a program reads at once means another where the comma is the decimal sign.

    Examples
    --------
    >>> is_misread("1.234"), is_misread("12.5")
    (True, False)
    """
    return bool(_POINT_GROUPS.fullmatch(text))
