"""Who is covered, by unit."""

from pydantic import BaseModel, Field

from service.models.notes import NoteAnswer


class CategoryCoverage(BaseModel):
    """People of one unit in one category; the three add up to the unit's residents."""

    covered: float
    uncovered: float
    unknown: float = Field(description="Near the border of the data: a facility beyond it might serve them.")
    share: float | None = Field(description="Covered of all residents, 0 to 1; null where nobody lives.")


class UnitCoverage(BaseModel):
    """Coverage of one unit of a level."""

    code: str = Field(description='"" for homes that lie in no grid unit')
    name: str
    parent: str
    residents: float
    households: float | None
    categories: dict[str, CategoryCoverage]


class CoverageAnswer(BaseModel):
    """Coverage of every unit of a level."""

    city: str
    level: str
    profile: str
    speed_km_h: float
    limit_m: dict[str, float]
    assumptions: list[NoteAnswer]
    items: list[UnitCoverage]
