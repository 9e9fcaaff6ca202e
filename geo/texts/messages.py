"""Messages of errors, faults and reasons in the reader's language: raised in English, put into Chinese by template."""

import functools
from dataclasses import dataclass
from string import Formatter
from typing import Final

from geo.texts._city_messages import CITY_MESSAGES
from geo.texts._file_messages import FILE_MESSAGES
from geo.texts._format_messages import FORMAT_MESSAGES
from geo.texts._job_messages import JOB_MESSAGES
from geo.texts._languages import Lang, Pairs
from geo.texts._library_messages import LIBRARY_MESSAGES
from geo.texts._life_circle_messages import LIFE_MESSAGES
from geo.texts._message_words import FRAMES, WORDS
from geo.texts._place_messages import PLACE_MESSAGES
from geo.texts._plan_messages import PLAN_MESSAGES
from geo.texts._programme_messages import PROGRAMME_MESSAGES
from geo.texts._report_messages import REPORT_MESSAGES
from geo.texts._scenario_messages import SCENARIO_MESSAGES
from geo.texts._service_messages import SERVICE_MESSAGES
from geo.texts._siting_messages import SITING_MESSAGES
from geo.texts._table_messages import TABLE_MESSAGES

#: Every message that has no language yet, by subject.
MESSAGES: Final[Pairs] = (
    *FRAMES,
    *CITY_MESSAGES,
    *FILE_MESSAGES,
    *FORMAT_MESSAGES,
    *TABLE_MESSAGES,
    *PLACE_MESSAGES,
    *PLAN_MESSAGES,
    *SITING_MESSAGES,
    *LIFE_MESSAGES,
    *REPORT_MESSAGES,
    *PROGRAMME_MESSAGES,
    *SCENARIO_MESSAGES,
    *SERVICE_MESSAGES,
    *JOB_MESSAGES,
    *LIBRARY_MESSAGES,
)
#: A place whose value is looked up among the words too.
_WORD: Final = "_word"
#: A place whose value is a number, or the template does not fit.
_NUMBER: Final = "_number"
#: What stands before a fault in a list of them.
_BULLET: Final = "  - "
#: Of more signs of its kind a text is not taken for parts.
_MOST_PARTS: Final = 24
#: Characters of a line that is still looked up: longer than any fault that is shown.
_LONGEST: Final = 2_500
_REMEMBERED: Final = 4_096
#: Share of a text that a template must account for, so that it is not taken for parts.
_MOSTLY: Final = 0.6


@dataclass(frozen=True)
class _Template:
    """An English template taken apart: a literal before, between and behind its places."""

    literals: tuple[str, ...]
    places: tuple[str, ...]
    chinese: str
    #: Characters of the literals: how specific it is.
    length: int


@dataclass(frozen=True)
class _Found:
    """A translation, and how many characters of the English text it accounts for."""

    text: str
    explained: int
    #: Whether the template begins with words of its own, and not with a place that may be another message.
    is_led: bool = False


def translate_message(text: str, lang: Lang) -> str:
    r"""Write a message in one language.

    Parameters
    ----------
    text
        In English, as it was raised; each of its lines is looked up alone.
    lang
        ``"zh"`` or ``"en"``.

    Returns
    -------
    str
        The text itself in English, and where no template fits; values keep their form.

    Examples
    --------
    >>> translate_message("areas.csv, row 3: no geometry; draw it, or delete the row", "zh")
    'areas.csv 第 3 行:没有几何图形;请画出,或删除该行'
    >>> translate_message("2 problems in the data:\nno geometry (2):\n  - a.csv, row 1: no geometry", "zh")
    '数据中有 2 个问题:\n没有几何图形(2):\n  - a.csv 第 1 行:没有几何图形'
    >>> translate_message("something else", "zh")
    'something else'
    """
    if lang == "en":
        return text
    return "\n".join(map(_translate_line, text.split("\n")))


def _translate_line(line: str) -> str:
    bullet = _BULLET if line.startswith(_BULLET) else line[: len(line) - len(line.lstrip())]
    found = _find(line[len(bullet) :], is_word=False)
    return line if found is None else bullet + found.text


@functools.cache
def _compile(*, with_words: bool) -> list[tuple[str, _Template]]:
    """Take the templates apart: each with its longest literal, which rules out nearly all of them at once."""
    pairs = (*WORDS, *MESSAGES) if with_words else MESSAGES
    templates = [_take_apart(*pair) for pair in pairs]
    return [(max(template.literals, key=len), template) for template in templates]


def _take_apart(english: str, chinese: str) -> _Template:
    literals, places = [""], []
    for literal, place, _, _ in Formatter().parse(english):
        literals[-1] += literal
        if place is not None:
            places.append(place)
            literals.append("")
    return _Template(tuple(literals), tuple(places), chinese, sum(map(len, literals)))


@functools.lru_cache(maxsize=_REMEMBERED)
def _find(text: str, *, is_word: bool) -> _Found | None:
    """Find the translation that accounts for most of a text, or None."""
    if not text or len(text) > _LONGEST:
        return None
    found = [_fill(template, text) for literal, template in _compile(with_words=is_word) if literal in text]
    best = max(filter(None, found), key=lambda each: each.explained, default=None)
    if best is not None and best.is_led and best.explained >= _MOSTLY * len(text):
        return best  # to look up its parts costs ten times as much
    found = [best, _find_parts(text, ": ", ":"), _find_parts(text, "; ", ";")]
    return max(filter(None, found), key=lambda each: each.explained, default=None)


def _fill(template: _Template, text: str) -> _Found | None:
    """Put the values of a text into the Chinese template, or return None where it does not fit."""
    values = _match(template.literals, text)
    if values is None:
        return None
    explained, filled = template.length, {}
    for place, value in zip(template.places, values, strict=True):
        if place.endswith(_NUMBER) and not value.replace(",", "").isdecimal():
            return None
        is_word = place.endswith(_WORD)
        # a name of one word is never a message, but may look like a short one
        inner = _find(value, is_word=is_word) if is_word or " " in value else None
        filled[place] = value if inner is None else inner.text
        explained += 0 if inner is None else inner.explained
    return _Found(template.chinese.format(**filled), explained, is_led=bool(template.literals[0]))


def _match(literals: tuple[str, ...], text: str) -> list[str] | None:
    """Return what stands between the literals, each at its first place behind the one before, or None."""
    first, *middle, last = literals if len(literals) > 1 else (literals[0], literals[0])
    if len(literals) == 1:
        return [] if text == first else None
    end = len(text) - len(last)
    if not text.startswith(first) or not text.endswith(last) or end < len(first):
        return None
    values, at = [], len(first)
    for literal in middle:
        found = text.find(literal, at, end)
        if found < 0:
            return None
        values.append(text[at:found])
        at = found + len(literal)
    return [*values, text[at:end]]


def _find_parts(text: str, sign: str, chinese: str) -> _Found | None:
    """Translate a text in two parts: a place before a message, or one message behind the other."""
    at = text.find(sign) if text.count(sign) <= _MOST_PARTS else -1
    while at >= 0:
        head, rest = (_find(part, is_word=False) for part in (text[:at], text[at + len(sign) :]))
        if rest is not None and (head is not None or sign == ": "):
            shown = text[:at] if head is None else head.text
            return _Found(f"{shown}{chinese}{rest.text}", rest.explained + (0 if head is None else head.explained))
        at = text.find(sign, at + 1)
    return None
