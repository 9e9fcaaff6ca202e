"""The download tab in a real browser: says what is shown, and gives what the service and the API give."""

import re
import urllib.request
from urllib.parse import urlencode

import pytest

from geo.reference import build_reference
from service import browser as drawing
from service.answers.views import answer_view_page
from service.compute.analyses import Analyses
from service.models.views import ViewQuery
from tests.browser.planner_page import DESK, PHONE, VIEWS, list_axe_faults, raise_sheet
from tests.browser.planner_tabs import Tabs, list_wrong, serve

#: Parts of a sheet that hold more than they have room for.
OVER = """[...document.querySelectorAll('.sheet, .main, aside, footer, header, th')]
  .filter((node) => node.scrollHeight > node.clientHeight + 1 || node.scrollWidth > node.clientWidth + 1)
  .map((node) => node.className || node.tagName)"""
VIEW = {"level": "streets", "category": "primary_school", "scope": "urban"}


@pytest.fixture(scope="module")
def city():
    return build_reference(scale=0.02)


@pytest.fixture(scope="module")
def address(city):
    with serve(city) as address:
        yield address


@pytest.fixture(scope="module")
def analyses(city):
    return Analyses(city)


@pytest.fixture
def tabs(browser, address):
    tabs = Tabs(browser, address)
    yield tabs
    tabs.close()


def fetch(page, key):
    with page.expect_download(timeout=60_000) as waiting:
        page.click(f"#download-{key}")
    found = waiting.value
    page.wait_for_selector(f".file[data-file={key}] .said:has-text('B')")
    return found.suggested_filename, found.path().read_bytes()


def ask(address, ending, **view):
    asked = urllib.request.Request(f"{address}page/download/{ending}?{urlencode(view)}", headers={"Prefer": "wait=60"})
    with urllib.request.urlopen(asked, timeout=90) as answer:
        return answer.read()


@pytest.mark.heavy
@pytest.mark.parametrize(("size", "lang"), VIEWS)
def test_what_is_shown_is_said_in_words_and_downloaded_as_the_service_answers_it(tabs, address, size, lang):
    chosen = {**VIEW, "minutes": 9, "profile": "elder", "measure": "uncovered", "filter": "一"}
    page = tabs.open("download", size, lang=lang, **chosen)
    raise_sheet(page)
    words = page.inner_text("#download-shown")
    expected = {
        "zh": ("小学", "步行 9 分钟以内", "老年人", "未覆盖人数", "街道", "列表筛选"),
        "en": ("Primary school", "within 9 min on foot", "Elder", "People not covered", "Streets", "List filtered by"),
    }[lang]
    assert [each for each in expected if each not in words] == []
    page.wait_for_selector("#legend li", state="attached")
    assert page.locator(".file .main").count() == 6
    if size in (DESK, PHONE):
        assert list_axe_faults(page) == []
    for key in ("csv", "xlsx", "gpkg"):
        name, content = fetch(page, key)
        assert name.startswith("郑州参照城_Reference_city-")
        assert name.endswith(f".{key}")
        assert content == ask(address, key, lang=lang, **chosen)
    page.click("#download-pdf_a3")
    page.click(".file[data-file=pdf_a3] .said button")
    page.wait_for_selector(f".file[data-file=pdf_a3] .said:has-text('{ {'zh': '取消', 'en': 'Cancelled'}[lang] }')")
    assert page.is_enabled("#download-pdf_a3")
    for paper in ("a4", "a3"):
        assert f"paper={paper}" in page.get_attribute(f"#print-{paper}", "href")
        assert "bounds=" in page.get_attribute(f"#print-{paper}", "href")
    page.check("#left input[value=area]")
    page.wait_for_function("() => !document.getElementById('print-a4').href.includes('bounds=')")
    page.check("#left input[value=screen]")
    page.wait_for_function("() => document.getElementById('print-a4').href.includes('bounds=')")
    assert list_wrong(page) == []
    page.click("#download-to-assess")
    page.wait_for_selector("body[data-tab=assess]")


@pytest.mark.heavy
def test_a_file_says_of_what_it_is_and_how_large(tabs):
    page = tabs.open("download", lang="en", **VIEW)
    for key in ("csv", "xlsx", "gpkg"):
        name, _ = fetch(page, key)
        assert name == f"郑州参照城_Reference_city-Primary_school-Streets.{key}"
        assert re.search(r"Downloaded: [\d.,]+ kB in [\d.]+ s", page.inner_text(f".file[data-file={key}] .said"))


@pytest.mark.heavy
def test_no_tool_lies_over_the_files_and_a_draft_is_said_not_to_be_in_them(tabs):
    page = tabs.open("download", lang="zh", tool="scenario", draft="WyIiLFtdLFtdLFtdLFtdLFtdXQ", **VIEW)
    page.wait_for_selector("#download-csv")
    assert page.locator("#tools button").count() == 0
    assert "请先保存" in page.inner_text("#download-scenario")
    assert list_wrong(page) == []


@pytest.mark.heavy
def test_a_tool_is_put_down_where_another_tab_is_opened(tabs):
    page = tabs.open("assess", lang="zh", tool="scenario", **VIEW)
    page.wait_for_selector("#tools [data-tool=scenario][aria-pressed=true]")
    page.click("#tab-address")
    page.wait_for_selector("#tools [data-tool=scenario][aria-pressed=false]")
    assert page.locator("#right-body").is_visible()


