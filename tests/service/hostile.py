"""Hostile files, made anew: what a stranger who knows the program would send. Each is written into an empty folder."""

import json
import sqlite3
import struct
import zipfile
from contextlib import closing

import geopandas as gpd
import numpy as np
import pyarrow
import pyarrow.parquet
import shapely

SECRET = "SECRET-8613800138000"
SQUARE = shapely.box(469_100, 3_846_100, 469_300, 3_846_300)


def areas(count=1):
    return gpd.GeoDataFrame({"plan_id": ["P"] * count, "dwellings": 9.0}, geometry=[SQUARE] * count, crs=4547)


def vrt(source):
    return (
        f"<OGRVRTDataSource><OGRVRTLayer name='a'><SrcDataSource relativeToVRT='0'>{source}</SrcDataSource>"
        "<SrcLayer>secret</SrcLayer></OGRVRTLayer></OGRVRTDataSource>"
    )


def text(name, content):
    """A hostile file that is a text; {secret} and {port} stand for what the test planted."""

    def write(folder, secret, port):
        path = folder / name
        path.write_text(content.replace("{secret}", str(secret)).replace("{port}", str(port)), encoding="utf-8")
        return path

    return write


def feature(properties="{}", geometry=None):
    shape = geometry or json.dumps(shapely.geometry.mapping(SQUARE))
    return f'{{"type":"Feature","properties":{properties},"geometry":{shape}}}'


def collection(features, crs=""):
    return f'{{"type":"FeatureCollection",{crs}"features":[{",".join(features)}]}}'


def sql(*statements, name="areas.gpkg"):
    """A GeoPackage with more in it."""

    def write(folder, secret, port):
        path = folder / name
        areas().to_file(path, layer="areas")
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            for statement in statements:
                database.execute(statement.replace("{secret}", str(secret)))
        return path

    return write


def make_view(name, body):
    """Statements that make a view or virtual table the only layer."""
    return (
        body,
        "DELETE FROM gpkg_contents",
        f"INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES ('{name}','features','x',4547)",
        "DELETE FROM gpkg_geometry_columns",
        f"INSERT INTO gpkg_geometry_columns VALUES ('{name}','geom','POLYGON',4547,0,0)",
    )


#: A virtual table that Python's SQLite does not know is written into the schema by hand, as an attacker does.
def smuggle(statement, name="v"):
    return (
        "PRAGMA writable_schema = 1",
        f"INSERT INTO sqlite_schema VALUES ('table', '{name}', '{name}', 0, '{statement}')",
        *make_view(name, "SELECT 1"),
    )


def frame(name, make):
    def write(folder, secret, port):
        path = folder / name
        made = make()
        if name.endswith(".parquet"):
            pyarrow.parquet.write_table(made, path) if isinstance(made, pyarrow.Table) else made.to_parquet(path)
        else:
            made.to_file(path)
        return path

    return write


def workbook(sheet, shared=None, extra=()):
    """An XLSX written by hand."""

    def write(folder, secret, port):
        path = folder / "areas.xlsx"
        ns = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
        rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
        parts = {
            "[Content_Types].xml": (
                '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
                '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
                f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/>'
                f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}.sharedStrings+xml"/></Types>'
            ),
            "_rels/.rels": (
                '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                f'<Relationship Id="rId1" Type="{rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
            ),
            "xl/workbook.xml": (
                f'<workbook {ns} xmlns:r="{rel}"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>'
            ),
            "xl/_rels/workbook.xml.rels": (
                '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                f'<Relationship Id="rId1" Type="{rel}/worksheet" Target="worksheets/sheet1.xml"/>'
                f'<Relationship Id="rId2" Type="{rel}/sharedStrings" Target="sharedStrings.xml"/>'
                f'<Relationship Id="rId3" Type="{rel}/externalLink" TargetMode="External" '
                f'Target="http://127.0.0.1:{port}/x"/></Relationships>'
            ),
            "xl/worksheets/sheet1.xml": sheet(ns) if callable(sheet) else sheet.replace("NS", ns),
            "xl/sharedStrings.xml": shared(ns) if shared else f"<sst {ns}/>",
            **{inner: content.replace("{secret}", str(secret)) for inner, content in extra},
        }
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as zipped:
            for inner, content in parts.items():
                zipped.writestr(inner, content)
        return path

    return write


