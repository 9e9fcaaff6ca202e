"""The net under a refactoring: it lets new names through that are meant, and nothing else."""

import pandas as pd
import pytest

from tests.same_bytes import compare, hash_outputs


def hash_table(folder, name, **columns):
    folder.mkdir()
    pd.DataFrame(columns).to_parquet(folder / f"{name}.parquet")
    (folder / "a.json").write_text(str(list(columns)).replace("'", '"'), encoding="utf-8")
    return hash_outputs(folder)


@pytest.fixture
def before(tmp_path):
    return hash_table(tmp_path / "before", "homes", home_id=["a", "b"], walk_m_clinic=[1.0, 2.0])


def test_the_same_outputs_have_the_same_bytes(before, tmp_path):
    after = hash_table(tmp_path / "after", "homes", home_id=["a", "b"], walk_m_clinic=[1.0, 2.0])
    assert compare(before, after, {}) == ([], 2, 0)


def test_new_names_are_let_through_where_they_are_meant(before, tmp_path):
    after = hash_table(tmp_path / "after", "flats", id=["a", "b"], metres_clinic=[1.0, 2.0])
    after["a.json"] = before["a.json"]
    renamed = {"files": {"homes.parquet": "flats.parquet"}, "columns": {"home_id": "id", "walk_m_*": "metres_*"}}
    assert compare(before, after, renamed) == ([], 1, 1)
    lines, *_ = compare(before, after, {})
    assert lines == ["flats.parquet: is new", "homes.parquet: is gone"]


def test_a_name_that_says_where_it_stands_is_new_only_there(before, tmp_path):
    after = hash_table(tmp_path / "after", "homes", id=["a", "b"], walk_m_clinic=[1.0, 2.0])
    after["a.json"] = before["a.json"]
    assert compare(before, after, {"columns": {"homes/home_id": "id"}}) == ([], 1, 1)
    lines, *_ = compare(before, after, {"columns": {"flats/home_id": "id"}})
    assert lines == ["homes.parquet: gone: /home_id; new: /id"]


def test_another_value_is_told_whatever_its_column_is_called(before, tmp_path):
    after = hash_table(tmp_path / "after", "homes", id=["a", "c"], walk_m_clinic=[1.0, 2.0])
    after["a.json"] = before["a.json"]
    assert compare(before, after, {"columns": {"home_id": "id"}}) == (["homes.parquet: other values: /id"], 1, 0)
