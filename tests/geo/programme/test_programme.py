"""Programmes of the toy city by hand, and of a small reference city by counting again."""

import dataclasses
from itertools import pairwise

import numpy as np
import pytest

from geo.audit.audit import audit_city, list_audited
from geo.city.sample import build_sample
from geo.coverage.analysis import analyze_city
from geo.errors import InputError
from geo.programme.outcome import list_kinds, measure_outcome
from geo.programme.programme import plan_programme
from geo.programme.programme_request import ProgrammeRequest
from geo.programme.projects import list_missed, list_projects, tabulate_projects
from geo.programme.proof import list_terms, state_bound
from geo.programme.resources import find_resources
from geo.programme.results import summarize_programme
from geo.programme.standing import find_standing
from geo.reference.assembly import build_reference
from geo.rules.unit_costs import UnitCosts
from tests.geo.audit.audit_scenes import EAST, NORTH, SOUTH
from tests.geo.programme.programme_scenes import COSTS, audit, build_neighbours, build_priced, find_measure


@pytest.fixture(scope="module")
def priced():
    return audit(build_priced())


@pytest.fixture(scope="module")
def small():
    city = build_reference(scale=0.03)
    return audit_city(analyze_city(city, categories=list_audited(city)))


def list_chosen(programme):
    return sorted((each.kind, each.way) for each in programme.measures)


# --- the toy city, by hand


def test_each_shortfall_has_a_remedy_with_its_people_and_cost(priced):
    programme = plan_programme(priced, ProgrammeRequest(budget=1e6, years=1))
    found = {each.kind: (each.way, each.amount, each.people, each.price(1)) for each in programme.measures}
    assert found == {
        "space": ("lease", 420, 35, 2100),  # enlarging costs 4,200
        "hall": ("build", 1, 60, 3000),
        "square_size": ("enlarge", 600, 36, 3000),
        "staff": ("recruit", 4, 24, 4000),
    }
    assert programme.value == 35 + 60 + 36 + 24


@pytest.mark.parametrize(
    ("budget", "chosen", "people"),
    [
        # by people for money: the hall, then the lease, for 5,100; better: the hall and the square
        (6000, ["hall", "square_size"], 96),
        (5999, ["hall", "space"], 95),
        (8099, ["hall", "square_size"], 96),
        (8100, ["hall", "space", "square_size"], 131),
        (2100, ["space"], 35),
        (2099, [], 0),
        (12100, ["hall", "space", "square_size", "staff"], 155),
    ],
)
def test_a_budget_buys_what_helps_most(priced, budget, chosen, people):
    programme = plan_programme(priced, ProgrammeRequest(budget=budget, years=1))
    assert [kind for kind, _ in list_chosen(programme)] == chosen
    assert programme.value == pytest.approx(people)
    assert programme.bound == pytest.approx(people)
    assert programme.gap == 0


def test_a_number_of_projects_needs_no_costs():
    programme = plan_programme(audit(build_priced(None)), ProgrammeRequest(projects=2))
    # a school reaches the 60 in South; 5 in the field have no road
    assert programme.value == 60 + 60
    assert [each.category for each, number in zip(programme.sites, programme.built, strict=True) if number] == [
        "school"
    ]
    assert list_chosen(programme) == [("hall", "build")]
    assert all(np.isnan(each.price_yuan) for each in list_projects(programme))


def test_a_unit_with_residents_gets_a_worker():
    city = build_priced()
    left = city.workers[city.workers["unit_code"] != f"{SOUTH}001"]
    programme = plan_programme(audit(dataclasses.replace(city, workers=left)), ProgrammeRequest(budget=1e6, years=1))
    found = find_measure(programme, "unit_worker")
    assert (found.way, found.amount, found.people, found.price(1)) == ("recruit", 2, 60, 2000)
    outcome = measure_outcome(programme)
    assert outcome.after["units_without_worker"].iloc[-1] == outcome.after["people_unit_worker"].iloc[-1] == 0
    assert outcome.helped.iloc[-1] == pytest.approx(programme.value)


def test_over_three_years_space_is_enlarged_and_not_leased(priced):
    programme = plan_programme(priced, ProgrammeRequest(budget=1e6, years=3))
    assert find_measure(programme, "space").way == "enlarge"


