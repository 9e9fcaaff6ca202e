"""What lies around a grid unit, and what can be walked to from a place."""

from pydantic_core import to_json

from geo.files.writers import to_geojson
from geo.locate.services import list_services
from geo.locate.surroundings import draw_surroundings
from service.compute.analyses import Analyses
from service.compute.questions import Body
from service.media_types import GEOJSON, JSON


def answer_surroundings(analyses: Analyses, asked: tuple[str, str | None]) -> Body:
    """Answer with a grid unit, its neighbours and the roads there.

    Parameters
    ----------
    analyses
        The city's.
    asked
        Code of the unit, and a day by whose boundaries, or None.

    Returns
    -------
    Body
        GeoJSON.

    Raises
    ------
    InputError
        If the day is none.
    NotFoundError
        If no unit in force has this code.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> answer_surroundings(Analyses(build_sample()), ("410102001001001", None)).content[:27]
    b'{"type":"FeatureCollection"'
    """
    unit_code, as_of = asked
    shapes = draw_surroundings(analyses.city, analyses.unit_index(as_of), unit_code)
    return Body(to_geojson(shapes).encode(), GEOJSON)


def answer_services(analyses: Analyses, place: tuple[float, float]) -> Body:
    """Answer with the nearest facility of each category.

    Parameters
    ----------
    analyses
        The city's.
    place
        In the city's CRS [m].

    Returns
    -------
    Body
        A list in JSON, as :class:`geo.locate.answers.Service`.

    Examples
    --------
    >>> from geo.city.sample import ORIGIN, build_sample
    >>> answer_services(Analyses(build_sample()), ORIGIN).content[:20]
    b'[{"category":"clinic'
    """
    return Body(to_json(list_services(analyses.circles("adult").context, *place)), JSON)
