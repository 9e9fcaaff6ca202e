"""Geometry and tables in, self-contained Leaflet pages out (folium). Imports geo, knows no HTTP."""

from maps.audit_page import render_audit_page
from maps.coverage_page import render_coverage_page
from maps.siting_page import draw_siting_curve, render_siting_page

__all__ = ["draw_siting_curve", "render_audit_page", "render_coverage_page", "render_siting_page"]
