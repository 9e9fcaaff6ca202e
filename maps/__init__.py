"""Geometry and tables in, self-contained Leaflet pages out (folium). Imports geo, knows no HTTP."""

from maps.pages import render_coverage_page

__all__ = ["render_coverage_page"]
