"""Writing: whole or not at all."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from geo.errors import InputError
from geo.files import workspace
from geo.files.directories import replace_directory, replace_file, replace_own_file, share_directory
from geo.files.manifest import MANIFEST
from geo.files.workspace import sweep_workspaces
from geo.files.writers import to_plain, write_json
from tests.bundles import hash_tree


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


# ---- what may be replaced: only what we wrote, proved by what it holds ----


@pytest.mark.parametrize("name", ["thesis.docx", "dossiers/thesis.docx", "summary (1).json"])
def test_a_file_that_we_did_not_write_is_never_lost(tmp_path, name):
    fill(tmp_path / "out", "1", marker="summary.json")
    (tmp_path / "out" / name).parent.mkdir(exist_ok=True)
    (tmp_path / "out" / name).write_text("years of work")
    with pytest.raises(InputError, match=f"{re.escape(name)}: was not written by gridwalk; move it away, or choose"):
        fill(tmp_path / "out", "2", marker="summary.json")
    assert (tmp_path / "out" / name).read_text() == "years of work"
    assert (tmp_path / "out" / "summary.json").read_text() == "1"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_folder_that_only_has_a_file_of_our_name_is_not_ours(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "summary.json").write_text("{}")
    (tmp_path / "out" / "thesis.docx").write_text("years of work")
    with pytest.raises(InputError, match="was not made by gridwalk"):
        fill(tmp_path / "out", "2", marker="summary.json")
    assert (tmp_path / "out" / "thesis.docx").read_text() == "years of work"


def test_a_file_of_ours_that_somebody_changed_is_never_lost(tmp_path):
    fill(tmp_path / "out", "1", marker="summary.json")
    (tmp_path / "out" / "summary.json").write_text("1, and my notes")
    with pytest.raises(InputError, match=r"summary\.json: was changed after gridwalk wrote it"):
        fill(tmp_path / "out", "2", marker="summary.json")
    (tmp_path / "out" / "summary.json").unlink()
    fill(tmp_path / "out", "2", marker="summary.json")
    assert (tmp_path / "out" / "summary.json").read_text() == "2"


def test_a_manifest_that_was_changed_proves_nothing(tmp_path):
    fill(tmp_path / "out", "1", marker="summary.json")
    (tmp_path / "out" / "thesis.docx").write_text("years of work")
    manifest = tmp_path / "out" / MANIFEST
    manifest.write_text(manifest.read_text().replace("summary.json", "thesis.docx"))
    with pytest.raises(InputError, match="was not written by gridwalk"):
        fill(tmp_path / "out", "2", marker="summary.json")


def test_a_file_that_comes_while_we_compute_is_not_lost(tmp_path):
    fill(tmp_path / "out", "1", marker="summary.json")
    with (  # noqa: PT012
        pytest.raises(InputError, match=r"thesis\.docx: was not written"),
        replace_directory(tmp_path / "out", marker="summary.json") as new,
    ):
        (new / "summary.json").write_text("2")
        (tmp_path / "out" / "thesis.docx").write_text("years of work")
    assert hash_tree(tmp_path).keys() == {"out/summary.json", "out/thesis.docx", f"out/{MANIFEST}"}


def test_a_link_to_a_folder_of_somebody_is_not_ours(tmp_path):
    fill(tmp_path / "out", "1", marker="summary.json")
    (tmp_path / "home").mkdir()
    (tmp_path / "out" / "dossiers").symlink_to(tmp_path / "home")
    with pytest.raises(InputError, match="dossiers: was not written by gridwalk"):
        fill(tmp_path / "out", "2", marker="summary.json")


def test_a_geopackage_that_was_looked_at_and_what_systems_leave_may_be_replaced(tmp_path):
    with replace_directory(tmp_path / "out", marker="summary.json") as new:
        (new / "summary.json").write_text("1")
        (new / "coverage.gpkg").write_text("1")
    (tmp_path / "out" / "coverage.gpkg").write_text("1 and a style")
    for name in ("coverage.gpkg-wal", "coverage.gpkg-shm", ".DS_Store", "Thumbs.db", "desktop.ini"):
        (tmp_path / "out" / name).write_text("")
    fill(tmp_path / "out", "2", marker="summary.json")
    assert hash_tree(tmp_path / "out").keys() == {"summary.json", MANIFEST}
    (tmp_path / "out" / "other.gpkg-wal").write_text("")
    with pytest.raises(InputError, match=r"other\.gpkg-wal: was not written"):
        fill(tmp_path / "out", "3", marker="summary.json")


def test_results_of_another_kind_are_not_replaced(tmp_path):
    fill(tmp_path / "out", "1", marker="review.json")
    with pytest.raises(InputError, match=r"holds other results of gridwalk \(no summary\.json\)"):
        fill(tmp_path / "out", "2", marker="summary.json")


def test_a_link_to_a_directory_stays_and_what_it_leads_to_is_replaced(tmp_path):
    fill(tmp_path / "out", "1")
    (tmp_path / "link").symlink_to(tmp_path / "out")
    fill(tmp_path / "link", "2")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "out" / "city.json").read_text() == "2"


def test_a_shared_directory_replaces_its_own_files_only(tmp_path):
    share_directory(tmp_path / "out", ["cities.json"], log="tasks.log")
    (tmp_path / "out" / "thesis.docx").write_text("years of work")
    for text in "12":
        with replace_own_file(tmp_path / "out" / "cities.json") as new:
            new.write_text(text)
    share_directory(tmp_path / "out", ["cities.json"], log="tasks.log")
    (tmp_path / "out" / "cities.json").write_text("2 and notes")
    with pytest.raises(InputError, match=r"cities\.json: was changed"):
        share_directory(tmp_path / "out", ["cities.json"], log="tasks.log")
    thesis = tmp_path / "out" / "thesis.docx"
    with pytest.raises(InputError, match=r"thesis\.docx: was not written"), replace_own_file(thesis) as new:
        new.write_text("3")
    assert (tmp_path / "out" / "thesis.docx").read_text() == "years of work"


# ---- killed runs ----


def leave_workspace(path, **files):
    """Leave a workspace as a killed run does."""
    room = path.with_name(f".{path.name}-abcd_123.gridwalk")
    (room / "new").mkdir(parents=True)
    (room / ".lock").touch()
    for name, text in files.items():
        (room / "new" / name).write_text(text)
    return room


def test_the_next_run_sweeps_what_a_killed_one_left_and_nothing_else(tmp_path):
    for name in (".out-notes", ".out-2-abcd_123.gridwalk", "out-abcd_123.gridwalk"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "thesis.docx").touch()
    leave_workspace(tmp_path / "out", half="half")
    leave_workspace(tmp_path / "a.txt", half="half")
    fill(tmp_path / "out", "1")
    with replace_file(tmp_path / "a.txt") as new:
        new.write_text("a")
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        ".out-2-abcd_123.gridwalk", ".out-notes", "a.txt", "out", "out-abcd_123.gridwalk",
    ]  # fmt: skip


def test_what_a_living_run_fills_is_not_swept(tmp_path):
    code = """
