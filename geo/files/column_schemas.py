"""Which columns a table has: their types and names, and those of a position."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["id", "text", "number", "coordinate"]

#: Columns of residents beside the total: ``residents_60plus``, ``residents_children`` and so on.
GROUP_PREFIX: Final = "residents_"


@dataclass(frozen=True)
class Column:
    """One column of a layer.

    Parameters
    ----------
    kind
        ``id``: text that is never empty; ``text``: text, empty allowed; ``number``: finite and not negative;
        ``coordinate``: finite.
    required
        Whether the file must have it.
    unit
        Unit of a number.
    aliases
        Names under which files bring it when the source file does not map it.
    bundle
        Name in the city bundle where it differs from the name in the source file.
    is_code
        Whether a text is a code, as identifiers are: what a spreadsheet did to its digits is undone.
    most
        The most that a number may be.
    """

    kind: Kind
    required: bool = False
    unit: str = ""
    aliases: tuple[str, ...] = ()
    bundle: str = ""
    is_code: bool = False
    most: float = math.inf


@dataclass(frozen=True)
class Schema:
    """The columns of one layer by their name in the source file, and which of them is its key."""

    columns: Mapping[str, Column]
    key: str
    has_groups: bool = False

    def knows(self, name: str) -> bool:
        """Tell whether a column of this name may be mapped."""
        return name in self.columns or (self.has_groups and name.startswith(GROUP_PREFIX))


POSITION: Final = {
    "lon": Column("coordinate", unit="degrees", aliases=("longitude", "lng", "经度")),
    "lat": Column("coordinate", unit="degrees", aliases=("latitude", "纬度")),
    "x": Column("coordinate", aliases=("X", "easting", "东坐标")),
    "y": Column("coordinate", aliases=("Y", "northing", "北坐标")),
}
POSITION_COLUMNS: Final = tuple(POSITION)
#: A whole geometry in one cell: WKT, GeoJSON or a list of coordinates.
_SHAPE_NAMES: Final = ("wkt", "geometry", "geom", "the_geom", "location", "coordinates", "lonlat", "lnglat")
_SHAPE_NAMES_ZH: Final = ("经纬度", "坐标", "坐标串", "边界", "范围", "位置", "线形")
SHAPE: Final = {"shape": Column("text", aliases=(*_SHAPE_NAMES, *_SHAPE_NAMES_ZH))}
