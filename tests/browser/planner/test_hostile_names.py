"""A city with a script in every text column: on every tab it is shown, and nothing of it runs."""

from dataclasses import replace

import pytest

from geo.city.sample import build_sample, build_sample_rules
from geo.texts.notes import state_notes
from tests.browser.planner.looking import wait_for
from tests.browser.planner_page import serve

EVIL = "<img src=x onerror=alert(1)>"


def spoil(city):
    """Write the script into every text that the city takes from its files."""
    names = {"zh": EVIL, "en": EVIL}
    rules = build_sample_rules()
    tiers = {key: each.model_copy(update={"name": names}) for key, each in rules.tiers.items()}
    facilities = {key: each.model_copy(update={"name": names}) for key, each in rules.facilities.items()}
    told = {"name": names, "source": EVIL, "tiers": tiers, "facilities": facilities}
    homes = city.homes.assign(home_id=[f"{EVIL}{at}" for at in range(len(city.homes))])
    return replace(
        city,
        name=EVIL,
        attribution=EVIL,
        assumptions=state_notes([EVIL]),
        categories=dict.fromkeys(city.categories, names),
        grid_units=city.grid_units.assign(name=EVIL),
        divisions=city.divisions.assign(name=EVIL),
        facilities=city.facilities.assign(name=EVIL),
        homes=homes,
        rule_sets=(rules.model_copy(update=told),),
        snap_cache=None,
    )


@pytest.fixture(scope="module")
def hostile():
    with serve(spoil(build_sample())) as address:
        yield address


@pytest.mark.heavy
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_names_are_shown_and_never_run(look, hostile, lang):
    page = look(lang=lang, address=hostile)
    dialogs = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    assert page.locator("#city h1").inner_text() == EVIL
    assert page.title().startswith(EVIL)
    assert EVIL in page.locator(".leaflet-control-attribution").inner_text()
    assert EVIL in page.locator("#category-box").inner_text()
    page.locator("#area-field").click()
    assert EVIL in page.locator("#area-list").inner_text()
    page.locator("#area-list li").first.click()
    row = page.locator("#right-body tbody tr:not([data-code=''])").first
    assert EVIL in row.inner_text()
    row.click()
    page.wait_for_selector(".sheet-table")
    assert page.locator(".sheet h2").inner_text() == EVIL
    assert EVIL in page.locator(".sheet-table").inner_text()
    routes = page.locator(".sheet-table tr[tabindex]")
    if routes.count():
        routes.first.hover()
    page.locator("#measure").select_option("uncovered")
    page.locator("input[name=layer][value=gaps]").check()
    page.mouse.move(700, 300)
    for name in page.evaluate("() => [...document.querySelectorAll('#tabs [role=tab]')].map((tab) => tab.dataset.tab)"):
        page.locator(f"#tab-{name}").click()
        wait_for(lambda: page.locator("#tabs [aria-selected=true]").get_attribute("data-tab"), name)
        page.wait_for_function(
            "() => document.getElementById('left-body').innerText && !document.querySelector('.skeleton')"
        )
    page.locator("#tab-assess").click()
    for tool in page.locator("#tools button").all():
        tool.click()
        page.wait_for_selector("#tool-body h2")
    assert page.locator("img[src=x]").count() == 0
    assert dialogs == []


def test_the_policy_allows_nothing_inline(look, hostile):
    page = look(address=hostile, allowed=("Content Security Policy", "Failed to load resource"))
    answer = page.request.get(hostile)
    policy = answer.headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    page.evaluate(
        """evil => {
            document.body.insertAdjacentHTML("beforeend", evil.replace("alert(1)", "window.pwned=1"));
            const script = document.createElement("script");
            script.textContent = "window.pwned = 1";
            document.body.append(script);
        }""",
        EVIL,
    )
    page.wait_for_timeout(200)
    assert page.evaluate("window.pwned") is None
