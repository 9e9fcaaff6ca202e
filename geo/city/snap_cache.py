"""What a city's walks need and no limit, category or profile changes: measured once, kept in the bundle."""

import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from geo.arrays import Float64, Int32
from geo.files.npz import read_npz, write_npz
from geo.walking.snap import Snaps


@dataclass(frozen=True, kw_only=True)
class SnapCache:
    """Where places join the network, and where homes lie.

    Parameters
    ----------
    home_snaps, facility_snaps, gate_snaps
        Snaps on the whole network; None without gates.
    unit
        Row of the grid unit that holds each home, -1 outside all, shape (n,).
    boundary_m
        Straight distance of each home to the boundary of the data [m], 0 outside it, shape (n,).
    fingerprint
        Of the places and roads that they were measured on.
    """

    home_snaps: Snaps
    facility_snaps: Snaps
    gate_snaps: Snaps | None
    unit: Int32
    boundary_m: Float64
    fingerprint: int


def fingerprint_arrays(*arrays: npt.NDArray[Any]) -> int:
    """Take the fingerprint of arrays.

    Parameters
    ----------
    *arrays
        Numbers.

    Returns
    -------
    int
        Other arrays have another, but for a chance of one in four billion.

    Examples
    --------
    >>> fingerprint_arrays(np.zeros(2)) == fingerprint_arrays(np.ones(2))
    False
    """
    found = 0
    for array in arrays:
        # the shape too: [1, 2], [3] is not [1], [2, 3]
        found = zlib.crc32(f"{array.dtype}{array.shape}".encode(), found)
        found = zlib.crc32(np.ascontiguousarray(array).tobytes(), found)
    return found


def write_snap_cache(path: Path, snap_cache: SnapCache) -> None:
    """Write a snap cache as arrays.

    Parameters
    ----------
    path
        An .npz file.
    snap_cache
        The cache.
    """
    arrays: dict[str, Any] = {
        "unit": snap_cache.unit,
        "boundary_m": snap_cache.boundary_m,
        "fingerprint": np.int64(snap_cache.fingerprint),
    }
    for name in ("home_snaps", "facility_snaps", "gate_snaps"):
        snaps = getattr(snap_cache, name)
        if snaps is not None:
            reasons, reason = np.unique(snaps.reason.astype(str), return_inverse=True)
            arrays |= {f"{name}.{part}": getattr(snaps, part) for part in ("edge", "offset_m", "access_m")}
            arrays |= {f"{name}.reasons": reasons, f"{name}.reason": reason.astype(np.uint8)}
    write_npz(path, arrays)


def read_snap_cache(data: bytes) -> SnapCache:
    """Read a snap cache.

    Parameters
    ----------
    data
        What a file holds that :func:`write_snap_cache` wrote.

    Returns
    -------
    SnapCache
        The cache.

    Raises
    ------
    ValueError
        If it is damaged.
    """
    return read_npz(data, _build)


def _build(arrays: Any) -> SnapCache:
    return SnapCache(
        home_snaps=_read_snaps(arrays, "home_snaps"),
        facility_snaps=_read_snaps(arrays, "facility_snaps"),
        gate_snaps=_read_snaps(arrays, "gate_snaps") if "gate_snaps.edge" in arrays else None,
        unit=arrays["unit"],
        boundary_m=arrays["boundary_m"],
        fingerprint=int(arrays["fingerprint"]),
    )


def _read_snaps(arrays: Any, name: str) -> Snaps:
    reason = arrays[f"{name}.reasons"].astype(object)[arrays[f"{name}.reason"]]
    edge, offset_m, access_m = (arrays[f"{name}.{part}"] for part in ("edge", "offset_m", "access_m"))
    return Snaps(edge, offset_m, access_m, reason)
