"""The door to life circles: from a city to its compartments, and to circles of 15, 10 and 5 minutes in each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from geo.arrays import Float64, Int64
from geo.city.model import City
from geo.city.walk_context import WalkContext
from geo.errors import InputError
from geo.grid.units import find_home_units
from geo.life_circles.districting import Districting, Districts, solve_districting
from geo.life_circles.life_tiers import LifeTier, find_life_tiers
from geo.life_circles.reaches import Reaches, find_reaches
from geo.life_circles.urban_units import Separators, UrbanUnits, find_urban_units
from geo.life_circles.walk_bounds import BandBounds, bound_bands, bound_walks
from geo.life_circles.whole_parts import WholeParts, find_whole_parts, make_districting
from geo.progress import Progress
from geo.rules.rule_set import RuleSet

#: Changes that the search tries for each part of the map, by tier.
_TURNS: Final = {"15_min": 2000, "10_min": 2000, "5_min": 600}


@dataclass(frozen=True, kw_only=True)
class LifeGround:
    """A city made ready to be divided into life circles.

    Parameters
    ----------
    city
        The city.
    urban
        Its urban units and compartments.
    tiers
        The tiers, the largest first.
    separators
        What no circle lies across.
    profile
        Who walks.
    home_unit
        Row of the urban unit of each home, -1 for none, shape (homes,).
    home_residents
        Residents of each home, shape (homes,).
    residents
        Of each urban unit, shape (n,).
    bands
        Tier -> what the residents of each compartment allow.
    """

    city: City
    urban: UrbanUnits
    tiers: tuple[LifeTier, ...]
    separators: Separators
    profile: str
    home_unit: Int64
    home_residents: Float64
    residents: Float64
    bands: Mapping[str, BandBounds]

    @property
    def compartment_residents(self) -> Float64:
        """Residents of each compartment, shape (c,)."""
        return np.bincount(self.urban.compartment, weights=self.residents).astype(float)


@dataclass(frozen=True, kw_only=True)
class LifeLayer:
    """The circles of one tier.

    Parameters
    ----------
    tier
        The tier.
    label
        Circle of each urban unit, numbered from 0, shape (n,).
    districts
        What each circle measures.
    reaches
        The places among which centres were chosen.
    within_most
        People within the walk of their circle's centre at most, whatever the circles, by compartment, shape (c,).
    """

    tier: LifeTier
    label: Int64
    districts: Districts
    reaches: Reaches
    within_most: Float64

    @property
    def beyond_least(self) -> float:
        """People beyond the walk of their circle's centre at least, whatever the circles."""
        return float(self.districts.residents.sum() - self.within_most.sum())


@dataclass(frozen=True, kw_only=True)
class LifePlan:
    """A city divided into life circles.

    Parameters
    ----------
    ground
        The city made ready.
    context
        Who walks where.
    parts
        Which communities circles of 15 and 10 minutes take as wholes.
    layers
        Tier -> its circles, the largest first; each lies in one of the tier before it.
    """

    ground: LifeGround
    context: WalkContext
    parts: WholeParts
    layers: Mapping[str, LifeLayer]


def prepare_life_circles(
    city: City,
    context: WalkContext,
    *,
    separators: Separators | None = None,
    rules: RuleSet | None = None,
) -> LifeGround:
    """Find the compartments of a city, and what its residents allow.

    Parameters
    ----------
    city
        The city.
    context
        Who walks where, in that city.
    separators
        What no circle lies across; None for motorways, trunk roads, rivers and railways.
    rules
        A rule set that goes before the city's, or None.

    Returns
    -------
    LifeGround
        Villages are not in it.

    Raises
    ------
    InputError
        If no rule set states the tiers, or the city has no urban units with residents, or no line of a kind that is
        said to separate.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.city.walk_context import make_walk_context
    >>> from geo.rules.rule_set import read_rules
    >>> from pathlib import Path
    >>> city = build_sample()
    >>> rules = read_rules(Path("data/standards/gb50180-2018.toml"))
    >>> ground = prepare_life_circles(city, make_walk_context(city), rules=rules)
    >>> ground.compartment_residents.tolist(), ground.bands["15_min"].off.tolist()
    ([60.0], [49940.0])
    """
    separators = separators or Separators()
    tiers = find_life_tiers([*([] if rules is None else [rules]), *city.rule_sets], context.profile)
    residents = city.homes["residents"].fillna(0).to_numpy(float)
    urban = find_urban_units(city, separators, residents=residents)
    base = find_home_units(city.homes, city.base_units, context.snaps.unit)
    home_unit = np.append(urban.of_base, -1)[base]
    inside = home_unit >= 0
    of_unit = np.bincount(home_unit[inside], weights=residents[inside], minlength=len(urban.table)).astype(float)
    if not of_unit.sum():
        raise InputError(
            "the city has no residents in grid units of urban communities, so there is nothing to divide into life "
            "circles; villages are not judged by them"
        )
    urban = _number_by_size(urban, of_unit)
    of_compartment = np.bincount(urban.compartment, weights=of_unit).astype(float)
    return LifeGround(
        city=city,
        urban=urban,
        tiers=tiers,
        separators=separators,
        profile=context.profile.name,
        home_unit=home_unit,
        home_residents=residents,
        residents=of_unit,
        bands={tier.key: bound_bands(of_compartment, low=tier.low, high=tier.high) for tier in tiers},
    )


