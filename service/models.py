"""What the API answers with."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from geo.crs.datum import DATUMS
from geo.locate.answer_rows import AnswerRow


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


class LocateAnswer(BaseModel):
    """Many answers."""

    items: list[AnswerRow]


class Worker(BaseModel):
    """A worker of a unit; name and phone for planners only."""

    role: str
    name: str | None
    phone: str | None


class UnitWorkers(BaseModel):
    """The workers of a unit and how to reach them."""

    unit_code: str
    contact: str | None
    items: list[Worker]


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
    assumptions: list[str]
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
