"""Many places and addresses at once: a row in, a row out, in order, with a reason where there is no answer."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
import pyproj

from geo.arrays import Int32, Objects
from geo.crs.projection import project_coordinates, to_lonlat
from geo.errors import AddressNotFoundError, InputError, OutsideCityError
from geo.locate.address import locate_address, require_address_index
from geo.locate.unit_index import Answer, UnitIndex, locate_points

#: What a row gets; the order is that of the columns of an output.
RESULT_COLUMNS: Final = (
    "status", "level", "confidence", "error_radius_m", "unit_code", "unit_name", "community_code", "community",
    "street", "district", "contact", "lon", "lat", "near_boundary_m", "candidates", "matched", "unmatched", "reason",
)  # fmt: skip


def locate_coordinates(
    unit_index: UnitIndex, crs: pyproj.CRS, lon: Sequence[Any], lat: Sequence[Any], *, datum: str
) -> pd.DataFrame:
    """Find the grid units of many coordinates.

    Parameters
    ----------
    unit_index
        The units.
    crs
        CRS of the city.
    lon, lat
        As a table holds them, texts too; shape (n,).
    datum
        One of :data:`geo.crs.datum.DATUMS`.

    Returns
    -------
    pandas.DataFrame
        :data:`RESULT_COLUMNS`, a row a coordinate; `status` is ``"found"``, ``"outside"`` or ``"rejected"``.

    Examples
    --------
    >>> from geo.locate.unit_index import make_unit_index
    >>> from geo.city.sample import build_sample
    >>> city = build_sample()
    >>> locate_coordinates(make_unit_index(city), city.crs, ["x"], ["1"], datum="wgs84")["reason"][0]
    'lon "x", lat "1": expected two numbers'
    """
    x, y = (pd.to_numeric(pd.Series(values), errors="coerce").to_numpy(float) for values in (lon, lat))
    is_number = np.isfinite(x) & np.isfinite(y)
    is_good = is_number & (np.abs(x) <= 180) & (np.abs(y) <= 90)
    xy = np.column_stack(
        project_coordinates(np.where(is_good, x, 0.0), np.where(is_good, y, 0.0), datum=datum, crs=crs)
    )
    is_good &= np.isfinite(xy).all(axis=1)
    unit, boundary_m = locate_points(unit_index, np.where(is_good[:, None], xy, np.nan))
    found = unit >= 0
    out = _take_units(unit_index, unit)
    out["status"] = np.where(found, "found", np.where(is_good, "outside", "rejected"))
    out["level"] = np.where(found, "coordinate", "")
    out["confidence"] = np.where(found, 1.0, np.nan)
    out["error_radius_m"] = np.where(found, 0.0, np.nan)
    back = to_lonlat(xy, crs)
    out["lon"], out["lat"] = (np.where(is_good, values, np.nan) for values in back)
    out["near_boundary_m"] = np.where(found, np.round(boundary_m, 1), np.nan)
    reason = np.full(len(out), "", object)
    for row in np.flatnonzero(~found).tolist():  # only those without an answer have a reason to write
        if is_good[row]:
            reason[row] = f"no grid unit covers this place; the nearest is {boundary_m[row]:,.0f} m away"
        else:
            expected = "two numbers" if not is_number[row] else "degrees, lon within -180..180, lat within -90..90"
            given = f'lon "{str(lon[row])[:40]}", lat "{str(lat[row])[:40]}"'
            reason[row] = f"{given}: expected {expected}"
    out["reason"] = reason
    for name in ("candidates", "matched", "unmatched"):
        out[name] = ""
    return out[list(RESULT_COLUMNS)]


def _take_units(unit_index: UnitIndex, unit: Int32) -> pd.DataFrame:
    """Take what a table says of units, one a row; "" for row -1."""
    used, row = np.unique(unit, return_inverse=True)
    answers = [unit_index.answers[one] if one >= 0 else None for one in used.tolist()]

    def take(level: str, part: str) -> Objects:
        above = [answer and answer[level] for answer in answers]
        return np.array([held[part] if held else "" for held in above], object)[row]

    def take_own(part: str) -> Objects:
        return np.array([(answer and answer[part]) or "" for answer in answers], object)[row]

    return pd.DataFrame(
        {
            "unit_code": take_own("code"),
            "unit_name": take_own("name"),
            "community_code": take("community", "code"),
            "community": take("community", "name"),
            "street": take("street", "name"),
            "district": take("district", "name"),
            "contact": take_own("contact"),
        }
    )


def locate_addresses(unit_index: UnitIndex, crs: pyproj.CRS, texts: Sequence[str]) -> pd.DataFrame:
    """Find the grid units of many addresses.

    Parameters
    ----------
    unit_index
        The units and addresses.
    crs
        CRS of the city.
    texts
        As people write them.

    Returns
    -------
    pandas.DataFrame
        :data:`RESULT_COLUMNS`, a row an address; `status` is ``"found"``, ``"ambiguous"``, ``"not_found"``,
        ``"outside"`` or ``"rejected"``, `candidates` the codes of units that fit too, separated by ``;``.

    Raises
    ------
    InputError
        If the city holds no addresses.
    """
    require_address_index(unit_index)
    rows = [_locate_row(unit_index, text) for text in texts]
    out = pd.DataFrame(rows, columns=[*RESULT_COLUMNS[:-7], "x", "y", *RESULT_COLUMNS[-5:]])
    xy = out[["x", "y"]].to_numpy(float)
    known = np.isfinite(xy).all(axis=1)
    for name, values in zip(("lon", "lat"), to_lonlat(np.where(known[:, None], xy, 0.0), crs), strict=True):
        out[name] = np.where(known, values, np.nan)
    return out[list(RESULT_COLUMNS)]


def _locate_row(unit_index: UnitIndex, text: str) -> tuple[Any, ...]:
    try:
        answer = locate_address(unit_index, text)
    except AddressNotFoundError as error:
        return ("not_found", *_NO_ANSWER, error.matched, error.unmatched, str(error))
    except OutsideCityError as error:
        return ("outside", *_NO_ANSWER, "", "", str(error))
    except InputError as error:
        return ("rejected", *_NO_ANSWER, "", "", str(error))
    community, street, district = (answer[level] or _NOBODY for level in ("community", "street", "district"))
    return (
        answer["status"], answer["level"], answer["confidence"], answer["error_radius_m"], answer["code"] or "",
        answer["name"] or "", community["code"], community["name"], street["name"], district["name"],
        answer["contact"] or "", answer["x"], answer["y"],
        np.nan if answer["near_boundary_m"] is None else answer["near_boundary_m"],
        ";".join(candidate["code"] for candidate in answer["candidates"]), answer["matched"], answer["unmatched"],
        _say_reason(answer),
    )  # fmt: skip


_NO_ANSWER: Final = ("", np.nan, np.nan, "", "", "", "", "", "", "", np.nan, np.nan, np.nan, "")


_NOBODY: Final[Mapping[str, str]] = {"code": "", "name": ""}


def _say_reason(answer: Answer) -> str:
    count = len(answer["candidates"])
    if answer["status"] == "ambiguous":
        return f"{count} grid units fit equally"
    return f"its place is known to {answer['error_radius_m']:g} m: {count} grid units" if count else ""
