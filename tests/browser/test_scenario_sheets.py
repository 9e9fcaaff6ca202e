"""A scenario that is open is on the files of the download tab; one that is not saved asks to be saved first."""

import pytest

from geo.reference import build_reference
from service.answers.view_scenarios import OpenScenario
from service.answers.views import answer_view_page
from service.compute.analyses import Analyses
from service.models.views import ViewQuery
from tests.browser.test_download_tab import OVER

CATEGORY = "community_health_centre"
VIEW = {"level": "streets", "category": CATEGORY, "scope": "urban"}


@pytest.fixture(scope="module")
def city():
    return build_reference(scale=0.02)


@pytest.mark.parametrize("paper", ["a4", "a3", "picture"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_of_a_sheet_with_a_scenario_is_cut(browser, city, paper, lang):
    west, south, east, north = city.homes.to_crs(4326).total_bounds
    x, y = (west + east) / 2, (south + north) / 2
    new = [
        f'{{"category": "{CATEGORY}", "lon": {x + at / 100}, "lat": {y}, "datum": "wgs84", "name": "{"新" * 30}"}}'
        for at in range(9)
    ]
    scenario = OpenScenario("南郊 a plan with a long name " * 2, f'{{"add": [{", ".join(new)}]}}')
    asked = (ViewQuery(**VIEW, lang=lang), "2026-01-31", paper, scenario)
    page = browser.new_page(viewport={"width": 1600, "height": 1150})
    page.set_content(answer_view_page(Analyses(city), asked).content.decode())
    assert page.evaluate(OVER) == []
    page.close()
