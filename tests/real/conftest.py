"""Real cities, built once from the data beside the project."""

from pathlib import Path

import pytest

from geo import build_city, read_source

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data"


def pytest_collection_modifyitems(items):
    """Skip, with the reason, where the real data are not there: they are never committed."""
    skip = pytest.mark.skip(reason="the real cities are not beside the project (../shared/data)")
    for item in items:
        if "real" in item.keywords and not DATA.is_dir():
            item.add_marker(skip)


@pytest.fixture(scope="session")
def real_city():
    """Build a real city, once."""
    built = {}

    def build(name):
        if name not in built:
            built[name] = build_city(read_source(ROOT / "data" / f"{name}.toml"))
        return built[name]

    return build
