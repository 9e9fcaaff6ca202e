"""Faults of whole tables, gathered so that one run tells those of all tables: reading one does not need the others."""

from collections.abc import Callable
from typing import TypeVar

from geo.city.reading.state import Build
from geo.errors import InputError


class UnusableError(Exception):
    """A table that cannot be used; its faults are among the problems of the build already."""


Read = TypeVar("Read")


def attempt(build: Build, read: Callable[[], Read]) -> Read | None:
    """Read a table; what is wrong with it as a whole goes to the build's faults.

    Parameters
    ----------
    build
        The build.
    read
        Reads the table.

    Returns
    -------
    object or None
        What was read; None where the table cannot be used.
    """
    try:
        return read()
    except InputError as error:
        build.faults.append(error)
    except UnusableError:
        pass
    return None
