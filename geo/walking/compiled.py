"""Compiling functions on their first call."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., Any])


def compiled(function: F) -> F:
    """Compile a function on its first call and keep the result on disk.

    Parameters
    ----------
    function
        Loops over arrays and numbers.

    Returns
    -------
    Callable
        The same function, compiled, which other threads can run beside.

    Examples
    --------
    >>> compiled(lambda x: x + 1)(1)
    2
    """
    return cast("F", numba.njit(cache=not function.__name__.startswith("<"), nogil=True)(function))
