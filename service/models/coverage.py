"""Who is covered, by unit, and where the others live."""

from typing import Annotated, Any, Final

from pydantic import BaseModel, Field

from service.models.notes import NoteAnswer
from service.models.paging import PagedQuery

#: Longest name of a category, a level or a profile, or code of a division [characters]: nothing longer is one.
MOST_NAME: Final = 100
Minutes = Annotated[float | None, Field(gt=0, le=1440, description="Limit for all categories [min]", examples=[15])]
ProfileName = Annotated[str, Field(max_length=MOST_NAME, description="adult, elder, wheelchair or brisk")]


class CoverageQuery(PagedQuery):
    """What may be asked of coverage."""

    level: str = Field(
        "grid_units", max_length=MOST_NAME, description="city, districts, streets, communities or grid_units"
    )
    category: str | None = Field(None, max_length=MOST_NAME, description="Only this category")
    minutes: Minutes = None
    profile: ProfileName = "adult"
    parent: str | None = Field(None, max_length=MOST_NAME, description="Only units below this division, at any depth")


class GapsQuery(PagedQuery):
    """What may be asked of gap areas."""

    category: str | None = Field(None, max_length=MOST_NAME, description="Only this category")
    minutes: Minutes = None
    profile: ProfileName = "adult"


class CategoryCoverage(BaseModel):
    """People of one unit in one category; the three add up to the unit's residents."""

    covered: float
    uncovered: float
    unknown: float = Field(description="Near the border of the data: a facility beyond it might serve them.")
    share: float | None = Field(description="Covered of all residents, 0 to 1; null for units where nobody lives.")


class UnitCoverage(BaseModel):
    """Coverage of one unit of a level; with `fields` only those."""

    code: str = Field(description='"" for homes that lie in no grid unit')
    name: str
    parent: str
    residents: float
    households: float | None
    categories: dict[str, CategoryCoverage]


class CoverageAnswer(BaseModel):
    """Coverage of the units of a level, page by page."""

    city: str
    level: str
    profile: str
    speed_km_h: float
    limit_m: dict[str, float]
    assumptions: list[NoteAnswer]
    matched: int = Field(description="How many units all pages hold.")
    next: str | None = Field(description="Cursor of the next page; null on the last.")
    items: list[UnitCoverage]


class GapCollection(BaseModel):
    """Gap areas as GeoJSON in WGS-84 (RFC 7946), page by page."""

    type: str = "FeatureCollection"
    matched: int = Field(description="How many areas all pages hold.")
    next: str | None = Field(description="Cursor of the next page; null on the last.")
    features: list[dict[str, Any]]
