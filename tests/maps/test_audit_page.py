"""The page of an audit: what it carries, its size, the same bytes twice."""

import json
import re

import pytest

from geo.audit.audit import audit_city
from geo.coverage.analysis import analyze_city
from geo.reference import build_reference
from maps import render_audit_page


@pytest.fixture(scope="module")
def audit():
    return audit_city(analyze_city(build_reference(scale=0.03)))


def read_data(page):
    return json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)[1])


def test_the_page_has_the_figures_of_the_audit(audit):
    data = read_data(render_audit_page(audit))
    for level in ("communities", "streets", "districts"):
        table = audit.levels[level].set_index(["code", "scope"])
        packed = data["levels"][level]
        scopes = {"u": "urban", "r": "rural"}
        for n, code in enumerate(packed["code"]):
            row = table.loc[(code, scopes[packed["scope"][n]])]
            for name in ("helped", "people_hall", "short_space", "cost_yuan", "cost_yuan_year"):
                assert packed[name][n] == (None if row[name] != row[name] else round(row[name])), (name, code)
            assert packed["figures"]["residents"][n] == round(row["residents"])
    ranked = [helped for helped in data["levels"]["communities"]["helped"] if helped]
    assert ranked == sorted(ranked, reverse=True)


def test_the_same_audit_gives_the_same_page(audit):
    assert render_audit_page(audit) == render_audit_page(audit)
