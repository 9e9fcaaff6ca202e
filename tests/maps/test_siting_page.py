"""The page of proposed sites as a text, and its curve: one file, stable, escaped, true to the figures."""

import dataclasses
import json
import re
from xml.etree import ElementTree

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.city.sample import ORIGIN, build_sample
from geo.siting import SiteRequest, propose_sites, summarize_sites
from geo.texts import LANGS, TEXTS
from geo.texts.notes import state_notes
from maps import draw_siting_curve, render_siting_page
from maps.curve import CurveTexts, draw_curve

EVIL = "</script><script>window.pwned=1</script><img src=x onerror='window.pwned=1'>{{7*7}}\"\\"
WORDS = CurveTexts("sites", "people", "greedy", "solved")


def propose(city, *, name="", **options):
    spots = np.add([(900, 300), (0, 900)], ORIGIN)
    candidates = gpd.GeoDataFrame({"site_id": ["a", "b"], "name": name}, geometry=shapely.points(spots), crs=city.crs)
    proposal = propose_sites(city, SiteRequest(category="clinic", **({"add": 1} | options)), candidates=candidates)
    return proposal, {**summarize_sites(proposal, source="hand"), "seconds": {}}


@pytest.fixture(scope="module")
def page():
    return render_siting_page(*propose(build_sample()))


def read_data(page):
    return json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)[1])


def test_no_address_on_the_internet_is_left(page):
    addresses = re.findall(r"https?:\\?/\\?/[^\s\"'<>)]+", page)
    assert {address for address in addresses if not address.startswith("http://www.w3.org/")} == set()
    assert not re.findall(r"<(?:img|iframe)\b|<script[^>]+src=|@import|url\((?!data:|#default)", page)


def test_the_same_proposal_gives_the_same_bytes(page):
    assert render_siting_page(*propose(build_sample())) == page


def test_the_figures_of_the_page_are_those_of_the_proposal(page):
    data = read_data(page)
    assert data["summary"]["coverage"]["after"]["covered"] == 100
    assert data["sites"]["newly_covered_residents"] == [40]
    assert data["sites"]["facility_id"][0] in ("new-a", "new-b")
    assert data["facilities"]["id"] == ["c1"]
    assert data["homes"]["open"] == ""
    assert data["homes"]["new"]
    assert data["homes"]["unreached"]


def test_strings_from_data_end_no_script_and_run_nothing():
    city = dataclasses.replace(build_sample(), name=EVIL, attribution=EVIL, assumptions=state_notes([EVIL]))
    page = render_siting_page(*propose(city, name=EVIL))
    data = read_data(page)
    assert data["summary"]["city"] == data["sites"]["name"][0] == EVIL
    assert "window.pwned=1</script>" not in page
    assert "49" not in re.search(r"<title>(.*?)</title>", page, re.DOTALL)[1]


@pytest.mark.parametrize(
    "options",
    [{"add": 1}, {"target": 0.9, "add": None}, {"add": 1, "objective": "median"}, {"add": 1, "capacity": 30.0}],
)
def test_every_objective_has_a_page_and_a_curve(options):
    proposal, summary = propose(build_sample(), **options)
    shown = read_data(render_siting_page(proposal, summary))["summary"]
    assert shown["objective"] == proposal.siting.request.chosen_objective
    for lang in LANGS:
        drawn = ElementTree.fromstring(draw_siting_curve(summary, lang=lang))
        texts = [label.text for label in drawn.iter("{http://www.w3.org/2000/svg}text")]
        assert TEXTS["site.curve_greedy"][lang] in texts


def read_marks(svg):
    """Points of the curve and the mark, as values read off the labels of the axes."""
    space = "{http://www.w3.org/2000/svg}"
    root = ElementTree.fromstring(svg)
    labels = [
        (label.text, float(label.get("x")), float(label.get("y")), label.get("text-anchor"))
        for label in root.iter(space + "text")
    ]
    across = [(float(t.replace(",", "")), x) for t, x, _, a in labels if a == "middle" and re.fullmatch(r"[\d,]+", t)]
    up = [(float(t.replace(",", "")), y - 4) for t, _, y, a in labels if a == "end"]
    (x0, px0), (x1, px1) = across[0], across[-1]
    (y0, py0), (y1, py1) = up[0], up[-1]

    def back(px, py):
        return x0 + (px - px0) * (x1 - x0) / (px1 - px0), y0 + (py - py0) * (y1 - y0) / (py1 - py0)

    line = next(path.get("d") for path in root.iter(space + "path") if "L" in path.get("d"))
    points = [back(*map(float, pair.split())) for pair in line.removeprefix("M").split("L")]
    dot = next(root.iter(space + "circle"))
    return points, back(float(dot.get("cx")), float(dot.get("cy")))


def test_the_curve_can_be_read_off_its_axes():
    values = [60.0, 100.0, 130.0, 150.0, 155.0]
    points, mark = read_marks(draw_curve(values, chosen=(3, 152.0), bound=154.0, texts=WORDS))
    assert np.array(points) == pytest.approx(np.column_stack([range(5), values]), abs=0.5)
    assert mark == pytest.approx((3, 152), abs=0.5)


@pytest.mark.parametrize("values", [[0.0], [5.0, 5.0], [1e7, 1.01e7], [3000.0, 0.4]])
def test_a_flat_or_steep_curve_is_drawn(values):
    svg = draw_curve(values, chosen=(len(values) - 1, values[-1]), bound=None, texts=WORDS)
    assert "nan" not in svg
    ElementTree.fromstring(svg)


def test_a_long_curve_keeps_its_end_and_few_points():
    values = np.sqrt(np.arange(5000.0)).tolist()
    points, _ = read_marks(draw_curve(values, chosen=(10, 3.0), bound=None, texts=WORDS))
    assert len(points) <= 450
    assert points[-1] == pytest.approx((4999, values[-1]), rel=0.01)


def test_texts_beside_the_curve_are_escaped():
    svg = draw_curve([0.0, 1.0], chosen=(1, 1.0), bound=None, texts=CurveTexts(*["<script>"] * 4))
    assert "<script>" not in svg
