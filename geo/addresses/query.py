"""What an address says: the names and numbers in it, and the directions behind."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from geo.addresses.names import NameIndex, Span
from geo.addresses.normalise import split_tokens
from geo.addresses.numerals import NUMERAL_SUFFIXES

_CROSSING: Final = "交叉路口|交叉口|交汇处|交界处|路口|交口"
_SIDE: Final = "东北|东南|西北|西南|东|南|西|北"
#: 与伊河路交叉口东北80米, 向北20米路东, 北侧: what stands behind an address, in this order, each part on its own too.
_DIRECTIONS: Final = re.compile(
    rf"(?:[与和](?P<crossing>[^与和]{{2,16}}?)(?:{_CROSSING}))?"
    rf"(?:[往向]?正?(?P<side>{_SIDE})(?:[侧面边角]|方向|北角)?约?(?P<metres>\d{{1,4}})米)?"
    rf"(?:(?:路|马路)?(?:{_SIDE})[侧面边角]?)?$"
)
#: A corner of two Latin-written roads: Calle A esquina (con) Calle B.
_CORNERS: Final = frozenset(("esquina", "esq", "cruce", "corner"))
_ROOMS: Final = frozenset("单层室")
_LETTERS: Final = re.compile("[a-z]")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in an address.

    Parameters
    ----------
    text
        In digits, with what is added to it: ``"12b"``.
    role
        ``"number"`` of a house at a road, ``"building"`` of a compound, or ``"either"``.
    """

    text: str
    role: str


@dataclass(frozen=True, slots=True)
class Directions:
    """Directions behind an address.

    Parameters
    ----------
    text
        As written, in one form.
    crossing
        Spans of the road that it says to cross here.
    east_m, north_m
        How far away from there [m].
    """

    text: str
    crossing: tuple[Span, ...]
    east_m: float
    north_m: float


@dataclass(frozen=True, slots=True)
class Query:
    """An address taken apart.

    Parameters
    ----------
    tokens
        The text in one form, without the directions.
    spans
        Names in it, from left to right.
    numerals
        Numbers in it.
    directions
        What is said behind it, or None.
    unmatched
        Characters that neither a name nor a number explains.
    """

    tokens: tuple[str, ...]
    spans: tuple[Span, ...]
    numerals: tuple[Numeral, ...]
    directions: Directions | None
    unmatched: str


def read_query(text: str, index: NameIndex) -> Iterator[Query]:
    """Take an address apart.

    Parameters
    ----------
    text
        As people write it.
    index
        Names of the city.

    Yields
    ------
    Query
        One for each reading of its names, as :meth:`geo.addresses.names.NameIndex.read` gives them; with nothing in it
        where nothing is understood.
    """
    tokens, directions = _cut_directions(split_tokens(text), index)
    for spans in index.read(tokens):
        numerals, used = _list_numerals(tokens, spans)
        used |= {i for span in spans for i in range(span.start, span.stop)}
        unmatched = "".join(token for i, token in enumerate(tokens) if i not in used)
        yield Query(tuple(tokens), tuple(spans), tuple(numerals), directions, unmatched)


def _cut_directions(tokens: list[str], index: NameIndex) -> tuple[list[str], Directions | None]:
    for i, token in enumerate(tokens):
        if token in _CORNERS and i > 0:
            crossing = tuple(span for span in next(index.read(tokens[i + 1 :])) if "road" in span.candidates)
            return tokens[:i], Directions(" ".join(tokens[i:]), crossing, 0.0, 0.0) if crossing else None
    text = "".join(tokens)
    # a name may end in a side of the compass (郑州东), so a side alone is no direction unless a road stands before it
    found = next((m for m in _DIRECTIONS.finditer(text) if m.group()), None)
    if found is None or not (found["crossing"] or found["metres"] or found.group().startswith(("路", "马路"))):
        return tokens, None
    if found["crossing"] is None and found["metres"] is None:
        return tokens, None
    cut = list(accumulate(map(len, tokens), initial=0))
    if found.start() not in cut:
        return tokens, None
    crossing = ()
    if found["crossing"]:
        crossing = tuple(s for s in next(index.read(split_tokens(found["crossing"]))) if "road" in s.candidates)
    metres, side = float(found["metres"] or 0), found["side"] or ""
    east, north = ("东" in side) - ("西" in side), ("北" in side) - ("南" in side)
    each_m = metres / max((east**2 + north**2) ** 0.5, 1)
    return tokens[: cut.index(found.start())], Directions(found.group(), crossing, east * each_m, north * each_m)


def _list_numerals(tokens: Sequence[str], spans: Sequence[Span]) -> tuple[list[Numeral], set[int]]:
    before = {i: span for span in spans for i in range(span.start, span.stop)}
    numerals: list[Numeral] = []
    used: set[int] = set()
    i = 0
    while i < len(tokens):
        if i in before or not (tokens[i][0].isdigit() or _is_lettered(tokens, i)):
            i += 1
            continue
        stop = _end_numeral(tokens, i, before)
        text = "".join(tokens[i:stop])
        suffix = stop
        while suffix < len(tokens) and tokens[suffix] in NUMERAL_SUFFIXES and suffix not in before:
            suffix += 1
        said = "".join(tokens[stop:suffix])
        used.update(range(i, suffix))
        if suffix < len(tokens) and tokens[suffix] in _ROOMS and not said:
            used.update(range(i, min(suffix + (2 if tokens[suffix] == "单" else 1), len(tokens))))
        elif said or ((i - 1 in before or suffix in before) and all(n.role == "number" for n in numerals)):
            # a bare number stands at a name; one behind a building is a room
            numerals.append(Numeral(text, _say_role(said, before.get(i - 1), numerals)))
        i = max(suffix, i + 1)
    return numerals, used


def _is_lettered(tokens: Sequence[str], i: int) -> bool:
    return len(tokens[i]) == 1 and tokens[i].isascii() and tokens[i].isalpha() and tokens[i + 1 : i + 2] == ["座"]


def _end_numeral(tokens: Sequence[str], start: int, taken: dict[int, Span]) -> int:
    """Return where a number ends: 12, 12b, 12-b, 28-30."""
    stop = start + 1
    if stop < len(tokens) and stop not in taken and len(tokens[stop]) == 1 and _LETTERS.match(tokens[stop]):
        return stop + 1
    while stop + 1 < len(tokens) and tokens[stop] in "-/" and tokens[stop + 1].isalnum() and tokens[stop + 1].isascii():
        stop += 2
    return stop


def _say_role(said: str, before: Span | None, numerals: Sequence[Numeral]) -> str:
    if said and said not in ("号", "号院", "弄"):
        return "building"
    if before is not None and "road" in before.candidates:
        return "number"
    if any(numeral.role == "number" for numeral in numerals):
        return "building"
    return "either"
