"""Codes and names of life circles: which lies in which, and whose community its centre lies in."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import pandas as pd

from geo.arrays import Int64, Texts
from geo.grid.divisions import trace_parents
from geo.life_circles.life_plan import LifePlan
from geo.texts import LANGS, TEXTS, Lang

#: Digits of the number of a circle within the one that it lies in, by tier, the largest first.
_DIGITS: Final = (3, 2, 2)


def number_circles(plan: LifePlan, home_units: Mapping[str, Int64]) -> dict[str, Texts]:
    """Give each circle its code.

    Parameters
    ----------
    plan
        The circles.
    home_units
        Tier -> row of the urban unit that each circle's centre lies in.

    Returns
    -------
    dict
        Tier -> codes. ``15-007`` is the seventh circle of 15 minutes in the order of the unit codes of the centres,
        ``10-007-02`` the second of 10 minutes in it, ``5-007-02-01`` the first of 5 minutes in that.

    Examples
    --------
    >>> from geo.life_circles.line_city import plan_line_city
    >>> plan = plan_line_city()
    >>> codes = number_circles(plan, {key: find_first_units(layer.label) for key, layer in plan.layers.items()})
    >>> codes["15_min"].tolist(), codes["10_min"].tolist()
    (['15-001', '15-002'], ['10-001-01', '10-001-02', '10-001-03', '10-002-01'])
    """
    codes: dict[str, Texts] = {}
    unit_code = plan.ground.urban.table["unit_code"].to_numpy(object)
    above, above_label = np.array([""], object), np.zeros(len(unit_code), np.int64)
    for digits, (key, layer) in zip(_DIGITS, plan.layers.items(), strict=True):
        parent = above_label[find_first_units(layer.label)]
        table = pd.DataFrame({"parent": parent, "order": unit_code[home_units[key]]})
        number = table.sort_values(["parent", "order"]).groupby("parent").cumcount().sort_index() + 1
        tail = [f"{above[row]}-{each:0{digits}d}" for row, each in zip(parent, number, strict=True)]
        codes[key] = np.array([f"{layer.tier.minutes:.0f}{text}" for text in tail], object)
        above, above_label = np.array(tail, object), layer.label
    return codes


def find_first_units(label: Int64) -> Int64:
    """Find the first unit of each circle.

    Parameters
    ----------
    label
        Circle of each unit, all numbers from 0 taken, shape (n,).

    Returns
    -------
    ndarray of int64
        Shape (k,).

    Examples
    --------
    >>> find_first_units(np.array([1, 0, 1])).tolist()
    [1, 0]
    """
    return np.unique(label, return_index=True)[1].astype(np.int64)


def name_circles(plan: LifePlan, key: str, home_unit: Int64) -> list[dict[Lang, str]]:
    """Name the circles of a tier.

    Parameters
    ----------
    plan
        The circles.
    key
        The tier: circles of the largest are called after the street of their centre, others after its community.
    home_unit
        Row of the urban unit that each centre lies in.

    Returns
    -------
    list of dict
        Language -> name; those of one street or community are numbered.

    Examples
    --------
    >>> from geo.life_circles.line_city import plan_line_city
    >>> plan = plan_line_city()
    >>> [name["en"] for name in name_circles(plan, "10_min", find_first_units(plan.layers["10_min"].label))]
    ['C1 10-minute circle', 'C4 10-minute circle', 'C7 10-minute circle', 'C10 10-minute circle']
    """
    ground = plan.ground
    table, divisions = ground.urban.table.iloc[home_unit], ground.city.divisions
    community = table["community"].reset_index(drop=True)
    above = trace_parents(community, divisions)
    names = {} if divisions is None else dict(zip(divisions["code"], divisions["name"], strict=True))
    wanted = above["streets"] if key == ground.tiers[0].key else community
    wanted = wanted.where(wanted != "", community)
    places = [str(names.get(code, "") or code or unit) for code, unit in zip(wanted, table["unit_code"], strict=True)]
    return _number_names(places, plan.layers[key].tier.minutes)


def _number_names(places: Sequence[str], minutes: float) -> list[dict[Lang, str]]:
    count, met = Counter(places), Counter[str]()
    named = []
    for place in places:
        met[place] += 1
        text = "life.name_numbered" if count[place] > 1 else "life.name"
        values = {"place": place, "minutes": minutes, "number": met[place]}
        named.append({lang: TEXTS[text][lang].format(**values) for lang in LANGS})
    return named
