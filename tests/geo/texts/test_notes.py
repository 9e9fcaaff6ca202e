"""Notes: every one that is made has its text, every text is made somewhere, and both languages reach the reader."""

import ast
import dataclasses
from pathlib import Path

import pytest

import geo
import service
from geo.city.bundle import open_city, write_city
from geo.city.check import inspect_city
from geo.city.sample import build_sample
from geo.coverage.analysis import analyze_city
from geo.coverage.summary import summarize
from geo.texts import TEXTS
from geo.texts.notes import Note, describe_notes, make_note, state_notes, translate_note, translate_notes
from tests.geo.texts.test_texts import list_places

NOTES = (make_note("scaled_residents", residents_total=1200), *state_notes(["Counted in {2020}; 2020 年统计"]))


def list_made_notes():
    """Key and names of values of every note that the program makes."""
    packages = [Path(package.__file__).parent for package in (geo, service)]
    for file in sorted(file for folder in packages for file in folder.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "make_note":
                yield node.args[0].value, sorted(word.arg for word in node.keywords)


def test_every_note_that_is_made_fills_the_places_of_its_text():
    made = list(list_made_notes())
    assert made
    for key, values in made:
        assert values == sorted(set(list_places(TEXTS[f"note.{key}"]["en"]))), key


def test_every_text_of_a_note_is_made_somewhere():
    assert {f"note.{key}" for key, _ in list_made_notes()} == {key for key in TEXTS if key.startswith("note.")}


def test_a_note_reads_in_both_languages_and_a_stated_one_as_it_was_written():
    counted, stated = translate_notes(NOTES)
    assert counted == {"zh": "居民数已按比例调整,合计 1,200 人。", "en": "Residents are scaled to 1,200 in all."}
    assert stated["zh"] == stated["en"] == "Counted in {2020}; 2020 年统计"
    assert translate_notes([]) == []


def test_a_note_without_a_text_or_without_its_values_is_a_fault_of_the_program():
    with pytest.raises(KeyError, match="no_such_text"):
        make_note("no_such_text")
    with pytest.raises(KeyError, match="residents_total"):
        translate_note(make_note("scaled_residents"), "en")


def test_a_bundle_keeps_key_and_values(tmp_path):
    city = dataclasses.replace(build_sample(), assumptions=NOTES, notes=(make_note("numbered_homes"),))
    write_city(city, tmp_path / "city")
    again = open_city(tmp_path / "city")
    assert again.assumptions == NOTES
    assert again.notes == (Note("numbered_homes"),)


def test_reports_hold_key_values_and_both_languages():
    city = dataclasses.replace(build_sample(), assumptions=NOTES, notes=NOTES[:1])
    summary = summarize(city, analyze_city(city), minutes=None)
    expected = {"key": "scaled_residents", "values": {"residents_total": 1200}} | translate_notes(NOTES)[0]
    for report in (summary, inspect_city(city)):
        assert report["assumptions"] == describe_notes(NOTES)
        assert report["assumptions"][0] == report["notes"][0] == expected
