"""Grid units, and which of them covers a place or an address."""

from pydantic import BaseModel, Field

from geo.crs.datum import DATUMS


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

    near_boundary_m: float | None = Field(description="Distance from the place to the unit's border [m].")
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
