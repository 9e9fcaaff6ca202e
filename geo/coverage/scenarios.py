"""Scenarios: who is covered when facilities are added or removed, without starting over.

What the nearest facility costs every node is kept. Added facilities lower it around them; where a removed one was the
nearest, it spreads in again from the border of that area. The result is what a new analysis would find.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.arrays import Bool, Float64, Int8, Int32, expand_ranges
from geo.city.categories import check_category
from geo.city.snaps import snap_places
from geo.coverage.analysis import Coverage
from geo.coverage.by_minute import find_unit_rows
from geo.coverage.rollup import list_tallies, name_figure
from geo.coverage.scenario_ground import ScenarioGround, take_ground
from geo.coverage.scopes import URBAN, spread_limits
from geo.coverage.status import TALLIES, classify_homes
from geo.errors import NotFoundError
from geo.walking.access_points import AccessPoints, append_points, join_points, select_points
from geo.walking.kernels import finish_origins, search_network
from geo.walking.network import WalkNetwork
from geo.walking.search import BUCKET_M, make_labels, make_scratch, price_points, seed_nodes, sort_targets
from geo.walking.structs import Labels, Points, Seeds

#: Before a scenario: a home that is not built yet counts nowhere.
_PLANNED: Final = -1
#: The row of a level for homes outside all units, where today there are none.
_BEYOND_ALL_UNITS: Final[dict[str, Any]] = {"code": "", "name": "", "parent": "", "scope": URBAN, "residents": 0.0}


@dataclass(frozen=True, kw_only=True)
class ScenarioBaseline:
    """A category as it stands, ready for changes; safe to ask from several threads.

    Parameters
    ----------
    coverage, category
        What was found, and in which category.
    ground
        What is walked on.
    homes, facilities
        Where all homes, and the category's facilities, join the network.
    labels
        What the nearest facility costs every node, and its row.
    limit_m
        Limit of each home [m], NaN where it is not judged, shape (n,).
    rows
        Level -> row of its table that each home counts to, -1 for one outside all units where today there are none,
        shape (n,).
    """

    coverage: Coverage
    category: str
    ground: ScenarioGround
    homes: Points
    facilities: AccessPoints
    labels: Labels
    limit_m: Float64
    rows: dict[str, Int32]


@dataclass(frozen=True)
class Change:
    """What a change of facilities does.

    Parameters
    ----------
    walk_m, facility
        Walk of every home to its nearest facility afterwards [m], planned homes behind today's, and its row, of the
        added ones behind the city's; shape (n,).
    status
        Verdicts afterwards, an index into :data:`geo.coverage.status.STATUSES`, shape (n,).
    levels
        Level -> table of all its units: ``code, name, parent, scope, residents``, and ``<tally>_before``,
        ``<tally>_after`` for each tally of :data:`geo.coverage.status.TALLIES`: of all residents, or of the group that
        is counted. ``residents`` are today's, those planned are counted afterwards.
    reasons
        Of each added facility, "" or why nobody can walk to it: a key of :mod:`geo.texts.reasons`.
    """

    walk_m: Float64
    facility: Int32
    status: Int8
    levels: dict[str, pd.DataFrame]
    reasons: list[str]


def prepare_changes(
    coverage: Coverage,
    category: str,
    *,
    ground: ScenarioGround | None = None,
    unit_rows: Mapping[str, Int32] | None = None,
) -> ScenarioBaseline:
    """Make ready to change the facilities of a category.

    Parameters
    ----------
    coverage
        What was found.
    category
        One of its categories.
    ground
        What is walked on afterwards, as :func:`geo.changes.laying.lay_changes` makes it; None for the city as it is.
    unit_rows
        As :func:`geo.coverage.by_minute.find_unit_rows` finds them, where that is done.

    Returns
    -------
    ScenarioBaseline
        Ready for any number of changes, each from here.

    Raises
    ------
    InputError
        If the category is unknown.

    Examples
    --------
    >>> from geo.coverage.analysis import analyze_city
    >>> from geo.city.sample import build_sample
    >>> prepare_changes(analyze_city(build_sample()), "clinic").facilities.place.tolist()
    [0]
    """
    city, categories = coverage.city, coverage.walks.context.categories
    check_category(category, categories)
    chosen = take_ground(coverage) if ground is None else ground
    context, network = chosen.context, chosen.context.network
    found = find_unit_rows(coverage) if unit_rows is None else unit_rows
    facilities = select_points(
        context.facilities, (city.facilities["category"] == category).to_numpy()[context.facilities.place]
    )
    labels = make_labels(network)
    seeds = _seed(network, facilities)
    search_network(network.graph, seeds, np.inf, BUCKET_M, labels, make_scratch(network), np.empty(0, np.int32))
    return ScenarioBaseline(
        coverage=coverage,
        category=category,
        ground=chosen,
        homes=price_points(network, chosen.homes),
        facilities=facilities,
        labels=labels,
        limit_m=np.broadcast_to(
            spread_limits(coverage.judgements, [category], chosen.is_rural)[:, 0], len(chosen.is_rural)
        ),
        rows={level: row[chosen.unit] for level, row in found.items()},
    )


def change_facilities(
    baseline: ScenarioBaseline,
    *,
    add: Float64,
    remove: Sequence[str] = (),
    access: AccessPoints | None = None,
    demand: str = "residents",
) -> Change:
    """Add and remove facilities of a category.

    Parameters
    ----------
    baseline
        The category as it stands; not changed.
    add
        Places of new facilities in the city's CRS [m], shape (a, 2).
    remove
        Ids of facilities to leave out.
    access
        Where the new ones join the network, where they have gates; None to snap them.
    demand
        Who is counted: ``residents``, or a group of them from :attr:`geo.city.model.City.demand_columns`. Of those whom
        somebody plans for nobody knows the group: they are residents only.

    Returns
    -------
    Change
        Equal to a new analysis of the city with these facilities.

    Raises
    ------
    NotFoundError
        If a facility to leave out is none of the category.

    Examples
    --------
    >>> from geo.coverage.analysis import analyze_city
    >>> from geo.city.sample import ORIGIN, build_sample
    >>> baseline = prepare_changes(analyze_city(build_sample()), "clinic")
    >>> change = change_facilities(baseline, add=np.add([(900.0, 600.0)], ORIGIN))
    >>> change.walk_m.tolist(), change.levels["city"][["covered_before", "covered_after"]].values.tolist()
    ([0.0, 300.0, 160.0, 300.0, inf], [[60.0, 60.0], [0.0, 40.0]])
    """
    ground, network = baseline.ground, baseline.ground.context.network
    city = ground.context.city
    gone = _find_facilities(baseline, remove)
    snaps = snap_places(city, network, gpd.GeoSeries(shapely.points(np.asarray(add, float).reshape(-1, 2))))
    new = join_points(snaps) if access is None else access
    kept = select_points(baseline.facilities, ~np.isin(baseline.facilities.place, gone))
    facilities = append_points(kept, new)
    labels = _spread_again(network, baseline.labels, facilities, gone)
    walk_m, facility = np.full(ground.homes.count, np.inf), np.full(ground.homes.count, -1, np.int32)
    targets = sort_targets(network, facilities, np.zeros(facilities.count, np.int32))
    finish_origins(network.edges, baseline.homes, labels, targets, 0, walk_m, facility)
    status = classify_homes(
        walk_m[:, None],
        snapped=ground.can_leave | np.isfinite(walk_m),
        boundary_m=ground.boundary_m,
        limit_m=baseline.limit_m[:, None],
        snap_limit_m=city.snap_limit_m,
    )[:, 0]
    return Change(walk_m, facility, status, _tally(baseline, status, demand), snaps.reason.tolist())


def _find_facilities(baseline: ScenarioBaseline, ids: Sequence[str]) -> Int32:
    """Find the rows of facilities of the category."""
    table = baseline.coverage.city.facilities
    known = table.index[table["category"] == baseline.category]
    at = pd.Index(table["facility_id"].to_numpy()[known]).get_indexer(list(ids))
    if (at < 0).any():
        raise NotFoundError(f'no facility of the category "{baseline.category}" has the id "{ids[int(at.argmin())]}"')
    return np.asarray(known.to_numpy()[at], np.int32)


def _seed(network: WalkNetwork, facilities: AccessPoints) -> Seeds:
    return seed_nodes(network, price_points(network, facilities), np.arange(len(facilities.edge)))


def _spread_again(network: WalkNetwork, before: Labels, facilities: AccessPoints, gone: Int32) -> Labels:
    """Spread the facilities there now into labels of before; what was nearest to a removed one is open again."""
    labels = Labels(before.to_m.copy(), before.source.copy())
    seeds = [_seed(network, facilities)]
    if len(gone):
        lost = np.isin(before.source, gone)
        labels.to_m[lost], labels.source[lost] = np.inf, -1
        seeds.append(_seed_rim(network, labels, lost))
    together = Seeds(*(np.concatenate(column) for column in zip(*seeds, strict=True)))
    search_network(network.graph, together, np.inf, BUCKET_M, labels, make_scratch(network), np.empty(0, np.int32))
    return labels


def _seed_rim(network: WalkNetwork, labels: Labels, lost: Bool) -> Seeds:
    """Seed the nodes that are open again from their neighbours that are not."""
    graph, entered_from = network.graph, network.search_nodes.before
    nodes = np.flatnonzero(lost).astype(np.int32)
    owner, arc = expand_ranges(graph.pointer[nodes], graph.pointer[nodes + 1])
    inner, outer, cost_m = nodes[owner], graph.neighbour[arc], graph.cost_m[arc]
    # ways lead there and back, but for the step between the nodes of a private way: that leads to it only
    known = ~lost[outer] & (entered_from[outer] != inner)
    stepped = nodes[entered_from[nodes] >= 0]
    stepped = stepped[~lost[entered_from[stepped]]]
    inner, outer = np.r_[inner[known], stepped], np.r_[outer[known], entered_from[stepped]]
    at_m = labels.to_m[outer] + np.r_[cost_m[known], np.zeros(len(stepped), np.float32)]
    return Seeds(inner, at_m, labels.source[outer])


def _tally(baseline: ScenarioBaseline, status: Int8, demand: str) -> dict[str, pd.DataFrame]:
    """Count people before and after, level by level; only homes whose status changed, planned ones too, are counted."""
    coverage = baseline.coverage
    before = np.full(len(status), _PLANNED, np.int8)
    before[: len(coverage.status)] = coverage.status[:, coverage.walks.context.categories.index(baseline.category)]
    changed = np.flatnonzero(before != status)
    people = _count_people(baseline, demand)[changed]
    levels = {}
    for level, table in coverage.levels.items():
        rows = baseline.rows[level][changed]
        beyond = 1 if (rows < 0).any() else 0
        rows = np.where(rows < 0, len(table), rows)
        named = table[[*_BEYOND_ALL_UNITS]].assign(residents=table[demand])
        columns = {name: np.append(named[name].to_numpy(), [told] * beyond) for name, told in _BEYOND_ALL_UNITS.items()}
        for tally, members in TALLIES.items():
            more = np.isin(status[changed], members).astype(float) - np.isin(before[changed], members)
            stood = np.append(_take_tally(table, tally, baseline.category, demand), np.zeros(beyond))
            columns[f"{tally}_before"] = stood
            columns[f"{tally}_after"] = stood + np.bincount(rows, weights=people * more, minlength=len(stood))
        levels[level] = pd.DataFrame(columns)
    return levels


def _count_people(baseline: ScenarioBaseline, demand: str) -> Float64:
    """Count the people of each home, those of today first; of planned ones no group is known."""
    if demand == "residents":
        return baseline.ground.residents
    people = np.zeros(len(baseline.ground.residents))
    homes = baseline.coverage.city.homes
    people[: len(homes)] = homes[demand].to_numpy(float)
    return people


def _take_tally(table: pd.DataFrame, tally: str, category: str, demand: str) -> Float64:
    """Take people of a roll-up; of a group those not judged are all of a row or none, and have no column."""
    if tally in list_tallies(demand):
        return table[name_figure(tally, category, demand)].to_numpy(float)
    return np.where(table[name_figure(tally, category)].to_numpy(float) > 0, table[demand].to_numpy(float), 0.0)
