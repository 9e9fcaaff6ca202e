"""A proposal put into force on a small reference city: homes, addresses and old codes find the right units."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import shapely

from geo.city.bundle import open_city, write_city
from geo.city.snaps import cache_snaps
from geo.coverage.analysis import analyze_city
from geo.crs.projection import project_coordinates
from geo.grid.units import check_units
from geo.grid_care.application import apply_proposal
from geo.grid_care.atom_map import bound_off_size
from geo.grid_care.before_after import compare_communities, count_moved, take_after
from geo.grid_care.grid_proposal import propose_grid
from geo.locate.batch import locate_addresses
from geo.locate.unit_details import find_unit, list_workers
from geo.locate.unit_index import locate_points, make_unit_index
from geo.problems import Problems
from geo.reference import build_reference
from tests.geo.grid_care.care_scenes import COMMUNITY, WEST, build_street, draw_units, measure_misfit

#: Already past, so that the new units are in force today; the day before it the old ones were.
DAY, BEFORE = "2026-01-01", "2025-12-31"
ASKED = 1_000


@pytest.fixture(scope="module")
def reference():
    return cache_snaps(build_reference(scale=0.05))


@pytest.fixture(scope="module")
def proposal(reference):
    return propose_grid(reference, valid_from=DAY)


@pytest.fixture(scope="module")
def applied(proposal, tmp_path_factory):
    """The city with both generations, as it comes back from its bundle."""
    path = tmp_path_factory.mktemp("applied") / "city"
    write_city(apply_proposal(proposal), path)
    return open_city(path)


@pytest.fixture(scope="module")
def indexes(applied):
    return {day: make_unit_index(applied, as_of=day) for day in (BEFORE, DAY, None)}


def find_by_polygon(units, points):
    """The code of the unit whose polygon holds each point, by testing all; the least code on a border."""
    point, unit = shapely.STRtree(points).query(units.geometry.values, predicate="intersects")[::-1]
    found = (
        pd.DataFrame({"point": point, "code": units["unit_code"].to_numpy(object)[unit]}).groupby("point")["code"].min()
    )
    return found.reindex(range(len(points))).fillna("").to_numpy(object)


def choose(count, seed=5):
    return np.sort(np.random.default_rng(seed).choice(count, min(ASKED, count), replace=False))


def test_the_new_generation_is_a_valid_grid_that_tiles_each_community(applied, proposal):
    problems = Problems()
    check_units(applied.grid_units, file="units", problems=problems)
    assert problems.kinds == {}
    after = take_after(proposal)
    for code, old in proposal.units.groupby("community"):
        new = after.loc[after["community"] == code, "geometry"]
        assert measure_misfit(new, old.geometry) < 1e-6 * old.area.sum() + 0.01


def test_units_of_300_to_500_households_come_out(proposal):
    after = take_after(proposal)["households"]
    before = proposal.units["households"]
    assert ((before >= 300) & (before <= 500)).mean() < 0.1
    assert ((after >= 300) & (after <= 500)).mean() > 0.98
    assert after.sum() == before.sum()


def test_a_thousand_homes_are_located_by_the_boundaries_of_either_day(applied, reference, proposal, indexes):
    rows = choose(len(applied.homes))
    points = np.asarray(applied.homes.geometry.values)[rows]
    xy = shapely.get_coordinates(points)
    for day, index in indexes.items():
        unit, _ = locate_points(index, xy)
        assert np.append(index.codes, "")[unit].tolist() == find_by_polygon(index.units, points).tolist()
        assert day != BEFORE or find_by_polygon(reference.base_units, points).tolist() == index.codes[unit].tolist()
    unit, _ = locate_points(indexes[None], xy)
    promised = proposal.new_code[rows]
    assert np.where(promised != "", promised, indexes[None].codes[unit]).tolist() == indexes[None].codes[unit].tolist()
    assert (promised != "").sum() > 400


@pytest.mark.heavy
def test_a_thousand_addresses_are_located_by_the_boundaries_of_either_day(applied, reference, indexes):
    rows = choose(len(applied.addresses), seed=7)
    texts = applied.addresses["text"].iloc[rows].tolist()
    before = locate_addresses(make_unit_index(reference), texts)
    for day, index in indexes.items():
        found = locate_addresses(index, texts)
        assert day != BEFORE or found["unit_code"].tolist() == before["unit_code"].tolist()
        # on a border the rounding of degrees decides
        certain = ((found["status"] == "found") & (found["near_boundary_m"] > 1)).to_numpy()
        assert certain.sum() > 900
        lon, lat = (found[name].to_numpy(float)[certain] for name in ("lon", "lat"))
        places = shapely.points(*project_coordinates(lon, lat, datum="wgs84", crs=applied.crs))
        assert found["unit_code"].to_numpy(object)[certain].tolist() == find_by_polygon(index.units, places).tolist()


def test_every_old_code_answers_with_the_units_that_lie_where_it_lay(applied, proposal, indexes):
    ended = proposal.units[proposal.units["ends"]]
    assert len(ended) > 100
    ended = ended.iloc[::4]
    new = indexes[None].units
    for code, shape in zip(ended["unit_code"], ended.geometry, strict=True):
        answer = find_unit(applied, indexes[None], code)
        near = new[new.geometry.values.intersects(shape)]
        share = shapely.area(shapely.intersection(near.geometry.values, shape)) / shape.area
        parts = zip(near["unit_code"], share, strict=True)
        expected = {name: round(float(part), 3) for name, part in parts if part >= 0.01}
        assert {unit.unit_code: unit.share for unit in answer.successors} == expected
        assert answer.valid_to == DAY
        assert find_unit(applied, indexes[BEFORE], code).successors == ()


def test_figures_of_the_city_add_up_to_the_same_residents(applied, reference):
    category = next(iter(reference.categories))
    before, after = (analyze_city(city, categories=[category]) for city in (reference, applied))
    for level in ("city", "districts", "streets", "communities"):
        old, new = (coverage.levels[level].set_index("code")["residents"] for coverage in (before, after))
        assert old.to_dict() == pytest.approx(new.to_dict())
    old, new = (float(coverage.levels["grid_units"]["residents"].sum()) for coverage in (before, after))
    assert old == pytest.approx(new)


def test_snaps_and_addresses_are_kept_and_know_the_new_units(applied, reference):
    fresh = cache_snaps(replace(applied, snap_cache=None)).snap_cache
    assert applied.snap_cache.fingerprint == fresh.fingerprint
    assert applied.snap_cache.unit.tolist() == fresh.unit.tolist()
    index = applied.address_index
    assert index.unit.tolist() == make_unit_index(applied).address_index.unit.tolist()
    assert (index.unit != reference.address_index.unit).any()


def test_a_second_proposal_finds_nothing_more_to_do(applied):
    again = propose_grid(applied, valid_from=DAY)
    assert again.new_units.empty
    assert not again.units["ends"].any()


def test_workers_are_found_in_the_old_unit_before_and_in_the_new_one_after(applied, proposal):
    code = proposal.new_units["unit_code"].iloc[0]
    names = list_workers(applied, code)
    assert len(names) >= 1
    old = proposal.units.loc[proposal.units["ends"], "unit_code"].iloc[0]
    assert len(list_workers(applied, old)) == len(list_workers(proposal.city, old))
    assert applied.workers["worker_id"].nunique() == proposal.city.workers["worker_id"].nunique()


@pytest.mark.heavy
def test_before_its_day_a_proposal_changes_no_answer_and_the_same_city_gets_the_same_units(reference, proposal):
    later = propose_grid(reference, valid_from="2099-01-01")
    assert later.new_units["unit_code"].tolist() == proposal.new_units["unit_code"].tolist()
    assert shapely.equals_identical(later.new_units.geometry.values, proposal.new_units.geometry.values).all()
    future = apply_proposal(later)
    assert future.base_units["unit_code"].tolist() == reference.base_units["unit_code"].tolist()
    assert future.snap_cache.fingerprint == reference.snap_cache.fingerprint


def test_homes_that_state_their_unit_state_the_new_one_and_nested_units_their_new_parent():
    rows = [(450, "stays here"), (400, "")]
    city = build_street([(WEST, 2)], [households for households, _ in rows])
    units = city.grid_units.assign(unit_kind="grid", parent="")
    micro = draw_units([("m", COMMUNITY, shapely.box(0, 0, 100, 100), {"unit_kind": "micro", "parent": WEST})])
    both = pd.concat([units, micro], ignore_index=True)
    # the second home lies in the unit and states it; so does the first
    city = replace(city, grid_units=both, homes=city.homes.assign(grid_unit=WEST))
    found = propose_grid(city, valid_from=DAY)
    applied = apply_proposal(found)
    codes = dict(zip(found.new_units["unit_code"], found.new_units["households"], strict=True))
    assert [codes[code] for code in applied.homes["grid_unit"]] == [450, 400]
    parent = applied.grid_units.set_index("unit_code").loc["m", "parent"]
    assert codes[parent] == 450
    assert applied.notes[-1].values == {"day": DAY, "ended": 1, "new": 2}


@pytest.mark.heavy
def test_the_whole_reference_city_comes_near_what_no_division_avoids():
    city = build_reference()
    found = propose_grid(city, valid_from=DAY)
    compared = compare_communities(found)
    least = sum(bound_off_size(households, found.limits) for households in compared["households"])
    assert compared["off_before"].sum() > 1_000_000
    assert compared["off_after"].sum() - least < 200
    assert count_moved(found)["share"] < 0.04
