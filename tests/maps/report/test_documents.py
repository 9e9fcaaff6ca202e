"""The report as a page and as a DOCX: every figure stands in both, in both languages, the same bytes twice."""

import dataclasses
import io
import re
import struct
import zipfile
import zlib
from pathlib import Path

import docx
import pytest

from geo.audit.audit import audit_city
from geo.city.sample import build_sample
from geo.coverage.analysis import analyze_city
from geo.errors import InputError
from geo.reference import build_reference
from geo.texts import LANGS
from geo.texts.messages import translate_message
from maps.report.charts import Bars, draw_bars
from maps.report.default_template import build_template
from maps.report.figures import ReportRequest, gather_figures
from maps.report.pictures import draw_pictures
from maps.report.report_page import render_picture, render_report
from maps.report.telling import COLUMNS, tell_report
from maps.report.template import TEMPLATES, fill_template, find_template
from tests.maps.report.scenes import DAY, gather, survey

ROOT = Path(__file__).parents[3]
EVIL = "</script><script>window.pwned=1</script><img src=x onerror='window.pwned=1'>{{7*7}}{% if %}\"\\&"


def make_png(width=2, height=1):
    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    rows = zlib.compress(b"".join(b"\0" + b"\x80" * width for _ in range(height)))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def read_docx(content):
    """All text of a DOCX: paragraphs and cells."""
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def read_page(page):
    return re.sub(r"<[^>]+>", "\n", re.sub(r"<(style|svg).*?</\1>", "", page, flags=re.DOTALL)).replace("&#39;", "'")


def list_numbers(record, name=""):
    """Every number of the figures as people write it, worked out from the name of its field."""
    if dataclasses.is_dataclass(record):
        own = getattr(record, "key", "")
        for field in dataclasses.fields(record):
            # a figure of the audit is of the kind that its key says
            yield from list_numbers(getattr(record, field.name), f"{own}_{field.name}" if own else field.name)
    elif isinstance(record, dict):
        for key, value in record.items():
            yield from list_numbers(value, key)
    elif isinstance(record, tuple):
        for value in record:
            yield from list_numbers(value, name)
    elif isinstance(record, int | float) and not isinstance(record, bool):
        if name.endswith("share"):
            yield f"{100 * record:.1f}%"
        elif "_per_" in name or name.endswith("_min"):
            yield f"{record:,.1f}"
        else:
            yield str(record) if name == "year" else f"{record:,.0f}"


def holds(text, number):
    """Whether a number stands in a text on its own, not as a part of another."""
    return re.search(rf"(?<![\d.,]){re.escape(number)}(?![\d%]|[.,]\d)", text) is not None


@pytest.fixture(scope="module", params=LANGS)
def told(request):
    return request.param, tell_report(gather(), request.param)


def test_every_number_of_the_figures_stands_in_the_docx_and_on_the_page(told):
    lang, texts = told
    numbers = list(list_numbers(gather()))
    assert len(numbers) > 500
    document = read_docx(fill_template(find_template(lang), texts, []))
    page = read_page(render_report(texts, [], lang=lang))
    assert [number for number in numbers if not holds(document, number)] == []
    assert [number for number in numbers if not holds(page, number)] == []


def list_docx_rows(content):
    """The rows below the heading of each table, in the order of the templates."""
    tables = docx.Document(io.BytesIO(content)).tables
    return [[" | ".join(cell.text for cell in row.cells) for row in table.rows[1:]] for table in tables]


def list_page_rows(page):
    tables = re.findall(r'<table id="\w+">.*?<tbody>(.*?)</tbody>', page, re.DOTALL)
    return [[re.sub(r"<[^>]+>", " | ", row) for row in re.findall(r"<tr>.*?</tr>", table)] for table in tables]


def test_every_row_of_a_table_has_all_numbers_of_its_record(told):
    lang, texts = told
    figures = gather()
    records = [getattr(figures, name) for name in ("categories", *list(COLUMNS)[1:])]
    for tables in (
        list_docx_rows(fill_template(find_template(lang), texts, [])),
        list_page_rows(render_report(texts, [], lang=lang)),
    ):
        assert [len(rows) for rows in tables] == [len(rows) for rows in records]
        for rows, of_table in zip(tables, records, strict=True):
            for row, record in zip(rows, of_table, strict=True):
                assert [number for number in list_numbers(record) if not holds(row, number)] == [], row


def test_every_sentence_stands_in_both(told):
    lang, texts = told
    document = read_docx(fill_template(find_template(lang), texts, []))
    page = read_page(render_report(texts, [], lang=lang)).replace("&quot;", '"')
    for line in [*texts["summary"], *texts["method"], *texts["unverified"], texts["judged"], texts["source"]]:
        assert line in document
        assert line in page


