"""Data of the planner's page: the city, its levels, the figures, gap areas and facilities of a category, its roads."""

from typing import Any, Final

from pydantic_core import to_json

from geo.city.categories import check_category
from geo.city.model import City
from geo.coverage.analysis import check_level
from geo.coverage.status import ALL
from maps.payload import pack_facilities
from maps.planner.ancestry import pack_ancestry
from maps.planner.category import pack_all_categories, pack_category
from maps.planner.figures import AREAS
from maps.planner.gaps import pack_page_gaps
from maps.planner.levels import pack_level
from maps.planner.outlines import pack_outlines
from maps.planner.overview import pack_overview
from maps.planner.roads import pack_main_roads
from service.answers.planner_figures import answer_figures
from service.compute.analyses import USUAL, Analyses
from service.compute.questions import Body, Lane, Question
from service.media_types import JSON
from service.models.planner import PageCoverageQuery, PageGapsQuery

#: The level that the page opens with.
_FINEST: Final = "grid_units"
#: Levels whose figures come with those of every other.
_ALWAYS: Final = AREAS


def ask_first(city: City) -> list[Question]:
    """Put the questions of a page that has just been opened.

    Parameters
    ----------
    city
        The city.

    Returns
    -------
    list of Question
        Their answers are made before anybody asks: the page need not wait for them.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> len(ask_first(build_sample()))
    7
    """
    first = next(iter(city.categories), ALL)
    questions = [
        Question(answer_category, (first, PageCoverageQuery(level=_FINEST)), lane="quick"),  # takes longest
        Question(answer_level, _FINEST, lane="quick"),
        Question(answer_overview, (), lane="quick"),
        Question(answer_figures, USUAL, lane="quick"),
        Question(answer_outlines, (), lane="quick"),
        Question(answer_main_roads, (), lane="quick"),
    ]
    return [*questions, *([Question(answer_facilities, first, lane="quick")] if city.categories else [])]


def ask_later(city: City) -> list[Question]:
    """Put the questions that are likely next: the figures of every category.

    Parameters
    ----------
    city
        The city.

    Returns
    -------
    list of Question
        Without those of :func:`ask_first`.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> [question.query[0] for question in ask_later(build_sample())]
    ['school', 'all']
    """
    names = [*city.categories, ALL]
    return [Question(answer_category, (name, PageCoverageQuery(level=_FINEST)), lane="quick") for name in names[1:]]


def choose_lane(profile: str, minutes: float | None = None) -> Lane:
    """Choose the lane of a question: what is not prepared takes seconds.

    Parameters
    ----------
    profile
        Who walks.
    minutes
        A limit for all categories [min], or None.

    Returns
    -------
    str
        ``quick`` or ``slow``.

    Examples
    --------
    >>> choose_lane("adult"), choose_lane("elder"), choose_lane("adult", 15)
    ('quick', 'slow', 'slow')
    """
    return "quick" if profile == USUAL and minutes is None else "slow"


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
    return _answer(pack_overview(analyses.coverage(None, USUAL)))


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
    return _answer({**pack_level(coverage, level, analyses.unit_rows), "within": within})


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
    return _answer(pack_outlines(analyses.coverage(None, USUAL)))


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
    return _answer(pack_main_roads(analyses.city.roads))


def answer_category(analyses: Analyses, asked: tuple[str, PageCoverageQuery]) -> Body:
    """Answer with the figures of a category.

    Parameters
    ----------
    analyses
        The city's.
    asked
        The category, or ``all``, and the query.

    Returns
    -------
    Body
        JSON, as :func:`maps.planner.category.pack_category` has it, or
        :func:`maps.planner.category.pack_all_categories`.

    Raises
    ------
    InputError
        If the category, the level or the profile is unknown.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> answer_category(Analyses(build_sample()), ("clinic", PageCoverageQuery(level="streets"))).content[:19]
    b'{"limit_m":{"urban"'
    """
    category, query = asked
    coverage = analyses.coverage(None, query.profile)
    check_level(coverage, query.level)
    levels = [level for level in coverage.levels if level in (*_ALWAYS, query.level)]
    if category == ALL:
        return _answer(pack_all_categories(coverage, analyses.unit_rows, levels))
    check_category(category, coverage.limit_m)
    gaps = analyses.gaps(None, query.profile, category)
    return _answer(pack_category(coverage, category, analyses.unit_rows, levels, gaps))


def answer_page_gaps(analyses: Analyses, asked: tuple[str, PageGapsQuery]) -> Body:
    """Answer with the gap areas of a category.

    Parameters
    ----------
    analyses
        The city's.
    asked
        The category and the query.

    Returns
    -------
    Body
        JSON, as :func:`maps.planner.gaps.pack_page_gaps` has it.

    Raises
    ------
    InputError
        If the category or the profile is unknown.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> answer_page_gaps(Analyses(build_sample()), ("clinic", PageGapsQuery())).content[:9]
    b'{"shape":'
    """
    category, query = asked
    coverage = analyses.coverage(query.minutes, query.profile)
    check_category(category, coverage.limit_m)
    return _answer(pack_page_gaps(coverage, category, analyses.gaps(query.minutes, query.profile, category)))


def answer_facilities(analyses: Analyses, category: str) -> Body:
    """Answer with the facilities of a category.

    Parameters
    ----------
    analyses
        The city's.
    category
        The category.

    Returns
    -------
    Body
        JSON, as :func:`maps.payload.pack_facilities` has it.

    Raises
    ------
    InputError
        If the category is unknown.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> answer_facilities(Analyses(build_sample()), "clinic").content[-30:]
    b'"id":["c1"],"name":["Clinic"]}'
    """
    check_category(category, analyses.city.categories)
    return _answer(pack_facilities(analyses.city.facilities, [category])[category])


def _answer(packed: Any) -> Body:
    return Body(to_json(packed), JSON)
