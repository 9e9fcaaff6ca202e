"""What plan areas demand: how large they are, and how much of a facility each household and resident needs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from geo.arrays import Float64
from geo.city.model import City
from geo.rules.amounts import Rates
from geo.rules.rule_set import RuleSet

#: Residents per household where the city does not say: seventh national census, 2020.
RESIDENTS_PER_HOUSEHOLD: Final = 2.62


#: Households per dwelling: every dwelling is lived in.
HOUSEHOLDS_PER_DWELLING: Final = 1.0


@dataclass(frozen=True)
class Ratios:
    """What sizes are derived by.

    Parameters
    ----------
    residents_per_household, households_per_dwelling
        The ratios.
    source
        ``"rules"`` where a rule set says the first, ``"city"`` where it is that of the city's homes, else ``"census"``.
    """

    residents_per_household: float
    households_per_dwelling: float
    source: str


def find_ratios(city: City, rule_sets: Sequence[RuleSet] = ()) -> Ratios:
    """Find the ratios of a city.

    Parameters
    ----------
    city
        The city.
    rule_sets
        The first that states residents per household goes before the city.

    Returns
    -------
    Ratios
        Residents per household of its homes where they state both, else of the census; of the census too for a city
        without homes.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> find_ratios(build_sample())  # 105 residents in 42 households
    Ratios(residents_per_household=2.5, households_per_dwelling=1.0, source='city')
    """
    stated = next((rules.residents_per_household for rules in rule_sets if rules.residents_per_household), None)
    if stated is not None:
        return Ratios(float(stated.value), HOUSEHOLDS_PER_DWELLING, "rules")
    households = float(city.homes["households"].sum()) if "households" in city.homes else 0.0
    residents = float(city.homes["residents"].sum())
    if households > 0 and residents > 0:
        return Ratios(round(residents / households, 4), HOUSEHOLDS_PER_DWELLING, "city")
    return Ratios(RESIDENTS_PER_HOUSEHOLD, HOUSEHOLDS_PER_DWELLING, "census")


def complete_sizes(stated: pd.DataFrame, ratios: Ratios) -> pd.DataFrame:
    """Derive the sizes of plan areas that are not stated from those that are.

    Parameters
    ----------
    stated
        ``dwellings, households, residents``, NaN where not stated; at least one per row. Not changed.
    ratios
        What to derive by.

    Returns
    -------
    pandas.DataFrame
        The three, all known, and ``derived``: names of those derived, joined by a comma, "" for none. What is stated
        stays; households come from dwellings before residents. Empty for no areas.

    Examples
    --------
    >>> stated = pd.DataFrame({"dwellings": [400.0, np.nan], "households": np.nan, "residents": [np.nan, 1000.0]})
    >>> complete_sizes(stated, Ratios(2.5, 1.0, "city")).values.tolist()
    [[400.0, 400.0, 1000.0, 'households,residents'], [400.0, 400.0, 1000.0, 'dwellings,households']]
    """
    households = stated["households"].fillna(stated["dwellings"] * ratios.households_per_dwelling)
    households = households.fillna(stated["residents"] / ratios.residents_per_household)
    residents = stated["residents"].fillna(households * ratios.residents_per_household)
    dwellings = stated["dwellings"].fillna(households / ratios.households_per_dwelling)
    names = ("dwellings", "households", "residents")
    was_missing = [stated[name].isna().to_numpy() for name in names]
    derived = [
        ",".join(name for name, missing in zip(names, row, strict=True) if missing)
        for row in np.column_stack(was_missing)
    ]
    return pd.DataFrame({"dwellings": dwellings, "households": households, "residents": residents, "derived": derived})


@dataclass(frozen=True)
class DemandRates:
    """How much of the facilities of each of K categories people need, in one measure.

    Parameters
    ----------
    per_household, per_resident
        What a household needs, and what a resident needs besides, shape (K,); 0 where no norm says.
    """

    per_household: Float64
    per_resident: Float64


def find_demand_rates(rates: Mapping[str, Rates], categories: Sequence[str]) -> dict[str, DemandRates]:
    """Find how much of the facilities of each category households and residents need.

    Parameters
    ----------
    rates
        Category -> rates, of the rule sets.
    categories
        The K categories.

    Returns
    -------
    dict
        Measure (a key of :data:`geo.plans.supply.MEASURES`) -> rates, 0 for a category that is not in `rates`.

    Examples
    --------
    >>> find_demand_rates({"school": Rates(places_per_resident=0.07)}, ["school", "clinic"])["places"]
    DemandRates(per_household=array([0., 0.]), per_resident=array([0.07, 0.  ]))
    """
    by_category = [rates.get(name, Rates()) for name in categories]

    def column(name: str) -> Float64:
        return np.array([getattr(of_category, name) for of_category in by_category], float)

    return {
        "floor_area": DemandRates(column("m2_per_household"), column("m2_per_resident")),
        "places": DemandRates(np.zeros(len(by_category)), column("places_per_resident")),
    }
