"""The city as geometry, and walking on it: reads, computes, writes data. Knows no HTTP, no HTML.

A name is imported from its module when it is first asked for, so that what needs only the version, an error or one room
waits for no other.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from geo.circles.circles import draw_circle, draw_facility_circles, make_circles
    from geo.circles.reach import reached_edges
    from geo.circles.routes import trace_route
    from geo.city.bundle import export_city, open_city, write_city
    from geo.city.check import inspect_city
    from geo.city.model import City
    from geo.city.reading.build import build_city
    from geo.city.sample import build_sample
    from geo.city.source import CitySource, read_source
    from geo.city.walks import Walks, measure_walks
    from geo.coverage.accessibility import compare_profiles, measure_access
    from geo.coverage.analysis import Coverage, analyze_city, evaluate_coverage
    from geo.coverage.results import write_results
    from geo.coverage.scenarios import change_facilities, prepare_changes
    from geo.coverage.summary import summarize
    from geo.errors import AddressNotFoundError, GeoError, InputError, NetworkError, NotFoundError, OutsideCityError
    from geo.locate.address import locate_address
    from geo.locate.services import list_services
    from geo.locate.unit_details import find_unit
    from geo.locate.unit_index import UnitIndex, locate, locate_points, make_unit_index
    from geo.plans.read.batch_files import PlanBatch, PlanFiles, read_plans
    from geo.plans.review import Review, review_plans
    from geo.siting import Proposal, SiteRequest, propose_sites
    from geo.walking.profiles import PROFILES, Profile

__version__: Final = "0.1.0"

__all__ = [
    "PROFILES",
    "AddressNotFoundError",
    "City",
    "CitySource",
    "Coverage",
    "GeoError",
    "InputError",
    "NetworkError",
    "NotFoundError",
    "OutsideCityError",
    "PlanBatch",
    "PlanFiles",
    "Profile",
    "Proposal",
    "Review",
    "SiteRequest",
    "UnitIndex",
    "Walks",
    "__version__",
    "analyze_city",
    "build_city",
    "build_sample",
    "change_facilities",
    "compare_profiles",
    "draw_circle",
    "draw_facility_circles",
    "evaluate_coverage",
    "export_city",
    "find_unit",
    "inspect_city",
    "list_services",
    "locate",
    "locate_address",
    "locate_points",
    "make_circles",
    "make_unit_index",
    "measure_access",
    "measure_walks",
    "open_city",
    "prepare_changes",
    "propose_sites",
    "reached_edges",
    "read_plans",
    "read_source",
    "review_plans",
    "summarize",
    "trace_route",
    "write_city",
    "write_results",
]

#: Public name -> the module that defines it.
_MODULES: Final = {
    "PROFILES": "geo.walking.profiles",
    "AddressNotFoundError": "geo.errors",
    "City": "geo.city.model",
    "CitySource": "geo.city.source",
    "Coverage": "geo.coverage.analysis",
    "GeoError": "geo.errors",
    "InputError": "geo.errors",
    "NetworkError": "geo.errors",
    "NotFoundError": "geo.errors",
    "OutsideCityError": "geo.errors",
    "PlanBatch": "geo.plans.read.batch_files",
    "PlanFiles": "geo.plans.read.batch_files",
    "Profile": "geo.walking.profiles",
    "Proposal": "geo.siting",
    "Review": "geo.plans.review",
    "SiteRequest": "geo.siting",
    "UnitIndex": "geo.locate.unit_index",
    "Walks": "geo.city.walks",
    "analyze_city": "geo.coverage.analysis",
    "build_city": "geo.city.reading.build",
    "build_sample": "geo.city.sample",
    "change_facilities": "geo.coverage.scenarios",
    "compare_profiles": "geo.coverage.accessibility",
    "draw_circle": "geo.circles.circles",
    "draw_facility_circles": "geo.circles.circles",
    "evaluate_coverage": "geo.coverage.analysis",
    "export_city": "geo.city.bundle",
    "find_unit": "geo.locate.unit_details",
    "inspect_city": "geo.city.check",
    "list_services": "geo.locate.services",
    "locate": "geo.locate.unit_index",
    "locate_address": "geo.locate.address",
    "locate_points": "geo.locate.unit_index",
    "make_circles": "geo.circles.circles",
    "make_unit_index": "geo.locate.unit_index",
    "measure_access": "geo.coverage.accessibility",
    "measure_walks": "geo.city.walks",
    "open_city": "geo.city.bundle",
    "prepare_changes": "geo.coverage.scenarios",
    "propose_sites": "geo.siting",
    "reached_edges": "geo.circles.reach",
    "read_plans": "geo.plans.read.batch_files",
    "read_source": "geo.city.source",
    "review_plans": "geo.plans.review",
    "summarize": "geo.coverage.summary",
    "trace_route": "geo.circles.routes",
    "write_city": "geo.city.bundle",
    "write_results": "geo.coverage.results",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(_MODULES[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """List the public names, imported or not."""
    return sorted({*globals(), *__all__})


class _Package(ModuleType):
    """Keeps a public name what it is when a package of the same name is imported: ``geo.locate`` is the function."""

    def __setattr__(self, name: str, value: Any) -> None:
        if name not in _MODULES or not isinstance(value, ModuleType):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
