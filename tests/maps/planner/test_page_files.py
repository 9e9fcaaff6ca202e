"""The files of the planner's page: all that it needs, nothing from elsewhere, another version where any differs."""

import re

import pytest

from geo.texts import LANGS, TEXTS
from maps.planner import page_files
from maps.planner.linking import list_needed
from maps.planner.page_files import BEGIN, BEGIN_FILE, PageFile, list_page_files, name_version, write_module
from maps.planner.planner_page import render_planner_page

OWN = {path: file.content.decode() for path, file in list_page_files().items() if path != "leaflet.js"}
MODULES = {path: text for path, text in OWN.items() if path.endswith(".js") and path not in ("texts.js", "style.js")}


def test_every_file_is_a_script_or_the_one_style_sheet():
    types = {path.rpartition(".")[2]: file.media_type for path, file in list_page_files().items()}
    assert types == {"js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8"}
    assert [path for path in OWN if path.endswith(".css")] == ["planner.css"]


def test_the_frame_names_its_files_by_their_version_and_asks_at_once_for_those_alone_that_its_first_view_needs():
    page = render_planner_page()
    named = re.findall(rf'assets/{name_version()}/([^"]+)"', page)
    first = list_needed({path: text for path, text in OWN.items() if path.endswith(".js")}, BEGIN)
    assert sorted(named) == sorted(
        [*first, BEGIN, "leaflet.js", "planner.css"]
    )  # that with which it begins also as script
    assert "tabs/assess.js" in named
    assert not [path for path in named if path.startswith(("tools/", "audit/", "plans/"))]
    assert "unsafe" not in page


def test_every_module_is_reached_from_where_a_page_begins_at_once_or_later():
    scripts = {path: text for path, text in OWN.items() if path.endswith(".js")}
    reached, waiting = set(), [BEGIN, BEGIN_FILE]
    while waiting:
        path = waiting.pop()
        if path not in reached:
            needed = list_needed(scripts, path)
            reached.update(needed)
            folder = path.rpartition("/")[0]
            assert not folder or not re.search(r"\bimport\(", scripts[path]), "only the page's list of tabs loads later"
            waiting += [found for each in needed for found in re.findall(r'import\("\./([^"]+)"\)', scripts[each])]
    assert reached == set(scripts)


def test_another_content_is_another_version(monkeypatch):
    first = name_version.__wrapped__()
    changed = {**list_page_files(), "main.js": PageFile(b"1;", "text/javascript")}
    monkeypatch.setattr(page_files, "list_page_files", lambda: changed)
    assert name_version.__wrapped__() != first


def test_a_module_that_is_written_is_read_as_it_was():
    text = write_module("A", {"b": "</script>\u2028", "中": None})
    assert text.startswith("export const A = {")
    assert text.endswith("};\n")


@pytest.mark.parametrize("path", MODULES)
def test_no_module_makes_html_of_text_or_breaks_the_policy(path):
    unsafe = r"\.innerHTML\s*[+]?=|insertAdjacentHTML|outerHTML|document\.write"
    unsafe += r"|\beval\(|new Function|setAttribute\(\"style\"|\bstyle: \""
    assert re.findall(unsafe, MODULES[path]) == []
    assert re.findall(r"https?://(?!www\.w3\.org)", MODULES[path]) == []


@pytest.mark.parametrize("path", MODULES)
def test_every_text_that_a_module_asks_for_is_there_in_both_languages(path):
    called = re.findall(r"\btext\(\s*(\"[^\"]+\"|`[^`$]+\$)", MODULES[path])
    for key in called:
        if key.startswith('"'):
            names = [name for name in (f"planner.{key[1:-1]}", key[1:-1]) if name in TEXTS]
            assert names, f"{path} asks for {key}"
            assert all(TEXTS[names[0]][lang] for lang in LANGS)
        else:
            beginning = key[1:-1]
            assert any(name.startswith((f"planner.{beginning}", beginning)) for name in TEXTS), f"{path} asks for {key}"
