"""The rooms of communities: office and its band, hall, square, other rooms, and all service space together."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from geo.arrays import Bool, Float64
from geo.audit.found_norms import FoundNorm
from geo.audit.leaves import Leaves
from geo.city.model import City
from geo.rules.audit_standard import AuditStandard


def count_rooms(city: City, leaves: Leaves, standard: AuditStandard) -> pd.DataFrame:
    """Count the rooms that each community runs.

    Parameters
    ----------
    city
        The city. What no facility of the city is, its data do not know: it has no column.
    leaves
        Its communities and villages.
    standard
        Which categories are which room.

    Returns
    -------
    pandas.DataFrame
        One row per leaf: ``with_office, office_leased, office_large, office_medium, office_small, office_unknown,
        office_none, with_hall, with_square, square_large, with_<category>``, each 1 or 0, so that they add up to
        communities; ``office_m2`` and ``square_m2`` [m2], of the largest square. An office is leased where one of its
        rooms is; its band goes by the floor area of its rooms together.

    Examples
    --------
    >>> from geo.audit.standard import read_standard
    >>> from geo.audit.leaves import find_leaves
    >>> from geo.city.sample import build_sample
    >>> city = build_sample()
    >>> count_rooms(city, find_leaves(city, np.zeros(5, int)), read_standard()).shape
    (3, 0)
    """
    present = set(city.facilities["category"])
    columns: dict[str, Float64] = {}
    if present & set(standard.office):
        columns |= _describe_offices(city, leaves, standard)
    if present & set(standard.hall):
        columns["with_hall"] = _has_any(city, leaves, standard.hall)
    if present & set(standard.square):
        columns |= _describe_squares(city, leaves, standard)
    columns |= {f"with_{room}": _has_any(city, leaves, [room]) for room in standard.rooms if room in present}
    return pd.DataFrame(columns, index=leaves.table.index)


def _describe_offices(city: City, leaves: Leaves, standard: AuditStandard) -> dict[str, Float64]:
    is_office = _is_of(city, standard.office)
    area_m2 = find_areas(city)
    has_office = _has_any(city, leaves, standard.office) > 0
    total_m2 = _add_up(leaves, area_m2, is_office)
    is_known = _add_up(leaves, np.isfinite(area_m2).astype(float), is_office) > 0
    small_m2, large_m2 = standard.office_bands_m2
    bands = {
        "large": is_known & (total_m2 >= large_m2),
        "medium": is_known & (total_m2 >= small_m2) & (total_m2 < large_m2),
        "small": is_known & (total_m2 < small_m2),
        "unknown": has_office & ~is_known,
        "none": ~has_office & leaves.is_known,
    }
    leased = _add_up(leaves, np.ones(len(is_office)), is_office & has_tenure(city, "leased")) > 0
    flags = {"with_office": has_office, "office_leased": leased}
    flags |= {f"office_{band}": is_in for band, is_in in bands.items()}
    return {"office_m2": total_m2, **{name: flag.astype(float) for name, flag in flags.items()}}


def _describe_squares(city: City, leaves: Leaves, standard: AuditStandard) -> dict[str, Float64]:
    largest_m2 = np.zeros(len(leaves.table))
    is_square = _is_of(city, standard.square)
    np.fmax.at(largest_m2, leaves.of_facility[is_square], find_areas(city)[is_square])
    return {
        "with_square": _has_any(city, leaves, standard.square),
        "square_large": (largest_m2 >= standard.large_square_m2).astype(float),
        "square_m2": largest_m2,
    }


def measure_space(city: City, leaves: Leaves, norm: FoundNorm | None) -> pd.DataFrame:
    """Measure all service space of each community together: what a norm counts as such, each room once.

    Parameters
    ----------
    city, leaves
        The city, and its communities and villages.
    norm
        What asks for it, or None where no rule set does: then there are no columns.

    Returns
    -------
    pandas.DataFrame
        One row per leaf: ``service_m2``, and of it ``service_owned_m2`` and ``service_leased_m2`` where tenures are
        known, and ``service_unknown``, rooms without a floor area.

    Examples
    --------
    >>> from geo.audit.leaves import find_leaves
    >>> from geo.city.sample import build_sample
    >>> city = build_sample()
    >>> measure_space(city, find_leaves(city, np.zeros(5, int)), None).shape
    (3, 0)
    """
    if norm is None or not _is_of(city, norm.members).any():
        return pd.DataFrame(index=leaves.table.index)
    counts, area_m2 = _is_of(city, norm.members), find_areas(city)
    columns = {"service_m2": _add_up(leaves, area_m2, counts)}
    if "tenure" in city.facilities:
        for tenure in ("owned", "leased"):
            columns[f"service_{tenure}_m2"] = _add_up(leaves, area_m2, counts & has_tenure(city, tenure))
    columns["service_unknown"] = leaves.count(leaves.of_facility[counts & np.isnan(area_m2)]).astype(float)
    return pd.DataFrame(columns, index=leaves.table.index)


def find_areas(city: City) -> Float64:
    """Return the floor area of each facility [m2], NaN where it is not known, shape (f,).

    Parameters
    ----------
    city
        The city.

    Returns
    -------
    ndarray of float64
        Of sports grounds and squares it is land.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> find_areas(build_sample()).tolist()
    [nan, nan]
    """
    if "floor_area_m2" not in city.facilities:
        return np.full(len(city.facilities), np.nan)
    return np.asarray(city.facilities["floor_area_m2"], float)


def has_tenure(city: City, tenure: str) -> Bool:
    """Return which facilities state a tenure, shape (f,).

    Parameters
    ----------
    city
        The city; ``tenure`` of its facilities need not be there.
    tenure
        ``"owned"`` or ``"leased"``.

    Returns
    -------
    ndarray of bool
        False for all where the city knows no tenures.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> has_tenure(build_sample(), "leased").tolist()
    [False, False]
    """
    if "tenure" not in city.facilities:
        return np.zeros(len(city.facilities), bool)
    return np.asarray(city.facilities["tenure"] == tenure)


def _is_of(city: City, categories: Sequence[str]) -> Bool:
    return np.asarray(city.facilities["category"].isin(categories))


def _has_any(city: City, leaves: Leaves, categories: Sequence[str]) -> Float64:
    """Return 1 for each community or village that has a facility of some categories, else 0; 0 for what is in none."""
    return np.asarray((leaves.count(leaves.of_facility[_is_of(city, categories)]) > 0) & leaves.is_known, float)


def _add_up(leaves: Leaves, values: Float64, counts: Bool) -> Float64:
    """Add up the values of some facilities by leaf; a value that is not known counts 0."""
    known = counts & np.isfinite(values)
    return np.bincount(leaves.of_facility[known], weights=values[known], minlength=len(leaves.table)).astype(float)
