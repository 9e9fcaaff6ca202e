"""What the API answers with."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from geo.crs.datum import DATUMS


class NoteAnswer(BaseModel):
    """What was assumed, decided or doubted: by key and values for programs, as a sentence for people."""

    key: str = Field(examples=["scaled_residents"])
    values: dict[str, str | int | float] = Field(examples=[{"residents_total": 850000}])
    zh: str
    en: str


class Division(BaseModel):
    """A community or village, street or district."""

    code: str = Field(examples=["410102001001"])
    name: str = Field(examples=["帝湖社区"])


class Unit(BaseModel):
    """A grid unit with what lies above it; a level that the city does not know is null."""

    code: str | None = Field(examples=["H00030004"])
    name: str | None
    community: Division | None
    street: Division | None
    district: Division | None
    contact: str | None = Field(description="The unit's public contact; phones of workers are never given.")
    lead_role: str | None = Field(description="Role of the worker who leads the unit, reached by its contact.")
    workers: int | None = Field(description="Number of workers assigned to the unit.")


class Successor(BaseModel):
    """A unit that lies where an old one lay."""

    code: str
    share: float = Field(description="Part of the old unit's area, 0 to 1.")


class UnitHistory(Unit):
    """A grid unit, the days it is in force, and what came after it."""

    valid_from: str | None
    valid_to: str | None
    successors: list[Successor] = Field(description="Empty while the unit is in force.")


class OtherUnit(BaseModel):
    """A micro-grid, exclusive or overlay unit."""

    code: str
    name: str
    kind: str


class Candidate(BaseModel):
    """A unit that an address may lie in, with the address there that fits."""

    code: str
    name: str
    address: str | None


class Service(BaseModel):
    """The nearest facility of a category; null where none is within an hour's walk."""

    category: str
    facility_id: str | None
    name: str | None
    lon: float | None
    lat: float | None
    walk_m: float | None
    walk_min: float | None


class Location(Unit):
    """The grid unit that covers a place; of an ambiguous address only what its candidates share."""

    near_boundary_m: float | None = Field(description="Distance from the place to the unit's boundary [m].")
    others: list[OtherUnit] = Field(description="Micro-grids, exclusive and overlay units that hold the place too.")
    status: str = Field("found", description="found, or ambiguous: several units fit equally, see candidates.")
    level: str = Field("coordinate", description="What an address was matched at.")
    confidence: float = Field(1.0, ge=0, le=1, description="Chance that the unit is right.")
    error_radius_m: float = Field(0.0, description="Radius of the circle that holds the place [m].")
    near_boundary: bool = Field(False, description="Whether that circle reaches into another unit.")
    matched: str = ""
    unmatched: str = ""
    lon: float | None = Field(None, description="Longitude of an address [degrees, WGS-84].")
    lat: float | None = Field(None, description="Latitude of an address [degrees, WGS-84].")
    candidates: list[Candidate] = []
    services: list[Service] | None = Field(None, description="With services=true.")


class LocateQuery(BaseModel):
    """One question: an address, or a longitude and latitude."""

    lon: float | None = Field(None, description="Longitude [degrees]", examples=[24.945])
    lat: float | None = Field(None, description="Latitude [degrees]", examples=[60.17])
    datum: str | None = Field(None, description=f"One of {', '.join(DATUMS)}", examples=["wgs84"])
    address: str | None = Field(None, description="Instead of lon and lat", examples=["信庄巷29号"])
    services: bool = Field(False, description="The nearest facility of each category too")
    as_of: str | None = Field(None, description="A day: by the boundaries in force then", examples=["2024-07-01"])


class LocateItem(BaseModel):
    """One of many questions: an address, or a longitude and latitude."""

    address: str | None = Field(None, max_length=1000, examples=["信庄巷29号"])
    lon: float | None = None
    lat: float | None = None


class LocateRequest(BaseModel):
    """Many questions at once."""

    items: list[LocateItem] = Field(max_length=10_000)
    datum: str | None = Field(None, description="Of all coordinates: wgs84, cgcs2000, gcj02 or bd09")
    as_of: str | None = Field(None, description="A day: by the boundaries in force then", examples=["2024-07-01"])


class LocatedItem(BaseModel):
    """One of many answers, in the order of the questions."""

    status: str = Field(description="found, ambiguous, not_found, outside or rejected")
    level: str
    confidence: float | None
    error_radius_m: float | None
    unit_code: str
    unit_name: str
    community_code: str
    community: str
    street: str
    district: str
    contact: str
    lon: float | None
    lat: float | None
    near_boundary_m: float | None
    candidates: list[str]
    matched: str
    unmatched: str
    reason: str


class LocateAnswer(BaseModel):
    """Many answers."""

    items: list[LocatedItem]


class Worker(BaseModel):
    """A worker of a unit; name and phone for planners only."""

    role: str
    name: str | None
    phone: str | None


class UnitWorkers(BaseModel):
    """The workers of a unit and how to reach them."""

    code: str
    contact: str | None
    items: list[Worker]


class CategoryCoverage(BaseModel):
    """People of one unit in one category; the three add up to the unit's residents."""

    covered: float
    uncovered: float
    unknown: float = Field(description="Near the boundary of the data: a facility beyond it might serve them.")
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
    assumptions: list[NoteAnswer]
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
    minutes: float | None = Field(
        None, gt=0, le=1440, description="Limit for all categories [min]; each its own if not given"
    )
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
    assumptions: list[NoteAnswer]
    categories: dict[str, ScenarioCategory]


class PlanForm(BaseModel):
    """What may stand beside the files of a batch of plan areas."""

    model_config = ConfigDict(extra="forbid")

    datum: str | None = Field(None, description=f"Of all files: one of {', '.join(DATUMS)}, or EPSG:n")
    layer: str | None = Field(None, max_length=200, description="Layer, sheet or CAD layer of the areas' file")
    column: list[str] = Field(
        [],
        max_length=20,
        description="plan_id=NAME, residents=NAME: what the areas' file calls them; may be repeated",
    )
    profile: str = Field("adult", description="adult, elder, wheelchair or brisk")
    skip_bad: bool = Field(False, description="Review the good rows of a bad file, and list the bad ones")
    reports: bool = Field(True, description="Workbook and dossiers too")


class JobAnswer(BaseModel):
    """The state of a background job."""

    id: str
    state: Literal["waiting", "running", "done", "failed", "cancelled"]
    progress: float = Field(ge=0, le=1, description="Share of the time that is behind, as a rule.")
    step: str | None = Field(description="What a running job does.")
    created: datetime
    started: datetime | None
    ended: datetime | None
    expires: datetime | None = Field(description="When an ended job's files are deleted.")
    detail: str | None = Field(description="Why it failed, and what to do.")
    files: dict[str, str] = Field(description="Names of the files that were sent.")
    links: dict[str, str] = Field(description="The job itself and its events; once it is done its results.")


class JobRemoval(BaseModel):
    """What became of a job that was to be removed."""

    id: str
    outcome: Literal["cancelled", "deleted"] = Field(
        description="cancelled: it waited or ran, and will not go on; deleted: it had ended, its files are gone."
    )


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
