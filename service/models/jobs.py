"""Batches of plan areas, and the background jobs that review them."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from geo.crs.datum import DATUMS
from geo.crs.uncertain import Uncertain


class PlanForm(BaseModel):
    """What may stand beside the files of a batch of plan areas."""

    model_config = ConfigDict(extra="forbid")

    datum: str | None = Field(None, description=f"Of all files: one of {', '.join(DATUMS)}, or EPSG:n")
    uncertain: Uncertain = Field(
        "refuse", description="accept: read files in a CRS known to tens of metres only (Xi'an 80, Beijing 54)"
    )
    layer: str | None = Field(None, max_length=200, description="Layer or CAD layer of the areas' file")
    sheet: str | None = Field(None, max_length=200, description="Sheet of the areas' workbook")
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
    step: str | None = Field(description="What a running job does: a key for programs.")
    step_text: str | None = Field(description="The same for people, in the language of Accept-Language.")
    created: datetime
    started: datetime | None
    ended: datetime | None
    expires: datetime | None = Field(description="When an ended job's files are deleted.")
    detail: str | None = Field(description="Why it failed, and what to do.")
    files: dict[str, str] = Field(description="Names of the files that were sent.")
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
