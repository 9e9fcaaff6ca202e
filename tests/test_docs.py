"""The documents are true: links lead somewhere, commands and endpoints exist, keys are explained, answers are real."""

import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
import typer

from geo.city.sample import build_sample
from geo.city.schemas import SCHEMAS
from geo.city.source import read_source
from geo.errors import InputError
from geo.files.column_schemas import POSITION_COLUMNS, SHAPE
from service.app import create_app
from service.cli import app
from service.models.jobs import JobAnswer, JobRemoval, PostedJob
from service.settings import Settings
from tests.api_examples import PAGE, SCALE, ask, find_keys, open_client, read_examples
from tests.service.cities import write_office
from tests.test_layout import ORDER

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def read(name):
    return (ROOT / name).read_text("utf-8")


def name_page(path):
    return path.relative_to(ROOT).as_posix()


def without_blocks(text):
    return BLOCK.sub("", text)


def list_sections(text):
    """Heading -> the text below it, for the headings of the second level."""
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


# --- the two READMEs


def test_the_readmes_are_short():
    assert len(read("README.md").splitlines()) <= 120
    assert len(read("README.zh.md").splitlines()) <= 120


def test_the_chinese_readme_equals_the_english_one():
    english, chinese = read("README.md"), read("README.zh.md")
    count = [
        re.findall(pattern, without_blocks(english), re.MULTILINE) for pattern in (r"^#+ ", r"^- ", r"^\| ", r"!\[")
    ]
    other = [
        re.findall(pattern, without_blocks(chinese), re.MULTILINE) for pattern in (r"^#+ ", r"^- ", r"^\| ", r"!\[")
    ]
    assert [len(found) for found in count] == [len(found) for found in other]
    assert count[0] == other[0]
    blocks = [[strip_comments(body) for _, body in BLOCK.findall(text)] for text in (english, chinese)]
    assert blocks[0] == blocks[1]
    assert sorted(list_links(english) - {"README.zh.md"}) == sorted(list_links(chinese) - {"README.md"})


def strip_comments(text):
    return [re.sub(r"\s+#.*", "", line).rstrip() for line in text.splitlines()]


def test_the_readme_names_every_command():
    named = set(re.findall(r"`gridwalk ([a-z]+)`", read("README.md")))
    assert named == set(typer.main.get_command(app).commands)


# --- links, pictures, paths


def list_links(text):
    return set(re.findall(r"\]\(([^)\s]+)\)", without_blocks(text)))


def name_anchor(heading):
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


@pytest.mark.parametrize("page", PAGES, ids=name_page)
def test_every_link_and_picture_of_the_documents_exists(page):
    for link in list_links(page.read_text("utf-8")):
        if re.match(r"[a-z]+:", link):
            continue
        file, _, anchor = link.partition("#")
        target = page.parent / file if file else page
        assert target.exists(), f"{name_page(page)}: {link}"
        if anchor:
            headings = re.findall(r"^#+ (.+)$", without_blocks(target.read_text("utf-8")), re.MULTILINE)
            assert anchor in map(name_anchor, headings), f"{name_page(page)}: {link}"


def test_every_picture_is_shown_somewhere():
    shown = {(page.parent / link).resolve() for page in PAGES for link in list_links(page.read_text("utf-8"))}
    files = [path for pattern in ("**/*.svg", "**/*.png") for path in (ROOT / "docs").glob(pattern)]
    assert files
    assert [name_page(path) for path in files if path.resolve() not in shown] == []


@pytest.mark.parametrize("page", PAGES, ids=name_page)
def test_no_document_names_a_path_of_a_machine(page):
    assert re.findall(r"(?<![\w.>])/(?:home|root|work|tmp|Users|mnt)/\S*", page.read_text("utf-8")) == []


@pytest.mark.parametrize("page", PAGES, ids=name_page)
def test_every_module_and_file_that_the_documents_name_exists(page):
    # a name with NAME in it is a file that a recipe has the reader create
    text = page.read_text("utf-8")
    missing = [
        name
        for name in re.findall(r"`((?:geo|maps|service|tests|data|docs)/[\w./-]+)`", text)
        if not (ROOT / name).exists() and "NAME" not in name
    ]
    assert missing == []


# --- commands


def list_commands(text):
    """Each ``gridwalk ...`` of a page, as its words: those in blocks and those in code spans."""
    lines = [line for _, body in BLOCK.findall(text) for line in body.splitlines()]
    spans = re.findall(r"`([^`\n]+)`", without_blocks(text))
    for line in [*lines, *spans]:
        found = re.match(r"(?:\$ )?gridwalk ([a-z]+)(?: (.*))?$", line.strip())
        if found:
            yield found[1], re.sub(r"\s{2,}#.*$", "", found[2] or "")


def list_options(command):
    known = typer.main.get_command(app).commands[command]
    params = [each for one in (known, *getattr(known, "commands", {}).values()) for each in one.params]
    options = {name for each in params for name in (*each.opts, *each.secondary_opts)}
    return options | {"--help"}


