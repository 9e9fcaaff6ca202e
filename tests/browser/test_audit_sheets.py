"""The sheets of an audit as a printer meets them: two A4 pages each, in both languages."""

import re

import pytest

from geo.audit.audit import audit_city
from geo.coverage.analysis import analyze_city
from geo.reference import build_reference
from maps.audit_sheet import choose_sheets, render_audit_sheets

pytestmark = pytest.mark.heavy


@pytest.fixture(scope="module")
def sheets(tmp_path_factory):
    """The community and the street with most shortfalls, of a city whose names and numbers are as in reality."""
    folder = tmp_path_factory.mktemp("sheets")
    audit = audit_city(analyze_city(build_reference(scale=0.03)))
    worst = [
        table.sort_values("rank")["code"].iloc[0] for table in (audit.levels["communities"], audit.levels["streets"])
    ]
    for name, page in render_audit_sheets(audit, choose_sheets(audit, ",".join(worst))):
        (folder / name).write_text(page, "utf-8")
    return sorted(folder.iterdir())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_sheet_prints_on_two_pages(open_page, sheets, lang):
    for file in sheets:
        page = open_page(f"{file.as_uri()}#{lang}")
        printed = page.pdf(prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 2, file.name
        assert page.evaluate("document.body.className") == f"show-{lang}"
