"""Colours: each is decided in maps/style.py, comes into the style sheets as a variable, and is used."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from maps.style import CSS_COLOURS, HELPED_COLOURS, SHARE_COLOURS, VERDICT_COLOURS, write_css_colours

ROOT = Path(__file__).parent.parent.parent
FILES = [
    file
    for room in ("maps", "service")
    for file in sorted((ROOT / room).rglob("*.*"))
    # a terminal has its own colours, which the command line names
    if not {"__pycache__", "cli"} & set(file.parts)
]
NAMED = r"white|black|red|green|blue|gr[ae]y|silver|orange|yellow|purple|brown|pink|navy|teal|maroon"
#: A colour in hexadecimal or as a function, or one by its name where a value stands.
LITERAL = re.compile(
    rf"#(?:[0-9a-fA-F]{{3,4}}|[0-9a-fA-F]{{6}}|[0-9a-fA-F]{{8}})\b|\b(?:rgba?|hsla?)\(|[:=]\s*[\"']?(?:{NAMED})\b"
)
#: Variables that a rule sets for what is in it: of a dossier, of the sheet on a phone, of a printed map.
LOCAL = {"verdict", "stop", "map-height", "map-width", "paper-height", "paper-width"}


def read(suffix):
    return {file.name: file.read_text("utf-8") for file in FILES if file.suffix == suffix}


def test_colours_are_decided_in_one_file():
    texts = {name: text for suffix in (".css", ".js", ".py") for name, text in read(suffix).items()}
    assert {"panel.css", "page.js", "curve.py", "style.py"} <= set(texts)
    assert LITERAL.findall(texts.pop("style.py"))
    assert {name: found for name, text in texts.items() if (found := LITERAL.findall(text))} == {}


@pytest.mark.parametrize(
    "text", ["color: #fff;", "fill: white", "rgba(0, 0, 0, .2)", '{ color: "#2C6F9E" }', 'fill="black"']
)
def test_a_colour_in_any_other_file_would_be_seen(text):
    assert LITERAL.search(text)


@pytest.mark.parametrize("text", ["#facts { margin: 0 }", 'at("add")', "color: var(--paper)", "&#39;", 'href="#en"'])
def test_what_only_looks_like_a_colour_is_let_through(text):
    assert not LITERAL.search(text)


def test_every_variable_is_defined_and_used():
    used = {name for text in read(".css").values() for name in re.findall(r"var\(--([\w-]+)\)", text)}
    used |= {name for text in read(".js").values() for name in re.findall(r"\bcolour\(\"([\w-]+)\"\)", text)}
    assert used - LOCAL == set(CSS_COLOURS)


def test_variables_are_one_rule():
    rule = write_css_colours()
    assert dict(re.findall(r"--([\w-]+): ([^;]+);", rule)) == CSS_COLOURS
    assert rule.count("{") == rule.count("}") == 1


def test_verdicts_have_different_colours():
    assert len(set(VERDICT_COLOURS.values())) == len(VERDICT_COLOURS)


def find_lightness(colour):
    """L* of CIELAB, 0 for black to 100 for white: what a print without colours leaves."""
    linear = []
    for at in (1, 3, 5):
        part = int(colour[at : at + 2], 16) / 255
        linear.append(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 116 * luminance ** (1 / 3) - 16 if luminance > (6 / 29) ** 3 else luminance * (29 / 3) ** 3


@pytest.mark.parametrize(("colour", "lightness"), [("#ffffff", 100), ("#777777", 50), ("#ff0000", 53.2)])
def test_lightness_is_that_of_the_norm(colour, lightness):
    assert find_lightness(colour) == pytest.approx(lightness, abs=0.1)


@pytest.mark.parametrize("colours", [SHARE_COLOURS, HELPED_COLOURS[::-1]])
def test_classes_are_told_apart_in_a_print_without_colours(colours):
    lightness = [find_lightness(colour) for colour in colours]
    assert [round(b - a, 1) for a, b in pairwise(lightness) if b - a < 10] == []
