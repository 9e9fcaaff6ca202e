"""Data of the planner's page for a closer look: the roads of a tile, measures, the sheet of a unit."""

from pydantic_core import to_json

from geo.coverage.analysis import check_level
from maps.planner.measures import pack_measures
from maps.planner.roads import pack_tile
from maps.planner.sheet import pack_sheet
from service.compute.analyses import USUAL, Analyses
from service.compute.questions import Body
from service.media_types import JSON
from service.models.planner import PageSheetQuery


def answer_tile(analyses: Analyses, tile: tuple[int, int]) -> Body:
    """Answer with the roads of a tile.

    Parameters
    ----------
    analyses
        The city's.
    tile
        Its column and row.

    Returns
    -------
    Body
        JSON, as :func:`maps.planner.roads.pack_tile` has it; a tile beyond the city has no roads.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> answer_tile(Analyses(build_sample()), (0, 0)).content
    b'{"main":"","streets":"","paths":""}'
    """
    return Body(to_json(pack_tile(analyses.city.roads, analyses.road_boxes, *tile)), JSON)


def answer_measures(analyses: Analyses, level: str) -> Body:
    """Answer with what the units of a level have of staff, rooms and floor area.

    Parameters
    ----------
    analyses
        The city's.
    level
        The level.

    Returns
    -------
    Body
        JSON, as :func:`maps.planner.measures.pack_measures` has it.

    Raises
    ------
    InputError
        If the city has no such level.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> answer_measures(Analyses(build_sample()), "streets").content[:24]
    b'{"workers_per_1000":null'
    """
    check_level(analyses.coverage(None, USUAL), level)
    return Body(to_json(pack_measures(analyses.audit(), level)), JSON)


def answer_sheet(analyses: Analyses, asked: tuple[str, str, PageSheetQuery]) -> Body:
    """Answer with the sheet of a unit.

    Parameters
    ----------
    analyses
        The city's.
    asked
        Level and code of the unit, and the query.

    Returns
    -------
    Body
        JSON, as :func:`maps.planner.sheet.pack_sheet` has it.

    Raises
    ------
    InputError
        If the city has no such level.
    NotFoundError
        If the level has no such unit.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> asked = ("streets", "410102001000", PageSheetQuery(scope="rural"))
    >>> answer_sheet(Analyses(build_sample()), asked).content[:40]
    b'{"level":"streets","code":"410102001000"'
    """
    level, code, query = asked
    coverage = analyses.coverage(query.minutes, query.profile)
    check_level(coverage, level)
    sheet = pack_sheet(coverage, analyses.audit(), analyses.unit_rows, level, code, query.scope)
    return Body(to_json(sheet), JSON)
