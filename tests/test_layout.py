"""The walls: imports go one way, nothing heavy comes along, the public names are what they were."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import geo
import maps

ROOT = Path(__file__).parent.parent
FORBIDDEN = {
    "geo": {"maps", "service", "folium", "branca", "fastapi", "starlette", "uvicorn", "typer"},
    "maps": {"service", "fastapi", "starlette", "uvicorn", "typer"},
    "service": {"folium", "branca"},
}


def imported_modules(file: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("package", sorted(FORBIDDEN))
def test_imports_go_one_way(package):
    files = sorted((ROOT / package).rglob("*.py"))
    assert files
    wrong = {file.name: found for file in files if (found := imported_modules(file) & FORBIDDEN[package])}
    assert wrong == {}


def test_importing_geo_brings_no_web_framework_and_no_folium():
    code = "import geo, sys; assert not {'fastapi', 'folium', 'starlette'} & set(sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_only_readers_and_io_open_files():
    openers = {"read_text", "read_bytes", "read_csv", "read_excel", "read_dataframe", "write_text", "write_dataframe"}
    allowed = {"geo/io.py", "geo/city.py", "geo/readers/rows.py", "geo/readers/tables.py", "geo/readers/toml.py"}
    for file in sorted((ROOT / "geo").rglob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        used = {node.func.attr for node in ast.walk(tree) if isinstance(node, ast.Call) and hasattr(node.func, "attr")}
        assert str(file.relative_to(ROOT)) in allowed or not used & openers, file


def test_the_public_names_of_geo_are_frozen():
    assert geo.__all__ == [
        "PROFILES",
        "AddressNotFoundError",
        "City",
        "CitySource",
        "Coverage",
        "Directory",
        "GeoError",
        "InputError",
        "NetworkError",
        "NotFoundError",
        "OutsideCityError",
        "PlanBatch",
        "PlanFiles",
        "Profile",
        "Proposal",
        "Review",
        "SiteRequest",
        "Walks",
        "__version__",
        "analyze_city",
        "build_city",
        "build_sample",
        "change_facilities",
        "compare_profiles",
        "draw_circle",
        "draw_facility_circles",
        "draw_reach",
        "export_city",
        "find_unit",
        "inspect_city",
        "judge_walks",
        "list_services",
        "locate",
        "locate_address",
        "locate_points",
        "make_circles",
        "make_directory",
        "measure_access",
        "measure_walks",
        "open_city",
        "prepare_changes",
        "propose_sites",
        "read_plans",
        "read_source",
        "review_plans",
        "summarize",
        "trace_route",
        "write_city",
        "write_results",
    ]
    assert all(hasattr(geo, name) for name in geo.__all__)


def test_every_public_name_of_geo_is_documented():
    undocumented = [
        name for name in geo.__all__ if name not in ("PROFILES", "__version__") and not getattr(geo, name).__doc__
    ]
    assert undocumented == []


def test_the_public_names_of_maps_exist():
    assert sorted(maps.__all__) == maps.__all__
    assert all(hasattr(maps, name) for name in maps.__all__)