def test_the_templates_that_come_along_are_those_that_the_script_makes():
    for lang in LANGS:
        assert (TEMPLATES / f"report.{lang}.docx").read_bytes() == build_template(lang)


@pytest.mark.parametrize("lang", LANGS)
def test_properties_of_tables_stand_in_the_order_of_the_schema(lang):
    """Word calls a document damaged where they do not."""
    order = ["tblStyle", "tblW", "jc", "tblInd", "tblBorders", "shd", "tblLayout", "tblCellMar", "tblLook"]
    tables = docx.Document(io.BytesIO(build_template(lang))).tables
    assert len(tables) == len(COLUMNS)
    for table in tables:
        names = [child.tag.rpartition("}")[2] for child in table._tbl.tblPr]
        assert names == sorted(names, key=order.index)
        assert "tblBorders" in names


def test_the_same_report_is_the_same_bytes(told):
    lang, texts = told
    pictures = draw_pictures(gather(), survey()[0], lang)
    assert [picture.svg for picture in pictures] == [p.svg for p in draw_pictures(gather(), survey()[0], lang)]
    shot = [(picture, make_png()) for picture in pictures]
    assert fill_template(find_template(lang), texts, shot) == fill_template(find_template(lang), texts, shot)


def test_pictures_stand_in_the_docx_with_their_titles(told):
    lang, texts = told
    pictures = draw_pictures(gather(), survey()[0], lang)
    assert [picture.kind for picture in pictures] == ["map"] * 6 + ["chart"] * 3
    content = fill_template(find_template(lang), texts, [(picture, make_png(20, 10)) for picture in pictures])
    document = docx.Document(io.BytesIO(content))
    assert len(document.inline_shapes) == 9
    text = read_docx(content)
    assert all(picture.title in text and picture.note in text for picture in pictures)


def test_missing_pictures_are_told():
    texts = tell_report(gather(), "zh")
    assert "未能绘制" in read_docx(fill_template(find_template("zh"), texts, [], missing="未能绘制"))


def test_names_of_the_data_are_no_tags_and_no_markup():
    city = build_sample()
    spoilt = dataclasses.replace(
        city,
        name=EVIL,
        attribution=EVIL,
        divisions=city.divisions.assign(name=EVIL),
        categories={name: {"zh": EVIL, "en": EVIL} for name in city.categories},
    )
    coverage = analyze_city(spoilt)
    figures = gather_figures(coverage, audit_city(coverage), ReportRequest(year=2026, day=DAY))
    texts = tell_report(figures, "en")
    page = render_report(texts, draw_pictures(figures, coverage, "en"), lang="en")
    assert "<script" not in page
    assert "<img" not in page
    assert "default-src 'none'" in page
    assert EVIL in read_docx(fill_template(find_template("en"), texts, []))


def test_the_page_asks_for_nothing(told):
    lang, texts = told
    page = render_report(texts, draw_pictures(gather(), survey()[0], lang), lang=lang)
    addresses = set(re.findall(r"https?://[^\s\"'<>)]+", page))
    assert addresses == {"http://www.w3.org/2000/svg"}
    assert "url(#hatch)" in page
    assert not re.findall(r"<(?:img|link|iframe)\b(?! rel=\"icon\" href=\"data:,\")|@import", page)


def test_bars_are_as_long_as_their_values():
    drawn = draw_bars(Bars(names=["a", "b"], values=[50.0, 100.0], written=["50", "100"], norm=25.0, norm_text="n"))
    short, long = (int(width) for width in re.findall(r'<rect [^>]*width="(\d+)"', drawn))
    assert long == pytest.approx(2 * short, abs=1)
    assert "<svg" in render_picture(draw_pictures(gather(), survey()[0], "en")[0])


# --- templates of an office


@pytest.fixture
def write_template(tmp_path):
    def write(*lines):
        document = docx.Document()
        for line in lines:
            document.add_paragraph(line)
        document.save(tmp_path / "own.docx")
        return tmp_path / "own.docx"

    return write


def test_a_template_of_the_office_is_filled_in(write_template):
    template = write_template("{{ city }}:{{ year }}", "{%p for row in gaps %}", "{{ row.place }}", "{%p endfor %}")
    text = read_docx(fill_template(template, tell_report(gather(), "zh"), []))
    assert text.startswith(f"{gather().city}:2026")
    assert all(gap.name in text for gap in gather().gaps)


