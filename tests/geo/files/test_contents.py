"""Files whose content is of another format than their ending says: one message that says what to do."""

import zipfile

import openpyxl
import pytest

from geo.errors import InputError
from geo.files.beginnings import check_content
from geo.files.read_limits import UPLOAD_LIMITS
from geo.files.rows import iter_rows
from geo.files.tables import read_table
from geo.plans.read.batch_files import PlanFiles, read_plans

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
PASSWORD = OLD + "EncryptedPackage".encode("utf-16-le")
XLS = OLD + "Workbook".encode("utf-16-le")


def pack(folder, *members):
    with zipfile.ZipFile(folder / "packed", "w") as zipped:
        for member in members:
            zipped.writestr(member, "x")
    return (folder / "packed").read_bytes()


def read_all(path):
    """Read a file by every road that it may come: build, an upload, locate and plan."""
    for read in (
        read_table,
        lambda path: read_table(path, limits=UPLOAD_LIMITS),
        lambda path: next(iter_rows(path, rows_at_once=9)),
        lambda path: read_plans(PlanFiles(areas=path), crs=None, extent=None, categories=[]),
    ):
        with pytest.raises(InputError) as refusal:
            read(path)
        yield str(refusal.value).replace(str(path), path.name)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (PASSWORD, "homes.xlsx: is protected by a password; save it as .xlsx without one"),
        (XLS, "homes.xlsx: is an old Excel workbook (.xls); save it as .xlsx"),
        (OLD, "homes.xlsx: is an old Excel workbook (.xls), or one with a password; save it as .xlsx without one"),
        (b"id,lon\n1,2\n", "homes.xlsx: is a text, not what .xlsx says; rename it to end in .csv"),
        (b"%PDF-1.7", "homes.xlsx: is a PDF, not what .xlsx says; export the table or layer that it was made of"),
    ],
)
def test_what_is_no_workbook_is_refused_alike_on_every_road(tmp_path, content, said):
    path = tmp_path / "homes.xlsx"
    path.write_bytes(content)
    assert set(read_all(path)) == {said}


def test_an_old_workbook_is_refused_by_its_ending_too(tmp_path):
    path = tmp_path / "homes.xls"
    path.write_bytes(XLS)
    assert set(read_all(path)) == {"homes.xls: .xls is not read; open it in a spreadsheet and save it as .xlsx"}


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", PASSWORD, "is protected by a password"),
        ("a.csv", b"PAR1....", "is a Parquet file, not what .csv says; rename it to end in .parquet"),
        ("a.csv", b"<html><table>", "is a web page, not what .csv says; open it in a spreadsheet and save it as .xlsx"),
        ("a.csv", b'{"type":"FeatureCollection"}', "is a GeoJSON, not what .csv says; rename it to end in .geojson"),
        ("a.gpkg", b"PAR1....", "is a Parquet file, not what .gpkg says"),
        ("a.geojson", b"SQLite format 3\0", "is a GeoPackage or another database, not what .geojson says"),
        ("a.dxf", b"AC1027", "is a DWG drawing, not what .dxf says; export it as DXF"),
        ("a.parquet", b"Rar!\x1a", "is an archive, not what .parquet says; unpack it"),
    ],
)
def test_what_a_file_is_instead_is_said(tmp_path, name, content, said):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=said.replace(".", r"\.")):
        read_table(tmp_path / name)


@pytest.mark.parametrize(
    ("members", "said"),
    [
        (["xl/workbook.xml"], r"is an Excel workbook \(.xlsx\), not what .csv says; rename it to end in .xlsx"),
        (["word/document.xml"], "is a Word document"),
        (["content.xml", "mimetype"], "is an OpenDocument file, not what .csv says; save it as .xlsx"),
        (["a.shp", "a.dbf"], "is an archive, not what .csv says; unpack it"),
    ],
)
def test_what_is_packed_in_a_file_is_said(tmp_path, members, said):
    (tmp_path / "a.csv").write_bytes(pack(tmp_path, *members))
    with pytest.raises(InputError, match=said):
        read_table(tmp_path / "a.csv")


def test_what_is_right_passes(tmp_path):
    openpyxl.Workbook().save(tmp_path / "a.xlsx")
    (tmp_path / "b.csv").write_text("PARK,1\n")
    for path in tmp_path.iterdir():
        check_content(path, file=path.name)


def test_an_answer_of_overpass_in_json_is_called_one(tmp_path):
    (tmp_path / "city.osm").write_text('{"version": 0.6, "elements": []}')
    with pytest.raises(InputError, match=r"is a JSON, not what \.osm says; export it as OpenStreetMap XML"):
        check_content(tmp_path / "city.osm", file="city.osm")
