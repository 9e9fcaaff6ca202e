"""What the process does that reads a file: it shuts itself in, reads, and sends parcels."""

import sys
import sysconfig
import warnings
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any, Final

import pyarrow
import pyogrio

from geo.errors import InputError
from geo.files.confinement import confine
from geo.files.endings import DRIVERS
from geo.files.parcels import pack_message
from geo.files.read_limits import ReadLimits, check_size, describe_damage, describe_memory

#: From a file, what is asked of it, and limits, to parcels.
ReadParcels = Callable[[Path, Mapping[str, Any], ReadLimits | None], Iterator[pyarrow.Table]]

#: Where systems keep the libraries that an interpreter may still load, and the tables of PROJ and GDAL.
_SYSTEM: Final = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/usr/share/proj", "/usr/share/gdal")


#: Folders of installed packages.
_PACKAGES: Final = ("site-packages", "dist-packages")


def run_task(request: Mapping[str, Any], out: IO[bytes], read_parcels: ReadParcels) -> None:
    """Read a file, and send parcels and how it ended.

    Parameters
    ----------
    request
        As :mod:`geo.files.reading_parent` asks: ``path``, ``file`` (its name in messages), ``task``, ``layer``,
        ``encoding``, ``rows_at_once``, ``limits``.
    out
        Where parcels go.
    read_parcels
        What reads a file of this ending.
    """
    path, file = Path(request["path"]), request["file"]
    limits = None if request["limits"] is None else ReadLimits(**request["limits"])
    warnings.simplefilter("ignore")  # nobody sees them; what is wrong with rows is found in the table
    try:
        _check_drivers(path, file)
        confine(_list_readable(path), limits)
        for parcel in read_parcels(path, request, limits):
            check_size(limits, file=file, table_bytes=parcel.nbytes)
            _send(out, parcel)
        _send(out, pack_message(end=True))
    except InputError as error:
        _send(out, pack_message(error=str(error)))
    except MemoryError:
        _send(out, pack_message(error=describe_memory(limits or ReadLimits(), file=file)))
    except Exception:  # what the parsers of all formats raise on damaged bytes has no common class
        text = describe_damage(path.suffix.lower(), file=file)
        if limits is not None and _is_short_of_memory(limits):
            text = describe_memory(limits, file=file)
        _send(out, pack_message(error=text))


def _is_short_of_memory(limits: ReadLimits) -> bool:
    """Tell whether little is left: libraries blame the file where they got no memory."""
    try:
        bytearray(limits.memory_bytes // 20)
    except MemoryError:
        return True
    return False


def _send(out: IO[bytes], parcel: pyarrow.Table) -> None:
    with pyarrow.ipc.new_stream(out, parcel.schema) as stream:
        stream.write_table(parcel)
    out.flush()


def _check_drivers(path: Path, file: str) -> None:
    """Raise unless GDAL knows the one driver of the file's ending, and no other."""
    ending = path.suffix.lower()
    wanted = {DRIVERS[ending]} if ending in DRIVERS else set()
    known = set(pyogrio.list_drivers())
    if known != wanted:
        raise InputError(f"{file}: the GDAL of this installation cannot be made to read {ending} and nothing else")


def _list_readable(path: Path) -> list[Path]:
    """List what reading needs: the file's folder, and what the interpreter may still load."""
    folders = [path.parent, path.resolve().parent]
    own = Path(__file__).parents[1]
    standard = [Path(sysconfig.get_path(name)) for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    packages = [Path(place) for place in sys.path if Path(place).name in _PACKAGES]
    return [*folders, own, *standard, *packages, *map(Path, _SYSTEM)]