import sys, pathlib
from geo.files.directories import replace_directory
with replace_directory(pathlib.Path(sys.argv[1]), marker="city.json") as new:
    (new / "city.json").write_text("slow")
    print(new, flush=True)
    sys.stdin.readline()
"""
    command = [sys.executable, "-c", code, tmp_path / "out"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as slow:
        filled = Path(slow.stdout.readline().strip())
        fill(tmp_path / "out", "quick")
        assert (filled / "city.json").read_text() == "slow"
        assert (tmp_path / "out" / "city.json").read_text() == "quick"
        slow.communicate("go on\n")
    assert slow.returncode == 0
    assert (tmp_path / "out" / "city.json").read_text() == "slow"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_without_an_exchange_a_run_that_was_killed_between_two_renames_is_mended_by_the_next(tmp_path, monkeypatch):
    monkeypatch.setattr(workspace, "exchange_paths", lambda *_: False)
    fill(tmp_path / "out", "1")
    fill(tmp_path / "out", "2")
    assert (tmp_path / "out" / "city.json").read_text() == "2"
    room = leave_workspace(tmp_path / "out")
    (tmp_path / "out").rename(room / "old")
    sweep_workspaces(tmp_path / "out")
    assert (tmp_path / "out" / "city.json").read_text() == "2"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_without_an_exchange_who_stops_between_two_renames_keeps_the_old_result(tmp_path, monkeypatch):
    fill(tmp_path / "out", "1")
    rename = Path.rename

    def stop(path, target):
        if path.name == "new":
            raise KeyboardInterrupt
        return rename(path, target)

    monkeypatch.setattr(workspace, "exchange_paths", lambda *_: False)
    monkeypatch.setattr(Path, "rename", stop)
    with pytest.raises(KeyboardInterrupt):
        fill(tmp_path / "out", "2")
    assert (tmp_path / "out" / "city.json").read_text() == "1"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_private_files_are_for_this_user_alone_and_others_go_by_the_umask(tmp_path, umask):
    before = os.umask(umask)
    try:
        fill(tmp_path / "out", "1")
        for is_private in (False, True):
            with replace_file(tmp_path / f"{is_private}.txt", private=is_private) as new:
                assert new.parent.parent.stat().st_mode & 0o777 == 0o700
                assert new.exists() == is_private
                new.write_text("a")
    finally:
        os.umask(before)
    modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "out", *tmp_path.glob("*.txt"))}
    assert modes == {"out": 0o777 & ~umask, "False.txt": 0o666 & ~umask, "True.txt": 0o600}


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
