"""Which unit covers a place, on which day, and what is said of it."""

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.city.bundle import open_city, write_city
from geo.city.sample import ORIGIN, build_sample
from geo.errors import InputError, NotFoundError, OutsideCityError
from geo.grid.generations import Successor
from geo.grid.units import check_units
from geo.locate.unit_details import find_unit, list_workers
from geo.locate.unit_index import locate, locate_points, make_unit_index
from geo.problems import Problems

X, Y = ORIGIN


@pytest.fixture(scope="module")
def sample():
    return build_sample()


@pytest.fixture(scope="module")
def two_generations(sample):
    """The sample, whose first unit was two until 2024-07-01: a western third and the rest."""
    units = sample.grid_units
    first = units.geometry.iloc[0]
    left, bottom, right, top = first.bounds
    cut = left + (right - left) / 3
    old = gpd.GeoDataFrame(
        {"unit_code": ["old-west", "old-east"], "name": ["old-west", "old-east"], "valid_to": ["2024-07-01"] * 2},
        geometry=[shapely.box(left, bottom, cut, top), shapely.box(cut, bottom, right, top)],
        crs=units.crs,
    )
    new = units.assign(valid_from=np.where(np.arange(len(units)) == 0, "2024-07-01", ""), valid_to="")
    both = pd.concat([new, old], ignore_index=True).fillna("")
    return replace(sample, grid_units=gpd.GeoDataFrame(both, geometry="geometry", crs=units.crs))


def test_a_place_outside_names_the_nearest_unit_and_the_distance(sample):
    unit_index = make_unit_index(sample)
    west = unit_index.units.total_bounds[0]
    with pytest.raises(OutsideCityError, match="40 m away") as caught:
        locate(unit_index, west - 40, Y + 150)
    assert caught.value.distance_m == pytest.approx(40)
    assert caught.value.nearest_unit_code == locate(unit_index, west + 1, Y + 150).unit_code


@pytest.mark.heavy
@given(st.floats(-200, 1200), st.floats(-200, 1200))
def test_one_place_and_many_places_have_the_same_answer_as_testing_every_unit(dx, dy):
    unit_index = make_unit_index(build_sample())
    point = shapely.Point(X + dx, Y + dy)
    covering = unit_index.units["unit_code"][shapely.intersects(unit_index.units.geometry.values, point)]
    (row,), (boundary_m,) = locate_points(unit_index, np.array([[point.x, point.y]]))
    if covering.empty:
        assert row == -1
        assert boundary_m == pytest.approx(shapely.distance(unit_index.units.geometry.values, point).min())
        with pytest.raises(OutsideCityError):
            locate(unit_index, point.x, point.y)
    else:
        assert unit_index.units["unit_code"].iloc[row] == covering.min()
        assert locate(unit_index, point.x, point.y).unit_code == covering.min()


def test_a_shared_corner_belongs_to_the_least_code_however_the_units_are_sorted(sample):
    shared = shapely.get_coordinates(shapely.intersection_all(sample.grid_units.geometry.values))[0]
    least = sample.grid_units["unit_code"].min()
    for order in ([0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1]):
        unit_index = make_unit_index(replace(sample, grid_units=sample.grid_units.iloc[order].reset_index(drop=True)))
        assert locate(unit_index, *shared).unit_code == least


def test_the_boundaries_of_the_day_answer(two_generations):
    left, bottom, _, top = two_generations.grid_units.geometry.iloc[0].bounds
    place = (left + 1, (bottom + top) / 2)
    new = two_generations.grid_units["unit_code"].iloc[0]
    answers = {day: locate(make_unit_index(two_generations, as_of=day), *place).unit_code for day in
               (None, "2024-06-30", "2024-07-01", "2030-01-01")}  # fmt: skip
    assert answers == {None: new, "2024-06-30": "old-west", "2024-07-01": new, "2030-01-01": new}


def test_an_old_code_leads_to_its_successors_and_an_old_day_from_the_new_ones(two_generations):
    new = two_generations.grid_units["unit_code"].iloc[0]
    old = find_unit(two_generations, make_unit_index(two_generations), "old-west")
    assert old.valid_to == "2024-07-01"
    assert old.successors == (Successor(unit_code=new, share=1.0),)
    then = find_unit(two_generations, make_unit_index(two_generations, as_of="2024-01-01"), new)
    assert then.successors == (
        Successor(unit_code="old-east", share=0.667),
        Successor(unit_code="old-west", share=0.333),
    )
    assert find_unit(two_generations, make_unit_index(two_generations), new).successors == ()


def test_generations_may_lie_over_each_other_but_units_of_one_day_may_not(two_generations):
    for changed, found in (("2024-07-01", 0), ("2024-07-02", 2)):
        units = two_generations.grid_units.assign(
            valid_to=two_generations.grid_units["valid_to"].replace("2024-07-01", changed)
        )
        problems = Problems()
        check_units(units, file="units.gpkg", problems=problems)
        assert problems.count == found


def test_a_city_of_two_generations_counts_and_answers_with_the_one_in_force(two_generations, tmp_path):
    write_city(two_generations, tmp_path / "city")
    city = open_city(tmp_path / "city")
    assert len(city.base_units) == len(build_sample().base_units)
    assert len(make_unit_index(city, as_of="2024-01-01").units) == len(city.base_units) + 1


@pytest.mark.parametrize("day", ["yesterday", "2024-13-01", "", "2024-07-01; drop table"])
def test_a_day_that_is_none_is_refused(sample, day):
    with pytest.raises(InputError, match="expected a day as 2024-07-01"):
        make_unit_index(sample, as_of=day)


def test_an_unknown_code_is_not_found(sample):
    with pytest.raises(NotFoundError, match='no grid unit has the code "nope"'):
        find_unit(sample, make_unit_index(sample), "nope")


def test_the_lead_worker_comes_first(sample):
    code = sample.grid_units["unit_code"].iloc[0]
    workers = pd.DataFrame(
        {"worker_id": ["1", "2"], "unit_code": [code] * 2, "name": ["A", "B"], "role": ["police", "lead"]}
    )
    city = replace(sample, workers=workers)
    assert list_workers(city, code)["name"].tolist() == ["B", "A"]
    assert list_workers(city, code)["phone"].tolist() == ["", ""]
    assert locate(make_unit_index(city), X + 150, Y + 150).lead_role == "lead"
