"""What addresses of a language shorten, leave out and call their ways; a city's is read off the names of its roads."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, kw_only=True)
class Language:
    """How the addresses of a language are written, in lower case without accents.

    Parameters
    ----------
    ways
        Words that say what kind of way a name is and stand before it; people leave them out.
    endings
        What names of ways end in.
    words
        Short form -> the word.
    also
        First word of a name -> another one whose short form is the same: St. Kongensgade is Store Kongensgade.
    dropped
        Words that are left out on both sides.
    rewrites
        Pattern -> what stands for it, in the order to apply.
    folds
        Whether aa, ae and oe are one letter written in two.
    """

    ways: frozenset[str] = frozenset()
    endings: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    also: Mapping[str, str] = field(default_factory=dict)
    dropped: frozenset[str] = frozenset()
    rewrites: tuple[tuple[re.Pattern[str], str], ...] = ()
    folds: bool = True


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _spell_out(shorts: Mapping[str, str]) -> dict[str, str]:
    return {word: full for full, short in shorts.items() for word in short.split()}


_NUMBER_WORDS: Final = "no nr num numero numer"
#: Of a city whose roads tell no language.
PLAIN: Final = Language(dropped=_words(_NUMBER_WORDS))

_SPANISH: Final = Language(
    ways=_words("calle avenida plaza plazoleta paseo carretera urbanizacion pasaje camino glorieta ronda travesia"),
    words=_spell_out(
        {
            "calle": "c cl cll carrer",
            "avenida": "av avd avda avinguda",
            "plaza": "pza plza pl",
            "plazoleta": "plzta pzta",
            "paseo": "po pso p",
            "carretera": "ctra crta cra",
            "urbanizacion": "urb",
            "pasaje": "pje psje",
            "camino": "cno cmno",
            "glorieta": "gta",
            "ronda": "rda",
            "travesia": "trv trva",
            "doctor": "dr",
            "doctora": "dra",
            "general": "gral",
            "profesor": "prof",
            "santa": "sta",
            "santo": "sto",
            "nuestra": "ntra",
            "senora": "sra",
            "francisco": "fco",
            "1": "primero primera",
        }
    ),
    dropped=_words(f"{_NUMBER_WORDS} de del la las los el y i n"),
    rewrites=((re.compile(r"\bc/"), "calle "), (re.compile(r"\bs/n\b"), " ")),
    folds=False,
)
_ENGLISH: Final = Language(
    endings=(" street", " road", " avenue", " lane", " drive", " close", " court", " way"),
    words=_spell_out(
        {
            "street": "st str",
            "road": "rd",
            "avenue": "av ave",
            "boulevard": "blvd",
            "drive": "dr",
            "lane": "ln",
            "court": "ct",
            "place": "pl",
            "square": "sq",
            "north": "n",
            "south": "s",
            "east": "e",
            "west": "w",
        }
    ),
    dropped=_words(f"{_NUMBER_WORDS} the of"),
    folds=False,
)
_DANISH: Final = Language(
    endings=("gade", "vej", "vejen", "gaden", "stræde", "allé", "plads", "torv"),
    words=_spell_out(
        {
            "gammel": "gl gml",
            "sankt": "st sct skt",
            "sondre": "sdr",
            "nordre": "ndr",
            "lille": "ll",
            "kongens": "kgs",
            "boulevard": "blvd boul",
            "plads": "pl",
            "alle": "al",
            "doktor": "dr",
        }
    ),
    also={"store": "sankt"},
    dropped=frozenset({"nr", "no"}),
    rewrites=((re.compile(r"(?<=\w{3})(?:vj\b\.?|v\.)"), "vej"), (re.compile(r"(?<=\w{3})g\."), "gade")),
)
_SWEDISH: Final = Language(
    endings=("gatan", "vägen", "gränd", "katu", "tie"),
    words=_spell_out({"sankt": "st", "norra": "n", "sodra": "s", "vastra": "v", "ostra": "o"}),
    also={"stora": "sankt"},
    rewrites=((re.compile(r"(?<=\w{3})v\."), "vägen"), (re.compile(r"(?<=\w{3})g\."), "gatan")),
)
_GERMAN: Final = Language(
    endings=("strasse", "straße", "platz", "weg", "allee", "gasse"),
    words=_spell_out({"sankt": "st", "platz": "pl", "doktor": "dr", "professor": "prof"}),
    dropped=frozenset({"nr", "no"}),
    rewrites=((re.compile(r"str\b\.?"), "strasse"), (re.compile("ue"), "u")),
)
_FRENCH: Final = Language(
    ways=_words("rue avenue boulevard place chemin allee impasse route quai square cours"),
    words=_spell_out(
        {
            "rue": "r",
            "avenue": "av ave",
            "boulevard": "bd bvd blvd boul",
            "place": "pl",
            "chemin": "ch che chem",
            "allee": "all",
            "impasse": "imp",
            "route": "rte",
            "faubourg": "fg fbg",
            "saint": "st",
            "sainte": "ste",
        }
    ),
    dropped=_words("no numero de du des la le les l d"),
    folds=False,
)
_PORTUGUESE: Final = Language(
    ways=_words("rua travessa largo praca estrada avenida alameda beco calcada"),
    words=_spell_out(
        {
            "rua": "r",
            "avenida": "av avd",
            "praca": "pc pca",
            "travessa": "tv trav",
            "largo": "lg",
            "estrada": "estr est",
            "alameda": "al",
            "doutor": "dr",
            "general": "gen gal",
            "professor": "prof",
            "santo": "sto",
            "santa": "sta",
        }
    ),
    dropped=_words("no n numero de da do das dos e"),
    folds=False,
)
_ITALIAN: Final = Language(
    ways=_words("via viale piazza corso vicolo largo piazzale strada"),
    words=_spell_out({"viale": "vle", "piazza": "pza pzza p", "corso": "cso", "via": "v"}),
    dropped=_words("n no numero di del della dei degli delle dell il la"),
    folds=False,
)
_DUTCH: Final = Language(
    endings=("straat", "laan", "plein", "gracht", "kade"),
    words=_spell_out({"sint": "st", "burgemeester": "burg", "doctor": "dr", "professor": "prof"}),
    rewrites=((re.compile(r"str\b\.?"), "straat"),),
    folds=False,
)
_ALL: Final = (
    _SPANISH, _ENGLISH, _DANISH, _SWEDISH, _GERMAN, _FRENCH, _PORTUGUESE, _ITALIAN, _DUTCH,
)  # fmt: skip
#: A language is told by this share of the names of roads.
_LEAST_SHARE: Final = 0.05


def choose_language(roads: Iterable[str]) -> Language:
    """Choose the language that the roads of a city are named in.

    Parameters
    ----------
    roads
        Their names.

    Returns
    -------
    Language
        The one whose words for ways most of them have; :data:`PLAIN` where few have any, and for no names.

    Examples
    --------
    >>> choose_language(["Calle Mayor", "Calle Triana"]).words["avda"]
    'avenida'
    >>> choose_language(["文化路"]) is PLAIN, choose_language([]) is PLAIN
    (True, True)
    """
    counts: Counter[int] = Counter()
    names = 0
    for road in roads:
        names += 1
        if road[:1].isascii() or not road[:1].isalpha() or road[0] < "\u2e80":
            text = road.casefold()
            first = text.split(" ", 1)[0]
            counts.update(i for i, one in enumerate(_ALL) if first in one.ways or text.endswith(one.endings))
    if not counts:
        return PLAIN
    best, count = counts.most_common(1)[0]
    return _ALL[best] if count >= _LEAST_SHARE * names else PLAIN
