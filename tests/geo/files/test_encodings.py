"""Encodings: chosen by what the texts say, stated ones checked, and what was chosen is said."""

import zipfile

import geopandas as gpd
import pytest
import shapely

from geo.errors import InputError
from geo.files.encodings import check_stated, find_encoding
from geo.files.read_limits import UPLOAD_LIMITS
from geo.files.tables import read_table
from geo.texts.notes import translate_note

ZH = "网格编码,所属社区,名称\n410102,中原路社区,绿城花园3号院\n郑州市二七区大学路街道\n"
TW = "地址,名稱\n臺北市中正區重慶南路一段122號,總統府\n高雄市左營區\n"
ES = "Calle León y Castillo 62,Málaga\nseñora,baño\nNº 3, 2º B\nCAMIÓN\n"
DA = "Blåbærvej 3, Rødovre\nÆrøgade 5\n"
DE = "Straße 5, Müller\nGrößenweg\n"
FR = "l’Église d’Évreux – été\nChâtelet, 12 rue de la Forêt\n"


@pytest.mark.parametrize(
    ("text", "encoding", "found"),
    [
        (ZH, "utf-8", "utf-8-sig"),
        (ZH, "utf-8-sig", "utf-8-sig"),
        (ZH, "utf-16", "utf-16"),
        (ZH, "utf-16-le", "utf-16-le"),
        (ZH, "utf-16-be", "utf-16-be"),
        (ZH, "gbk", "gb18030"),
        ("编号", "gbk", "gb18030"),
        ("A座3号", "gbk", "gb18030"),
        (TW, "big5", "cp950"),
        (TW, "gbk", "gb18030"),
        (ES, "cp1252", "cp1252"),
        (ES, "latin-1", "cp1252"),
        (DA, "cp1252", "cp1252"),
        (DE, "cp1252", "cp1252"),
        (FR, "cp1252", "cp1252"),
    ],
)
def test_the_encoding_is_the_one_that_makes_a_plausible_text(text, encoding, found):
    assert find_encoding(text.encode(encoding), file="a.csv") == found


@pytest.mark.parametrize(
    ("text", "encoding"), [("Москва, улица Ленина, дом пять", "cp1251"), ("東京都千代田区丸の内", "shift_jis")]
)
def test_texts_that_no_known_encoding_makes_plausible_are_refused_unless_stated(text, encoding):
    raw = text.encode(encoding)
    with pytest.raises(InputError, match="in no encoding that is known for sure; save the file as UTF-8"):
        find_encoding(raw, file="a.csv")
    assert raw.decode(check_stated(raw, encoding, file="a.csv")) == text


@pytest.mark.parametrize(
    ("text", "encoding", "stated"),
    [(ZH, "utf-8", "GBK"), (ZH, "gbk", "cp1252"), (ZH, "gbk", "utf-8"), (ES, "cp1252", "GBK"), (ZH, "utf-16", "GBK")],
)
def test_a_stated_encoding_that_cannot_be_right_is_refused_with_the_right_one(text, encoding, stated):
    with pytest.raises(InputError, match=f"not {stated} as stated; leave encoding out, or state"):
        check_stated(text.encode(encoding), stated, file="a.csv")


def test_a_text_damaged_at_one_place_is_refused_by_its_line():
    raw = (ZH * 5).encode()
    with pytest.raises(InputError, match=r"a.csv, line 3: bytes that are no text in UTF-8"):
        find_encoding(raw[:80] + b"\xff\xfe" + raw[80:], file="a.csv")


def write_shapefile(folder, encoding, *, page=None, columns=None):
    table = columns or {"网格编码": ["1", "2"], "名称": ["中原路社区", "绿城花园三号院"]}
    frame = gpd.GeoDataFrame(table, geometry=[shapely.Point(0, 0), shapely.Point(1, 1)], crs=4326)
    frame.to_file(folder / "a.shp", encoding=encoding, engine="pyogrio")
    if page is None:
        (folder / "a.cpg").unlink()
    else:
        (folder / "a.cpg").write_text(page)
    return folder / "a.shp"


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    ("encoding", "page", "note"),
    [
        ("GBK", None, "states no encoding; its texts are read as GBK"),
        ("GBK", "UTF-8", "states the encoding UTF-8, which its texts are not in; read as GBK"),
        ("GBK", "ISO-8859-1", "states the encoding ISO-8859-1, which its texts are not in; read as GBK"),
        ("UTF-8", "GBK", "states the encoding GBK, which its texts are not in; read as UTF-8"),
        ("UTF-8", "UTF-8", None),
        ("GBK", "936", None),
    ],
)
def test_a_shapefile_is_read_right_whatever_its_cpg_says(tmp_path, encoding, page, note):
    path = write_shapefile(tmp_path, encoding, page=page)
    frame, notes = read_table(path)
    assert frame["名称"].tolist() == ["中原路社区", "绿城花园三号院"]
    assert read_table(path, limits=UPLOAD_LIMITS)[0].equals(frame)
    said = [translate_note(each, "en") for each in notes]
    assert [note in text for text in said] == ([] if note is None else [True])


@pytest.mark.filterwarnings("ignore")
def test_a_packed_shapefile_in_gbk_is_read_right(tmp_path):
    path = write_shapefile(tmp_path, "GBK")
    with zipfile.ZipFile(tmp_path / "u.zip", "w") as zipped:
        for ending in ("shp", "dbf", "shx", "prj"):
            zipped.write(path.with_suffix(f".{ending}"), f"a.{ending}")
    frame, notes = read_table(tmp_path / "u.zip")
    assert list(frame.columns[:2]) == ["网格编码", "名称"]
    assert [note.values["encoding"] for note in notes] == ["GBK"]


