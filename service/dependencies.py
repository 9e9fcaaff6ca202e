"""What routes ask for: the city, its analyses, a place.

They are ``async`` because they only look something up: a plain function would be handed to a thread and back, which
takes longer than most answers.
"""

from typing import Annotated

from fastapi import Depends, Query, Request

from geo.city.model import City
from geo.crs.datum import DATUMS, check_datum
from geo.crs.projection import from_lonlat
from geo.errors import InputError
from service.cache import Analyses


async def get_analyses(request: Request) -> Analyses:
    """Return the analyses of the city that the application serves."""
    analyses: Analyses = request.app.state.analyses
    return analyses


async def get_city(analyses: Annotated[Analyses, Depends(get_analyses)]) -> City:
    """Return the city that the application serves."""
    return analyses.city


def choose_datum(city: City, datum: str | None) -> str:
    """Return the datum that a caller named, or the city's own.

    Parameters
    ----------
    city
        The city.
    datum
        As named, or None.

    Returns
    -------
    str
        One of :data:`geo.crs.datum.DATUMS`.

    Raises
    ------
    InputError
        If neither names one, or an unknown one: a wrong guess would move the place by 300 to 1,300 m.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> choose_datum(build_sample(), "gcj02")
    'gcj02'
    """
    chosen = datum or city.datum
    if chosen is None:
        raise InputError(
            f"which datum are lon and lat in? Name it: datum = one of {', '.join(DATUMS)} "
            "(GPS: wgs84; Amap and Tencent: gcj02; Baidu: bd09; surveyed: cgcs2000)"
        )
    check_datum(chosen)
    return chosen


async def get_place(
    city: Annotated[City, Depends(get_city)],
    lon: Annotated[float, Query(description="Longitude [degrees]", examples=[24.945])],
    lat: Annotated[float, Query(description="Latitude [degrees]", examples=[60.17])],
    datum: Annotated[str | None, Query(description=f"One of {', '.join(DATUMS)}", examples=["wgs84"])] = None,
) -> tuple[float, float]:
    """Return the place that a request names, in the city's CRS."""
    return from_lonlat(lon, lat, datum=choose_datum(city, datum), crs=city.crs)
