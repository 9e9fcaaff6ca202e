"""What an address says: the names and numbers in it, and the directions behind."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from geo.addresses.names import TELLING, NameIndex, Span
from geo.addresses.normalise import split_marked, unify_signs
from geo.addresses.numerals import NAME_MARK, NUMERAL_SUFFIXES
from geo.addresses.pieces import CROSSING_WORDS, SIDES
from geo.addresses.sentences import trim_sentence

_CROSSING: Final = re.compile(CROSSING_WORDS)
_JOINTS: Final = frozenset("与和跟及/-")
#: 与伊河路, of which the city knows no road.
_OTHER_ROAD: Final = re.compile("[与和跟及][^与和跟及]{2,16}?$")
#: 东北80米, 向南约20米路东: how far from there.
_AWAY: Final = re.compile(rf"[往向]?正?(?P<side>{SIDES})(?:[侧面边角]|方向|北角)?约?(?P<metres>\d{{1,4}})米")
#: A corner of two Latin-written roads: Calle A esquina (con) Calle B.
_CORNERS: Final = frozenset(("esquina", "esq", "cruce", "corner"))
_ROOMS: Final = frozenset("单层室")
_WAYS: Final = frozenset("路街巷道")
#: Behind a house number these say where in the house.
_ROOM_TEXT: Final = (
    "piso planta bajo bj dcha dch izq izda portal esc escalera puerta pta local atico entlo tv th mf st kl sal stuen "
    "etage apt apto apartment flat floor suite unit bus bis"
)
_ROOM_WORDS: Final = frozenset(_ROOM_TEXT.split())
_LETTERS: Final = re.compile("[a-z]")
_CHINESE: Final = re.compile("[\u2e80-\u9fff]")
#: A bare number behind a house number that is so long is a postcode [digits].
_POSTCODE: Final = 4


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
        The directions behind it, or None.
    open_runs
        Characters in a row that neither a name nor a number explains, from left to right.
    behind
        The last of them, where nothing that is explained stands behind it; else "".
    is_other
        Whether a telling character stands at a name that is known without it: 新文化路.
    """

    tokens: tuple[str, ...]
    spans: tuple[Span, ...]
    numerals: tuple[Numeral, ...]
    directions: Directions | None
    open_runs: tuple[str, ...]
    behind: str
    is_other: bool

    @property
    def unmatched(self) -> str:
        """Characters that neither a name nor a number explains."""
        return "".join(self.open_runs)


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
    text = unify_signs(text)
    marked = split_marked(trim_sentence(text) if _CHINESE.search(text) else text, index.language)
    named = {i for i, token in enumerate(marked) if token[0] == NAME_MARK}
    tokens, directions = _cut_directions([token.lstrip(NAME_MARK) for token in marked], index)
    for spans in index.read(tokens):
        numerals, used = _list_numerals(tokens, spans, named)
        used |= {i for span in spans for i in range(span.start, span.stop)}
        runs = _list_runs(len(tokens), used)
        is_other = any(
            tokens[span.start - 1] in TELLING and span.start - 1 not in used
            for span in spans
            if span.start > 0 and span.candidates.keys() & {"road", "compound", "name"}
        )
        open_runs = tuple("".join(tokens[a:b]) for a, b in runs)
        behind = open_runs[-1] if runs and runs[-1][1] == len(tokens) and used else ""
        yield Query(tuple(tokens), tuple(spans), tuple(numerals), directions, open_runs, behind, is_other)


def _list_runs(count: int, used: set[int]) -> list[tuple[int, int]]:
    """List where tokens in a row that nothing explains begin and end."""
    starts = [i for i in range(count) if i not in used and (i == 0 or i - 1 in used)]
    stops = [i + 1 for i in range(count) if i not in used and (i + 1 == count or i + 1 in used)]
    return list(zip(starts, stops, strict=True))


