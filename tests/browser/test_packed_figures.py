"""The page's own unpacking, in a browser: the same figures and polygons as the plain reading of the tests."""

import json
import math
from pathlib import Path

import pytest

import maps
from geo.city.sample import build_sample
from geo.reference import build_reference
from service.answers.planner import answer_level, answer_overview
from service.answers.planner_category import answer_category
from service.compute.analyses import Analyses
from service.models.planner import PageCoverageQuery
from tests.maps.planner.unpacking import STEPS_PER_DEGREE, read_category, read_shapes

CORE = Path(maps.__file__).parent / "assets" / "planner" / "core"
SITE = "http://page.test"
READ = """async ([packed, levels]) => {
  const { readCategory } = await import("/packed.js");
  const found = readCategory(packed, levels);
  return Object.fromEntries(Object.entries(found).map(([level, columns]) => [level, Object.fromEntries(
    Object.entries(columns).map(([name, column]) => [name, typeof column === "string" ? column : [...column]]))]));
}"""
UNPACK = """async ([level, lng, lat]) => {
  const { setOrigin, unpackTiling } = await import("/unpack.js");
  setOrigin(lng, lat);
  const { xy, starts, first, last } = unpackTiling(level);
  return { xy: [...xy], starts: [...starts], first: [...first], last: [...last] };
}"""


@pytest.fixture(scope="module", params=["toy", "reference"])
def analyses(request):
    return Analyses(build_sample() if request.param == "toy" else build_reference(scale=0.03))


@pytest.fixture(scope="module")
def page(browser):
    page = browser.new_page()
    page.route(f"{SITE}/*.js", lambda route: route.fulfill(path=CORE / route.request.url.rpartition("/")[2]))
    page.route(f"{SITE}/", lambda route: route.fulfill(body="<!DOCTYPE html>", content_type="text/html"))
    page.goto(f"{SITE}/")
    yield page
    page.close()


def load(answer, analyses, asked):
    return json.loads(answer(analyses, asked).content)


def test_the_page_reads_the_figures_that_were_packed(page, analyses):
    level = load(answer_level, analyses, "grid_units")
    units = {**load(answer_overview, analyses, ())["units"], "grid_units": level}
    for category in list(analyses.city.categories)[:3]:
        packed = load(answer_category, analyses, (category, PageCoverageQuery(level="grid_units")))
        found, expected = page.evaluate(READ, [packed, units]), read_category(packed, units)
        assert list(found) == list(expected)
        for name, columns in expected.items():
            for key, told in (("byMinute", "by_minute"), ("unknownByMinute", "unknown_by_minute")):
                rows = [found[name][key][row * 31 + 3 : row * 31 + 31] for row in range(len(columns[told]))]
                assert rows == columns[told]
            for key in ("covered", "uncovered", "facility", "remedy"):
                assert list(found[name][key]) == list(columns[key])
            medians = [None if median is None else median / 10 for median in columns["median"]]
            assert found[name]["medianMin"] == pytest.approx(medians)


def test_the_page_draws_the_polygons_that_were_packed(page, analyses):
    level = load(answer_level, analyses, "communities")
    rows = [[ring for rings in polygons or [] for ring in rings] for polygons in read_shapes(level)]
    origin = [part / STEPS_PER_DEGREE for part in next(rings for rings in rows if rings)[0][0]]
    found = page.evaluate(UNPACK, [level, *origin])
    for row, rings in enumerate(rows):
        assert found["last"][row] - found["first"][row] == len(rings)
        for number, ring in enumerate(rings, found["first"][row]):
            begin, end = found["starts"][number : number + 2]
            drawn = found["xy"][2 * begin : 2 * end]
            places = [place(x / STEPS_PER_DEGREE, y / STEPS_PER_DEGREE, origin) for x, y in ring[:-1]]
            assert drawn == pytest.approx([part for xy in places for part in xy], abs=1e-6)


def place(lon, lat, origin=(0.0, 0.0)):
    """In pixels of the whole world at zoom 0, from an origin."""
    sine = math.sin(math.radians(lat))
    x, y = 256 * (lon + 180) / 360, 256 * (0.5 - math.log((1 + sine) / (1 - sine)) / (4 * math.pi))
    if not any(origin):
        return x, y
    left, top = place(*origin)
    return x - left, y - top
