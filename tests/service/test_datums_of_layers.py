"""A build tells a wrong datum of any layer, and refuses eastings and datums that cannot be right."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.crs.datum import from_wgs84
from tests.service.cities import SOUTH, TO_LONLAT, WEST


@pytest.fixture
def build(run, office, tmp_path):
    def build_():
        office.save()
        code, _, message = run("build", office.source, "-o", tmp_path / "city")
        return code, message

    return build_


def to_amap(shapes):
    """Return shapes as Amap has them, in degrees."""
    return shapely.transform(
        np.asarray(shapes), lambda xy: np.column_stack(from_wgs84(*TO_LONLAT.transform(*xy.T), datum="gcj02"))
    )


def metres(office, epsg, offset=0.0, *, swap=False):
    """Give the facilities x and y instead of degrees."""
    x, y = np.array([WEST + 100, WEST + 900]) + offset, np.array([SOUTH + 204, SOUTH + 803])
    table = office.facilities.drop(columns=["lon", "lat"])
    office.facilities = table.assign(**dict(zip("xy", (y, x) if swap else (x, y), strict=True)))
    office.edit('path = "facilities.csv"\ndatum = "wgs84"', f'path = "facilities.csv"\ndatum = "{epsg}"')


def test_units_drawn_on_amap_and_labelled_4326_are_told(office, build):
    office.units = gpd.GeoDataFrame(
        office.units.drop(columns="geometry"), geometry=to_amap(office.units.geometry), crs=4326
    )
    code, message = build()
    assert code == 0
    assert "units.gpkg: its units fit the homes better as gcj02 than as WGS 84, as stated" in message


def test_a_right_city_is_not_accused(build):
    code, message = build()
    assert code == 0
    assert "datum" not in message
    assert "fit the roads" not in message


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("epsg", "offset", "swap", "words"),
    [
        (
            "EPSG:4547",
            38_000_000.0,
            False,
            'begins with zone 38, and those of EPSG:4547 have no zone; name "EPSG:4526"',
        ),
        ("EPSG:4526", 38_000_000.0, True, "x and y are swapped (surveyors write x for north): the easting is 38500500"),
        ("EPSG:4547", 0.0, True, "x and y are swapped (surveyors write x for north): the easting is 500500"),
        ("EPSG:4526", 0.0, False, 'its eastings have no zone in front, as those of EPSG:4526 have; name "EPSG:4547"'),
    ],
)
def test_what_is_wrong_with_eastings_is_told_once(office, build, epsg, offset, swap, words):
    metres(office, epsg, offset, swap=swap)
    code, message = build()
    assert code == 1
    assert words in message.replace("\n", " ")
    assert message.count("facilities.csv") == 1


@pytest.mark.heavy
def test_an_old_datum_is_refused_unless_accepted(office, build):
    metres(office, "EPSG:2383")
    code, message = build()
    assert code == 1
    assert (
        "from EPSG:2383 (Xian 1980 / 3-degree Gauss-Kruger CM 114E) into EPSG:4547 only a transformation of unknown"
        in (message.replace("\n", " "))
    )
    office.edit('datum = "EPSG:2383"', 'datum = "EPSG:2383"\nuncertain = "accept"')
    code, message = build()
    assert code == 0
    assert "its places may be up to about 150 m off" in message.replace("\n", " ")
