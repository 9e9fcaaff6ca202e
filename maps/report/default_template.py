"""The templates that come with gridwalk, made by ``python -m maps.report.default_template FOLDER``.

An office changes a copy of them in its word processor; whoever changes this file makes them again.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from geo.texts import LANGS, Lang
from maps.report.packing import pack_document
from maps.report.telling import COLUMNS, TEXT_COLUMNS
from maps.report.wording import say
from maps.style import CSS_COLOURS

#: Latin and Chinese font of text, and of headings.
_FONTS: Final = {
    "zh": (("Times New Roman", "仿宋"), ("Arial", "黑体")),
    "en": (("Times New Roman", "宋体"), ("Arial", "黑体")),
}
_TEXT_PT: Final = {"zh": 12.0, "en": 11.0}
_TABLE_PT: Final = 8.0
#: Widths of the columns of tables [mm], 165 together.
_WIDTHS_MM: Final = {
    "coverage": (36, 16, 17, 20, 14, 20, 15, 13, 14),
    "districts": (11, 45, 26, 20, 26, 20, 17),
    "streets": (11, 36, 36, 20, 15, 18, 16, 13),
    "audit": (77, 26, 16, 26, 20),
    "shortfalls": (9, 42, 18, 20, 17, 18, 22, 19),
    "communities": (11, 30, 24, 79, 21),
    "gaps": (10, 33, 19, 27, 18, 14, 15, 13, 16),
}
_CENTRE: Final = WD_ALIGN_PARAGRAPH.CENTER


def build_template(lang: Lang) -> bytes:
    """Build the template of a report.

    Parameters
    ----------
    lang
        Language of its headings.

    Returns
    -------
    bytes
        A DOCX.

    Examples
    --------
    >>> build_template("en")[:2]
    b'PK'
    """
    document = docx.Document()
    _set_page(document, lang)
    _set_styles(document, lang)
    _add_cover(document)
    _add_section(document, lang, "summary", ["{%p for line in summary %}", "{{ line }}", "{%p endfor %}"])
    _add_section(document, lang, "coverage", [])
    _add_table(document, lang, "coverage", note="coverage")
    _add_pictures(document, "maps")
    _add_section(document, lang, "divisions", [])
    for name in ("districts", "streets"):
        _add_part(document, lang, name)
    _add_note(document, lang, "divisions")
    _add_pictures(document, "charts")
    _add_section(document, lang, "audit", [])
    _add_table(document, lang, "audit", note="audit")
    for name in ("shortfalls", "communities"):
        _add_part(document, lang, name)
    _add_note(document, lang, "people")
    _add_section(document, lang, "gaps", [])
    _add_table(document, lang, "gaps", note="gaps")
    _add_section(document, lang, "method", ["{%p for line in method %}", "{{ line }}", "{%p endfor %}"])
    document.add_heading(say("report.heading.unverified", lang), 2)
    for text in ("{%p for line in unverified %}", "{{ line }}", "{%p endfor %}", "{{ source }}"):
        document.add_paragraph(text)
    return pack_document(document)


def _set_page(document: Any, lang: Lang) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(25), Mm(22)
    section.left_margin = section.right_margin = Mm(22.5)
    section.different_first_page_header_footer = True
    properties = document.core_properties
    properties.author, properties.title, properties.comments = "", say("report.title", lang), ""
    footer = section.footer.paragraphs[0]
    footer.alignment = _CENTRE
    before, between, after = say("report.page", lang, page="@", pages="@").split("@")
    for text, field in ((before, "PAGE"), (between, "NUMPAGES"), (after, "")):
        footer.add_run(text)
        if field:
            _add_field(footer, field)


def _add_field(paragraph: Any, code: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _set_styles(document: Any, lang: Lang) -> None:
    (text, text_east), (head, head_east) = _FONTS[lang]
    ink, accent = (RGBColor.from_string(_pick(name)) for name in ("ink", "accent"))
    sizes = {"Normal": _TEXT_PT[lang], "Title": 23, "Subtitle": 13, "Heading 1": 16, "Heading 2": 13, "Caption": 11}
    for name, size in sizes.items():
        style = document.styles[name]
        is_text = name == "Normal"
        _set_font(style, text if is_text else head, text_east if is_text else head_east)
        style.font.size, style.font.italic = Pt(size), False
        style.font.bold = not is_text and name != "Subtitle"
        style.font.color.rgb = accent if name == "Heading 1" else ink
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    normal = document.styles["Normal"].paragraph_format
    normal.space_after, normal.line_spacing = Pt(5), 1.4
    document.styles["Heading 1"].paragraph_format.page_break_before = True
    document.styles["Heading 1"].paragraph_format.space_after = Pt(8)
    document.styles["Heading 2"].paragraph_format.space_before = Pt(8)
    document.styles["Caption"].paragraph_format.keep_with_next = True


def _set_font(style: Any, latin: str, east: str) -> None:
    style.font.name = latin
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{kind}"), None)
    fonts.set(qn("w:hAnsi"), latin)
    fonts.set(qn("w:eastAsia"), east)


def _add_cover(document: Any) -> None:
    for _ in range(4):
        document.add_paragraph()
    _add_centred(document, "{{ city }}", size=18, bold=True)
    title = document.add_paragraph("{{ title }}", style="Title")
    subtitle = document.add_paragraph("{{ subtitle }}", style="Subtitle")
    title.alignment = subtitle.alignment = _CENTRE
    _drop_border(document.styles["Title"])
    document.add_paragraph()
    _add_centred(document, "{{ period }}", size=20, bold=True)
    for text in ("{%p if synthetic %}", "{{ synthetic }}", "{%p endif %}"):
        _add_centred(document, text, size=13, bold=True, colour=_pick("warn"))
    for _ in range(5):
        document.add_paragraph()
    for text in ("{{ judged }}", "{%p if villages_judged %}", "{{ villages_judged }}", "{%p endif %}", "{{ walker }}"):
        _add_centred(document, text)
    _add_centred(document, "{{ made }}")


def _drop_border(style: Any) -> None:
    """Take away the line that the word processor's own style draws below titles."""
    for border in style.element.findall(f".//{qn('w:pBdr')}"):
        border.getparent().remove(border)


