"""Writing a version of a city beside the old one, and then city.json, which says which of them counts."""

import shutil
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Final

from geo.addresses.index_file import write_address_index
from geo.city.destination import SCRATCH, read_stated
from geo.city.model import City, describe_city
from geo.city.pointer import MARKER, VERSION, name_version
from geo.city.snap_cache import write_snap_cache
from geo.city.stored import ADDRESS_INDEX, LAYERS, SNAP_CACHE
from geo.files.directories import make_private, replace_file
from geo.files.exchange import exchange_paths
from geo.files.manifest import hash_files
from geo.files.parquet import write_parquet
from geo.files.sealed import write_sealed
from geo.files.workspace import sync_folder, sync_tree

#: Mode of a directory that only this user may read.
FOR_THIS_USER: Final = 0o700


def has_personal_data(city: City) -> bool:
    """Tell whether a city holds names and telephones of persons.

    Parameters
    ----------
    city
        Any city.

    Returns
    -------
    bool
        Whether it knows its workers.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> has_personal_data(build_sample())
    False
    """
    return city.workers is not None


def write_version(city: City, path: Path) -> None:
    """Write a version of a city into its directory, and let it count.

    Parameters
    ----------
    city
        The city.
    path
        The directory, whose lock is held. The version that counted stays, those before it are removed.

    Raises
    ------
    OSError
        If it cannot be written or is full; what counted does then.
    """
    scratch, previous, is_private = path / SCRATCH, read_stated(path).get("version"), has_personal_data(city)
    shutil.rmtree(scratch, ignore_errors=True)  # of a process that was killed
    before = {entry.name for entry in path.iterdir()}
    try:
        scratch.mkdir()
        if is_private:
            scratch.chmod(FOR_THIS_USER)
        for name, write in _list_files(city):
            if is_private:
                make_private(scratch / name)
            write(scratch / name)
        sync_tree(scratch)
        files = hash_files(scratch)
        _put_version(scratch, path / name_version(files), files)
        sync_folder(path)
        with replace_file(path / MARKER, private=is_private) as new:
            write_sealed(new, {**describe_city(city), "version": name_version(files), "files": files})
        sync_folder(path.parent)
        _sweep(path, keep={name_version(files), previous})
    except BaseException:
        # also one that counts already, when the run was stopped only then
        _sweep(path, keep={*before, read_stated(path).get("version")})
        raise
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _list_files(city: City) -> Iterator[tuple[str, Callable[[Path], None]]]:
    """List the files of a city, and what writes each."""
    for name in LAYERS:
        layer = getattr(city, name)
        if layer is not None:
            yield f"{name}.parquet", partial(write_parquet, frame=layer)
    if city.address_index is not None:
        yield ADDRESS_INDEX, partial(write_address_index, address_index=city.address_index)
    if city.snap_cache is not None:
        yield SNAP_CACHE, partial(write_snap_cache, snap_cache=city.snap_cache)


def _put_version(scratch: Path, place: Path, files: Mapping[str, str]) -> None:
    """Give a version its name; one that stands there whole already stays, for somebody may read it."""
    if not place.exists():
        scratch.rename(place)
    elif hash_files(place) != files and not exchange_paths(scratch, place):
        shutil.rmtree(place)  # of a city that was damaged: there is nothing whole to lose
        scratch.rename(place)


def _sweep(path: Path, *, keep: Collection[str | None]) -> None:
    """Remove versions that nobody opens any more; what is half removed is not taken for one."""
    for entry in list(path.iterdir()):
        if VERSION.fullmatch(entry.name) and entry.name not in keep:
            shutil.rmtree(path / SCRATCH, ignore_errors=True)
            entry.rename(path / SCRATCH)
