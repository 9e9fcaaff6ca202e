"""How large a plan area is: what its file leaves out is derived by stated ratios."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from geo.city.model import City

#: Residents a household where the city does not tell: seventh national census, 2020.
RESIDENTS_PER_HOUSEHOLD: Final = 2.62


#: Households a dwelling: every dwelling is lived in.
HOUSEHOLDS_PER_DWELLING: Final = 1.0


@dataclass(frozen=True)
class Ratios:
    """What sizes are derived by.

    Parameters
    ----------
    residents_per_household, households_per_dwelling
        The ratios.
    source
        ``"city"`` where the first is that of the city's homes, else ``"census"``.
    """

    residents_per_household: float
    households_per_dwelling: float
    source: str


def find_ratios(city: City) -> Ratios:
    """Find the ratios of a city.

    Parameters
    ----------
    city
        The city.

    Returns
    -------
    Ratios
        Residents a household of its homes where they state both, else of the census.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> find_ratios(build_sample())  # 105 residents in 42 households
    Ratios(residents_per_household=2.5, households_per_dwelling=1.0, source='city')
    """
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
        ``dwellings, households, residents``, NaN where not stated; at least one a row. Not changed.
    ratios
        What to derive by.

    Returns
    -------
    pandas.DataFrame
        The three, all known, and ``derived``: names of those derived, joined by a comma, "" for none. What is stated
        stays; households come from dwellings before residents.

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
