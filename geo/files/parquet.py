"""GeoParquet and Parquet, whichever a file is."""

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyarrow.parquet


def read_parquet(path: Path) -> pd.DataFrame:
    """Read a Parquet file, with its geometry where it has one.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    pandas.DataFrame or geopandas.GeoDataFrame
        Its table.

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
    if b"geo" in (pyarrow.parquet.read_schema(path).metadata or {}):
        frame: pd.DataFrame = gpd.read_parquet(path)
        return frame
    return pd.read_parquet(path)


def write_parquet(path: Path, frame: pd.DataFrame) -> None:
    """Write a table, with its geometry where it has one.

    Parameters
    ----------
    path
        The file.
    frame
        The table; its index is left out.
    """
    frame.to_parquet(path, index=False)