def test_a_budget_without_costs_is_refused_with_the_keys_that_are_missing():
    with pytest.raises(InputError, match=r"states no unit costs; .* \[costs\] .* enlarge_m2, build_m2, .* worker_year"):
        plan_programme(audit(build_priced(None)), ProgrammeRequest(budget=1000))


def test_what_has_no_cost_is_left_out_under_a_budget_and_counted():
    costs = UnitCosts(source="us", hall=3000)
    programme = plan_programme(audit(build_priced(costs)), ProgrammeRequest(budget=1e6, sites=("school",)))
    assert list_chosen(programme) == [("hall", "build")]
    assert programme.unpriced == {"space": 1, "square_size": 1, "staff": 1, "school": 1}
    assert any("Service space too small (1)" in line["en"] for line in list_terms(programme))


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({}, "give one of: budget"),
        ({"budget": 1.0, "projects": 1}, "give one of: budget"),
        ({"budget": 0.0}, "budget = 0: expected yuan above 0"),
        ({"projects": 0}, "projects = 0: expected 1 or more"),
        ({"projects": 1, "years": 0}, "years = 0: expected 1 or more"),
    ],
)
def test_a_request_that_makes_no_sense_is_refused(priced, wrong, message):
    with pytest.raises(InputError, match=message):
        plan_programme(priced, ProgrammeRequest(**wrong))


def test_sites_of_a_category_that_the_city_has_not_are_refused(priced):
    with pytest.raises(InputError, match='unknown category "palace"; the city has: clinic, school'):
        plan_programme(priced, ProgrammeRequest(projects=1, sites=("palace",)))


def test_a_city_of_villages_alone_has_no_programme():
    city = build_priced()
    divisions = city.divisions.assign(level=city.divisions["level"].replace("community", "village"))
    with pytest.raises(InputError, match="has no urban communities"):
        plan_programme(audit(dataclasses.replace(city, divisions=divisions)), ProgrammeRequest(projects=1))


def test_nobody_is_helped_where_nobody_lives(priced):
    codes = find_standing(priced).leaves.table["code"]
    programme = plan_programme(priced, ProgrammeRequest(projects=50))
    assert EAST not in {codes[each.leaf] for each in programme.remedies}


def test_projects_stand_in_the_order_of_people_for_money(priced):
    programme = plan_programme(priced, ProgrammeRequest(budget=8100, years=1))
    table = tabulate_projects(list_projects(programme))
    assert table["kind"].tolist() == ["hall", "space", "square_size"]
    assert table["people_in_all"].tolist() == [60, 95, 131]
    assert table["price_in_all"].tolist() == [3000, 5100, 8100]
    assert [each.kind for each in list_missed(programme)] == ["staff"]
    space = table.iloc[1]
    assert space["reason_en"] == (
        "420 m2 of service space short (300 of 720); lease 420 m2, 2,100 yuan a year; helps 35 people"
    )
    assert space["reason_zh"] == "服务用房缺 420 平方米(应有 720,现有 300);租用 420 平方米,每年 2,100 元;惠及 35 人"


def test_projects_count_in_their_own_district_where_two_have_one_name():
    city = build_neighbours(is_same_district=False)
    city = dataclasses.replace(city, divisions=city.divisions.replace({"name": {"East district": "District"}}))
    summary = summarize_programme(plan_programme(audit(city), ProgrammeRequest(budget=1e6, years=1)))
    *districts, whole = summary["districts"]
    assert [row["name"] for row in districts] == ["District", "District"]
    assert sum(row["projects"] for row in districts) == whole["projects"] == len(summary["projects"])
    assert sum(row["price_yuan"] for row in districts) == whole["price_yuan"]


def test_a_city_without_costs_has_no_yuan_where_nothing_is_to_do():
    sample = build_sample()
    city = dataclasses.replace(sample, homes=sample.homes.iloc[:0])
    summary = summarize_programme(plan_programme(audit(city), ProgrammeRequest(projects=1)))
    assert (summary["projects"], summary["cost"]) == ([], None)
    assert not any("price_yuan" in row for row in summary["districts"])


def test_the_proof_is_said_in_both_languages(priced):
    said = state_bound(plan_programme(priced, ProgrammeRequest(budget=8100, years=1)))
    assert said["en"] == "Proven best: no programme of 8,100 yuan helps more than 131 people"
    assert said["zh"] == "已证明最优:总额 8,100 元的任何方案,惠及都不超过 131 人次"


