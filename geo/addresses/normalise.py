"""Addresses in one form: full-width and half-width, Chinese numerals and digits, accents and abbreviations alike.

Everything here is done in the same way to the city's own addresses and to those that people write, so that a rule that
touches a name (二七区 becomes 27区) touches it on both sides and hides nothing.
"""

import re
import unicodedata
from typing import Final

from geo.addresses.languages import PLAIN, Language
from geo.addresses.numerals import NAME_MARK, NUMERAL_SUFFIXES, write_digits
from geo.addresses.traditional import SIMPLIFIED

#: Longest text that is read; what lies behind is no address [characters].
MAX_LENGTH: Final = 200

#: Letters of scripts that write words; every other letter is a word by itself.
_WORD: Final = "[^\\W\\d_\u2e80-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]+"
_LATIN: Final = re.compile(_WORD)
_TOKEN: Final = re.compile(rf"{_WORD}|{NAME_MARK}?\d+|[^\W_]|[#/-]")
_ORDINAL: Final = re.compile(r"(?<=\d)\s*[ºª°]|(?<=\d)\.[ºª]")
_LETTERS: Final = str.maketrans({"æ": "ae", "ø": "o", "œ": "oe", "ð": "d", "þ": "th", "ł": "l", "đ": "d", "ı": "i"})
#: 12号附3号 is one number, and so is 12之3.
_ADDED: Final = re.compile(r"(?<=\d)号?(?:院)?[附之](\d+)(?:号|(?!\d))")
_DOUBLE: Final = re.compile("[ao]e|aa")


def split_tokens(text: str, language: Language = PLAIN) -> list[str]:
    """Bring a text to tokens in one form.

    Parameters
    ----------
    text
        As people write it; what lies behind :data:`MAX_LENGTH` characters is not read.
    language
        Of the city.

    Returns
    -------
    list of str
        Words of letters (lower case, no accents, spelt out, articles left out), numbers in digits, and every other
        character by itself, simplified; of signs only ``#``, ``-`` and ``/``. Empty where nothing of that is left.

    Examples
    --------
    >>> "".join(split_tokens("二七區 航海東路一千三百一十九号 3#楼"))
    '27区航海东路1319号3#楼'
    >>> split_tokens("Blåbærvej 12-B") == split_tokens("BLAABAERVEJ 12-B")
    True
    """
    return [token.lstrip(NAME_MARK) for token in split_marked(unify_signs(text), language)]


def split_marked(text: str, language: Language = PLAIN) -> list[str]:
    """Bring a text to tokens, with the marks of numerals that belong to names.

    Parameters
    ----------
    text
        By :func:`unify_signs`.
    language
        Of the city.

    Returns
    -------
    list of str
        As :func:`split_tokens` gives them, the marks at their beginnings.
    """
    return _split_words(text, language) if _LATIN.search(text) else _TOKEN.findall(text)


def unify_signs(text: str) -> str:
    """Bring the characters of a text to one form: half-width, lower case, simplified, numerals in digits.

    Parameters
    ----------
    text
        As people write it; what lies behind :data:`MAX_LENGTH` characters is not read.

    Returns
    -------
    str
        With its signs and spaces; a number that was written in Chinese numerals, and stands before nothing that is
        counted, is marked: 二七广场.

    Examples
    --------
    >>> unify_signs("二樓，ＡＢ座")
    '2楼,ab座'
    """
    text = text[:MAX_LENGTH]
    if text.isascii():
        return text.casefold()
    text = unicodedata.normalize("NFKC", _ORDINAL.sub(" ", text)).casefold().translate(SIMPLIFIED)
    return _ADDED.sub(r"-\1号", write_digits(text)).replace("–", "-")


def _split_words(text: str, language: Language) -> list[str]:
    for pattern, word in language.rewrites:
        text = pattern.sub(word, text)
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
        text = text.translate(_LETTERS)
    text = text.replace(" - ", " ").replace("'", " ")
    if language.folds:
        text = _DOUBLE.sub(lambda found: found.group()[0], text)
    found = _TOKEN.findall(text)
    # a letter behind a number is part of it: 153 C is no calle
    tokens = [
        t if i and len(t) == 1 and found[i - 1].isdigit() else language.words.get(t, t) for i, t in enumerate(found)
    ]
    return [token for token in tokens if token not in language.dropped]


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
    >>> to_numeral("3号楼"), to_numeral("三栋"), to_numeral("12 B"), to_numeral("28-30"), to_numeral("2;4; 6")
    ('3', '3', '12b', '28-30', '2/4/6')
    >>> to_numeral("12号附3号")
    '12-3'
    """
    text = text.replace(";", "/").replace(",", "/").replace("；", "/")
    return "".join(token for token in split_tokens(text) if token not in NUMERAL_SUFFIXES)