def _cut_directions(tokens: list[str], index: NameIndex) -> tuple[list[str], Directions | None]:
    if not _CORNERS.isdisjoint(tokens[1:]):
        i = next(i for i, token in enumerate(tokens) if token in _CORNERS and i > 0)
        crossing = _find_roads(tokens[i + 1 :], index)
        return tokens[:i], Directions(" ".join(tokens[i:]), crossing, 0.0, 0.0) if crossing else None
    text = "".join(tokens)
    if "米" not in text and not _CROSSING.search(text):
        return tokens, None
    cut = list(accumulate(map(len, tokens), initial=0))
    at = next((m for m in _CROSSING.finditer(text) if m.start() in cut), None)
    away = next((m for m in _AWAY.finditer(text, at.end() if at else 0) if m.start() in cut), None)
    if at is None:
        return (
            (tokens, None) if away is None else (tokens[: cut.index(away.start())], _go(text, away.start(), (), away))
        )
    head = tokens[: cut.index(at.start())]
    roads = _find_roads(head, index)
    if len(roads) > 1 or (roads and roads[0].start > 0 and tokens[roads[0].start - 1] in _JOINTS):
        stop = roads[-1].start - (roads[-1].start > 0 and tokens[roads[-1].start - 1] in _JOINTS)
        return tokens[:stop], _go(text, cut[stop], roads[-1:], away)
    other = _OTHER_ROAD.search(text[: at.start()])
    begin = other.start() if other and other.start() in cut else at.start()
    return tokens[: cut.index(begin)], _go(text, begin, (), away)


def _find_roads(tokens: Sequence[str], index: NameIndex) -> tuple[Span, ...]:
    return tuple(span for span in next(index.read(tokens)) if "road" in span.candidates)


def _go(text: str, begin: int, crossing: tuple[Span, ...], away: "re.Match[str] | None") -> Directions:
    """Make the directions that begin somewhere in a text."""
    metres, side = (float(away["metres"]), str(away["side"])) if away else (0.0, "")
    east, north = ("东" in side) - ("西" in side), ("北" in side) - ("南" in side)
    each_m = metres / max((east**2 + north**2) ** 0.5, 1)
    return Directions(text[begin:], crossing, east * each_m, north * each_m)


def _list_numerals(tokens: Sequence[str], spans: Sequence[Span], named: set[int]) -> tuple[list[Numeral], set[int]]:
    before = {i: span for span in spans for i in range(span.start, span.stop)}
    numerals: list[Numeral] = []
    used: set[int] = set()
    i = 0
    while i < len(tokens):
        if i in before or not (tokens[i][0].isdigit() or _is_lettered(tokens, i)) or _is_named(tokens, i, named):
            if numerals and tokens[i] in _ROOM_WORDS:
                used.add(i)
            i += 1
            continue
        stop = _end_numeral(tokens, i, before)
        text = "".join(tokens[i:stop])
        suffix = stop
        while suffix < len(tokens) and tokens[suffix] in NUMERAL_SUFFIXES and suffix not in before:
            suffix += 1
        suffixes = "".join(tokens[stop:suffix])
        used.update(range(i, suffix))
        if suffix < len(tokens) and tokens[suffix] in _ROOMS and not suffixes:
            used.update(range(i, min(suffix + (2 if tokens[suffix] == "单" else 1), len(tokens))))
        elif suffixes or (
            # a bare number stands at a name; one behind a building is a room, a long one behind another a postcode
            (i - 1 in before or suffix in before)
            and all(n.role == "number" for n in numerals)
            and not (numerals and len(text) >= _POSTCODE)
        ):
            numerals.append(Numeral(text, _choose_role(suffixes, before.get(i - 1), numerals)))
        i = max(suffix, i + 1)
    return numerals, used


def _is_named(tokens: Sequence[str], i: int, named: set[int]) -> bool:
    """Tell whether a number is part of a name that the city does not know: 二七广场, 8路."""
    return i in named or (i + 1 < len(tokens) and tokens[i + 1] in _WAYS)


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


def _choose_role(suffixes: str, before: Span | None, numerals: Sequence[Numeral]) -> str:
    if suffixes and suffixes not in ("号", "号院", "弄"):
        return "building"
    if before is not None and "road" in before.candidates:
        return "number"
    if any(numeral.role == "number" for numeral in numerals):
        return "building"
    return "either"
