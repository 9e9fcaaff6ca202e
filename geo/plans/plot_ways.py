"""Ways from plots in one scenario: how far their places are from each category, on foot and straight."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from geo.arrays import Bool, Float64, Int32, Int64
from geo.city.snaps import measure_boundary_m
from geo.plans.exit_walks import ExitWalks, walk_through
from geo.plans.plot_legs import Legs, join_legs, list_legs
from geo.plans.plot_places import PlotPlaces
from geo.plans.plot_readings import Readings, read_plots
from geo.plans.stage_classes import StageClass
from geo.walking.nearest import NearestWalks


@dataclass(frozen=True, kw_only=True)
class PlotWays:
    """Ways from the places of n plots to K categories in one scenario.

    Parameters
    ----------
    places, extent
        The places, and the area that the city's data cover.
    walks
        The walks from their exits.
    nearest
        To the nearest facility of all, planned ones numbered on behind the city's, shape (e, K).
    own_m
        To what each plot itself plans [m], by stage class, shape (5, e, K).
    inside, straight
        Of each category: the legs to own facilities inside, and straight to all that count.
    """

    places: PlotPlaces
    extent: shapely.Geometry
    walks: ExitWalks
    nearest: NearestWalks
    own_m: Float64
    inside: Sequence[Legs]
    straight: Sequence[Legs]


def list_walk_legs(ways: PlotWays, category: int) -> Legs:
    """List how walks to a category begin: straight to an exit, or straight to an own facility inside.

    Parameters
    ----------
    ways
        The ways of the scenario.
    category
        Row of the category.

    Returns
    -------
    Legs
        For :func:`geo.plans.plot_readings.read_plots`; empty where there are neither exits nor facilities.
    """
    exits, nearest = ways.walks.exits, ways.nearest
    legs = list_legs(
        exits.area, exits.xy, nearest.walk_m[:, category], nearest.facility[:, category], away_m=exits.leg_m
    )
    return join_legs(legs, ways.inside[category])


def read_categories(ways: PlotWays, limit_m: Float64, asked: Bool) -> Readings:
    """Read the walks of plots to categories.

    Parameters
    ----------
    ways
        The ways of the scenario.
    limit_m
        Limit of each category [m], shape (K,).
    asked
        Which categories; the others have a share of 0, as if there were no way; shape (K,).

    Returns
    -------
    Readings
        Shape (n, K) each.
    """
    legs = [list_walk_legs(ways, k) if asked[k] else list_legs([], [], [], []) for k in range(len(limit_m))]
    found = [read_plots(ways.places, of_k, limit) for of_k, limit in zip(legs, limit_m.tolist(), strict=True)]
    return Readings(**{name: np.stack([getattr(one, name) for one in found], axis=1) for name in vars(found[0])})


@dataclass(frozen=True)
class PlaceWalks:
    """Walks from one place of each of n plots to one category, by stage class where the first axis has five rows.

    Parameters
    ----------
    existing_m
        To what exists [m], shape (n,).
    own_m
        To what the plot itself plans [m], shape (5, n).
    planned_m, planned
        To whatever is planned [m], and its row; shape (5, n).
    """

    existing_m: Float64
    own_m: Float64
    planned_m: Float64
    planned: Int32


def walk_from_places(ways: PlotWays, rows: Int64, category: int, stage_class: Int32) -> PlaceWalks:
    """Walk from one place of each plot.

    Parameters
    ----------
    ways
        The ways of the scenario.
    rows
        Row of a place of each plot, shape (n,).
    category
        Row of the category.
    stage_class
        Of all facilities, planned ones behind the city's.

    Returns
    -------
    PlaceWalks
        Infinite where there is no way; empty for no plots.
    """
    exits, xy, area = ways.walks.exits, ways.places.xy[rows], np.arange(len(rows))

    def walk(walk_m: Float64, facility: Int32) -> NearestWalks:
        column = slice(category, category + 1)
        return walk_through(exits, xy, area, NearestWalks(walk_m[:, column], facility[:, column]))

    layers = [walk(*layer) for layer in zip(ways.walks.planned_m, ways.walks.planned, strict=True)]
    own = [walk(*layer) for layer in zip(ways.own_m, ways.walks.planned, strict=True)]
    found = PlaceWalks(
        walk(ways.walks.existing.walk_m, ways.walks.existing.facility).walk_m[:, 0],
        np.stack([layer.walk_m[:, 0] for layer in own]),
        np.stack([layer.walk_m[:, 0] for layer in layers]),
        np.stack([layer.facility[:, 0] for layer in layers]),
    )
    _look_inside(ways, rows, category, stage_class, found)
    return found


def _look_inside(ways: PlotWays, rows: Int64, category: int, stage_class: Int32, found: PlaceWalks) -> None:
    """Write straight walks to own facilities inside into `found` where they are nearer."""
    legs, existing_count = ways.inside[category], len(stage_class) - int((stage_class >= StageClass.UNSTATED).sum())
    seen = np.append(legs.seen, True)[
        np.where(legs.sight >= 0, legs.sight + rows[legs.area] - ways.places.first[legs.area], -1)
    ]
    ends = ways.places.xy[rows[legs.area]] - legs.xy
    for leg, away_m in zip(np.flatnonzero(seen).tolist(), np.hypot(ends[seen, 0], ends[seen, 1]), strict=True):
        at = stage_class[legs.facility[leg]], legs.area[leg]
        found.own_m[at] = min(found.own_m[at], away_m)
        if away_m < found.planned_m[at]:
            found.planned_m[at], found.planned[at] = away_m, legs.facility[leg] - existing_count


def bound_boundary_m(ways: PlotWays, rows: Int64, inner_m: Float64, needed_m: float) -> Float64:
    """Measure how far places are from the boundary of the data, exactly only where it is near.

    Parameters
    ----------
    ways, rows
        The ways, and a place of each plot, shape (n,).
    inner_m
        Distance to the boundary from some place of each plot [m], shape (n,).
    needed_m
        Beyond this it does not matter how far it is [m].

    Returns
    -------
    ndarray
        The distance [m] where it is less than `needed_m`, else at least that much, shape (n,).
    """
    away_m = inner_m - ways.places.width_m
    near = np.flatnonzero(away_m < needed_m)
    away_m[near] = measure_boundary_m(ways.extent, shapely.points(ways.places.xy[rows[near]]))
    return np.asarray(away_m)
