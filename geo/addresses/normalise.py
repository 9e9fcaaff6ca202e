"""Addresses in one form: full-width and half-width, Chinese numerals and digits, accents and abbreviations alike.

Everything here is done to the city's own addresses and to what people ask for in the same way, so that a rule that
touches a name (二七区 becomes 27区) touches it on both sides and hides nothing.
"""

import re
import unicodedata
from typing import Final

#: Longest text that is read; what lies behind is no address [characters].
MAX_LENGTH: Final = 200

_DIGITS: Final = {"〇": 0, "零": 0, "○": 0} | {char: value for value, char in enumerate("一二三四五六七八九", 1)}
_PLACES: Final = {"十": 10, "百": 100, "千": 1000}
_NUMERAL: Final = re.compile(f"[{''.join(_DIGITS)}十][{''.join(_DIGITS)}{''.join(_PLACES)}]*")
_LATIN: Final = re.compile("[a-z]")
_TOKEN: Final = re.compile(r"[a-z]+|\d+|[^\W_]|[#/-]")
#: Words that people shorten or leave out; the list is ours: the forms that Spanish and English signs and mail use.
_WORDS: Final = {
    word: full
    for full, short in {
        "calle": "c cl cll",
        "avenida": "av avd avda avenue ave",
        "plaza": "pza plza pl",
        "plazoleta": "plzta pzta",
        "paseo": "po pso p",
        "carretera": "ctra crta cra",
        "urbanizacion": "urb",
        "pasaje": "pje psje",
        "camino": "cno cmno",
        "doctor": "dr",
        "general": "gral",
        "profesor": "prof",
        "street": "st",
        "road": "rd",
        "santa": "sta",
        "nuestra": "ntra",
        "senora": "sra",
    }.items()
    for word in short.split()
}
_DROPPED: Final = frozenset(["de", "del", "la", "las", "los", "el", "y", "i", "no", "num", "numero", "the", "of"])
#: Words that say what kind of way a name is; people leave them out or choose another.
WAY_WORDS: Final = frozenset(
    ("calle", "avenida", "plaza", "plazoleta", "paseo", "carretera", "urbanizacion", "pasaje", "camino", "street",
     "road")
)  # fmt: skip


def split_tokens(text: str) -> list[str]:
    """Bring a text to tokens in one form.

    Parameters
    ----------
    text
        As people write it; what lies behind :data:`MAX_LENGTH` characters is not read.

    Returns
    -------
    list of str
        Latin words (lower case, no accents, spelt out, articles left out), numbers in digits, and every other
        character by itself; of signs only ``#``, ``-`` and ``/``.

    Examples
    --------
    >>> "".join(split_tokens("二七区 航海东路一千三百一十九号 3#楼"))
    '27区航海东路1319号3#楼'
    >>> split_tokens("C/ León y Castillo, nº 12-B")
    ['calle', 'leon', 'castillo', '12', '-', 'b']
    """
    text = unicodedata.normalize("NFKC", text[:MAX_LENGTH]).casefold()
    if not text.isascii():
        text = unicodedata.normalize("NFD", text)
        if not text.isalnum():  # most names are: letters and digits alone, so that no accent is among them
            text = "".join(c for c in text if not unicodedata.combining(c))
        text = _NUMERAL.sub(_to_digits, text)
    if not _LATIN.search(text):
        return _TOKEN.findall(text)
    found = _TOKEN.findall(text.replace("c/", "calle ").replace("s/n", " "))
    # a letter behind a number is part of it: 153 C is no calle
    tokens = [t if i and len(t) == 1 and found[i - 1].isdigit() else _WORDS.get(t, t) for i, t in enumerate(found)]
    return [token for token in tokens if token not in _DROPPED]


def _to_digits(found: "re.Match[str]") -> str:
    """Write a Chinese numeral in digits: 六百三十一, 六三一 and 二十 as read aloud; 一零五 digit by digit."""
    text = found.group()
    if not any(char in _PLACES for char in text):
        return "".join(str(_DIGITS[char]) for char in text)
    total, digit = 0, None
    for char in text:
        if char in _PLACES:
            total += (1 if digit is None else digit) * _PLACES[char]
            digit = None
        else:
            digit = _DIGITS[char]
    return str(total + (digit or 0))
