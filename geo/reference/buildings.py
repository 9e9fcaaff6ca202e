"""Buildings: the homes of the reference city, on the spots of their plots."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from geo.arrays import Float64, Int64, rank_in_group
from geo.reference.figures import share_within
from geo.reference.layouts import HAMLET, LAYOUTS, place_points
from geo.reference.plots import Plots, measure_grounds
from geo.reference.settle import Settlement
from geo.reference.terrain import PRECISION_M

#: Assumed: residents of 60 and over, and children under 15, from the old town to the new estates; in villages.
_AGED: Final = (0.24, 0.11)
_CHILDREN: Final = (0.11, 0.21)
_VILLAGE: Final = (0.24, 0.19)
#: A building takes at least this much of its plot.
_LEAST_ROOM_M2: Final = 350.0


@dataclass(frozen=True, kw_only=True)
class Buildings:
    """Residential buildings, plot by plot, each plot's from north to south and west to east.

    Parameters
    ----------
    plot
        Row of the plot, ascending, shape (b,).
    number
        Number of the building within its plot from 1, shape (b,).
    xy
        Place [m], shape (b, 2).
    residents, households, aged, children
        People, shape (b,).
    """

    plot: Int64
    number: Int64
    xy: Float64
    residents: Int64
    households: Int64
    aged: Int64
    children: Int64


def raise_buildings(plots: Plots, settlement: Settlement, rng: np.random.Generator) -> Buildings:
    """Put each plot's people into buildings.

    Parameters
    ----------
    plots
        The plots.
    settlement
        Who lives on their blocks.
    rng
        Which spots are built on, and how many live there.

    Returns
    -------
    Buildings
        Each with at least one household; sums by plot are those of its block.
    """
    parts = []
    room = np.maximum(1, measure_grounds(plots.corners) / _LEAST_ROOM_M2)
    people, households = settlement.residents[plots.block], settlement.households[plots.block]
    for use, layout in LAYOUTS.items():
        mine = np.flatnonzero(plots.use == use)
        wanted = np.clip(np.round(people[mine] / layout.residents), 1, len(layout.spots))
        wanted = np.minimum(np.minimum(wanted, households[mine]), room[mine]).astype(np.int64)
        draw = rng.random((len(mine), len(layout.spots))).argsort(axis=1).argsort(axis=1)
        row, spot = np.nonzero(draw < wanted[:, None])
        parts.append((mine[row], spot, place_points(plots.corners[mine], layout.spots)[row, spot]))
    plot, spot, xy = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.lexsort((spot, plot))
    plot, xy = plot[order], np.round(xy[order] / PRECISION_M) * PRECISION_M
    count = np.bincount(plot, minlength=len(plots.block))
    weight = rng.lognormal(0, 0.15, len(plot))
    flats = 1 + share_within(households - count, weight, plot)
    residents = flats + share_within(people - households, flats, plot)
    aged, children = _share_ages(plots, settlement, plot, residents, rng)
    return Buildings(
        plot=plot,
        number=rank_in_group(plot) + 1,
        xy=xy,
        residents=residents,
        households=flats,
        aged=aged,
        children=children,
    )


def _share_ages(
    plots: Plots, settlement: Settlement, plot: Int64, residents: Int64, rng: np.random.Generator
) -> tuple[Int64, Int64]:
    age, village = settlement.age[plots.block][plot], plots.use[plot] == HAMLET
    shares = []
    for (old, new), rural in ((_AGED, _VILLAGE[0]), (_CHILDREN, _VILLAGE[1])):
        share = np.where(village, rural, old + (new - old) * age)
        shares.append(np.floor(residents * share + rng.random(len(plot))).astype(np.int64))
    aged, children = shares
    return np.minimum(aged, residents), np.minimum(children, residents - np.minimum(aged, residents))
