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
    code: str | None = Field(None, max_length=MOST_NAME, description="Only the division of this code")
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


class ShortfallAnswer(BaseModel):
    """A kind of shortfall in all communities together."""

    key: str = Field(description="short_<key> and people_<key> are its figures by division.")
    name: dict[str, str]
    unit: dict[str, str]
    amount: float
    people: float = Field(description="Residents whom it concerns.")
    communities: int
    cost_yuan: float | None = None
    cost_yuan_year: float | None = None


class FigureAnswer(BaseModel):
    """A figure of divisions."""

    key: str
    name: dict[str, str]
    digits: int = Field(description="Behind the point, as pages show it; of shares as a share.")
    binds: bool = Field(description="Whether divisions fall short of the norm.")
    norm: float | None


class ShortfallsAnswer(BaseModel):
    """What the city's communities lack together, and what the figures of divisions are called."""

    city: str
    kinds: list[ShortfallAnswer] = Field(description="Those that help most people first.")
    costs: dict[str, dict[str, str]] = Field(description="Names of the sums of costs, where the city states any.")
    columns: list[FigureAnswer]
    of_city: dict[str, float | None] = Field(description="The same figures of all communities together.")
    method: list[dict[str, str]]
