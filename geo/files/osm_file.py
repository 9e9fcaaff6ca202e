"""OpenStreetMap files: their endings, the box that they were cut to, and their objects one after the other."""

import bz2
import gzip
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import osmium
import shapely

from geo.errors import InputError
from geo.files.beginnings import check_content

#: Ending of a file's name -> what osmium calls the format.
_FORMATS: Final = {
    ".pbf": "pbf",
    ".osm": "osm",
    ".osm.xml": "osm",
    ".osm.gz": "osm.gz",
    ".osm.bz2": "osm.bz2",
    ".osm.xml.gz": "osm.gz",
    ".osm.xml.bz2": "osm.bz2",
}


#: What opens each format that is text.
_OPENERS: Final[dict[str, Any]] = {"osm": open, "osm.gz": gzip.open, "osm.bz2": bz2.open}


#: What an editor (JOSM) writes of an object that is new or deleted, and the first id that new ones get, above others.
_EDITED: Final = re.compile(rb"\s(?:id=[\"']-|(action)=[\"']delete)")


_FIRST_NEW_ID: Final = 2**40


def is_osm_file(path: Path) -> bool:
    """Tell whether a path names an OpenStreetMap extract by its ending.

    Parameters
    ----------
    path
        Any path.

    Returns
    -------
    bool
        True for .osm.pbf, .pbf and .osm, and for .osm.xml, .osm.gz and .osm.bz2.

    Examples
    --------
    >>> is_osm_file(Path("city.osm.pbf")), is_osm_file(Path("City.OSM.bz2")), is_osm_file(Path("city.gpkg"))
    (True, True, False)
    """
    return path.name.lower().endswith(tuple(_FORMATS))


def _find_format(path: Path) -> str:
    """Find osmium's name for the format of a file; osmium itself knows endings in small letters only."""
    name = path.name.lower()
    return next(known for ending, known in _FORMATS.items() if name.endswith(ending))


def _open_file(path: Path) -> osmium.io.File:
    """Open a file by where it lies: osmium would fetch a relative name that begins like an address."""
    return osmium.io.File(str(path.absolute()), _find_format(path))


def read_osm_extent(path: Path) -> shapely.Polygon | None:
    """Read the box that an extract was cut to.

    Parameters
    ----------
    path
        The extract.

    Returns
    -------
    shapely.Polygon or None
        Degrees, WGS-84; None where the file does not say.

    Raises
    ------
    InputError
        If it is no OSM file.
    """
    try:
        with osmium.io.Reader(_open_file(path)) as reader:
            box = reader.header().box()
    except (RuntimeError, ValueError) as error:
        raise _unreadable(path, error) from None
    if not box.valid() or box.size() == 0:
        return None
    return shapely.box(box.bottom_left.lon, box.bottom_left.lat, box.top_right.lon, box.top_right.lat)


def iter_objects(path: Path, kinds: Any, *keys: str, locations: bool = False, areas: bool = False) -> Iterator[Any]:
    """Yield the objects of an extract that carry one of some keys.

    Parameters
    ----------
    path
        The extract.
    kinds
        Kinds of objects, as osmium joins them.
    *keys
        The keys.
    locations
        Whether nodes of ways know where they are.
    areas
        Whether closed ways and multipolygons are made into areas.

    Yields
    ------
    Any
        An object of osmium, which is gone when the next is asked for.

    Raises
    ------
    InputError
        If the file is truncated or no OSM file.
    """
    try:
        with _open_sorted(path) as file:
            processor = osmium.FileProcessor(file)
            if locations:
                processor.with_locations()
            if areas:
                processor.with_areas(osmium.filter.KeyFilter(*keys))
            processor.with_filter(osmium.filter.EntityFilter(kinds))
            yield from processor.with_filter(osmium.filter.KeyFilter(*keys))
    except (RuntimeError, ValueError) as error:
        raise _unreadable(path, error) from None


@contextmanager
def _open_sorted(path: Path) -> Iterator[osmium.io.File]:
    """Open a file with its objects by type and id, as areas are put together; a copy where they lie otherwise."""
    kind, file = _find_format(path), _open_file(path)
    with osmium.io.Reader(file) as reader:
        is_sorted = reader.header().get("sorting", "") == "Type_then_ID"
    has_new = kind in _OPENERS and _has_new_objects(path, kind)
    if not has_new and (is_sorted or _is_in_order(file)):
        yield file
        return
    with tempfile.TemporaryDirectory() as folder:
        numbered, copy = Path(folder, "numbered.osm.pbf"), Path(folder, "sorted.osm.pbf")
        if has_new:
            _number_anew(file, numbered)
        source, kind = (numbered, "pbf") if has_new else (path, kind)
        merged = osmium.MergeInputReader()
        merged.add_buffer(source.read_bytes(), kind)
        with osmium.SimpleWriter(str(copy)) as writer:
            merged.apply(writer)
        yield osmium.io.File(str(copy))


def _has_new_objects(path: Path, kind: str) -> bool:
    """Tell whether an editor saved objects that OpenStreetMap has not numbered yet: their ids are negative."""
    has_new = False
    with _OPENERS[kind](path, "rb") as lines:
        for edited in filter(None, map(_EDITED.search, lines)):
            if edited[1]:
                raise InputError(
                    f"{path}: holds objects that were deleted in an editor and not uploaded, which would be read as if "
                    "they were there; upload the changes, or purge these objects, and save the file again"
                )
            has_new = True
    return has_new


def _number_anew(file: osmium.io.File, path: Path) -> None:
    """Write a copy in which new objects have ids that osmium finds again."""

    def number(ref: int) -> int:
        return ref if ref > 0 else _FIRST_NEW_ID - ref

    entities: Iterable[Any] = osmium.FileProcessor(file)
    with osmium.SimpleWriter(str(path)) as writer:
        for entity in entities:
            changes: dict[str, Any] = {"id": number(entity.id)}
            if entity.is_way():
                changes["nodes"] = [number(node.ref) for node in entity.nodes]
            elif entity.is_relation():
                changes["members"] = [(member.type, number(member.ref), member.role) for member in entity.members]
            writer.add(entity.replace(**changes))


def _is_in_order(file: osmium.io.File) -> bool:
    """Tell whether objects lie by type and id, which osmium finds out much faster than a loop here."""
    nothing = osmium.filter.KeyFilter("no object has this key")
    try:
        for _ in osmium.FileProcessor(file).with_areas(nothing).with_filter(nothing):
            pass
    except RuntimeError as error:
        if "out of order" in str(error):
            return False
        raise
    return True


def _unreadable(path: Path, error: Exception) -> InputError:
    check_content(path, file=path.name)  # it may be something else altogether: raises then
    return InputError(f"{path.name}: cannot be read as OpenStreetMap data; the file is truncated or damaged ({error})")
