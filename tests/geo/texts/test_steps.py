"""Every step and every run in both languages: taken out of the source, so that a new one is not forgotten."""

import ast
from pathlib import Path

import pytest

from geo.reference import STEPS
from geo.texts import LANGS, TEXTS
from service.runs.analysis import ANALYSIS_STEPS
from service.runs.review import REVIEW_STEPS

ROOT = Path(__file__).parent.parent.parent.parent


def list_names(*functions):
    """Names that the source hands to these functions, or as the keyword ``step``; of both ways of a condition."""
    found = set()
    for package in ("geo", "maps", "service"):
        for file in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if not isinstance(node, ast.Call):
                    continue
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                given = node.args[:1] if name in functions else []
                if "step" in functions:
                    given += [each.value for each in node.keywords if each.arg == "step"]
                found |= {
                    each.value
                    for value in given
                    for each in ([value.body, value.orelse] if isinstance(value, ast.IfExp) else [value])
                    if isinstance(each, ast.Constant) and isinstance(each.value, str)
                }
    return found


STEP_NAMES = list_names("step", "show") | set(STEPS) | set(REVIEW_STEPS) | set(ANALYSIS_STEPS) | {"open the city"}
RUN_NAMES = list_names("show_steps", "show_tasks")


def test_the_source_has_steps_and_runs():
    assert {"roads", "walk to candidates", "check by walking", "starting", "dossiers", "grid units"} <= STEP_NAMES
    assert {"building", "reference", "cities", "districts", "reviewing"} <= RUN_NAMES


@pytest.mark.parametrize("key", sorted({f"step.{name}" for name in STEP_NAMES} | {f"run.{name}" for name in RUN_NAMES}))
def test_a_step_has_a_text_in_both_languages(key):
    assert all(TEXTS[key][lang] for lang in LANGS)
    assert TEXTS[key]["zh"] != TEXTS[key]["en"]


def test_no_text_outlives_its_step():
    assert {key for key in TEXTS if key.startswith("step.")} == {f"step.{name}" for name in STEP_NAMES}