# --- sharing


@pytest.mark.parametrize(("station_m2", "way"), [(899.99, "lease"), (900.0, "share"), (2000.0, "share")])
def test_a_neighbour_lends_only_what_it_has_beyond_its_own_norm(station_m2, way):
    # North owes 480 m2, South lacks 420; corner and yard, 50 of 60 people, are within 500 m
    programme = plan_programme(audit(build_neighbours(station_m2=station_m2)), ProgrammeRequest(budget=400, years=1))
    found = find_measure(programme, "space")
    if way == "lease":
        assert found is None
        return
    assert (found.way, found.people, found.price(1)) == ("share", pytest.approx(35 * 50 / 60), 0)
    after = measure_outcome(programme).after
    assert after["service_m2"].iloc[-1] == 300 + station_m2


def test_with_money_enough_all_are_helped_instead_of_those_near_the_neighbour():
    programme = plan_programme(audit(build_neighbours()), ProgrammeRequest(budget=1e6, years=1))
    assert find_measure(programme, "space").way == "lease"


@pytest.mark.parametrize(("hall_m2", "is_shared"), [(99.0, False), (100.0, True)])
def test_a_hall_is_shared_that_is_large_enough_for_both(hall_m2, is_shared):
    programme = plan_programme(audit(build_neighbours(hall_m2=hall_m2)), ProgrammeRequest(budget=1, years=1))
    found = find_measure(programme, "hall")
    assert (found is not None) == is_shared
    if found is not None:
        assert found.people == 50
        project = next(each for each in list_projects(programme) if each.kind == "hall")
        assert project.partner == "North"
        assert "share what North has beyond its own need" in project.reason["en"]
        assert measure_outcome(programme).after["with_hall"].iloc[-1] == 2


def test_a_neighbour_that_most_cannot_walk_to_shares_nothing():
    city = build_neighbours()
    rules = city.rule_sets[0]
    near = rules.facilities["cultural_station"].radius.model_copy(update={"m": 459})
    station = rules.facilities["cultural_station"].model_copy(update={"radius": near})
    narrow = rules.model_copy(update={"facilities": {**rules.facilities, "cultural_station": station}})
    city = dataclasses.replace(city, rule_sets=(narrow, city.rule_sets[1]))
    # corner alone: 20 of 60 people
    assert find_measure(plan_programme(audit(city), ProgrammeRequest(budget=400, years=1)), "space") is None


def test_two_communities_are_not_lent_the_same_room():
    city = build_neighbours(station_m2=900.0)
    resources = find_resources(find_standing(audit(city)))
    assert resources["space"].spare_m2.tolist() == [0, 420, 0, 0]
    assert resources["service_hall"].needs_m2.tolist() == [50, 50, 50, 50]
    assert np.isnan(resources["mediation_room"].needs_m2).all()  # no norm: not shared


def test_equity_keeps_a_district_from_lending_what_nobody_makes_good_in_it():
    request = ProgrammeRequest(budget=400, years=1)
    fair = dataclasses.replace(request, is_fair=True)
    apart = audit(build_neighbours(is_same_district=False))
    free, bound = plan_programme(apart, request), plan_programme(apart, fair)
    assert find_measure(free, "space").way == "share"
    assert find_measure(bound, "space") is None
    assert free.value > bound.value
    before, after = (getattr(measure_outcome(free), when)["service_m2"] for when in ("before", "after"))
    assert (after - before).tolist() == [420, -420, 0]  # worse off than today, though above its norm
    before, after = (getattr(measure_outcome(bound), when)["service_m2"] for when in ("before", "after"))
    assert (after >= before).all()
    # in one district it takes from nobody
    together = plan_programme(audit(build_neighbours()), fair)
    assert find_measure(together, "space").way == "share"


# --- before and after


def test_figures_before_are_those_of_the_audit(small):
    programme = plan_programme(small, ProgrammeRequest(budget=1e7))
    outcome = measure_outcome(programme)
    city = small.levels["city"].set_index("scope").loc["urban"]
    names = ["residents", "service_m2", "with_hall", "square_large", "shortfall", "people_space", "covered_5_min"]
    assert outcome.before.iloc[-1][names].tolist() == pytest.approx(city[names].astype(float).tolist())
    districts = small.levels["districts"].query("scope == 'urban'").set_index("code")
    mine = outcome.before.iloc[:-1].set_index(outcome.districts["code"].iloc[:-1])
    for name in [*names, "share_5_min", "service_m2_per_100"]:
        assert mine[name].tolist() == pytest.approx(districts.loc[mine.index, name].tolist(), nan_ok=True), name


