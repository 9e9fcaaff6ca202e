"""Places that no address holds: a number between known ones, a crossing of two roads, so many metres from there."""

from typing import Final

import numpy as np

from geo.addresses.index import AddressIndex
from geo.addresses.query import Directions
from geo.arrays import Float64, Int32

#: A number beyond the last known one of its road is placed at that one, up to so many numbers on.
_MOST_BEYOND: Final = 10
#: Neighbours farther apart than this prove nothing: two roads of one name, or a road with few known numbers [m].
_MOST_GAP_M: Final = 500.0
#: Assumed: how far a house may stand off the line between its neighbours, and a person's "80 metres" off 80 [m, share].
_OFF_LINE_M: Final = 20.0
_OFF_SHARE: Final = 0.3
#: Roads whose nodes come nearer than this cross although no node is shared [m].
_NEAR_M: Final = 40.0


def interpolate_number(address_index: AddressIndex, rows: Int32, number: float) -> tuple[Float64, float] | None:
    """Place a number that its road does not hold between the nearest known ones of its side.

    Parameters
    ----------
    address_index
        The city's addresses.
    rows
        Addresses of the road.
    number
        The number.

    Returns
    -------
    tuple of (ndarray, float) or None
        Place [m], shape (2,), and radius of its error [m]; None where the road has no number near. Known numbers are
        joined by straight lines, which follow the road as closely as they stand to each other.
    """
    known = address_index.house_numbers[rows]
    if (known == number).any():  # with another letter
        same = rows[known == number]
        middle = address_index.xy[same].mean(axis=0)
        spread_m = float(np.hypot(*(address_index.xy[same] - middle).T).max())
        return (middle, _OFF_LINE_M + spread_m) if spread_m < _MOST_GAP_M else None
    side = rows[(known % 2 == number % 2) & ~np.isnan(known)]
    known = address_index.house_numbers[side]
    below, above = side[known < number], side[known > number]
    low = below[np.argmax(address_index.house_numbers[below])] if len(below) else None
    high = above[np.argmin(address_index.house_numbers[above])] if len(above) else None
    if low is not None and high is not None:
        from_, to = address_index.house_numbers[low], address_index.house_numbers[high]
        share = (number - from_) / (to - from_)
        gap_m = float(np.hypot(*(address_index.xy[high] - address_index.xy[low])))
        if gap_m > _MOST_GAP_M:
            return None
        return address_index.xy[low] + share * (
            address_index.xy[high] - address_index.xy[low]
        ), _OFF_LINE_M + gap_m * min(share, 1 - share)
    end = low if high is None else high
    if end is None or abs(address_index.house_numbers[end] - number) > _MOST_BEYOND:
        return None
    step_m = 10.0 * abs(address_index.house_numbers[end] - number)
    return address_index.xy[end], _OFF_LINE_M + float(step_m)


def cross_roads(
    address_index: AddressIndex, road: tuple[int, ...], crossing: tuple[int, ...], directions: Directions
) -> tuple[Float64, float] | None:
    """Find where two roads cross, and go from there as directions say.

    Parameters
    ----------
    address_index
        The city's addresses.
    road, crossing
        Codes of the two roads; one name may stand for several.
    directions
        How far to go from the crossing.

    Returns
    -------
    tuple of (ndarray, float) or None
        Place [m], shape (2,), and radius of its error [m]; None where they do not cross.
    """
    first, second = (address_index.node_xy[address_index.find_nodes(codes)] for codes in (road, crossing))
    if not len(first) or not len(second):
        return None
    gap_m = np.hypot(*(first[:, None] - second[None]).transpose(2, 0, 1))
    nearest_m = float(gap_m.min())
    if nearest_m > _NEAR_M:
        return None
    i, _ = np.nonzero(gap_m <= nearest_m + 1e-3)
    crossings = first[np.unique(i)]
    middle = crossings.mean(axis=0)
    spread_m = float(np.hypot(*(crossings - middle).T).max())
    away_m = float(np.hypot(directions.east_m, directions.north_m))
    place = middle + np.array([directions.east_m, directions.north_m])
    return place, _OFF_LINE_M + nearest_m + spread_m + _OFF_SHARE * away_m
