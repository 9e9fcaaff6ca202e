"""Which grid unit covers a place, and what is known of a unit."""

from typing import Annotated

from fastapi import APIRouter, Depends

from geo.city import City, find_unit, locate
from service.dependencies import get_city, get_place
from service.models import Location, Problem, Unit

router = APIRouter(prefix="/v1", tags=["places"])


@router.get("/locate", responses={400: {"model": Problem}, 404: {"model": Problem}})
def locate_place(
    city: Annotated[City, Depends(get_city)], place: Annotated[tuple[float, float], Depends(get_place)]
) -> Location:
    """Answer which grid unit covers a longitude and latitude of a named datum."""
    return Location(**locate(city, *place))


@router.get("/grid-units/{code}", responses={404: {"model": Problem}})
def get_grid_unit(code: str, city: Annotated[City, Depends(get_city)]) -> Unit:
    """Return a grid unit by its code."""
    return Unit(**find_unit(city, code))
