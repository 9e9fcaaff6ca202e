"""The process that reads a file: ``python -m geo.files.reading_child``, started by :mod:`geo.files.reading_parent`.

It is told on its standard input what to read, leaves the network, shuts itself in, reads, and sends parcels.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

from geo.files.confinement import leave_network
from geo.files.endings import DRIVERS


class _NotNeeded:
    """Hides what pyogrio and pyarrow import only to know that it is there: a process starts in half the time."""

    @staticmethod
    def find_spec(name: str, *_: object) -> None:
        """Say that there is no such package."""
        if name in ("geopandas", "pandas"):
            raise ModuleNotFoundError(name)


def main() -> None:
    """Read what the standard input asks for."""
    request = json.load(sys.stdin.buffer)
    out = _take_output()
    leave_network(keep_rights=request["limits"] is None)
    # only now: libraries start threads, and a process that has some cannot leave the network
    if Path(request["path"]).suffix.lower() in DRIVERS:
        sys.meta_path.insert(0, _NotNeeded)
        from geo.files.vector import read_vector_parcels as read_parcels  # noqa: PLC0415
    else:
        from geo.files.plain_parcels import read_plain_parcels as read_parcels  # noqa: PLC0415
    from geo.files.reading_tasks import run_task  # noqa: PLC0415

    run_task(request, out, read_parcels)
    out.close()


def _take_output() -> Any:
    """Keep the standard output to ourselves: what libraries print there must not garble the table."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return out


if __name__ == "__main__":
    main()
