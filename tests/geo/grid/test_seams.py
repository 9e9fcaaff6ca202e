"""Gaps between grid units are found, honest outlines are none, and narrow seams are mended."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.grid.seams import find_unit_gaps, measure_width, mend_seams

SIDE = 400.0


def squares(apart, *, n=2, dy=None):
    """Squares in rows and columns, so far apart."""
    at = np.arange(n) * (SIDE + apart)
    x, y = np.meshgrid(at, np.arange(n) * (SIDE + (apart if dy is None else dy)))
    return shapely.box(x.ravel(), y.ravel(), x.ravel() + SIDE, y.ravel() + SIDE)


def test_strips_between_units_are_one_gap_with_its_area_and_neighbours():
    (gap,) = find_unit_gaps(squares(30.0))
    assert gap.shape.area == pytest.approx(4 * 30 * SIDE + 30 * 30)
    assert sorted(gap.units) == [0, 1, 2, 3]


def test_a_hole_of_any_size_is_a_gap_and_the_largest_comes_first():
    ring = shapely.Polygon(
        shapely.box(0, 0, 3000, 3000).exterior,
        [shapely.box(500, 500, 2500, 2500).exterior, shapely.box(100, 100, 102, 102).exterior],
    )
    assert [gap.shape.area for gap in find_unit_gaps(np.array([ring]))] == [4_000_000.0, 4.0]


def test_units_that_meet_leave_no_gap_however_their_outline_turns():
    assert find_unit_gaps(squares(0.0, n=3)) == ()
    assert find_unit_gaps(squares(0.0, n=3)[:5]) == ()  # an outline with inner corners
    assert find_unit_gaps(squares(90.0)) == ()  # a valley between parts of a city
    assert find_unit_gaps(np.empty(0, object)) == ()


@given(seed=st.integers(0, 10_000))
@settings(max_examples=25, deadline=None)
def test_a_city_with_a_ragged_outline_has_no_gap(seed):
    rng = np.random.default_rng(seed)
    angle = np.linspace(0, 2 * np.pi, 200, endpoint=False)
    radius = 2000 + 300 * np.sin(3 * angle + rng.uniform(0, 6)) + rng.normal(0, 5, 200)
    city = shapely.Polygon(np.column_stack([radius * np.cos(angle), radius * np.sin(angle)]))
    halves = [shapely.intersection(city, shapely.box(x, -5000, x + 5000, 5000)) for x in (-5000, 0)]
    assert find_unit_gaps(np.array(halves)) == ()


def test_the_width_of_a_sliver_is_that_of_its_widest_place():
    assert measure_width(shapely.box(0, 0, 500, 0.2)) == pytest.approx(0.2, rel=0.01)
    assert measure_width(shapely.Polygon([(0, 0), (500, 0), (0, 1)])) == pytest.approx(1.0, rel=0.01)
    assert measure_width(shapely.LineString([(0, 0), (1, 1)])) == 0.0


@pytest.mark.parametrize("apart", [0.2, -0.2, 0.05, -0.05])
def test_narrow_gaps_and_overlaps_are_mended_and_nothing_is_lost(apart):
    shapes = squares(apart, n=3)
    mended = mend_seams(shapes, width_m=0.2)
    whole = (3 * SIDE + 2 * apart) ** 2
    assert shapely.area(mended.shapes).sum() == pytest.approx(whole)
    assert shapely.union_all(mended.shapes).area == pytest.approx(whole)
    assert find_unit_gaps(mended.shapes, least_m2=1e-3) == ()
    assert shapely.is_valid(mended.shapes).all()
    assert (mended.gaps > 0, mended.overlaps > 0) == (apart > 0, apart < 0)
    for before, after in zip(shapes, mended.shapes, strict=True):
        assert shapely.hausdorff_distance(before, after) < 1.0


def test_what_is_wider_than_stated_stays_as_it_was():
    for apart in (0.3, -0.3):
        shapes = squares(apart, dy=0.0)
        mended = mend_seams(shapes, width_m=0.2)
        assert (mended.gaps, mended.overlaps) == (0, 0)
        assert shapely.equals(mended.shapes, shapes).all()


def test_a_gap_that_widens_is_mended_as_far_as_it_is_narrow():
    left = shapely.box(0, 0, 100, 1000)
    right = shapely.Polygon([(100, 0), (102, 1000), (300, 1000), (300, 0)])
    mended = mend_seams(np.array([left, right]), width_m=0.5)
    assert 0 < mended.gap_m2 < shapely.area(shapely.Polygon([(100, 0), (102, 1000), (100, 1000)]))
