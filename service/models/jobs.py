"""What is asked of background jobs, and what they answer."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from geo.crs.datum import DATUMS
from geo.crs.uncertain import Uncertain
from service.models.coverage import MOST_NAME


class JobForm(BaseModel):
    """What may stand beside the files of any job."""

    model_config = ConfigDict(extra="forbid")

    profile: str = Field("adult", description="adult, elder, wheelchair or brisk")


class _FilesForm(JobForm):
    """What says how files are read."""

    datum: str | None = Field(None, description=f"Of all files: one of {', '.join(DATUMS)}, or EPSG:n")
    uncertain: Uncertain = Field(
        "refuse", description="accept: read files in a CRS known to tens of metres only (Xi'an 80, Beijing 54)"
    )


class PlanForm(_FilesForm):
    """What may stand beside the files of a batch of plan areas."""

    layer: str | None = Field(None, max_length=200, description="Layer or CAD layer of the areas' file")
    sheet: str | None = Field(None, max_length=200, description="Sheet of the areas' workbook")
    column: list[str] = Field(
        [],
        max_length=20,
        description="plan_id=NAME, residents=NAME: what the areas' file calls them; may be repeated",
    )
    skip_bad: bool = Field(False, description="Review the good rows of a bad file, and list the bad ones")
    reports: bool = Field(True, description="Workbook and dossiers too")


class SitingForm(_FilesForm):
    """A request for sites, beside the files of candidates and of a scenario."""

    category: str = Field(max_length=MOST_NAME, description="Which facilities are built")
    add: int | None = Field(None, ge=1, le=1000, description="How many sites; or give target")
    target: float | None = Field(None, gt=0, le=1, description="Share of all people to be covered: the fewest sites")
    objective: Literal["cover", "median", "equity"] = Field(
        "cover", description="cover: most people; median: least mean walk; equity: least covered first"
    )
    level: Literal["districts", "streets", "communities"] = Field(
        "districts", description="equity: whose least covered one"
    )
    capacity: float | None = Field(None, ge=1, description="People that a site serves at most")
    max_cost: float | None = Field(None, gt=0, description="What the sites may cost together, as candidates say it")
    where: list[str] = Field([], max_length=20, description="land_use=... or owner=...; may be repeated")
    area: str | None = Field(None, max_length=MOST_NAME, description="Only homes below this division count")
    scenario_id: str | None = Field(
        None, max_length=MOST_NAME, description="A kept scenario: all that it changes counts"
    )
    scope: Literal["urban", "rural", "all"] | None = Field(
        None, description="Whose homes count; by default those that a rule set judges"
    )
    demand_column: str = Field("residents", max_length=MOST_NAME, description="Who counts: a column of the homes")
    max_candidates: int = Field(5000, ge=1, le=20_000, description="Without a file: crossings tried at most")
    minutes: float | None = Field(None, gt=0, le=1440, description="A limit [min]; the category's own if not given")
    mip_gap: float = Field(0.01, ge=0, le=1, description="Stop when proven within this share of the best")
    time_limit: float = Field(60.0, gt=0, le=300, description="Stop after so many seconds")
    bound_time: float = Field(60.0, ge=0, le=300, description="Of sites anywhere: stop after so many seconds; 0: none")


class CirclesForm(JobForm):
    """How the city is divided into life circles."""

    road: list[str] = Field(
        ["motorway", "trunk"], max_length=20, description="Roads that separate; may be repeated; none for none"
    )
    barrier: list[str] = Field(
        ["river", "railway"], max_length=20, description="Barriers that separate; may be repeated; none for none"
    )
    bridge_m: float = Field(40.0, ge=1, le=500, description="Gaps of barriers up to this wide are bridges [m]")
    sheets: bool = Field(True, description="A sheet to print for each circle too")


class JobAnswer(BaseModel):
    """The state of a background job."""

    id: str
    kind: Literal["review", "siting", "circles"]
    state: Literal["waiting", "running", "done", "failed", "cancelled"]
    progress: float = Field(ge=0, le=1, description="Share of the time that is behind, as a rule.")
    step: str | None = Field(description="What a running job does: a key for programs.")
    step_text: str | None = Field(description="The same for people, in the language of Accept-Language.")
    created: datetime
    started: datetime | None
    ended: datetime | None
    expires: datetime | None = Field(description="When an ended job's files are deleted.")
    detail: str | None = Field(description="Why it failed, and what to do.")
    files: dict[str, str] = Field(description="Names of the files that were sent.")
    options: dict[str, Any] = Field(description="What was stated beside them, as far as it is not as usual.")
    links: dict[str, str] = Field(description="The job itself and its events; once it is done its results.")


class PostedJob(JobAnswer):
    """The state of a job as its poster gets it: once, with the secret."""

    secret: str = Field(
        description="Who sends it in the header X-Job-Secret reads and removes the job; nobody does without it. "
        "It is answered only here."
    )
    links: dict[str, str] = Field(
        description="The job itself and its events; open: for a browser, to the result once it is done. It holds the "
        "secret."
    )


class JobRemoval(BaseModel):
    """What became of a job that was to be removed."""

    id: str
    outcome: Literal["cancelled", "deleted"] = Field(
        description="cancelled: it waited or ran, and will not go on; deleted: it had ended, nothing of it is left."
    )
