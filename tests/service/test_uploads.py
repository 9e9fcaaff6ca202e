"""Files that somebody sends, hostile ones among them: real archives, looked at before anything unpacks them."""

import io
import stat
import struct
import zipfile

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import InputError
from geo.files.documents import read_toml
from service.jobs.file_names import to_shown_name
from service.jobs.uploads import BEGINNINGS, Upload, store_upload

LIMIT = 1_000_000


@pytest.fixture
def store(tmp_path):
    """Store bytes under a client's name; nothing may appear outside the folder, whatever happens."""
    folder = tmp_path / "upload"
    folder.mkdir()

    def store_(name, content, limit_bytes=LIMIT):
        return store_upload(
            Upload(name, io.BytesIO(content)), folder, stem="areas", endings=tuple(BEGINNINGS), limit_bytes=limit_bytes
        )

    yield store_
    assert [path.name for path in tmp_path.iterdir()] == ["upload"]
    assert all(path.is_file() and not path.is_symlink() for path in folder.iterdir())
    assert all(path.name.startswith("areas.") for path in folder.iterdir())


@pytest.fixture(scope="session")
def parts(tmp_path_factory):
    """The files of a Shapefile of two areas: ending -> bytes."""
    folder = tmp_path_factory.mktemp("shapefile")
    shapes = [shapely.box(500_000 + x, 3_800_000, 500_090 + x, 3_800_090) for x in (0, 200)]
    gpd.GeoDataFrame({"plan_id": ["一", "二"]}, geometry=shapes, crs=32650).to_file(folder / "plots.shp")
    return {path.suffix: path.read_bytes() for path in folder.iterdir()}


