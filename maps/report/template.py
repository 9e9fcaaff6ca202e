"""Filling in the office's template: a DOCX with fields in double braces, as docs/report.md lists them."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import jinja2
from docx.opc.exceptions import PackageNotFoundError
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage

from geo.errors import InputError
from geo.texts import Lang
from maps.report.packing import pack_document
from maps.report.pictures import Picture
from maps.report.template_tags import FieldEnvironment, TagError

#: The templates that come with gridwalk.
TEMPLATES: Final = Path(__file__).parents[2] / "data" / "templates"
#: Width of a picture on the page.
_WIDTH_MM: Final = {"map": 150.0, "chart": 150.0}
#: A template with its pictures has less than this when it is unpacked [bytes].
_MOST_BYTES: Final = 200_000_000
#: What a file raises that is no DOCX, is damaged, has a password or is packed in a way of its own.
_UNREADABLE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    ValueError,
    RuntimeError,
    PackageNotFoundError,
    SyntaxError,
)
_UNKNOWN: Final = re.compile(r"'([^']*)'(?: is undefined)?$")
#: What there is to see of a wrong tag in a message.
_SHOWN: Final = 60


def find_template(lang: Lang) -> Path:
    """Find the template that comes with gridwalk.

    Parameters
    ----------
    lang
        Language of the report.

    Returns
    -------
    pathlib.Path
        A DOCX.

    Examples
    --------
    >>> find_template("zh").name
    'report.zh.docx'
    """
    return TEMPLATES / f"report.{lang}.docx"


def fill_template(
    template: Path, told: Mapping[str, Any], pictures: Sequence[tuple[Picture, bytes]], *, missing: str = ""
) -> bytes:
    """Fill a template in.

    Parameters
    ----------
    template
        A DOCX with fields.
    told
        As :func:`maps.report.telling.tell_report` tells it.
    pictures
        Pictures, and each as a PNG.
    missing
        What is said where pictures could not be drawn, or "".

    Returns
    -------
    bytes
        A DOCX; the same template and report give the same bytes.

    Raises
    ------
    InputError
        If the file is no DOCX, or a field or tag in it is wrong; the message names it.

    Examples
    --------
    >>> from geo.audit.audit import audit_city
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> from maps.report.figures import ReportRequest, gather_figures
    >>> from maps.report.telling import tell_report
    >>> coverage = analyze_city(build_sample())
    >>> figures = gather_figures(coverage, audit_city(coverage), ReportRequest(year=2026, day="2026-12-31"))
    >>> fill_template(find_template("en"), tell_report(figures, "en"), [])[:2]
    b'PK'
    """
    document = open_template(template)
    fields = {**told, "pictures_missing": missing, "maps": [], "charts": []}
    for picture, png in pictures:
        image = InlineImage(document, io.BytesIO(png), width=Mm(_WIDTH_MM[picture.kind]))
        fields[f"{picture.kind}s"].append({"title": picture.title, "note": picture.note, "image": image})
    try:
        document.render(fields, FieldEnvironment(), autoescape=True)
    except TagError as error:
        raise InputError(
            f'{template.name}: "{error.message}" is not for templates; write fields, if, and for over a list or a '
            "table, as the examples in docs/report.md do"
        ) from None
    except jinja2.TemplateSyntaxError as error:
        raise InputError(_describe_tag(template, error)) from None
    except jinja2.UndefinedError as error:
        raise InputError(_describe_field(template, error.message or "")) from None
    except (jinja2.TemplateError, TypeError, ValueError, LookupError, ArithmeticError, SyntaxError):
        raise InputError(_describe_misuse(template)) from None
    return pack_document(document)


def open_template(template: Path) -> Any:
    """Open a template, before anything is computed.

    Parameters
    ----------
    template
        A DOCX with fields.

    Returns
    -------
    docxtpl.DocxTemplate
        To be filled in once.

    Raises
    ------
    InputError
        If there is no such file, or it is no DOCX.

    Examples
    --------
    >>> open_template(Path("none.docx"))
    Traceback (most recent call last):
        ...
    geo.errors.InputError: none.docx: no such file; expected the template of a report, a DOCX
    """
    if not template.is_file():
        raise InputError(f"{template}: no such file; expected the template of a report, a DOCX")
    try:
        with zipfile.ZipFile(template) as packed:
            size_bytes = sum(each.file_size for each in packed.infolist())
        if size_bytes > _MOST_BYTES:
            raise InputError(
                f"{template.name}: is larger than {_MOST_BYTES // 1_000_000} MB when unpacked; expected the template "
                "of a report: leave large pictures out"
            )
        document = DocxTemplate(template)
        document.init_docx()
    except _UNREADABLE:
        raise InputError(
            f"{template.name}: is no DOCX that can be read; open it in a word processor and save it as .docx"
        ) from None
    return document


def _describe_tag(template: Path, error: jinja2.TemplateSyntaxError) -> str:
    """Say which tag is broken, by the text of the paragraph in which it stands."""
    lines: Iterable[str] = getattr(error, "docx_context", ())
    around = list(lines)
    # the lines begin three before the one of the error, or at the first
    own = around[min(3, error.lineno - 1) : min(3, error.lineno - 1) + 1]
    text = " ".join("".join(own).split())[:_SHOWN]
    if "Unexpected end of template" in (error.message or "") or not text:
        return f"{template.name}: a tag is not closed; each for needs an endfor, each if an endif"
    return f'{template.name}: the tag in "{text}" is broken; see the examples in docs/report.md'


def _describe_field(template: Path, message: str) -> str:
    found = _UNKNOWN.search(message)
    if found is None:  # a row of a list that is shorter
        return _describe_misuse(template)
    return f'{template.name}: no field is called "{found[1]}"; docs/report.md lists those that a template may use'


def _describe_misuse(template: Path) -> str:
    return (
        f"{template.name}: cannot be filled in: a tag does with a field what cannot be done with it; see the examples "
        "in docs/report.md"
    )
