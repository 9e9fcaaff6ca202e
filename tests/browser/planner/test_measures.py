"""Measures of the map beside the share: categories met, places, the difference to adults; and the link to all that."""

import pytest

from tests.browser.planner.looking import find_cut_texts, read_legend, read_list, settle, wait_for

pytestmark = pytest.mark.heavy

CATEGORY = "kindergarten"


def test_a_unit_says_how_many_of_the_categories_it_meets(look, service, city):
    page = look(f"category={CATEGORY}&level=streets&measure=met")
    settle(page)
    met = {}
    for key in city.categories:
        for code, each in service.count(key, level="streets").items():
            met[code] = met.get(code, 0) + (2 * each["covered"] >= each["residents"] > 0)
    rows = read_list(page)
    assert {code: cells[4] for code, cells in rows.items()} == {
        code: f"{met[code]} of {len(city.categories)}" for code in rows
    }
    assert [met[code] for code in rows] == sorted(met[code] for code in rows), "worst first"
    assert read_legend(page)[:2] == ("Categories met", "The standard's limit")
    assert "half of the residents" in page.locator("#measure-box .note").inner_text()
    code = next(code for code in rows if 0 < met[code] < len(city.categories))
    page.locator(f"#right-body tr[data-code='{code}']").click()
    page.wait_for_selector(".sheet-table")
    assert page.locator("#sheet-met").inner_text().startswith(f"{met[code]} of {len(city.categories)} ")
    assert page.locator(".sheet-table .mark.met").count() == met[code]


def test_the_sheet_of_a_street_has_its_share_once_and_roles_without_a_prefix(look, service):
    code = next(iter(service.count(CATEGORY, level="streets")))
    page = look(f"level=streets&unit={code}", lang="zh", ready=None)
    page.wait_for_selector(".sheet-table")
    assert page.locator(".sheet-table thead th").all_inner_texts() == [
        "类别与最近设施",
        "步行 / 限值",
        "本单元",
        "全市",
    ]
    assert "网格员:" not in page.locator("p.workers").first.inner_text()


def test_the_difference_to_adults_is_in_points_worst_first(look, service):
    page = look(f"category={CATEGORY}&level=streets&minutes=10")
    settle(page)
    offered = "() => [...document.querySelectorAll('#measure option')].map((each) => each.value)"
    assert "difference" not in page.evaluate(offered), "of adults there is none"
    page.locator("#profile").select_option("elder")
    settle(page)
    page.locator("#measure").select_option("difference")
    settle(page)
    adults, elders = (service.count(CATEGORY, level="streets", profile=who, minutes=10) for who in ("adult", "elder"))
    points = {}
    for code, each in elders.items():
        if each["covered"] + each["uncovered"]:
            points[code] = 100 * (each["covered"] - adults[code]["covered"]) / each["residents"]

    def shown():
        cells = {code: row[4] for code, row in read_list(page).items()}
        return {code: float(cell.split(" ")[0].replace("−", "-")) for code, cell in cells.items() if cell != "–"}

    wait_for(lambda: len(shown()), len(points))
    assert shown() == pytest.approx(points, abs=0.0501)
    assert list(shown().values()) == sorted(shown().values())
    assert min(points.values()) < 0
    _, line, classes = read_legend(page)
    assert line.startswith("Share, difference to adults · within 10 min on foot · ")
    assert next(iter(classes)).endswith(" or less")
    page.locator("#profile").select_option("adult")
    wait_for(lambda: read_legend(page)[1].startswith("Share covered"), True)


def test_places_are_told_of_the_category_and_said_where_they_are_not_stated(look, service, city):
    page = look("category=primary_school&level=communities&measure=places")
    settle(page)
    told = service.ask("/page/measures/communities")["places_per_1000"]["primary_school"]
    level = service.ask("/page/levels/communities")
    expected = {}
    for code, scope, value in zip(level["code"], level["scope"], told, strict=True):
        if scope == "u" and code:
            expected[code] = "–" if value is None else f"{value:,.1f}"
    found = {code: cells[4] for code, cells in read_list(page).items() if code}
    assert found
    assert found == {code: expected[code] for code in found}
    page.locator("#level").select_option("grid_units")
    wait_for(lambda: "not stated in the data" in read_legend(page)[2], True)


def test_the_link_is_copied_with_all_that_is_chosen(look):
    page = look(f"category={CATEGORY}&level=streets")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("#measure").select_option("met")
    page.locator("#copy-link").click()
    wait_for(lambda: page.locator("#share .note").inner_text(), "Copied: it opens what is on screen.")
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert copied == page.url
    assert "measure=met" in copied


@pytest.mark.parametrize("size", [(1366, 768), (390, 844)])
def test_without_a_clipboard_the_link_is_selected(look, size):
    page = look(f"category={CATEGORY}", size=size, lang="zh")
    page.evaluate("() => Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    for tab in ("assess", "method"):
        page.evaluate("tab => window.gridwalk.state.set({ tab })", tab)
        page.wait_for_selector(f"body[data-tab={tab}]")
        page.locator("#copy-link").click()
        field = page.locator("#link-field")
        assert field.input_value() == page.url
        assert page.evaluate("() => getSelection().toString() || document.activeElement.value") == page.url
        assert find_cut_texts(page) == []


def test_on_a_phone_nothing_lies_over_the_legend_and_the_scale(look):
    page = look(f"category={CATEGORY}&layers=roads,borders,facilities,gaps", size=(390, 844))
    settle(page)

    def box(selector):
        found = page.locator(selector).bounding_box()
        return found["x"], found["y"], found["x"] + found["width"], found["y"] + found["height"]

    def meet(a, b):
        return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]

    legend, scale = box("#legend"), box(".leaflet-control-scale")
    assert not meet(legend, box("#map"))
    for other in ("#tools", ".leaflet-control-attribution", "#panels", ".leaflet-control-zoom"):
        assert not meet(scale, box(other)), other
    assert page.locator("#legend h2").is_visible()
    assert page.locator("#legend h2").inner_text() == "Kindergarten"