@pytest.mark.heavy
def test_the_list_of_the_page_and_the_file_have_the_same_rows(tabs):
    page = tabs.open("assess", lang="en", **VIEW)
    page.wait_for_selector(".list tbody tr")
    shown = [row.get_attribute("data-code") for row in page.locator(".list tbody tr").all()]
    people = page.locator(".list tbody tr td:nth-child(3)").all_inner_texts()
    page.click("#tab-download")
    _, content = fetch(page, "csv")
    lines = [line.split(",") for line in content.decode("utf-8-sig").splitlines()]
    head = lines[0]
    assert [line[head.index("Code")] for line in lines[1:]] == shown
    told = [float(line[head.index("Residents not covered")]) for line in lines[1:]]
    for value, text in zip(told, people, strict=True):
        number = float(re.sub(r"[^\d.]", "", text))
        assert number == pytest.approx(value, rel=0.05, abs=0.5) or number * 1000 == pytest.approx(value, rel=0.05)


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("key", "size", "lang"),
    [("png", PHONE, "en"), ("png", DESK, "zh"), ("pdf_a4", DESK, "en"), ("pdf_a3", PHONE, "zh")],
)
def test_a_picture_and_a_sheet_are_drawn_and_say_how_large_they_are(tabs, key, size, lang):
    page = tabs.open("download", size, lang=lang, **VIEW)
    page.wait_for_selector("#legend li", state="attached")
    raise_sheet(page)
    name, content = fetch(page, key)
    assert content.startswith(b"\x89PNG" if key == "png" else b"%PDF")
    assert name.startswith(f"郑州参照城_Reference_city-{ {'zh': '小学-街道', 'en': 'Primary_school-Streets'}[lang] }")
    assert {"zh": "已下载", "en": "Downloaded"}[lang] in page.inner_text(f".file[data-file={key}] .said")
    assert list_wrong(page) == []


def test_without_a_network_the_file_says_so_and_can_be_asked_for_again(tabs):
    page = tabs.open("download", lang="en", allowed=("ERR_INTERNET_DISCONNECTED",), **VIEW)
    page.wait_for_selector("#legend li")
    page.context.set_offline(True)
    page.click("#download-csv")
    page.wait_for_selector(".file[data-file=csv] .wrong:has-text('cannot be reached')")
    page.context.set_offline(False)
    with page.expect_download():
        page.click(".file[data-file=csv] .said button")
    assert list_wrong(page) == []


@pytest.mark.heavy
def test_where_the_service_has_no_browser_the_reader_prints(tabs, monkeypatch):
    monkeypatch.setattr(drawing, "_list_browsers", lambda: iter(()))
    page = tabs.open("download", lang="en", area="", **VIEW)
    page.wait_for_selector("#download-pdf_a4[disabled]")
    assert "has no browser" in page.inner_text(".file[data-file=pdf_a4] .said")
    assert page.is_enabled("#download-xlsx")
    with page.context.expect_page() as opened:
        page.click("#print-a3")
    printed = opened.value
    printed.wait_for_selector("table tbody tr")
    assert "Primary school" in printed.inner_text("h1")
    assert printed.is_visible("#print")
    assert list_wrong(page) == []


@pytest.mark.heavy
def test_the_map_of_a_sheet_stands_in_the_address(tabs):
    page = tabs.open("download", lang="en", **VIEW)
    page.check("#left input[value=area]")
    page.wait_for_function("() => location.hash.includes('download_map=area')")
    page.reload()
    page.wait_for_selector("#print-a4")
    assert page.is_checked("#left input[value=area]")


@pytest.mark.heavy
def test_what_is_chosen_elsewhere_is_downloaded(tabs, address):
    page = tabs.open("download", lang="en", **VIEW)
    page.click("#tab-assess")
    page.wait_for_selector("body[data-tab=assess]")
    page.evaluate("window.gridwalk.state.set({category: 'kindergarten', level: 'communities'})")
    page.click("#tab-download")
    _, content = fetch(page, "csv")
    assert content == ask(address, "csv", lang="en", level="communities", category="kindergarten", scope="urban")


@pytest.mark.parametrize("paper", ["a4", "a3"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_of_a_sheet_is_cut(browser, address, paper, lang):
    printed = browser.new_page(viewport={"width": 1700, "height": 1300})
    view = {"scope": "all", "category": "community_health_centre", "level": "grid_units", "group": "elders"}
    printed.goto(f"{address}page/print?{urlencode({**view, 'lang': lang, 'paper': paper, 'measure': 'uncovered'})}")
    sheet = printed.locator(".sheet").bounding_box()
    expected = {"a4": [297, 210], "a3": [420, 297]}[paper]
    assert [round(sheet[side] / 96 * 25.4) for side in ("width", "height")] == expected
    assert printed.evaluate(OVER) == []
    printed.close()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_of_a_picture_is_cut(browser, analyses, lang):
    """Its page is laid out as it is shot, and looked at instead."""
    query = ViewQuery(category="community_health_centre", scope="all", measure="uncovered", group="elders", lang=lang)
    page = browser.new_page(viewport={"width": 1134, "height": 756})
    page.set_content(answer_view_page(analyses, (query, "2026-01-31", "picture", None)).content.decode())
    assert page.evaluate(OVER) == []
    page.close()