@pytest.mark.filterwarnings("ignore")
def test_layers_of_an_archive_whose_names_are_gbk_are_named_as_they_are(tmp_path):
    path = write_shapefile(tmp_path, "GBK")
    with zipfile.ZipFile(tmp_path / "u.zip", "w") as zipped:
        for name in ("Q1QQQQ", "Q2QQ"):
            for ending in ("shp", "dbf", "shx", "prj"):
                zipped.write(path.with_suffix(f".{ending}"), f"{name}.{ending}")
    packed = (tmp_path / "u.zip").read_bytes()
    packed = packed.replace(b"Q1QQQQ", "网格面".encode("gbk")).replace(b"Q2QQ", "地块".encode("gbk"))
    (tmp_path / "u.zip").write_bytes(packed)
    with pytest.raises(InputError, match=r"several layers; .*: 网格面, 地块"):
        read_table(tmp_path / "u.zip")
    assert read_table(tmp_path / "u.zip", layer="地块")[0]["名称"].tolist()[0] == "中原路社区"


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("encoding", ["GBK", "cp1252"])
def test_a_mapinfo_layer_that_states_no_charset_is_read(tmp_path, encoding):
    text = "中原路社区" if encoding == "GBK" else "señora, Málaga"
    frame = gpd.GeoDataFrame({"name": [text]}, geometry=[shapely.Point(0, 0)], crs=4326)
    frame.to_file(tmp_path / "a.mif", driver="MapInfo File", engine="pyogrio", encoding=encoding)
    assert read_table(tmp_path / "a.mif")[0]["name"].tolist() == [text]


def test_a_link_for_the_crs_is_refused_in_every_encoding(tmp_path):
    crs = '"crs":{"type":"link","properties":{"href":"http://127.0.0.1/x"}},'
    for encoding in ("utf-8", "utf-16"):
        (tmp_path / "a.geojson").write_text('{"type":"FeatureCollection",' + crs + '"features":[]}', encoding=encoding)
        with pytest.raises(InputError, match="its crs is a link, which is not followed"):
            read_table(tmp_path / "a.geojson")


@pytest.mark.filterwarnings("ignore")
def test_a_name_that_a_shapefile_cut_within_a_character_loses_that_character_only(tmp_path):
    path = write_shapefile(tmp_path, "UTF-8", columns={"住宅建筑面积": ["1", "2"], "名称": ["甲", "乙"]})
    frame, _ = read_table(path)
    assert list(frame.columns[:2]) == ["住宅建", "名称"]


def test_a_geojson_in_gbk_or_utf16_is_read_and_it_is_said(tmp_path):
    text = '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"名称":"中原路社区"},' \
        '"geometry":{"type":"Point","coordinates":[1,2]}}]}'  # fmt: skip
    for encoding in ("gbk", "utf-16"):
        (tmp_path / "a.geojson").write_text(text, encoding=encoding)
        frame, notes = read_table(tmp_path / "a.geojson")
        assert frame["名称"].tolist() == ["中原路社区"]
        assert [note.key for note in notes] == ["found_encoding"]


KML = (
    '<?xml version="1.0" encoding="{encoding}"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark>'
    '<name>第1网格</name><ExtendedData><Data name="网格编码"><value>410102009001001</value></Data>'
    '<Data name="所属社区"><value>中原</value></Data><Data name="people"><value>3</value></Data></ExtendedData>'
    "<Point><coordinates>113.6,34.7,0</coordinates></Point></Placemark></Document></kml>"
)


@pytest.mark.parametrize("encoding", ["UTF-8", "GBK"])
def test_chinese_names_of_the_data_of_a_kml_survive(tmp_path, encoding):
    (tmp_path / "a.kml").write_text(KML.format(encoding=encoding), encoding=encoding)
    frame, _ = read_table(tmp_path / "a.kml")
    assert frame[["网格编码", "所属社区", "people"]].values.tolist() == [["410102009001001", "中原", "3"]]


def write_dxf(folder, version, page, encoding):
    header = f"0\nSECTION\n2\nHEADER\n9\n$ACADVER\n1\n{version}\n9\n$DWGCODEPAGE\n3\n{page}\n0\nENDSEC\n"
    body = "0\nSECTION\n2\nENTITIES\n0\nTEXT\n8\n注记\n10\n1.0\n20\n2.0\n40\n5\n1\n东风家园 300户\n0\nENDSEC\n0\nEOF\n"
    (folder / "a.dxf").write_bytes((header + body).encode(encoding))
    return folder / "a.dxf"


@pytest.mark.parametrize(
    ("version", "page", "encoding", "notes"),
    [
        ("AC1027", "ANSI_936", "utf-8", []),
        ("AC1021", "ANSI_1252", "utf-8", []),
        ("AC1015", "ANSI_936", "gbk", []),
        ("AC1015", "ANSI_1252", "gbk", ["false_encoding"]),
        ("AC1015", "ANSI_936", "utf-8", ["false_encoding"]),
    ],
)
def test_a_drawing_is_read_right_whatever_code_page_it_names(tmp_path, version, page, encoding, notes):
    frame, said = read_table(write_dxf(tmp_path, version, page, encoding))
    assert frame[["Layer", "Text"]].values.tolist() == [["注记", "东风家园 300户"]]
    assert [note.key for note in said] == notes
