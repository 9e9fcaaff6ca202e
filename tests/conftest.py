"""A real browser, started once; examples that hypothesis makes may take as long as a busy machine needs."""

import os
import shutil

import hypothesis
import pytest
from playwright.sync_api import sync_playwright

hypothesis.settings.register_profile("gridwalk", deadline=None)
hypothesis.settings.load_profile("gridwalk")

# what is compiled for the first time takes long, and tests want answers
os.environ.setdefault("GRIDWALK_ANSWER_WAIT_S", "120")

# commands speak the language of the locale, and most tests read English
for _name in ("LC_ALL", "LC_MESSAGES", "LANG"):
    if os.environ.get(_name, "").lower().startswith("zh"):
        os.environ[_name] = "C.UTF-8"

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@pytest.fixture(scope="session")
def browser():
    path = next((found for name in _NAMES if (found := shutil.which(name))), None)
    assert path, f"no browser: install one of {', '.join(_NAMES)} (make test does where it can)"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser):
    """Open a page and hold what it asked for and complained of."""
    pages = []

    def open_(address, *, width=1280, height=800):
        page = browser.new_page(viewport={"width": width, "height": height})
        pages.append(page)
        page.requested, page.complaints = [], []
        page.on("request", lambda request: page.requested.append(request.url))
        page.on("console", lambda message: page.complaints.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(address)
        page.wait_for_function("window.gridwalk !== undefined")
        return page

    yield open_
    for page in pages:
        page.close()
