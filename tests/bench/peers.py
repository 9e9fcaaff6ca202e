"""Our searches beside pandana's and scipy's on the same network in the same run: ratios, run by ``make bench``.

The job is that of PEERS.md: for every node the nearest facility of each of K categories within a limit.
"""

import argparse
import contextlib
import io
import json
import os
import sys
import time
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import scipy.sparse
import scipy.sparse.csgraph
import shapely

from geo.city.bundle import open_city
from geo.walking.access_points import AccessPoints
from geo.walking.nearest import nearest_facilities
from geo.walking.network import WalkNetwork, build_network

LIMIT_M = 1_200.0


def make_lattice(side, *, spacing_m=80.0, drop=0.12, seed=0):
    """Make a jittered lattice of side x side nodes with some edges left out, nodes along a Hilbert curve."""
    rng = np.random.default_rng(seed)
    x, y = (grid.ravel() for grid in np.meshgrid(np.arange(side), np.arange(side), indexing="ij"))
    xy = np.column_stack([x, y]) * spacing_m + rng.uniform(-0.2, 0.2, (side * side, 2)) * spacing_m
    number = np.arange(side * side).reshape(side, side)
    u = np.concatenate([number[:-1].ravel(), number[:, :-1].ravel()])
    v = np.concatenate([number[1:].ravel(), number[:, 1:].ravel()])
    keep = rng.random(len(u)) >= drop
    rank = np.empty(len(xy), np.int32)
    rank[np.argsort(gpd.GeoSeries(shapely.points(xy)).hilbert_distance().to_numpy(), kind="stable")] = np.arange(
        len(xy)
    )
    u, v = rank[u[keep]], rank[v[keep]]
    placed = np.empty_like(xy)
    placed[rank] = xy
    order = np.lexsort((v, u))
    u, v = u[order], v[order]
    lines = shapely.linestrings(np.stack([placed[u], placed[v]], axis=1))
    return WalkNetwork(
        node_xy=placed,
        u=u,
        v=v,
        length_m=shapely.length(lines),
        steps=np.zeros(len(u), bool),
        private=np.zeros(len(u), bool),
        geometry=lines,
        cost_factor=np.ones(len(u)),
    )


def at_nodes(network, nodes):
    """Access points right at nodes."""
    first_edge = np.zeros(len(network.node_xy), np.int32)
    offset_m = np.zeros(len(network.node_xy))
    first_edge[network.v], offset_m[network.v] = np.arange(len(network.v)), network.length_m
    first_edge[network.u], offset_m[network.u] = np.arange(len(network.u)), 0.0
    place = np.arange(len(nodes), dtype=np.int32)
    none = np.full(len(nodes), -1, np.int32)
    return AccessPoints(
        place=place,
        edge=first_edge[nodes],
        offset_m=offset_m[nodes],
        access_m=np.zeros(len(nodes)),
        gate=none,
        count=len(nodes),
    )


def best_of(times, job):
    """Run a job several times: the least seconds, and its result."""
    least, result = np.inf, None
    for _ in range(times):
        start = time.perf_counter()
        result = job()
        least = min(least, time.perf_counter() - start)
    return least, result


def run_ours(network, facility_nodes):
    origins = at_nodes(
        network, np.flatnonzero(np.bincount(np.r_[network.u, network.v], minlength=len(network.node_xy)))
    )
    targets = at_nodes(network, np.concatenate(facility_nodes))
    category = np.repeat(np.arange(len(facility_nodes)), [len(nodes) for nodes in facility_nodes]).astype(np.int32)
    network.graph  # noqa: B018 - laid out once, as scipy's matrix and pandana's network are

    def job():
        return nearest_facilities(network, origins, targets, category, categories=len(facility_nodes), limit_m=LIMIT_M)

    job()
    seconds, walks = best_of(5, job)
    return seconds, np.where(walks.walk_m <= LIMIT_M, walks.walk_m, np.inf)


