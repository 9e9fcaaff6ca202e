"""Opens a tab of the planner's page of a city that has no jobs."""

from urllib.parse import urlencode

from tests.browser.planner_page import DESK, PHONE, SIZES, VIEWS, Pages, list_wrong, serve

__all__ = ["DESK", "PHONE", "SIZES", "VIEWS", "Tabs", "list_wrong", "serve"]


class Tabs(Pages):
    """Opens the page at a tab, with what is chosen."""

    def open(self, tab, size=DESK, *, allowed=(), routes=(), **state):
        page = super().open(urlencode({"tab": tab, **state}), size, allowed=allowed, routes=routes)
        page.wait_for_selector(f"body[data-tab={tab}]")
        return page
