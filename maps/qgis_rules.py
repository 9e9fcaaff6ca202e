"""What styles for desktop GIS have in common: names and rules, in the colours of our maps."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from geo.files.qgis_style import StyleRule
from geo.texts import LANGS, TEXTS, fill_languages
from maps.style import HATCH_COLOUR, HELPED_COLOURS, NOBODY_COLOUR, ROAD_COLOUR, SHARE_BREAKS, SHARE_COLOURS


def quote_column(name: str) -> str:
    """Quote a column for the filter of a rule.

    Parameters
    ----------
    name
        The column.

    Returns
    -------
    str
        As SQL has it.

    Examples
    --------
    >>> quote_column("share_clinic")
    '"share_clinic"'
    """
    return '"' + name.replace('"', '""') + '"'


def quote_text(text: str) -> str:
    """Quote a text for the filter of a rule.

    Parameters
    ----------
    text
        The text.

    Returns
    -------
    str
        As SQL has it.

    Examples
    --------
    >>> quote_text("it's")
    "'it''s'"
    """
    return "'" + text.replace("'", "''") + "'"


def list_heads(prefix: str) -> dict[str, Mapping[str, str]]:
    """List the columns that texts name.

    Parameters
    ----------
    prefix
        How the keys of the texts begin; the rest is the column.

    Returns
    -------
    dict
        Column -> language -> its name.

    Examples
    --------
    >>> list_heads("grid.head.")["households"]["en"]
    'Households'
    """
    return {key.removeprefix(prefix): fill_languages(key) for key in TEXTS if key.startswith(prefix)}


def mark_each(column: str, values: Mapping[str, tuple[Mapping[str, str], str]], **looks: Any) -> list[StyleRule]:
    """Draw each value of a column in a colour of its own.

    Parameters
    ----------
    column
        A column of texts.
    values
        Value -> its name in each language, and its colour.
    looks
        How all are drawn else, as of :class:`geo.files.qgis_style.StyleRule`; outlined in their colour unless said.

    Returns
    -------
    list of StyleRule
        One for each value.

    Examples
    --------
    >>> from maps.style import INK_COLOUR
    >>> print(mark_each("kind", {"a": ({"zh": "甲", "en": "A"}, INK_COLOUR)})[0].where)
    "kind" = 'a'
    """
    return [
        StyleRule(
            label=name,
            where=f"{quote_column(column)} = {quote_text(value)}",
            colour=colour,
            **{"outline": colour, **looks},
        )
        for value, (name, colour) in values.items()
    ]


def grade_shares(column: str, *, unknown: str, also: str = "") -> list[StyleRule]:
    """Grade areas by a share, from red to blue; where there is none they are hatched.

    Parameters
    ----------
    column
        The share, 0 to 1.
    unknown
        Key of the text that says why a share is missing.
    also
        A further condition of every rule, as SQL; "" for none.

    Returns
    -------
    list of StyleRule
        Of which each feature that fits `also` fits one.

    Examples
    --------
    >>> grade_shares("share_within", unknown="status.not_judged")[-1].where
    '"share_within" > 0.8 AND "share_within" <= 1'
    """
    share, more = quote_column(column), f" AND {also}" if also else ""
    rules = [_hatch(f"{share} IS NULL{more}", unknown)]
    for (low, high), colour in zip(pairwise((0.0, *SHARE_BREAKS)), SHARE_COLOURS, strict=True):
        above = f"{share} > {low:g} AND " if low else ""
        label = {str(lang): TEXTS["layer.share"][lang].format(low=low, high=high) for lang in LANGS}
        where = f"{above}{share} <= {high:g}{more}"
        rules.append(StyleRule(label=label, where=where, colour=colour, outline=NOBODY_COLOUR))
    return rules


def grade_people(column: str, people: Iterable[float], *, unknown: str, also: str = "") -> list[StyleRule]:
    """Grade areas by people whom something concerns, in classes of as many areas each; where nobody knows, hatched.

    Parameters
    ----------
    column
        The people.
    people
        Those of the areas that are graded.
    unknown, also
        As for :func:`grade_shares`.

    Returns
    -------
    list of StyleRule
        Of which each feature that fits `also` fits one.

    Examples
    --------
    >>> rules = grade_people("helped", [0.0, 10.0, 20.0, 30.0, 40.0, 50.0], unknown="status.not_judged")
    >>> [rule.label["en"] for rule in rules][1:4], rules[-1].where
    (['nobody', '1 to 10 people', '11 to 20 people'], '"helped" > 40')
    """
    name, more = quote_column(column), f" AND {also}" if also else ""
    rules = [
        _hatch(f"{name} IS NULL{more}", unknown),
        StyleRule(
            label=fill_languages("qgis.nobody"), where=f"{name} <= 0{more}", colour=NOBODY_COLOUR, outline=ROAD_COLOUR
        ),
    ]
    ends = _find_ends(list(people))
    colours = HELPED_COLOURS[len(HELPED_COLOURS) - len(ends) - 1 :]
    for low, high, colour in zip((0, *ends), (*ends, None), colours, strict=True):
        below = "" if high is None else f" AND {name} <= {high}"
        label = (
            fill_languages("qgis.more", low=low)
            if high is None
            else fill_languages("qgis.people", low=low + 1, high=high)
        )
        rules.append(StyleRule(label=label, where=f"{name} > {low}{below}{more}", colour=colour, outline=NOBODY_COLOUR))
    return rules


def _find_ends(people: Sequence[float]) -> list[int]:
    """Find the upper ends of all classes but the last, whole numbers of two digits and zeros, each once."""
    known = np.asarray(people, float)
    known = known[known > 0]  # NaN neither
    if not len(known):
        return []
    shares = np.arange(1, len(HELPED_COLOURS)) / len(HELPED_COLOURS)
    ends = [int(float(f"{end:.1e}")) for end in np.quantile(known, shares, method="inverted_cdf")]
    return sorted({end for end in ends if 1 <= end < known.max()})


def _hatch(where: str, unknown: str) -> StyleRule:
    return StyleRule(
        label=fill_languages(unknown), where=where, colour=HATCH_COLOUR, outline=HATCH_COLOUR, is_hatched=True
    )
