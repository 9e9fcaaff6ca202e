"""The audit's tab: what communities lack as the service says it, worst first, on the map, in a sheet."""

import json

import httpx2 as httpx
import pytest

from tests.browser.planner.looking import get, sort_every_way, wait_for
from tests.browser.planner_page import DESK, PHONE, VIEWS, list_axe_faults, list_wrong, raise_sheet
from tests.browser.served_runs import read_number

pytestmark = pytest.mark.heavy


@pytest.fixture(scope="module")
def ask(served):
    """What the service answers, asked once."""
    known = {}

    def ask_(path, **params):
        key = (path, *sorted(params.items()))
        if key not in known:
            headers = {"Prefer": "wait=60"}
            answer = httpx.get(f"{served.address}{path}", params=params, headers=headers, timeout=90)
            assert answer.status_code == 200, answer.text
            known[key] = answer.json()
        return known[key]

    return ask_


def list_codes(page):
    return page.locator("tr[data-code]").evaluate_all("rows => rows.map((row) => row.dataset.code)")


def open_audit(runs, size=DESK, lang="en", more=""):
    page = runs.open("audit", size, lang, more)
    page.wait_for_selector("tr[data-code]")
    raise_sheet(page)
    return page


@pytest.mark.parametrize(("size", "lang"), VIEWS)
def test_every_control_shows_the_figures_of_the_service(runs, ask, size, lang):
    page = open_audit(runs, size, lang)
    if size in (DESK, PHONE):
        assert list_axe_faults(page) == []
    shortfalls = ask("v1/audit/shortfalls")
    kinds = page.locator("[data-kind]").evaluate_all("nodes => nodes.map(node => node.dataset.kind)")
    assert kinds == ["helped", *(kind["key"] for kind in shortfalls["kinds"])]
    counts = [int(text.replace(",", "")) for text in page.locator("#legend .count").all_text_contents()]
    assert sum(counts) == len(set(ask("page/levels/communities")["code"]) - {""})
    page.click("[data-kind=space] input")
    rows = ask("v1/audit", sort="-people_space", limit=1000)["items"]
    expected = [row for row in rows if (row["people_space"] or 0) > 0]
    wait_for(lambda: list_codes(page), [row["code"] for row in expected][:30])
    assert "audit_kind=space" in page.url
    cells = page.locator("tr[data-code] td.number").all_inner_texts()
    assert read_number(cells[1]) == round(expected[0]["short_space"])
    kind = next(kind for kind in shortfalls["kinds"] if kind["key"] == "space")
    assert f"{round(kind['amount']):,}" in page.inner_text("[data-kind=space]")
    page.click("#audit-method summary")
    told = page.inner_text("#audit-method")
    assert all(line[lang] in told for line in shortfalls["method"])
    sort_every_way(page, ("rank", "short", "people"))
    page.fill(".filter", expected[1]["code"])
    wait_for(lambda: list_codes(page), [expected[1]["code"]])
    page.fill(".filter", "")
    wait_for(lambda: len(list_codes(page)), min(30, len(expected)))
    assert list_wrong(page) == []


@pytest.mark.parametrize(("size", "lang"), VIEWS)
def test_an_area_and_a_level_narrow_the_list_and_a_sheet_has_the_figures(runs, ask, size, lang):
    page = open_audit(runs, size, lang)
    rows = ask("v1/audit", level="streets", limit=1000)["items"]
    street = max((row for row in rows if row["code"]), key=lambda row: row["helped"] or 0)
    page.fill("#area-field", street["name"])
    page.press("#area-field", "Enter")
    inside = ask("v1/audit", parent=street["code"], sort="rank", limit=1000)["items"]
    wait_for(lambda: sorted(list_codes(page)), sorted(row["code"] for row in inside if (row["helped"] or 0) > 0))
    page.click("#area-whole")
    page.check("input[name=audit-level][value=districts]")
    districts = ask("v1/audit", level="districts")["items"]
    named = [row["name"] for row in sorted(districts, key=lambda row: -(row["helped"] or 0)) if row["helped"]]
    wait_for(page.locator("tr[data-code] .name").all_inner_texts, named)
    assert "audit_level=districts" in page.url
    page.check("input[name=audit-level][value=streets]")
    wait_for(lambda: street["code"] in list_codes(page), True)
    page.click(f"tr[data-code='{street['code']}']")
    page.wait_for_selector("#audit-pages")
    own = ask("v1/audit", level="streets", code=street["code"])["items"]
    sheet = page.inner_text("#right-body")
    assert street["name"] in sheet
    assert all(f"{round(row['residents']):,}" in sheet for row in own)
    assert f"lang={lang}" in page.get_attribute("#audit-pages", "href")
    assert list_wrong(page) == []
    if size in (DESK, PHONE):
        assert list_axe_faults(page) == []
    zoom = "window.gridwalk.view.map.getZoom()"
    page.evaluate("() => { window.gridwalk.view.map.setZoom(9, { animate: false }); }")
    page.click("#sheet-zoom")
    wait_for(lambda: page.evaluate(zoom) > 9, True)
    page.click("#sheet-back")
    wait_for(lambda: street["code"] in list_codes(page), True)


def test_the_sheet_of_a_community_is_opened_by_keys_and_leads_to_its_two_pages(runs, ask):
    page = open_audit(runs, more="&audit_kind=staff")
    code = page.get_attribute("tr[data-code]", "data-code")
    page.focus("tr[data-code]")
    page.keyboard.press("Enter")
    page.wait_for_selector("#audit-pages")
    (row,) = ask("v1/audit", code=code)["items"]
    assert f"audit_unit={code}" in page.url
    with page.context.expect_page() as opened:
        page.click("#audit-pages")
    opened.value.wait_for_load_state()
    assert row["name"] in opened.value.title()
    opened.value.close()
    page.reload()
    page.wait_for_selector("#audit-pages")
    page.go_back()
    page.wait_for_selector("tr[data-code]")
    assert list_wrong(page) == []


def test_a_click_on_the_map_opens_the_sheet_of_what_is_there(runs, served):
    page = open_audit(runs)
    box = page.locator("#map").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.wait_for_selector(".hint:visible")
    named = page.inner_text(".hint").splitlines()[0]
    page.mouse.click(x, y)
    page.wait_for_selector("#sheet-zoom")
    assert page.inner_text(".sheet h2") == named
    assert get(page, "audit_unit")


def test_the_command_line_has_the_same_shortfalls(run, served, ask, tmp_path):
    assert run("audit", served.bundle, "-o", tmp_path / "out")[0] == 0
    told = json.loads((tmp_path / "out" / "audit.json").read_text("utf-8"))
    kinds = {kind["key"]: (kind["amount"], kind["people"]) for kind in ask("v1/audit/shortfalls")["kinds"]}
    assert [each["kind"] for each in told["shortfalls"]] == list(kinds)
    for each in told["shortfalls"]:
        assert (each["amount"], each["people"]) == pytest.approx(kinds[each["kind"]], abs=0.5)
