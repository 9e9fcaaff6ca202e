"""A small city that is really served, with its jobs, for all tests of the page's tabs."""

import sys
from types import SimpleNamespace

import pytest

from geo.city.bundle import write_city
from geo.reference import build_reference
from service.cli import main
from tests.browser.planner_page import serve
from tests.browser.served_runs import Runs


@pytest.fixture(scope="session")
def served(tmp_path_factory):
    """Address and bundle of a city whose service does jobs."""
    bundle = tmp_path_factory.mktemp("served") / "city"
    write_city(build_reference(scale=0.03), bundle)
    with serve(bundle=bundle) as address:
        yield SimpleNamespace(address=address, bundle=bundle)


@pytest.fixture
def runs(browser, served):
    """Open a tab of that city's page."""
    runs = Runs(browser, served.address)
    yield runs
    runs.close()


@pytest.fixture
def run(monkeypatch, capsys):
    """Run the command line: its exit code, and what it says."""

    def run_(*arguments):
        monkeypatch.setattr(sys, "argv", ["gridwalk", *map(str, arguments)])
        with pytest.raises(SystemExit) as stop:
            main()
        return stop.value.code or 0, capsys.readouterr().out

    return run_
