"""What may be asked of service circles and routes."""

from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from geo.crs.datum import DATUMS
from service.models.coverage import MOST_NAME, ProfileName

_Minutes = Annotated[float, Field(gt=0, le=60)]
_MOST_LIMITS: Final = 8


class FacilityCircleQuery(BaseModel):
    """Within which limits, and how closely drawn."""

    model_config = ConfigDict(frozen=True)

    minutes: tuple[_Minutes, ...] = Field(
        (15.0,), min_length=1, max_length=_MOST_LIMITS, description="Limits [min]", examples=[[5, 10, 15]]
    )
    profile: ProfileName = "adult"
    tolerance: float | None = Field(
        None,
        ge=0,
        le=100,
        description="Farthest that a simplified outline or line may move [m]; without it outlines 0, lines 1",
    )


class CircleQuery(FacilityCircleQuery):
    """From where, within which limits, and how it is drawn."""

    lon: float = Field(description="Longitude [degrees]", examples=[24.945])
    lat: float = Field(description="Latitude [degrees]", examples=[60.17])
    datum: str | None = Field(None, max_length=20, description=f"One of {', '.join(DATUMS)}", examples=["wgs84"])
    shape: Literal["polygon", "lines"] = Field("polygon", description="Outlines, or reached parts of edges")


class RouteQuery(BaseModel):
    """To what, and who walks."""

    model_config = ConfigDict(frozen=True)

    category: str = Field(max_length=MOST_NAME, description="The category whose nearest facility is walked to")
    profile: ProfileName = "adult"