@pytest.mark.parametrize("page", PAGES, ids=name_page)
def test_every_command_of_the_documents_exists_with_its_options(page):
    commands = typer.main.get_command(app).commands
    for name, rest in list_commands(page.read_text("utf-8")):
        assert name in commands, f"{name_page(page)}: gridwalk {name}"
        unknown = set(re.findall(r"(?<![\w-])(--?[a-z][a-z-]*)", rest)) - list_options(name)
        assert not unknown, f"{name_page(page)}: gridwalk {name} {unknown}"


def test_every_option_of_the_table_of_sites_exists():
    rows = re.findall(r"^\| (`--.+?) \|", list_sections(read("docs/commands.md"))["Where to build"], re.MULTILINE)
    named = {option for row in rows for option in re.findall(r"--[a-z-]+", row)}
    assert len(named) >= 8
    assert named <= list_options("site")


def test_the_page_of_commands_names_them_all():
    assert {name for name, _ in list_commands(read("docs/commands.md"))} == set(typer.main.get_command(app).commands)


@pytest.mark.parametrize("page", PAGES, ids=name_page)
def test_every_target_of_make_that_the_documents_name_exists(page):
    targets = set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))
    text = page.read_text("utf-8")
    named = set(re.findall(r"`make ([a-z-]+)", text))
    named |= {line.split()[1] for _, body in BLOCK.findall(text) for line in body.splitlines() if line[:5] == "make "}
    assert named <= targets


# --- source files


def list_keys(tmp_path):
    """Table -> its keys, as the program lists them to who writes a wrong one."""
    wrong = "zzzzzz"
    path = tmp_path / "city.toml"
    path.write_text(f"[{wrong}]\n{wrong} = 1\n", "utf-8")
    tables = ask_for_valid(path, rf"unknown table \[{wrong}\]")
    path.write_text("".join(f"[{table}]\n{wrong} = 1\n" for table in tables if table != "categories"), "utf-8")
    return {
        table: [] if table == "categories" else ask_for_valid(path, rf"unknown key {wrong} in \[{table}\]")
        for table in tables
    }


def ask_for_valid(path, fault):
    with pytest.raises(InputError) as error:
        read_source(path)
    found = re.search(rf"{fault}; valid: (.+)", str(error.value))
    assert found, str(error.value)
    return found[1].strip().split(", ")


def test_every_table_and_key_of_a_source_file_is_explained(tmp_path):
    sections = list_sections(read("docs/source-file.md"))
    shared = sections["Keys of every layer"]
    keys = list_keys(tmp_path)
    assert {heading.strip("`[]") for heading in sections if heading.startswith("`[")} == set(keys)
    for table, names in keys.items():
        section = sections[f"`[{table}]`"]
        unexplained = [key for key in names if f"| `{key}` |" not in section and f"| `{key}` |" not in shared]
        assert unexplained == [], table
        # and nothing is explained that the program does not know
        listed = re.search(r"^\| key \|.*?\n\n", section + "\n\n", re.DOTALL | re.MULTILINE)
        assert set(re.findall(r"^\| `(\w+)`", listed[0] if listed else "", re.MULTILINE)) <= set(names)


@pytest.mark.parametrize("table", SCHEMAS)
def test_every_column_of_a_layer_is_explained_with_its_other_names(table):
    section = list_sections(read("docs/source-file.md"))[f"`[{table}]`"]
    rows = {found[1]: found[0] for found in re.finditer(r"^\| `([\w:]+)` \|.*$", section, re.MULTILINE)}
    for name, column in SCHEMAS[table].columns.items():
        if name in (*POSITION_COLUMNS, *SHAPE) and table != "homes":
            assert name in SHAPE or "`lon`, `lat`, `x`, `y`" in section
            continue
        assert name in rows, f"{table}: {name}"
        said = set(re.findall(r"`([^`]+)`", rows[name].split("|")[2]))
        assert said == set(column.aliases), f"{table}: {name}"
        assert ("required" in rows[name]) == column.required, f"{table}: {name}"


@pytest.mark.heavy
def test_the_city_in_ten_lines_builds(tmp_path, run_cli):
    (block,) = [body for language, body in BLOCK.findall(read("README.md")) if language == "toml"]
    assert len(block.splitlines()) == 10
    (tmp_path / "my_city.toml").write_text(block, "utf-8")
    office = write_office(tmp_path / "office")
    lines = shapely.node(shapely.multilinestrings(office.roads.geometry.to_numpy())).geoms
    gpd.GeoDataFrame(geometry=list(lines), crs=office.roads.crs).to_file(tmp_path / "roads.gpkg")
    office.units.to_file(tmp_path / "grid_units.gpkg")
    for name in ("homes.csv", "facilities.csv"):
        (office.folder / name).rename(tmp_path / name)
    printed = run_cli("build", "my_city.toml", "-o", "city", folder=tmp_path)
    assert "4 grid units" in printed
    assert "40 homes, 2 facilities" in printed


