"""What a scenario adds, removes, lays, opens and builds, and what that changes."""

from datetime import datetime
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from service.models.coverage import MOST_NAME
from service.models.notes import NoteAnswer

_MOST_CORNERS: Final = 500
_Lon = Annotated[float, Field(ge=-180, le=180)]
_Lat = Annotated[float, Field(ge=-90, le=90)]
Corner = tuple[_Lon, _Lat]


class _Planned(BaseModel):
    """What somebody plans, in a datum."""

    model_config = ConfigDict(extra="forbid")

    datum: str | None = Field(
        None, max_length=MOST_NAME, description="wgs84, cgcs2000, gcj02 or bd09", examples=["wgs84"]
    )
    name: str = Field("", max_length=MOST_NAME, description="What its planner calls it")


class _PlannedPlace(_Planned):
    """A place that somebody plans something at."""

    lon: _Lon = Field(description="Longitude [degrees]", examples=[113.65])
    lat: _Lat = Field(description="Latitude [degrees]", examples=[34.76])


class NewFacility(_PlannedPlace):
    """A facility that a scenario adds."""

    category: str = Field(max_length=MOST_NAME, examples=["clinic"])
    replaces: str | None = Field(
        None,
        max_length=MOST_NAME,
        description="Id of a facility that goes for it, as if moved here",
    )


class NewPath(_Planned):
    """A path that a scenario lays, joined to the roads that it meets and that it ends near to."""

    line: list[Corner] = Field(
        min_length=2, max_length=_MOST_CORNERS, fail_fast=True, description="Longitude and latitude of each corner"
    )


class NewGate(_PlannedPlace):
    """A gate that a scenario opens in the nearest wall, with a way to the nearest road on either side."""


class NewArea(_Planned):
    """A residential area that a scenario builds: homes spread over it."""

    ring: list[Corner] = Field(
        min_length=3, max_length=_MOST_CORNERS, fail_fast=True, description="Longitude and latitude of each corner"
    )
    households: float | None = Field(None, gt=0, le=1_000_000)
    residents: float | None = Field(
        None, gt=0, le=3_000_000, description="Derived from households as plan reviews do, if not given"
    )


class ScenarioContent(BaseModel):
    """What a scenario changes."""

    model_config = ConfigDict(extra="forbid")

    add: list[NewFacility] = Field([], max_length=1000, fail_fast=True)
    remove: list[Annotated[str, Field(max_length=MOST_NAME)]] = Field(
        [], max_length=1000, fail_fast=True, description="Ids of facilities"
    )
    paths: list[NewPath] = Field([], max_length=100, fail_fast=True)
    gates: list[NewGate] = Field([], max_length=100, fail_fast=True)
    areas: list[NewArea] = Field([], max_length=50, fail_fast=True)

    @property
    def gone(self) -> list[str]:
        """Ids of the facilities that go, each once: those removed, then those that others take the place of."""
        return list(dict.fromkeys([*self.remove, *(new.replaces for new in self.add if new.replaces is not None)]))


class ScenarioRequest(ScenarioContent):
    """What a scenario changes, and what is asked about it."""

    categories: list[Annotated[str, Field(max_length=MOST_NAME)]] = Field(
        [],
        max_length=100,
        fail_fast=True,
        description="Categories to compare beside those of facilities added and removed; all where there are neither",
    )
    level: str = Field(
        "grid_units", max_length=MOST_NAME, description="city, districts, streets, communities or grid_units"
    )
    minutes: float | None = Field(
        None, gt=0, le=1440, description="Limit for all categories [min]; each its own if not given"
    )
    profile: str = Field("adult", max_length=MOST_NAME)
    group: Literal["", "elders", "children"] = Field(
        "", description="Whose people are counted, before and after; everybody if not given"
    )


class Tally(BaseModel):
    """Residents, or those of the group asked for: covered, not covered, unknown, and not judged by any rule set."""

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
    residents: float = Field(description="Of the group asked for")
    before: Tally
    after: Tally


class ScenarioCategory(BaseModel):
    """What a scenario changes in one category, for urban residents."""

    before: Tally
    after: Tally
    villages: BeforeAfter | None = Field(description="The same for residents of villages; null where there are none.")
    not_joined: list[NoteAnswer] = Field(description="Why added facilities that nobody can walk to join no road.")
    units: list[ScenarioUnit] = Field(description="Units of the level whose residents are judged otherwise.")


class PathAnswer(BaseModel):
    """What became of a path."""

    length_m: float
    crosses: dict[str, int] = Field(description="Kind of barrier -> how many of them it crosses: each asks for a way.")
    not_joined: NoteAnswer | None = Field(description="Why nobody walks on it; null where it joins a road.")


class GateAnswer(BaseModel):
    """What became of a gate."""

    way: list[Corner] = Field(description="The way through it, in WGS-84; empty where there is none to lay.")
    not_joined: NoteAnswer | None = Field(description="Why it joins nothing; null where it does.")


class AreaAnswer(BaseModel):
    """What became of a residential area."""

    residents: float
    not_joined: NoteAnswer | None = Field(description="Why none of its homes joins a road; null where one does.")


class ScenarioAnswer(BaseModel):
    """The city before and after, by category; before without the future residents of areas, afterwards with them."""

    city: str
    profile: str
    group: str = Field(description="Whose people are counted; empty for everybody")
    level: str
    limit_m: dict[str, float]
    assumptions: list[NoteAnswer]
    paths: list[PathAnswer] = Field(description="In the order of the request, as gates and areas are.")
    gates: list[GateAnswer]
    areas: list[AreaAnswer]
    categories: dict[str, ScenarioCategory]


class ScenarioToKeep(BaseModel):
    """A scenario to be saved."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=MOST_NAME)
    content: ScenarioContent


class KeptScenarioAnswer(BaseModel):
    """A scenario as it was saved last."""

    id: str
    name: str
    city: str
    format: Literal[1] = Field(description="Version of what `content` holds.")
    created: datetime
    saved: datetime
    expires: datetime = Field(description="When it is forgotten, unless it is saved again.")
    revision: int = Field(description="How often it was saved.")
    content: ScenarioContent
    links: dict[str, str] = Field(description="The scenario itself and its export.")


class SavedScenario(KeptScenarioAnswer):
    """A scenario as its first saver gets it: once, with the secret."""

    secret: str = Field(
        description="Who sends it in the header X-Scenario-Secret changes and deletes the scenario; nobody does "
        "without it. It is answered only here."
    )


class ScenarioRemoval(BaseModel):
    """What became of a scenario."""

    id: str
    outcome: Literal["deleted"]
