"""How often the interpreter looks for garbage while a run makes tables and documents of millions of objects."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

#: Objects that are new when it looks: the interpreter's 700 are made some thousand times, and all of them last.
_NEW: Final = 200_000


@contextmanager
def collect_seldom() -> Iterator[None]:
    """Have the interpreter look for garbage seldom; what nobody refers to is freed at once as ever.

    Yields
    ------
    None
        A sixth of an analysis goes by looking; as it was when the block, or the function so decorated, ends.

    Examples
    --------
    >>> with collect_seldom():
    ...     gc.get_threshold()[0]
    200000
    >>> gc.get_threshold()[0] < 200_000
    True
    """
    usual = gc.get_threshold()
    gc.set_threshold(_NEW, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
