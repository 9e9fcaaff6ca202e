"""The errors gridwalk raises, each with two parents: the domain's and the built-in it is a case of.

::

    GeoError
    ├── InputError (ValueError)            the data or the request is wrong
    │   ├── CrsError                       no CRS, degrees where metres are needed, mixed or swapped axes
    │   ├── MissingColumnError
    │   ├── DuplicateIdError
    │   └── InvalidGeometryError
    ├── NotFoundError (LookupError)        nothing has this code or lies here
    │   ├── OutsideCityError               a place that no grid unit covers
    │   └── AddressNotFoundError           an address that fits nothing
    ├── NetworkError (RuntimeError)        the walk network cannot carry the question
    └── PromiseError (AssertionError)      a result that was checked a second way did not hold: a fault of ours

A message says what was found, what was expected and what to do.
"""

from functools import partial
from typing import Any


class GeoError(Exception):
    """Root of all errors that gridwalk raises on purpose."""


class InputError(GeoError, ValueError):
    """The data or the request is wrong."""


class CrsError(InputError):
    """No CRS, degrees where metres are needed, mixed CRS or swapped axes."""


class MissingColumnError(InputError):
    """A table lacks a column that it must have."""


class DuplicateIdError(InputError):
    """An identifier occurs more than once."""


class InvalidGeometryError(InputError):
    """A geometry is empty, missing, broken or overlaps another."""


class NotFoundError(GeoError, LookupError):
    """Nothing has this code."""


class OutsideCityError(NotFoundError):
    """No grid unit covers the place.

    Parameters
    ----------
    message
        What was asked and what is nearest.
    nearest_unit_code
        Code of the nearest grid unit.
    distance_m
        Straight distance to it [m].
    """

    def __init__(self, message: str, *, nearest_unit_code: str, distance_m: float) -> None:
        super().__init__(message)
        self.nearest_unit_code = nearest_unit_code
        self.distance_m = distance_m

    def __reduce__(self) -> tuple[Any, ...]:
        """Say how to make it again in another process."""
        make = partial(OutsideCityError, nearest_unit_code=self.nearest_unit_code, distance_m=self.distance_m)
        return make, self.args


class AddressNotFoundError(NotFoundError):
    """No address of the city fits.

    Parameters
    ----------
    message
        What was understood, and what to give.
    matched, unmatched
        What of the text is explained, and what is not.
    """

    def __init__(self, message: str, *, matched: str, unmatched: str) -> None:
        super().__init__(message)
        self.matched = matched
        self.unmatched = unmatched

    def __reduce__(self) -> tuple[Any, ...]:
        """Say how to make it again in another process."""
        return partial(AddressNotFoundError, matched=self.matched, unmatched=self.unmatched), self.args


class NetworkError(GeoError, RuntimeError):
    """The walk network is empty or cannot carry the question."""


class PromiseError(GeoError, AssertionError):
    """A result that was checked a second way did not hold: a fault of gridwalk, not of the data."""
