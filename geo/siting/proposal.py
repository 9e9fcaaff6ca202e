"""The door to siting: a choice of sites for a city, and the proof by walking that it holds."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import geopandas as gpd
import numpy as np
import shapely

from geo.arrays import Bool, Float64, Int64
from geo.city.model import City
from geo.coverage.scenarios import Change, change_facilities
from geo.coverage.status import COVERED
from geo.errors import PromiseError
from geo.progress import Progress
from geo.siting.lscp import cover_share
from geo.siting.problem import Choice
from geo.siting.request import SiteRequest, Siting, prepare_siting
from geo.siting.solve import cover_most, cover_with_capacity, shorten_walks

#: What the mean walk promised may differ from the one walked [m].
_MEAN_TOLERANCE_M: Final = 0.01


@dataclass(frozen=True)
class Proposal:
    """What to build.

    Parameters
    ----------
    siting
        What was asked.
    choice
        What was chosen, with its bound and curve.
    change
        What that does, walked again.
    rows
        Rows of the candidates chosen, best first.
    seconds
        Seconds of each step.
    """

    siting: Siting
    choice: Choice
    change: Change
    rows: Int64
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def newly_covered(self) -> Bool:
        """Homes that the sites cover and that were not covered before, shape (n,)."""
        return np.asarray((self.change.status == COVERED) & ~self.siting.pairs.covered)


def choose_sites(siting: Siting, *, progress: Progress | None = None) -> Proposal:
    """Choose sites, and walk to them to see that they do what was promised.

    Parameters
    ----------
    siting
        As :func:`prepare_siting` makes it.
    progress
        Shows and times the steps; None for neither.

    Returns
    -------
    Proposal
        The choice, and the city with it.

    Raises
    ------
    InputError
        If the request cannot be met, with the best that can.
    PromiseError
        If the walks say otherwise than the model: a fault of gridwalk.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> proposal = choose_sites(prepare_siting(build_sample(), SiteRequest("clinic", add=1)))
    >>> proposal.choice.value, proposal.choice.bound, proposal.newly_covered.tolist()
    (40.0, 40.0, [False, False, False, True, False])
    """
    progress = progress or Progress()
    with progress.step("choose sites"):
        choice = _SOLVE[siting.request.chosen_model](siting)
    with progress.step("check by walking"):
        xy = shapely.get_coordinates(siting.candidates.geometry.to_numpy()[choice.chosen])
        change = change_facilities(siting.standing, add=xy)
        _check_promise(siting, choice, change)
    worth = _share_gain(siting, choice, change)
    order = np.lexsort((choice.chosen, -worth))
    return Proposal(siting, choice, change, choice.chosen[order], progress.seconds)


def propose_sites(
    city: City,
    request: SiteRequest,
    *,
    candidates: gpd.GeoDataFrame | None = None,
    progress: Progress | None = None,
) -> Proposal:
    """Say where to build: :func:`prepare_siting` and :func:`choose_sites` in one.

    Parameters
    ----------
    city, request, candidates, seconds, step
        As for these.

    Returns
    -------
    Proposal
        The choice, and the city with it.

    Raises
    ------
    InputError
        If the request is wrong or cannot be met.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> propose_sites(build_sample(), SiteRequest("clinic", target=0.9)).change.levels["city"].covered_after.tolist()
    [100.0]
    """
    progress = progress or Progress()
    siting = prepare_siting(city, request, candidates=candidates, progress=progress)
    return choose_sites(siting, progress=progress)


def _cover(siting: Siting) -> Choice:
    assert siting.request.add is not None
    return cover_most(siting.pairs, add=siting.request.add, effort=siting.request.effort)


def _share(siting: Siting) -> Choice:
    assert siting.request.target is not None
    return cover_share(siting.pairs, target=siting.request.target, effort=siting.request.effort)


def _median(siting: Siting) -> Choice:
    assert siting.request.add is not None
    return shorten_walks(siting.pairs, add=siting.request.add, far_m=siting.far_m, effort=siting.request.effort)


def _capacity(siting: Siting) -> Choice:
    request = siting.request
    assert request.add is not None
    assert request.capacity is not None
    return cover_with_capacity(siting.pairs, add=request.add, capacity=request.capacity, effort=request.effort)


_SOLVE: Final[dict[str, Callable[[Siting], Choice]]] = {
    "cover": _cover,
    "share": _share,
    "median": _median,
    "capacity": _capacity,
}


def measure_mean_walk(walk_m: Float64, weight: Float64, *, far_m: float) -> float:
    """Measure the mean walk of people.

    Parameters
    ----------
    walk_m
        Walks [m], infinite without a way, shape (n,).
    weight
        People, shape (n,).
    far_m
        A longer walk counts as this long [m].

    Returns
    -------
    float
        Mean [m]; 0 without people.

    Examples
    --------
    >>> measure_mean_walk(np.array([100.0, np.inf]), np.array([3.0, 1.0]), far_m=900.0)
    300.0
    """
    total = float(weight.sum())
    return float(np.minimum(walk_m, far_m) @ weight) / total if total else 0.0


def _check_promise(siting: Siting, choice: Choice, change: Change) -> None:
    """Raise unless the walks give exactly what the model promised."""
    pairs = siting.pairs
    promised = pairs.covered.copy()
    promised[pairs.home[pairs.is_new & np.isin(pairs.candidate, choice.chosen)]] = True
    wrong = np.flatnonzero(promised != (change.status == COVERED))
    if len(wrong):
        first = wrong[0]
        raise PromiseError(
            f"{len(wrong):,} homes are not covered as promised, the first {siting.city.homes['home_id'].iloc[first]}: "
            f"promised {promised[first]}, walked {change.walk_m[first]:,.3f} m; please report this"
        )
    if siting.request.chosen_model == "median":
        before = measure_mean_walk(pairs.existing_m, pairs.weight, far_m=siting.far_m)
        after = measure_mean_walk(change.walk_m, pairs.weight, far_m=siting.far_m)
        saved_m = choice.value / float(pairs.weight.sum())
        if abs(before - after - saved_m) > _MEAN_TOLERANCE_M:
            raise PromiseError(
                f"the mean walk falls by {before - after:,.3f} m, not by the {saved_m:,.3f} m promised; "
                "please report this"
            )


def _share_gain(siting: Siting, choice: Choice, change: Change) -> Float64:
    """Say what each chosen site is worth: people it newly covers or serves, or metres that people save by it."""
    pairs, site = siting.pairs, change.facility - len(siting.city.facilities)
    if len(choice.served):
        load = np.bincount(pairs.candidate, weights=choice.served, minlength=pairs.candidates)
        return load[choice.chosen].astype(float)
    if siting.request.chosen_model == "median":
        worth = np.minimum(pairs.existing_m, siting.far_m) - np.minimum(change.walk_m, siting.far_m)
    else:
        worth = ((change.status == COVERED) & ~pairs.covered).astype(float)
    mine = site >= 0
    return np.bincount(site[mine], weights=(worth * pairs.weight)[mine], minlength=len(choice.chosen)).astype(float)
