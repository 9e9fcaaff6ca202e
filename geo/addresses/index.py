"""The address index of a city: every address as codes of its elements, with the grid unit that holds it."""

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from geo.addresses.generic import is_generic
from geo.addresses.languages import Language, choose_language
from geo.addresses.names import NameIndex
from geo.addresses.normalise import split_tokens
from geo.addresses.numerals import leading_number, list_numbers
from geo.addresses.whole_texts import TextIndex
from geo.arrays import Float64, Int32, Int64

ELEMENTS: Final = ("postcode", "district", "street", "community", "road", "number", "compound", "building", "name")


#: Elements that are numbers on a door; the others are names.
NUMERALS: Final = ("number", "building")


#: Not an element: names of the city itself, which speak for no address.
PINNED: Final = "city"


NAMED_ELEMENTS: Final = tuple(element for element in ELEMENTS if element not in NUMERALS)


#: Elements whose names may be no more than a word that many places share.
_PLACES: Final = ("compound", "name")
#: Endings of division names that people leave out, where two characters or more are left.
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
    node_road, node_xy, node_unit
        Code of the road, place [m] and grid unit of each node of the named roads, shapes (m,), (m, 2), (m,); in the
        order of the codes.
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
    node_unit: Int32
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
        return any(len(name) > 2 and name.endswith("市") for name in self.city_names)

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
            element: np.argsort(self.codes[element], kind="stable").astype(np.int32)
            for element in NAMED_ELEMENTS
            if self.words[element]
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

    def move_to(self, unit: Int32, node_unit: Int32) -> "AddressIndex":
        """Return the same addresses by other boundaries; what is made of names is shared.

        Parameters
        ----------
        unit, node_unit
            Row of the grid unit that holds each address and node, -1 outside all, shapes (n,), (m,).

        Returns
        -------
        AddressIndex
            A new index.
        """
        moved = copy.copy(self)
        object.__setattr__(moved, "unit", unit)
        object.__setattr__(moved, "node_unit", node_unit)
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

    def find_nodes(self, codes: Sequence[int]) -> Int64:
        """Find the nodes of some roads.

        Parameters
        ----------
        codes
            Codes of the roads.

        Returns
        -------
        ndarray of int64
            Rows of the nodes, shape (k,); empty where they have none.
        """
        starts = np.searchsorted(self.node_road, codes)
        stops = np.searchsorted(self.node_road, codes, side="right")
        return np.concatenate([np.empty(0, np.int64), *map(np.arange, starts, stops)])


def _shorten(element: str, text: str, language: Language) -> Iterator[str]:
    """Yield what people say for short: 金水 for 金水区, León y Castillo for Calle León y Castillo."""
    for ending in _ENDINGS.get(element, ()):
        if text.endswith(ending) and len(text) - len(ending) >= 2:
            yield text.removesuffix(ending)
    tokens = split_tokens(text, language) if element == "road" and (language.ways or language.also) else []
    if len(tokens) > 1 and tokens[0] in language.ways:
        yield " ".join(tokens[1:])
    if len(tokens) > 1 and tokens[0] in language.also:
        yield " ".join([language.also[tokens[0]], *tokens[1:]])
