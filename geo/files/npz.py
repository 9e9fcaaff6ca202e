"""Arrays on disk: .npz files that can be made again, so that a damaged one is as good as none."""

import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

T = TypeVar("T")


def write_npz(path: Path, arrays: Mapping[str, npt.ArrayLike]) -> None:
    """Write named arrays.

    Parameters
    ----------
    path
        The file, which ends in .npz.
    arrays
        Name -> array.
    """
    np.savez(path, **dict(arrays))  # type: ignore[arg-type]


def read_npz(path: Path, build: Callable[[Any], T]) -> T | None:
    """Read named arrays.

    Parameters
    ----------
    path
        The file.
    build
        Makes the result of the mapping from name to array; only what it asks for is read.

    Returns
    -------
    The result, or None
        None if there is no such file, it is damaged, or lacks an array.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_npz(Path(folder) / "a.npz", {"n": [1, 2]})
    ...     read_npz(Path(folder) / "a.npz", lambda arrays: arrays["n"].tolist())
    [1, 2]
    >>> read_npz(Path("none.npz"), dict) is None
    True
    """
    try:
        with np.load(path, allow_pickle=False) as arrays:
            return build(arrays)
    except (OSError, EOFError, KeyError, ValueError, zlib.error, zipfile.BadZipFile):
        return None
