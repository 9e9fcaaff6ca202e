"""Addresses that a layer holds as whole texts, looked up by what a text shares with each of them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from geo.addresses.pieces import BUILDING, GATE, METRES, NAME, NUMBER, SIDE, WORD, Piece, cut_pieces
from geo.arrays import Int32

#: Texts that are compared piece by piece, of those that share most pairs of pieces.
_MOST_COMPARED: Final = 20
#: A pair of pieces that more texts hold leads to none of them.
_MOST_SHARED: Final = 4000
#: What a piece counts that stands beside other ones than in the text of the layer.
_ALONE: Final = 0.4
#: What an unknown piece before or behind all that is known costs, beside one in the midst.
_OUTSIDE: Final = 0.15
#: Kinds of pieces that people also say around an address: sentences, shops, rooms.
_SAID: Final = frozenset((NAME, WORD, NUMBER, BUILDING))
#: What is left of the likeness where both texts have a piece of a kind, and another one.
_LEFT: Final = {NUMBER: 0.25, BUILDING: 0.6, GATE: 0.7, SIDE: 0.9, METRES: 0.9}
#: What is left where one of them has a telling character more: 人民东路 and 人民路.
_LEFT_TELLING: Final = 0.5
#: What is left where each has a character that the other lacks, which may be a slip, and for each such one more: names
#: that differ by two are two names.
_LEFT_SLIP: Final = 0.9
_LEFT_SLIPS: Final = 0.5
#: What is left where no part of a name is in both.
_LEFT_NAMELESS: Final = 0.4
#: Texts are as rare as in a layer of so many at least: a small layer makes no word telling.
_LEAST_TEXTS: Final = 500


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like a text is to one of the layer.

    Parameters
    ----------
    row
        Of the address.
    value
        0 to 1, where 1 is the same but for order and what joins.
    covered
        Share of the layer's text that the other one says.
    said
        Weight of what both say, in characters of a name.
    missing
        Pieces of the layer's text that the other one lacks.
    """

    row: int
    value: float
    covered: float
    said: float
    missing: tuple[Piece, ...]


