"""Codes as spreadsheets leave them: restored where every digit is still there, refused where some are lost."""

import re
import unicodedata
from typing import Final

import numpy as np
import pandas as pd

from geo.arrays import Bool

#: From so many digits on a number with ".0" is a code that was a number for a while.
_CODE_DIGITS: Final = 9
_SCIENTIFIC: Final = re.compile(r"(\d)(?:\.(\d+))?[eE](?:\+|(?<=\d{5}[eE]))(\d{1,3})")
_WITH_POINT: Final = re.compile(r"(\d+)\.0+")
_QUOTED: Final = re.compile(r"'(\d+)|=\"(\d+)\"")
_FULL_WIDTH: Final = re.compile(r"(?=.*[０-９])[０-９Ａ-Ｚａ-ｚ0-9A-Za-z－\-]+")
_ODD: Final = re.compile("|".join(f"(?:{kind.pattern})" for kind in (_SCIENTIFIC, _WITH_POINT, _QUOTED, _FULL_WIDTH)))


#: What a spreadsheet shows where a formula has no result.
FORMULA_ERRORS: Final = ("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!")


def restore_codes(texts: "pd.Series[str]") -> tuple["pd.Series[str]", Bool]:
    """Restore codes that a spreadsheet wrote as numbers, in wide digits, or with signs of its own.

    Parameters
    ----------
    texts
        Codes. Not changed.

    Returns
    -------
    tuple
        The codes, and which of them have lost digits: a spreadsheet keeps 15 of a number.

    Examples
    --------
    >>> codes = pd.Series(["4.10102009001002E+14", "410102009001002.0", "４１０", "4.1E+14", "a-1"])
    >>> restored, is_lost = restore_codes(codes)
    >>> restored.tolist(), is_lost.tolist()
    (['410102009001002', '410102009001002', '410', '4.1E+14', 'a-1'], [False, False, False, True, False])
    """
    is_lost = np.zeros(len(texts), bool)
    odd = np.flatnonzero(texts.str.fullmatch(_ODD).to_numpy(bool, na_value=False))
    if not len(odd):
        return texts, is_lost
    are_numbers = bool(texts[texts != ""].str.fullmatch(r"\d+(?:\.0+)?").all())
    restored = texts.copy()
    for row in odd.tolist():
        code = _restore(texts.iloc[row], are_numbers)
        is_lost[row] = code is None
        restored.iloc[row] = texts.iloc[row] if code is None else code
    return restored, is_lost


def _restore(text: str, are_numbers: bool) -> str | None:
    """Restore one code; None where it has lost digits."""
    if found := _SCIENTIFIC.fullmatch(text):
        digits, exponent = (found[2] or "").rstrip(), int(found[3])
        return found[1] + digits if len(digits) == exponent else None
    if found := _WITH_POINT.fullmatch(text):
        return found[1] if are_numbers or len(found[1]) >= _CODE_DIGITS else text
    if found := _QUOTED.fullmatch(text):
        return found[1] or found[2]
    return unicodedata.normalize("NFKC", text)
