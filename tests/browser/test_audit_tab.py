"""The audit's tab: what communities lack as the service says it, worst first, on the map, in a sheet."""

import httpx2 as httpx
import pytest

from tests.browser.served_runs import VIEWS, check_clean, open_tab, raise_sheet, read_number, serve_city


@pytest.fixture(scope="module")
def address():
    return serve_city()[0]


def ask(address, path, **params):
    answer = httpx.get(f"{address}{path}", params=params, headers={"Prefer": "wait=60"}, timeout=90)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.fixture(scope="module")
def shortfalls(address):
    return ask(address, "/v1/audit/shortfalls")


@pytest.mark.parametrize(("size", "lang"), VIEWS)
def test_communities_stand_worst_first_with_the_figures_of_the_service(browser, address, shortfalls, size, lang):
    page = open_tab(browser, address, "audit", size, lang)
    page.wait_for_selector("tr[data-code]")
    raise_sheet(page, size)
    kinds = page.locator("[data-kind]").evaluate_all("nodes => nodes.map(node => node.dataset.kind)")
    assert kinds == ["helped", *(kind["key"] for kind in shortfalls["kinds"])]
    page.click("[data-kind=space] input")
    page.wait_for_function("location.hash.includes('audit_kind=space')")
    page.wait_for_timeout(200)
    rows = ask(address, "/v1/audit", sort="-people_space", limit=1000)["items"]
    expected = [row for row in rows if (row["people_space"] or 0) > 0]
    codes = page.locator("tr[data-code]").evaluate_all("rows => rows.map(row => row.dataset.code)")
    assert codes == [row["code"] for row in expected][:60]
    cells = page.locator("tr[data-code] td.number").all_inner_texts()
    assert read_number(cells[1]) == round(expected[0]["short_space"])
    kind = next(kind for kind in shortfalls["kinds"] if kind["key"] == "space")
    assert f"{round(kind['amount']):,}" in page.inner_text("[data-kind=space]")
    check_clean(page)
    page.context.close()


def test_the_sheet_of_a_community_has_its_figures_and_leads_to_its_two_pages(browser, address):
    page = open_tab(browser, address, "audit", "desk", "en", "&audit_kind=staff")
    page.wait_for_selector("tr[data-code]")
    code = page.get_attribute("tr[data-code]", "data-code")
    page.focus("tr[data-code]")
    page.keyboard.press("Enter")
    page.wait_for_selector("#audit-pages")
    (row,) = ask(address, "/v1/audit", code=code)["items"]
    sheet = page.inner_text("#right-body")
    assert row["name"] in sheet
    assert f"{round(row['residents']):,}" in sheet
    assert f"audit_unit={code}" in page.url
    with page.context.expect_page() as opened:
        page.click("#audit-pages")
    opened.value.wait_for_load_state()
    assert row["name"] in opened.value.title()
    opened.value.close()
    page.reload()
    page.wait_for_selector("#audit-pages")
    page.click("#sheet-back")
    page.wait_for_selector("tr[data-code]")
    check_clean(page)
    page.context.close()


def test_an_area_and_a_level_narrow_the_list_and_stand_in_the_address(browser, address):
    page = open_tab(browser, address, "audit", "desk", "zh")
    page.wait_for_selector("tr[data-code]")
    rows = ask(address, "/v1/audit", level="streets", limit=1000)["items"]
    street = max((row for row in rows if row["code"]), key=lambda row: row["helped"] or 0)
    page.fill("#area-field", street["name"])
    page.press("#area-field", "Enter")
    inside = ask(address, "/v1/audit", parent=street["code"], sort="rank", limit=1000)["items"]
    expected = [row["code"] for row in inside if (row["helped"] or 0) > 0]
    page.wait_for_function("count => document.querySelectorAll('tr[data-code]').length === count", arg=len(expected))
    found = page.locator("tr[data-code]").evaluate_all("rows => rows.map(row => row.dataset.code)")
    assert sorted(found) == sorted(expected)
    page.click("#area-whole")
    page.check("input[name=audit-level][value=districts]")
    page.wait_for_function("location.hash.includes('audit_level=districts')")
    districts = ask(address, "/v1/audit", level="districts")["items"]
    named = [row["name"] for row in sorted(districts, key=lambda row: -(row["helped"] or 0)) if row["helped"]]
    page.wait_for_function("count => document.querySelectorAll('tr[data-code]').length === count", arg=len(named))
    assert page.locator("tr[data-code] .name").all_inner_texts() == named
    page.go_back()
    page.wait_for_function("!location.hash.includes('audit_level=districts')")
    check_clean(page)
    page.context.close()


def test_the_map_has_a_class_for_each_community_as_the_legend_counts(browser, address):
    page = open_tab(browser, address, "audit", "desk", "en")
    page.wait_for_selector("#legend li")
    counts = [int(text.replace(",", "")) for text in page.locator("#legend .count").all_inner_texts()]
    level = ask(address, "/page/levels/communities")
    assert sum(counts) == len(set(level["code"]) - {""})
    page.context.close()
