"""Why a place has no answer: a key in tables for programs, with a sentence in each language beside it for people."""

from string import Formatter
from typing import Any, Final

import numpy as np

from geo.arrays import Objects
from geo.texts import LANGS, TEXTS, Lang, translate

_PREFIX: Final = "reason."


def is_reason(text: str) -> bool:
    """Tell whether a text is the key of a reason.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    bool
        Whether it has a sentence.

    Examples
    --------
    >>> is_reason("no_road"), is_reason("")
    (True, False)
    """
    return _PREFIX + text in TEXTS


def translate_reason(key: str, lang: Lang, **values: str | float) -> str:
    """Write a reason in one language.

    Parameters
    ----------
    key
        A key of :data:`geo.texts.TEXTS` without "reason." in front; "" for none.
    lang
        ``"zh"`` or ``"en"``.
    **values
        What stands in the places of the text; others are left out.

    Returns
    -------
    str
        Its sentence; "" for "".

    Raises
    ------
    KeyError
        If there is no such text, or a value is missing: a fault of the program, not of the data.

    Examples
    --------
    >>> translate_reason("no_road", "en", snap_limit_m=200.0)
    'no road within 200 m'
    >>> translate_reason("", "zh")
    ''
    """
    return translate(_PREFIX + key, lang).format(**values) if key else ""


def describe_reason(key: str, **values: str | float) -> dict[str, Any]:
    """Write a reason as JSON holds it, as :func:`geo.texts.notes.describe_notes` writes notes.

    Parameters
    ----------
    key, **values
        As of :func:`translate_reason`.

    Returns
    -------
    dict
        ``key, values, zh, en``, with the values that stand in the text.

    Examples
    --------
    >>> describe_reason("no_road", snap_limit_m=200.0, min_component_m=2000.0)["values"]
    {'snap_limit_m': 200.0}
    """
    places = [name for _, name, _, _ in Formatter().parse(translate(_PREFIX + key, "en")) if name]
    used = {name: values[name] for name in places}
    return {"key": key, "values": used, **{str(lang): translate_reason(key, lang, **used) for lang in LANGS}}


def add_sentences(name: str, keys: Objects, **values: str | float) -> dict[str, Objects]:
    """Make the columns of sentences that stand beside a column of reasons.

    Parameters
    ----------
    name
        The column of the reasons.
    keys
        Its reasons, "" for none, shape (n,).
    **values
        As of :func:`translate_reason`, for all rows.

    Returns
    -------
    dict
        ``<name>_zh`` and ``<name>_en``, each of shape (n,).

    Examples
    --------
    >>> add_sentences("reason", np.array(["", "no_road_to_begin"], object))["reason_en"].tolist()
    ['', 'no road near enough to begin at']
    """
    used, row = np.unique(keys.astype(str), return_inverse=True)
    return {
        f"{name}_{lang}": np.array([translate_reason(key, lang, **values) for key in used], object)[row]
        for lang in LANGS
    }
