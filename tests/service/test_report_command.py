"""``gridwalk report``: what it writes and prints, with a browser and without, and what it refuses."""

import io
import json
import re
import shutil
import subprocess

import docx
import pytest

from geo import write_city
from geo.reference import build_reference
from service import browser
from tests.maps.report.scenes import gather
from tests.maps.report.test_documents import holds, list_numbers, read_docx

FILES = [".gridwalk.json", "report.docx", "report.html", "report.json", "report.pdf"]


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    path = tmp_path_factory.mktemp("city") / "small"
    write_city(build_reference(scale=0.03), path)
    return path


@pytest.fixture
def no_browser(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    monkeypatch.setattr(browser, "_MACOS", ())


def list_files(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.heavy
def test_a_report_is_written_printed_and_told(run, small, tmp_path):
    out = tmp_path / "out"
    code, text, error = run("report", small, "-o", out, "--year", 2026, "--lang", "zh")
    assert (code, error) == (0, "")
    assert list_files(out) == FILES
    assert text.splitlines()[0].startswith("郑州参照城 Reference city 2026 年度报告:平均可达 ")
    assert text.splitlines()[1:] == [
        str(out / name) for name in ("report.docx", "report.html", "report.pdf", "report.json")
    ]
    document = docx.Document(io.BytesIO((out / "report.docx").read_bytes()))
    assert len(document.inline_shapes) == 9
    figures = json.loads((out / "report.json").read_text("utf-8"))["figures"]
    assert figures["year"] == 2026
    assert figures["mean_share"] == pytest.approx(gather().mean_share)
    raw = (out / "report.pdf").read_bytes()
    boxes = {tuple(map(float, box.split())) for box in re.findall(rb"/MediaBox\s*\[([^\]]+)\]", raw)}
    assert {(round(width), round(height)) for _, _, width, height in boxes} <= {(595, 842), (595, 841), (596, 842)}
    pages = len(re.findall(rb"/Type\s*/Page\b", raw))
    assert 8 <= pages <= 14
    if shutil.which("pdftotext"):
        done = subprocess.run(["pdftotext", "-layout", out / "report.pdf", "-"], capture_output=True, check=True)
        said = done.stdout.decode()
        assert [number for number in list_numbers(gather()) if not holds(said, number)] == []


@pytest.mark.heavy
def test_without_a_browser_the_docx_has_no_pictures_and_says_so(run, small, tmp_path, no_browser):
    out = tmp_path / "out"
    code, text, error = run("report", small, "-o", out, "--lang", "en")
    assert code == 0
    assert list_files(out) == [name for name in FILES if name != "report.pdf"]
    assert error.startswith("note: no browser on this machine (looked for chromium, ")
    assert "report.pdf" not in text
    content = (out / "report.docx").read_bytes()
    assert len(docx.Document(io.BytesIO(content)).inline_shapes) == 0
    assert "there was no browser to draw them" in read_docx(content)
    code, _, error = run("report", small, "-o", out, "--lang", "zh")
    assert (code, error.startswith("说明: 本机没有浏览器")) == (0, True)


@pytest.mark.heavy
def test_a_broken_template_leaves_the_old_report(run, small, tmp_path, no_browser):
    out = tmp_path / "out"
    assert run("report", small, "-o", out)[0] == 0
    before = (out / "report.docx").read_bytes()
    document = docx.Document()
    document.add_paragraph("{{ citty }}")
    document.save(tmp_path / "own.docx")
    code, _, error = run("report", small, "-o", out, "--template", tmp_path / "own.docx")
    assert code == 1
    assert 'own.docx: no field is called "citty"' in error
    assert (out / "report.docx").read_bytes() == before
    code, _, error = run("report", tmp_path / "none", "-o", out, "--template", tmp_path / "none.docx")
    assert (code, "expected the template of a report" in error) == (1, True)


@pytest.mark.heavy
def test_a_category_and_the_year_can_be_named(run, small, tmp_path, no_browser):
    code, text, _ = run(
        "report", small, "-o", tmp_path / "out", "--category", "kindergarten", "--year", 2025, "--json", "--lang", "en"
    )
    summary = json.loads(text)
    assert code == 0
    assert summary["figures"]["headline"] == ["kindergarten"]
    assert summary["figures"]["year"] == 2025
    code, _, error = run("report", small, "-o", tmp_path / "out", "--category", "zoo")
    assert (code, "--category zoo: no such category" in error) == (1, True)


def test_the_toy_city_has_a_report_too(run, bundle, tmp_path, no_browser):
    code, text, _ = run("report", bundle, "-o", tmp_path / "out")
    assert (code, text.startswith("Sample, report for ")) == (0, True)
    assert "nan" not in (tmp_path / "out/report.html").read_text("utf-8").lower().replace("finan", "")
