"""Categories of facilities that are asked for, among those that a city has."""

from collections.abc import Collection, Sequence

from geo.city.model import City
from geo.errors import InputError


def check_category(category: str, known: Collection[str]) -> None:
    """Raise unless a category is one of those that are known.

    Parameters
    ----------
    category
        A name.
    known
        The choices.

    Raises
    ------
    InputError
        If the category is not among them.

    Examples
    --------
    >>> check_category("clinic", ["clinic", "school"])
    """
    if category not in known:
        raise InputError(f'unknown category "{category}"; the city has: {", ".join(known)}')


def choose_categories(city: City, categories: Sequence[str]) -> tuple[str, ...]:
    """Choose the categories that are asked for.

    Parameters
    ----------
    city
        The city.
    categories
        Their names; none means all that the city has.

    Returns
    -------
    tuple of str
        Each once.

    Raises
    ------
    InputError
        If the city does not know one.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> choose_categories(build_sample(), ())
    ('clinic', 'school')
    """
    for name in categories:
        check_category(name, city.categories)
    return tuple(dict.fromkeys(categories)) or tuple(city.categories)
