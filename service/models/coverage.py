"""Who is covered, by unit, and where the others live."""

from typing import Annotated, Any, Final, Literal

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
    scope: Literal["urban", "rural", "all"] = Field(
        "urban", description="Urban units, villages, or both: a division that holds both has a row for each."
    )


class GapsQuery(PagedQuery):
    """What may be asked of gap areas."""

    category: str | None = Field(None, max_length=MOST_NAME, description="Only this category")
    minutes: Minutes = None
    profile: ProfileName = "adult"


class CategoryCoverage(BaseModel):
    """People of one unit in one category; the four add up to the unit's residents."""

    covered: float
    uncovered: float
    unknown: float = Field(description="Near the border of the data: a facility beyond it might serve them.")
    not_judged: float = Field(description="No rule set is for them: villages, where the city has urban ones only.")
    share: float | None = Field(
        description="Covered of the unit's residents, 0 to 1; null where nobody lives or is judged."
    )


class UnitCoverage(BaseModel):
    """Coverage of one unit of a level; with `fields` only those."""

    code: str = Field(description='"" for homes that lie in no grid unit')
    name: str
    parent: str
    scope: str = Field(description="urban or rural; figures are of the unit's residents of this scope.")
    residents: float
    households: float | None
    categories: dict[str, CategoryCoverage]


class ScopeCoverage(BaseModel):
    """The city's urban residents, or those of its villages: in the category asked for, or in all together."""

    residents: float
    covered: float
    share: float | None = Field(description="Covered of these residents, 0 to 1; null where they are not judged.")
    judged_by: dict[str, str] = Field(description="Rule set or minutes, or that they are not judged, by language.")


class CoverageAnswer(BaseModel):
    """Coverage of the units of a level, page by page."""

    city: str
    level: str
    scope: str
    profile: str
    speed_km_h: float
    limit_m: dict[str, float] = Field(description="Limits of the scope [m]; of urban units where both are asked for.")
    scopes: dict[str, ScopeCoverage] = Field(description="urban, and rural where the city has villages.")
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
