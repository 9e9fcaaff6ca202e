"""What the API answers with."""

from typing import Any

from pydantic import BaseModel, Field


class Division(BaseModel):
    """A community or village, street or district."""

    code: str = Field(examples=["410102001001"])
    name: str = Field(examples=["帝湖社区"])


class Unit(BaseModel):
    """A grid unit with what lies above it; a level that the city does not know is null."""

    code: str = Field(examples=["H00030004"])
    name: str
    community: Division | None
    street: Division | None
    district: Division | None
    contact: str | None = Field(description="The unit's public contact; phones of workers are never given.")
    workers: int = Field(description="Number of workers assigned to the unit.")


class Location(Unit):
    """The grid unit that covers a place."""

    near_boundary_m: float = Field(description="Distance from the place to the unit's border [m].")


class CategoryCoverage(BaseModel):
    """People of one unit in one category; the three add up to the unit's residents."""

    covered: float
    uncovered: float
    unknown: float = Field(description="Near the border of the data: a facility beyond it might serve them.")
    share: float | None = Field(description="Covered of all residents, 0 to 1; null where nobody lives.")


class UnitCoverage(BaseModel):
    """Coverage of one unit of a level."""

    code: str = Field(description='"" for homes that lie in no grid unit')
    name: str
    parent: str
    residents: float
    households: float | None
    categories: dict[str, CategoryCoverage]


class CoverageAnswer(BaseModel):
    """Coverage of every unit of a level."""

    city: str
    level: str
    profile: str
    speed_km_h: float
    limit_m: dict[str, float]
    assumptions: list[str]
    items: list[UnitCoverage]


class NewFacility(BaseModel):
    """A facility that a scenario adds."""

    category: str = Field(examples=["clinic"])
    lon: float = Field(ge=-180, le=180, description="Longitude [degrees]", examples=[113.65])
    lat: float = Field(ge=-90, le=90, description="Latitude [degrees]", examples=[34.76])
    datum: str | None = Field(None, description="wgs84, cgcs2000, gcj02 or bd09", examples=["wgs84"])


class ScenarioRequest(BaseModel):
    """Facilities added and removed."""

    add: list[NewFacility] = Field([], max_length=1000)
    remove: list[str] = Field([], max_length=1000, description="Ids of facilities")
    level: str = Field("grid_units", description="city, districts, streets, communities or grid_units")
    minutes: float | None = Field(None, gt=0, description="Limit for all categories [min]; each its own if not given")
    profile: str = "adult"


class Tally(BaseModel):
    """Residents covered, not covered and unknown."""

    covered: float
    uncovered: float
    unknown: float


class ScenarioUnit(BaseModel):
    """A unit that a scenario changes."""

    code: str
    name: str
    residents: float
    before: Tally
    after: Tally


class ScenarioCategory(BaseModel):
    """What a scenario changes in one category."""

    before: Tally
    after: Tally
    not_joined: list[str] = Field(description="Why added facilities that nobody can walk to join no road.")
    units: list[ScenarioUnit] = Field(description="Units of the level whose residents are judged otherwise.")


class ScenarioAnswer(BaseModel):
    """The city before and after, by category."""

    city: str
    profile: str
    level: str
    limit_m: dict[str, float]
    assumptions: list[str]
    categories: dict[str, ScenarioCategory]


class FeatureCollection(BaseModel):
    """GeoJSON in WGS-84 (RFC 7946)."""

    type: str = "FeatureCollection"
    features: list[dict[str, Any]]


class Health(BaseModel):
    """State of the service."""

    status: str
    city: str | None = None


class Problem(BaseModel):
    """An error (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
