"""People by minute, own limits and medians: what is left out follows from the rest."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from maps.planner.minutes import pack_medians, pack_minutes, pack_own_covered, pack_signed_minutes
from tests.maps.planner.unpacking import read_column, read_medians, read_minutes, read_own_covered

steps = hnp.arrays(np.int64, st.tuples(st.integers(1, 6), st.just(28)), elements=st.sampled_from([0, 0, 0, 1, 7, 5000]))


@given(steps, st.data())
def test_people_by_minute_come_back(steps, data):
    people = steps.cumsum(axis=1)
    more = data.draw(hnp.arrays(np.int64, len(people), elements=st.sampled_from([0, 0, 3])))
    residents = people[:, -1] + more
    assert read_minutes(pack_minutes(people, residents), residents) == people.tolist()


@given(steps, st.data())
def test_unknown_people_by_minute_come_back(steps, data):
    signs = data.draw(hnp.arrays(np.int64, steps.shape, elements=st.sampled_from([-1, 1])))
    people = np.maximum((steps * signs).cumsum(axis=1), 0)
    assert read_minutes(pack_signed_minutes(people), None, rows=len(people)) == people.tolist()


@given(steps, st.data())
def test_own_limits_and_medians_come_back(steps, data):
    people = steps.cumsum(axis=1)
    n = len(people)
    residents = people[:, -1] + data.draw(hnp.arrays(np.int64, n, elements=st.integers(0, 5)))
    covered = data.draw(hnp.arrays(np.int64, n, elements=st.integers(0, 20_000)))
    limit = data.draw(hnp.arrays(float, n, elements=st.sampled_from([np.nan, 0.5, 3.0, 4.5, 15.0, 20.83, 60.0])))
    assert read_own_covered(pack_own_covered(covered, people, limit), people, limit) == covered.tolist()
    median = data.draw(hnp.arrays(float, n, elements=st.one_of(st.just(np.nan), st.integers(0, 900).map(float))))
    expected = [None if np.isnan(value) else int(value) for value in median]
    assert read_medians(pack_medians(median, people, residents), people, residents) == expected


def test_a_column_of_zeros_is_nothing():
    assert read_column("", 3) == [0, 0, 0]
