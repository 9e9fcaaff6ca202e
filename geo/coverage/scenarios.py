"""Scenarios: who is covered when facilities are added or removed, without starting over.

What the nearest facility costs every node is kept. Added facilities lower it around them; where a removed one was the
nearest, it spreads in again from the border of that area. The result is what a new analysis would find.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.arrays import Bool, Float64, Int8, Int32, Int64, expand_ranges
from geo.city.categories import check_category
from geo.city.snaps import snap_places
from geo.coverage.analysis import Coverage
from geo.coverage.scopes import URBAN
from geo.coverage.status import TALLIES, classify_homes
from geo.errors import NotFoundError
from geo.grid.divisions import find_scopes, trace_parents
from geo.walking.access_points import AccessPoints, append_points, join_points, select_points
from geo.walking.kernels import finish_origins, search_network
from geo.walking.network import WalkNetwork
from geo.walking.search import BUCKET_M, make_labels, make_scratch, price_points, seed_nodes, sort_targets
from geo.walking.structs import Labels, Points, Seeds


@dataclass(frozen=True, kw_only=True)
class ScenarioBaseline:
    """A category as it stands, ready for changes; safe to ask from several threads.

    Parameters
    ----------
    coverage, category
        What was found, and in which category.
    homes, facilities
        Where all homes, and the category's facilities, join the network.
    labels
        What the nearest facility costs every node, and its row.
    can_leave
        Whether each home joins the network, shape (n,).
    rows
        Level -> row of its table that each home counts to, shape (n,).
    """

    coverage: Coverage
    category: str
    homes: Points
    facilities: AccessPoints
    labels: Labels
    can_leave: Bool
    rows: dict[str, Int64]


@dataclass(frozen=True)
class Change:
    """What a change of facilities does.

    Parameters
    ----------
    walk_m, facility
        Walk of every home to its nearest facility afterwards [m], and its row, of the added ones behind the city's;
        shape (n,).
    status
        Verdicts afterwards, an index into :data:`geo.coverage.status.STATUSES`, shape (n,).
    levels
        Level -> table of all its units: ``code, name, parent, scope, residents``, and ``<tally>_before``,
        ``<tally>_after`` of residents for each tally of :data:`geo.coverage.status.TALLIES`.
    reasons
        Of each added facility, "" or why nobody can walk to it: a key of :mod:`geo.texts.reasons`.
    """

    walk_m: Float64
    facility: Int32
    status: Int8
    levels: dict[str, pd.DataFrame]
    reasons: list[str]


def prepare_changes(coverage: Coverage, category: str) -> ScenarioBaseline:
    """Make ready to change the facilities of a category.

    Parameters
    ----------
    coverage
        What was found.
    category
        One of its categories.

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
    city, walks = coverage.city, coverage.walks
    check_category(category, walks.context.categories)
    context, network = walks.context, walks.context.network
    facilities = select_points(
        context.facilities, (city.facilities["category"] == category).to_numpy()[context.facilities.place]
    )
    labels = make_labels(network)
    seeds = _seed(network, facilities)
    search_network(network.graph, seeds, np.inf, BUCKET_M, labels, make_scratch(network), np.empty(0, np.int32))
    can_leave = (context.snaps.home_snaps.edge >= 0) | np.isfinite(walks.nearest.walk_m).any(axis=1)
    return ScenarioBaseline(
        coverage=coverage,
        category=category,
        homes=price_points(network, context.homes),
        facilities=facilities,
        labels=labels,
        can_leave=can_leave,
        rows=_find_rows(coverage),
    )


def change_facilities(
    baseline: ScenarioBaseline, *, add: Float64, remove: Sequence[str] = (), access: AccessPoints | None = None
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
    coverage, city, network = baseline.coverage, baseline.coverage.city, baseline.coverage.walks.context.network
    gone = _find_facilities(baseline, remove)
    snaps = snap_places(city, network, gpd.GeoSeries(shapely.points(np.asarray(add, float).reshape(-1, 2))))
    new = join_points(snaps) if access is None else access
    kept = select_points(baseline.facilities, ~np.isin(baseline.facilities.place, gone))
    facilities = append_points(kept, new)
    labels = _spread_again(network, baseline.labels, facilities, gone)
    walk_m, facility = np.full(len(city.homes), np.inf), np.full(len(city.homes), -1, np.int32)
    targets = sort_targets(network, facilities, np.zeros(facilities.count, np.int32))
    finish_origins(network.edges, baseline.homes, labels, targets, 0, walk_m, facility)
    status = classify_homes(
        walk_m[:, None],
        snapped=baseline.can_leave | np.isfinite(walk_m),
        boundary_m=coverage.walks.context.snaps.boundary_m,
        limit_m=coverage.spread_limit_m(baseline.category)[:, None],
        snap_limit_m=city.snap_limit_m,
    )[:, 0]
    return Change(walk_m, facility, status, _tally(baseline, status), snaps.reason.tolist())


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


def _find_rows(coverage: Coverage) -> dict[str, Int64]:
    """Find the row of each level's table that every home counts to."""
    city, unit = coverage.city, coverage.walks.unit
    parents = trace_parents(city.base_units["community"], city.divisions)
    scopes = np.append(find_scopes(city.base_units["community"], city.divisions), URBAN)
    rows = {}
    for level, table in coverage.levels.items():
        if level == "city":
            codes = np.full(len(scopes), city.name, object)
        else:
            codes = np.append((city.base_units["unit_code"] if level == "grid_units" else parents[level]), "")
        keys = pd.MultiIndex.from_frame(table[["code", "scope"]])
        rows[level] = keys.get_indexer(pd.MultiIndex.from_arrays([codes, scopes]))[unit].astype(np.int64)
    return rows


def _tally(baseline: ScenarioBaseline, status: Int8) -> dict[str, pd.DataFrame]:
    """Count people before and after, level by level; only homes whose verdict changed are counted again."""
    coverage = baseline.coverage
    before = coverage.status[:, coverage.walks.context.categories.index(baseline.category)]
    changed = np.flatnonzero(before != status)
    people = coverage.city.homes["residents"].to_numpy(float)[changed]
    levels = {}
    for level, table in coverage.levels.items():
        rows = baseline.rows[level][changed]
        columns = {name: table[name].to_numpy() for name in ("code", "name", "parent", "scope", "residents")}
        for tally, members in TALLIES.items():
            more = np.isin(status[changed], members).astype(float) - np.isin(before[changed], members)
            stood = table[f"{tally}_{baseline.category}"].to_numpy(float)
            columns[f"{tally}_before"] = stood
            columns[f"{tally}_after"] = stood + np.bincount(rows, weights=people * more, minlength=len(table))
        levels[level] = pd.DataFrame(columns)
    return levels
