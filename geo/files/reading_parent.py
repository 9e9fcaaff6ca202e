"""Reading files in a process of its own: it knows one driver of GDAL, nothing of this process, and has limits."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any, Final

import pandas as pd
import pyarrow
import pyogrio
import shapely

from geo.errors import CrsError, InputError
from geo.files.endings import DRIVERS
from geo.files.parcel_frames import unpack
from geo.files.parcels import read_about
from geo.files.read_limits import ReadLimits, check_size, describe_damage, describe_memory, describe_time
from geo.texts.notes import Note

#: What a process must inherit to start at all, where the system needs it.
_INHERITED: Final = ("SYSTEMROOT",)


_ONE_THREAD: Final = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def read_apart(
    path: Path, *, layer: str | None, encoding: str | None, limits: ReadLimits | None
) -> tuple[pd.DataFrame, list[Note]]:
    """Read a table in a process of its own.

    Parameters
    ----------
    path
        The file; its ending is one of :data:`geo.files.endings.READ`.
    layer
        Layer or sheet, where the file has several.
    encoding
        Encoding of the texts; found out where None.
    limits
        Of a stranger's file; messages then hold nothing of this machine. None sets none.

    Returns
    -------
    tuple
        A GeoDataFrame or DataFrame, perhaps without rows, and notes.

    Raises
    ------
    InputError
        If the file cannot be read, or takes more than it may.
    """
    about = {"task": "table", "layer": layer, "encoding": encoding}
    with _start(path, about, limits) as parcels:
        for parcel in parcels:
            try:
                return unpack(parcel)
            except shapely.errors.GEOSException:
                break
            except CrsError as error:
                raise CrsError(f"{_name(path, limits)}: {error}") from None
    raise InputError(describe_damage(path.suffix.lower(), file=_name(path, limits)))


def iter_apart(path: Path, *, rows_at_once: int) -> Iterator[pd.DataFrame]:
    """Read the columns of a vector layer some rows at a time, in a process of its own.

    Parameters
    ----------
    path
        The file.
    rows_at_once
        Rows of each part but the last.

    Yields
    ------
    pandas.DataFrame
        Without geometry; one without rows where the layer has none.

    Raises
    ------
    InputError
        If the file cannot be read or has several layers.
    """
    with _start(path, {"task": "rows", "rows_at_once": rows_at_once}, None) as parcels:
        for parcel in parcels:
            yield unpack(parcel)[0]


def count_apart(path: Path) -> int:
    """Count the rows of a vector layer in a process of its own.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    int
        As the file says.

    Raises
    ------
    InputError
        If the file cannot be read or has several layers.
    """
    with _start(path, {"task": "count"}, None) as parcels:
        return int(next(read_about(parcel)["count"] for parcel in parcels))


def _name(path: Path, limits: ReadLimits | None) -> str:
    """Name a file in messages: a stranger's without its place."""
    return str(path) if limits is None else path.name


@contextmanager
def _start(path: Path, about: dict[str, Any], limits: ReadLimits | None) -> Iterator[Iterator[pyarrow.Table]]:
    file = _name(path, limits)
    if not path.exists():
        raise InputError(f"{file}: cannot be read: {os.strerror(2)}")
    request = {"layer": None, "encoding": None, **about, "path": str(path.absolute()), "file": file}
    request["limits"] = None if limits is None else asdict(limits)
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "geo.files.reading_child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_make_environment(path),
        cwd=path.absolute().anchor,
        start_new_session=True,  # Ctrl+C in a terminal reaches only this process
    )
    clock = _Clock(process, None if limits is None else limits.wall_s)
    try:
        assert process.stdin is not None
        process.stdin.write(json.dumps(request).encode())
        process.stdin.close()
        yield _iter_parcels(process, clock, path, limits)
    finally:
        clock.stop()
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def _make_environment(path: Path) -> dict[str, str]:
    """Return all that the process knows: where its modules are, and which drivers it must not."""
    driver = DRIVERS.get(path.suffix.lower())
    places = [place or os.getcwd() for place in sys.path if os.path.isdir(place or ".")]
    return {
        "PYTHONPATH": os.pathsep.join(places),
        "OGR_SKIP": ",".join(name for name in pyogrio.list_drivers() if name != driver),
        "LC_ALL": "C.UTF-8",
        **_ONE_THREAD,
        **{name: os.environ[name] for name in _INHERITED if name in os.environ},
    }


class _Clock:
    """Ends a process when its time is over."""

    def __init__(self, process: "subprocess.Popen[bytes]", wall_s: float | None) -> None:
        self._process, self.is_over = process, False
        self._timer = None if wall_s is None else threading.Timer(wall_s, self._end)
        if self._timer is not None:
            self._timer.daemon = True
            self._timer.start()

    def _end(self) -> None:
        self.is_over = True
        self._process.kill()

    def stop(self) -> None:
        """Let the process be."""
        if self._timer is not None:
            self._timer.cancel()


class _Counted:
    """The output of a process, of which no more is read than a table may have."""

    closed = False

    def __init__(self, source: IO[bytes], limits: ReadLimits | None, file: str) -> None:
        self._source, self._limits, self._file, self._count = source, limits, file, 0

    def read(self, size: int) -> bytes:
        """Read on; raise before more is read than allowed."""
        self._count += size
        # what stands around the table takes less than as much again
        check_size(self._limits, file=self._file, table_bytes=self._count // 2)
        return self._source.read(size)


def _iter_parcels(
    process: "subprocess.Popen[bytes]", clock: _Clock, path: Path, limits: ReadLimits | None
) -> Iterator[pyarrow.Table]:
    file = _name(path, limits)
    assert process.stdout is not None
    source = pyarrow.PythonFile(_Counted(process.stdout, limits, file), "r")
    while True:
        try:
            with pyarrow.ipc.open_stream(source) as stream:
                parcel = stream.read_all()
            parcel.validate(full=limits is not None)
            about = read_about(parcel)
        except (pyarrow.ArrowException, OSError, ValueError, KeyError, TypeError) as error:
            if isinstance(error, InputError):
                raise
            raise InputError(_explain_end(process, clock, path, limits)) from None
        if "error" in about:
            raise InputError(str(about["error"]))
        if "end" in about:
            return
        yield parcel


def _explain_end(process: "subprocess.Popen[bytes]", clock: _Clock, path: Path, limits: ReadLimits | None) -> str:
    """Say why a process ended before it had sent everything."""
    file, code = _name(path, limits), process.wait()
    if limits is None:
        return describe_damage(path.suffix.lower(), file=file)
    if clock.is_over:
        return describe_time(limits, file=file, of_processor=False)
    if -code == getattr(signal, "SIGXCPU", None):
        return describe_time(limits, file=file, of_processor=True)
    if -code == getattr(signal, "SIGSEGV", None):
        return describe_damage(path.suffix.lower(), file=file)
    return describe_memory(
        limits, file=file
    )  # libraries give up (SIGABRT), the system ends it (SIGKILL), or nothing is left to say so
