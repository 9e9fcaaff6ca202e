"""Outlines of cells equal the union of their squares, whatever the cells."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.grid.outlines import find_neighbours, outline_cells

SQUARE = 100.0


def squares(cells):
    x, y = np.asarray(cells).T * SQUARE
    return shapely.box(x, y, x + SQUARE, y + SQUARE)


@settings(max_examples=300)
@given(st.sets(st.tuples(st.integers(-4, 4), st.integers(-4, 4)), min_size=1))
def test_the_outline_is_the_union_of_the_squares(chosen):
    cells = np.array(list(chosen))
    shape = outline_cells(cells, np.zeros(len(cells), int), cell_m=SQUARE)[0]
    assert shapely.is_valid(shape)
    assert shapely.equals(shape, shapely.union_all(squares(cells)))
    assert shape.area == pytest.approx(len(cells) * SQUARE**2)


def test_a_ring_of_cells_has_a_hole_that_may_touch_its_shell():
    cells = np.array([(i, j) for i in range(3) for j in range(3) if (i, j) not in ((1, 1), (2, 2))])
    shape = outline_cells(cells, np.zeros(len(cells), int), cell_m=SQUARE)[0]
    assert shapely.is_valid(shape)
    assert shape.area == 7 * SQUARE**2
    assert [len(polygon.interiors) for polygon in shape.geoms] == [1]


def test_cells_that_touch_at_a_corner_are_two_polygons_of_one_group():
    shape = outline_cells(np.array([[0, 0], [1, 1]]), np.zeros(2, int), cell_m=SQUARE)[0]
    assert len(shape.geoms) == 2
    assert shapely.is_valid(shape)


def test_groups_keep_apart_and_in_order():
    cells = np.array([[5, 5], [0, 0], [5, 6]])
    shapes = outline_cells(cells, np.array([1, 0, 1]), cell_m=SQUARE)
    assert [shape.area / SQUARE**2 for shape in shapes] == [1, 2]


def test_outlines_have_corners_only():
    cells = np.array([[i, 0] for i in range(50)])
    shape = outline_cells(cells, np.zeros(50, int), cell_m=SQUARE)[0]
    assert shapely.get_num_coordinates(shape) == 5


@given(st.lists(st.tuples(st.integers(-4, 4), st.integers(-4, 4)), min_size=1, unique=True))
def test_neighbours_are_the_cells_a_step_away(chosen):
    steps = [(x, y) for x in (-1, 0, 1) for y in (-1, 0, 1)]
    rows = {cell: row for row, cell in enumerate(chosen)}
    there = [[rows.get((x + right, y + up), -1) for right, up in steps] for x, y in chosen]
    assert find_neighbours(np.array(chosen), np.array(steps)).tolist() == there
