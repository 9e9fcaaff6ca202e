"""Names of a city: found in a text whole, or with one wrong, missing, extra or two swapped characters."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from geo.addresses.languages import PLAIN, Language
from geo.addresses.normalise import split_tokens

#: Shortest name that may be misspelt [characters]: of two characters one is no evidence.
_MIN_FUZZY: Final = 3
#: What stands behind the number of a house, building or room: no part of a misspelt name.
_NUMBER_WORDS: Final = frozenset("号栋幢座弄单层室#")
#: The element whose names may be numbers.
POSTCODE: Final = "postcode"
#: Never a slip for one another, nor left out: 人民东路 is another road than 人民路, and so is 2马路 than 1马路.
TELLING: Final = frozenset("东西南北中新大小0123456789")
#: In a name so long one of these characters may be a slip for another that is none of them, or the other way round.
_MIN_TELLING: Final = 5
#: What a misspelt character costs where spans compete for a text [characters]: at first a name as it is known wins
#: over a longer one with a slip; in a second reading the longer one does.
STRICT_COST: Final = 1.2
LOOSE_COST: Final = 0.6
#: Where a text begins like no name, even with a slip, longer pieces of it are not looked up; asked at these lengths.
_GATES: Final = (4, 7)


@dataclass(frozen=True, slots=True)
class Span:
    """A name found in a text.

    Parameters
    ----------
    start, stop
        Its tokens.
    candidates
        The elements that it may be: element -> codes of the names.
    similarity
        1 for a name written as it is known, less where a character differs.
    """

    start: int
    stop: int
    candidates: dict[str, tuple[int, ...]]
    similarity: float


class NameIndex:
    """Names by their exact text and by their text less one character.

    Parameters
    ----------
    names
        Element, code and text of every name; a text may stand for several.
    language
        What its texts are written in.
    """

    def __init__(self, names: Iterable[tuple[str, int, str]], language: Language = PLAIN) -> None:
        self.language = language
        meant: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        self._longest: dict[str, int] = {}
        for element, code, text in names:
            tokens = split_tokens(text, language)
            key = "".join(tokens)
            if key and (element == POSTCODE or not key.isdigit()) and code not in meant[key][element]:
                meant[key][element].append(code)
                self._longest[tokens[0]] = max(self._longest.get(tokens[0], 0), len(tokens))
        self._exact = {key: {e: tuple(codes) for e, codes in of.items()} for key, of in meant.items()}
        self._most_tokens = max(self._longest.values(), default=0)
        self._near: dict[str, tuple[str, ...]] = {}
        for key in self._exact:
            if len(key) >= _MIN_FUZZY:
                alone = (key,)  # one for all: most variants are of one name
                for variant in _list_slips(key):
                    others = self._near.get(variant)
                    self._near[variant] = (*others, key) if others else alone
        self._beginnings = {length: _TextFilter(self._list_beginnings(length)) for length in _GATES}

    def read(self, tokens: Sequence[str]) -> Iterator[list[Span]]:
        """Read the names in a text: those that together cover most of it.

        Parameters
        ----------
        tokens
            The text, by :func:`geo.addresses.normalise.split_tokens`.

        Yields
        ------
        list of Span
            From left to right, none over another; empty where the text holds none. Misspelt names are looked for only
            where known ones leave a part of the text open; then there is a second reading, in which they count more.
        """
        exact = self._list_exact(tokens)
        chosen = _choose(tokens, exact, STRICT_COST)
        taken = {i for span in chosen for i in range(span.start, span.stop)}
        # the wrong character may cut a name in two of which one half is a name too, so a span may reach over those
        open_ = [i not in taken and not _ends_number(token) for i, token in enumerate(tokens)]
        near = self._list_near(tokens, open_, {(s.start, s.stop) for s in exact}) if any(open_) else []
        if not near:
            yield chosen
            return
        for slip_cost in (STRICT_COST, LOOSE_COST):
            yield _choose(tokens, exact + near, slip_cost)

    def _list_exact(self, tokens: Sequence[str]) -> list[Span]:
        spans = []
        for start, token in enumerate(tokens):
            key = ""
            for stop in range(start, min(start + self._longest.get(token, 0), len(tokens))):
                key += tokens[stop]
                candidates = self._exact.get(key)
                if candidates:
                    spans.append(Span(start, stop + 1, candidates, 1.0))
        return spans

    def _list_beginnings(self, length: int) -> set[str]:
        """List how a text may begin that is one slip from a longer name: see :meth:`_begins_name`."""
        names = {key[: length + 1] for key in self._exact if len(key) >= max(length, _MIN_FUZZY)}
        shorter = {variant for name in names for variant in _list_shorter(name[:length])}
        return shorter.union(*map(_list_shorter, names))

    def _begins_name(self, key: str, length: int) -> bool:
        """Tell whether a text may be one slip from a name: false only where no longer piece of it is.

        A missing character leaves a name's first `length` + 1 without one; a wrong or an extra one, taken out, leaves
        the first `length` without one; a slip farther behind leaves them as they are.
        """
        head, beginnings = key[:length], self._beginnings[length]
        return head in beginnings or any(variant in beginnings for variant in _list_shorter(head))

    def _list_near(self, tokens: Sequence[str], open_: Sequence[bool], known: set[tuple[int, int]]) -> list[Span]:
        spans = []
        for start in range(len(tokens)):
            key, is_open, gates = "", False, list(_GATES)
            is_word = len(tokens[start]) > 1 and tokens[start].isalpha()  # its name may end in a number: Calle 60
            for stop in range(start, min(start + self._most_tokens + 1, len(tokens))):
                key += tokens[stop]
                is_open |= open_[stop]
                while gates and len(key) > gates[0] and self._begins_name(key, gates[0]):
                    gates.pop(0)
                if gates and len(key) > gates[0]:
                    break
                if (
                    is_open
                    and len(key) >= _MIN_FUZZY
                    and (is_word or not _ends_number(tokens[stop]))
                    and (start, stop + 1) not in known
                ):
                    candidates = self._mean_near(key)
                    if candidates:
                        spans.append(Span(start, stop + 1, candidates, 1 - 1 / len(key)))
        return spans

    def _mean_near(self, key: str) -> dict[str, tuple[int, ...]]:
        found: dict[str, None] = {name: None for name in self._near.get(key, ()) if _is_lost(key, name)}
        for i in range(len(key)):
            less = key[:i] + key[i + 1 :]
            if less in self._exact and len(less) >= _MIN_FUZZY and key[i] not in TELLING:
                found[less] = None
            for name in self._near.get(less, ()):
                if len(name) == len(key) and _is_slip(key, name, i):
                    found[name] = None
        if key in self._exact:  # the words of a name, joined or parted
            found[key] = None
        candidates: dict[str, tuple[int, ...]] = {}
        for name in found:
            for element, codes in self._exact[name].items():
                candidates[element] = candidates.get(element, ()) + codes
        return candidates


class _TextFilter:
    """Texts as bits: one of them is always found, another once in thirty times; a fiftieth of the memory of a set."""

    def __init__(self, texts: set[str]) -> None:
        self._mask = (1 << max(3, (32 * len(texts)).bit_length())) - 1
        self._bits = bytearray((self._mask + 1) >> 3)
        for text in texts:
            place = hash(text) & self._mask
            self._bits[place >> 3] |= 1 << (place & 7)

    def __contains__(self, text: str) -> bool:
        place = hash(text) & self._mask
        return bool(self._bits[place >> 3] >> (place & 7) & 1)


def _list_shorter(text: str) -> set[str]:
    """List a text less one character, at each place."""
    return {text[:i] + text[i + 1 :] for i in range(len(text))}


def _is_lost(key: str, name: str) -> bool:
    """Tell whether the character that a text lacks of a name may be lost by a slip."""
    return next((b for a, b in zip(key, name, strict=False) if a != b), name[-1]) not in TELLING


def _is_slip(key: str, name: str, i: int) -> bool:
    """Tell whether a text is a name of its length but for character i, or for two, one of them i, that are swapped."""
    if name[:i] == key[:i] and name[i + 1 :] == key[i + 1 :]:
        telling = TELLING & {key[i], name[i]}
        if not telling:
            return True
        return len(telling) == 1 and len(key) >= _MIN_TELLING and not key[i].isdigit() and _may_slip(name, i)
    return any(
        key[j] == name[j + 1]
        and key[j + 1] == name[j]
        and name[:j] == key[:j]
        and name[j + 2 :] == key[j + 2 :]
        and not (key[j].isdigit() or key[j + 1].isdigit())
        for j in range(max(i - 1, 0), min(i + 1, len(key) - 1))
    )


def _list_slips(name: str) -> set[str]:
    """List a name less one character, at each place where a slip is one."""
    is_long = len(name) >= _MIN_TELLING
    return {
        name[:i] + name[i + 1 :]
        for i, char in enumerate(name)
        if char not in TELLING or (is_long and _may_slip(name, i))
    }


def _may_slip(name: str, i: int) -> bool:
    """Tell whether a character may have become another: a numeral only where it begins a name, as in 三王庄."""
    return not name[i].isdigit() or (i == 0 and not _ends_number(name[1]))


def _ends_number(token: str) -> bool:
    return token[0].isdigit() or token in _NUMBER_WORDS


def _choose(tokens: Sequence[str], spans: Sequence[Span], slip_cost: float) -> list[Span]:
    """Choose spans that do not overlap and cover most characters, whole names before misspelt and many short ones."""
    count = len(tokens)
    ends = [0, *accumulate(map(len, tokens))]
    by_start: dict[int, list[Span]] = defaultdict(list)
    for span in spans:
        by_start[span.start].append(span)
    best: list[tuple[float, Span | None]] = [(0.0, None)] * (count + 1)
    for start in range(count - 1, -1, -1):
        best[start] = (best[start + 1][0], None)
        for span in by_start[start]:
            cost = 0.3 + (slip_cost if span.similarity < 1 else 0.0)
            gain = ends[span.stop] - ends[start] - cost + best[span.stop][0]
            if gain > best[start][0]:
                best[start] = (gain, span)
    chosen, start = [], 0
    while start < count:
        first = best[start][1]
        if first is None:
            start += 1
        else:
            chosen.append(first)
            start = first.stop
    return chosen
