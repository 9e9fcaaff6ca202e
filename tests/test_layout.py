"""The walls: packages import only what stands before them, only geo.files opens files, public names are frozen."""

import ast
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

import geo
import maps

ROOT = Path(__file__).parent.parent
FOREIGN = {
    "geo": {"maps", "service", "folium", "branca", "fastapi", "starlette", "uvicorn", "typer"},
    "maps": {"service", "fastapi", "starlette", "uvicorn", "typer"},
    "service": {"folium", "branca"},
}
#: A package imports only those before it.
ORDER = (
    "geo.errors", "geo.personal", "geo.problems", "geo.arrays", "geo.progress", "geo.texts",
    "geo.crs", "geo.files", "geo.walking", "geo.grid", "geo.rules", "geo.addresses", "geo.city",
    "geo.circles", "geo.coverage", "geo.audit", "geo.grid_care", "geo.life_circles", "geo.locate", "geo.siting",
    "geo.programme", "geo.plans", "geo.changes",
    "geo.reference", "geo",
    "maps",
    "service.settings", "service.logs", "service.parent", "service.answer_headers", "service.languages",
    "service.errors", "service.hosts", "service.clients", "service.guesses", "service.datums", "service.models",
    "service.contacts", "service.browser", "service.http_rules",
    "service.compute", "service.served_city", "service.dependencies", "service.asking", "service.parameters",
    "service.media_types", "service.result_files",
    "service.answers", "service.runs", "service.many_cities", "service.following", "service.jobs",
    "service.scenarios", "service.routers",
    "service.app", "service.cli",
)  # fmt: skip
#: Neighbours that know nothing of each other, though one stands before the other.
STRANGERS = {("geo.plans", "geo.siting"), ("geo.reference", "geo.plans"), ("geo.reference", "geo.siting")}
#: Names of modules that several packages of geo share on purpose: each is what its package leaves on disk.
PARALLEL = {"results", "workbook"}
#: All ways in which a file is opened.
OPENERS = {
    "open", "read_text", "read_bytes", "write_text", "write_bytes", "fdopen", "mkstemp",
    "read_csv", "read_excel", "read_parquet", "read_json", "read_feather", "read_pickle", "read_table", "ExcelFile",
    "to_csv", "to_excel", "to_parquet", "to_feather", "to_pickle", "to_file", "read_file", "ExcelWriter",
    "read_dataframe", "write_dataframe", "read_arrow", "write_arrow", "open_arrow", "read_info", "list_layers",
    "read_schema", "read_metadata", "write_table", "ParquetFile", "ParquetWriter", "open_csv", "CSVWriter",
    "load", "save", "savez", "savez_compressed", "loadtxt", "savetxt", "genfromtxt", "fromfile", "tofile", "memmap",
    "Workbook", "load_workbook", "ZipFile", "FileProcessor", "Reader", "SimpleWriter", "connect",
}  # fmt: skip
#: Modules of the standard library that are not on every system.
POSIX_ONLY = {
    "crypt", "curses", "fcntl", "grp", "nis", "ossaudiodev", "posix", "pty", "pwd", "readline", "resource", "spwd",
    "syslog", "termios", "tty",
}  # fmt: skip
#: Processes of their own, begun only where the system knows such modules: what they take of it is limited with them.
OWN_PROCESSES = {"service.jobs.worker"}
#: Calls that only bear the name of an opener.
NO_FILES = {"np.loads", "tomllib.loads", "json.loads", "read_table", "read_parquet", "read_json"}


def list_modules(package):
    return sorted((ROOT / package).rglob("*.py"))


def name_module(file):
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def list_imports(file):
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: relative import"
            yield str(node.module)


def find_room(module):
    """Return the place in the order of the package that a module belongs to."""
    return max((room for room in ORDER if f"{module}.".startswith(f"{room}.")), key=len, default=None)


def find_wrong_arrow(importer, imported):
    """Return what is wrong with an import, or None."""
    if imported.split(".")[0] in FOREIGN[importer.split(".")[0]]:
        return f"{importer} imports {imported}"
    above, below = find_room(importer), find_room(imported)
    if below is None or above is None or above == below:
        return None
    if (above, below) in STRANGERS or ORDER.index(below) > ORDER.index(above):
        return f"{importer} imports {imported}: {above} stands before {below}, or does not know it"
    return None


def test_every_module_has_a_place_in_the_order():
    modules = [name_module(file) for package in FOREIGN for file in list_modules(package)]
    lost = [m for m in modules if find_room(m) is None and m != "service"]
    assert modules
    assert lost == []
    assert {room for room in map(find_room, modules) if room} == set(ORDER)


