"""Lists that come page by page."""

from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field

#: Rows of a page at most.
MOST_ROWS: Final = 10_000


class PagedQuery(BaseModel):
    """What may be asked of every list."""

    model_config = ConfigDict(frozen=True)

    limit: Annotated[int, Field(ge=1, le=MOST_ROWS)] | None = Field(
        None, description="Rows of a page at most; a page also ends before 4 MB. Without it a page has 300 rows or 1 MB"
    )
    next: str | None = Field(None, max_length=100, description="Where to go on: `next` of the page before")
    fields: str | None = Field(
        None, max_length=3000, description="Names of fields, separated by commas: only these", examples=["code,share"]
    )
    bbox: str | None = Field(
        None,
        max_length=200,
        description="west,south,east,north in WGS-84 degrees: only what it touches",
        examples=["113.6,34.7,113.7,34.8"],
    )
    sort: str | None = Field(None, max_length=40, description="A field to sort by; with - in front the largest first")