def pack(members, packing=zipfile.ZIP_DEFLATED):
    """Members are (name or ZipInfo, bytes)."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packing) as zipped:
        for name, content in members:
            zipped.writestr(name, content, packing)
    return out.getvalue()


def name_parts(parts, stem="plots"):
    return [(stem + ending, content) for ending, content in parts.items()]


@pytest.mark.parametrize("stem", ["plots", "folder/plots", "地块", "a.b"])
def test_a_shapefile_in_an_archive_is_unpacked_under_our_name(store, parts, stem):
    path = store("地块.ZIP", pack([*name_parts(parts, stem), ("readme.txt", b"hello"), ("__MACOSX/._plots.shp", b"x")]))
    assert path.name == "areas.shp"
    assert gpd.read_file(path)["plan_id"].tolist() == ["一", "二"]
    assert sorted(file.suffix for file in path.parent.iterdir()) == [".cpg", ".dbf", ".prj", ".shp", ".shx"]


def test_endings_in_capitals_are_the_same_files(store, parts):
    members = [(f"PLOTS{ending.upper()}", content) for ending, content in parts.items()]
    assert len(gpd.read_file(store("a.zip", pack(members)))) == 2


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("../areas.dbf", "leads elsewhere"),
        ("a/../../areas.dbf", "leads elsewhere"),
        ("/etc/areas.dbf", "leads elsewhere"),
        ("C:/areas.dbf", "leads elsewhere"),
        ("..\\areas.dbf", "leads elsewhere"),
        ("inner.zip", "archive itself"),
        ("inner.tar.gz", "archive itself"),
    ],
)
def test_a_member_that_leads_elsewhere_or_is_an_archive_is_refused(store, parts, name, word):
    with pytest.raises(InputError, match=rf"^plots\.zip: .*{word}"):
        store("plots.zip", pack([*name_parts(parts), (name, b"x")]))


def test_a_name_cut_by_a_nul_is_refused(store, parts):
    content = pack([*name_parts(parts), ("harmlessN.txt", b"x")]).replace(b"harmlessN", b"harmless\0")
    with pytest.raises(InputError, match="leads elsewhere"):
        store("plots.zip", content)


def test_a_link_is_refused(store, parts):
    link = zipfile.ZipInfo("plots.cpg")
    link.create_system = 3
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    members = [item for item in name_parts(parts) if not item[0].endswith(".cpg")]
    with pytest.raises(InputError, match=r"plots\.cpg in it is a link"):
        store("plots.zip", pack([*members, (link, b"/etc/passwd")]))


def test_an_encrypted_member_is_refused(store, parts):
    content = bytearray(pack(name_parts(parts)))
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1  # the flag in the directory, which readers go by
    with pytest.raises(InputError, match="encrypted; pack it without a password"):
        store("plots.zip", bytes(content))


@pytest.mark.parametrize("packing", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_a_packing_that_is_not_usual_is_refused(store, parts, packing):
    with pytest.raises(InputError, match="ordinary"):
        store("plots.zip", pack(name_parts(parts), packing))


@pytest.mark.parametrize("name", ["plots.zip", "plots.xlsx"])
def test_a_bomb_is_refused_by_its_ratio(store, name):
    with pytest.raises(InputError, match=r"times its size; expected 200"):
        store(name, pack([("plots.shp", bytes(9 * LIMIT))]))


@pytest.mark.parametrize("name", ["plots.zip", "plots.xlsx"])
def test_a_bomb_is_refused_by_its_size(store, name):
    with pytest.raises(InputError, match=r"would unpack to 11,000,000 bytes; expected 10,000,000 at most"):
        store(name, pack([(f"{n}.bin", bytes(LIMIT)) for n in range(11)]))


def test_members_that_share_their_bytes_count_each(store):
    """A bomb without nesting: every entry of the directory leads to the same packed bytes."""
    one = pack([("a.bin", bytes(LIMIT))])
    end = one.rindex(b"PK\x05\x06")
    at = one.index(b"PK\x01\x02")
    body, entry = one[:at], one[at:end]
    fields = list(struct.unpack("<4s4H2LH", one[end:]))
    fields[3:6] = [50, 50, 50 * len(entry)]
    with pytest.raises(InputError, match="would unpack to 50,000,000 bytes"):
        store("plots.zip", body + entry * 50 + struct.pack("<4s4H2LH", *fields))


def test_a_member_larger_than_it_says_is_damaged(store, parts):
    """What the directory says is what is unpacked at most: a false size does not get past the limits."""
    content = bytearray(pack([*name_parts(parts | {".dbf": bytes(5 * LIMIT)})]))
    at = content.rindex(b"plots.dbf") - 46
    content[at + 24 : at + 28] = struct.pack("<L", 100)
    with pytest.raises(InputError, match=r"plots\.dbf in it is damaged"):
        store("plots.zip", bytes(content))


@pytest.mark.parametrize("count", [101, 70_000])
def test_too_many_members_are_refused_before_the_directory_is_read(store, count):
    with pytest.raises(InputError, match="expected 100 at most"):
        store("plots.zip", pack([(f"{n}.txt", b"") for n in range(count)], zipfile.ZIP_STORED), 100 * LIMIT)


def test_an_archive_needs_one_shapefile_with_its_files(store, parts):
    with pytest.raises(InputError, match=r"exactly one \.shp in it, found 0 \(none\)"):
        store("a.zip", pack([("areas.gpkg", b"x")]))
    with pytest.raises(InputError, match=r"found 2 \(plots\.shp, roads\.shp\); pack one layer"):
        store("a.zip", pack(name_parts(parts) + name_parts(parts, "roads")))
    with pytest.raises(InputError, match=r"plots\.shp is without its \.shx and \.dbf"):
        store("a.zip", pack([("plots.shp", parts[".shp"]), ("other.dbf", parts[".dbf"])]))


@pytest.mark.parametrize("keep", [10, 60, -30, -5])
def test_an_archive_that_is_cut_off_is_damaged(store, parts, keep):
    with pytest.raises(InputError, match=r"^a\.zip: is damaged"):
        store("a.zip", pack(name_parts(parts))[:keep])


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.gpkg", b"PK\x03\x04 a zip", "is an archive, not what"),
        ("a.geojson", b"<html>", "is a web page, not what"),
        ("a.json", b"[1]", "the content is not what"),
        ("a.zip", b"Rar!", "is an archive, not what"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0 an old .xls", r"is an old Excel workbook \(\.xls\), or one with a password"),
        ("a.parquet", b"plan_id,name", "the content is not what"),
    ],
)
def test_content_that_is_not_what_the_ending_says_is_refused(store, name, content, said):
    with pytest.raises(InputError, match=rf"^{name}: {said}"):
        store(name, content)


@pytest.mark.parametrize("name", ["a", "a.", "a.exe", "a.gpkg.sh", ".gpkg", "a.vrt", "a.kml", ""])
def test_an_unknown_ending_is_refused_with_the_choices(store, name):
    with pytest.raises(InputError, match=r"unknown ending .*expected one of \.gpkg"):
        store(name, b"x")


def test_an_empty_file_is_refused(store):
    with pytest.raises(InputError, match=r"^a\.csv: is empty"):
        store("a.csv", b"")


def test_honest_files_are_stored_byte_for_byte(store, tmp_path_factory):
    folder = tmp_path_factory.mktemp("honest")
    areas = gpd.GeoDataFrame({"plan_id": ["1"]}, geometry=[shapely.box(0, 0, 9, 9)], crs=32650)
    areas.to_file(folder / "a.gpkg")
    areas.to_file(folder / "a.geojson")
    areas.to_parquet(folder / "a.parquet")
    pd.DataFrame(areas.drop(columns="geometry")).to_excel(folder / "a.xlsx", index=False)
    (folder / "a.json").write_bytes(b"\xef\xbb\xbf\n" + (folder / "a.geojson").read_bytes())
    for path in sorted(folder.iterdir()):
        assert store(f"C:\\我的文件\\{path.name}", path.read_bytes()).read_bytes() == path.read_bytes()
    assert openpyxl.load_workbook(store("a.xlsx", (folder / "a.xlsx").read_bytes())).active["A2"].value == "1"


def test_a_rule_set_is_small(tmp_path):
    def store_rules(content):
        return store_upload(
            Upload("r.toml", io.BytesIO(content)), tmp_path, stem="rules", endings=(".toml",), limit_bytes=LIMIT
        )

    assert store_rules(b"#" * 200_000).name == "rules.toml"
    with pytest.raises(InputError, match=r"^r\.toml: larger than 200 kB; expected a rule set"):
        store_rules(b"#" * 200_001)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("a = " + "[" * 100_000, "nested too deep"),
        ("a." * 100_000 + "a = 1", "more than 10 parts"),
        ("a = " + "9" * 5000, "not valid TOML"),
    ],
)
def test_a_rule_set_that_would_hold_up_the_service_is_refused(tmp_path, content, words):
    (tmp_path / "rules.toml").write_text(content)
    with pytest.raises(InputError, match=words):
        read_toml(tmp_path / "rules.toml", what="rule set")


@given(st.text())
def test_a_name_is_shown_short_and_without_a_way(name):
    shown = to_shown_name(name)
    assert 0 < len(shown) <= 100
    assert shown.isprintable()
    assert not set(shown) & {"/", "\\", "\0", "\n"}
