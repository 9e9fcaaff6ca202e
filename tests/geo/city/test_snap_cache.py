"""What is prepared in the bundle: the same answers as measured anew, and never those of another city."""

import dataclasses

import numpy as np
import pytest

from geo.city.bundle import open_city, write_city
from geo.city.snaps import cache_snaps, find_snap_cache, snap_places
from geo.city.walk_context import choose_network
from geo.city.walks import measure_walks
from geo.reference import build_reference
from geo.walking.profiles import find_profile


@pytest.fixture(scope="module")
def city():
    return build_reference(scale=0.02)


@pytest.fixture
def folder(city, tmp_path):
    write_city(city, tmp_path / "city")
    return tmp_path / "city"


def same(one, other):
    assert np.array_equal(one.nearest.walk_m, other.nearest.walk_m)
    assert np.array_equal(one.unit, other.unit)
    assert np.array_equal(one.context.snaps.boundary_m, other.context.snaps.boundary_m)
    assert one.context.snaps.home_snaps.reason.tolist() == other.context.snaps.home_snaps.reason.tolist()


@pytest.mark.parametrize("profile", ["adult", "wheelchair"])
def test_a_prepared_city_walks_as_one_measured_anew(city, folder, profile):
    opened = open_city(folder)
    assert opened.snap_cache is not None
    same(
        measure_walks(opened, profile=profile),
        measure_walks(dataclasses.replace(city, snap_cache=None), profile=profile),
    )


def test_what_is_prepared_is_used(folder):
    opened = open_city(folder)
    assert measure_walks(opened).context.snaps is opened.snap_cache


@pytest.mark.parametrize("share", [0.01, 0.3, 0.9])
def test_without_steps_everybody_joins_the_nearest_road_that_is_left(city, share):
    # steps all over, so that whole components end and homes lose their road
    steps = np.random.default_rng(14).random(len(city.roads)) < share
    steep = dataclasses.replace(city, roads=city.roads.assign(steps=steps), min_component_m=500.0)
    profile = find_profile("wheelchair")
    network = choose_network(steep, profile)
    found = find_snap_cache(steep, network, profile)
    for places, snaps in ((steep.homes, found.home_snaps), (steep.gates, found.gate_snaps)):
        direct = snap_places(steep, network, places)
        np.testing.assert_array_equal(snaps.access_m, direct.access_m)
        assert snaps.reason.tolist() == direct.reason.tolist()
        one = snaps.edge == direct.edge  # of equally near roads either may be taken
        assert one.mean() > 0.99
        np.testing.assert_array_equal(snaps.offset_m[one], direct.offset_m[one])


@pytest.mark.parametrize("layer", ["homes", "facilities", "gates"])
def test_a_city_whose_places_moved_is_measured_anew(city, layer):
    frame = getattr(city, layer)
    moved = dataclasses.replace(city, **{layer: frame.set_geometry(frame.geometry.translate(30, 0))})
    walks = measure_walks(moved)
    assert walks.context.snaps is not moved.snap_cache
    same(walks, measure_walks(cache_snaps(moved)))


def test_a_city_whose_snaps_were_never_measured_still_opens(city, tmp_path):
    write_city(dataclasses.replace(city, snap_cache=None), tmp_path / "city")
    opened = open_city(tmp_path / "city")
    assert opened.snap_cache is None
    same(measure_walks(opened), measure_walks(city))
