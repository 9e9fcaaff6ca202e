"""Which addresses of a table say more as a whole text than by their elements."""

from collections.abc import Callable, Collection
from functools import cache
from typing import Final

import numpy as np
import pandas as pd

from geo.addresses.elements import split_elements
from geo.addresses.index import ELEMENTS
from geo.addresses.normalise import split_tokens
from geo.addresses.numerals import NUMERAL_SUFFIXES
from geo.arrays import Bool

#: Elements that a whole address goes without.
_UNSAID: Final = ("postcode", "community")
#: Elements of which an address has one; a district or street alone leads to none.
_PLACED: Final = ("road", "compound", "name")
#: Letters of a script that puts spaces between its words.
_LETTERS: Final = "[^\\W\\d_\u2e80-\u9fff]{2}"


def join_elements(addresses: pd.DataFrame) -> "pd.Series[str]":
    """Write addresses out.

    Parameters
    ----------
    addresses
        With any of :data:`geo.addresses.index.ELEMENTS`, "" where one has none.

    Returns
    -------
    pandas.Series
        The elements one behind the other, without postcode and community; "" for an address without any.

    Examples
    --------
    >>> join_elements(pd.DataFrame({"district": ["金水区"], "road": ["文化路"], "number": ["12"]})).tolist()
    ['金水区文化路12号']
    >>> join_elements(pd.DataFrame({"road": ["Calle Mayor"], "number": ["12"]})).tolist()
    ['Calle Mayor 12']
    """
    parts = [addresses[element] for element in ELEMENTS if element in addresses and element not in _UNSAID]
    is_spaced = any(part.str.contains(_LETTERS, regex=True).any() for part in parts)
    text = pd.Series("", addresses.index)
    for part in parts:
        written = part + ("号" if part.name == "number" and not is_spaced else "")
        text = text + (" " if is_spaced else "") + written.where(part != "", "")
    return text.str.split().str.join(" ") if is_spaced else text


def find_whole_rows(addresses: pd.DataFrame, unify: Callable[[str], str]) -> Bool:
    """Find the addresses that are looked up as whole texts too.

    Parameters
    ----------
    addresses
        With any of :data:`geo.addresses.index.ELEMENTS`, and maybe ``text``.
    unify
        Brings a text to one form.

    Returns
    -------
    ndarray of bool
        True where the text says more than the elements do, shape (n,), and for all others of the same text; for none
        without texts.

    Examples
    --------
    >>> table = pd.DataFrame({"road": "文化路", "number": "12", "text": ["文化路12号", "文化路12号院内平房"]})
    >>> find_whole_rows(table, str).tolist()
    [False, True]
    """
    if "text" not in addresses:
        return np.zeros(len(addresses), bool)
    texts = addresses["text"].astype(str)
    if not {"road", "compound"} & set(addresses):
        return np.ones(len(addresses), bool)
    elements = [element for element in ELEMENTS if element in addresses]
    differ = addresses[texts != join_elements(addresses)]
    # 郑州经济技术开发区明湖街道 may stand in a column of a text that is written without the city
    write = cache(lambda part: ("".join(split_tokens(part)), unify(part)))
    more = [
        _says_more(unify(row[0]), sorted(map(write, row[1:]), key=lambda forms: len(forms[0]), reverse=True))
        for row in differ[["text", *elements]].itertuples(index=False, name=None)
    ]
    return texts.isin(texts.loc[differ.index[np.array(more, bool)]]).to_numpy()


def complete_elements(addresses: pd.DataFrame, rows: Bool, *, city_names: Collection[str]) -> pd.DataFrame:
    """Take whole texts apart for the elements that a table lacks.

    Parameters
    ----------
    addresses
        With ``text`` where any of `rows` is True. Not changed.
    rows
        Of which the texts are taken apart, shape (n,).
    city_names
        Names of the city, with which they may begin.

    Returns
    -------
    pandas.DataFrame
        With all of :data:`geo.addresses.index.ELEMENTS`. What stands in a column is known better than what is taken
        from a text: only an address without road, compound and name gets what its own columns lack.

    Examples
    --------
    >>> table = pd.DataFrame({"road": ["文化路", ""], "text": ["文化路12号", "金水路3号"]})
    >>> complete_elements(table, np.array([True, True]), city_names=[])[["road", "number"]].values.tolist()
    [['文化路', '12'], ['金水路', '3']]
    """
    blank = pd.Series("", addresses.index, dtype=object)
    texts = {element: addresses[element].astype(object) if element in addresses else blank for element in ELEMENTS}
    if not rows.any():
        return addresses.assign(**texts)
    taken = split_elements(addresses.loc[rows, "text"].astype(str), city_names=city_names)
    taken = taken.set_index(addresses.index[rows]).reindex(addresses.index, fill_value="")
    is_bare = np.logical_and.reduce([texts[element] == "" for element in _PLACED])
    for element in ELEMENTS:
        lacks = (texts[element] == "") & is_bare if element in addresses else pd.Series(True, addresses.index)
        texts[element] = texts[element].where(~lacks, taken[element])
    return addresses.assign(**texts)


def _says_more(text: str, parts: list[tuple[str, str]]) -> bool:
    """Tell whether a text says more than its parts, each of which may be written in two forms."""
    for forms in parts:
        part = next((form for form in forms if form and form in text), None)
        text = text.replace(part, " ", 1) if part else text
    return any(token not in NUMERAL_SUFFIXES for token in split_tokens(text))
