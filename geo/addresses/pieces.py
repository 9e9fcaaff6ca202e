"""Whole texts as pieces: names by character, numbers with what they count, sides, gates and crossings as one each."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Final

from geo.addresses.generic import find_generic
from geo.addresses.names import TELLING

CROSSING_WORDS: Final = (
    "(?:交叉路口|交叉口|交汇处|交汇口|交界处|交会处|相交处|(?:10|十)字路口|丁字路口|[三3]岔路口|"
    "路口处|路口|交口|交叉处|交叉)"
)
SIDES: Final = "东北|东南|西北|西南|东|南|西|北"
#: Kinds of piece that two texts about one place agree on where both have one.
NUMBER, BUILDING, METRES, SIDE, GATE, CROSSING, NAME, WORD = (
    "number", "building", "metres", "side", "gate", "crossing", "name", "word",
)  # fmt: skip
_PIECE: Final = re.compile(
    rf"(?P<crossing>{CROSSING_WORDS})"
    rf"|(?P<away>[向往]?正?(?P<aside>{SIDES})(?:[侧面边角]|方向)?(?:大?约)?(?P<metres>\d+)米)"
    rf"|(?P<gate>(?:{SIDES})?(?:\d*号?)?门(?!诊|业|面|窗|市|店|头))"
    rf"|(?P<roadside>路(?:{SIDES})[侧边面]?(?=\W*$))"
    r"|(?P<building>\d+[a-z]?(?:号楼|号院|栋|幢|座|#楼?|期|单元))"
    r"|(?P<number>\d+(?:[-/]\d+)*[a-z]?)(?P<unit>号|米|室|弄)?"
    r"|(?P<joint>[与和跟及]|[-/#号])"
    r"|(?P<word>[a-z]+|.)"
)
_BUILDING: Final = re.compile("号楼|栋|幢|座|#楼?")
_WAYS: Final = frozenset("路街巷道")
#: What a piece of a kind weighs beside a character of a name that few texts hold.
_WEIGHTS: Final = {NUMBER: 2.0, BUILDING: 1.2, METRES: 0.5, SIDE: 0.7, GATE: 0.7, CROSSING: 0.4, NAME: 1.0, WORD: 0.25}


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text that is the same in every way to write it, or another.

    Parameters
    ----------
    text
        What it is.
    kind
        One of :data:`NUMBER`, :data:`BUILDING` and so on; :data:`WORD` is a part of a word that many places share. Not
        compared: a number may be taken for a part of a name.
    """

    text: str
    kind: str = field(compare=False)

    @property
    def weight(self) -> float:
        """What it weighs beside a character of a name that few texts hold."""
        return _WEIGHTS[self.kind]

    @property
    def is_telling(self) -> bool:
        """Whether another one in its place is another place, never a slip."""
        return self.kind in (NUMBER, BUILDING) or (self.kind == NAME and self.text[0] in TELLING)


@lru_cache(maxsize=4096)
def cut_pieces(text: str) -> tuple[Piece, ...]:
    """Cut a text into pieces.

    Parameters
    ----------
    text
        In one form, see :func:`geo.addresses.normalise.split_tokens`; joined.

    Returns
    -------
    tuple of Piece
        In their order, without what only joins; empty for "".

    Examples
    --------
    >>> [piece.text for piece in cut_pieces("汝河路文化宫路交汇处往南约20米路东")]
    ['汝', '河', '路', '文', '化', '宫', '路', '×', '南', '20米', '@东']
    >>> cut_pieces("3号楼")[0].kind
    'building'
    """
    generic = [False] * (len(text) + 1)
    for start, stop in find_generic(text):
        generic[start:stop] = [True] * (stop - start)
    pieces: list[Piece] = []
    for found in _PIECE.finditer(text):
        if found["away"]:
            pieces += [Piece(found["aside"], SIDE), Piece(f"{found['metres']}米", METRES)]
        elif found["crossing"]:
            pieces.append(Piece("×", CROSSING))
        elif found["gate"]:
            pieces.append(Piece(found.group().replace("号", ""), GATE))
        elif found["roadside"]:
            pieces.append(Piece(f"@{found.group()[1]}", WORD))
        elif found["building"] or found["number"]:
            pieces.append(_name_number(found))
        elif found["word"]:
            pieces.append(Piece(found.group(), WORD if generic[found.start()] else NAME))
    return tuple(pieces)


def _name_number(found: "re.Match[str]") -> Piece:
    behind, before = found.string[found.end() : found.end() + 1], found.string[found.start() - 1 : found.start()]
    if found["building"]:
        # at a road 12# is a house
        if before in _WAYS and found.group().endswith("#"):
            return Piece(found.group()[:-1], NUMBER)
        return Piece(_BUILDING.sub("楼", found.group()), BUILDING)
    if found["unit"] == "米":
        return Piece(found.group(), METRES)
    # 27广场 and 1马路 are names
    return Piece(found["number"], NUMBER if found["unit"] or behind < "\u2e80" or before in _WAYS else NAME)


def measure_offset(pieces: Sequence[Piece]) -> tuple[float, float]:
    """Measure how far from what it names a text says that its place is.

    Parameters
    ----------
    pieces
        Of the text.

    Returns
    -------
    tuple of float
        To the east and to the north [m]; 0 where it says nothing of it.

    Examples
    --------
    >>> measure_offset(cut_pieces("文化路与一马路交叉口往南30米")), measure_offset(())
    ((0.0, -30.0), (0.0, 0.0))
    """
    east_m = north_m = 0.0
    for side, metres in pairwise(pieces):
        if side.kind == SIDE and metres.kind == METRES:
            east, north = ("东" in side.text) - ("西" in side.text), ("北" in side.text) - ("南" in side.text)
            each_m = float(metres.text.removesuffix("米")) / max((east**2 + north**2) ** 0.5, 1)
            east_m, north_m = east_m + east * each_m, north_m + north * each_m
    return east_m, north_m
