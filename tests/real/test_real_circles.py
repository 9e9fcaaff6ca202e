"""Service circles of real cities agree with the table."""

import numpy as np
import pytest

from geo.circles.circles import make_circles
from tests.geo.circles.test_circles import measure_agreement

pytestmark = pytest.mark.real


@pytest.mark.parametrize("name", ["las_palmas", "wuhan"])
def test_circle_and_table_agree(name, real_city):
    maker = make_circles(real_city(name))
    facilities = maker.context.city.facilities
    count = min(200, len(facilities))
    chosen = np.sort(np.random.default_rng(3).choice(len(facilities), count, replace=False))
    share, worst = measure_agreement(maker, facilities.iloc[chosen].reset_index(drop=True), 1000.0)
    assert share >= 0.995
    assert worst >= 0.98