@pytest.mark.heavy
@pytest.mark.parametrize(
    "request_",
    [
        ProgrammeRequest(budget=2e6),
        ProgrammeRequest(budget=3e8, is_fair=True),
        ProgrammeRequest(projects=12),
        ProgrammeRequest(projects=40, sites=("community_health_centre", "market"), is_fair=True),
    ],
)
def test_counting_again_helps_whom_the_programme_promised(small, request_):
    programme = plan_programme(small, request_)
    outcome = measure_outcome(programme)
    projects = list_projects(programme)
    assert outcome.helped.iloc[-1] == pytest.approx(programme.value)
    assert sum(each.people for each in projects) == pytest.approx(programme.value)
    assert programme.value <= programme.bound
    assert programme.gap < 0.05
    if request_.budget is None:
        assert len(projects) <= request_.projects
    else:
        assert sum(each.price_yuan for each in projects) <= request_.budget
    # nobody is short who was not, in no district
    kinds = [f"people_{kind}" for kind in list_kinds(outcome.before)]
    assert (outcome.after[kinds] <= outcome.before[kinds] + 1e-6).all(axis=None)
    # what is lent is borrowed: only what is added makes more
    added = sum(each.adds_m2.get("space", 0.0) for each in programme.measures if each.way != "share")
    gained = outcome.after["service_m2"].iloc[-1] - outcome.before["service_m2"].iloc[-1]
    assert gained == pytest.approx(added)
    check_partners(programme)


def check_partners(programme):
    lent = {}
    for each in programme.measures:
        for loan in each.loans:
            lent[loan.partner, loan.resource] = lent.get((loan.partner, loan.resource), 0.0) + loan.m2
    resources = find_resources(programme.standing)
    for (partner, name), m2 in lent.items():
        assert resources[name].has_m2[partner] - m2 >= resources[name].needs_m2[partner] - 1e-6


def test_a_larger_budget_never_helps_fewer(small):
    sites = ("health_station",)
    values = [plan_programme(small, ProgrammeRequest(budget=budget, sites=sites)) for budget in (5e5, 2e6, 3e7)]
    assert [each.value for each in values] == sorted(each.value for each in values)
    for each, more in pairwise(values):
        assert each.value <= more.bound


def test_sites_are_chosen_where_they_help_more_than_rooms(small):
    programme = plan_programme(small, ProgrammeRequest(projects=5, sites=("community_health_centre",)))
    assert programme.built[0] > 0
    outcome = measure_outcome(programme)
    name = "beyond_community_health_centre"
    gained = outcome.before[name].iloc[-1] - outcome.after[name].iloc[-1]
    assert gained == pytest.approx(programme.sites[0].people[programme.built[0] - 1])
    assert outcome.after["share_15_min"].iloc[-1] >= outcome.before["share_15_min"].iloc[-1]


def test_more_sites_gain_more_and_stay_below_their_bound(small):
    programme = plan_programme(small, ProgrammeRequest(projects=30, sites=("community_health_centre",)))
    sites = programme.sites[0]
    assert (np.diff(sites.people) >= 0).all()
    assert (sites.people <= sites.bound * (1 + 1e-9)).all()
    rows, gains = sites.order_sites(len(sites.people))
    assert gains.sum() == pytest.approx(sites.people[-1])
    assert len(set(rows.tolist())) == len(rows)


def test_the_toy_costs_are_those_of_the_scene(priced):
    assert priced.city.costs == COSTS
    assert {SOUTH, NORTH} <= set(priced.levels["communities"]["code"])


@pytest.mark.heavy
def test_the_full_city_is_planned_within_a_thousandth_of_the_best_and_counted_again():
    city = build_reference()
    full = audit_city(analyze_city(city, categories=list_audited(city)))
    programme = plan_programme(full, ProgrammeRequest(budget=5e8, is_fair=True))
    assert programme.gap < 1e-3
    outcome = measure_outcome(programme)
    assert outcome.helped.iloc[-1] == pytest.approx(programme.value)
    assert (outcome.after["service_m2"] >= outcome.before["service_m2"] - 1e-6).all()
    check_partners(programme)
