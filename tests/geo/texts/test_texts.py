"""Texts: each key once, in both languages, with the same places for values."""

import ast
from collections import Counter
from pathlib import Path
from string import Formatter

import geo.texts
from geo.texts import LANGS, TEXTS

MODULES = sorted(Path(geo.texts.__file__).parent.glob("_*_texts.py"))


def list_places(text):
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def list_keys(module):
    """The keys as they are written: a dict would already have dropped those written twice."""
    for node in ast.parse(module.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Dict):
            yield from (key.value for key in node.value.keys)


def test_no_key_is_declared_twice_and_every_module_is_merged():
    counts = Counter(key for module in MODULES for key in list_keys(module))
    assert [key for key, count in counts.items() if count > 1] == []
    assert counts.keys() == TEXTS.keys()


def test_every_text_is_there_in_both_languages_with_the_same_places():
    for key, texts in TEXTS.items():
        assert set(texts) == set(LANGS), key
        assert all(texts.values()), key
        assert list_places(texts["zh"]) == list_places(texts["en"]), key