def cell(reference, value="1"):
    return f'<c r="{reference}" t="inlineStr"><is><t>{value}</t></is></c>'


def sheet_of(*rows, before=""):
    body = "".join(f"<row>{row}</row>" if not row.startswith("<row") else row for row in rows)
    return f"{before}<worksheet NS><dimension ref='A1:B2'/><sheetData>{body}</sheetData></worksheet>"


def dxf(entities, blocks="", name="areas.dxf"):
    parts = {"HEADER": "", "BLOCKS": blocks, "ENTITIES": entities}
    sections = "".join(f"0\nSECTION\n2\n{part}\n{content}0\nENDSEC\n" for part, content in parts.items())
    return text(name, f"{sections}0\nEOF\n")


def insert(block, columns=1, rows=1):
    return f"0\nINSERT\n8\n0\n2\n{block}\n10\n0\n20\n0\n70\n{columns}\n71\n{rows}\n44\n1\n45\n1\n"


def block(name, content):
    return f"0\nBLOCK\n8\n0\n2\n{name}\n70\n0\n10\n0\n20\n0\n3\n{name}\n1\n\n{content}0\nENDBLK\n"


LINE = "0\nLINE\n8\n0\n10\n0\n20\n0\n11\n9\n21\n9\n"


def ring(size):
    points = "".join(f"10\n{x}\n20\n{y}\n" for x, y in [(-size, -size), (size, -size), (size, size), (-size, size)])
    return f"0\nLWPOLYLINE\n8\n0\n90\n4\n70\n1\n{points}"


def note(value, x=0.0):
    return f"0\nTEXT\n8\n0\n10\n{x}\n20\n0\n40\n1\n1\n{value}\n"


def long_note():
    """A text of many lines: one line of a drawing has 256 characters at most."""
    parts = "".join(f"3\n{'a' * 250}\n" for _ in range(1000))
    return f"0\nMTEXT\n8\n0\n10\n0\n20\n0\n40\n1\n{parts}1\na\n"


def shapefile(**parts):
    """An honest Shapefile, of which some parts are replaced or added."""

    def write(folder, secret, port):
        areas().to_file(folder / "areas.shp")
        for ending, change in parts.items():
            path = folder / f"areas.{ending}"
            before = path.read_bytes() if path.exists() else b""
            after = change(before) if callable(change) else change.replace("{secret}", str(secret)).encode()
            path.write_bytes(after)
        return folder / "areas.shp"

    return write


def binary(name, content):
    def write(folder, secret, port):
        path = folder / name
        path.write_bytes(content() if callable(content) else content)
        return path

    return write


def cut(name, keep):
    def write(folder, secret, port):
        path = folder / name
        areas(50).to_file(path) if not name.endswith("parquet") else areas(50).to_parquet(path)
        path.write_bytes(path.read_bytes()[:keep])
        return path

    return write


def many_vertices():
    line = shapely.linestrings(np.zeros((500_000, 2)))
    return gpd.GeoDataFrame({"plan_id": "P"}, index=range(11), geometry=[line] * 11, crs=4547)


def nested_lists():
    inner = pyarrow.ListArray.from_arrays([0, 12_000_000], pyarrow.array(np.zeros(12_000_000)))
    return pyarrow.table({"plan_id": ["P"], "boundary": inner})


def repeated_text():
    codes = pyarrow.array(np.zeros(100_000, np.int32))
    return pyarrow.table({"plan_id": pyarrow.DictionaryArray.from_arrays(codes, ["x" * 100_000])})


def wrong_geo():
    table = pyarrow.table({"plan_id": ["P"], "geometry": [shapely.to_wkb(SQUARE)]})
    crs = {"type": "GeographicCRS", "name": "x", "datum_ensemble": "/etc/passwd"}
    geo = {"version": "1.0.0", "primary_column": "geometry"}
    geo["columns"] = {"geometry": {"encoding": "WKB", "geometry_types": [], "crs": crs}}
    return table.replace_schema_metadata({"geo": json.dumps(geo)})


def deep_collection(depth=20_000):
    wkb = b"\x01\x07\x00\x00\x00\x01\x00\x00\x00" * depth + shapely.to_wkb(shapely.Point(1, 2))
    table = pyarrow.table({"plan_id": ["P"], "geometry": [wkb]})
    geo = {"version": "1.0.0", "primary_column": "geometry"}
    geo["columns"] = {"geometry": {"encoding": "WKB", "geometry_types": []}}
    return table.replace_schema_metadata({"geo": json.dumps(geo)})


