"""What stands where there is nothing to show yet, or nothing at all: each state in words, with a way out."""

import json

import pytest

from tests.browser.planner.looking import list_wrong, read_legend, read_list, settle, wait_for

CATEGORY, OTHER = "kindergarten", "primary_school"
#: Chromium itself tells of every answer that is none.
FAILED = ("Failed to load resource",)
WORDS = {
    "zh": {"computing": "正在计算", "offline": "连不上服务", "retry": "重试", "none": "此处没有"},
    "en": {"computing": "Computing", "offline": "cannot be reached", "retry": "Try again", "none": "None here"},
}


class Answers:
    """Answers of a kind to the first so many questions; the service answers the others."""

    def __init__(self, count, give):
        self.left, self.give = count, give

    def __call__(self, route):
        if self.left:
            self.left -= 1
            self.give(route)
        else:
            route.continue_()


def refuse(status, detail, **headers):
    body = json.dumps({"type": "about:blank", "title": "Refused", "status": status, "detail": detail})
    return lambda route: route.fulfill(
        status=status, body=body, headers={"content-type": "application/problem+json", **headers}
    )


@pytest.mark.heavy
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_being_computed_says_for_how_long(look, lang):
    route = ("**/page/coverage/primary_school*", Answers(2, refuse(503, "being computed", **{"retry-after": "2"})))
    page = look(f"category={CATEGORY}", lang=lang, routes=[route], allowed=FAILED)
    page.locator(f".category[data-category={OTHER}]").click()
    said = page.locator("#said")
    wait_for(lambda: said.is_visible() and WORDS[lang]["computing"] in said.inner_text(), True)
    first = said.inner_text()
    wait_for(lambda: said.is_visible() and said.inner_text() != first, True)
    assert any(letter.isdigit() for letter in first)
    wait_for(said.is_visible, False)
    wait_for(lambda: read_legend(page)[0], {"zh": "小学", "en": "Primary school"}[lang])


@pytest.mark.heavy
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_service_that_cannot_be_reached_is_tried_again(look, lang):
    route = ("**/page/coverage/primary_school*", Answers(1, lambda route: route.abort()))
    page = look(f"category={CATEGORY}", lang=lang, routes=[route], allowed=FAILED)
    page.locator(f".category[data-category={OTHER}]").click()
    alert = page.locator("#right-body [role=alert]")
    wait_for(lambda: WORDS[lang]["offline"] in alert.inner_text(), True)
    assert list_wrong(page) == []
    alert.locator("button", has_text=WORDS[lang]["retry"]).click()
    wait_for(lambda: read_legend(page)[0], {"zh": "小学", "en": "Primary school"}[lang])
    wait_for(lambda: len(read_list(page)) > 10, True)


@pytest.mark.heavy
def test_a_problem_is_shown_in_the_words_of_the_service(look):
    route = ("**/page/coverage/primary_school*", Answers(1, refuse(500, "The <b>roads</b> have been lost.")))
    page = look(f"category={CATEGORY}", routes=[route], allowed=FAILED)
    page.locator(f".category[data-category={OTHER}]").click()
    alert = page.locator("#right-body [role=alert]")
    wait_for(lambda: alert.locator("p").inner_text(), "The <b>roads</b> have been lost.")
    alert.locator("button").click()
    wait_for(lambda: read_legend(page)[0], "Primary school")


@pytest.mark.heavy
@pytest.mark.parametrize("path", ["city", "figures*"])
def test_a_page_that_finds_no_service_at_first_starts_when_it_does(look, path):
    # the browser asks ahead, and the page takes what came of that
    route = (f"**/page/{path}", Answers(1, lambda route: route.abort()))
    page = look(routes=[route], allowed=(*FAILED, "preload"), ready=None)
    page.wait_for_selector("#left-body [role=alert], #legend li")
    retry = page.locator("#left-body [role=alert] button")
    if retry.count():
        assert "cannot be reached" in page.locator("#left-body [role=alert]").inner_text()
        retry.click()
    page.wait_for_selector("#legend li")
    wait_for(lambda: page.locator("#category-box .category").count(), 22)


@pytest.mark.heavy
def test_a_sheet_that_cannot_be_had_is_tried_again(look):
    page = look(
        f"category={CATEGORY}", routes=[("**/page/sheet/**", Answers(1, lambda route: route.abort()))], allowed=FAILED
    )
    page.locator("#right-body tbody tr").first.click()
    page.locator(".sheet [role=alert] button").click()
    page.wait_for_selector(".sheet-table")


def test_skeletons_stand_until_the_first_answer(look):
    waiting = []

    def hold(route):
        waiting.append(route)

    page = look(routes=[("**/page/city", hold)], ready=None, allowed=("preload",))
    # read at once: after a second the left one says for how long it has been computed
    drawn = page.wait_for_function(
        """() => document.querySelector("#left-body .skeleton")
            && [...document.querySelectorAll(".skeleton")].map((node) => [node.parentElement.id, node.role])"""
    )
    assert drawn.json_value() == [["left-body", "status"], ["right-body", "status"]]
    for route in waiting:
        route.continue_()
    page.wait_for_selector("#legend li")
    assert page.locator("#left-body .skeleton").count() == 0


@pytest.mark.heavy
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_villages_that_no_rule_set_judges_are_said_to_be_not_judged(look, service, lang):
    page = look(f"category={CATEGORY}&scope=rural", lang=lang)
    words = {"zh": "不按此规则评价", "en": "not judged by this rule set"}[lang]
    villages = service.ask("/v1/coverage", level="grid_units", scope="rural", category=CATEGORY, limit=10_000)["items"]
    settle(page)
    assert read_legend(page)[2][words] == str(len(villages))
    wait_for(lambda: words.lower() in page.locator("#right-body .status").inner_text().lower(), True)
    page.locator("#minutes").fill("15")
    settle(page)
    wait_for(lambda: len(read_list(page)), len({unit["code"] for unit in villages}))


def test_units_of_which_it_is_unknown_are_counted_in_the_legend(look, service):
    category = "junior_middle_school"
    page = look(f"category={category}")
    told = service.count(category, level="grid_units").values()
    unknown = [each for each in told if each["residents"] and not each["covered"] + each["uncovered"]]
    assert unknown
    assert read_legend(page)[2]["unknown (border of data)"] == str(len(unknown))


def test_without_a_category_the_curve_says_what_to_do(look):
    page = look("category=all")
    wait_for(lambda: "Choose one category" in page.locator("#bottom-body").inner_text(), True)
    assert page.locator("#minutes").is_disabled()
    assert "limit of each" in page.locator("#limit-box").inner_text()
