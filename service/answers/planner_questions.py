"""The questions of the planner's page that are answered before anybody asks them, and who answers the others."""

from typing import Final

from geo.city.model import City
from geo.coverage.status import ALL
from service.answers.planner import answer_level, answer_main_roads, answer_outlines, answer_overview
from service.answers.planner_category import answer_category, answer_facilities
from service.answers.planner_figures import answer_figures
from service.compute.analyses import USUAL
from service.compute.questions import Lane, Question
from service.models.planner import PageCoverageQuery

#: The level that the page opens with.
_FINEST: Final = "grid_units"


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
