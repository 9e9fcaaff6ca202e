"""Lines joined end to end: the chains that GEOS finds, in its order."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.city.sample import build_sample
from geo.reference import build_reference
from maps.line_chains import chain_lines


def _chain(lines):
    vertices, chain = chain_lines(*shapely.get_coordinates(lines, return_index=True))
    return shapely.linestrings(vertices, indices=chain) if len(chain) else np.empty(0, object)


def _merge(lines):
    return shapely.get_parts(shapely.line_merge(shapely.multilinestrings(lines)))


@pytest.mark.heavy
def test_the_chains_of_a_city_are_those_of_geos_in_its_order():
    for city in (build_sample(), build_reference(scale=0.03)):
        roads = city.roads.geometry.to_numpy()
        found, expected = _chain(roads), _merge(roads)
        assert shapely.equals_exact(found, expected).all()
        assert len(found) == len(expected)


corners = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=4)


@given(st.lists(corners, min_size=1, max_size=8))
def test_chains_hold_every_line_once_however_lines_cross_repeat_and_close(lines):
    shapes = shapely.linestrings(
        np.array([corner for line in lines for corner in line], float),
        indices=np.repeat(np.arange(len(lines)), [len(line) for line in lines]),
    )
    found, expected = _chain(shapes), _merge(shapes)
    assert len(found) == len(expected)
    assert np.allclose(np.sort(shapely.length(found)), np.sort(shapely.length(expected)))
    assert shapely.equals(shapely.union_all(found), shapely.union_all(expected)) or not len(found)


def test_no_line_makes_no_chain():
    vertices, chain = chain_lines(np.empty((0, 2)), np.empty(0, int))
    assert (vertices.shape, chain.shape) == ((0, 2), (0,))