class TextIndex:
    """Whole texts by the pairs of pieces in them.

    Parameters
    ----------
    texts
        One for each address, in one form; "" for an address that is no whole text.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self._rows: dict[str, tuple[int, ...]] = {}
        counts: Counter[str] = Counter()
        hashes: list[int] = []
        rows: list[int] = []
        for row, text in enumerate(texts):
            if text:
                self._rows[text] = (*self._rows.get(text, ()), row)
                pieces = cut_pieces(text)
                counts.update({piece.text for piece in pieces})
                pairs = _list_pairs(pieces)
                hashes += map(hash, pairs)
                rows += [row] * len(pairs)
        order = np.argsort(np.array(hashes, np.int64), kind="stable")
        self._postings = np.array(rows, np.int32)[order]
        self._hashes, starts = np.unique(np.array(hashes, np.int64)[order], return_index=True)
        self._starts = np.append(starts, len(order)).astype(np.int32)
        most = np.log1p(max(len(texts), _LEAST_TEXTS))
        self._rarity = {text: max(0.25, float(1 - np.log(count) / most)) for text, count in counts.items()}

    def find_same(self, text: str) -> tuple[int, ...]:
        """Return the rows of a text, in one form; none where no address is written so."""
        return self._rows.get(text, ())

    def find_like(self, text: str) -> list[Likeness]:
        """Find the texts that are most like one.

        Parameters
        ----------
        text
            In one form.

        Returns
        -------
        list of Likeness
            The most like first; empty where no text shares anything telling with it.
        """
        pieces = cut_pieces(text)
        found = [self._find_pair(pair) for pair in _list_pairs(pieces)]
        found = [rows for rows in found if 0 < len(rows) <= _MOST_SHARED]
        if not found:
            return []
        rows, inverse = np.unique(np.concatenate(found), return_inverse=True)
        gains = np.repeat([1 / (1 + np.log1p(len(rows))) for rows in found], list(map(len, found)))
        best = rows[np.argsort(-np.bincount(inverse, gains), kind="stable")[:_MOST_COMPARED]]
        return sorted((self._compare(pieces, row) for row in best.tolist()), key=lambda one: -one.value)

    def _find_pair(self, pair: str) -> Int32:
        at = int(np.searchsorted(self._hashes, hash(pair)))
        if at == len(self._hashes) or self._hashes[at] != hash(pair):
            return self._postings[:0]
        return self._postings[self._starts[at] : self._starts[at + 1]]

    def _weigh(self, piece: Piece) -> float:
        return piece.weight * (self._rarity.get(piece.text, 1.0) if piece.kind == NAME else 1.0)

    def _compare(self, pieces: Sequence[Piece], row: int) -> Likeness:
        known = cut_pieces(self._texts[row])
        both = Counter(known) & Counter(pieces)
        said = _credit(pieces, both, set(_list_pairs(known)))
        told = _credit(known, both, set(_list_pairs(pieces)))
        inside = [i for i, credit in enumerate(said) if credit > _ALONE]
        if not inside:
            return Likeness(row, 0.0, 0.0, 0.0, ())
        # what stands at what is known belongs to it
        first, last = inside[0], inside[-1] + (pieces[min(inside[-1] + 1, len(pieces) - 1)].kind == NUMBER)
        weights = [self._weigh(piece) for piece in pieces]
        is_noise = [not first <= i <= last and piece.kind in _SAID for i, piece in enumerate(pieces)]
        asked = sum(w * (_OUTSIDE if noise else 1.0) for w, noise in zip(weights, is_noise, strict=True))
        own = [self._weigh(piece) for piece in known]
        gained = sum(w * c for w, c in zip(weights, said, strict=True))
        covered = sum(w * c for w, c in zip(own, told, strict=True))
        missing = tuple(piece for piece, credit in zip(known, told, strict=True) if credit == 0)
        extra = [tuple(pieces[i] for i in _widen(first, last, by, len(pieces)) if said[i] == 0) for by in (1, 2)]
        value = (gained + covered) / (asked + sum(own)) * _contradict(missing, *extra)
        if any(piece.kind == NAME for piece in known) and not any(
            credit > _ALONE and piece.kind == NAME for piece, credit in zip(known, told, strict=True)
        ):
            value *= _LEFT_NAMELESS
        return Likeness(row, min(1.0, value), covered / sum(own), gained, missing)


def _widen(first: int, last: int, by: int, count: int) -> range:
    return range(max(first - by, 0), min(last + 1 + by, count))


def _credit(pieces: Sequence[Piece], both: "Counter[Piece]", pairs: set[str]) -> list[float]:
    """Tell of each piece how far the other text says it too: less where it stands beside other ones."""
    left = Counter(both)
    shares = []
    for i, piece in enumerate(pieces):
        if left[piece] <= 0:
            shares.append(0.0)
            continue
        left[piece] -= 1
        is_beside = (i > 0 and f"{pieces[i - 1].text}\t{piece.text}" in pairs) or (
            i + 1 < len(pieces) and f"{piece.text}\t{pieces[i + 1].text}" in pairs
        )
        shares.append(1.0 if is_beside or piece.kind not in (NAME, WORD) else _ALONE)
    return shares


def _list_pairs(pieces: Sequence[Piece]) -> list[str]:
    return [f"{a.text}\t{b.text}" for a, b in pairwise(pieces)]


def _contradict(missing: Sequence[Piece], extra: Sequence[Piece], wide: Sequence[Piece]) -> float:
    """Return what is left of a likeness for what contradicts it."""
    left = 1.0
    lacks, adds = {piece.kind for piece in missing}, {piece.kind for piece in extra}
    for kind, share in _LEFT.items():
        if kind in lacks and kind in adds:
            left *= share
    slips = min(sum(piece.kind == NAME for piece in missing), sum(piece.kind == NAME for piece in wide))
    if slips:
        left *= _LEFT_SLIP * _LEFT_SLIPS ** (slips - 1)
    if any(piece.kind == NAME and piece.is_telling for piece in (*missing, *extra)):
        left *= _LEFT_TELLING
    return left
