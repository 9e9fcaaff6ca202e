"""How many places (school places, beds) the facilities of a division have, by category."""

from typing import Final

import numpy as np
import pandas as pd

from geo.arrays import Float64
from geo.audit.audit import Audit
from geo.audit.leaves import find_leaves
from geo.coverage.scopes import RURAL, URBAN

#: Places are told for so many residents.
_PER_RESIDENTS: Final = 1_000
_CAPACITY: Final = "capacity"


def find_places_per_1000(audit: Audit, level: str) -> dict[str, Float64]:
    """Find how many places there are per 1,000 residents.

    Parameters
    ----------
    audit
        The audit.
    level
        One of its levels.

    Returns
    -------
    dict
        Category -> places per 1,000 residents, to tenths, in the order of ``coverage.levels[level]``; only categories
        of which some facility states its places. NaN where nobody lives, and where a facility does not state its own:
        nothing is guessed. A facility counts to the community it states, else to that it lies in. Empty where the city
        knows no places, and for grid units: a school is not that of the unit it lies in.

    Examples
    --------
    >>> from geo.audit.audit import audit_city
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> find_places_per_1000(audit_city(analyze_city(build_sample())), "communities")
    {}
    """
    city, units = audit.city, audit.coverage.levels[level]
    leaves = find_leaves(city, audit.coverage.walks.unit)
    if _CAPACITY not in city.facilities or (level != "city" and level not in leaves.table):
        return {}
    code = np.full(len(leaves.table), city.name, object) if level == "city" else leaves.table[level].to_numpy(object)
    of_facility = pd.DataFrame(
        {
            "code": code[leaves.of_facility],
            "scope": np.where(leaves.is_rural[leaves.of_facility], RURAL, URBAN),
            "category": city.facilities["category"].to_numpy(object),
            "places": city.facilities[_CAPACITY].to_numpy(float),
        }
    )
    residents = np.rint(units["residents"].to_numpy(float))
    per_1000 = np.divide(_PER_RESIDENTS, residents, out=np.full(len(units), np.nan), where=residents > 0)
    keys, found = pd.MultiIndex.from_frame(units[["code", "scope"]]), {}
    for category, facilities in of_facility.groupby("category", sort=True):
        if facilities["places"].notna().any():
            states = facilities.assign(unknown=facilities["places"].isna())
            sums = states.groupby(["code", "scope"])[["places", "unknown"]].sum()
            places = sums["places"].where(sums["unknown"] == 0).reindex(keys)
            is_without = ~keys.isin(sums.index)
            found[str(category)] = np.round(np.where(is_without, 0.0, places.to_numpy(float)) * per_1000, 1)
    return found
