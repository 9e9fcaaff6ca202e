"""The shell of pages: one frame, one script, one look; every text that a script needs is in the page."""

import re

import pytest

from geo.texts import LANGS, TEXTS
from maps.shell import Shell, list_texts, read_asset, read_styles, render_page

BOUNDS = (113.0, 34.0, 114.0, 35.0)
#: Scripts, how the keys of their texts begin, and keys that they put together.
SCRIPTS = {
    "siting": (
        ("site.", "profile."),
        {f"site.{name}" for name in ("sites", "facilities", "new", "open", "unreached", "roads")}
        | {f"site.model.{name}" for name in ("cover", "share", "median", "capacity")}
        | {"site.about"},
    ),
    "life": (
        ("life.", "profile."),
        {f"life.layer.{name}" for name in ("circles", "centres", "separators", "parents", "roads")}
        | {f"life.band.{name}" for name in ("within", "below", "above")}
        | {f"life.sheet.{name}" for name in ("15_min", "10_min", "5_min")}
        | {"life.about"},
    ),
    "review": (("plan.", "verdict.", "scenario."), {"plan.alone", "plan.together", "verdict.met", "scenario.alone"}),
    "find": (("find.", "level.", "kind."), {"find.level.building"}),
}


def render(**options):
    shell = Shell(name="find", prefixes=("find.",), **options)
    return render_page(shell, title="<A>", body="<p id='own'></p>", data={"a": "<"}, bounds=BOUNDS)


def find_keys(script, prefixes):
    """Keys of texts in a script; those that end in a point or an underscore are beginnings."""
    pattern = "|".join(map(re.escape, prefixes))
    return set(re.findall(rf"\"((?:{pattern})[a-z_.]*[a-z])\"", script))


@pytest.mark.parametrize("name", SCRIPTS)
def test_every_text_that_a_script_needs_is_in_its_page(name):
    prefixes, made = SCRIPTS[name]
    texts = list_texts(prefixes)
    keys = find_keys(read_asset(f"{name}.js"), prefixes)
    assert len(keys) >= 10
    for lang in LANGS:
        assert keys | made <= set(texts[lang]) <= set(TEXTS)


def test_every_page_has_the_texts_of_the_frame_and_none_says_them_again():
    frame = find_keys(read_asset("page.js"), ("page.",))
    assert len(frame) >= 4
    assert all(f'"{key}":' in render() for key in (*frame, "page.assumptions", "page.sources"))
    for name in ("other_language", "show_panel", "hide_panel", "print"):
        assert [key for key in TEXTS if key.endswith(f".{name}")] == [f"page.{name}"]


def test_page_names_no_text_of_one_page():
    assert find_keys(read_asset("page.js"), ("map.", "site.", "plan.", "find.")) == set()


def test_only_what_folds_has_a_button_for_it():
    assert 'id="fold"' in render(folds=True)
    assert 'id="fold"' not in render()


def test_the_title_is_escaped_and_data_end_no_script():
    page = render()
    assert "<title>&lt;A&gt;</title>" in page
    assert '"a":"\\u003c"' in page


def test_a_page_has_the_shared_look_and_then_its_own():
    page = render()
    assert page.index("const page =") < page.index("function startFind(")
    assert page.index(":root {") < page.index("#panel {") < page.index("#ask {")
    assert read_styles() == read_styles("panel.css")[: len(read_styles())]


def test_numbers_that_json_lacks_are_refused():
    with pytest.raises(ValueError, match="JSON"):
        render_page(
            Shell(name="find", prefixes=()),
            title="",
            body="",
            data={"a": float("nan")},
            bounds=BOUNDS,
        )
