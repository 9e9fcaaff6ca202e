"""Cutting maps of blocks: exact counts, connected regions, fair shares."""

import networkx as nx
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.grid.partition import Blocks, cut_regions
from geo.reference.figures import apportion, share_out, share_within


def lattice(width, height, weight):
    x, y = (grid.ravel() for grid in np.meshgrid(np.arange(width), np.arange(height), indexing="ij"))
    number = np.arange(width * height).reshape(width, height)
    one = np.concatenate([number[:-1].ravel(), number[:, :-1].ravel()])
    other = np.concatenate([number[1:].ravel(), number[:, 1:].ravel()])
    return Blocks(np.column_stack([x, y]) * 100.0, weight, one, other, np.full(len(one), 100.0))


def is_connected(blocks, members):
    graph = nx.Graph()
    graph.add_nodes_from(members)
    inside = set(members)
    graph.add_edges_from(
        (a, b) for a, b in zip(blocks.one.tolist(), blocks.other.tolist(), strict=True) if {a, b} <= inside
    )
    return nx.is_connected(graph)


@settings(max_examples=60)
@given(st.data())
def test_every_parent_is_cut_into_its_number_of_connected_children(data):
    width, height = data.draw(st.integers(2, 9)), data.draw(st.integers(2, 9))
    weight = np.array(data.draw(st.lists(st.floats(0.1, 9), min_size=width * height, max_size=width * height)))
    blocks = lattice(width, height, weight)
    cut = data.draw(st.integers(1, width - 1))
    parent = (blocks.xy[:, 0] >= 100 * cut).astype(np.int64)
    sizes = np.bincount(parent)
    children = np.array([data.draw(st.integers(1, int(size))) for size in sizes])
    child = cut_regions(blocks, parent, children)
    assert set(child.tolist()) == set(range(children.sum()))
    assert np.array_equal(np.repeat([0, 1], children)[child], parent)
    assert all(is_connected(blocks, np.flatnonzero(child == k).tolist()) for k in range(children.sum()))


def test_regions_of_an_even_map_weigh_alike():
    blocks = lattice(20, 20, np.ones(400))
    child = cut_regions(blocks, np.zeros(400, np.int64), np.array([10]))
    weight = np.bincount(child)
    assert weight.min() >= 30
    assert weight.max() <= 50


def test_regions_can_be_wanted_of_different_weights():
    blocks = lattice(20, 20, np.ones(400))
    child = cut_regions(blocks, np.zeros(400, np.int64), np.array([2]), np.array([300.0, 100.0]))
    assert abs(np.bincount(child)[0] - 300) < 30


@given(st.integers(0, 500), st.lists(st.floats(0, 50), min_size=1, max_size=20), st.integers(0, 5))
def test_what_is_shared_out_adds_up_and_keeps_its_bounds(extra, weights, least):
    total = extra + least * len(weights)
    shares = share_out(total, weights, at_least=least, at_most=total)
    assert shares.sum() == total
    assert shares.min() >= least


@given(st.lists(st.tuples(st.floats(0.01, 50), st.integers(0, 4)), min_size=1, max_size=40), st.integers(0, 300))
def test_what_is_shared_within_groups_adds_up_by_group(members, total):
    weights, group = (np.array(column) for column in zip(*members, strict=True))
    there = np.bincount(group, minlength=5) > 0
    totals = np.where(there, total, 0)
    assert np.array_equal(np.bincount(group, weights=share_within(totals, weights, group), minlength=5), totals)


@given(st.lists(st.floats(0, 900), min_size=1, max_size=30), st.integers(0, 60))
def test_seats_are_given_out_exactly_and_to_everyone(weights, extra):
    seats = apportion(len(weights) + extra, weights, at_most=np.full(len(weights), extra + 1))
    assert seats.sum() == len(weights) + extra
    assert seats.min() >= 1
    # nobody with a smaller weight has more seats
    order = np.argsort(weights, kind="stable")
    assert (np.diff(seats[order]) >= -1).all()
