"""Single rows whose coordinates are none of their datum, where those of most rows are."""

from typing import Final

import numpy as np

from geo.arrays import Bool, Float64, Integer
from geo.errors import CrsError
from geo.problems import Problems

#: Largest longitude and latitude [degrees].
_LON: Final = 180
_LAT: Final = 90


def report_odd(
    x: Float64, y: Float64, *, degrees: bool, datum: str, file: str, rows: Integer, problems: Problems
) -> Bool:
    """Report rows whose coordinates are not in the datum, by row and value.

    Parameters
    ----------
    x, y
        Coordinates as the file has them, shape (n,).
    degrees
        Whether they are stated to be degrees.
    datum, file
        Name of the datum or CRS, and of the file.
    rows
        The number of each row, shape (n,).
    problems
        Where they are reported.

    Returns
    -------
    ndarray of bool
        Which rows were reported, shape (n,). None where it is half of all or more: then it is the datum that is wrong.

    Examples
    --------
    >>> problems, x, y = Problems(), np.array([113.6, 113.7, 1136.2]), np.array([34.7, 34.7, 34.7])
    >>> numbers = np.array([2, 3, 4])
    >>> report_odd(x, y, degrees=True, datum="wgs84", file="a.csv", rows=numbers, problems=problems).tolist()
    [False, False, True]
    >>> print(problems.kinds["coordinate out of range"][0][:60])
    a.csv, row 4: lon 1136.2, lat 34.7; expected degrees, lon wi
    """
    known = np.isfinite(x) & np.isfinite(y)
    fits = (np.abs(x) <= _LON) & (np.abs(y) <= _LAT)
    odd = known & (fits != degrees)
    if not odd.any() or 2 * odd.sum() >= known.sum():
        return np.zeros(len(x), bool)
    found = np.flatnonzero(odd).tolist()
    messages = [f"{file}, row {rows[at]}: {_describe_odd(x[at], y[at], degrees, datum)}" for at in found]
    problems.add("coordinate out of range", messages, error=CrsError, rows=[(at,) for at in found])
    return np.asarray(odd)


def _describe_odd(x: float, y: float, degrees: bool, datum: str) -> str:
    if not degrees:
        return f"x {x:.10g}, y {y:.10g} are degrees, not metres as {datum} has them; bring the row into {datum}"
    if abs(x) <= _LAT < abs(y) <= _LON:
        return f"lon {x:.10g}, lat {y:.10g} are swapped; exchange the two"
    return (
        f"lon {x:.10g}, lat {y:.10g}; expected degrees, lon within -180..180 and lat within -90..90, as the other rows "
        "have them; correct the number"
    )
