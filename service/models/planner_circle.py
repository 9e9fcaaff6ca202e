"""What the planner's page asks about the circles of a place."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from geo.crs.datum import DATUMS
from service.models.coverage import ProfileName

_Minutes = Annotated[float, Field(ge=1, le=30)]


class PlannerCircleQuery(BaseModel):
    """From where, within which limits, and who walks."""

    model_config = ConfigDict(frozen=True)

    lon: float = Field(ge=-180, le=180, description="Longitude [degrees]")
    lat: float = Field(ge=-90, le=90, description="Latitude [degrees]")
    datum: str | None = Field(None, max_length=20, description=f"One of {', '.join(DATUMS)}")
    minutes: tuple[_Minutes, ...] = Field((5.0, 10.0, 15.0), min_length=1, max_length=3, description="Limits [min]")
    profile: ProfileName = "adult"
