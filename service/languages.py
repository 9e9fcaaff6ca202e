"""The language that a client reads, as it says itself."""

from collections.abc import Mapping
from typing import Final

from starlette.datastructures import Headers
from starlette.types import Scope

from geo.texts import Lang

#: What is answered to who does not say what they read, or reads neither language.
DEFAULT: Final[Lang] = "en"
#: The least weight that is not a refusal.
_LEAST: Final = 0.001
#: Languages of a header that are read.
_MOST_LANGUAGES: Final = 50


def choose_language(accept: str) -> Lang:
    """Choose the language of an answer's sentences.

    Parameters
    ----------
    accept
        The header Accept-Language (RFC 9110, section 12.5.4); what is no weight counts as 0.

    Returns
    -------
    str
        ``"zh"`` where any Chinese is read at least as gladly as English, ``"en"`` otherwise.

    Examples
    --------
    >>> [choose_language(text) for text in ("zh-CN,zh;q=0.9,en;q=0.8", "en-GB,en;q=0.9,zh;q=0.8", "da", "")]
    ['zh', 'en', 'en', 'en']
    """
    weights = {"zh": 0.0, "en": 0.0}
    for part in accept.lower().split(",")[:_MOST_LANGUAGES]:
        tag, *parameters = (piece.strip() for piece in part.split(";"))
        name = tag.partition("-")[0]
        if name in weights:
            weights[name] = max(weights[name], _read_weight(parameters))
    return "zh" if weights["zh"] >= max(weights["en"], _LEAST) else DEFAULT


def _read_weight(parameters: list[str]) -> float:
    text = next((each.removeprefix("q=") for each in parameters if each.startswith("q=")), "1")
    return float(text) if text.replace(".", "", 1).isdecimal() and text.isascii() else 0.0


def read_language(scope: Scope) -> Lang:
    """Return the language that the client of a request reads.

    Parameters
    ----------
    scope
        The request as ASGI has it.

    Returns
    -------
    str
        By its header Accept-Language.

    Examples
    --------
    >>> read_language({"headers": [(b"accept-language", b"zh-CN")]})
    'zh'
    """
    return choose_language(Headers(scope=scope).get("accept-language", ""))


def describe_language(lang: Lang) -> Mapping[str, str]:
    """Return the headers of an answer that is written in a language which the client chose.

    Parameters
    ----------
    lang
        Its language.

    Returns
    -------
    dict
        Name -> value.

    Examples
    --------
    >>> describe_language("zh")
    {'Content-Language': 'zh', 'Vary': 'Accept-Language'}
    """
    return {"Content-Language": lang, "Vary": "Accept-Language"}
