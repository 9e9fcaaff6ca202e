"""Endings of tables' file names: what each says of the file, and by what it is read."""

from collections.abc import Sequence
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


#: Endings that offices send and nothing here reads -> what to do.
_REMEDIES: Final = {
    **dict.fromkeys(
        (".xls", ".xlsb", ".xlt", ".ods", ".et", ".numbers"), "open it in a spreadsheet and save it as .xlsx"
    ),
    **dict.fromkeys((".doc", ".docx", ".wps", ".pdf"), "copy its table into a spreadsheet and save it as .xlsx"),
    **dict.fromkeys((".rar", ".7z", ".gz", ".tar"), "unpack it and send the files in it"),
    ".dwg": "a DWG drawing cannot be read; export as DXF",
    ".kmz": "unpack it and send the .kml in it",
    ".mdb": "export its layers into a GeoPackage",
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
        raise InputError(describe_ending(ending, READ, name=name))
    return ending


def is_data(path: Path) -> bool:
    """Tell whether a file holds a table or layer, or a document of an office, by its ending.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    bool
        False for .txt, which any text may be called.

    Examples
    --------
    >>> is_data(Path("homes.xls")), is_data(Path("city.toml")), is_data(Path("city.toml.txt"))
    (True, False, False)
    """
    ending = path.suffix.lower()
    return ending in (*READ, *_REMEDIES) and ending != ".txt"


def describe_ending(ending: str, expected: Sequence[str], *, name: str) -> str:
    """Say that a file of an ending is not read, and what to do.

    Parameters
    ----------
    ending
        In small letters.
    expected
        Those that are read.
    name
        What to call the file.

    Returns
    -------
    str
        The message.

    Examples
    --------
    >>> describe_ending(".xls", READ, name="homes.xls")
    'homes.xls: .xls is not read; open it in a spreadsheet and save it as .xlsx'
    """
    if ending in _REMEDIES:
        return f"{name}: {ending} is not read; {_REMEDIES[ending]}"
    return f'{name}: unknown ending "{ending}"; expected one of {", ".join(expected)}'
