"""The city as geometry, and walking on it: reads, computes, writes data. Knows no HTTP, no HTML."""

from typing import Final

from geo.access import compare_profiles, measure_access
from geo.analysis import Coverage, analyze_city, judge_walks, summarize
from geo.build import build_city
from geo.circles import draw_circle, draw_facility_circles, make_circles
from geo.city import City, export_city, open_city, write_city
from geo.directory import Directory, find_unit, locate, locate_points, make_directory
from geo.errors import AddressNotFoundError, GeoError, InputError, NetworkError, NotFoundError, OutsideCityError
from geo.inspect import inspect_city
from geo.location import list_services, locate_address
from geo.plans.review import Review, review_plans
from geo.reach import draw_reach
from geo.readers.plans import PlanBatch, PlanFiles, read_plans
from geo.results import write_results
from geo.routes import trace_route
from geo.sample import build_sample
from geo.scenarios import change_facilities, prepare_changes
from geo.siting import Proposal, SiteRequest, propose_sites
from geo.source import CitySource, read_source
from geo.walking import PROFILES, Profile
from geo.walks import Walks, measure_walks

__version__: Final = "0.1.0"

__all__ = [
    "PROFILES",
    "AddressNotFoundError",
    "City",
    "CitySource",
    "Coverage",
    "Directory",
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
    "Walks",
    "__version__",
    "analyze_city",
    "build_city",
    "build_sample",
    "change_facilities",
    "compare_profiles",
    "draw_circle",
    "draw_facility_circles",
    "draw_reach",
    "export_city",
    "find_unit",
    "inspect_city",
    "judge_walks",
    "list_services",
    "locate",
    "locate_address",
    "locate_points",
    "make_circles",
    "make_directory",
    "measure_access",
    "measure_walks",
    "open_city",
    "prepare_changes",
    "propose_sites",
    "read_plans",
    "read_source",
    "review_plans",
    "summarize",
    "trace_route",
    "write_city",
    "write_results",
]
