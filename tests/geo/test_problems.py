"""Faults gathered: what each says stays readable whatever the data hold."""

import pytest

from geo.errors import InputError
from geo.problems import Problems


def test_a_fault_that_quotes_a_long_cell_keeps_where_it_is_and_what_to_do():
    problems = Problems()
    problems.add("not a number", [f'areas.csv, row 3: dwellings "{"x" * 1_000_000}"; expected a number'])
    with pytest.raises(InputError) as error:
        problems.raise_if_any()
    text = str(error.value)
    assert len(text) < 1_000
    assert "areas.csv, row 3" in text
    assert text.endswith('"; expected a number')


def test_a_short_fault_stays_as_it_is():
    problems = Problems()
    problems.add("negative", ["homes.csv, row 3: population -1"])
    assert problems.kinds == {"negative": ["homes.csv, row 3: population -1"]}
