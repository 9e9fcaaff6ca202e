"""Grid units, and which of them covers a place or an address."""

from pydantic import BaseModel, ConfigDict, Field

from geo.crs.datum import DATUMS
from geo.locate.answer_rows import AnswerRow


class LocateQuery(BaseModel):
    """One question: an address, or a longitude and latitude."""

    lon: float | None = Field(None, description="Longitude [degrees]", examples=[24.945])
    lat: float | None = Field(None, description="Latitude [degrees]", examples=[60.17])
    datum: str | None = Field(None, max_length=100, description=f"One of {', '.join(DATUMS)}", examples=["wgs84"])
    address: str | None = Field(None, max_length=1000, description="Instead of lon and lat", examples=["信庄巷29号"])
    services: bool = Field(False, description="The nearest facility of each category too")
    as_of: str | None = Field(
        None, max_length=100, description="A day: by the boundaries in force then", examples=["2024-07-01"]
    )


class LocateItem(BaseModel):
    """One of many questions: an address, or a longitude and latitude."""

    model_config = ConfigDict(extra="forbid")

    address: str | None = Field(None, max_length=1000, examples=["信庄巷29号"])
    lon: float | None = None
    lat: float | None = None


class LocateRequest(BaseModel):
    """Many questions at once."""

    model_config = ConfigDict(extra="forbid")

    items: list[LocateItem] = Field(max_length=10_000, fail_fast=True)
    datum: str | None = Field(None, max_length=100, description="Of all coordinates: wgs84, cgcs2000, gcj02 or bd09")
    as_of: str | None = Field(
        None, max_length=100, description="A day: by the boundaries in force then", examples=["2024-07-01"]
    )


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
