"""A small city with rules, analysed and audited once for all tests of the report."""

import functools

from geo.audit.audit import audit_city
from geo.coverage.analysis import analyze_city
from geo.reference import build_reference
from maps.report.figures import ReportRequest, gather_figures

DAY = "2026-11-28"


@functools.cache
def survey():
    """Coverage and audit of a city of 105 villages and communities or so."""
    coverage = analyze_city(build_reference(scale=0.03))
    return coverage, audit_city(coverage)


@functools.cache
def gather(*headline):
    return gather_figures(*survey(), ReportRequest(year=2026, day=DAY, headline=headline))
