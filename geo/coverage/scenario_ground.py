"""What scenarios are walked on: the city as it is, or with the ways and homes that somebody plans."""

from dataclasses import dataclass

import numpy as np

from geo.arrays import Bool, Float64, Int32
from geo.city.walk_context import WalkContext
from geo.coverage.analysis import Coverage
from geo.walking.access_points import AccessPoints


@dataclass(frozen=True, kw_only=True)
class ScenarioGround:
    """Who walks where in a scenario; the homes of today come first, planned ones behind them, shape (n,) each.

    Parameters
    ----------
    context
        The network that is walked on, and today's facilities on it.
    homes
        Where all homes join that network.
    unit
        Row of the grid unit that each home counts to, -1 outside all.
    boundary_m
        Straight distance of each home to the boundary of the data [m].
    residents
        Residents of each home.
    can_leave
        Whether each home joins the network.
    is_rural
        Whether each home lies in a village.
    """

    context: WalkContext
    homes: AccessPoints
    unit: Int32
    boundary_m: Float64
    residents: Float64
    can_leave: Bool
    is_rural: Bool


def take_ground(coverage: Coverage) -> ScenarioGround:
    """Take the city as it is for the ground of a scenario.

    Parameters
    ----------
    coverage
        What was found.

    Returns
    -------
    ScenarioGround
        Nothing planned.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> take_ground(analyze_city(build_sample())).can_leave.tolist()
    [True, True, True, True, False]
    """
    walks = coverage.walks
    context = walks.context
    return ScenarioGround(
        context=context,
        homes=context.homes,
        unit=walks.unit,
        boundary_m=context.snaps.boundary_m,
        residents=coverage.city.homes["residents"].to_numpy(float),
        can_leave=(context.snaps.home_snaps.edge >= 0) | np.isfinite(walks.nearest.walk_m).any(axis=1),
        is_rural=coverage.is_rural,
    )
