"""A list of cities: which bundles a run takes, and the files of each city's plan areas."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from geo.crs.uncertain import Uncertain
from geo.errors import InputError, MissingColumnError
from geo.files.tables import read_table
from geo.plans.read.batch_files import PlanFiles
from service.many_cities.tables import TABLES
from service.many_cities.tasks import LOG

#: Columns of a list that name files of plan areas.
_FILES: Final = ("areas", "gates", "facilities", "roads")


@dataclass(frozen=True)
class Entry:
    """A row of a list of cities.

    Parameters
    ----------
    city
        The bundle, absolute.
    cells
        The other columns of its row; "" where empty.
    """

    city: Path
    cells: Mapping[str, str]

    @property
    def name(self) -> str:
        """Name of its folder of results: the bundle's."""
        return self.city.name


def is_list(path: Path) -> bool:
    """Tell a list of cities from a bundle.

    Parameters
    ----------
    path
        What stands for CITY on the command line.

    Returns
    -------
    bool
        Whether it ends in .csv and is no directory.

    Examples
    --------
    >>> is_list(Path("cities.csv")), is_list(Path("city"))
    (True, False)
    """
    return path.suffix.lower() == ".csv" and not path.is_dir()


def read_cities(path: Path, *, required: Sequence[str] = ()) -> list[Entry]:
    r"""Read a list of cities.

    Parameters
    ----------
    path
        A table with the column ``city``: paths of bundles, relative to the list.
    required
        Columns that every row must fill besides.

    Returns
    -------
    list of Entry
        In the order of the list. Whether there is a city is not looked at: that is the row's own affair.

    Raises
    ------
    InputError
        If the list cannot be read, lacks a column or a cell, or two of its bundles have one name.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = (Path(folder) / "cities.csv").write_text("city\na\nmore/b\n")
    ...     [entry.name for entry in read_cities(Path(folder) / "cities.csv")]
    ['a', 'b']
    """
    frame, _ = read_table(path)
    for column in ("city", *required):
        if column not in frame:
            raise MissingColumnError(f'{path}: no column "{column}"; it has: {", ".join(map(str, frame.columns))}')
        empty = frame.index[frame[column].str.strip() == ""]
        if len(empty):
            raise InputError(f"{path}, row {empty[0]}: {column} is empty")
    cells = frame.drop(columns="city").to_dict("records")
    places = [(path.parent / city.strip()).resolve() for city in frame["city"]]
    entries = [Entry(place, {str(key): str(cell).strip() for key, cell in row.items()})
               for place, row in zip(places, cells, strict=True)]  # fmt: skip
    _check_names(entries, file=str(path))
    return entries


def list_files(
    path: Path,
    entry: Entry,
    *,
    datum: str | None,
    uncertain: Uncertain = "refuse",
    layer: str | None,
    columns: Mapping[str, str],
) -> PlanFiles:
    """List the files of a city's batch of plan areas.

    Parameters
    ----------
    path
        The list of cities.
    entry
        The city's row: ``areas``, maybe ``facilities, gates, roads`` (paths, relative to the list) and ``datum``.
    datum, uncertain, layer, columns
        As for :class:`geo.plans.read.batch_files.PlanFiles`; a datum in the row comes first.

    Returns
    -------
    PlanFiles
        With absolute paths.

    Examples
    --------
    >>> row = Entry(Path("/a/b"), {"areas": "b.gpkg"})
    >>> files = list_files(Path("/a/list.csv"), row, datum=None, layer=None, columns={})
    >>> str(files.areas), files.gates
    ('/a/b.gpkg', None)
    """
    named = {role: (path.parent / cell).resolve() for role in _FILES if (cell := entry.cells.get(role))}
    return PlanFiles(
        **named, datum=entry.cells.get("datum") or datum, uncertain=uncertain, layer=layer, columns=columns
    )


def _check_names(entries: Sequence[Entry], *, file: str) -> None:
    """Raise where two cities would be written to one folder; a disk may not tell A from a."""
    seen: dict[str, Entry] = {}
    for entry in entries:
        other = seen.setdefault(entry.name.casefold(), entry)
        if other is not entry:
            raise InputError(
                f"{file}: {other.city} and {entry.city} are both called {entry.name}, so their results would be one"
                " folder; rename one of the bundles"
            )
        if entry.name in (*TABLES, LOG):
            raise InputError(f"{file}: a bundle cannot be called {entry.name}; rename it")
