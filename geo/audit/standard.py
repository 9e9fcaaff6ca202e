"""Which standard an audit goes by: the city's own, else the one that comes with gridwalk."""

from functools import cache
from pathlib import Path
from typing import Final

from geo.city.model import City
from geo.files.documents import read_toml
from geo.rules.audit_standard import AuditStandard

_FILE: Final = Path(__file__).parent / "standard.toml"


def choose_standard(city: City) -> AuditStandard:
    """Choose the standard that a city's audit goes by.

    Parameters
    ----------
    city
        The city.

    Returns
    -------
    AuditStandard
        Its own, as its source file states it under ``[audit]``, else :func:`read_standard`.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> choose_standard(build_sample()) is read_standard()
    True
    """
    return city.audit_standard or read_standard()


@cache
def read_standard() -> AuditStandard:
    """Read the standard that comes with gridwalk.

    Returns
    -------
    AuditStandard
        The same object each time.

    Examples
    --------
    >>> read_standard().office_bands_m2, read_standard().large_square_m2
    ((300, 600), 1000)
    """
    return AuditStandard.model_validate(read_toml(_FILE, what="rule set", name=_FILE.name))
