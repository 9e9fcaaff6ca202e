"""GeoParquet and Parquet, whichever a file is."""

from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyarrow.parquet
import shapely

from geo.arrays import Objects
from geo.files.read_limits import ReadLimits, check_size


def read_parquet(source: Path | bytes) -> pd.DataFrame:
    """Read a Parquet file, with its geometry where it has one.

    Parameters
    ----------
    source
        The file, or what it holds.

    Returns
    -------
    pandas.DataFrame or geopandas.GeoDataFrame
        Its table; the geometry is called so, whatever the file calls it.

    Raises
    ------
    OSError, pyarrow.ArrowException, ValueError
        If it is missing or damaged.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_parquet(Path(folder) / "a.parquet", pd.DataFrame({"n": [1, 2]}))
    ...     read_parquet(Path(folder) / "a.parquet").n.tolist()
    [1, 2]
    """
    if b"geo" in (pyarrow.parquet.read_schema(_open(source)).metadata or {}):
        frame: pd.DataFrame = _rename_shapes(gpd.read_parquet(_open(source)))
        return frame
    plain: pd.DataFrame = pd.read_parquet(_open(source))
    return _shape_bytes(plain)


def _shape_bytes(frame: pd.DataFrame) -> pd.DataFrame:
    """Make shapes of the one column of bytes that a program wrote without saying that it is a geometry."""
    columns = [name for name in frame if isinstance(frame[name].dropna().head(1).squeeze(), bytes)]
    if len(columns) != 1:
        return frame
    shapes = shapely.from_wkb(frame[columns[0]].to_numpy(), on_invalid="ignore")
    if (shapely.is_missing(shapes) & frame[columns[0]].notna().to_numpy()).any():
        return frame
    shaped: pd.DataFrame = gpd.GeoDataFrame(frame.drop(columns=columns), geometry=shapes)
    return shaped


def _rename_shapes(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    if frame.geometry.name == "geometry":
        return frame
    others = frame.rename(columns={"geometry": "geometry_1"})  # of people, for instance as WKT
    return gpd.GeoDataFrame(others).set_geometry(frame.geometry.name).rename_geometry("geometry")


def _open(source: Path | bytes) -> Any:
    return pyarrow.BufferReader(source) if isinstance(source, bytes) else source


def check_parquet(path: Path, *, file: str, limits: ReadLimits) -> None:
    """Raise if a Parquet file says that it holds more than it may; nothing is unpacked for it.

    Parameters
    ----------
    path
        The file.
    file
        What to call it in the message.
    limits
        The most it may hold.

    Raises
    ------
    InputError
        If it is too large.
    OSError, pyarrow.ArrowException
        If it is missing or damaged.
    """
    about = pyarrow.parquet.read_metadata(path)
    check_size(limits, file=file, rows=about.num_rows, columns=len(about.schema.to_arrow_schema()))
    chunks = [
        about.row_group(group).column(at) for group in range(about.num_row_groups) for at in range(about.num_columns)
    ]
    # what lists hold counts as vertices: shapes may be written as lists of lists of numbers
    check_size(
        limits, file=file, vertices=sum(chunk.num_values for chunk in chunks if "." in chunk.path_in_schema) // 2
    )
    check_size(limits, file=file, table_bytes=sum(chunk.total_uncompressed_size for chunk in chunks))


def read_column(source: Path | bytes, name: str) -> Objects:
    """Read one column of a Parquet file.

    Parameters
    ----------
    source
        The file, or what it holds.
    name
        The column.

    Returns
    -------
    ndarray
        Its cells; empty where the table is.

    Raises
    ------
    OSError, pyarrow.ArrowException, KeyError
        If the file is missing or damaged, or has no such column.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_parquet(Path(folder) / "a.parquet", pd.DataFrame({"n": ["x"], "m": ["y"]}))
    ...     read_column(Path(folder) / "a.parquet", "m").tolist()
    ['y']
    """
    table = pyarrow.parquet.read_table(_open(source), columns=[name])
    cells: Objects = table.column(name).to_numpy(zero_copy_only=False).astype(object, copy=False)
    return cells


def write_parquet(path: Path, frame: pd.DataFrame, *, is_packed: bool = False) -> None:
    """Write a table, with its geometry where it has one.

    Parameters
    ----------
    path
        The file.
    frame
        The table; its index is left out.
    is_packed
        Whether the file is to be small: for results, which are read seldom.
    """
    if not is_packed:
        frame.to_parquet(path, index=False)
        return
    texts = [str(name) for name, kind in frame.dtypes.items() if not pd.api.types.is_numeric_dtype(kind)]
    frame.to_parquet(path, index=False, compression="zstd", use_dictionary=texts)
