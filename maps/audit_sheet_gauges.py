"""The figures of a division beside what is asked for: as bars of an audit's sheet, and beside its street and city."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from geo.audit.audit import Audit
from geo.audit.city_figures import list_city_figures
from geo.audit.figure_names import find_names
from geo.audit.tiers import list_tiers
from geo.plans.review_tables.words import Words, phrase

#: Ratios that are shown, those of tiers with a star.
_RATIOS: Final = (
    "service_m2_per_100", "cadres_per_10000", "workers_per_unit", "workers_per_1000", "floor_per_1000_*", "share_*",
)  # fmt: skip
#: Figure -> of what it is a part, on a sheet of a street also rooms of its communities.
_PARTS: Final = {"in_post": "reference_headcount", "units_within": "grid_units"}
#: What the norm of a whole city begins with.
_OF_CITY: Final = "cadres"
_OF_COMMUNITIES: Final = ("with_office", "office_large", "with_hall", "with_square", "square_large")


@dataclass(frozen=True, kw_only=True)
class Gauge:
    """One figure as a bar.

    Parameters
    ----------
    name
        What it is.
    value, asked
        The figure, and what it is held to, as they are written; "" for nothing.
    fill
        How much of the bar is filled, 0 to 1.
    marks
        Where lines cross the bar, 0 to 1.
    is_below
        Whether it is less than what is asked for.
    """

    name: Words
    value: str | Words
    asked: str | Words
    fill: float
    marks: tuple[float, ...]
    is_below: bool


def list_gauges(audit: Audit, level: str, row: Mapping[str, Any]) -> Iterator[Gauge]:
    """List the bars of a division.

    Parameters
    ----------
    audit
        The audit.
    level
        ``"communities"`` or ``"streets"``.
    row
        Its figures.

    Yields
    ------
    Gauge
        Those that are known, in reading order: rooms, space, staff, units, workers, tiers.

    Examples
    --------
    >>> from geo.audit.audit import audit_city
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> audit = audit_city(analyze_city(build_sample()))
    >>> (row,) = audit.levels["streets"].query("scope == 'urban' and code != ''").to_dict("records")
    >>> [(gauge.name.en, gauge.value) for gauge in list_gauges(audit, "streets", row)]
    [('Units of 300 to 500 households', '0 / 2')]
    """
    yield from _list_rooms(audit, row) if level == "communities" else _list_parts(audit, row, _OF_COMMUNITIES)
    norms = {figure.key: figure.norm for figure in list_city_figures(audit)}
    ratios = list_ratios(audit)
    yield from _list_ratios(audit, row, ratios[:1], norms)
    yield from _list_parts(audit, row, tuple(_PARTS))
    yield from _list_ratios(audit, row, ratios[1:], norms)


def list_ratios(audit: Audit) -> list[str]:
    """List the ratios by which divisions are compared.

    Parameters
    ----------
    audit
        The audit.

    Returns
    -------
    list of str
        Columns of its levels, known or not.

    Examples
    --------
    >>> from geo.audit.audit import audit_city
    >>> from geo.city.sample import build_sample, build_sample_rules
    >>> from geo.coverage.analysis import analyze_city
    >>> rules = build_sample_rules()
    >>> list_ratios(audit_city(analyze_city(build_sample(), rules=rules), rules=rules))[-2:]
    ['floor_per_1000_15_min', 'share_15_min']
    """
    tiers = list(list_tiers(audit.tiers))
    return [name.replace("*", tier) for name in _RATIOS for tier in (tiers if name.endswith("*") else [""])]


def show_figure(name: str, value: float) -> str:
    """Write a figure: a share in percent, a ratio with one decimal, all others whole.

    Parameters
    ----------
    name
        Of its column.
    value
        The figure.

    Returns
    -------
    str
        "–" for NaN.

    Examples
    --------
    >>> show_figure("share_5_min", 0.256), show_figure("workers_per_unit", 5.55), show_figure("residents", 1234.0)
    ('25.6 %', '5.5', '1,234')
    """
    if not np.isfinite(value):
        return "–"
    if name.startswith("share_"):
        return f"{100 * value:.1f} %"
    return f"{value:,.1f}" if "_per_" in name else f"{value:,.0f}"


def _name(audit: Audit, column: str) -> Words:
    words = find_names(audit).name_column(column)
    return Words(words["zh"], words["en"])


def _list_rooms(audit: Audit, row: Mapping[str, Any]) -> Iterator[Gauge]:
    """Give the rooms of one community: sizes beside their bands, and whether each is there."""
    small_m2, large_m2 = audit.standard.office_bands_m2
    for name, marks_m2 in (("office_m2", (small_m2, large_m2)), ("square_m2", (audit.standard.large_square_m2,))):
        if name in row:
            value, most = float(row[name]), 1.5 * marks_m2[-1]
            yield Gauge(
                name=_name(audit, name),
                value=show_figure(name, value) if value > 0 else phrase("audit.sheet.none"),
                asked=" / ".join(f"{mark:,.0f} m²" for mark in marks_m2),
                fill=min(value / most, 1.0),
                marks=tuple(float(mark) / most for mark in marks_m2),
                is_below=value < marks_m2[-1 if name == "square_m2" else 0],
            )
    for room in ("hall", *audit.standard.rooms):
        if f"with_{room}" in row:
            has = float(row[f"with_{room}"]) > 0
            yield Gauge(
                name=_name(audit, f"with_{room}"),
                value=phrase("audit.sheet.there" if has else "audit.sheet.none"),
                asked="",
                fill=float(has),
                marks=(),
                is_below=not has,
            )


def _list_parts(audit: Audit, row: Mapping[str, Any], names: tuple[str, ...]) -> Iterator[Gauge]:
    """Give figures that are a part of another one."""
    for name in names:
        whole = _PARTS.get(name, "communities")
        if name in row and float(row.get(whole, 0)) > 0:
            part, all_of_it = float(row[name]), float(row[whole])
            yield Gauge(
                name=_name(audit, name),
                value=f"{part:,.0f} / {all_of_it:,.0f}",
                asked="",
                fill=min(part / all_of_it, 1.0),
                marks=(),
                is_below=part < all_of_it and name not in ("office_large", "square_large"),
            )


def _list_ratios(audit: Audit, row: Mapping[str, Any], names: list[str], norms: Mapping[str, float]) -> Iterator[Gauge]:
    """Give ratios beside the norm, or beside the city's where no norm is for them."""
    cities = audit.levels["city"]
    city = cities[cities["scope"] == row["scope"]].iloc[0]
    for name in (name for name in names if name in row and np.isfinite(row[name])):
        value, norm, ofcity = float(row[name]), _find_norm(row, name, norms), float(city[name])
        is_share, beside = name.startswith("share_"), norm if np.isfinite(norm) else ofcity
        most = 1.0 if is_share else max(2 * beside, 1e-9) if np.isfinite(beside) else max(value, 1e-9)
        shown = show_figure(name, beside)
        yield Gauge(
            name=_name(audit, name),
            value=show_figure(name, value),
            asked=phrase(f"audit.sheet.{_choose_words(name, norm)}", value=shown),
            fill=min(value / most, 1.0),
            marks=(min(beside / most, 1.0),) if np.isfinite(beside) else (),
            # the ratio of workers is of the city, and owed nowhere below it
            is_below=bool(value < norm) and not name.startswith(_OF_CITY),
        )


def _choose_words(name: str, norm: float) -> str:
    if not np.isfinite(norm):
        return "of_city"
    return "norm_of_city" if name.startswith(_OF_CITY) else "norm"


def _find_norm(row: Mapping[str, Any], name: str, norms: Mapping[str, float]) -> float:
    """Find the norm of a ratio; floor area of a tier is owed only by as many residents as the tier is for."""
    tier = name.removeprefix("floor_per_1000_")
    if tier != name and not np.isfinite(row.get(f"floor_short_m2_{tier}", np.nan)):
        return np.nan
    return norms.get(name, np.nan)
