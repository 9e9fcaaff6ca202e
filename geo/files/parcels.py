"""Tables on their way from the process that read them: Arrow, with what they are in the schema's metadata.

Nothing in a parcel is run or unpickled by who opens it.
"""

import json
from collections.abc import Sequence
from typing import Any, Final

import pyarrow

from geo.texts.notes import Note

#: Where in the schema's metadata a parcel says what it is.
_ABOUT: Final = b"gridwalk"


def pack_message(**about: Any) -> pyarrow.Table:
    """Make a parcel without a table.

    Parameters
    ----------
    **about
        What it says, as JSON knows it.

    Returns
    -------
    pyarrow.Table
        Without columns.

    Examples
    --------
    >>> read_about(pack_message(end=True))
    {'end': True}
    """
    return label_table(pyarrow.table({}), about)


def read_about(parcel: pyarrow.Table) -> dict[str, Any]:
    """Return what a parcel says of itself.

    Parameters
    ----------
    parcel
        As packed here.

    Returns
    -------
    dict
        As JSON knows it.
    """
    about: dict[str, Any] = json.loads(parcel.schema.metadata[_ABOUT])
    return about


def pack_layer(about: dict[str, Any], shapes: Any, fields: Sequence[Any], notes: Sequence[Note]) -> pyarrow.Table:
    """Make a parcel of a layer as :func:`pyogrio.raw.read` returns it.

    Parameters
    ----------
    about
        Its ``fields``, ``dtypes`` and ``crs``.
    shapes
        WKB, None where a row has no shape, shape (n,); None for a layer without shapes.
    fields
        The cells of each column, each of shape (n,).
    notes
        What was decided while reading.

    Returns
    -------
    pyarrow.Table
        To be opened by :func:`geo.files.parcel_frames.unpack`.
    """
    columns = [pyarrow.array(values, from_pandas=True) for values in fields]
    table = pyarrow.table(columns, names=[str(at) for at in range(len(columns))])
    times = [at for at, dtype in enumerate(about["dtypes"]) if str(dtype).startswith("datetime")]
    said: dict[str, Any] = {
        "notes": list_notes(notes),
        "names": [str(name) for name in about["fields"]],
        "times": times,
    }
    if shapes is not None:
        said |= {"shapes": "geometry", "crs": about["crs"]}
        table = add_shapes(table, shapes)
    return label_table(table, said)


def label_table(table: pyarrow.Table, about: dict[str, Any]) -> pyarrow.Table:
    """Make a parcel of a table: write into its schema what it is; what else stands there stays."""
    return table.replace_schema_metadata((table.schema.metadata or {}) | {_ABOUT: json.dumps(about)})


def list_notes(notes: Sequence[Note]) -> list[tuple[str, dict[str, Any]]]:
    """Write notes as JSON knows them."""
    return [(note.key, dict(note.values)) for note in notes]


def add_shapes(table: pyarrow.Table, shapes: Any) -> pyarrow.Table:
    """Add shapes (WKB, None for none) as the last column, where :func:`geo.files.parcel_frames.unpack` expects them."""
    column = pyarrow.array(shapes, pyarrow.large_binary())
    if table.num_columns == 0:
        return pyarrow.table([column], names=["shapes"])
    return table.append_column("shapes", column)
