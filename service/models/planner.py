"""What the planner's page may ask for."""

from pydantic import BaseModel, ConfigDict, Field

from geo.rules.fields import Scope
from service.models.coverage import MOST_NAME, Minutes, ProfileName


class PageCoverageQuery(BaseModel):
    """Figures of a category: for which units, and who walks."""

    model_config = ConfigDict(frozen=True)

    level: str = Field("grid_units", max_length=MOST_NAME)
    profile: ProfileName = "adult"


class PageGapsQuery(BaseModel):
    """Gap areas of a category: who walks, and how far."""

    model_config = ConfigDict(frozen=True)

    profile: ProfileName = "adult"
    minutes: Minutes = None


class PageSheetQuery(BaseModel):
    """The sheet of a unit: its urban residents or those of its villages, who walks, and how far."""

    model_config = ConfigDict(frozen=True)

    scope: Scope = "urban"
    profile: ProfileName = "adult"
    minutes: Minutes = None
