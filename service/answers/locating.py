"""Many questions of one request, answered together."""

import numpy as np
import pandas as pd

from geo.city.model import City
from geo.locate.batch import locate_addresses, locate_coordinates
from geo.locate.unit_index import UnitIndex
from service.dependencies import choose_datum
from service.models.places import LocatedItem, LocateRequest


def locate_items(city: City, unit_index: UnitIndex, asked: LocateRequest) -> list[LocatedItem]:
    """Answer the questions of a request.

    Parameters
    ----------
    city, unit_index
        The city and its units.
    asked
        The questions.

    Returns
    -------
    list of LocatedItem
        In the order of the questions. Of an item with an address and coordinates, the coordinates count.

    Raises
    ------
    InputError
        If coordinates have no datum, or there are addresses and the city holds none.
    """
    has_place = np.array([item.lon is not None and item.lat is not None for item in asked.items], bool)
    places = [item for item, has in zip(asked.items, has_place, strict=True) if has]
    others = [item.address or "" for item, has in zip(asked.items, has_place, strict=True) if not has]
    parts = []
    if places:
        lon, lat = [item.lon for item in places], [item.lat for item in places]
        datum = choose_datum(city, asked.datum)
        parts.append(locate_coordinates(unit_index, city.crs, lon, lat, datum=datum))
    if others:
        parts.append(locate_addresses(unit_index, city.crs, others))
    if not parts:
        return []
    answers = pd.concat(parts, ignore_index=True)
    order = np.empty(len(answers), np.int64)
    order[np.r_[np.flatnonzero(has_place), np.flatnonzero(~has_place)]] = np.arange(len(answers))
    answers["candidates"] = answers["candidates"].str.split(";").map(lambda codes: [code for code in codes if code])
    rows = answers.astype(object).where(answers.notna(), None).iloc[order].to_dict("records")
    return [LocatedItem.model_validate(row) for row in rows]
