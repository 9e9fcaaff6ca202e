"""The walking engine alone: whole city, circles, scenarios, growth with the network. Run by ``make bench``."""

import argparse
import json
import os
import resource
import sys
import time
from pathlib import Path

import numpy as np
import shapely

from geo.circles.circles import draw_circle, make_circles
from geo.circles.trace import trace_circles
from geo.city.bundle import open_city
from geo.coverage.analysis import analyze_city
from geo.coverage.scenarios import change_facilities, prepare_changes
from tests.bench.peers import best_of, make_lattice, run_ours

#: Side of the lattices: 50,000 to 1,000,000 nodes.
SIDES = (224, 316, 500, 707, 1000)
FACILITIES = (50, 150, 500, 1500, 5000)


def peak_mb():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def time_city(city):
    """All categories, all homes, roll-ups, from an open city [s]."""
    analyze_city(city)
    seconds, coverage = best_of(3, lambda: analyze_city(city))
    return {"homes": len(city.homes), "categories": len(coverage.limit_m), "analyze_s": seconds}


def time_circles(city, *, limit_m=1000.0):
    """One circle at a time, and those of all facilities."""
    maker = make_circles(city)
    rng = np.random.default_rng(0)
    # places near each other, as a service is asked for them: what is linked once does not count
    centre = shapely.get_coordinates(city.homes.geometry.iloc[[int(rng.integers(len(city.homes)))]])[0]
    near = shapely.STRtree(city.homes.geometry.to_numpy()).query(shapely.Point(centre).buffer(1500))
    spots = shapely.get_coordinates(city.homes.geometry.to_numpy()[rng.choice(near, 100)])
    for x, y in spots[:3]:
        draw_circle(maker, x, y, minutes=[15])
    singles = []
    for x, y in spots:
        start = time.perf_counter()
        draw_circle(maker, x, y, minutes=[15])
        singles.append(time.perf_counter() - start)
    start = time.perf_counter()
    circles, _ = trace_circles(
        maker.lattice,
        maker.context.facilities,
        shapely.get_coordinates(city.facilities.geometry.to_numpy()),
        limits_m=[limit_m],
    )
    seconds = time.perf_counter() - start
    return {
        "one_circle_with_residents_ms": float(np.median(singles)) * 1e3,
        "circles": len(circles),
        "circles_per_s": len(circles) / seconds,
    }


def time_scenarios(city):
    """One facility added, one removed: all levels rolled up [ms]."""
    category = city.facilities["category"].value_counts().index[0]
    standing = prepare_changes(analyze_city(city), category)
    homes = shapely.get_coordinates(city.homes.geometry.to_numpy())
    ids = city.facilities["facility_id"][city.facilities["category"] == category].to_numpy()
    rng = np.random.default_rng(0)
    found = {"facilities": len(ids)}
    jobs = {
        "add": lambda: change_facilities(standing, add=homes[[rng.integers(len(homes))]]),
        "remove": lambda: change_facilities(standing, add=np.empty((0, 2)), remove=[rng.choice(ids)]),
    }
    for name, job in jobs.items():
        job()
        times = []
        for _ in range(50):
            start = time.perf_counter()
            job()
            times.append((time.perf_counter() - start) * 1e3)
        found |= {f"{name}_ms": float(np.median(times)), f"{name}_p95_ms": float(np.quantile(times, 0.95))}
    return found


def time_growth(sides, counts):
    """20 categories on lattices of growing size, and with growing numbers of facilities."""
    rng = np.random.default_rng(0)

    def run(network, count):
        used = np.flatnonzero(np.bincount(np.r_[network.u, network.v], minlength=len(network.node_xy)))
        seconds, _ = run_ours(network, [rng.choice(used, count, replace=False) for _ in range(20)])
        return {"nodes": len(network.node_xy), "facilities": count, "s": seconds, "peak_mb": peak_mb()}

    # facilities grow with the city: one of each category to 1,000 nodes
    by_nodes = [run(make_lattice(side), side * side // 1000) for side in sides]
    network = make_lattice(sides[len(sides) // 2])
    return {"by_nodes": by_nodes, "by_facilities": [run(network, count) for count in counts]}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("cities", nargs="*", type=Path, help="bundles; none: lattices of growing size")
    chosen = parser.parse_args()
    results = {"cores": os.cpu_count(), "cities": {}}
    for path in chosen.cities:
        city = open_city(path)
        results["cities"][path.name] = time_city(city) | time_circles(city) | {"scenarios": time_scenarios(city)}
        sys.stdout.write(f"{path.name}: {json.dumps(results['cities'][path.name])}\n")
        sys.stdout.flush()
    if not chosen.cities:
        results = time_growth(SIDES, FACILITIES)
        sys.stdout.write(f"growth: {json.dumps(results)}\n")
    path = Path("build/bench/engine.json" if chosen.cities else "build/bench/growth.json")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(results, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
