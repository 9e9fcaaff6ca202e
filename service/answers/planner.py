"""Data of the planner's page: the city, the units of its levels, lines and roads."""

from pydantic_core import to_json

from geo.coverage.analysis import check_level
from maps.planner.ancestry import pack_ancestry
from maps.planner.levels import pack_level
from maps.planner.measures import pack_measures
from maps.planner.outlines import pack_outlines
from maps.planner.overview import pack_overview
from maps.planner.roads import pack_main_roads, pack_tile
from service.compute.analyses import USUAL, Analyses
from service.compute.questions import Body
from service.media_types import JSON


def answer_overview(analyses: Analyses, _asked: tuple[()]) -> Body:
    """Answer with what the page knows of the city before anything is chosen.

    Parameters
    ----------
    analyses
        The city's.

    Returns
    -------
    Body
        JSON, as :func:`maps.planner.overview.pack_overview` has it.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> answer_overview(Analyses(build_sample()), ()).content[:16]
    b'{"name":"Sample"'
    """
    return Body(to_json(pack_overview(analyses.coverage(None, USUAL))), JSON)


def answer_level(analyses: Analyses, level: str) -> Body:
    """Answer with the units of a level.

    Parameters
    ----------
    analyses
        The city's.
    level
        The level.

    Returns
    -------
    Body
        JSON, as :func:`maps.planner.levels.pack_level` has it.

    Raises
    ------
    InputError
        If the city has no such level.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> answer_level(Analyses(build_sample()), "districts").content[:26]
    b'{"code":["","410102000000"'
    """
    coverage = analyses.coverage(None, USUAL)
    check_level(coverage, level)
    within = pack_ancestry(analyses.city, coverage.levels[level])
    return Body(to_json({**pack_level(coverage, level, analyses.unit_rows), "within": within}), JSON)


def answer_outlines(analyses: Analyses, _asked: tuple[()]) -> Body:
    """Answer with the lines between districts and streets.

    Parameters
    ----------
    analyses
        The city's.

    Returns
    -------
    Body
        JSON, as :func:`maps.planner.outlines.pack_outlines` has it.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> answer_outlines(Analyses(build_sample()), ()).content[:14]
    b'{"districts":"'
    """
    return Body(to_json(pack_outlines(analyses.coverage(None, USUAL))), JSON)


def answer_main_roads(analyses: Analyses, _asked: tuple[()]) -> Body:
    """Answer with the main roads of the whole city.

    Parameters
    ----------
    analyses
        The city's.

    Returns
    -------
    Body
        JSON: a text of lines, as :func:`maps.planner.roads.pack_main_roads` has it.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> answer_main_roads(Analyses(build_sample()), ()).content[:1]
    b'"'
    """
    return Body(to_json(pack_main_roads(analyses.city.roads)), JSON)


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
