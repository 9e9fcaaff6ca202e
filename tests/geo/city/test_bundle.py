"""A city on disk: one version counts, every byte of it is checked, and nothing that is not ours is ever replaced."""

import dataclasses
import json
import os
import random
import shutil

import pandas as pd
import pytest

from geo import build_sample, open_city, write_city
from geo.city.pointer import find_version
from geo.city.snaps import cache_snaps
from geo.city.stored import ADDRESS_INDEX, LAYERS, SNAP_CACHE
from geo.errors import InputError
from geo.files.locks import hold_lock
from geo.reference import build_reference
from tests.bundles import find_files, hash_tree, list_modes

FLIPS = 4
FIELDS = {ADDRESS_INDEX: "stored_index", "city.json": "name"}


@pytest.fixture(scope="module")
def reference():
    return cache_snaps(build_reference(scale=0.02))


@pytest.fixture(scope="module")
def bundle(reference, tmp_path_factory):
    """A small reference city, which has every layer."""
    path = tmp_path_factory.mktemp("reference") / "city"
    write_city(reference, path)
    return path


@pytest.fixture
def sample(tmp_path):
    write_city(build_sample(), tmp_path / "city")
    return tmp_path / "city"


def change(times):
    city = build_sample()
    return dataclasses.replace(city, homes=city.homes.assign(residents=city.homes["residents"] * times))


def look_at_all(city):
    for name in (*LAYERS, "snap_cache", "stored_index"):
        getattr(city, name)


# ---- versions ----


def test_the_same_city_gives_the_same_bytes_in_a_version_of_the_same_name(sample, tmp_path):
    write_city(build_sample(), tmp_path / "again")
    assert hash_tree(sample) == hash_tree(tmp_path / "again")
    assert {path.name for path in sample.iterdir()} == {"city.json", ".lock", find_files(sample).name}


def test_the_version_before_stays_until_the_next_and_leftovers_go(sample):
    folders = [find_files(sample)]
    (sample / ".scratch").mkdir()
    (sample / ".scratch" / "homes.parquet").write_bytes(b"half")
    for times in (2, 3):
        write_city(change(times), sample)
        folders.append(find_files(sample))
        assert {path for path in sample.iterdir() if path.is_dir()} == set(folders[-2:])
    assert len(set(folders)) == 3


def test_a_service_can_see_that_a_city_was_replaced(sample):
    seen = [find_version(sample)]
    write_city(build_sample(), sample)
    assert find_version(sample) == seen[0]
    for city in (change(2), dataclasses.replace(build_sample(), name="Other")):
        write_city(city, sample)
        seen.append(find_version(sample))
    assert len(set(seen)) == 3
    with pytest.raises(InputError, match="replaced while it was read; run the same command again"):
        open_city(sample, expected=seen[0])
    assert open_city(sample, expected=seen[-1]).name == "Other"


def test_a_failure_leaves_the_old_city_and_no_trace(sample, tmp_path, monkeypatch):
    before = hash_tree(sample)

    def fail(path, document):
        raise OSError(28, "No space left")

    monkeypatch.setattr("geo.city.versions.write_sealed", fail)
    for place in (sample, tmp_path / "new"):
        with pytest.raises(InputError, match="cannot be written: No space left"):
            write_city(build_sample(), place)
    assert hash_tree(sample) == before
    assert [path.name for path in tmp_path.iterdir()] == ["city"]


def test_who_stops_a_run_that_has_just_replaced_the_city_keeps_the_new_one(sample, monkeypatch):
    def stop(folder):
        if folder == sample.parent:
            raise KeyboardInterrupt

    monkeypatch.setattr("geo.city.versions.sync_folder", stop)
    with pytest.raises(KeyboardInterrupt):
        write_city(change(2), sample)
    assert open_city(sample).homes["residents"].sum() == 2 * build_sample().homes["residents"].sum()


def test_two_do_not_write_one_city_at_a_time(sample, monkeypatch):
    monkeypatch.setattr("geo.city.bundle._WAIT_S", 0.1)
    with hold_lock(sample / ".lock"), pytest.raises(InputError, match="another process writes there"):
        write_city(change(2), sample)
    write_city(change(2), sample)


# ---- every byte counts ----


def flip(data, rng):
    position = rng.randrange(len(data))
    return data[:position] + bytes([data[position] ^ 1 << rng.randrange(8)]) + data[position + 1 :]


def list_names(bundle):
    return ["city.json", *sorted(f"{find_files(bundle).name}/{path.name}" for path in find_files(bundle).iterdir())]


def test_a_reference_city_has_every_file(bundle):
    files = {f"{name}.parquet" for name in LAYERS} | {SNAP_CACHE, ADDRESS_INDEX}
    assert {path.name for path in find_files(bundle).iterdir()} == files


@pytest.mark.heavy
@pytest.mark.parametrize("lazy", [False, True])
def test_no_flipped_bit_is_ever_read(bundle, lazy):
    rng = random.Random(7)
    for name in list_names(bundle):
        file = bundle / name
        data = file.read_bytes()
        for _ in range(FLIPS):
            file.write_bytes(flip(data, rng))
            with pytest.raises(InputError, match=rf"{file.name}: damaged .*build the city again"):
                getattr(open_city(bundle, lazy=lazy), FIELDS.get(file.name, file.stem))
        file.write_bytes(data)
    look_at_all(open_city(bundle, lazy=lazy))


