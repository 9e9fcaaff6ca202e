"""Which real divisions the reference city has: codes and names from the list, as many as are published."""

from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from geo.files.tables import read_table
from geo.reference.figures import Figures, share_out

_LEAVES: Final = ("community", "village")


#: How committees are called in the list -> how people call the place.
_PLACE: Final = {
    r"(?:社区)?(?:居民委员会|居委会)$": "社区",
    r"村?(?:村民委员会|村委会)$": "村",
}


def read_divisions(folder: Path) -> pd.DataFrame:
    """Read the list of divisions.

    Parameters
    ----------
    folder
        Where ``divisions.csv`` lies.

    Returns
    -------
    pandas.DataFrame
        ``code, name, level, parent``, all text, "" at the top.
    """
    table, _ = read_table(folder / "divisions.csv")
    return pd.DataFrame(table.astype(str).replace("nan", ""))


def choose_divisions(table: pd.DataFrame, figures: Figures, rng: np.random.Generator) -> pd.DataFrame:
    """Choose as many streets, communities and villages as the figures say.

    Parameters
    ----------
    table
        As :func:`read_divisions` reads it; not changed.
    figures
        How many there are to be.
    rng
        Which of them.

    Returns
    -------
    pandas.DataFrame
        The city, all districts, the streets with most communities and villages of each district, and a community or
        village at least in each street, in the order of the list.
    """
    leaves = table[table["level"].isin(_LEAVES)]
    streets = _choose_streets(table, leaves, figures.streets)
    leaves = leaves[leaves["parent"].isin(streets)]
    kept = _keep_one_each(leaves, figures, rng)
    top = table["level"].isin(["city", "district"]) | table["code"].isin(streets)
    return table[top | table["code"].isin(kept)].reset_index(drop=True)


def _choose_streets(table: pd.DataFrame, leaves: pd.DataFrame, count: int) -> "pd.Series[str]":
    streets = table[table["level"] == "street"]
    size = streets["code"].map(leaves["parent"].value_counts()).fillna(0)
    ranked = streets.assign(size=size)[size > 0].sort_values(["parent", "size", "code"], ascending=[True, False, True])
    each = ranked.groupby("parent").size()
    quota = share_out(count, each.to_numpy(), at_least=1, at_most=each.to_numpy())
    place = ranked.groupby("parent").cumcount()
    return ranked["code"][place.to_numpy() < ranked["parent"].map(dict(zip(each.index, quota, strict=True))).to_numpy()]


def _keep_one_each(leaves: pd.DataFrame, figures: Figures, rng: np.random.Generator) -> set[str]:
    """Draw the communities and villages; the first of each street's more frequent kind always stays."""
    drawn = leaves.assign(chance=rng.random(len(leaves)))
    kinds = drawn.groupby(["parent", "level"])["code"].agg(["size", "first"]).reset_index()
    anchors = kinds.sort_values(["parent", "size", "level"], ascending=[True, False, True]).drop_duplicates("parent")
    drawn.loc[drawn["code"].isin(anchors["first"]), "chance"] = -1.0
    kept: set[str] = set()
    for level, count in (("community", figures.communities), ("village", figures.villages)):
        kept |= set(drawn[drawn["level"] == level].nsmallest(count, "chance", keep="first")["code"])
    return kept


def name_places(names: "pd.Series[str]") -> "pd.Series[str]":
    """Name communities and villages as addresses do, not as committees.

    Parameters
    ----------
    names
        Official names.

    Returns
    -------
    pandas.Series
        Names of the places; others stay as they are.

    Examples
    --------
    >>> name_places(pd.Series(["花楼居委会", "颍西村委会", "老井沟村民委员会"])).tolist()
    ['花楼社区', '颍西村', '老井沟村']
    """
    return names.replace(_PLACE, regex=True)
