"""Where to build 50 clinics: the whole city in one run, and beside spopt on an instance cut to what spopt can finish.

``python -m tests.bench.siting CITY`` drops the category's facilities, so that every home is open, and takes 5,000
crossings as candidates. spopt gets the same walks as a dense cost matrix of 10,000 homes by 1,000 candidates, and the
same solver to the same gap; its objective and ours are counted from the sites chosen, not taken from either.
"""

import argparse
import dataclasses
import json
import os
import sys
import time
import warnings
from pathlib import Path

import numpy as np

from geo.city.bundle import open_city
from geo.progress import Progress
from geo.siting import Pairs, SiteRequest, SolverBudget, choose_sites, prepare_siting, solve_mclp

CATEGORY, SITES, CANDIDATES = "community_health_centre", 50, 5000
SEED = 0


def drop_category(city):
    """The city without the category's facilities: all of its homes are open."""
    kept = city.facilities[city.facilities["category"] != CATEGORY].reset_index(drop=True)
    return dataclasses.replace(city, facilities=kept, snap_cache=None)


def run_whole(city, *, sites, mip_gap, minutes=15):
    """Seconds of each step, the value and what is proven, for all who live in a city."""
    progress = Progress()
    budget = SolverBudget(mip_gap=mip_gap, time_limit_s=60.0)
    request = SiteRequest(
        category=CATEGORY, add=sites, max_candidates=CANDIDATES, minutes=minutes, scope="all", budget=budget
    )
    with progress.timed("all"):
        siting = prepare_siting(city, request, progress=progress)
        found = choose_sites(siting, progress=progress)
    return siting, {
        "category": CATEGORY,
        "limit_m": find_limit(siting.pairs),
        "homes": len(city.homes),
        "homes_open": int((~siting.pairs.covered).sum()),
        "candidates": len(siting.candidates),
        "pairs": len(siting.pairs.home),
        "sites": len(found.rows),
        "value": found.solution.value,
        "bound": found.solution.bound,
        "gap": found.solution.mip_gap,
        "seconds": {name: round(value, 3) for name, value in progress.seconds.items()},
    }


def find_limit(pairs):
    """The one limit that all homes have."""
    return float(pairs.home_limit_m.max())


def cut(siting, *, homes, candidates):
    """A dense cost matrix of some homes and candidates that can meet, with the people of the homes."""
    rng = np.random.default_rng(SEED)
    pairs = siting.pairs
    column = np.sort(rng.choice(pairs.candidates, min(candidates, pairs.candidates), replace=False))
    inside = np.isin(pairs.candidate, column)
    reached = np.unique(pairs.home[inside])
    row = np.sort(rng.choice(reached, min(homes, len(reached)), replace=False))
    inside &= np.isin(pairs.home, row)
    cost = np.full((len(row), len(column)), 1e6)
    at = np.searchsorted(row, pairs.home[inside]), np.searchsorted(column, pairs.candidate[inside])
    cost[at] = pairs.walk_m[inside]
    return cost, pairs.demand[row], find_limit(pairs)


def count_covered(cost, demand, limit_m, chosen):
    return float(demand[(cost[:, chosen] <= limit_m).any(axis=1)].sum())


def run_ours(cost, demand, limit_m, sites):
    """Best seconds of three from the cost matrix to a proven choice."""
    least = np.inf
    for _ in range(3):
        start = time.perf_counter()
        home, candidate = np.nonzero(cost <= limit_m)
        pairs = Pairs(
            home=home,
            candidate=candidate,
            walk_m=cost[home, candidate],
            demand=demand,
            existing_m=np.full(len(demand), np.inf),
            candidates=cost.shape[1],
            limit_m=limit_m,
        )
        found = solve_mclp(pairs, add=sites, budget=SolverBudget(mip_gap=0.0, time_limit_s=120.0))
        least = min(least, time.perf_counter() - start)
    return least, count_covered(cost, demand, limit_m, found.chosen), found


