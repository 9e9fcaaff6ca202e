"""A city whose layers stay in its bundle until they are looked at."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cached_property, partial
from typing import Any, Final

from geo.addresses.index import AddressIndex
from geo.addresses.index_file import read_address_index
from geo.arrays import Texts
from geo.city.model import City
from geo.city.pointer import Version, read_part
from geo.city.snap_cache import SnapCache, read_snap_cache
from geo.errors import InputError
from geo.files.parquet import read_column, read_parquet

SNAP_CACHE: Final = "snap_cache.npz"
ADDRESS_INDEX: Final = "addresses.npz"

LAYERS: Final = (
    "roads", "grid_units", "homes", "facilities", "extent", "gates", "barriers", "addresses", "workers", "divisions",
)  # fmt: skip

_OPTIONAL: Final = ("gates", "barriers", "addresses", "workers", "divisions")


def read_layer(version: Version, name: str, *, parse: Callable[[bytes], Any] = read_parquet) -> Any:
    """Read a layer of a city.

    Parameters
    ----------
    version
        Whose files are read.
    name
        One of :data:`LAYERS`.
    parse
        What to take of its file.

    Returns
    -------
    GeoDataFrame, DataFrame or None
        What `parse` returns; None where the city has no such layer.

    Raises
    ------
    InputError
        If the file is damaged, or missing and every city has this layer.

    Examples
    --------
    >>> from pathlib import Path
    >>> read_layer(Version(Path("none"), "v-0", {}, ""), "gates") is None
    True
    """
    layer = read_part(version, f"{name}.parquet", parse)
    if layer is None and name not in _OPTIONAL:
        raise InputError(f"{version.bundle}: has no {name}; build the city again")
    return layer


def read_snaps(version: Version) -> SnapCache | None:
    """Read the snap cache of a city.

    Parameters
    ----------
    version
        Whose files are read.

    Returns
    -------
    SnapCache or None
        None where the city has none.

    Raises
    ------
    InputError
        If it is damaged.
    """
    return read_part(version, SNAP_CACHE, read_snap_cache)


def read_index(version: Version) -> AddressIndex | None:
    """Read the index of addresses of a city.

    Parameters
    ----------
    version
        Whose files are read.

    Returns
    -------
    AddressIndex or None
        None where the city has no addresses.

    Raises
    ------
    InputError
        If it is damaged.
    """
    return read_part(version, ADDRESS_INDEX, read_address_index)


_READERS: Final[dict[str, Callable[[Version], Any]]] = {
    **{name: partial(read_layer, name=name) for name in LAYERS},
    "snap_cache": read_snaps,
    "stored_index": read_index,
}


def _on_disk(name: str) -> Any:
    """Make a field that is read when it is first looked at, and kept."""

    def find(city: "StoredCity") -> Any:
        ahead = city.ahead.pop(name, None)
        return _READERS[name](city.version) if ahead is None else ahead.result()

    return cached_property(find)


class StoredCity(City):
    """A city that reads of its bundle what is looked at, and nothing else.

    Attributes
    ----------
    version
        Whose files are read: the same also after the city was replaced by another.
    ahead
        What is read in the background and was not looked at yet.
    """

    version: Version
    ahead: dict[str, Future[Any]]

    roads = _on_disk("roads")
    grid_units = _on_disk("grid_units")
    homes = _on_disk("homes")
    facilities = _on_disk("facilities")
    extent = _on_disk("extent")
    gates = _on_disk("gates")
    barriers = _on_disk("barriers")
    addresses = _on_disk("addresses")
    workers = _on_disk("workers")
    divisions = _on_disk("divisions")
    snap_cache = _on_disk("snap_cache")
    stored_index = _on_disk("stored_index")

    @cached_property
    def address_texts(self) -> Texts | None:
        """The addresses as they are written: one column of their layer, where that is not read yet."""
        if "addresses" in vars(self):
            return super().address_texts
        texts: Texts | None = read_layer(self.version, "addresses", parse=partial(read_column, name="text"))
        return texts


def leave_on_disk(version: Version, stated: Mapping[str, Any], *, ahead: Sequence[str] = ()) -> StoredCity:
    """Make a city of what its city.json states; its layers stay in the bundle.

    Parameters
    ----------
    version
        Whose files are read.
    stated
        Every field of the city that is neither a layer nor made of layers.
    ahead
        Fields that are read in the background, in this order: reading waits for the disk and needs the interpreter
        little.

    Returns
    -------
    StoredCity
        With nothing read yet. What is wrong with a file is told when its field is looked at.
    """
    city = StoredCity(**{**stated, **dict.fromkeys(_READERS)})
    for name in _READERS:
        del vars(city)[name]
    background = ThreadPoolExecutor(1)
    vars(city).update(version=version, ahead={name: background.submit(_READERS[name], version) for name in ahead})
    background.shutdown(wait=False)
    return city
