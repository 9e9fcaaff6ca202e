"""Reasons: every one that the program writes has its sentence in both languages, and none outlives its use."""

import ast
from pathlib import Path

import geo
from geo.coverage.status import STATUSES, UNKNOWN, UNREACHABLE
from geo.texts import LANGS, TEXTS
from geo.texts.reasons import describe_reason, translate_reason

VALUES = {"snap_limit_m": 200.0, "min_component_m": 2000.0, "categories": "clinic"}


def list_written_reasons():
    """Texts that are put into an array of reasons, and those of :data:`_BEYOND`."""
    for file in Path(geo.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Assign | ast.AnnAssign) or node.value is None:
                continue
            target = node.target if isinstance(node, ast.AnnAssign) else node.targets[0]
            target = target.value if isinstance(target, ast.Subscript) else target
            if getattr(target, "id", "") in ("reasons", "_BEYOND"):
                parts = node.value.args if isinstance(node.value, ast.Call) else [node.value]
                yield from (each.value for each in parts if isinstance(getattr(each, "value", None), str))


WRITTEN = {*list_written_reasons(), STATUSES[UNREACHABLE], STATUSES[UNKNOWN]} - {""}


def test_every_reason_has_a_sentence_and_every_sentence_a_reason():
    assert {"no_road", "behind_barrier", "short_component", "beyond_halo", "no_road_to_begin"} <= WRITTEN
    assert {key for key in TEXTS if key.startswith("reason.")} == {f"reason.{key}" for key in WRITTEN}


def test_a_reason_reads_in_both_languages():
    for key in WRITTEN:
        zh, en = (translate_reason(key, lang, **VALUES) for lang in LANGS)
        assert zh
        assert en
        assert zh != en
        assert describe_reason(key, **VALUES) | {"values": {}} == {"key": key, "values": {}, "zh": zh, "en": en}