def run_spopt(cost, demand, limit_m, sites):
    """Seconds to build and to solve, and what its sites cover."""
    import pulp  # noqa: PLC0415 - only where it is asked for
    from spopt.locate import MCLP  # noqa: PLC0415

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        start = time.perf_counter()
        model = MCLP.from_cost_matrix(cost, demand, service_radius=limit_m, p_facilities=sites)
        built = time.perf_counter()
        model.solve(pulp.HiGHS(msg=False, gapRel=0.0))
        solved = time.perf_counter()
    chosen = [j for j, variable in enumerate(model.fac_vars) if variable.value() > 0.5]
    return built - start, solved - built, count_covered(cost, demand, limit_m, chosen)


def compare(siting, *, homes, candidates, sites):
    """The same instance with both, in one run."""
    cost, demand, limit_m = cut(siting, homes=homes, candidates=candidates)
    ours_s, ours, found = run_ours(cost, demand, limit_m, sites)
    build_s, solve_s, theirs = run_spopt(cost, demand, limit_m, sites)
    assert ours >= theirs * (1 - 1e-9), f"ours covers {ours}, spopt {theirs}"
    result = {
        "homes": cost.shape[0],
        "candidates": cost.shape[1],
        "sites": sites,
        "ours_s": ours_s,
        "ours_covered": ours,
        "ours_bound": found.bound,
        "spopt_build_s": build_s,
        "spopt_solve_s": solve_s,
        "spopt_covered": theirs,
        "times": (build_s + solve_s) / ours_s,
    }
    write(
        f"{cost.shape[0]:,} homes x {cost.shape[1]:,} candidates, {sites} sites: ours {ours_s:.3f} s covers "
        f"{ours:,.0f} (bound {found.bound:,.0f}); spopt {build_s:.1f} + {solve_s:.1f} s covers {theirs:,.0f}; "
        f"{result['times']:.0f} x"
    )
    return result


def describe(name, found):
    seconds = found["seconds"]
    return (
        f"{name}: {found['sites']} of {found['candidates']:,} candidates, {found['homes_open']:,} homes open, "
        f"{found['pairs']:,} pairs, {found['limit_m']:,.0f} m: {found['value']:,.0f} covered, "
        f"bound {found['bound']:,.0f}, gap {found['gap']:.4%}; "
        f"all {seconds['all']:.1f} s, of it choosing {seconds['choose sites']:.2f} s"
    )


def write(text):
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("city", type=Path)
    parser.add_argument("--spopt", choices=["none", "small", "full"], default="full", help="full takes a minute or two")
    chosen = parser.parse_args()
    start = time.perf_counter()
    city = open_city(chosen.city)
    open_s = time.perf_counter() - start
    results = {"cores": os.cpu_count(), "open_s": open_s}
    as_it_is = run_whole(city, sites=SITES, mip_gap=0.01)[1]
    write(describe("as it stands", as_it_is))
    bare = drop_category(city)
    siting, every = run_whole(bare, sites=SITES, mip_gap=0.01)
    write(describe("every home open", every))
    assert every["gap"] <= 0.01
    assert every["seconds"]["all"] < 60
    _, wide = run_whole(bare, sites=SITES, mip_gap=0.01, minutes=30)
    write(describe("every home open, 30 minutes", wide))
    _, many = run_whole(bare, sites=10 * SITES, mip_gap=0.01)
    write(describe("every home open, ten times the sites", many))
    results |= {"as_it_stands": as_it_is, "every_home": every, "every_home_30_min": wide, "every_home_500_sites": many}
    if chosen.spopt != "none":
        size = {"homes": 10_000, "candidates": 1_000} if chosen.spopt == "full" else {"homes": 1_000, "candidates": 200}
        results["spopt"] = compare(siting, **size, sites=SITES if chosen.spopt == "full" else 10)
    path = Path("build/bench/siting.json")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(results, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
