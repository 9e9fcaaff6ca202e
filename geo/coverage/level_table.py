"""What a sheet of a level shows: shares by category, ranked by how many people are not covered, villages apart."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from geo.arrays import Float64, Objects
from geo.coverage.rollup import name_figure
from geo.coverage.scopes import RURAL
from geo.coverage.status import ALL
from geo.texts import LANGS, TEXTS

#: With so many categories or fewer the people not covered stand beside each share; more would not fit on a page.
_MOST_PAIRS: Final = 8
#: Columns of texts, from the left.
TEXT_COLUMNS: Final = ("code", "name", "parent_name", "scope")


def tabulate_level(
    table: pd.DataFrame, categories: Sequence[str], names: Mapping[str, str], judged: Mapping[str, Collection[str]]
) -> pd.DataFrame:
    """Choose what people read of a level, in the order in which they read it.

    Parameters
    ----------
    table
        A level of :func:`geo.coverage.rollup.roll_up`.
    categories
        Names of its categories.
    names
        Code of a division -> its name, for what a unit is part of.
    judged
        Scope -> the categories in which its rows are judged.

    Returns
    -------
    pandas.DataFrame
        ``rank, code, name, parent_name, scope, residents, mean_uncovered``, ``share_<c>`` of each category and of all,
        with ``uncovered_<c>`` beside where they fit. Urban rows come first and have ranks of their own; what is not
        judged, and what lies outside all units, has none and stands last.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> level = analyze_city(build_sample()).levels["communities"]
    >>> both = ["clinic", "school"]
    >>> shown = tabulate_level(level, both, {"410102001000": "Street"}, {"urban": both, "rural": both})
    >>> shown[["rank", "name", "parent_name", "mean_uncovered"]].values.tolist()
    [[1.0, 'South', 'Street', 20.0], [nan, '', '', 5.0], [1.0, 'North', 'Street', 20.0]]
    """
    mean = find_mean_uncovered(table, judged)
    ranked = pd.DataFrame(
        {
            "rank": _rank(table, mean),
            "code": table["code"],
            "name": table["name"],
            "parent_name": [names.get(code, code) for code in table["parent"]],
            "scope": table["scope"],
            "residents": table["residents"],
            "mean_uncovered": mean,
            **{name: table[name] for name in list_figures(categories)},
        }
    )
    order = np.lexsort((table["code"], ranked["rank"], table["scope"] == RURAL))
    return ranked.iloc[order].reset_index(drop=True)


def list_figures(categories: Sequence[str]) -> list[str]:
    """List the figures of categories that a sheet shows.

    Parameters
    ----------
    categories
        Their names.

    Returns
    -------
    list of str
        Columns of a roll-up.

    Examples
    --------
    >>> list_figures(["clinic"])
    ['share_clinic', 'uncovered_clinic', 'share_all', 'uncovered_all']
    """
    kinds = ("share", "uncovered") if len(categories) <= _MOST_PAIRS else ("share",)
    return [name_figure(kind, category) for category in [*categories, ALL] for kind in kinds]


def find_mean_uncovered(table: pd.DataFrame, judged: Mapping[str, Collection[str]]) -> Float64:
    """Find how many residents are not covered, on average over the categories in which a row is judged.

    Parameters
    ----------
    table
        A level of :func:`geo.coverage.rollup.roll_up`.
    judged
        Scope -> the categories in which its rows are judged.

    Returns
    -------
    ndarray of float64
        NaN where a row is judged in none.

    Examples
    --------
    >>> table = pd.DataFrame({"scope": ["urban", "rural"], "uncovered_a": [3.0, 0.0], "uncovered_b": [1.0, 0.0]})
    >>> find_mean_uncovered(table, {"urban": ["a", "b"], "rural": []}).tolist()
    [2.0, nan]
    """
    mean, scope = np.full(len(table), np.nan), table["scope"].to_numpy()
    for each, categories in judged.items():
        if categories:
            rows = scope == each
            mean[rows] = table.loc[rows, [name_figure("uncovered", name) for name in categories]].mean(axis=1)
    return mean


def _rank(table: pd.DataFrame, mean: Float64) -> Float64:
    """Rank the rows of each scope, most people first, of equals the first code; NaN outside all units."""
    rank, has_code = np.full(len(table), np.nan), (table["code"] != "").to_numpy() & np.isfinite(mean)
    for scope in table["scope"].unique():
        rows = np.flatnonzero(has_code & (table["scope"] == scope).to_numpy())
        rank[rows[np.lexsort((table["code"].to_numpy()[rows], -mean[rows]))]] = np.arange(1, len(rows) + 1)
    return rank


def say_cells(shown: pd.DataFrame) -> dict[str, Objects]:
    """Write the texts of a level in both languages, and that a row is not judged where its figure would stand.

    Parameters
    ----------
    shown
        As :func:`tabulate_level` returns it.

    Returns
    -------
    dict
        Column -> cells, of those that change.

    Examples
    --------
    >>> shown = pd.DataFrame({"scope": ["rural"], "name": [""], "code": [""], "mean_uncovered": [np.nan]})
    >>> said = say_cells(shown)
    >>> said["scope"].tolist(), said["mean_uncovered"].tolist()
    (['村 Villages'], ['不评价 not judged'])
    """
    scopes = {scope: say(f"scope.{scope}") for scope in shown["scope"].unique()}
    is_outside = (shown["code"] == "").to_numpy()
    mean: Any = shown["mean_uncovered"].to_numpy(object)
    return {
        "scope": shown["scope"].map(scopes).to_numpy(object),
        "name": np.where(is_outside, say("gap.outside"), shown["name"].to_numpy(object)),
        "mean_uncovered": np.where(shown["mean_uncovered"].isna(), say("judged.cell"), mean),
    }


def find_sums(city: pd.DataFrame) -> pd.DataFrame:
    """Make the last rows of a level: all its urban rows together, and all villages.

    Parameters
    ----------
    city
        The city as :func:`tabulate_level` returns it.

    Returns
    -------
    pandas.DataFrame
        With the same columns, in words.

    Examples
    --------
    >>> city = pd.DataFrame({"rank": [1.0], "scope": ["urban"], "name": ["A"], "code": ["A"], "parent_name": ["A"]})
    >>> find_sums(city.assign(mean_uncovered=5.0)).name.tolist()
    ['合计 Total']
    """
    return city.assign(**say_cells(city)).assign(rank=np.nan, code="", name=say("column.sum"), parent_name="")


def say(key: str, separator: str = " ") -> str:
    """Say a text in both languages.

    Parameters
    ----------
    key
        A key of :data:`geo.texts.TEXTS`.
    separator
        What stands between them.

    Returns
    -------
    str
        Chinese, then English.

    Examples
    --------
    >>> say("column.sum")
    '合计 Total'
    """
    return separator.join(TEXTS[key][lang] for lang in LANGS)