@pytest.mark.parametrize(
    ("lines", "expected", "chinese"),
    [
        (["{{ ctiy }}"], 'no field is called "ctiy"', "没有名为“ctiy”的字段"),
        (["{%p for row in gaps %}", "{{ row.plce }}", "{%p endfor %}"], 'no field is called "plce"', "“plce”"),
        (["a", "b", "c", "d", "{{ city", "e"], 'the tag in "', "标签有误"),
        (["a", "{% fro x in gaps %}"], 'the tag in "{% fro x in gaps %}" is broken', "“{% fro x in gaps %}”"),
        (["{%p for row in gaps %}", "{{ row.place }}"], "a tag is not closed", "标签未结束"),
        (["{{ city + 1 }}"], '"add" is not for templates', "不能使用“add”"),
        (["{%tr for row in gaps %}", "{{ row.place }}"], "the tag in", "标签有误"),
        (["{{ ''.__class__.__mro__ }}"], "cannot be filled in", "无法填写"),
        (["{% for i in range(10 ** 9) %}{% endfor %}"], '"for" is not for templates', "不能使用“for”"),
        (["{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}"], '"macro" is not', "不能使用“macro”"),
        (["{% import 'x' as y %}"], '"import" is not', "不能使用“import”"),
        (["{% include '/etc/hostname' %}"], '"include" is not', "不能使用“include”"),
        (["{{ ('x' * 2000000000)|length }}"], '"mul" is not', "不能使用“mul”"),
        (["{{ lipsum(n=100000) }}"], '"call" is not', "不能使用“call”"),
        (["{{ city|center(99999999999) }}"], '"|center" is not', "不能使用“|center”"),
        (["{% for row in gaps %}" * 9 + "x" + "{% endfor %}" * 9], '"for" is not', "不能使用“for”"),
        (["{{ gaps[999].place }}"], "cannot be filled in", "无法填写"),
    ],
)
def test_a_wrong_template_is_refused_by_what_is_wrong(write_template, lines, expected, chinese):
    with pytest.raises(InputError) as error:
        fill_template(write_template(*lines), tell_report(gather(), "zh"), [])
    assert str(error.value).startswith("own.docx: ")
    assert expected in str(error.value)
    assert chinese in translate_message(str(error.value), "zh")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"<html>", b"\xd0\xcf\x11\xe0" * 100])
def test_what_is_no_docx_is_refused(tmp_path, content):
    path = tmp_path / "own.docx"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"own\.docx: is no DOCX that can be read"):
        fill_template(path, tell_report(gather(), "zh"), [])
    with pytest.raises(InputError, match="no such file"):
        fill_template(tmp_path / "none.docx", tell_report(gather(), "zh"), [])


def test_a_zip_that_is_no_docx_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "own.docx", "w") as packed:
        packed.writestr("a.txt", "a")
    with pytest.raises(InputError, match="is no DOCX"):
        fill_template(tmp_path / "own.docx", tell_report(gather(), "zh"), [])


@pytest.mark.parametrize("offset", [8, 10])
def test_a_docx_with_a_password_or_packed_in_a_way_of_its_own_is_refused(write_template, offset):
    path = write_template("{{ city }}")
    content = bytearray(path.read_bytes())
    # of each entry of the archive's directory: its flags, or how it is packed
    for entry in [found.start() for found in re.finditer(b"PK\x01\x02", content)]:
        content[entry + offset] = 97
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"own\.docx: is no DOCX that can be read"):
        fill_template(path, tell_report(gather(), "zh"), [])


def test_a_damaged_docx_is_refused(write_template):
    path = write_template("{{ city }}")
    content = bytearray(path.read_bytes())
    content[60:-3000:97] = bytes(0xFF ^ each for each in content[60:-3000:97])
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"own\.docx: is no DOCX that can be read"):
        fill_template(path, tell_report(gather(), "zh"), [])


def test_the_page_of_fields_lists_all_of_them_and_no_other():
    text = (ROOT / "docs/report.md").read_text("utf-8").partition("## Fields")[2]
    rows = [row.split(" | ") for row in re.findall(r"^\| (`.*) \|$", text, re.MULTILINE)]
    names = {name for row in rows for name in re.findall(r"`(\w+)`", row[0])}
    assert names == {*tell_report(gather(), "en"), "pictures_missing", "maps", "charts"}
    columns = {row[0].strip("`"): tuple(re.findall(r"`(\w+)`", row[1])) for row in rows}
    assert {name: columns[name] for name in COLUMNS} == COLUMNS


@pytest.mark.heavy
def test_the_report_of_the_whole_reference_city_prints_what_is_published():
    coverage = analyze_city(build_reference())
    figures = gather_figures(coverage, audit_city(coverage), ReportRequest(year=2026, day=DAY))
    texts = tell_report(figures, "zh")
    document = read_docx(fill_template(find_template("zh"), texts, []))
    page = read_page(render_report(texts, draw_pictures(figures, coverage, "zh"), lang="zh"))
    published = ("5,856", "32,710", "1,087", "2,074", "15.6%", "51.3%", "33.6%", "78.3%", "69.5%", "29.3%")
    assert [number for number in published if not (holds(document, number) and holds(page, number))] == []
    assert [number for number in list_numbers(figures) if not holds(document, number)] == []
    assert "nan" not in page
