"""What speaks for each candidate address: element by element."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from geo.addresses.index import PINNED, AddressIndex
from geo.addresses.names import Span
from geo.addresses.numerals import list_numbers
from geo.addresses.query import Numeral, Query
from geo.arrays import Bool, Float64, Int32

#: What a matching element speaks for an address. Set by trial on the reference city's mangled addresses.
WEIGHTS: Final = {
    "postcode": 1.5,
    "district": 1.5,
    "street": 2.0,
    "community": 2.0,
    "road": 4.0,
    "number": 4.0,
    "compound": 4.0,
    "building": 3.0,
    "name": 4.0,
}
#: What an element that contradicts an address costs, as a share of its weight.
_CONFLICT: Final = 0.6
#: What a character that nothing explains costs the trust in an answer, and one behind all that is explained.
_OPEN_CHARACTER: Final = 0.3
_CHARACTER_BEHIND: Final = 0.1
#: What a number counts that is one of a list or range, and one whose addition no address has.
_IN_RANGE: Final = 0.9
_WITHOUT_ADDITION: Final = 0.75
#: Candidates that are scored at most; of more, those with a number of the text come first, then those of the table.
MOST_CANDIDATES: Final = 20_000
#: Which rows to look at: from the element that few addresses share to the one that many do.
_SOURCES: Final = ("name", "compound", "road", "community", "street", "district")


@dataclass(frozen=True)
class Scores:
    """What speaks for candidates.

    Parameters
    ----------
    value
        Score, shape (k,).
    most
        Score of an address that all of the text speaks for.
    matched
        Element -> whether it speaks for each candidate, shape (k,).
    """

    value: Float64
    most: float
    matched: dict[str, Bool]

    def take(self, rows: npt.NDArray[np.intp]) -> "Scores":
        """Return the scores of some candidates."""
        return Scores(self.value[rows], self.most, {name: flags[rows] for name, flags in self.matched.items()})

    def name_level(self, row: int) -> str:
        """Name the finest level at which a candidate was matched."""
        names = (
            ("building", "building"), ("number", "number"), ("name", "place"), ("compound", "compound"),
            ("road", "road"), ("community", "community"),
        )  # fmt: skip
        return next((level for element, level in names if element in self.matched and self.matched[element][row]), "")


def gather_rows(address_index: AddressIndex, query: Query) -> Int32:
    """Gather the addresses that may be meant.

    Parameters
    ----------
    address_index
        The city's addresses.
    query
        The address taken apart.

    Returns
    -------
    ndarray of int32
        Rows, each only once, at most :data:`MOST_CANDIDATES`; empty where no name of the text leads to any.
    """
    found = [rows for element in _SOURCES[:3] for rows in _find_named(address_index, query, element)]
    if not any(map(len, found)):
        for element in _SOURCES[3:]:
            found = _find_named(address_index, query, element)
            if found and (element == "community" or query.numerals):
                break
        else:
            found = []
    if sum(map(len, found)) > MOST_CANDIDATES:
        numbered = [rows[_has_numeral(address_index, query, rows)] for rows in found]
        found = numbered if any(map(len, numbered)) else found
    rows = found[0] if len(found) == 1 else np.unique(np.concatenate([np.empty(0, np.int32), *found]))
    return rows[:MOST_CANDIDATES]


def _find_named(address_index: AddressIndex, query: Query, element: str) -> list[Int32]:
    """Find the addresses that carry an element of the text, name by name."""
    spans = [span for span in query.spans if element in span.candidates]
    return [address_index.find_rows(element, span.candidates[element]) for span in spans]


def _has_numeral(address_index: AddressIndex, query: Query, rows: Int32) -> Bool:
    """Tell which addresses carry a number of the text, of a house or of a building."""
    codes = [code for n in query.numerals for code in _list_codes(address_index, n.text)]
    return np.isin(address_index.codes["number"][rows], codes) | np.isin(address_index.codes["building"][rows], codes)


def score_rows(address_index: AddressIndex, query: Query, rows: Int32) -> Scores:
    """Score candidates by every element of the text.

    Parameters
    ----------
    address_index
        The city's addresses.
    query
        The address taken apart.
    rows
        Candidates, shape (k,).

    Returns
    -------
    Scores
        A name that an address does not have costs nothing, one that contradicts it does. Empty for no candidates.
    """
    value = np.zeros(len(rows))
    matched: dict[str, Bool] = {}
    before = len(query.unmatched) - len(query.behind)
    most = _OPEN_CHARACTER * before + _CHARACTER_BEHIND * len(query.behind)
    for span in query.spans:
        if PINNED in span.candidates:
            continue
        gain = _score_span(address_index, span, rows, matched)
        most += max(WEIGHTS[element] for element in span.candidates)
        value += gain
    for numeral in query.numerals:
        value += _score_numeral(address_index, numeral, rows, matched)
        most += WEIGHTS["building" if numeral.role == "building" else "number"]
    return Scores(value, most, matched)


def _score_span(address_index: AddressIndex, span: Span, rows: Int32, matched: dict[str, Bool]) -> Float64:
    gain = np.full(len(rows), -np.inf)
    for element, codes in span.candidates.items():
        own = address_index.codes[element][rows]
        hit = own == codes[0] if len(codes) == 1 else np.isin(own, codes)
        weight = WEIGHTS[element]
        miss = np.where(own < 0, 0.0, -_CONFLICT * weight)
        gain = np.maximum(gain, np.where(hit, weight * span.similarity, miss))
        matched[element] = matched[element] | hit if element in matched else hit
    return gain


def _list_codes(address_index: AddressIndex, text: str) -> dict[int, float]:
    """List the codes that a number may have, and what each counts."""
    found: dict[int, float] = {}
    whole = text[: len(text) - len(text.lstrip("0123456789"))]
    for share, numbers in (
        (1.0, (text,)), (_IN_RANGE, list_numbers(text)), (_WITHOUT_ADDITION, (whole,) if whole != text else ())
    ):  # fmt: skip
        for number in numbers:
            code = address_index.numeral_codes.get(number)
            if code is not None:
                found.setdefault(code, share)
            for other in address_index.range_codes.get(number, ()):
                found.setdefault(other, share * _IN_RANGE)
    return found


def _score_numeral(address_index: AddressIndex, numeral: Numeral, rows: Int32, matched: dict[str, Bool]) -> Float64:
    number, building = address_index.codes["number"][rows], address_index.codes["building"][rows]
    gain = np.zeros(len(rows))
    hits = {"number": np.zeros(len(rows), np.bool_), "building": np.zeros(len(rows), np.bool_)}
    for code, share in _list_codes(address_index, numeral.text).items():
        at = {
            "number": (number == code) & (numeral.role != "building"),
            "building": (building == code) & ((numeral.role != "number") | (number < 0)),
        }
        for element, hit in at.items():
            hits[element] |= hit
            gain = np.maximum(gain, np.where(hit, share * WEIGHTS[element], 0.0))
    for element, hit in hits.items():
        matched[element] = matched[element] | hit if element in matched else hit
    element = "building" if numeral.role == "building" else "number"
    own = building if numeral.role == "building" else np.where(number < 0, building, number)
    return np.where((gain == 0) & (own >= 0), -_CONFLICT * WEIGHTS[element], gain)
