"""The pages of a circle and of a route as texts: one file, stable, escaped, in two complete languages."""

import dataclasses
import json
import re

import numpy as np
import pytest
import shapely

from geo.circles.circles import draw_circle, make_circles
from geo.circles.inside import find_inside
from geo.circles.routes import find_route
from geo.city.sample import ORIGIN, build_sample
from geo.city.walks import measure_walks
from maps.circle_page import CircleDrawing, render_circle_page
from maps.route_page import RouteDrawing, render_route_page

EVIL = "</script><script>window.pwned=1</script><img src=x onerror='window.pwned=1'>{{7*7}}\"\\"


def spoil(city):
    """Names that would do harm, wherever a city has names."""
    named = {
        "facilities": city.facilities.assign(name=EVIL),
        "grid_units": city.grid_units.assign(name=EVIL),
        "roads": city.roads.assign(name=EVIL),
        "divisions": city.divisions.assign(name=EVIL),
    }
    return dataclasses.replace(city, name=EVIL, attribution=EVIL, **named)


def draw_page(kind, city, *, at=(0, 0), **options):
    if kind == "circle":
        (x, y), maker = np.add(ORIGIN, at), make_circles(city)
        circles = draw_circle(maker, x, y, minutes=[5, 15])
        inside = find_inside(maker, x, y, limits_m=circles["limit_m"].tolist())
        drawing = CircleDrawing(maker=maker, x=x, y=y, lon=117.0, lat=34.3, circles=circles, inside=inside)
        return render_circle_page(drawing, day="2026-01-31", **options)
    walks = measure_walks(city, profile="elder", categories=["clinic"])
    asked = {"home_id": "yard", "category": "clinic"}
    drawing = RouteDrawing(city=city, walks=walks, route=find_route(city, walks, **asked), **asked)
    return render_route_page(drawing, day="2026-01-31", **options)


def read_data(page):
    return json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)[1])


@pytest.mark.parametrize("kind", ["circle", "route"])
def test_the_page_requests_nothing_and_is_the_same_each_time(kind):
    page = draw_page(kind, build_sample())
    addresses = re.findall(r"https?:\\?/\\?/[^\s\"'<>)]+", page)
    assert {address for address in addresses if not address.startswith("http://www.w3.org/")} == set()
    assert draw_page(kind, build_sample()) == page
    assert "default-src 'none'" in page
    assert read_data(page)["day"] == "2026-01-31"


@pytest.mark.parametrize("kind", ["circle", "route"])
def test_names_of_the_data_end_no_script(kind):
    page = draw_page(kind, spoil(build_sample()))
    assert EVIL not in page
    data = read_data(page)
    assert data["city"] == EVIL
    assert data["attribution"] == EVIL


def test_homes_are_drawn_in_the_first_circle_that_holds_them():
    data = read_data(draw_page("circle", build_sample()))
    assert all(data["homes"][:1])
    assert data["homes"][1] == ""
    assert data["others"]
    assert data["categories"]["clinic"]["zh"] == "诊所"


def test_water_is_drawn_by_its_shores_and_courses():
    city = build_sample()
    lake = shapely.box(*np.add(ORIGIN * 2, (50, 50, 250, 250)))
    river = shapely.LineString(np.add(ORIGIN, [(-400, 450), (2000, 450)]))
    columns = {"barrier_kind": ["lake", "river", "wall"], "geometry": [lake, river, river]}
    barriers = city.roads.iloc[:0][["geometry"]].from_dict(columns).set_geometry("geometry").set_crs(city.crs)
    packed = read_data(draw_page("circle", dataclasses.replace(city, barriers=barriers)))["water"]
    assert len(packed.split(".")) == 2
    assert read_data(draw_page("circle", city))["water"] == ""


def test_a_route_of_an_elder_has_its_minutes():
    data = read_data(draw_page("route", build_sample()))
    assert data["legs"]["kind"] == ["leave", "road"]
    assert data["walk_min"] == pytest.approx(160 / 48)
    assert data["legs"]["minutes"] == pytest.approx([10 / 48, 150 / 48])
    assert data["extra_min"] == 0
    assert data["ends"]["gate"] is None
