"""Which units follow an old one."""

import geopandas as gpd
import shapely

from geo.grid.generations import Successor, find_successors

OLD = shapely.box(0, 0, 100, 100)


def list_successors(*shapes):
    units = gpd.GeoDataFrame({"unit_code": [f"u{n}" for n in range(len(shapes))]}, geometry=list(shapes))
    return find_successors(OLD, units)


def test_the_largest_part_comes_first_and_equal_parts_by_code():
    halves = shapely.box(50, 0, 100, 100), shapely.box(0, 0, 50, 100)
    assert [unit.unit_code for unit in list_successors(*halves)] == ["u0", "u1"]
    parts = shapely.box(0, 0, 25, 100), shapely.box(25, 0, 100, 100)
    assert list_successors(*parts) == (Successor(unit_code="u1", share=0.75), Successor(unit_code="u0", share=0.25))


def test_a_hundredth_is_a_successor_and_less_is_not():
    assert [unit.share for unit in list_successors(shapely.box(0, 0, 1, 100))] == [0.01]
    assert list_successors(shapely.box(0, 0, 0.99, 100)) == ()


def test_a_unit_that_only_touches_and_no_units_at_all_give_no_successor():
    assert list_successors(shapely.box(100, 0, 200, 100)) == ()
    assert list_successors() == ()
