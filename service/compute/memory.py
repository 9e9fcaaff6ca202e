"""Memory of processes that live long: given back to the system, and measured."""

import ctypes
import gc
import os
from contextlib import suppress
from pathlib import Path
from typing import Final

#: What makes libraries of a process give memory back to the system instead of keeping it for themselves.
FRUGAL: Final = {"ARROW_DEFAULT_MEMORY_POOL": "system", "MALLOC_ARENA_MAX": "2"}
_PAGE_BYTES: Final = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


def settle_memory() -> None:
    """Give back what is free, and never look at what there is again when garbage is collected: it stays.

    A city is millions of objects; looking at them costs time, and in a fork it copies their pages.
    """
    give_back_memory()
    gc.freeze()


def give_back_memory() -> None:
    """Give back what is free to the system, and what nobody refers to any more."""
    gc.collect()
    give_back_free()


def give_back_free() -> None:
    """Give back what is free to the system; what only garbage collection would free stays."""
    with suppress(AttributeError, OSError):  # only glibc has it
        ctypes.CDLL(None).malloc_trim(0)


def measure_own_bytes() -> int:
    """Measure the memory of this process without files.

    Returns
    -------
    int
        Bytes; 0 where the system does not tell.

    Examples
    --------
    >>> measure_own_bytes() >= 0
    True
    """
    try:
        total, shared = map(int, Path("/proc/self/statm").read_text(encoding="ascii").split()[1:3])
    except OSError:
        return 0
    return (total - shared) * _PAGE_BYTES