def _number_by_size(urban: UrbanUnits, residents: Float64) -> UrbanUnits:
    """Put compartments in the order of their residents, the largest first."""
    of_compartment = np.bincount(urban.compartment, weights=residents)
    rank = np.argsort(np.argsort(-of_compartment, kind="stable"), kind="stable")
    return replace(urban, compartment=rank[urban.compartment].astype(np.int64))


def plan_life_circles(
    ground: LifeGround, context: WalkContext, *, seed: int = 1, progress: Progress | None = None
) -> LifePlan:
    """Divide a city into circles of 15, 10 and 5 minutes in each other.

    Circles of 10 minutes come first, of whole communities, for whose band communities are coarse; they are joined to
    circles of 15 minutes and divided, unit by unit, into circles of 5.

    Parameters
    ----------
    ground
        The city made ready.
    context
        Who walks where, in that city.
    seed
        The same seed gives the same circles.
    progress
        Shows and times the steps; None for neither.

    Returns
    -------
    LifePlan
        Each urban unit lies in one circle of each tier.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.city.walk_context import make_walk_context
    >>> from geo.rules.rule_set import read_rules
    >>> from pathlib import Path
    >>> city = build_sample()
    >>> context = make_walk_context(city)
    >>> rules = read_rules(Path("data/standards/gb50180-2018.toml"))
    >>> plan = plan_life_circles(prepare_life_circles(city, context, rules=rules), context)
    >>> {key: layer.label.tolist() for key, layer in plan.layers.items()}
    {'15_min': [0, 0], '10_min': [0, 0], '5_min': [0, 0]}
    """
    progress = progress or Progress()
    large, middle, small = ground.tiers
    parts = find_whole_parts(ground.urban, ground.residents, high=middle.high)
    nowhere, units = np.zeros(len(ground.residents), np.int64), np.arange(len(ground.residents))
    layers: dict[str, LifeLayer] = {}
    layers[middle.key] = _solve(ground, context, middle, [parts.of_unit, nowhere, parts.of_unit], seed, progress)
    of_middle = layers[middle.key].label
    layers[large.key] = _solve(ground, context, large, [of_middle, nowhere, parts.of_unit], seed, progress)
    layers[small.key] = _solve(ground, context, small, [units, of_middle, units], seed, progress)
    return LifePlan(
        ground=ground, context=context, parts=parts, layers={tier.key: layers[tier.key] for tier in ground.tiers}
    )


def _solve(
    ground: LifeGround,
    context: WalkContext,
    tier: LifeTier,
    maps: Sequence[Int64],
    seed: int,
    progress: Progress,
) -> LifeLayer:
    """Find the circles of a tier: of which parts, within which circles, and of which parts at best."""
    part, within, free = maps
    urban = ground.urban
    with progress.step("walk to centres"):
        reaches = find_reaches(context, urban, tier, home_unit=ground.home_unit, residents=ground.home_residents)
    problem = make_districting(urban, ground.residents, reaches, tier, part=part, within=within)
    with progress.step("life circles"):
        districts = solve_districting(problem, turns=_TURNS[tier.key], seed=seed)
    with progress.step("bound of life circles"):
        nowhere = np.zeros(len(part), np.int64)
        relaxed = make_districting(urban, ground.residents, reaches, tier, part=free, within=nowhere)
        within_most = _bound(ground, tier, relaxed, free, districts, part)
    return LifeLayer(
        tier=tier, label=districts.label[part], districts=districts, reaches=reaches, within_most=within_most
    )


def _bound(
    ground: LifeGround, tier: LifeTier, relaxed: Districting, free: Int64, districts: Districts, part: Int64
) -> Float64:
    """Bound the people within the walk in each compartment, for as many circles as it may have or has."""
    compartment = ground.urban.compartment
    groups = int(compartment.max()) + 1
    of_district = np.zeros(len(districts.off), np.int64)
    of_district[districts.label[part]] = compartment
    of_part = np.zeros(len(relaxed.weight), np.int64)
    of_part[free] = compartment
    within = np.bincount(of_district, weights=districts.residents - districts.beyond, minlength=groups)
    most_within = bound_walks(
        relaxed.people,
        place_group=of_part[relaxed.place_part],
        part_group=of_part,
        most=np.maximum(ground.bands[tier.key].most, np.bincount(of_district, minlength=groups)),
        known=within.astype(float),
    )
    return np.asarray(np.minimum(most_within, ground.compartment_residents))
