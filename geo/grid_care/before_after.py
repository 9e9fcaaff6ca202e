"""A proposal in figures: the city before and after, and its communities, those with most to mend first."""

from typing import Any, Final

import numpy as np
import pandas as pd

from geo.arrays import Float64
from geo.grid_care.atom_map import SAME_HOUSEHOLDS, Limits, bound_off_size
from geo.grid_care.grid_proposal import GridProposal

#: Width of the classes of the distribution, and the end of the last but one [households].
_CLASS_HOUSEHOLDS: Final = 100
_LAST_HOUSEHOLDS: Final = 1_000


def measure_units(households: Float64, limits: Limits) -> dict[str, Any]:
    """Measure units by their households.

    Parameters
    ----------
    households
        Of each unit, shape (n,).
    limits
        Households that a unit should have.

    Returns
    -------
    dict
        ``units, within, below, above, empty`` (counts that add up), ``off_size`` (households beyond the limits) and
        ``distribution``, units by class of :func:`list_classes`.

    Examples
    --------
    >>> figures = measure_units(np.array([0.0, 250, 400, 1200]), Limits(300.0, 500.0))
    >>> figures["below"], figures["off_size"], figures["distribution"]
    (1, 1050.0, [1, 0, 1, 0, 1, 0, 0, 0, 0, 0, 1])
    """
    is_empty, is_small, is_large = households == 0, households < limits.least, households > limits.most
    classes = list_classes(limits)
    number = np.searchsorted([end for _, end in classes[:-1]], households, side="left")
    return {
        "units": len(households),
        "within": int((~is_small & ~is_large).sum()),
        "below": int((is_small & ~is_empty).sum()),
        "above": int(is_large.sum()),
        "empty": int(is_empty.sum()),
        "off_size": float(_measure_off_size(households, limits).sum()),
        "distribution": np.bincount(number, minlength=len(classes)).tolist(),
    }


def list_classes(limits: Limits) -> list[tuple[int, int]]:
    """List the classes of the distribution, so that both limits are the end of one.

    Parameters
    ----------
    limits
        Households that a unit should have.

    Returns
    -------
    list of tuple
        The first and the last whole number of each; of the last class twice the first, for it is open.

    Examples
    --------
    >>> list_classes(Limits(300.0, 500.0))[2:6]
    [(200, 299), (300, 399), (400, 500), (501, 600)]
    """
    width, least, most = _CLASS_HOUSEHOLDS, int(limits.least), int(limits.most)
    ends = [*(first + width - 1 for first in range(0, least, width) if first + width <= least)]
    ends += [first + width - 1 for first in range(least, most, width) if first + width < most] + [most]
    ends += range(most + width, _LAST_HOUSEHOLDS + 1, width)
    firsts = [0, *(end + 1 for end in ends)]
    return list(zip(firsts, [*ends, firsts[-1]], strict=True))


def _measure_off_size(households: Float64, limits: Limits) -> Float64:
    return np.maximum(0.0, np.maximum(limits.least - households, households - limits.most))


def take_after(proposal: GridProposal) -> pd.DataFrame:
    """Take the units that are in force from the day of a proposal.

    Parameters
    ----------
    proposal
        The proposal.

    Returns
    -------
    pandas.DataFrame
        ``unit_code, community, households, residents, geometry``, of those that stay and then of new ones; numbered
        from 0.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.grid_care.grid_proposal import propose_grid
    >>> take_after(propose_grid(build_sample(), valid_from="2030-01-01"))["households"].tolist()
    [24.0]
    """
    columns = ["unit_code", "community", "households", "residents", "geometry"]
    staying = proposal.units.loc[~proposal.units["ends"], columns]
    return pd.concat([pd.DataFrame(staying), pd.DataFrame(proposal.new_units[columns])], ignore_index=True)


def compare_communities(proposal: GridProposal) -> pd.DataFrame:
    """Compare the communities of a proposal before and after.

    Parameters
    ----------
    proposal
        The proposal.

    Returns
    -------
    pandas.DataFrame
        ``code, name, households, units_before, units_after, off_before, off_after, moved_households, reason``: those
        with most households off size first. `reason` says why some stay off size, "" where none does: ``few`` (fewer
        households than one unit), ``sum`` (no number of units fits their sum), ``line`` (a trunk road, river or railway
        divides them), ``building`` (no cut between buildings was found).

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.grid_care.grid_proposal import propose_grid
    >>> found = compare_communities(propose_grid(build_sample(), valid_from="2030-01-01"))
    >>> found[["code", "units_before", "units_after", "off_before", "off_after", "reason"]].values.tolist()
    [['410102001001', 2, 1, 576.0, 276.0, 'few']]
    """
    limits, after = proposal.limits, take_after(proposal)
    table = pd.DataFrame({"households": proposal.units.groupby("community")["households"].sum()})
    for name, units in (("before", proposal.units), ("after", after)):
        off_size = pd.Series(_measure_off_size(units["households"].to_numpy(float), limits), index=units.index)
        table[f"units_{name}"] = units.groupby("community").size()
        table[f"off_{name}"] = off_size.groupby(units["community"]).sum()
    table["moved_households"] = _sum_moved(proposal).reindex(table.index).fillna(0.0)
    table["reason"] = [_find_reason(code, row, proposal) for code, row in table.iterrows()]
    names = {} if proposal.city.divisions is None else proposal.city.divisions.set_index("code")["name"].to_dict()
    table.insert(0, "name", [names.get(code, code) for code in table.index])
    table = table.rename_axis("code").reset_index()
    return table.sort_values(["off_before", "code"], ascending=[False, True], ignore_index=True)


def _sum_moved(proposal: GridProposal) -> "pd.Series[float]":
    """Add up the households of moved homes by community."""
    moved = proposal.successions.homes[proposal.successions.is_moved]
    community = pd.Series(proposal.new_code[moved]).map(proposal.new_units.set_index("unit_code")["community"])
    people = proposal.city.homes["households"].fillna(0).to_numpy(float)[moved]
    return pd.Series(people).groupby(community.to_numpy(object)).sum()


def _find_reason(code: object, row: "pd.Series[Any]", proposal: GridProposal) -> str:
    """Find why a community keeps units off size."""
    if row["off_after"] <= SAME_HOUSEHOLDS:
        return ""
    if row["households"] < proposal.limits.least:
        return "few"
    if row["off_after"] <= bound_off_size(row["households"], proposal.limits) + SAME_HOUSEHOLDS:
        return "sum"
    return "line" if code in proposal.severed else "building"


def count_moved(proposal: GridProposal) -> dict[str, float]:
    """Count who is moved: whose unit of today is not the one that their new unit succeeds.

    Parameters
    ----------
    proposal
        The proposal.

    Returns
    -------
    dict
        ``homes, households, residents``, and ``share`` of the households of all communities that were looked at.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.grid_care.grid_proposal import propose_grid
    >>> count_moved(propose_grid(build_sample(), valid_from="2030-01-01"))["households"]
    0.0
    """
    moved = proposal.city.homes.iloc[proposal.successions.homes[proposal.successions.is_moved]]
    households, whole = float(moved["households"].sum()), float(proposal.units["households"].sum())
    return {
        "homes": len(moved),
        "households": households,
        "residents": float(moved["residents"].sum()),
        "share": households / whole if whole else 0.0,
    }