def test_the_smallest_source_file_is_the_same_on_both_pages():
    small = [
        next(body for language, body in BLOCK.findall(read(page)) if language == "toml")
        for page in ("README.md", "docs/source-file.md")
    ]
    assert strip_comments(small[0]) == strip_comments(small[1])


@pytest.fixture
def run_cli():
    def run(*arguments, folder):
        done = subprocess.run(
            [sys.executable, "-m", "service.cli", *arguments],
            cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "120"},
            capture_output=True, text=True, encoding="utf-8", check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


# --- first results


@pytest.mark.heavy
def test_the_first_result_of_the_readme_is_what_the_commands_print(tmp_path, run_cli):
    blocks = [body for language, body in BLOCK.findall(read("README.md")) if language == "console"]
    for shown in [part for body in blocks for part in body.split("$ gridwalk ")[1:]]:
        line, _, expected = shown.partition("\n")
        printed = run_cli(*shlex.split(line), folder=tmp_path)
        assert matches(expected, printed), f"gridwalk {line} prints\n{printed}"


def matches(expected, printed):
    """Whether a text is as shown: ``...`` stands for anything, blanks at the ends of lines do not count."""
    texts = [
        "\n".join(line for line in map(str.rstrip, text.splitlines()) if line.strip()) for text in (expected, printed)
    ]
    pattern = ".*".join(map(re.escape, texts[0].split("...")))
    return re.fullmatch(pattern, texts[1], re.DOTALL) is not None


# --- the API


def list_routes():
    paths = create_app(Settings(), build_sample()).openapi()["paths"]
    return {(method.upper(), fold_path(path)) for path, methods in paths.items() for method in methods}


def fold_path(path):
    return re.sub(r"\{(\w+)(?::path)?\}", lambda found: "{" + found[1] + "}", path)


def test_every_endpoint_stands_in_the_table_of_the_api():
    rows = re.findall(r"^\| (.*?`.*?) \|", without_blocks(read("docs/api.md")).split("\n## Which")[0], re.MULTILINE)
    said = {pair for row in rows for pair in re.findall(r"(GET|POST|PUT) (/[^\s`\]?]+)", row)}
    said = {(method, fold_path(path)) for method, path in said}
    said |= {("DELETE", f"/v1/{what}") for what in ("jobs/{job_id}", "scenarios/{scenario_id}")}
    assert said == list_routes()


@pytest.fixture(scope="module")
def client():
    with open_client() as opened:
        yield opened


@pytest.mark.parametrize(
    "example", read_examples(PAGE.read_text("utf-8")), ids=lambda each: f"{each.method} {each.path}"[:70]
)
def test_an_answer_of_the_api_has_the_keys_that_the_page_shows(client, example):
    assert example.answer
    assert set(find_keys(ask(client, example))) == set(find_keys(example.answer))


def test_the_jobs_of_the_page_have_the_keys_of_a_job():
    section = list_sections(read("docs/api.md"))["Plans and jobs"]
    answers = [body for language, body in BLOCK.findall(section) if language == "json"]
    posted = PostedJob.model_validate_json(answers[0])
    assert posted.state == "waiting"
    assert posted.links["open"] == f"{posted.links['self']}/result.html?secret={posted.secret}"
    assert JobAnswer.model_validate_json(answers[1]).state == "done"
    assert JobRemoval.model_validate_json(answers[2]).outcome == "deleted"


def test_every_setting_of_the_service_is_explained():
    section = list_sections(read("docs/api.md"))["Settings"]
    assert set(re.findall(r"`(GRIDWALK_\w+)` \|", section)) == {
        Settings.variable(name) for name in Settings.model_fields
    }


def test_the_scale_of_the_examples_is_the_one_that_the_page_tells_to_build():
    assert f"--scale {SCALE}" in read("docs/api.md")


# --- the order of packages


def test_the_picture_of_the_order_of_packages_is_the_order():
    (picture,) = [body for language, body in BLOCK.findall(read("CONTRIBUTING.md")) if language == "order"]
    names, package = [], ""
    for line in filter(str.strip, picture.splitlines()):
        package = line[:9].strip() or package
        rooms = [room.strip() for room in line[27:].split(" . ")]
        names += [room if room == package else f"{package}.{room}" for room in rooms]
    assert names == list(ORDER)


def test_what_was_renamed_is_told():
    renamed = tomllib.loads(read("tests/renamed.toml"))
    told = read("CHANGELOG.md").partition("### Renamed")[2]
    assert told
    names = [new.rstrip("*").rstrip("_") for table in renamed.values() for new in table.values()]
    assert [name for name in names if name not in told] == []


def test_terms_of_the_glossary_stand_there_once():
    rows = re.findall(r"^\| ([^|]+) \|", read("docs/glossary.md"), re.MULTILINE)
    terms = [row for row in rows if row != "English" and not row.startswith("---")]
    assert len(terms) > 60
    assert len(terms) == len(set(terms))
