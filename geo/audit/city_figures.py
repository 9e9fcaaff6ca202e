"""The figures of the whole city in reading order: communities, villages, shares and norms beside them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from geo.audit.audit import Audit
from geo.audit.figure_names import FigureNames, find_names, name_unit
from geo.audit.tiers import list_tiers
from geo.coverage.scopes import RURAL, URBAN

#: Section -> its figures; a name that ends in * stands for all columns that begin so.
_SECTIONS: Final = {
    "people": ("residents", "households", "residents_*"),
    "grid": (
        "grid_units", "units_within", "units_below", "units_above", "units_empty", "units_*", "units_without_worker",
        "units_without_lead", "grid_workers", "workers_per_unit", "workers_per_1000", "workers_*",
    ),
    "rooms": (
        "communities", "villages", "with_office", "office_leased", "office_large", "office_medium", "office_small",
        "office_unknown", "office_none", "with_hall", "with_square", "square_large", "with_*",
    ),
    "space": (
        "service_m2", "service_owned_m2", "service_leased_m2", "service_unknown", "service_owed_m2",
        "service_m2_per_100",
    ),
    "staff": (
        "cadres", "committee_members", "specialised_cadres", "cadres_per_10000", "cadres_owed", "village_cadres",
        "reference_headcount", "in_post", "shortfall",
    ),
}  # fmt: skip
#: What the figures of a tier begin with; the walks of groups follow.
_OF_TIER: Final = (
    "facilities", "facilities_per_1000", "floor_m2", "floor_unknown", "floor_per_1000", "floor_short_m2", "covered",
)  # fmt: skip
#: Begin of a figure -> of what its share is given.
_SHARES: Final = {
    "units_within": "grid_units",
    "units_below": "grid_units",
    "units_above": "grid_units",
    "units_empty": "grid_units",
    "with_": "communities",
    "office_": "communities",
    "square_large": "communities",
    "in_post": "reference_headcount",
    "shortfall": "reference_headcount",
    "residents_": "residents",
    "covered_": "residents",
}


@dataclass(frozen=True, kw_only=True)
class CityFigure:
    """One figure of the whole city.

    Parameters
    ----------
    section, key, name
        Its section, its column, and its name in both languages.
    urban, rural, total
        Of communities, of villages, and of both where it adds up; NaN where it is not known or not judged.
    share, share_of
        The urban figure as a share (0 to 1) of another one, and which; NaN and "" for none.
    norm
        What a rule set asks for, in the figure's unit; NaN for nothing.
    """

    section: str
    key: str
    name: dict[str, str]
    urban: float
    rural: float
    total: float
    share: float
    share_of: str
    norm: float


def list_city_figures(audit: Audit) -> list[CityFigure]:
    """List the figures of the whole city.

    Parameters
    ----------
    audit
        The audit.

    Returns
    -------
    list of CityFigure
        In reading order; those that the data do not know are left out.

    Examples
    --------
    >>> from geo.audit.audit import audit_city
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> found = list_city_figures(audit_city(analyze_city(build_sample())))
    >>> [(each.key, each.urban, each.rural, each.total) for each in found][:2]
    [('residents', 65.0, 40.0, 105.0), ('households', 26.0, 16.0, 42.0)]
    """
    names, norms = find_names(audit), _find_norms(audit)
    rows = audit.levels["city"].drop(columns="geometry").set_index("scope")
    return [_read_figure(rows, section, key, names, norms) for section, key in _order_figures(audit, rows)]


def _order_figures(audit: Audit, rows: pd.DataFrame) -> Iterator[tuple[str, str]]:
    seen: set[str] = {key for keys in _SECTIONS.values() for key in keys}
    for section, keys in _SECTIONS.items():
        for key in keys:
            listed = [key] if key in rows else []
            if key.endswith("*"):
                listed = [name for name in map(str, rows) if name.startswith(key[:-1]) and name not in seen]
            yield from ((section, name) for name in listed)
    for tier in list_tiers(audit.tiers):
        names = [f"{begin}_{tier}" for begin in _OF_TIER]
        names += [name for name in map(str, rows) if name.startswith(f"covered_{tier}_")]
        yield from ((tier, name) for name in names)


def _read_figure(rows: pd.DataFrame, section: str, key: str, names: FigureNames, norms: dict[str, float]) -> CityFigure:
    urban, rural = (float(rows[key].get(scope, np.nan)) for scope in (URBAN, RURAL))
    known = [value for value in (urban, rural) if np.isfinite(value)]
    adds_up = "_per_" not in key and bool(known)
    base = _find_base(key)
    whole = float(rows[base][URBAN]) if base in rows else np.nan
    if key.startswith("covered_") and base in rows and f"not_judged_{section}" in rows:
        # in groups of residents not judged are all of a row, or none
        whole = np.nan if rows[f"not_judged_{section}"][URBAN] > 0 else whole
    return CityFigure(
        section=section,
        key=key,
        name=names.name_column(key),
        urban=urban,
        rural=rural,
        total=sum(known) if adds_up else np.nan,
        share=urban / whole if whole > 0 else np.nan,
        share_of=base if whole > 0 else "",
        norm=norms.get(key, np.nan),
    )


def _find_base(key: str) -> str:
    """Find of what the share of a figure is given; "" for none."""
    begin = next((begin for begin in _SHARES if key.startswith(begin)), "")
    if key.startswith("covered_") and "_residents_" in key:
        return f"residents_{key.partition('_residents_')[2]}"
    return "" if key == "office_m2" or not begin else _SHARES[begin]


def _find_norms(audit: Audit) -> dict[str, float]:
    """Find what rule sets ask for, by the columns that it stands beside."""
    norms: dict[str, float] = {}
    space, staff = audit.space_norms[URBAN], audit.staff_norm
    if space is not None and space.norm.amount is not None and space.norm.per == "households":
        norms["service_m2_per_100"] = float(space.norm.amount) / float(space.norm.for_each) * 100
    if staff is not None and staff.norm.amount is not None:
        norms["cadres_per_10000"] = float(staff.norm.amount) / float(staff.norm.for_each) * 10_000
    for name, tier in audit.tiers[URBAN].tiers.items():
        if tier.floor_per_1000 is not None:
            norms[f"floor_per_1000_{name}"] = tier.floor_per_1000.least_m2
    return norms


def list_city_shortfalls(audit: Audit) -> list[dict[str, Any]]:
    """List what the city's communities lack together, by the people who would be helped.

    Parameters
    ----------
    audit
        The audit.

    Returns
    -------
    list of dict
        ``kind, name, unit, amount, people, communities`` (in how many), ``cost_yuan`` and ``cost_yuan_year`` where
        the city states such a cost; kinds that nobody is short of are left out.

    Examples
    --------
    >>> from geo.audit.audit import audit_city
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> [(each["kind"], each["amount"]) for each in list_city_shortfalls(audit_city(analyze_city(build_sample())))]
    [('unit_size', 1.0)]
    """
    names, leaves = find_names(audit), audit.levels.get("communities", audit.levels["city"])
    found = []
    for column in (name for name in map(str, leaves) if name.startswith("short_")):
        kind, amount, is_known = column.removeprefix("short_"), leaves[column], leaves["code"] != ""
        if amount.sum() > 0:
            titles: dict[str, Any] = {"kind": kind, "name": names.name_lack(kind), "unit": name_unit(kind)}
            people = float(leaves[f"people_{kind}"].sum())
            found.append(
                {
                    **titles,
                    "amount": float(amount.sum()),
                    "people": people,
                    "communities": int(((amount > 0) & is_known).sum()),
                    **{ending: float(leaves[name].sum()) for ending, name in _find_costs(leaves, kind).items()},
                }
            )
    return sorted(found, key=lambda each: -each["people"])


def _find_costs(table: pd.DataFrame, kind: str) -> dict[str, str]:
    """Return the column of what a kind of shortfall costs, once or each year, where it has one."""
    columns = {"cost_yuan": f"cost_{kind}_yuan", "cost_yuan_year": f"cost_{kind}_yuan_year"}
    return {ending: name for ending, name in columns.items() if name in table}


def list_shortfalls_of(audit: Audit) -> pd.DataFrame:
    """List every shortfall of every community and village, those that help most people first.

    Parameters
    ----------
    audit
        The audit.

    Returns
    -------
    pandas.DataFrame
        ``code, name, parent_name, kind, amount, people, cost_yuan, cost_yuan_year``, the last two NaN where the city
        states no such cost; what lies in no community is left out.

    Examples
    --------
    >>> from geo.audit.audit import audit_city
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> list_shortfalls_of(audit_city(analyze_city(build_sample()))).values.tolist()
    [['410102001001', 'South', 'Street', 'unit_size', 1.0, 60.0, nan, nan]]
    """
    leaves = audit.levels.get("communities", audit.levels["city"].iloc[:0])
    parts = []
    for column in (name for name in map(str, leaves) if name.startswith("short_")):
        kind = column.removeprefix("short_")
        rows = leaves[(leaves[column] > 0) & (leaves["code"] != "")]
        part = pd.DataFrame(rows[["code", "name", "parent_name"]])
        costs = _find_costs(leaves, kind)
        priced = {name: rows[costs[name]] if name in costs else np.nan for name in ("cost_yuan", "cost_yuan_year")}
        parts.append(part.assign(kind=kind, amount=rows[column], people=rows[f"people_{kind}"], **priced))
    columns = ["code", "name", "parent_name", "kind", "amount", "people", "cost_yuan", "cost_yuan_year"]
    table = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)
    return table.sort_values(["people", "code", "kind"], ascending=[False, True, True], ignore_index=True)
