"""The address index of a city: every address as codes of its elements, with the grid unit that holds it."""

import copy
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.addresses.elements import split_elements
from geo.addresses.generic import is_generic
from geo.addresses.languages import Language, choose_language
from geo.addresses.names import NameIndex
from geo.addresses.normalise import split_tokens, to_numeral
from geo.addresses.numerals import leading_number, list_numbers
from geo.addresses.whole_texts import TextIndex
from geo.arrays import Float64, Int32, Int64
from geo.grid.units import assign_units

ELEMENTS: Final = ("district", "street", "community", "road", "number", "compound", "building", "name")


#: Elements that are numbers on a door; the others are names.
NUMERALS: Final = ("number", "building")


#: Not an element: names of the city itself, which speak for no address.
PINNED: Final = "city"


NAMED_ELEMENTS: Final = tuple(element for element in ELEMENTS if element not in NUMERALS)


#: Elements whose names may be no more than a word that many places share.
_PLACES: Final = ("compound", "name")
#: Endings of division names that people leave out, where two characters or more are left.
_LEAST_TEXT: Final = 6
_PROVINCE: Final = re.compile("^[^\\W\\d]{2,4}(?:省|自治区)")
_ENDINGS: Final = {"district": ("区", "县", "市"), "street": ("街道", "镇", "乡"), "community": ("社区", "村")}


