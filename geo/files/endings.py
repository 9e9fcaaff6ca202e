"""Endings of tables' file names: what each says of the file, and by what it is read."""

from pathlib import Path
from typing import Final

from geo.errors import InputError

#: Ending -> the separator of a delimited text.
SEPARATORS: Final = {".csv": ",", ".txt": ",", ".tsv": "\t"}


#: Endings of Excel workbooks.
EXCEL: Final = (".xlsx", ".xlsm")


#: Ending -> the one GDAL driver that opens it. What a file holds never chooses another: some drivers follow names that
#: stand in the file to other files, or to the network.
DRIVERS: Final = {
    ".gpkg": "GPKG",
    ".geojson": "GeoJSON",
    ".json": "GeoJSON",
    ".geojsonl": "GeoJSONSeq",
    ".geojsons": "GeoJSONSeq",
    ".shp": "ESRI Shapefile",
    ".zip": "ESRI Shapefile",
    ".dxf": "DXF",
    ".fgb": "FlatGeobuf",
    ".gdb": "OpenFileGDB",
    ".gml": "GML",
    ".gpx": "GPX",
    ".kml": "LIBKML",
    ".mif": "MapInfo File",
    ".tab": "MapInfo File",
}


#: All endings that are read.
READ: Final = (*SEPARATORS, *EXCEL, ".parquet", *DRIVERS)


def find_ending(path: Path, *, name: str) -> str:
    """Find the ending of a file that is to be read.

    Parameters
    ----------
    path
        The file.
    name
        What to call it in the message.

    Returns
    -------
    str
        One of :data:`READ`, in small letters.

    Raises
    ------
    InputError
        If no reader belongs to its ending: with those that one belongs to.

    Examples
    --------
    >>> find_ending(Path("Homes.CSV"), name="Homes.CSV")
    '.csv'
    """
    ending = path.suffix.lower()
    if ending not in READ:
        raise InputError(f'{name}: unknown ending "{ending}"; expected one of {", ".join(READ)}')
    return ending
