"""What routes ask for: the city, its analyses, a place.

They are ``async`` because they only look something up: a plain function would be handed to a thread and back, which
takes longer than most answers.
"""

from typing import Annotated

from fastapi import Depends, Query, Request

from geo.city.model import City
from geo.crs.datum import DATUMS
from geo.crs.projection import from_lonlat
from service.compute.analyses import Analyses
from service.datums import choose_datum


async def get_analyses(request: Request) -> Analyses:
    """Return the analyses of the city that the application serves."""
    analyses: Analyses = request.app.state.analyses
    return analyses


async def get_city(analyses: Annotated[Analyses, Depends(get_analyses)]) -> City:
    """Return the city that the application serves."""
    return analyses.city


async def get_place(
    city: Annotated[City, Depends(get_city)],
    lon: Annotated[float, Query(description="Longitude [degrees]", examples=[24.945])],
    lat: Annotated[float, Query(description="Latitude [degrees]", examples=[60.17])],
    datum: Annotated[str | None, Query(description=f"One of {', '.join(DATUMS)}", examples=["wgs84"])] = None,
) -> tuple[float, float]:
    """Return the place that a request names, in the city's CRS."""
    return from_lonlat(lon, lat, datum=choose_datum(city, datum), crs=city.crs)