@dataclass(frozen=True, kw_only=True)
class AddressIndex:
    """The addresses of a city.

    Parameters
    ----------
    xy
        Places in the city's CRS [m], shape (n, 2); rows are those of the layer `addresses`.
    unit
        Row of the grid unit among the city's base units that holds each, -1 outside all, shape (n,).
    codes
        Element -> code of its name or number for each address, -1 where it has none, int32, shape (n,).
    words
        Element -> the names or numbers by code; numbers and buildings share theirs under ``"number"``.
    aliases
        Element, code and other name, of all that has one.
    node_road, node_xy
        Code of the road and place [m] of each node of the named roads, shapes (m,), (m, 2); in the order of the codes.
    texts
        Each address in one form where the layer holds whole texts, "" where its elements say as much, shape (n,); empty
        where all do.
    """

    xy: Float64
    unit: Int32
    codes: dict[str, Int32]
    words: dict[str, tuple[str, ...]]
    aliases: tuple[tuple[str, int, str], ...]
    node_road: Int32
    node_xy: Float64
    texts: tuple[str, ...] = ()

    @cached_property
    def language(self) -> Language:
        """What the names of its roads are written in."""
        return choose_language(self.words["road"])

    @cached_property
    def index(self) -> NameIndex:
        """Names and other names."""
        return NameIndex(self._list_names(), self.language)

    @cached_property
    def whole_texts(self) -> TextIndex:
        """What whole texts are found by."""
        return TextIndex(self.texts)

    @cached_property
    def is_named(self) -> bool:
        """Whether the city's own Chinese name is known."""
        return any(name.endswith("市") for name in self.city_names)

    @cached_property
    def city_names(self) -> frozenset[str]:
        """Names of the city itself and of what lies above it."""
        return frozenset(text for element, _, text in self.aliases if element == PINNED)

    def _list_names(self) -> Iterator[tuple[str, int, str]]:
        for element in NAMED_ELEMENTS:
            for code, text in enumerate(self.words[element]):
                if element in _PLACES and is_generic(text):
                    continue
                yield element, code, text
                yield from ((element, code, short) for short in _shorten(element, text, self.language))
        for code, text in enumerate(self.words["street"]):
            zone = next((zone for zone in self.words["district"] if text.startswith(zone)), "")
            if zone:
                yield "street", code, text.removeprefix(zone)
        yield from self.aliases

    @cached_property
    def numeral_codes(self) -> dict[str, int]:
        """Number as written -> its code."""
        return {text: code for code, text in enumerate(self.words["number"])}

    @cached_property
    def range_codes(self) -> dict[str, tuple[int, ...]]:
        """Number -> the codes of the lists and ranges that hold it."""
        found: dict[str, tuple[int, ...]] = {}
        for code, text in enumerate(self.words["number"]):
            for number in list_numbers(text):
                found[number] = (*found.get(number, ()), code)
        return found

    @cached_property
    def house_numbers(self) -> Float64:
        """House number of each address without what is added to it, NaN where it has none, shape (n,)."""
        values = np.array([leading_number(text) for text in self.words["number"]] + [np.nan])
        return values[self.codes["number"]]

    @cached_property
    def _postings(self) -> dict[str, tuple[Int32, Int64]]:
        orders = {
            element: np.argsort(self.codes[element], kind="stable").astype(np.int32) for element in NAMED_ELEMENTS
        }
        return {
            element: (
                order,
                np.searchsorted(self.codes[element][order], np.arange(len(self.words[element]) + 1)),
            )
            for element, order in orders.items()
        }

    def warm_up(self) -> None:
        """Make what the first question would have to wait for."""
        _ = self.index, self.numeral_codes, self.range_codes, self.house_numbers, self._postings, self.whole_texts

    def move_to(self, unit: Int32) -> "AddressIndex":
        """Return the same addresses by other boundaries; what is made of names is shared.

        Parameters
        ----------
        unit
            Row of the grid unit that holds each, -1 outside all, shape (n,).

        Returns
        -------
        AddressIndex
            A new index.
        """
        moved = copy.copy(self)
        object.__setattr__(moved, "unit", unit)
        return moved

    def find_rows(self, element: str, codes: Sequence[int]) -> Int32:
        """Find the addresses that carry one of some names.

        Parameters
        ----------
        element
            One of the named elements.
        codes
            Codes of the names.

        Returns
        -------
        ndarray of int32
            Rows, each only once; empty where no address carries them.
        """
        order, starts = self._postings[element]
        parts = [order[starts[code] : starts[code + 1]] for code in codes]
        return parts[0] if len(parts) == 1 else np.concatenate([np.empty(0, np.int32), *parts])

    def find_nodes(self, codes: Sequence[int]) -> Float64:
        """Find the nodes of some roads.

        Parameters
        ----------
        codes
            Codes of the roads.

        Returns
        -------
        ndarray
            Places [m], shape (k, 2); empty where they have none.
        """
        starts = np.searchsorted(self.node_road, codes)
        stops = np.searchsorted(self.node_road, codes, side="right")
        return np.concatenate([np.empty((0, 2)), *(self.node_xy[a:b] for a, b in zip(starts, stops, strict=True))])


def _shorten(element: str, text: str, language: Language) -> Iterator[str]:
    """Yield what people say for short: 金水 for 金水区, León y Castillo for Calle León y Castillo."""
    for ending in _ENDINGS.get(element, ()):
        if text.endswith(ending) and len(text) - len(ending) >= 2:
            yield text.removesuffix(ending)
    tokens = split_tokens(text, language) if element == "road" and language.ways else []
    if len(tokens) > 1 and tokens[0] in language.ways:
        yield " ".join(tokens[1:])


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
    whole = _find_whole_texts(addresses)
    if whole is not None:
        taken = split_elements(addresses["text"], city_names=city_names).set_index(addresses.index)
        addresses = addresses.assign(**{e: taken[e] for e in ELEMENTS if e not in addresses})
    texts = {e: addresses[e].astype(object) if e in addresses else pd.Series("", addresses.index) for e in ELEMENTS}
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
        texts=() if whole is None else tuple(unify_text(text, city_names) for text in whole),
    )


def _find_whole_texts(addresses: gpd.GeoDataFrame) -> "pd.Series[str] | None":
    """Return the whole texts of a table that holds no elements by which addresses are found; else None."""
    return None if "text" not in addresses or {"road", "compound"} & set(addresses) else addresses["text"].astype(str)


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
