"""Words in both languages as HTML: the page holds both, and its style shows one."""

from functools import cache, lru_cache
from typing import Final

from geo.plans.review_tables.words import Words, phrase
from maps.escape import to_html_text

#: Words that are written as HTML once: most of a batch's dossiers say what others say.
_REMEMBERED: Final = 20_000
#: A text from data as HTML.
plain: Final = cache(to_html_text)


@lru_cache(_REMEMBERED)
def render(text: str | Words) -> str:
    """Write words as HTML of which the style shows one language.

    Parameters
    ----------
    text
        The words, or a text from data; what reads the same in both languages stands once.

    Returns
    -------
    str
        HTML, escaped.

    Examples
    --------
    >>> render(Words("米", "m")), render(Words("<5", "<5")), render("P-1")
    ('<span lang="zh">米</span><span lang="en">m</span>', '&lt;5', 'P-1')
    """
    if isinstance(text, str):
        return plain(text)
    zh, en = to_html_text(text.zh), to_html_text(text.en)
    return zh if zh == en else f'<span lang="zh">{zh}</span><span lang="en">{en}</span>'


@cache
def _render_text(key: str) -> str:
    return render(phrase(key))


def say(key: str, **values: str | Words) -> str:
    """Write a text as HTML of which the style shows one language.

    Parameters
    ----------
    key
        A key of :data:`geo.texts.TEXTS`.
    **values
        What stands in its places, not yet escaped.

    Returns
    -------
    str
        HTML, escaped.

    Raises
    ------
    KeyError
        If there is no such text or a value is missing: a fault of the program, not of the data.

    Examples
    --------
    >>> say("stage.plan")
    '<span lang="zh">规划</span><span lang="en">Plan</span>'
    """
    return render(phrase(key, **values)) if values else _render_text(key)
