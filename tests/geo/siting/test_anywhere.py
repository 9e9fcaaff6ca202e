"""The bound of sites anywhere on the roads: points laid densely along every road never beat it."""

import dataclasses
from itertools import combinations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.city.sample import ORIGIN, build_sample
from geo.reference import build_reference
from geo.siting import SiteRequest, SolverBudget, bound_anywhere, choose_sites, prepare_siting, summarize_sites
from geo.siting.anywhere import bound_any_sites, count_any_sites
from geo.siting.site_figures import AnySites

EXACT = SolverBudget(0.0, 20)
quick = settings(max_examples=16, derandomize=True, deadline=None)


def scatter_homes(seed, *, homes=7):
    """The toy city with homes at random places beside its roads, and some of its roads private."""
    city, draws = build_sample(), np.random.default_rng(seed)
    lines = city.roads.geometry.to_numpy()
    at = draws.integers(0, len(lines), homes)
    spots = shapely.get_coordinates(shapely.line_interpolate_point(lines[at], draws.uniform(0, 300, homes)))
    spots += draws.normal(0, 15, spots.shape)
    table = {"home_id": [f"h{i}" for i in range(homes)], "residents": draws.integers(1, 60, homes).astype(float)}
    placed = gpd.GeoDataFrame(table, geometry=shapely.points(spots), crs=city.crs)
    private = (draws.random(len(lines)) < 0.15) & (seed % 2 == 1)
    return dataclasses.replace(city, homes=placed, roads=city.roads.assign(private=private), snap_cache=None)


def list_points(city, *, every_m=7.5):
    """Points along all roads, and where homes are nearest to each road."""
    lines, homes = city.roads.geometry.to_numpy(), city.homes.geometry.to_numpy()
    along = [shapely.line_interpolate_point(line, np.arange(0, line.length + every_m, every_m)) for line in lines]
    beside = [shapely.line_interpolate_point(line, shapely.line_locate_point(line, homes)) for line in lines]
    points = np.concatenate([*along, *beside])
    table = {"site_id": [f"p{i}" for i in range(len(points))], "name": ""}
    return gpd.GeoDataFrame(table, geometry=points, crs=city.crs)


def find_sets(siting):
    """The different sets of homes that a point newly covers."""
    pairs = siting.pairs
    covers = np.zeros((pairs.candidates, len(pairs.demand)), bool)
    covers[pairs.candidate[pairs.is_new], pairs.home[pairs.is_new]] = True
    return np.unique(covers, axis=0)


def cover_most(sets, demand, add):
    return max(demand[sets[list(chosen)].any(axis=0)].sum() for chosen in combinations(range(len(sets)), add))


@pytest.mark.heavy
@quick
@given(
    st.integers(0, 5000), st.integers(1, 2), st.sampled_from([0.3, 2.0, 5.0, 9.0]), st.sampled_from(["adult", "elder"])
)
def test_no_points_along_the_roads_cover_more_than_the_bound(seed, add, minutes, profile):
    city = scatter_homes(seed)
    request = SiteRequest(category="clinic", add=add, minutes=minutes, profile=profile, budget=EXACT)
    siting = prepare_siting(city, request, candidates=list_points(city))
    sets, demand = find_sets(siting), siting.pairs.demand
    if not sets.any():
        return
    sets = np.concatenate([sets, np.zeros((add, len(demand)), bool)])
    best = cover_most(sets, demand, add)
    bound = bound_any_sites(siting, add=add, value=0.0)
    assert best <= bound <= demand[~siting.pairs.covered].sum() * (1 + 1e-8)
    # few candidates know nothing of the others: their bound holds for all the same
    few = prepare_siting(city, request, candidates=list_points(city, every_m=150.0).iloc[:5])
    assert best <= bound_any_sites(few, add=add, value=0.0) * (1 + 1e-9)
    needed = 0.7 * demand[sets.any(axis=0)].sum()
    fewest = next(k for k in range(1, len(sets)) if cover_most(sets, demand, k) >= needed)
    assert count_any_sites(siting, needed=needed * (1 - 1e-9), fewest=fewest + 2) <= fewest


