"""Three layers rewritten as citizens write: the bench's command on a small city, with the shares that must hold."""

import pytest

from geo.reference import build_reference
from tests.bench import rewritten

pytestmark = pytest.mark.heavy


@pytest.fixture(scope="module")
def small():
    return build_reference(scale=0.02)


@pytest.mark.parametrize("layer", rewritten.LAYERS)
def test_addresses_are_found_however_they_are_rewritten_and_whoever_is_sure_is_right(small, layer, monkeypatch):
    monkeypatch.setattr(rewritten, "ROWS", 500)
    monkeypatch.setattr(rewritten, "EACH", 15)
    judged = rewritten.judge_layer(small, *rewritten.LAYERS[layer])
    verbatim = judged["forms"].pop("verbatim")
    asked, right, sure_wrong = (
        sum(form[key] for form in judged["forms"].values()) for key in ("asked", "right", "sure_wrong")
    )
    assert verbatim["right"] >= 0.995 * verbatim["asked"]
    assert right >= 0.95 * asked
    assert sure_wrong <= 0.005 * asked
    # also of what the layer does not hold, what is stated as sure is right
    for band in (*judged["bands"], *judged["unknown"]):
        if band["low"] >= rewritten.SURE and band["n"] >= 10:
            assert band["right"] >= band["low"]
