"""Everything that is chosen stands in the address: a reload, the back button and a link restore the same view."""

import pytest

from tests.browser.planner.looking import get, read_category, read_legend, read_list, settle, wait_for

pytestmark = pytest.mark.heavy

CATEGORY = "kindergarten"


def see(page):
    """What somebody sees of a view."""
    settle(page)
    return {
        "legend": read_legend(page),
        "share": read_category(page, CATEGORY),
        "list": list(read_list(page).items())[:30],
        "said": page.locator("#bottom-body .said").all_inner_texts(),
        "map": page.evaluate(
            """() => {
                const { map } = window.gridwalk.view, { lat, lng } = map.getCenter();
                return [map.getZoom(), lat.toFixed(4), lng.toFixed(4)];
            }"""
        ),
        "chosen": page.evaluate(
            "() => [...document.querySelectorAll('#left input:checked, #left select')].map((each) => each.value)"
        ),
        "area": page.locator("#area-field").input_value(),
    }


@pytest.fixture
def chosen(look, service):
    """A page on which about everything has been chosen by hand."""
    page = look()
    district = next(each["name"] for each in service.count(CATEGORY, level="districts").values() if each["covered"])
    page.locator(f".category[data-category={CATEGORY}]").click()
    page.locator("#area-field").fill(district)
    page.locator("#area-field").press("Enter")
    page.locator("#minutes").fill("12")
    page.locator("#profile").select_option("elder")
    page.locator("#measure").select_option("uncovered")
    page.locator("#level").select_option("communities")
    page.locator("input[name=layer][value=gaps]").check()
    page.locator("[data-sort=share]").click()
    settle(page)
    return page


def test_a_reload_shows_the_same(chosen):
    before = see(chosen)
    assert "minutes=12" in chosen.url
    chosen.reload()
    chosen.wait_for_function("() => window.gridwalk !== undefined")
    wait_for(lambda: see(chosen), before)


def test_a_link_shows_the_same_to_somebody_else(chosen, look):
    before = see(chosen)
    other = look(chosen.url.partition("#")[2].replace("lang=en", ""), lang="en")
    wait_for(lambda: see(other), before)


def test_back_takes_back_one_choice_at_a_time(look):
    page = look(f"category={CATEGORY}")
    first = see(page)
    page.locator(".category[data-category=primary_school]").click()
    wait_for(lambda: read_legend(page)[0], "Primary school")
    page.locator("#level").select_option("streets")
    wait_for(lambda: get(page, "level"), "streets")
    settle(page)
    page.locator("#right-body tbody tr").first.click()
    page.wait_for_selector(".sheet-table")
    page.go_back()
    wait_for(lambda: page.locator(".sheet-table").count(), 0)
    page.go_back()
    wait_for(lambda: get(page, "level"), "grid_units")
    wait_for(lambda: page.locator("#level").input_value(), "grid_units")
    page.go_back()
    wait_for(lambda: get(page, "category"), CATEGORY)
    assert {**see(page), "map": None} == {**first, "map": None}
    page.go_forward()
    wait_for(lambda: read_legend(page)[0], "Primary school")


@pytest.mark.parametrize(
    "at",
    [
        "minutes=99&level=planets",
        "category=zoo",
        "area=0000&unit=nobody",
        "at=x,y,z&scope=moon",
        "profile=bird",
        "measure=weight",
        "%E4%B8&tab=nowhere&sort=-nothing",
    ],
)
def test_a_link_that_is_wrong_still_opens(look, at):
    page = look(at, ready="() => window.gridwalk !== undefined", allowed=("Failed to load resource",))
    page.wait_for_selector("#right-body tbody tr, .status")
    page.wait_for_timeout(300)
    wait_for(lambda: page.locator("#category-box .category").count(), 22)
    assert page.locator("[role=alert]").count() == 0