def test_the_bound_is_near_to_what_points_along_the_roads_cover():
    gaps = []
    for seed in range(12):
        city = scatter_homes(2 * seed, homes=12)
        siting = prepare_siting(
            city, SiteRequest(category="clinic", add=2, minutes=3, budget=EXACT), candidates=list_points(city)
        )
        best = cover_most(find_sets(siting), siting.pairs.demand, 2)
        gaps.append(bound_any_sites(siting, add=2, value=best) / best - 1)
    assert min(gaps) < 1e-6
    assert np.median(gaps) < 0.25


@pytest.fixture(scope="module")
def small():
    return build_reference(scale=0.05)


@pytest.mark.heavy
def test_what_more_candidates_gain_stays_below_the_bound_of_few(small):
    found = {}
    for candidates in (60, 3000):
        request = SiteRequest(category="community_health_centre", add=4, max_candidates=candidates)
        siting = prepare_siting(small, request)
        solution = choose_sites(siting).solution
        found[candidates] = solution, bound_anywhere(siting, solution)
    (few, bound), (many, narrower) = found[60], found[3000]
    assert few.value < many.value <= bound.bound
    assert many.value <= narrower.bound < many.value * 1.15


@pytest.mark.heavy
def test_the_same_request_gives_the_same_bound(small):
    siting = prepare_siting(small, SiteRequest(category="community_health_centre", add=3, max_candidates=300))
    one, other = (bound_any_sites(siting, add=3, value=0.0) for _ in range(2))
    assert one == other


def place(city, *spots):
    table = {"site_id": [f"p{i}" for i in range(len(spots))], "name": ""}
    return gpd.GeoDataFrame(table, geometry=shapely.points(np.add(spots, ORIGIN)), crs=city.crs)


def test_what_was_proved_is_said_in_both_languages_with_the_candidates_it_holds_among():
    city = build_sample()
    spots = place(city, (900, 300), (0, 900))
    proposal = choose_sites(prepare_siting(city, SiteRequest(category="clinic", add=1), candidates=spots))
    anywhere = bound_anywhere(proposal.siting, proposal.solution)
    figures = summarize_sites(proposal, source="hand", anywhere=anywhere)
    assert figures["proof"]["among_candidates"] == 2
    assert figures["proof"]["text"] == {
        "zh": "已证明为 2 个候选点中的最优方案",
        "en": "proven best among the 2 candidates",
    }
    # of 45 people who are not covered, 5 join no road: no site anywhere reaches them
    assert figures["bound_any_site"]["bound"] == 40
    assert figures["bound_any_site"]["more_at_most"] == 0
    assert "25 m" in figures["bound_any_site"]["basis"]["en"]
    near = dataclasses.replace(proposal, solution=dataclasses.replace(proposal.solution, bound=50.0))
    assert summarize_sites(near, source="hand")["proof"]["text"]["en"] == (
        "proven within 20.00% of the best among the 2 candidates"
    )


@pytest.mark.parametrize("options", [{"objective": "median"}, {"objective": "equity"}])
def test_where_no_bound_is_made_nothing_is_said_to_be_proved(options):
    city = build_sample()
    request = SiteRequest(category="clinic", add=1, **options)
    proposal = choose_sites(prepare_siting(city, request, candidates=place(city, (900, 300), (0, 900))))
    anywhere = bound_anywhere(proposal.siting, proposal.solution)
    assert not anywhere.is_established
    told = summarize_sites(proposal, source="hand", anywhere=anywhere)["bound_any_site"]
    assert (told["bound"], told["more_at_most"]) == (None, None)
    assert "not established" in told["text"]["en"]


def test_no_time_for_the_bound_means_no_bound():
    city = build_sample()
    request = SiteRequest(category="clinic", add=1, budget=SolverBudget(bound_time_s=0.0))
    proposal = choose_sites(prepare_siting(city, request))
    assert bound_anywhere(proposal.siting, proposal.solution) == AnySites(False, np.inf)


def test_a_capacity_and_a_share_have_bounds_too():
    city = build_sample()
    spots = place(city, (900, 300), (0, 900))
    full = choose_sites(prepare_siting(city, SiteRequest(category="clinic", add=1, capacity=25), candidates=spots))
    assert bound_anywhere(full.siting, full.solution).bound == 25
    share = choose_sites(prepare_siting(city, SiteRequest(category="clinic", target=0.95), candidates=spots))
    assert bound_anywhere(share.siting, share.solution).bound == 1
