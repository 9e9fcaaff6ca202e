"""A city whose layers stay in its bundle until they are looked at."""

from collections.abc import Callable, Mapping
from functools import cached_property, partial
from pathlib import Path
from typing import Any, Final

import pyarrow

from geo.addresses.index_file import read_address_index
from geo.arrays import Texts
from geo.city.model import City
from geo.city.snap_cache import read_snap_cache
from geo.errors import InputError
from geo.files.parquet import read_column, read_parquet

MARKER: Final = "city.json"
SNAP_CACHE: Final = "snap_cache.npz"
ADDRESS_INDEX: Final = "addresses.npz"

LAYERS: Final = (
    "roads", "grid_units", "homes", "facilities", "extent", "gates", "barriers", "addresses", "workers", "divisions",
)  # fmt: skip

_OPTIONAL: Final = ("gates", "barriers", "addresses", "workers", "divisions")


def read_layer(bundle: Path, name: str, *, read: Callable[[Path], Any] = read_parquet) -> Any:
    """Read a layer of a bundle.

    Parameters
    ----------
    bundle
        The directory.
    name
        One of :data:`LAYERS`.
    read
        What to take of its file.

    Returns
    -------
    GeoDataFrame, DataFrame or None
        What `read` returns; None where the city has no such layer.

    Raises
    ------
    InputError
        If the file is damaged, or missing and every city has this layer.

    Examples
    --------
    >>> read_layer(Path("none"), "gates") is None
    True
    """
    file = bundle / f"{name}.parquet"
    if not file.is_file():
        if name in _OPTIONAL:
            return None
        raise InputError(f"{file}: missing; build the city again")
    try:
        return read(file)
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        raise InputError(f"{file}: damaged ({error}); build the city again") from None


def _on_disk(read: Callable[[Path], Any]) -> Any:
    """Make a field that is read from the bundle when it is first looked at, and kept."""

    def find(city: "StoredCity") -> Any:
        city.check_bundle()
        return read(city.bundle)

    return cached_property(find)


def _layer(name: str) -> Any:
    return _on_disk(partial(read_layer, name=name))


def _stamp_bundle(bundle: Path) -> tuple[int, int]:
    """Tell a bundle from another that is moved to its place."""
    try:
        found = (bundle / MARKER).stat()
    except FileNotFoundError:
        return 0, 0
    return found.st_ino, found.st_mtime_ns


class StoredCity(City):
    """A city that reads of its bundle what is looked at, and nothing else.

    Attributes
    ----------
    bundle
        The directory.
    """

    bundle: Path
    _stamp: tuple[int, int]

    roads = _layer("roads")
    grid_units = _layer("grid_units")
    homes = _layer("homes")
    facilities = _layer("facilities")
    extent = _layer("extent")
    gates = _layer("gates")
    barriers = _layer("barriers")
    addresses = _layer("addresses")
    workers = _layer("workers")
    divisions = _layer("divisions")
    snap_cache = _on_disk(lambda bundle: read_snap_cache(bundle / SNAP_CACHE))
    stored_index = _on_disk(lambda bundle: read_address_index(bundle / ADDRESS_INDEX))

    @cached_property
    def address_texts(self) -> Texts | None:
        """The addresses as they are written: one column of their layer, where that is not read yet."""
        if "addresses" in vars(self):
            return super().address_texts
        self.check_bundle()
        texts: Texts | None = read_layer(self.bundle, "addresses", read=partial(read_column, name="text"))
        return texts

    def check_bundle(self) -> None:
        """Raise InputError if another bundle has been moved to the place of this one since it was opened."""
        if _stamp_bundle(self.bundle) != self._stamp:
            raise InputError(f"{self.bundle}: replaced while it was read; run the same command again")


def leave_on_disk(bundle: Path, stated: Mapping[str, Any]) -> StoredCity:
    """Make a city of what its city.json states; its layers stay in the bundle.

    Parameters
    ----------
    bundle
        The directory.
    stated
        Every field of the city that is neither a layer nor made of layers.

    Returns
    -------
    StoredCity
        With nothing read yet.
    """
    on_disk = (*LAYERS, "snap_cache", "stored_index")
    city = StoredCity(**{**stated, **dict.fromkeys(on_disk)})
    for name in on_disk:
        del vars(city)[name]
    vars(city).update(bundle=bundle, _stamp=_stamp_bundle(bundle))
    return city
