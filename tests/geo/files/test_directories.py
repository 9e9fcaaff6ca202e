"""Writing: whole or not at all."""

import json

import numpy as np
import pytest

from geo.errors import InputError
from geo.files.directories import replace_directory, replace_file
from geo.files.writers import to_plain, write_json


def fill(path, text, marker="city.json"):
    with replace_directory(path, marker=marker) as new:
        (new / marker).write_text(text)


def test_a_directory_appears_only_when_it_is_whole(tmp_path):
    with replace_directory(tmp_path / "city", marker="city.json") as new:
        (new / "city.json").write_text("1")
        assert not (tmp_path / "city").exists()
    assert (tmp_path / "city" / "city.json").read_text() == "1"
    assert [path.name for path in tmp_path.iterdir()] == ["city"]


def test_an_earlier_directory_of_ours_is_replaced(tmp_path):
    fill(tmp_path / "city", "1")
    fill(tmp_path / "city", "2")
    assert (tmp_path / "city" / "city.json").read_text() == "2"
    assert [path.name for path in tmp_path.iterdir()] == ["city"]


def test_a_failure_leaves_the_earlier_directory_and_nothing_else(tmp_path):
    fill(tmp_path / "city", "1")
    with pytest.raises(RuntimeError), replace_directory(tmp_path / "city", marker="city.json") as new:  # noqa: PT012
        (new / "city.json").write_text("2")
        raise RuntimeError
    assert (tmp_path / "city" / "city.json").read_text() == "1"
    assert [path.name for path in tmp_path.iterdir()] == ["city"]


def test_a_directory_of_somebody_else_is_not_touched(tmp_path):
    (tmp_path / "thesis.doc").write_text("years of work")
    with pytest.raises(InputError, match="was not made by gridwalk"):
        fill(tmp_path, "1")
    assert (tmp_path / "thesis.doc").read_text() == "years of work"


def test_an_empty_directory_may_be_written(tmp_path):
    (tmp_path / "city").mkdir()
    fill(tmp_path / "city", "1")
    assert (tmp_path / "city" / "city.json").exists()


def test_a_file_in_the_way_is_named(tmp_path):
    (tmp_path / "city").write_text("")
    with pytest.raises(InputError, match="is a file"):
        fill(tmp_path / "city", "1")
    with pytest.raises(InputError, match="cannot be written"):
        fill(tmp_path / "city" / "below", "1")


def test_a_full_disk_is_reported_and_leaves_nothing(tmp_path):
    with pytest.raises(InputError, match="No space left"), replace_directory(tmp_path / "city", marker="city.json"):
        raise OSError(28, "No space left on device")
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_replaced_only_when_it_is_whole(tmp_path):
    target = tmp_path / "a.txt"
    target.write_text("1")
    with pytest.raises(RuntimeError), replace_file(target) as new:  # noqa: PT012
        new.write_text("2")
        raise RuntimeError
    assert target.read_text() == "1"
    with pytest.raises(InputError, match="cannot be written"), replace_file(tmp_path / "no" / "a.txt"):
        pass


def test_json_holds_no_nan_and_reads_as_written(tmp_path):
    write_json(
        tmp_path / "a.json", {"名": np.float64(1 / 3), "none": float("nan"), "list": [np.int64(2), (True, None)]}
    )
    assert json.loads((tmp_path / "a.json").read_text("utf-8")) == {
        "名": 0.333333,
        "none": None,
        "list": [2, [True, None]],
    }


def test_whole_numbers_stay_whole():
    assert to_plain({"a": 1, "b": np.int32(2)}) == {"a": 1, "b": 2}
