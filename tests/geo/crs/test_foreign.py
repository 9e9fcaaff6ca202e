"""Reference systems that strangers' files name: honest ones are read, and none that has a file opened."""

import json

import geopandas as gpd
import pyproj
import pytest
import shapely
from pyproj.database import query_crs_info

from geo.crs.foreign import read_foreign_crs
from geo.errors import CrsError, InputError
from geo.files.read_limits import UPLOAD_LIMITS
from geo.files.tables import read_table

GRIDS = [
    "+proj=longlat +ellps=GRS80 +nadgrids=/etc/passwd +type=crs",
    "+proj=longlat +ellps=GRS80 +nadgrids=@null,/etc/passwd +type=crs",
    "+proj=longlat +datum=WGS84 +geoidgrids=/etc/passwd +vunits=m +type=crs",
]


def derive(method):
    """WGS 84 derived by an operation that PROJ takes from its name."""
    base = json.loads(pyproj.CRS(4326).to_json())
    schema = base.pop("$schema")
    conversion = {"name": "c", "method": {"name": method}, "parameters": []}
    return {
        "$schema": schema,
        "type": "DerivedGeographicCRS",
        "name": "x",
        "base_crs": base,
        "conversion": conversion,
        "coordinate_system": base["coordinate_system"],
    }


def test_honest_systems_are_read_in_every_form():
    for code in (4326, 4490, 4547, 32650, 2056, 27700):
        crs = pyproj.CRS.from_epsg(code)
        for text in (f"EPSG:{code}", crs.to_wkt(), crs.to_wkt("WKT1_GDAL"), crs.to_json()):
            assert read_foreign_crs(text).equals(pyproj.CRS(text))
    local = pyproj.CRS("+proj=tmerc +lon_0=113.6 +x_0=500000 +ellps=krass +towgs84=15.8,-154.4,-82.3,0,0,0,0 +units=m")
    assert read_foreign_crs(local.to_wkt()) == local


def test_nearly_every_system_of_epsg_is_read():
    refused = []
    for info in query_crs_info(auth_name="EPSG", pj_types=[pyproj.enums.PJType.PROJECTED_CRS])[::20]:
        try:
            read_foreign_crs(pyproj.CRS.from_epsg(int(info.code)).to_json())
        except CrsError:
            refused.append(info.name)
    assert len(refused) <= 1


@pytest.mark.parametrize("text", GRIDS)
def test_grids_that_lie_in_files_are_refused(text):
    crs = pyproj.CRS(text)
    for written in (text, crs.to_wkt(), crs.to_json()):
        with pytest.raises(CrsError, match="its CRS is not read"):
            read_foreign_crs(written)


@pytest.mark.parametrize(
    "method",
    ["tinshift +file=/etc/passwd", "hgridshift +grids=/etc/passwd", "defmodel +model=/etc/passwd", "pipeline +step"],
)
def test_operations_by_name_are_refused(method):
    with pytest.raises(CrsError, match="names other files"):
        read_foreign_crs(json.dumps(derive(f"PROJ-based operation method: +proj={method}")))


@pytest.mark.parametrize(
    "text", ["", "nonsense", "EPSG:0", "{", "PROJCS[", "+init=/etc/passwd:1", "[" * 10_000, "A" * 30_000]
)
def test_what_is_no_system_is_refused_with_what_to_do(text):
    with pytest.raises(CrsError, match="export it in a CRS with a code"):
        read_foreign_crs(text)


@pytest.mark.heavy
def test_a_parquet_file_cannot_have_a_file_opened(tmp_path):
    path = tmp_path / "areas.parquet"
    crs = pyproj.CRS.from_json_dict(derive("PROJ-based operation method: +proj=tinshift +file=/etc/passwd"))
    gpd.GeoDataFrame({"n": [1]}, geometry=[shapely.Point(1, 2)], crs=crs).to_parquet(path)
    with pytest.raises(InputError, match=r"^areas\.parquet: its CRS is not read, because it names other files"):
        read_table(path, limits=UPLOAD_LIMITS)
