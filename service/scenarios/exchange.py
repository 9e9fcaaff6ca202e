"""Kept scenarios for others: as GeoJSON, whose parts gridwalk reads as files."""

import json
from collections.abc import Sequence
from typing import Any, Final, Literal, get_args

from geo.city.model import City
from geo.crs.datum import to_wgs84
from service.datums import choose_datum
from service.models.scenarios import Corner, ScenarioContent

Part = Literal["facilities", "paths", "gates", "areas"]
#: What an export holds, in this order.
PARTS: Final[tuple[Part, ...]] = get_args(Part)
#: Decimals of a degree: a centimetre.
_DECIMALS: Final = 7


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
