"""What communities have and lack, by division."""

from typing import Any, Literal

from pydantic import BaseModel, Field

from service.models.coverage import MOST_NAME
from service.models.notes import NoteAnswer
from service.models.paging import PagedQuery


class AuditQuery(PagedQuery):
    """What may be asked of the audit."""

    level: str = Field(
        "communities", max_length=MOST_NAME, description="city, districts, streets, communities, grid_units"
    )
    parent: str | None = Field(None, max_length=MOST_NAME, description="Only divisions below this one, at any depth")
    scope: Literal["urban", "rural", "all"] = Field("urban", description="Communities, villages, or both.")


class AuditAnswer(BaseModel):
    """The figures of the divisions of a level, page by page."""

    city: str
    level: str
    scope: str
    norms: dict[str, Any] = Field(description="What service space and staff are held to, and what that cites.")
    costs: dict[str, Any] | None = Field(
        description="Unit costs that the city states, in yuan, and whose they are; null where it states none."
    )
    missing: list[str] = Field(description="Figures that the city's data do not know.")
    assumptions: list[NoteAnswer]
    matched: int = Field(description="How many divisions all pages hold.")
    next: str | None = Field(description="Cursor of the next page; null on the last.")
    items: list[dict[str, str | float | None]] = Field(
        description="Figures by name; null where not known or not judged."
    )
