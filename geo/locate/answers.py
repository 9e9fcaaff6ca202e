"""What is answered about places, addresses and grid units: one record each for the library, JSON, tables and the API.

Where the name of a field does not say what it means, its metadata has a ``description``; the documentation of the API
shows it.
"""

from dataclasses import asdict, dataclass, field, fields
from typing import Any, Final

from geo.grid.generations import Successor


@dataclass(frozen=True, kw_only=True)
class DivisionName:
    """A community or village, street or district."""

    code: str = field(metadata={"examples": ["410102001001"]})
    name: str = field(metadata={"examples": ["帝湖社区"]})


@dataclass(frozen=True, kw_only=True)
class UnitDetails:
    """What is public of a grid unit; a level above it that the city does not know is null."""

    unit_code: str | None = field(metadata={"examples": ["H00030004"]})
    name: str | None
    community: DivisionName | None
    street: DivisionName | None
    district: DivisionName | None
    contact: str | None = field(
        metadata={"description": "The unit's public contact; phones of workers are never given."}
    )
    lead_role: str | None = field(
        metadata={"description": "Role of the worker who leads the unit, reached by its contact."}
    )
    workers: int | None = field(metadata={"description": "Number of workers assigned to the unit."})


#: An answer that names no unit.
NO_UNIT: Final = UnitDetails(
    unit_code=None, name=None, community=None, street=None, district=None, contact=None, lead_role=None, workers=None
)


@dataclass(frozen=True, kw_only=True)
class UnitHistory(UnitDetails):
    """A grid unit, the days it is in force, and what came after it."""

    valid_from: str | None
    valid_to: str | None
    successors: tuple[Successor, ...] = field(metadata={"description": "Empty while the unit is in force."})


@dataclass(frozen=True, kw_only=True)
class OtherUnit:
    """A micro-grid, exclusive or overlay unit."""

    unit_code: str
    name: str
    unit_kind: str


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A unit that an address may lie in, with the address there that fits."""

    unit_code: str
    name: str
    address: str | None


@dataclass(frozen=True, kw_only=True)
class Service:
    """The nearest facility of a category; null where none is within an hour's walk."""

    category: str
    facility_id: str | None = None
    name: str | None = None
    lon: float | None = None
    lat: float | None = None
    walk_m: float | None = None
    walk_min: float | None = None


@dataclass(frozen=True, kw_only=True)
class Answer(UnitDetails):
    """The grid unit that covers a place; of an ambiguous address only what its candidates share.

    What has a default is what only an address, or the wish for services, fills.
    """

    near_boundary_m: float | None = field(
        metadata={"description": "Distance from the place to the unit's boundary [m]."}
    )
    others: tuple[OtherUnit, ...] = field(
        metadata={"description": "Micro-grids, exclusive and overlay units that hold the place too."}
    )
    status: str = field(
        default="found", metadata={"description": "found, or ambiguous: several units fit equally, see candidates."}
    )
    level: str = field(default="coordinate", metadata={"description": "What an address was matched at."})
    confidence: float = field(default=1.0, metadata={"description": "Chance that the unit is right.", "ge": 0, "le": 1})
    error_radius_m: float = field(
        default=0.0, metadata={"description": "Radius of the circle that holds the place [m]."}
    )
    matched: str = ""
    unmatched: str = ""
    near_boundary: bool = field(
        default=False, metadata={"description": "Whether that circle reaches into another unit."}
    )
    candidates: tuple[Candidate, ...] = ()
    lon: float | None = field(default=None, metadata={"description": "Longitude of an address [degrees, WGS-84]."})
    lat: float | None = field(default=None, metadata={"description": "Latitude of an address [degrees, WGS-84]."})
    services: tuple[Service, ...] | None = field(default=None, metadata={"description": "With services=true."})


def to_document(answer: Answer) -> dict[str, Any]:
    """Turn an answer to what is printed of it.

    Parameters
    ----------
    answer
        To a place or an address.

    Returns
    -------
    dict
        By the names of its fields, in their order, without what was not asked for: services, and of a place what only
        an address leaves open.

    Examples
    --------
    >>> from dataclasses import asdict
    >>> to_document(Answer(**asdict(NO_UNIT), near_boundary_m=3.5, others=()))["near_boundary_m"]
    3.5
    >>> "confidence" in to_document(Answer(**asdict(NO_UNIT), near_boundary_m=3.5, others=()))
    False
    """
    is_place = answer.level == "coordinate"
    left_out = {
        each.name
        for each in fields(answer)
        if getattr(answer, each.name) == each.default and (is_place or each.default is None)
    }
    return {name: value for name, value in asdict(answer).items() if name not in left_out}
