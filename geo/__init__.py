"""The city as geometry, and walking on it: reads, computes, writes data. Knows no HTTP, no HTML."""

from typing import Final

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
