"""Arrays on disk: .npz files."""

import io
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


def read_npz(data: bytes, build: Callable[[Any], T]) -> T:
    """Read named arrays.

    Parameters
    ----------
    data
        What the file holds.
    build
        Makes the result of the mapping from name to array; only what it asks for is read.

    Returns
    -------
    object
        The result.

    Raises
    ------
    ValueError
        If it is damaged, or lacks an array.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_npz(Path(folder) / "a.npz", {"n": [1, 2]})
    ...     read_npz((Path(folder) / "a.npz").read_bytes(), lambda arrays: arrays["n"].tolist())
    [1, 2]
    >>> read_npz(b"", dict)
    Traceback (most recent call last):
        ...
    ValueError: no arrays: No data left in file
    """
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            return build(arrays)
    except (OSError, EOFError, KeyError, ValueError, zlib.error, zipfile.BadZipFile) as error:
        raise ValueError(f"no arrays: {error}") from None
