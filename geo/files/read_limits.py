"""How much a file may take while it is read, and what is said of one that takes more."""

from dataclasses import dataclass
from typing import Final

from geo.errors import InputError


@dataclass(frozen=True, kw_only=True)
class ReadLimits:
    """The most that reading one file may take.

    Parameters
    ----------
    memory_bytes
        Memory of the process that reads it [bytes].
    processor_s, wall_s
        Time of the processor, and time on the clock [s].
    rows, columns, cells
        Size of its table; cells are rows times columns.
    vertices
        Vertices of all its shapes.
    cell_vertices
        Vertices of shapes that are written into cells, which take longer.
    table_bytes
        Texts, numbers and shapes together, as they lie in memory [bytes].
    """

    memory_bytes: int = 1_000_000_000
    processor_s: int = 8
    wall_s: float = 30.0
    rows: int = 100_000
    columns: int = 500
    cells: int = 2_000_000
    vertices: int = 5_000_000
    cell_vertices: int = 1_000_000
    table_bytes: int = 300_000_000


#: Of a file that a stranger has sent.
UPLOAD_LIMITS: Final = ReadLimits()


def check_size(
    limits: ReadLimits | None, *, file: str, rows: int = 0, columns: int = 0, vertices: int = 0, table_bytes: int = 0
) -> None:
    """Raise if a table is larger than it may be.

    Parameters
    ----------
    limits
        The most it may have; None allows everything.
    file
        Name of the file, for the message.
    rows, columns, vertices, table_bytes
        What it has, or is known to have at least; its cells are rows times columns.

    Raises
    ------
    InputError
        With the limit, and what to do.

    Examples
    --------
    >>> check_size(ReadLimits(), file="areas.csv", rows=200_000)
    Traceback (most recent call last):
    geo.errors.InputError: areas.csv: more than 100,000 rows; send it in parts
    >>> check_size(None, file="areas.csv", rows=200_000)
    """
    if limits is None:
        return
    if columns > limits.columns:
        raise InputError(f"{file}: more than {limits.columns:,} columns; leave out those that are not needed")
    if rows > limits.rows:
        raise InputError(f"{file}: more than {limits.rows:,} rows; send it in parts")
    if rows * columns > limits.cells:
        raise InputError(f"{file}: more than {limits.cells:,} cells; leave out columns, or send it in parts")
    if vertices > limits.vertices:
        raise InputError(f"{file}: more than {limits.vertices:,} vertices; simplify its shapes, or send it in parts")
    if table_bytes > limits.table_bytes:
        raise InputError(f"{file}: its table takes more than {limits.table_bytes / 1e6:,.0f} MB; send it in parts")


def check_cell_vertices(limits: ReadLimits | None, *, file: str, vertices: int) -> None:
    """Raise if more vertices are written into the cells of a table than may be.

    Parameters
    ----------
    limits
        The most it may have; None allows everything.
    file
        Name of the file, for the message.
    vertices
        How many there are at most; coordinates parted by commas count twice.

    Raises
    ------
    InputError
        With the limit, and what to do.
    """
    if limits is not None and vertices > 2 * limits.cell_vertices:
        raise InputError(
            f"{file}: more than {limits.cell_vertices:,} vertices in its cells; send it as GeoPackage or GeoJSON"
        )


def describe_memory(limits: ReadLimits, *, file: str) -> str:
    """Say that reading took too much memory.

    Examples
    --------
    >>> describe_memory(ReadLimits(), file="areas.xlsx")
    'areas.xlsx: takes more than 1,000 MB of memory to read; send it in parts, or export it again'
    """
    return (
        f"{file}: takes more than {limits.memory_bytes / 1e6:,.0f} MB of memory to read; "
        "send it in parts, or export it again"
    )


def describe_time(limits: ReadLimits, *, file: str, of_processor: bool) -> str:
    """Say that reading took too long.

    Examples
    --------
    >>> describe_time(ReadLimits(), file="areas.dxf", of_processor=True)
    'areas.dxf: takes more than 8 s of processor time to read; send it in parts, or export it again'
    """
    limit = f"{limits.processor_s:g} s of processor time" if of_processor else f"{limits.wall_s:g} s"
    return f"{file}: takes more than {limit} to read; send it in parts, or export it again"


def describe_damage(ending: str, *, file: str) -> str:
    """Say that a file is damaged, without what a library says of it.

    Examples
    --------
    >>> describe_damage(".gpkg", file="areas.gpkg")
    'areas.gpkg: is damaged, or not what .gpkg says; export it again'
    """
    return f"{file}: is damaged, or not what {ending} says; export it again"
