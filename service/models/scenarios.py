"""Facilities that a scenario adds and removes, and what that changes."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from service.models.coverage import MOST_NAME
from service.models.notes import NoteAnswer


class NewFacility(BaseModel):
    """A facility that a scenario adds."""

    model_config = ConfigDict(extra="forbid")

    category: str = Field(max_length=MOST_NAME, examples=["clinic"])
    lon: float = Field(ge=-180, le=180, description="Longitude [degrees]", examples=[113.65])
    lat: float = Field(ge=-90, le=90, description="Latitude [degrees]", examples=[34.76])
    datum: str | None = Field(
        None, max_length=MOST_NAME, description="wgs84, cgcs2000, gcj02 or bd09", examples=["wgs84"]
    )


class ScenarioChange(BaseModel):
    """Facilities added and removed."""

    model_config = ConfigDict(extra="forbid")

    add: list[NewFacility] = Field([], max_length=1000, fail_fast=True)
    remove: list[Annotated[str, Field(max_length=MOST_NAME)]] = Field(
        [], max_length=1000, fail_fast=True, description="Ids of facilities"
    )


class ScenarioRequest(ScenarioChange):
    """Facilities added and removed, and of what is asked."""

    level: str = Field(
        "grid_units", max_length=MOST_NAME, description="city, districts, streets, communities or grid_units"
    )
    minutes: float | None = Field(
        None, gt=0, le=1440, description="Limit for all categories [min]; each its own if not given"
    )
    profile: str = Field("adult", max_length=MOST_NAME)


class Tally(BaseModel):
    """Residents covered, not covered, unknown, and not judged by any rule set."""

    covered: float
    uncovered: float
    unknown: float
    not_judged: float


class BeforeAfter(BaseModel):
    """Residents before and after a scenario."""

    before: Tally
    after: Tally


class ScenarioUnit(BaseModel):
    """A unit that a scenario changes."""

    code: str
    name: str
    scope: str = Field(description="urban or rural")
    residents: float
    before: Tally
    after: Tally


class ScenarioCategory(BaseModel):
    """What a scenario changes in one category, for urban residents."""

    before: Tally
    after: Tally
    villages: BeforeAfter | None = Field(description="The same for residents of villages; null where there are none.")
    not_joined: list[NoteAnswer] = Field(description="Why added facilities that nobody can walk to join no road.")
    units: list[ScenarioUnit] = Field(description="Units of the level whose residents are judged otherwise.")


class ScenarioAnswer(BaseModel):
    """The city before and after, by category."""

    city: str
    profile: str
    level: str
    limit_m: dict[str, float]
    assumptions: list[NoteAnswer]
    categories: dict[str, ScenarioCategory]
