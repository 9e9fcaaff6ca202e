"""From units to the whole communities, or the circles of a smaller tier, that a larger circle is made of."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import scipy.sparse
import scipy.sparse.csgraph

from geo.arrays import Bool, Float64, Int64
from geo.life_circles.districting import Districting
from geo.life_circles.life_tiers import LifeTier
from geo.life_circles.reaches import Reaches
from geo.life_circles.urban_units import UrbanUnits


@dataclass(frozen=True, kw_only=True)
class WholeParts:
    """The communities of the urban city as circles take them.

    Parameters
    ----------
    of_unit
        Part of each unit, numbered from 0, shape (n,).
    is_split
        Whether each unit belongs to a community that is not taken as a whole because separators divide it, or because
        it is not in one piece, shape (n,).
    is_large
        Whether each unit stands alone because its community has more residents than a circle may have, shape (n,).
    """

    of_unit: Int64
    is_split: Bool
    is_large: Bool


def find_whole_parts(urban: UrbanUnits, residents: Float64, *, high: float) -> WholeParts:
    """Find what circles of whole communities are made of.

    Parameters
    ----------
    urban
        The urban units.
    residents
        Of each unit, shape (n,).
    high
        Residents of a circle at most: a community with more is taken unit by unit.

    Returns
    -------
    WholeParts
        A community that separators divide gives a part on each side; a unit of no community is a part.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.life_circles.urban_units import Separators, find_urban_units
    >>> city = build_sample()
    >>> urban = find_urban_units(city, Separators(), residents=city.homes["residents"].to_numpy(float))
    >>> whole, apart = (find_whole_parts(urban, np.array([60.0, 0]), high=high) for high in (60, 50))
    >>> whole.of_unit.tolist(), apart.of_unit.tolist(), apart.is_large.tolist()
    ([0, 0], [0, 1], [True, True])
    """
    code = urban.table["community"].to_numpy(object)
    alone = np.where(code == "", np.arange(len(code)).astype(str).astype(object), code)
    community = pd.factorize(alone)[0]
    piece = join_units(urban, community)
    is_large = np.bincount(piece, weights=residents)[piece] > high
    pieces = pd.Series(piece).groupby(community).transform("nunique").to_numpy()
    of_unit = np.where(is_large, piece.max(initial=-1) + 1 + np.arange(len(piece)), piece)
    return WholeParts(
        of_unit=pd.factorize(of_unit)[0].astype(np.int64), is_split=np.asarray(pieces > 1), is_large=is_large
    )


def join_units(urban: UrbanUnits, group: Int64) -> Int64:
    """Count off the pieces that units of one group make with their neighbours.

    Parameters
    ----------
    urban
        The urban units.
    group
        Of each unit, shape (n,).

    Returns
    -------
    ndarray of int64
        Piece of each unit, shape (n,).

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.life_circles.urban_units import Separators, find_urban_units
    >>> city = build_sample()
    >>> urban = find_urban_units(city, Separators(), residents=city.homes["residents"].to_numpy(float))
    >>> join_units(urban, np.array([3, 3])).tolist(), join_units(urban, np.array([3, 4])).tolist()
    ([0, 0], [0, 1])
    """
    n, same = len(group), group[urban.one] == group[urban.other]
    one, other = urban.one[same], urban.other[same]
    links = scipy.sparse.coo_matrix((np.ones(len(one), np.int8), (one, other)), shape=(n, n))
    return np.asarray(scipy.sparse.csgraph.connected_components(links, directed=False)[1], np.int64)


def make_districting(
    urban: UrbanUnits, residents: Float64, reaches: Reaches, tier: LifeTier, *, part: Int64, within: Int64
) -> Districting:
    """Make the map that the circles of a tier are found on.

    Parameters
    ----------
    urban
        The urban units.
    residents
        Of each unit, shape (n,).
    reaches
        The places that may be centres of the tier.
    tier
        Its band.
    part
        Part of each unit, numbered from 0, shape (n,): units of one part stay together.
    within
        The larger circle that each unit lies in, whose boundary no district crosses, shape (n,); all 0 for none.

    Returns
    -------
    Districting
        Of the parts.

    Examples
    --------
    >>> from pathlib import Path
    >>> from geo.city.sample import build_sample
    >>> from geo.city.walk_context import make_walk_context
    >>> from geo.life_circles.life_tiers import find_life_tiers
    >>> from geo.life_circles.reaches import find_reaches
    >>> from geo.life_circles.urban_units import Separators, find_urban_units
    >>> from geo.rules.rule_set import read_rules
    >>> context = make_walk_context(build_sample())
    >>> people = context.city.homes["residents"].to_numpy(float)
    >>> urban = find_urban_units(context.city, Separators(), residents=people)
    >>> tier = find_life_tiers([read_rules(Path("data/standards/gb50180-2018.toml"))], context.profile)[2]
    >>> reaches = find_reaches(context, urban, tier, home_unit=np.array([0, 0, 0, -1, -1]), residents=people)
    >>> none, both = np.zeros(2, np.int64), np.arange(2)
    >>> len(make_districting(urban, np.array([60.0, 0]), reaches, tier, part=both, within=none).one)
    1
    """
    count = int(part.max(initial=-1)) + 1
    one, other = np.minimum(part[urban.one], part[urban.other]), np.maximum(part[urban.one], part[urban.other])
    open_ = (one != other) & (within[urban.one] == within[urban.other])
    key, pair = np.unique(one[open_] * count + other[open_], return_inverse=True)
    joined = scipy.sparse.csr_array((np.ones(len(part)), (np.arange(len(part)), part)), shape=(len(part), count))
    people = (reaches.people @ joined).tocsc()
    people.sum_duplicates()
    return Districting(
        weight=np.bincount(part, weights=residents, minlength=count).astype(float),
        one=key // count,
        other=key % count,
        border_m=np.bincount(pair, weights=urban.border_m[open_], minlength=len(key)).astype(float),
        people=people,
        place_part=part[reaches.unit],
        low=tier.low,
        high=tier.high,
    )
