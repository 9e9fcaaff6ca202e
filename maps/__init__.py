"""Geometry and tables in, self-contained Leaflet pages out. Imports geo, knows no HTTP."""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from maps.audit_page import render_audit_page
    from maps.coverage_page import render_coverage_page
    from maps.siting_page import draw_siting_curve, render_siting_page

__all__ = ["draw_siting_curve", "render_audit_page", "render_coverage_page", "render_siting_page"]

_MODULES: Final = {
    "draw_siting_curve": "maps.siting_page",
    "render_audit_page": "maps.audit_page",
    "render_coverage_page": "maps.coverage_page",
    "render_siting_page": "maps.siting_page",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for: no page imports what another needs."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(_MODULES[name]), name)
    globals()[name] = found
    return found
