"""What it costs to make shortfalls good, by the unit costs that a city states; without them there is no yuan."""

from collections.abc import Iterator
from typing import Final

import numpy as np
import pandas as pd

from geo.arrays import Float64
from geo.rules.unit_costs import UnitCosts

#: Kind of a shortfall -> the key of the unit cost of each unit of it; space goes by the remedy, the rest costs nothing.
UNIT_COSTS: Final = {
    "office": "office",
    "hall": "hall",
    "square": "square",
    "square_size": "square_m2",
    "rooms": "room",
    "staff": "worker_year",
    "unit_worker": "worker_year",
}
#: Kinds that are paid for each year.
_YEARLY: Final = ("staff", "unit_worker")


def price_shortfalls(figures: pd.DataFrame, shortfalls: pd.DataFrame, costs: UnitCosts | None) -> pd.DataFrame:
    """Price what leaves lack.

    Parameters
    ----------
    figures
        The figures of leaves.
    shortfalls
        What each lacks, as :func:`geo.audit.shortfalls.tabulate_shortfalls` puts it.
    costs
        What the city states, or None.

    Returns
    -------
    pandas.DataFrame
        For each kind that has a cost ``cost_<kind>_yuan``, once, or ``cost_<kind>_yuan_year``, each year; and the sums
        ``cost_yuan`` and ``cost_yuan_year`` of either where there are any. Space is enlarged where a community has any,
        and built where it has none; where only one of the two is stated, that one counts everywhere; where neither is,
        it is leased, each year. Walks and the sizes of units have no cost, and no column.

    Examples
    --------
    >>> figures, short = pd.DataFrame({"service_m2": [100.0, 0.0]}), pd.DataFrame({"short_space": [20.0, 30.0]})
    >>> costs = UnitCosts(source="us", enlarge_m2=10, build_m2=100)
    >>> price_shortfalls(figures, short, costs).to_dict("list")
    {'cost_space_yuan': [200.0, 3000.0], 'cost_yuan': [200.0, 3000.0]}
    >>> price_shortfalls(figures, short, None).shape
    (2, 0)
    """
    found = pd.DataFrame(dict(_list_costs(figures, shortfalls, costs)) if costs else {}, index=figures.index)
    for ending in ("_yuan", "_yuan_year"):
        columns = [name for name in map(str, found) if name.endswith(ending)]
        if columns:
            found[f"cost{ending}"] = found[columns].sum(axis=1)
    return found


def _list_costs(figures: pd.DataFrame, shortfalls: pd.DataFrame, costs: UnitCosts) -> Iterator[tuple[str, Float64]]:
    """List the column and the cost of each kind [yuan]."""
    for kind in (name.removeprefix("short_") for name in map(str, shortfalls) if name.startswith("short_")):
        amount = shortfalls[f"short_{kind}"].to_numpy(float)
        if kind == "space":
            yield from _price_space(figures, amount, costs)
        elif (each := getattr(costs, UNIT_COSTS.get(kind, ""), None)) is not None:
            yield f"cost_{kind}_yuan{'_year' if kind in _YEARLY else ''}", amount * float(each)


def _price_space(figures: pd.DataFrame, short_m2: Float64, costs: UnitCosts) -> Iterator[tuple[str, Float64]]:
    enlarge, build = costs.enlarge_m2 or costs.build_m2, costs.build_m2 or costs.enlarge_m2
    if enlarge is not None and build is not None:
        has_rooms = figures["service_m2"].to_numpy(float) > 0
        yield "cost_space_yuan", short_m2 * np.where(has_rooms, float(enlarge), float(build))
    elif costs.lease_m2_year is not None:
        yield "cost_space_yuan_year", short_m2 * float(costs.lease_m2_year)