@pytest.mark.parametrize("lazy", [False, True])
@pytest.mark.parametrize("data", [b"", b"PAR1 nothing", None])
def test_a_file_that_is_cut_or_gone_is_named(sample, data, lazy):
    for file in find_files(sample).iterdir():
        kept = file.read_bytes()
        file.unlink() if data is None else file.write_bytes(data)
        with pytest.raises(InputError, match=rf"{file.name}: (damaged|missing)"):
            look_at_all(open_city(sample, lazy=lazy))
        file.write_bytes(kept)


@pytest.mark.parametrize("lazy", [False, True])
def test_layers_of_another_city_are_refused(sample, tmp_path, lazy):
    write_city(change(2), tmp_path / "other")
    shutil.copy(find_files(tmp_path / "other") / "homes.parquet", find_files(sample) / "homes.parquet")
    with pytest.raises(InputError, match=r"homes\.parquet: damaged \(its content is not what city\.json says\)"):
        look_at_all(open_city(sample, lazy=lazy))
    shutil.copy(tmp_path / "other" / "city.json", sample / "city.json")
    with pytest.raises(InputError, match="build the city again"):
        look_at_all(open_city(sample, lazy=lazy))


def test_a_city_json_that_was_edited_is_damaged_even_where_it_is_good_json(sample):
    text = (sample / "city.json").read_text("utf-8")
    for edited in (text.replace('"Sample"', '"Simple"'), text.replace("\n", "\n "), text + " "):
        (sample / "city.json").write_text(edited, "utf-8")
        with pytest.raises(InputError, match=r"city\.json: damaged"):
            open_city(sample)
        with pytest.raises(InputError, match=r"city\.json: damaged"):
            find_version(sample)


def test_a_city_json_that_cannot_be_read_is_not_called_missing(tmp_path):
    (tmp_path / "city" / "city.json").mkdir(parents=True)
    with pytest.raises(InputError, match=r"cannot be read: .*; a city with workers can be read only by the user"):
        open_city(tmp_path / "city")


def test_a_bundle_of_an_older_gridwalk_is_built_again_elsewhere(tmp_path):
    (tmp_path / "city").mkdir()
    (tmp_path / "city" / "city.json").write_text(json.dumps({"format_version": 3}), "utf-8")
    with pytest.raises(InputError, match="format 3; this gridwalk reads 4: build the city again"):
        open_city(tmp_path / "city")
    with pytest.raises(InputError, match=r"city\.json: was not written by this gridwalk"):
        write_city(build_sample(), tmp_path / "city")


# ---- what may be replaced ----


@pytest.mark.parametrize("where", [".", "files", "drafts"])
def test_a_file_that_we_did_not_write_is_never_lost(sample, where):
    folder = find_files(sample) if where == "files" else sample / where
    folder.mkdir(exist_ok=True)
    (folder / "thesis.docx").write_text("years of work")
    with pytest.raises(InputError, match=r"was not (written|made) by gridwalk; move it away, or choose another place"):
        write_city(change(2), sample)
    assert (folder / "thesis.docx").read_text() == "years of work"
    assert open_city(sample).homes["residents"].sum() == build_sample().homes["residents"].sum()


@pytest.mark.parametrize("text", ["{}", '{"format_version": 3, "name": "mine"}'])
def test_a_folder_that_only_has_a_city_json_is_not_ours(tmp_path, text):
    (tmp_path / "city").mkdir()
    (tmp_path / "city" / "city.json").write_text(text)
    (tmp_path / "city" / "thesis.docx").write_text("years of work")
    with pytest.raises(InputError, match="was not written by"):
        write_city(build_sample(), tmp_path / "city")
    assert (tmp_path / "city" / "thesis.docx").read_text() == "years of work"


def test_a_layer_that_somebody_changed_is_never_lost_and_the_city_is_built_again_when_it_is_gone(sample):
    file = find_files(sample) / "homes.parquet"
    good = file.read_bytes()
    file.write_bytes(b"mine")
    with pytest.raises(InputError, match=r"homes\.parquet: was changed after gridwalk wrote it; move it away"):
        write_city(build_sample(), sample)
    file.unlink()
    write_city(build_sample(), sample)
    assert file.read_bytes() == good
    write_city(change(2), sample)
    file.write_bytes(b"mine")
    with pytest.raises(InputError, match="was changed after gridwalk wrote it; move it away"):
        write_city(build_sample(), sample)


# ---- who may read it ----


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_a_city_with_workers_is_for_this_user_alone_whatever_the_umask(tmp_path, umask):
    workers = pd.DataFrame({"worker_id": ["1"], "unit_code": ["u"], "name": ["张三"], "role": [""], "phone": ["000"]})
    before = os.umask(umask)
    try:
        write_city(build_sample(), tmp_path / "city")
        assert list_modes(tmp_path / "city")[0] == {oct(0o777 & ~umask)}
        write_city(build_sample(), tmp_path / "other")
        write_city(dataclasses.replace(build_sample(), workers=workers), tmp_path / "private")
        write_city(dataclasses.replace(build_sample(), workers=workers), tmp_path / "other")
    finally:
        os.umask(before)
    directories, files = list_modes(tmp_path / "private")
    assert directories == {"0o700"}
    (tmp_path / "private" / ".lock").unlink()  # holds nothing
    assert list_modes(tmp_path / "private")[1] == {"0o600"}
    assert files
    assert (tmp_path / "other").stat().st_mode & 0o777 == 0o700
    assert list_modes(find_files(tmp_path / "other")) == ({"0o700"}, {"0o600"})
