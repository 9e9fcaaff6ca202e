"""The ground on paper: at a round scale, whole, in the middle."""

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from maps.planner.paper_frame import PAPERS, choose_bar, frame_paper

SIDES = st.floats(1.0, 300_000.0)


@given(SIDES, SIDES, st.sampled_from(list(PAPERS)))
def test_the_box_lies_whole_in_the_middle_at_a_round_scale(width_m, height_m, name):
    paper = PAPERS[name]
    frame = frame_paper((500_000.0, 3_800_000.0, 500_000.0 + width_m, 3_800_000.0 + height_m), paper)
    west, south, east, north = frame.box
    assert (west + east) / 2 == pytest.approx(500_000 + width_m / 2, abs=1e-3)
    assert (south + north) / 2 == pytest.approx(3_800_000 + height_m / 2, abs=1e-3)
    assert west <= 500_000 + 1e-6
    assert north >= 3_800_000 + height_m - 1e-6
    # what the scale says: millimetres of paper times the denominator are metres of ground
    assert (east - west) == pytest.approx(paper.map_width_mm / 1000 * frame.denominator)
    digits = f"{frame.denominator:.0f}".rstrip("0")
    assert len(digits) <= 3
    assert choose_bar(frame) * frame.scale <= frame.width / 4 or choose_bar(frame) == 50


def test_places_are_where_the_scale_puts_them():
    frame = frame_paper((0.0, 0.0, 9_000.0, 9_000.0), PAPERS["a4"])
    west, south, east, north = frame.box
    corners = shapely.points([[west, north], [east, south]])
    placed = shapely.get_coordinates(frame.place(corners)).tolist()
    assert placed[0] == pytest.approx([0, 0], abs=1e-6)
    assert placed[1] == pytest.approx([frame.width, frame.height])
