"""Names that a query gives, checked at the door: what is wrong should not wait behind what is computed."""

from geo.city.categories import check_category
from geo.city.model import City
from geo.coverage.rollup import LEVELS
from geo.errors import InputError
from geo.walking.profiles import find_profile


def check_names(
    city: City, *, profile: str | None = None, level: str | None = None, category: str | None = None
) -> None:
    """Raise unless the names of a query are known.

    Parameters
    ----------
    city
        The city, for its categories.
    profile, level, category
        The names; None for what the query does not give.

    Raises
    ------
    InputError
        If one is unknown; the message lists those that are.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> check_names(build_sample(), level="blocks")
    Traceback (most recent call last):
    geo.errors.InputError: unknown level "blocks"; the city has: city, districts, streets, communities, grid_units
    """
    if profile is not None:
        find_profile(profile)
    if category is not None:
        check_category(category, city.categories)
    if level is not None and level not in LEVELS:
        raise InputError(f'unknown level "{level}"; the city has: {", ".join(LEVELS)}')
