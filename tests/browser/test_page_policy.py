"""Every page that the service sends draws under its policy, and no browser complains that it was broken."""

import json
import time
from dataclasses import replace

import httpx2 as httpx
import pytest

from geo.city.bundle import write_city
from geo.city.sample import ORIGIN, build_sample, build_sample_rules
from tests.browser.planner_page import serve

EVIL = "<img src=x onerror='window.pwned=1'><script>window.pwned=1</script>"
#: Page -> what is on it once its script has drawn.
PAGES = {
    "/": "#category-box .category",
    "/maps/coverage.html?lang=en": ".leaflet-container canvas",
    "/find": "#ask button",
    "/docs": ".swagger-ui .opblock",
    "/redoc": ".swagger-ui .opblock",
}


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    """The address of a service whose city and jobs hold scripts in their names."""
    folder = tmp_path_factory.mktemp("policy")
    city = build_sample()
    city = replace(city, rule_sets=(build_sample_rules(),), grid_units=city.grid_units.assign(name=EVIL))
    write_city(city, folder / "city")
    with serve(bundle=folder / "city") as address:
        yield address.rstrip("/")


@pytest.fixture(scope="module")
def review(service):
    """The addresses of a review's pages: overview and dossier."""
    x, y = ORIGIN
    areas = f'plan_id,name,households,boundary\nP-1,"{EVIL}",100,"{x},{y};{x + 90},{y};{x + 90},{y + 90}"'
    with httpx.Client(base_url=service, timeout=30, follow_redirects=True) as client:
        answer = client.post("/v1/plans", data={"datum": "EPSG:32650"}, files={"areas": ("areas.csv", areas)})
        assert answer.status_code == 202, answer.text
        job = answer.json()
        opened = f"?secret={job['secret']}"
        end = time.monotonic() + 90
        while job["state"] not in ("done", "failed") and time.monotonic() < end:
            time.sleep(0.2)
            job = client.get(job["links"]["self"] + opened).json()
    assert job["state"] == "done", json.dumps(job)
    return [job["links"]["html"] + opened, f"{job['links']['self']}/dossiers/P-1{opened}"]


def look(browser, address, selector):
    """Open a page; return its answer and what the browser complained of."""
    page = browser.new_page()
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type != "log" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", lambda request: complaints.append(request.url))
    foreign = []
    page.on("request", lambda asked: foreign.append(asked.url) if "//127.0.0.1:" not in asked.url else None)
    answer = page.goto(address)
    page.wait_for_selector(selector, state="attached", timeout=30_000)
    page.wait_for_timeout(300)
    assert page.evaluate("window.pwned") is None
    page.close()
    return answer, complaints, [url for url in foreign if not url.startswith(("data:", "blob:"))]


@pytest.mark.heavy
@pytest.mark.parametrize("path", PAGES)
def test_every_page_draws_under_its_policy(browser, service, path):
    check(browser, service + path, PAGES[path])


@pytest.mark.heavy
def test_the_pages_of_a_review_draw_under_their_policy(browser, service, review):
    overview, dossier = review
    check(browser, service + overview, "tbody tr")
    check(browser, service + dossier, "svg path.plot")


def check(browser, address, selector):
    answer, complaints, foreign = look(browser, address, selector)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert complaints == []
    assert foreign == []


def test_a_script_that_is_not_the_pages_own_does_not_run(browser, service):
    page = browser.new_page()
    page.goto(service + "/find")
    page.evaluate(
        "const s = document.createElement('script'); s.textContent = 'window.pwned = 1'; document.body.append(s)"
    )
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=data: onerror=\"window.pwned=1\">')")
    page.wait_for_timeout(200)
    assert page.evaluate("window.pwned") is None
    page.close()
