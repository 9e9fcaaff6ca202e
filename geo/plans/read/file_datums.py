"""Which datum each file of a batch is read in: its own CRS, unless the datum is named for that very file."""

from collections.abc import Mapping
from typing import Final

from geo.crs.projection import parse_crs
from geo.errors import InputError
from geo.plans.read.plan_table import PlanTable
from geo.texts.notes import make_note

#: Files of a batch, by which a datum may be named.
_FILES: Final = ("areas", "gates", "facilities", "roads")
#: Endings of files that are in WGS-84 by their format and say nothing of their own.
_SILENT: Final = (".geojson", ".json")


def parse_datums(text: str | None) -> dict[str, str]:
    """Read which datum counts for which file.

    Parameters
    ----------
    text
        A datum or CRS for all files that state none, or one for each file, or both: ``"gcj02, gates=EPSG:4547"``.

    Returns
    -------
    dict
        File (``areas``, ``gates``, ``facilities`` or ``roads``) -> datum; under "" that of all others; empty for None.

    Raises
    ------
    InputError
        If there is no such file of a batch.

    Examples
    --------
    >>> parse_datums("gcj02, gates=EPSG:4547")
    {'': 'gcj02', 'gates': 'EPSG:4547'}
    """
    found = {}
    for part in (text or "").split(","):
        name, _, datum = part.strip().rpartition("=")
        if name.strip() not in ("", *_FILES):
            raise InputError(f'datum: "{name.strip()[:40]}" is no file of a batch; expected one of {", ".join(_FILES)}')
        if datum.strip():
            found[name.strip()] = datum.strip()
    return found


def settle_datum(read: PlanTable, datums: Mapping[str, str], name: str) -> str | None:
    """Decide what a file is read in: a datum for all files does not overrule a CRS that one of them states.

    Parameters
    ----------
    read
        The file; a datum that does not count for it is noted.
    datums
        As :func:`parse_datums` returns them.
    name
        Which file of the batch it is.

    Returns
    -------
    str or None
        The datum; None for the file's own CRS.

    Examples
    --------
    >>> import numpy as np
    >>> import pandas as pd
    >>> import pyproj
    >>> read = PlanTable(file="a.gpkg", table=pd.DataFrame(), shapes=np.empty(0), crs=pyproj.CRS.from_epsg(4547))
    >>> settle_datum(read, {"": "gcj02"}, "areas"), settle_datum(read, {"areas": "gcj02"}, "areas")
    (None, 'gcj02')
    """
    datum = datums.get(name, datums.get(""))
    if name in datums or datum is None or read.crs is None or read.file.lower().endswith(_SILENT):
        return datum
    named = "EPSG:4326" if datum == "wgs84" else "EPSG:4490" if datum == "cgcs2000" else datum
    if datum in ("gcj02", "bd09") or parse_crs(named, where="datum") != read.crs:
        note = make_note("kept_crs", file=read.file, crs=read.crs.name, datum=datum, name=name)
        read.notes.append(note)
    return None
