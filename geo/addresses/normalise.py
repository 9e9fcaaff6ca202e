"""Addresses in one form: full-width and half-width, Chinese numerals and digits, accents and abbreviations alike.

Everything here is done in the same way to the city's own addresses and to those that people write, so that a rule that
touches a name (二七区 becomes 27区) touches it on both sides and hides nothing.
"""

import re
import unicodedata
from typing import Final

from geo.addresses.numerals import NUMERAL_SUFFIXES, write_digits

#: Longest text that is read; what lies behind is no address [characters].
MAX_LENGTH: Final = 200

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
        character by itself; of signs only ``#``, ``-`` and ``/``. Empty where nothing of that is left.

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
        text = write_digits(text)
    if not _LATIN.search(text):
        return _TOKEN.findall(text)
    found = _TOKEN.findall(text.replace("c/", "calle ").replace("s/n", " "))
    # a letter behind a number is part of it: 153 C is no calle
    tokens = [t if i and len(t) == 1 and found[i - 1].isdigit() else _WORDS.get(t, t) for i, t in enumerate(found)]
    return [token for token in tokens if token not in _DROPPED]


def to_numeral(text: str) -> str:
    """Bring the number of a house or building to its bare form.

    Parameters
    ----------
    text
        As the layer holds it.

    Returns
    -------
    str
        Without what only says that it is a number; "" for "".

    Examples
    --------
    >>> to_numeral("3号楼"), to_numeral("三栋"), to_numeral("12 B"), to_numeral("28-30")
    ('3', '3', '12b', '28-30')
    """
    return "".join(token for token in split_tokens(text) if token not in NUMERAL_SUFFIXES)
