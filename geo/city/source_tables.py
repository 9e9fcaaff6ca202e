"""The tables of a source file as typed records: which keys each may have, and what they must be."""

import difflib
from collections.abc import Iterable
from typing import Annotated, Any, ClassVar, Final, Literal

from pydantic import AfterValidator, BeforeValidator, Field, StrictStr, field_validator

from geo.city.schemas import SCHEMAS
from geo.city.source_values import read_hexagon_edge, read_length
from geo.crs.datum import DATUMS
from geo.crs.uncertain import Uncertain
from geo.files.validation import Positive, Record, TextTable, break_rules, check_range, expect
from geo.grid.hexagons import EDGES_M
from geo.rules.audit_standard import AuditStandard
from geo.rules.unit_costs import UnitCosts
from geo.walking.footways import OPENED_BY_TAG
from geo.walking.snap import MIN_COMPONENT_M, SNAP_LIMIT_M

#: Floor area per resident, where the source file says nothing [m2]; and storeys of a building without a tag.
M2_PER_RESIDENT: Final = 40.0


DEFAULT_LEVELS: Final = 2.0


#: Storeys of the highest building.
MOST_LEVELS: Final = 200


def suggest_key(what: str, key: str, valid: Iterable[str]) -> str:
    """Say that a key is unknown, and which was meant.

    Parameters
    ----------
    what
        What to call it, the key included.
    key
        The key.
    valid
        Those that there are.

    Returns
    -------
    str
        With the nearest valid key, or all where none is near.

    Examples
    --------
    >>> suggest_key("key crosings in [roads]", "crosings", ["path", "crossings"])
    'unknown key crosings in [roads]; did you mean crossings?'
    """
    if key == "crs":
        return f'unknown {what}; the CRS of a file is named as datum = "EPSG:4547"'
    near = difflib.get_close_matches(key, valid := list(valid), n=1, cutoff=0.5)
    if near:
        return f"unknown {what}; did you mean {near[0]}?"
    return f"unknown {what}; valid: {', '.join(valid)}"


def _suggest_column(name: str, table: str) -> str:
    """Say that a layer has no such column, and on which side which names stand where they may be the file's."""
    hint = suggest_key(f"column {name} in [{table}]", name, SCHEMAS[table].columns)
    return hint if name.isascii() else f"{hint}. Our names stand on the left, those of the file in quotes on the right"


def _check_length(text: str) -> str:
    read_length(text)
    return text


def _check_datum(name: str) -> str:
    if name not in DATUMS:
        raise ValueError(name)
    return name


def _check_encoding(name: str) -> str:
    if not (name.isascii() and name.isprintable()):
        raise ValueError(name)
    return name


def _check_pattern(pattern: str) -> str:
    read_hexagon_edge(pattern)
    return pattern


def _as_list(given: Any) -> Any:
    return [given] if isinstance(given, str) else given


def _list_tables(given: Any) -> Any:
    """Make a list of a table that is given only once."""
    return given if isinstance(given, list) else [given]


_Text = Annotated[StrictStr, expect("text")]
_File = Annotated[StrictStr, expect("the name of one file, as text; only [[facilities]] may be repeated, one for each")]
_Texts = Annotated[tuple[StrictStr, ...], expect("a list of texts")]
_OneOrMore = Annotated[tuple[StrictStr, ...], BeforeValidator(_as_list), expect("a text, or a list of texts")]
_Datum = Annotated[StrictStr, AfterValidator(_check_datum), expect(f"one of {', '.join(DATUMS)}")]
_Pattern = Annotated[
    StrictStr,
    AfterValidator(_check_pattern),
    expect(f'"hexagon:250", the edge in metres, {EDGES_M[0]:,} to {EDGES_M[1]:,}'),
]
_Length = Annotated[StrictStr, AfterValidator(_check_length), expect('a length below 10 m, such as "20 cm"')]
_Encoding = Annotated[StrictStr, AfterValidator(_check_encoding), expect('the name of an encoding, such as "gbk"')]
_Metres = Annotated[Positive, check_range(0, 1_000_000), expect("a number above 0, in metres, 1,000,000 at most")]
_FloorArea = Annotated[Positive, check_range(1, 10_000), expect("a number of m2 from 1 to 10,000")]
_PerHousehold = Annotated[Positive, check_range(0.1, 100), expect("a number above 0, from 0.1 to 100")]
_Levels = Annotated[Positive, check_range(0, MOST_LEVELS), expect(f"a number above 0, {MOST_LEVELS} at most")]
_Osm = Annotated[Literal["osm"], expect('"osm"')]
_OsmBuildings = Annotated[Literal["osm-buildings"], expect('"osm-buildings"')]
_Crossings = Annotated[Literal["apart", "join"], expect('"apart" or "join"')]
_Walkable = Annotated[
    tuple[Literal["trunk", "cycleway", "bridleway", "corridor", "busway"], ...],
    expect(f"a list of {', '.join(OPENED_BY_TAG)}"),
]
_Uncertain = Annotated[Uncertain, expect('"refuse" or "accept"')]
_Names = Annotated[TextTable, expect('{ zh = "...", en = "..." }')]