def test_no_arrow_runs_against_the_order_of_packages():
    wrong = [
        found
        for package in FOREIGN
        for file in list_modules(package)
        for imported in list_imports(file)
        if (found := find_wrong_arrow(name_module(file), imported))
        # what a package says of itself: its version
        and (imported != "geo" or "__version__" not in file.read_text(encoding="utf-8"))
    ]
    assert wrong == []


@pytest.mark.parametrize("below", [room for room in ORDER if room.startswith("geo.")])
def test_any_arrow_up_would_be_seen(below):
    for above in ORDER[ORDER.index(below) + 1 :]:
        assert find_wrong_arrow(f"{below}.module", f"{above}.other" if above != "geo" else "geo")


def test_geo_has_few_names_at_its_root_and_none_twice():
    assert len(list((ROOT / "geo").glob("*.py"))) <= 8
    modules = [file for file in list_modules("geo") if file.stem != "__init__"]
    twice = {name for name, count in Counter(file.stem for file in modules).items() if count > 1}
    assert twice <= PARALLEL
    folders = {file.parent.name for file in modules}
    assert [file for file in modules if file.stem in folders and file.parent.name != file.stem] == []


def test_no_module_is_private_to_another_package():
    wrong = [
        f"{name_module(file)} imports {imported}"
        for package in FOREIGN
        for file in list_modules(package)
        for imported in list_imports(file)
        for part in [imported.split(".")]
        if part[-1].startswith("_") and not name_module(file).startswith(".".join(part[:-1]))
    ]
    assert wrong == []


def test_files_and_functions_are_short():
    long_files, long_functions = [], []
    for package in FOREIGN:
        for file in list_modules(package):
            text = file.read_text(encoding="utf-8")
            if text.count("\n") > 300:
                long_files.append(name_module(file))
            for node in ast.walk(ast.parse(text)):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    body = node.body[1:] if ast.get_docstring(node) else node.body
                    if body and body[-1].end_lineno - body[0].lineno >= 50:
                        long_functions.append(f"{name_module(file)}.{node.name}")
    assert long_files == []
    assert long_functions == []


def list_openers(file):
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            imported_from_files = isinstance(node.func, ast.Name) and name != "open"
            if name in OPENERS and not imported_from_files:
                yield f"{name_module(file)}: {ast.unparse(node.func)}"


def test_only_the_room_of_files_opens_files():
    found = [call for file in list_modules("geo") if "files" not in file.parts for call in list_openers(file)]
    assert found == []
    assert [call for file in list_modules("geo/files") for call in list_openers(file)]


def test_no_module_needs_posix():
    wrong = [
        f"{name_module(file)} imports {imported}"
        for package in FOREIGN
        for file in list_modules(package)
        for imported in list_imports(file)
        if imported.split(".")[0] in POSIX_ONLY and name_module(file) not in OWN_PROCESSES
    ]
    assert wrong == []


def run_python(code):
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode


def test_importing_all_of_geo_brings_no_web_framework_and_no_folium():
    code = "from geo import *; import sys; assert not {'fastapi', 'folium', 'starlette'} & set(sys.modules)"
    assert run_python(code) == 0


def test_a_name_of_geo_is_imported_when_it_is_asked_for():
    code = "import geo, sys; from geo import GeoError; geo.__version__; assert 'numpy' not in sys.modules"
    assert run_python(code) == 0
    with pytest.raises(AttributeError, match="has no attribute 'fly'"):
        geo.fly  # noqa: B018
    assert set(geo.__all__) <= set(dir(geo))


def test_a_public_name_stays_a_function_when_the_package_of_that_name_is_imported():
    assert run_python("import geo.locate.batch, geo; from geo import locate; assert geo.locate is locate") == 0
    assert run_python("import geo.locate.batch, geo; assert callable(geo.locate)") == 0


def test_the_public_names_of_geo_are_frozen():
    assert geo.__all__ == [
        "PROFILES",
        "AddressNotFoundError",
        "City",
        "CitySource",
        "Coverage",
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
        "UnitIndex",
        "Walks",
        "__version__",
        "analyze_city",
        "build_city",
        "build_sample",
        "change_facilities",
        "compare_profiles",
        "draw_circle",
        "draw_facility_circles",
        "evaluate_coverage",
        "export_city",
        "find_unit",
        "inspect_city",
        "list_services",
        "locate",
        "locate_address",
        "locate_points",
        "make_circles",
        "make_unit_index",
        "measure_access",
        "measure_walks",
        "open_city",
        "prepare_changes",
        "propose_sites",
        "reached_edges",
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
