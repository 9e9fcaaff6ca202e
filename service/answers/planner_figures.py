"""Data of the planner's page: what it says of an area."""

from pydantic_core import to_json

from geo.city.categories import check_category
from geo.coverage.analysis import check_level
from geo.coverage.status import ALL
from maps.planner.category import pack_groups
from maps.planner.figures import pack_figures
from service.compute.analyses import Analyses
from service.compute.questions import Body
from service.media_types import JSON
from service.models.planner import PageCoverageQuery


def answer_figures(analyses: Analyses, profile: str) -> Body:
    """Answer with the figures of every category for the city, its districts and its streets.

    Parameters
    ----------
    analyses
        The city's.
    profile
        Who walks.

    Returns
    -------
    Body
        JSON, as :func:`maps.planner.figures.pack_figures` has it.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> answer_figures(Analyses(build_sample()), "adult").content[:16]
    b'{"city":{"clinic'
    """
    return Body(to_json(pack_figures(analyses.coverage(None, profile))), JSON)


def answer_groups(analyses: Analyses, asked: tuple[str, PageCoverageQuery]) -> Body:
    """Answer how many elders and children are not covered in a category.

    Parameters
    ----------
    analyses
        The city's.
    asked
        The category, or ``all``, and the query.

    Returns
    -------
    Body
        JSON, as :func:`maps.planner.category.pack_groups` has it.

    Raises
    ------
    InputError
        If the category or the level is unknown.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> answer_groups(Analyses(build_sample()), ("clinic", PageCoverageQuery(level="communities"))).content
    b'{}'
    """
    category, query = asked
    coverage = analyses.coverage(None, query.profile)
    check_level(coverage, query.level)
    if category != ALL:
        check_category(category, coverage.limit_m)
    return Body(to_json(pack_groups(coverage, category, query.level)), JSON)
