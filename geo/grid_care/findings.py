"""Findings: what is wrong with a grid unit, as rows of one table, in both languages."""

from collections.abc import Iterable, Sequence
from typing import Final, Literal

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.arrays import Objects
from geo.texts import LANGS, TEXTS

Severity = Literal["error", "hint"]
#: Kind of finding -> how bad it is and what its amount counts, in the order in which they are listed.
KINDS: Final[dict[str, tuple[Severity, str]]] = {
    "gap": ("error", "m2"),
    "overlap": ("error", "m2"),
    "outside": ("error", "m2"),
    "code_duplicate": ("error", ""),
    "code_prefix": ("error", ""),
    "code_length": ("error", ""),
    "code_serial": ("error", ""),
    "code_reused": ("hint", ""),
    "no_community": ("error", ""),
    "unit_without_worker": ("error", "households"),
    "unit_without_lead": ("error", "households"),
    "worker_without_unit": ("error", "workers"),
    "across_road": ("hint", "households"),
    "across_river": ("hint", "households"),
    "across_railway": ("hint", "households"),
    "too_large": ("hint", "households"),
    "too_small": ("hint", "households"),
    "empty": ("hint", "m2"),
    "sliver": ("hint", "m"),
    "parts": ("hint", "m2"),
    "hole": ("hint", "m2"),
}
#: Columns of the table of findings, before its geometry.
COLUMNS: Final = ("kind", "severity", "unit_code", "other_code", "amount", "unit", "text_zh", "text_en")


def make_findings(
    kind: str,
    unit_codes: Sequence[str] | Objects,
    *,
    amounts: Sequence[float] | None = None,
    shapes: Objects | None = None,
    others: Sequence[str] | Objects | None = None,
) -> pd.DataFrame:
    """Make findings of one kind.

    Parameters
    ----------
    kind
        One of :data:`KINDS`.
    unit_codes
        The units, shape (n,).
    amounts
        How much, in what :data:`KINDS` says; NaN where nothing is counted.
    shapes
        Where; None for nowhere.
    others
        Another unit, or what else the text names; "" for nothing.

    Returns
    -------
    pandas.DataFrame
        :data:`COLUMNS` and ``geometry``; no rows without units.

    Examples
    --------
    >>> make_findings("overlap", ["a"], amounts=[12.0], others=["b"])["text_en"][0]
    'a and b overlap by 12.0 m2'
    """
    severity, unit = KINDS[kind]
    table = pd.DataFrame({"unit_code": np.asarray(unit_codes, object)})
    table["other_code"] = "" if others is None else np.asarray(others, object)
    table["amount"] = np.nan if amounts is None else np.asarray(amounts, float)
    table = table.assign(kind=kind, severity=severity, unit=unit)
    cells = list(table[["unit_code", "other_code", "amount"]].itertuples(index=False))
    for lang in LANGS:
        template = TEXTS[f"grid.finding.{kind}"][lang]
        table[f"text_{lang}"] = [
            template.format(unit=code, other=other, amount=amount) for code, other, amount in cells
        ]
    return table[list(COLUMNS)].assign(geometry=None if shapes is None else shapes)


def gather_findings(parts: Iterable[pd.DataFrame], crs: object) -> gpd.GeoDataFrame:
    """Gather findings of all kinds into one table.

    Parameters
    ----------
    parts
        As :func:`make_findings` makes them.
    crs
        CRS of their geometry.

    Returns
    -------
    geopandas.GeoDataFrame
        Errors first, then in the order of :data:`KINDS`, the largest amount first; numbered from 0, empty without any.

    Examples
    --------
    >>> found = gather_findings([make_findings("hole", ["b"], amounts=[1.0]), make_findings("gap", ["a"])], 32650)
    >>> found["kind"].tolist()
    ['gap', 'hole']
    """
    full = [part.astype({"unit_code": object, "other_code": object}) for part in parts if len(part)]
    if not full:
        return gpd.GeoDataFrame({name: [] for name in COLUMNS}, geometry=[], crs=crs)
    table = pd.concat(full, ignore_index=True)
    order = {kind: rank for rank, kind in enumerate(KINDS)}
    rank = pd.DataFrame(
        {"hint": table["severity"] != "error", "kind": table["kind"].map(order), "amount": -table["amount"]}
    )
    rows = rank.assign(code=table["unit_code"]).sort_values(["hint", "kind", "amount", "code"], kind="stable").index
    return gpd.GeoDataFrame(table.loc[rows].reset_index(drop=True), geometry="geometry", crs=crs)
