"""The address index made of a layer: elements as codes, whole texts in one form, the nodes of the roads."""

import re
from collections.abc import Collection, Iterator, Sequence
from functools import partial
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.addresses.index import ELEMENTS, NAMED_ELEMENTS, NUMERALS, PINNED, AddressIndex
from geo.addresses.normalise import split_tokens, to_numeral
from geo.addresses.whole_rows import complete_elements, find_whole_rows
from geo.arrays import Bool, Float64, Int32
from geo.grid.units import assign_units

#: Nothing is cut off a shorter text [characters].
_LEAST_TEXT: Final = 6
_PROVINCE: Final = re.compile(r"^[^\W\d]{2,4}(?:省|自治区)")


def make_address_index(
    addresses: gpd.GeoDataFrame,
    units: gpd.GeoDataFrame,
    divisions: pd.DataFrame | None,
    roads: gpd.GeoDataFrame,
    *,
    city_names: Sequence[str],
) -> AddressIndex:
    """Make the address index of a city.

    Parameters
    ----------
    addresses
        Points with any of the columns :data:`ELEMENTS`, ``old_road`` and ``address_kind``.
    units
        The grid units that tile the city.
    divisions
        Divisions, for their other names in ``aliases`` (separated by ``;``), or None.
    roads
        The walk network; where roads with a ``name`` share a node they cross.
    city_names
        The city itself and what lies above it, such as 郑州市 and 河南省: they say nothing within the city.

    Returns
    -------
    AddressIndex
        Its rows are those of `addresses`; none for a table without rows.
    """
    whole = find_whole_rows(addresses, partial(unify_text, city_names=city_names))
    completed = complete_elements(addresses, whole, city_names=city_names)
    texts = {element: completed[element] for element in ELEMENTS}
    # 明华巷18号 is house 18 in the lane whether a table calls 18 its number or its building
    is_house = (texts["number"] == "") & (texts["compound"] == "")
    texts["number"] = texts["number"].where(~is_house, texts["building"])
    texts["building"] = texts["building"].where(~is_house, "")
    codes, words = {}, {}
    numerals = pd.concat([texts[element].map(_cached_numerals(texts[element])) for element in NUMERALS])
    both, words["number"] = _encode(numerals)
    codes["number"], codes["building"] = both[: len(addresses)], both[len(addresses) :]
    for element in NAMED_ELEMENTS:
        codes[element], words[element] = _encode(texts[element])
    xy = shapely.get_coordinates(addresses.geometry.values)
    unit = assign_units(units, addresses.geometry.values)
    words["road"], node_road, node_xy = _list_nodes(roads, words["road"])
    aliases = (*_list_aliases(addresses, codes, words, divisions), *((PINNED, 0, name) for name in city_names))
    if divisions is not None:
        districts = divisions.loc[divisions["level"] == "district", "name"]
        words["district"] = tuple(dict.fromkeys([*words["district"], *districts]))
    return AddressIndex(
        xy=xy,
        unit=unit,
        codes=codes,
        words=words,
        aliases=aliases,
        node_road=node_road,
        node_xy=node_xy,
        node_unit=assign_units(units, shapely.points(node_xy)),
        texts=_unify_rows(addresses, whole, city_names),
    )


def _unify_rows(addresses: gpd.GeoDataFrame, whole: Bool, city_names: Sequence[str]) -> tuple[str, ...]:
    if not whole.any():
        return ()
    texts = zip(addresses["text"].astype(str), whole, strict=True)
    return tuple(unify_text(text, city_names) if is_whole else "" for text, is_whole in texts)


def unify_text(text: str, city_names: Collection[str]) -> str:
    """Bring a whole text to one form, without the city that it begins with.

    Parameters
    ----------
    text
        As people write it.
    city_names
        The city itself and what lies above it.

    Returns
    -------
    str
        Its tokens, joined.

    Examples
    --------
    >>> unify_text("河南省郑州市 文化路１２号", ["郑州市", "河南省"])
    '文化路12号'
    """
    text = "".join(split_tokens(text))
    names = sorted(city_names, key=len, reverse=True)
    for _ in range(2):
        text = next((text.removeprefix(name) for name in names if text.startswith(name)), text)
        text = _PROVINCE.sub("", text) if len(text) > _LEAST_TEXT else text
    return text


def _list_nodes(roads: gpd.GeoDataFrame, known: tuple[str, ...]) -> tuple[tuple[str, ...], Int32, Float64]:
    """List the ends of the named roads' edges, and the names with those that no address has."""
    name = roads["name"].to_numpy(object) if "name" in roads else np.full(len(roads), "", object)
    named = np.flatnonzero(name != "")
    words = tuple(dict.fromkeys([*known, *name[named]]))
    code = pd.Series(name[named]).map({word: i for i, word in enumerate(words)}).to_numpy(np.int32)
    lines = roads.geometry.values[named]
    ends = [shapely.get_coordinates(shapely.get_point(lines, i)) for i in (0, -1)]
    table = np.unique(np.column_stack([np.r_[code, code], np.concatenate(ends)]), axis=0)
    return words, table[:, 0].astype(np.int32), table[:, 1:]


def _cached_numerals(texts: pd.Series) -> dict[str, str]:
    return {text: to_numeral(text) for text in texts.unique()}


def _encode(texts: pd.Series) -> tuple[Int32, tuple[str, ...]]:
    codes, words = pd.factorize(texts.where(texts != "", None))
    return codes.astype(np.int32), tuple(map(str, words))


def _list_aliases(
    addresses: gpd.GeoDataFrame,
    codes: dict[str, Int32],
    words: dict[str, tuple[str, ...]],
    divisions: pd.DataFrame | None,
) -> Iterator[tuple[str, int, str]]:
    if "old_road" in addresses:
        pairs = pd.DataFrame({"road": codes["road"], "old": addresses["old_road"].to_numpy()}).drop_duplicates()
        for code, old in pairs[(pairs["old"] != "") & (pairs["road"] >= 0)].itertuples(index=False):
            yield "road", int(code), str(old)
    if divisions is None or "aliases" not in divisions:
        return
    for element in ("district", "street", "community"):
        level = ("community", "village") if element == "community" else (element,)
        known = {text: code for code, text in enumerate(words[element])}
        named = divisions[divisions["level"].isin(level) & divisions["name"].isin(known)]
        for name, others in zip(named["name"], named["aliases"], strict=True):
            yield from ((element, known[name], other.strip()) for other in str(others).split(";") if other.strip())
