"""Two places of a disk change what stands at them at once, where the system can."""

import ctypes
import errno
import os
import sys
from pathlib import Path
from typing import Final

#: renameat2: a path that is relative is so to the working directory; the two are exchanged.
_AT_FDCWD: Final = -100
_RENAME_EXCHANGE: Final = 2
#: renamex_np
_RENAME_SWAP: Final = 2

_UNKNOWN: Final = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP)


def exchange_paths(one: Path, other: Path) -> bool:
    """Exchange two directories or files in one step: whoever looks sees both as they were, or both exchanged.

    Parameters
    ----------
    one, other
        Both exist, on one file system.

    Returns
    -------
    bool
        False where the system or the file system cannot; nothing was changed then.

    Raises
    ------
    OSError
        If a path is missing or may not be changed.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     one, other = (Path(folder) / name for name in "ab")
    ...     _ = one.write_text("1"), other.write_text("2")
    ...     done = exchange_paths(one, other)
    ...     one.read_text() == ("2" if done else "1")
    True
    """
    old, new = os.fsencode(one), os.fsencode(other)
    if sys.platform not in ("linux", "darwin"):
        return False
    library = ctypes.CDLL(None, use_errno=True)
    if sys.platform == "linux" and hasattr(library, "renameat2"):
        failed = library.renameat2(_AT_FDCWD, old, _AT_FDCWD, new, ctypes.c_uint(_RENAME_EXCHANGE))
    elif sys.platform == "darwin" and hasattr(library, "renamex_np"):
        failed = library.renamex_np(old, new, ctypes.c_uint(_RENAME_SWAP))
    else:
        return False
    code = ctypes.get_errno()
    if failed and code not in _UNKNOWN:
        raise OSError(code, os.strerror(code), str(one))
    return not failed
