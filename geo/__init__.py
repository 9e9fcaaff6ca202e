"""The city as geometry, and walking on it: reads, computes, writes data. Knows no HTTP, no HTML."""

from typing import Final

from geo.analysis import Coverage, analyze_city, judge_walks, summarize
from geo.build import build_city
from geo.city import City, export_city, find_unit, locate, open_city, write_city
from geo.errors import GeoError, InputError, NetworkError, NotFoundError, OutsideCityError
from geo.inspect import inspect_city
from geo.results import write_results
from geo.sample import build_sample
from geo.source import CitySource, read_source
from geo.walking import PROFILES, Profile
from geo.walks import Walks, measure_walks

__version__: Final = "0.1.0"

__all__ = [
    "PROFILES",
    "City",
    "CitySource",
    "Coverage",
    "GeoError",
    "InputError",
    "NetworkError",
    "NotFoundError",
    "OutsideCityError",
    "Profile",
    "Walks",
    "__version__",
    "analyze_city",
    "build_city",
    "build_sample",
    "export_city",
    "find_unit",
    "inspect_city",
    "judge_walks",
    "locate",
    "measure_walks",
    "open_city",
    "read_source",
    "summarize",
    "write_city",
    "write_results",
]