def csv_shapes(vertices):
    one = ",".join(f"{at} 0" for at in range(1000))
    rows = "".join(f'P{n},9,"POLYGON (({one}))"\n' for n in range(vertices // 1000))
    return f"plan_id,dwellings,wkt\n{rows}".encode()


NO_NUMBERS = '{"type":"Polygon","coordinates":[[[NaN,1e999],[0,-1e999],[1,1],[0,0]]]}'
COLLECTIONS = '{"type":"GeometryCollection","geometries":[' * 5000 + "]}" * 5000
LINE_OF = '{"type":"LineString","coordinates":[%s[1,1]]}'
LINK = '"crs":{"type":"link","properties":{"href":"%s","type":"proj4"}},'
HTTP_LINK = LINK % "http://127.0.0.1:{port}/crs"
HIDDEN_LINK = HTTP_LINK.replace('"crs"', '"\\u0063rs"')
GRIDS = (
    'PROJCS["x",GEOGCS["x",DATUM["x",SPHEROID["x",6378137,298.257]],PRIMEM["Greenwich",0],'
    'UNIT["degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",0],'
    'PARAMETER["central_meridian",114],PARAMETER["scale_factor",1],PARAMETER["false_easting",500000],'
    'PARAMETER["false_northing",0],UNIT["metre",1],'
    'EXTENSION["PROJ4","+proj=tmerc +lon_0=114 +x_0=500000 +nadgrids={secret} +wktext"]]'
)
GROWING = "".join("<!ENTITY a{} '{}'>".format(n, f"&a{n - 1};" * 10) for n in range(1, 12))
ENTITIES = f"<!DOCTYPE a [<!ENTITY a0 'lol'>{GROWING}]>"
XXE = '<!DOCTYPE a [<!ENTITY x SYSTEM "file://{secret}">]>'
GML = (
    '<?xml version="1.0"?>%s<wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs" '
    'xmlns:gml="http://www.opengis.net/gml" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xsi:schemaLocation="http://127.0.0.1:{port}/a http://127.0.0.1:{port}/a.xsd"><gml:featureMember><a><n>%s</n>'
    "<gml:pos>1 2</gml:pos></a></gml:featureMember></wfs:FeatureCollection>"
)
KML = '<?xml version="1.0"?>%s<kml xmlns="http://www.opengis.net/kml/2.2"><Document>%s</Document></kml>'
LINKED = "<NetworkLink><Link><href>http://127.0.0.1:{port}/a.kml</href></Link></NetworkLink>"
#: Those that take seconds until they meet their limit.
SLOW = {
    "6,000,000 vertices in twelve features",
    "row without end",
    "shared strings of 400 MB",
    "200,000 rows",
    "100,000 columns",
    "blocks in blocks",
}
#: What the case is -> (how the file is written, a word that the message must hold; "" for any message or result).
HOSTILE = {
    "VRT behind {": (text("areas.geojson", '{"x":"' + vrt("{secret}") + '"}'), "damaged"),
    "VRT in json, CSV:": (text("areas.json", '{"x":"' + vrt("CSV:{secret}") + '"}'), "damaged"),
    "VRT behind DXF's 0": (text("areas.dxf", "0\n" + vrt("{secret}")), ""),
    "VRT behind DXF's 999": (text("areas.dxf", "999\n" + vrt("CSV:{secret}") + "\n0\nSECTION\n"), ""),
    "VRT to the network": (text("areas.json", "{" + vrt("http://127.0.0.1:{port}/a.json")), "damaged"),
    "VRT to /vsicurl/": (text("areas.json", "{" + vrt("/vsicurl/http://127.0.0.1:{port}/a.csv")), "damaged"),
    "VRT to WFS": (text("areas.json", "{" + vrt("WFS:http://127.0.0.1:{port}/wfs")), "damaged"),
    "VRT to passwd": (text("areas.json", "{" + vrt("CSV:/etc/passwd")), "damaged"),
    "VRT to the environment": (text("areas.dxf", "0\n" + vrt("CSV:/proc/self/environ")), ""),
    "crs is a link": (
        text("areas.geojson", collection([feature()], HTTP_LINK)),
        "is a link",
    ),
    "crs is a link to a file": (text("areas.geojson", collection([feature()], LINK % "file://{secret}")), "is a link"),
    "crs is a hidden link": (
        text("areas.geojson", collection([feature()], HIDDEN_LINK)),
        "",
    ),
    "ESRI JSON": (text("areas.json", '{"displayFieldName":"x","geometryType":"esriGeometryPoint","features":[]}'), ""),
    "TopoJSON": (text("areas.json", '{"type":"Topology","objects":{},"arcs":[]}'), ""),
    "OGC API": (
        text("areas.json", '{"links":[{"rel":"data","href":"http://127.0.0.1:{port}/c"}],"collections":[]}'),
        "",
    ),
    "GDALG": (text("areas.json", '{"type":"gdal_streamed_alg","command_line":"gdal vector read {secret}"}'), ""),
    "VirtualText": (sql(*smuggle("CREATE VIRTUAL TABLE v USING VirtualText({secret},utf8,0,COMMA,NONE)")), "virtual"),
    "VirtualShape": (sql(*smuggle("CREATE VIRTUAL TABLE v USING VirtualShape({secret},utf8,4547)")), "virtual table"),
    "VirtualText as rtree_": (
        sql(*smuggle("CREATE VIRTUAL TABLE rtree_v USING VirtualText({secret},utf8,0)", "rtree_v")),
        "virtual table",
    ),
    "VirtualText behind a comment": (sql(*smuggle("CREATE/**/VIRTUAL/**/TABLE v USING VirtualText({secret})")), ""),
    "FTS table": (sql("CREATE VIRTUAL TABLE f USING fts5(a)"), "virtual table"),
    "view": (sql(*make_view("v", "CREATE VIEW v AS SELECT * FROM areas")), 'the view "v"'),
    "view of a view for ever": (
        sql(
            "CREATE VIEW v0 AS SELECT 1 a",
            *(f"CREATE VIEW v{n} AS SELECT a.* FROM v{n - 1} a, v{n - 1} b" for n in range(1, 30)),
        ),
        "the view",
    ),
    "trigger": (sql("CREATE TRIGGER t AFTER INSERT ON areas BEGIN SELECT 1; END"), 'the trigger "t"'),
    "generated column": (sql("ALTER TABLE areas ADD COLUMN g TEXT AS (hex(zeroblob(99999999))) VIRTUAL"), "computed"),
    "names like SQL": (sql("CREATE TABLE \"x; ATTACH 'secret.csv' AS y; --\" (a)"), ""),
    "GeoPackage cut off": (cut("areas.gpkg", 9000), "damaged"),
    "GeoPackage of nothing": (binary("areas.gpkg", b"SQLite format 3\0" + bytes(5000)), "damaged"),
    "GML with schema and XXE": (text("areas.gml", GML % (XXE, "&x;")), ""),
    "GML of entities": (text("areas.gml", GML % (ENTITIES, "&a11;")), ""),
    "KML with network links": (text("areas.kml", KML % ("", LINKED)), ""),
    "KML of entities": (text("areas.kml", KML % (ENTITIES, "<name>&a11;</name>")), ""),
    "one cell at XFD1048576": (
        workbook(sheet_of(cell("A1", "plan_id"), f'<row r="1048576">{cell("XFD1048576")}</row>')),
        "columns",
    ),
    "100,000 columns": (
        workbook(lambda ns: sheet_of(cell("", "x") * 100_000).replace("NS", ns)),
        "columns",
    ),
    "200,000 rows": (
        workbook(lambda ns: sheet_of(*[cell("", "x")] * 200_000).replace("NS", ns)),
        "more than 100,000 rows",
    ),
    "row without end": (
        workbook(sheet_of(f'<row r="2000000000">{cell("A2000000000")}</row>')),
        "",
    ),
    "workbook of entities": (workbook(sheet_of(cell("A1", "&a11;"), before=ENTITIES)), ""),
    "workbook with XXE": (workbook(sheet_of(cell("A1", "&x;"), before=XXE.replace("{secret}", "/etc/passwd"))), ""),
    "shared strings of 400 MB": (
        workbook(sheet_of(cell("A1")), lambda ns: f"<sst {ns}>{'<si><t>a</t></si>' * 8_000_000}</sst>"),
        "",
    ),
    "repeated values": (
        frame("areas.parquet", lambda: pyarrow.table({"plan_id": pyarrow.nulls(21_000_000, pyarrow.int8())})),
        "more than 100,000 rows",
    ),
    "a text for 100,000 rows": (frame("areas.parquet", repeated_text), ""),
    "nested lists": (frame("areas.parquet", nested_lists), "vertices"),
    "5,000 columns": (
        frame("areas.parquet", lambda: pyarrow.table({f"c{n}": [1] for n in range(5000)})),
        "more than 500 columns",
    ),
    "a CRS that is none": (frame("areas.parquet", wrong_geo), "damaged"),
    "collections in collections": (frame("areas.parquet", deep_collection), "damaged"),
    "Parquet cut off": (cut("areas.parquet", 3000), "damaged"),
    "array of inserts": (dxf(insert("b", 32_767, 32_767), block("b", LINE)), ""),
    "blocks in blocks": (
        dxf(insert("b30"), block("b0", LINE) + "".join(block(f"b{n}", insert(f"b{n - 1}") * 4) for n in range(1, 31))),
        "",
    ),
    "a block in itself": (dxf(insert("b"), block("b", insert("b") * 3)), ""),
    "a word without end": (dxf(ring(9) + long_note()), "256 characters"),
    "areas within areas": (
        dxf("".join(map(ring, range(1, 2001))) + "".join(note("a b", n / 1e6) for n in range(2000))),
        "areas within areas",
    ),
    "60,000 properties": (
        text("areas.geojson", collection([feature(json.dumps({f"p{n}": 1 for n in range(60_000)}))])),
        "more than 500 columns",
    ),
    "properties without end": (
        text("areas.geojson", collection(feature(json.dumps({f"p{n}": 1}), "null") for n in range(20_000))),
        "more than 500 columns",
    ),
    "brackets": (text("areas.geojson", '{"type":"FeatureCollection","features":' + "[" * 500_000), "damaged"),
    "collections": (
        text(
            "areas.geojson",
            collection([feature(geometry=COLLECTIONS)]),
        ),
        "",
    ),
    "6,000,000 vertices in one feature": (
        text("areas.geojson", collection([feature(geometry=LINE_OF % ("[0,0]," * 6_000_000))])),
        "too large to read",
    ),
    "5,500,000 vertices in WKB": (frame("areas.parquet", many_vertices), "more than 5,000,000 vertices"),
    "6,000,000 vertices in twelve features": (
        text("areas.geojson", collection([feature(geometry=LINE_OF % ("[0,0]," * 500_000))] * 12)),
        "",
    ),
    "coordinates that are none": (
        text(
            "areas.geojson", feature(geometry='{"type":"Polygon","coordinates":[[[NaN,1e999],[0,-1e999],[1,1],[0,0]]]}')
        ),
        "",
    ),
    "a line of commas": (binary("areas.csv", lambda: b"plan_id" + b"," * 20_000_000), "columns"),
    "a second line of commas": (
        binary("areas.csv", lambda: b"plan_id,wkt\n1,2\n" + b"," * 9_000_000),
        "9,000,001 cells",
    ),
    "NULs": (binary("areas.csv", b"plan_id,wkt\0\0\n" + bytes(100_000)), ""),
    "an open quote": (binary("areas.csv", lambda: b'plan_id,wkt\n1,"' + b"x\n" * 5_000_000), "a quote"),
    "300,000 lines": (binary("areas.csv", lambda: b"plan_id,wkt\n" + b"1,2\n" * 300_000), "more than 100,000 rows"),
    "3,000,000 vertices in cells": (binary("areas.csv", lambda: csv_shapes(3_000_000)), "vertices in its cells"),
    "a Shapefile of 2,000,000,000 bytes": (
        shapefile(shx=lambda raw: raw[:24] + struct.pack(">i", 2_000_000_000) + raw[28:]),
        "",
    ),
    "a table of 4,000,000,000 rows": (shapefile(dbf=lambda raw: raw[:4] + b"\xff\xff\xff\x7f" + raw[8:]), ""),
    "a table of 65,535 columns": (
        shapefile(
            dbf=lambda raw: raw[:8] + b"\xff\xff" + raw[10:32] + b"A\0\0\0\0\0\0\0\0\0\0C\0\0\0\0\1" + bytes(65_000)
        ),
        "",
    ),
    "a CRS with grids": (shapefile(prj=GRIDS), ""),
    "an encoding that is a path": (shapefile(cpg="{secret}"), ""),
    "a Shapefile that is a VRT": (shapefile(shp=vrt("{secret}")), ""),
}
