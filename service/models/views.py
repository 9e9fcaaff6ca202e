"""What the planner's page shows, as its downloads are asked for."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from geo.coverage.status import ALL
from geo.texts import Lang
from maps.planner.view_classes import MeasureName
from service.models.coverage import MOST_NAME, Minutes, ProfileName

#: How a download ends; PNG and PDF are drawn by a browser.
Ending = Literal["csv", "xlsx", "gpkg", "png", "pdf"]


class ViewQuery(BaseModel):
    """The view: its names are those of the page's address."""

    model_config = ConfigDict(frozen=True)

    area: str = Field("", max_length=MOST_NAME, description="Code of a division: it, and what lies below it")
    scope: Literal["urban", "rural", "all"] = "urban"
    category: str = Field(ALL, max_length=MOST_NAME, description="A category, or all")
    minutes: Minutes = None
    profile: ProfileName = "adult"
    measure: MeasureName = "share"
    group: Literal["", "elders", "children"] = Field("", description="Whose people are counted who are not covered")
    level: str = Field("grid_units", max_length=MOST_NAME)
    lang: Lang = "zh"
    sort: str | None = Field(None, max_length=40, description="A column of the list; with - in front the largest first")
    filter: str = Field("", max_length=MOST_NAME, description="Only rows of the list in which this stands")
    unit: str = Field("", max_length=MOST_NAME, description="Code of the unit that is chosen")
    bounds: str | None = Field(None, max_length=200, description="west,south,east,north of the map in WGS-84 degrees")


class PrintQuery(ViewQuery):
    """The view on paper."""

    scenario: str | None = Field(
        None, max_length=MOST_NAME, description="A kept scenario: figures before, after and the change"
    )
    paper: Literal["a4", "a3"] = Field("a4", description="Paper of a PDF")
