"""Looking over a finished city: what ``gridwalk check`` reports."""

from typing import Any, Final

import numpy as np
import shapely

from geo.arrays import Int32, Objects
from geo.city.model import City, count_city
from geo.city.report import snap_facilities
from geo.city.snaps import find_snap_cache
from geo.crs.projection import to_point_lonlat
from geo.grid.seams import Gap, find_unit_gaps
from geo.grid.units import UNIT_HOUSEHOLDS, assign_units, check_units
from geo.problems import Problems
from geo.texts.notes import describe_notes
from geo.walking.network import WalkNetwork
from geo.walking.profiles import find_profile
from geo.walking.snap import Snaps

#: Gaps, and units beside each, that are named.
_GAPS_SHOWN: Final = 5


def inspect_city(city: City) -> dict[str, Any]:
    """Look a city over: topology, size and references of its grid units, connection of its network, snaps.

    Parameters
    ----------
    city
        The city.

    Returns
    -------
    dict
        ``name, crs, counts, residents, problems`` (kind -> sentences), ``units`` (how many have 300 to 500
        households, fewer, more, none), ``gaps`` between them (how many, their area, the largest),
        ``network`` (components, length, share of the longest), ``snapping`` (its limits), ``homes`` and
        ``facilities`` (snapped, and how many not for which key of :mod:`geo.texts.reasons`), ``assumptions, notes``.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> inspect_city(build_sample())["homes"]["outside grid units"]
    1
    """
    problems = Problems()
    check_units(city.grid_units, file="grid_units", problems=problems)
    unit = assign_units(city.base_units, np.asarray(city.homes.geometry.values))
    network = city.network
    snaps = find_snap_cache(city, network, find_profile("adult"))
    return {
        "name": city.name,
        "crs": city.crs.to_string(),
        "counts": count_city(city),
        "residents": float(city.homes["residents"].sum()),
        "problems": problems.kinds,
        "units": _size_units(city, unit),
        "gaps": _describe_gaps(city),
        "network": _measure_network(network),
        "snapping": {"snap_limit_m": city.snap_limit_m, "min_component_m": city.min_component_m},
        "homes": {**_snap_counts(snaps.home_snaps), "outside grid units": int((unit < 0).sum())},
        "facilities": _snap_counts(snap_facilities(city, snaps)),
        "assumptions": describe_notes(city.assumptions),
        "notes": describe_notes(city.notes),
    }


def _size_units(city: City, unit: Int32) -> dict[str, int]:
    if "households" not in city.homes:
        return {}
    inside = unit >= 0
    households = np.bincount(
        unit[inside],
        weights=city.homes["households"].fillna(0).to_numpy()[inside],
        minlength=len(city.base_units),
    )
    least, most = UNIT_HOUSEHOLDS
    return {
        f"{least:.0f} to {most:.0f} households": int(((households >= least) & (households <= most)).sum()),
        "fewer": int(((households > 0) & (households < least)).sum()),
        "more": int((households > most).sum()),
        "none": int((households == 0).sum()),
    }


def _describe_gaps(city: City) -> dict[str, Any]:
    shapes, codes = np.asarray(city.base_units.geometry.values), city.base_units["unit_code"].to_numpy(object)
    whole = np.flatnonzero(shapely.is_valid(shapes) & (shapely.get_dimensions(shapes) == 2))
    gaps = find_unit_gaps(shapes[whole])
    return {
        "count": len(gaps),
        "area_m2": float(sum(gap.shape.area for gap in gaps)),
        "largest": [_describe_gap(gap, codes[whole], city) for gap in gaps[:_GAPS_SHOWN]],
    }


def _describe_gap(gap: Gap, codes: Objects, city: City) -> str:
    place = gap.shape.representative_point()
    lon, lat = to_point_lonlat(place.x, place.y, city.crs)
    return f"{gap.shape.area:,.0f} m2 at {lon:.5f}, {lat:.5f}, beside {', '.join(codes[list(gap.units[:_GAPS_SHOWN])])}"


def _measure_network(network: WalkNetwork) -> dict[str, float]:
    length_m = network.component_length_m
    length_m = length_m[length_m > 0]
    return {
        "components": len(length_m),
        "length_km": float(length_m.sum() / 1000),
        "share_of_longest": float(length_m.max() / length_m.sum()),
    }


def _snap_counts(snaps: Snaps) -> dict[str, Any]:
    reasons, counts = np.unique(snaps.reason[snaps.edge < 0].astype(str), return_counts=True)
    return {
        "snapped": int((snaps.edge >= 0).sum()),
        **dict(zip(reasons.tolist(), counts.tolist(), strict=True)),
    }