def run_scipy(network, facility_nodes):
    n = len(network.node_xy)
    # of parallel edges the shortest counts; a sparse matrix would add them up
    ends = np.sort(np.column_stack([network.u, network.v]), axis=1)
    order = np.lexsort((network.length_m, ends[:, 1], ends[:, 0]))
    ends, length_m = ends[order], network.length_m[order]
    first = np.r_[True, (ends[1:] != ends[:-1]).any(axis=1)]
    matrix = scipy.sparse.coo_array((length_m[first], tuple(ends[first].T)), shape=(n, n)).tocsr()

    def job():
        columns = [
            scipy.sparse.csgraph.dijkstra(
                matrix, directed=False, indices=nodes, min_only=True, limit=LIMIT_M, return_predecessors=True
            )[0]
            for nodes in facility_nodes
        ]
        return np.column_stack(columns)

    seconds, to_m = best_of(3, job)
    used = np.bincount(np.r_[network.u, network.v], minlength=n) > 0
    return seconds, to_m[used]


def run_pandana(network, facility_nodes):
    import pandana  # noqa: PLC0415 - only where it is asked for

    with contextlib.redirect_stdout(io.StringIO()):
        start = time.perf_counter()
        peer = pandana.Network(
            pd.Series(network.node_xy[:, 0]),
            pd.Series(network.node_xy[:, 1]),
            pd.Series(network.u),
            pd.Series(network.v),
            pd.DataFrame({"m": network.length_m}),
        )
        peer.precompute(LIMIT_M)
        prepare_s = time.perf_counter() - start

        def job():
            for k, nodes in enumerate(facility_nodes):
                peer.set_pois(str(k), LIMIT_M, 1, *network.node_xy[nodes].T)
                peer.nearest_pois(LIMIT_M, str(k), num_pois=1)

        seconds, _ = best_of(1, job)
    return seconds, prepare_s


def compare(name, network, categories, count, *, with_pandana, seed=0):
    """Run the job with each engine on one network."""
    rng = np.random.default_rng(seed)
    usable = np.flatnonzero(np.bincount(np.r_[network.u, network.v], minlength=len(network.node_xy)))
    facility_nodes = [rng.choice(usable, count, replace=False) for _ in range(categories)]
    ours_s, ours = run_ours(network, facility_nodes)
    scipy_s, theirs = run_scipy(network, facility_nodes)
    assert np.array_equal(np.isfinite(ours), np.isfinite(theirs))
    reached = np.isfinite(ours)
    assert np.abs(ours[reached] - theirs[reached]).max() < 0.01
    found = {"nodes": len(network.node_xy), "edges": len(network.u), "categories": categories, "facilities": count}
    found |= {"ours_s": ours_s, "scipy_s": scipy_s, "times_scipy": scipy_s / ours_s}
    if with_pandana:
        pandana_s, prepare_s = run_pandana(network, facility_nodes)
        found |= {"pandana_s": pandana_s, "pandana_prepare_s": prepare_s, "times_pandana": pandana_s / ours_s}
    sys.stdout.write(describe(name, found) + "\n")
    sys.stdout.flush()
    return found


def describe(name, found):
    text = f"{name:24} {found['nodes']:>9,} nodes {found['categories']:>3} x {found['facilities']:<4} "
    text += f"ours {found['ours_s']:.3f} s  scipy {found['scipy_s']:.3f} s ({found['times_scipy']:.1f} x)"
    if "pandana_s" in found:
        text += f"  pandana {found['pandana_s']:.2f} s ({found['times_pandana']:.0f} x)"
        text += f" after {found['pandana_prepare_s']:.0f} s"
    return text


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--pandana", choices=["none", "cities", "all"], default="none", help="all takes ten minutes")
    parser.add_argument("--lattice", type=int, default=700)
    parser.add_argument("cities", nargs="*", type=Path)
    chosen = parser.parse_args()
    results = {"cores": os.cpu_count()}
    for path in chosen.cities:
        network = build_network(open_city(path).roads)
        results[path.name] = compare(path.name, network, 20, 300, with_pandana=chosen.pandana != "none")
    if chosen.lattice:
        results["lattice"] = compare(
            "lattice", make_lattice(chosen.lattice), 20, 500, with_pandana=chosen.pandana == "all"
        )
    path = Path("build/bench/peers.json")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(results, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
