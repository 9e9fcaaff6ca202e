"""Tables as bytes that are sent, in columns: CSV for spreadsheets, Arrow for programs."""

import io
from collections.abc import Mapping

import geopandas as gpd
import pandas as pd
import pyarrow as pa

from geo.files.excel import neutralize


def to_csv_bytes(table: pd.DataFrame) -> bytes:
    r"""Turn a table into CSV.

    Parameters
    ----------
    table
        The table; its index is left out.

    Returns
    -------
    bytes
        UTF-8, a heading and one line per row, figures to six decimals; texts that a spreadsheet would take for
        formulas are neutralised.

    Examples
    --------
    >>> to_csv_bytes(pd.DataFrame({"name": ["=1+1"], "share": [0.5]}))
    b"name,share\n'=1+1,0.5\n"
    """
    safe = {
        neutralize(str(name)): column if pd.api.types.is_numeric_dtype(column) else column.map(_neutralize_cell)
        for name, column in table.round(6).items()
    }
    text: str = pd.DataFrame(safe, index=table.index).to_csv(index=False, lineterminator="\n")
    return text.encode()


def _neutralize_cell(value: object) -> object:
    return neutralize(value) if isinstance(value, str) else value


def to_arrow_bytes(table: pd.DataFrame, *, metadata: Mapping[str, str]) -> bytes:
    """Turn a table into a stream of Arrow.

    Parameters
    ----------
    table
        The table; a geometry is written as WKB in WGS-84, with the metadata of GeoArrow.
    metadata
        What the schema says beside the columns.

    Returns
    -------
    bytes
        Arrow's IPC stream, one batch.

    Examples
    --------
    >>> stream = to_arrow_bytes(pd.DataFrame({"n": [1, 2]}), metadata={"city": "Sample"})
    >>> pa.ipc.open_stream(stream).read_all()["n"].to_pylist()
    [1, 2]
    """
    if isinstance(table, gpd.GeoDataFrame):
        columns = pa.table(table.to_crs(4326).to_arrow(index=False, geometry_encoding="WKB"))
    else:
        columns = pa.Table.from_pandas(table, preserve_index=False)
    said = {name.encode(): text.encode() for name, text in metadata.items()}
    columns = columns.replace_schema_metadata({**(columns.schema.metadata or {}), **said})
    sink = io.BytesIO()
    with pa.ipc.new_stream(sink, columns.schema) as stream:
        stream.write_table(columns)
    return sink.getvalue()
