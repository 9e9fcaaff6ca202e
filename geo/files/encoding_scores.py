"""How plausible bytes are as a text in one encoding: by the characters that come out."""

import re
import unicodedata
from collections.abc import Callable
from functools import partial
from typing import Final

#: UTF-8 with or without its mark.
UTF8: Final = "utf-8-sig"


_WIDE: Final = re.compile(r"[^\x00-\x7f]+")
#: Signs beside letters that Western texts have; of others an encoding that is wrong is full.
_WESTERN_SIGNS: Final = frozenset("ºª°²³¿¡«»·´’‘“”–—…€ ½&")
_CHINESE_SIGNS: Final = frozenset("·—“”‘’…℃㎡№×°")


def _score_utf8(sample: bytes) -> float:
    """Tell how much of a text is UTF-8: a file of that encoding may be damaged at one place."""
    text = sample.decode("utf-8", "replace")
    wide = [character for part in _WIDE.findall(text) for character in part]
    return 1 - 4 * wide.count("\ufffd") / len(wide)


def _score_chinese(sample: bytes, *, encoding: str, common: str, frequent: tuple[int, int]) -> float:
    """Tell how much of a text is frequent Chinese characters: those that their standards list first."""
    text = sample.decode(encoding, "replace")
    wide = [character for part in _WIDE.findall(text) for character in part]
    return sum(_weigh_chinese(character, common, frequent) for character in wide) / len(wide)


def _weigh_chinese(character: str, common: str, frequent: tuple[int, int]) -> float:
    if character == "\ufffd" or unicodedata.category(character) in ("Co", "Cn"):
        return -1.0
    if character in _CHINESE_SIGNS or "\u3000" <= character < "\u3040" or "\uff00" <= character < "\uffe8":
        return 1.0
    if not "\u4e00" <= character <= "\u9fff":
        return 0.2
    try:
        lead = character.encode(common)[0]
    except UnicodeEncodeError:
        return 0.3
    return 1.0 if frequent[0] <= lead <= frequent[1] else 0.6


def _score_western(sample: bytes) -> float:
    """Tell how much of a text is letters with accents that stand alone among others, as in Western languages."""
    text = sample.decode("cp1252", "replace")
    weights = [_weigh_western(part[0], text[part.start() - 1 : part.start()]) for part in _WIDE.finditer(text)]
    return sum(weights) / sum(len(part) for part in _WIDE.findall(text))


def _weigh_western(part: str, before: str) -> float:
    """Weigh characters in a row: one letter is usual, two are rare, more are none of a Western word."""
    usual = sum(character.isalpha() or character in _WESTERN_SIGNS for character in part)
    if len(part) > 1:
        return (0.5 if part.islower() and len(part) == 2 else 0.2) * usual  # two letters
    return 0.3 * usual if part.isupper() and before.islower() else float(usual)


#: Encoding -> how plausible a text is in it, from 0 to 1, and below for what it cannot be.
SCORES: Final[dict[str, Callable[[bytes], float]]] = {
    UTF8: _score_utf8,
    "gb18030": partial(_score_chinese, encoding="gb18030", common="gb2312", frequent=(0xB0, 0xD7)),
    "cp950": partial(_score_chinese, encoding="cp950", common="cp950", frequent=(0xA4, 0xC6)),
    "cp1252": _score_western,
}
