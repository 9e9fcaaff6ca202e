"""Numbers in addresses, without the words that only say that they are numbers."""

from typing import Final

import numpy as np

from geo.addresses.normalise import split_tokens

#: What follows the number of a house, building or room and says no more than that.
NUMERAL_SUFFIXES: Final = frozenset("号楼栋幢座院弄#")


def leading_number(text: str) -> float:
    """Return the number that a house number begins with, NaN where it begins with none: 12 of 12b."""
    digits = text[: len(text) - len(text.lstrip("0123456789"))]
    return float(digits) if digits else np.nan


def to_numeral(text: str) -> str:
    """Bring the number of a house or building to its bare form.

    Parameters
    ----------
    text
        As the layer holds it.

    Returns
    -------
    str
        Without what only says that it is a number.

    Examples
    --------
    >>> to_numeral("3号楼"), to_numeral("三栋"), to_numeral("12 B"), to_numeral("28-30")
    ('3', '3', '12b', '28-30')
    """
    return "".join(token for token in split_tokens(text) if token not in NUMERAL_SUFFIXES)
