"""What may be asked of the pages."""

from pydantic import BaseModel, ConfigDict, Field

from geo.texts import Lang
from service.models.coverage import MOST_NAME, Minutes, ProfileName


class CoveragePageQuery(BaseModel):
    """Which coverage, coloured by which level, in which language."""

    model_config = ConfigDict(frozen=True)

    level: str = Field("grid_units", max_length=MOST_NAME, description="Which units are coloured")
    minutes: Minutes = None
    profile: ProfileName = "adult"
    lang: Lang = Field("zh", description="Language the page opens in")