class CityTable(Record):
    """``[city]``: what it is called, its CRS, whose data it is, and files about the whole."""

    name: _Text | None = None
    crs: _Text | None = None
    datum: _Datum | None = None
    attribution: _Text = ""
    boundary: _Text | None = None
    extent: _Text | None = None
    rules: _OneOrMore = ()
    aliases: _Texts = ()
    assumptions: _Texts = ()


class FileTable(Record):
    """What tables share: the file, its layer or sheet, the encoding of its texts, its datum, its columns."""

    table: ClassVar[str]

    path: _File | None = None
    layer: _Text | None = None
    sheet: _Text | None = None
    encoding: _Encoding | None = None
    datum: _Text | None = None
    uncertain: _Uncertain = "refuse"
    columns: TextTable = Field(default_factory=dict)

    @field_validator("columns")
    @classmethod
    def _check_columns(cls, columns: dict[str, str]) -> dict[str, str]:
        """Check that the layer has such columns."""
        schema = SCHEMAS[cls.table]
        unknown = [name for name in columns if not schema.knows(name)]
        if unknown:
            raise break_rules(
                [
                    f'column {name} in [{cls.table}]: our name stands on the left; write {columns[name]} = "{name}"'
                    if schema.knows(columns[name])
                    else _suggest_column(name, cls.table)
                    for name in unknown
                ]
            )
        names = sorted(columns)
        alike = [(one, other) for one in names for other in names if one < other and one.lower() == other.lower()]
        if alike:
            raise break_rules(
                [f"columns {one} and {other} in [{cls.table}] differ only by case; rename one" for one, other in alike]
            )
        return columns

    @property
    def is_made(self) -> bool:
        """Whether the layer is made instead of being read from a file of its own."""
        return getattr(self, "source", None) is not None or getattr(self, "generate", None) is not None


class RoadsTable(FileTable):
    """``[roads]``: longest access leg, shortest usable component [m], whether crossings meet, what is walkable."""

    table = "roads"

    snap_limit_m: _Metres = SNAP_LIMIT_M
    min_component_m: _Metres = MIN_COMPONENT_M
    crossings: _Crossings = "apart"
    walkable: _Walkable = ()


class UnitsTable(FileTable):
    """``[grid_units]``: a file, or the pattern to generate units by; and how wide a seam is mended."""

    table = "grid_units"

    generate: _Pattern | None = None
    repair: _Length | None = None


class HomesTable(FileTable):
    """``[homes]``: a file, or the buildings of the roads' OpenStreetMap file and how many people live in them."""

    table = "homes"

    source: _OsmBuildings | None = Field(default=None, alias="from")
    m2_per_resident: _FloorArea = M2_PER_RESIDENT
    residents_total: Positive | None = None
    residents_per_household: _PerHousehold | None = None
    default_levels: _Levels = DEFAULT_LEVELS


class FacilitiesTable(FileTable):
    """``[facilities]``: a file and its categories -> ours, or tags of OpenStreetMap -> categories."""

    table = "facilities"

    source: _Osm | None = Field(default=None, alias="from")
    tags: TextTable = Field(default_factory=dict)
    categories: TextTable = Field(default_factory=dict)


class AddressesTable(FileTable):
    """``[addresses]``: a file, or the addr tags of the roads' OpenStreetMap file."""

    table = "addresses"

    source: _Osm | None = Field(default=None, alias="from")


class GatesTable(FileTable):
    """``[gates]``."""

    table = "gates"


class BarriersTable(FileTable):
    """``[barriers]``."""

    table = "barriers"


class WorkersTable(FileTable):
    """``[workers]``: a file, and titles of this city -> roles."""

    table = "workers"

    roles: TextTable = Field(default_factory=dict)


class DivisionsTable(FileTable):
    """``[divisions]``."""

    table = "divisions"


class SourceFile(Record):
    """A source file as it is written: its tables; paths are texts, which may lead nowhere yet."""

    city: CityTable
    categories: dict[str, _Names] = Field(default_factory=dict)
    roads: RoadsTable
    grid_units: UnitsTable
    homes: HomesTable
    facilities: Annotated[tuple[FacilitiesTable, ...], BeforeValidator(_list_tables)]
    addresses: AddressesTable | None = None
    gates: GatesTable | None = None
    barriers: BarriersTable | None = None
    workers: WorkersTable | None = None
    divisions: DivisionsTable | None = None
    costs: UnitCosts | None = None
    audit: AuditStandard | None = None

    def list_files(self, name: str) -> tuple[FileTable, ...]:
        """Return the tables of a layer: several for facilities, none where the file has none."""
        found = getattr(self, name)
        return found if isinstance(found, tuple) else () if found is None else (found,)


def dump_keys(table: FileTable) -> dict[str, Any]:
    """Write the keys of a table that say how a layer is made.

    Parameters
    ----------
    table
        The table.

    Returns
    -------
    dict
        Those that were given; without the keys of a file.

    Examples
    --------
    >>> dump_keys(HomesTable.model_validate({"from": "osm-buildings", "default_levels": 5, "layer": "a"}))
    {'from': 'osm-buildings', 'default_levels': 5}
    """
    return table.model_dump(exclude_unset=True, by_alias=True, exclude=set(FileTable.model_fields))