def _add_centred(document: Any, text: str, *, size: float | None = None, bold: bool = False, colour: str = "") -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = _CENTRE
    run = paragraph.add_run(text)
    run.bold = bold
    if size is not None:
        run.font.size = Pt(size)
    if colour:
        run.font.color.rgb = RGBColor.from_string(colour)


def _add_section(document: Any, lang: Lang, name: str, lines: Sequence[str]) -> None:
    document.add_heading(say(f"report.heading.{name}", lang), 1)
    for line in lines:
        document.add_paragraph(line)


def _add_part(document: Any, lang: Lang, name: str) -> None:
    """Add a table with a heading of its own, both only where it has rows."""
    document.add_paragraph(f"{{%p if {name} %}}")
    document.add_heading(say(f"report.heading.{name}", lang), 2)
    _add_table(document, lang, name)
    document.add_paragraph("{%p endif %}")


def _add_note(document: Any, lang: Lang, name: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.line_spacing = Pt(4), 1.2
    paragraph.add_run(say(f"report.note.{name}", lang)).font.size = Pt(9)


def _add_pictures(document: Any, name: str) -> None:
    if name == "maps":
        for text in ("{%p if pictures_missing %}", "{{ pictures_missing }}", "{%p endif %}"):
            document.add_paragraph(text)
    document.add_paragraph(f"{{%p for picture in {name} %}}")
    document.add_paragraph("{{ picture.title }}", style="Caption")
    document.add_paragraph("{{ picture.image }}").paragraph_format.line_spacing = 1.0
    for text in ("{%p if picture.note %}", "{{ picture.note }}", "{%p endif %}", "{%p endfor %}"):
        document.add_paragraph().add_run(text).font.size = Pt(9)


def _add_table(document: Any, lang: Lang, name: str, *, note: str = "") -> None:
    columns, widths_mm = COLUMNS[name], _WIDTHS_MM[name]
    heads = [say(f"report.column.{column}", lang) for column in columns]
    fields = [f"{{{{ row.{column} }}}}" for column in columns]
    loop = [f"{{%tr for row in {name} %}}", *[""] * (len(columns) - 1)]
    end = ["{%tr endfor %}", *[""] * (len(columns) - 1)]
    table = document.add_table(rows=0, cols=len(columns))
    table.autofit = False
    _rule_table(table)
    for column, width_mm in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(width_mm)
    for texts, is_head in ((heads, True), (loop, False), (fields, False), (end, False)):
        row = table.add_row()
        _mark_row(row, "w:cantSplit")
        if is_head:
            _mark_row(row, "w:tblHeader")
        for cell, text, column, width_mm in zip(row.cells, texts, columns, widths_mm, strict=True):
            cell.width = Mm(width_mm)
            _fill_cell(cell, text, is_head=is_head, is_text=column in TEXT_COLUMNS)
    if note:
        _add_note(document, lang, note)


def _rule_table(table: Any) -> None:
    """Rule a table as offices print them: a line above and below, thin ones between rows, none upright."""
    borders = OxmlElement("w:tblBorders")
    for side, size, colour in (("top", "8", "ink"), ("bottom", "8", "ink"), ("insideH", "4", "rule")):
        border = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", size), ("space", "0"), ("color", _pick(colour))):
            border.set(qn(f"w:{key}"), value)
        borders.append(border)
    # word processors want the properties of a table in the order of their schema
    table._tbl.tblPr.find(qn("w:tblLayout")).addprevious(borders)


def _pick(name: str) -> str:
    """Return a colour as DOCX writes it."""
    return CSS_COLOURS[name].lstrip("#").upper()


def _mark_row(row: Any, mark: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(mark))


def _fill_cell(cell: Any, text: str, *, is_head: bool, is_text: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT if is_text else WD_ALIGN_PARAGRAPH.RIGHT
    layout = paragraph.paragraph_format
    layout.space_before, layout.space_after, layout.line_spacing = Pt(0.5), Pt(0.5), 1.0
    run = paragraph.add_run(text)
    run.font.size, run.bold = Pt(_TABLE_PT), is_head
    if is_head:
        shade = OxmlElement("w:shd")
        shade.set(qn("w:val"), "clear")
        shade.set(qn("w:fill"), _pick("tint"))
        cell._tc.get_or_add_tcPr().append(shade)


if __name__ == "__main__":
    for each in LANGS:
        (Path(sys.argv[1]) / f"report.{each}.docx").write_bytes(build_template(each))
