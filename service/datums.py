"""Which datum the longitudes and latitudes of a request are in."""

from geo.city.model import City
from geo.crs.datum import DATUMS, check_datum
from geo.errors import InputError


def choose_datum(city: City, datum: str | None) -> str:
    """Return the datum that a caller named, or the city's own.

    Parameters
    ----------
    city
        The city.
    datum
        As named, or None.

    Returns
    -------
    str
        One of :data:`geo.crs.datum.DATUMS`.

    Raises
    ------
    InputError
        If neither names one, or an unknown one: a wrong guess would move the place by 300 to 1,300 m.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> choose_datum(build_sample(), "gcj02")
    'gcj02'
    """
    chosen = datum or city.datum
    if chosen is None:
        raise InputError(
            f"which datum are lon and lat in? Name it: datum = one of {', '.join(DATUMS)} "
            "(GPS: wgs84; Amap and Tencent: gcj02; Baidu: bd09; surveyed: cgcs2000)"
        )
    check_datum(chosen)
    return chosen
