"""Kept scenarios for others: as GeoJSON, whose parts gridwalk reads as files, and for a search for sites."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, get_args

from geo.city.model import City
from geo.crs.datum import to_wgs84
from service.datums import choose_datum
from service.models.scenarios import Corner, NewFacility, ScenarioContent
from service.scenarios.scenario_store import read_scenario

Part = Literal["facilities", "paths", "gates", "areas"]
#: What an export holds, in this order.
PARTS: Final[tuple[Part, ...]] = get_args(Part)
#: Decimals of a degree: a centimetre.
_DECIMALS: Final = 7


@dataclass(frozen=True)
class FacilityChanges:
    """What a scenario changes of facilities, for a search for sites.

    Parameters
    ----------
    add
        The facilities that it adds.
    remove
        Ids of those that go: removed, or replaced by one that is added.
    """

    add: tuple[NewFacility, ...]
    remove: tuple[str, ...]


def find_facility_changes(folder: Path, scenario_id: str, *, category: str | None = None) -> FacilityChanges:
    """Find what a kept scenario changes of facilities.

    Parameters
    ----------
    folder
        The folder of the jobs.
    scenario_id
        The scenario.
    category
        Of what kind the added ones are; None for all. Of removed ones the scenario does not know the kind.

    Returns
    -------
    FacilityChanges
        What is added and removed; paths, gates and areas are left out.

    Raises
    ------
    NotFoundError
        If there is no such scenario.
    RefusedError
        503 if the database is damaged or locked.
    """
    content = ScenarioContent.model_validate_json(read_scenario(folder, scenario_id).content)
    return FacilityChanges(
        add=tuple(new for new in content.add if category in (None, new.category)), remove=tuple(content.gone)
    )


def export_scenario(city: City, content: ScenarioContent, *, part: Part | None = None, name: str = "") -> str:
    """Write what a scenario changes as GeoJSON in WGS-84.

    Parameters
    ----------
    city
        The city, for its datum where an item names none.
    content
        What the scenario changes.
    part
        Only its facilities, paths, gates or areas, with the columns under which gridwalk reads such a file; None for
        all.
    name
        Name of the scenario.

    Returns
    -------
    str
        A FeatureCollection; ``part`` of each feature says what it is, ``remove`` lists all facilities that go, also
        those that a feature ``replaces``.

    Raises
    ------
    InputError
        If a datum is wrong.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> gate = {"lon": 117.0, "lat": 34.3, "datum": "wgs84"}
    >>> written = export_scenario(build_sample(), ScenarioContent.model_validate({"gates": [gate]}))
    >>> json.loads(written)["features"][0]["geometry"]
    {'type': 'Point', 'coordinates': [117.0, 34.3]}
    """
    features = {
        "facilities": [
            _make_feature(
                "Point",
                _turn(city, [(new.lon, new.lat)], new.datum)[0],
                category=new.category,
                name=new.name,
                replaces=new.replaces,
            )
            for new in content.add
        ],
        "paths": [
            _make_feature("LineString", _turn(city, path.line, path.datum), highway="footway", name=path.name)
            for path in content.paths
        ],
        "gates": [
            _make_feature("Point", _turn(city, [(gate.lon, gate.lat)], gate.datum)[0], name=gate.name)
            for gate in content.gates
        ],
        "areas": [
            _make_feature(
                "Polygon",
                [_close(_turn(city, area.ring, area.datum))],
                name=area.name,
                households=area.households,
                residents=area.residents,
            )
            for area in content.areas
        ],
    }
    numbered = []
    for each in PARTS if part is None else (part,):
        key = "plan_id" if each == "areas" else "id"
        for number, feature in enumerate(features[each], 1):
            feature["properties"] = {key: f"{each}-{number}", **feature["properties"], "part": each}
            numbered.append(feature)
    whole = {"type": "FeatureCollection", "name": name, "remove": content.gone, "features": numbered}
    return json.dumps(whole, ensure_ascii=False)


def _turn(city: City, corners: Sequence[Corner], datum: str | None) -> list[list[float]]:
    lon, lat = to_wgs84(*zip(*corners, strict=True), datum=choose_datum(city, datum))
    return [[round(float(x), _DECIMALS), round(float(y), _DECIMALS)] for x, y in zip(lon, lat, strict=True)]


def _close(ring: list[list[float]]) -> list[list[float]]:
    return ring if ring[0] == ring[-1] else [*ring, ring[0]]


def _make_feature(kind: str, coordinates: Any, **properties: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": kind, "coordinates": coordinates},
        "properties": {name: value for name, value in properties.items() if value not in (None, "")},
    }
