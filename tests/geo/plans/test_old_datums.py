"""Plans in a CRS that is known to tens of metres only are refused, unless whoever names the files accepts it."""

import geopandas as gpd
import pyproj
import pytest
import shapely

from geo.errors import CrsError
from geo.plans.read.batch_files import PlanFiles, read_plans

CRS = pyproj.CRS.from_epsg(4547)
EXTENT = shapely.box(460_000, 3_840_000, 480_000, 3_860_000)
PLOT = shapely.box(468_100, 3_847_100, 468_340, 3_847_280)


def write_areas(folder, epsg=4547, name="areas.gpkg"):
    path = folder / name
    to_crs = pyproj.Transformer.from_crs(4547, epsg, always_xy=True).transform
    plot = shapely.transform(PLOT, to_crs, interleaved=False)
    if path.suffix == ".csv":
        path.write_text(f'plan_id,households,wkt\nP-1,300,"{plot.wkt}"\n', "utf-8")
    else:
        gpd.GeoDataFrame({"plan_id": ["P-1"], "households": [300]}, geometry=[plot], crs=epsg).to_file(path)
    return path


def read(**files):
    return read_plans(PlanFiles(**files), crs=CRS, extent=EXTENT, categories=[])


#: Xi'an 80 by zone, by meridian and in degrees; Beijing 54 the same.
@pytest.mark.parametrize("epsg", [2383, 2362, 4610, 2436, 2415, 4214])
def test_areas_in_an_old_datum_are_refused_with_what_to_do(tmp_path, epsg):
    with pytest.raises(CrsError, match=r"areas\.gpkg: from .* of unknown accuracy .* --uncertain accept of a command"):
        read(areas=write_areas(tmp_path, epsg))


@pytest.mark.parametrize("epsg", [2383, 4214])
def test_areas_in_an_old_datum_are_read_where_that_is_accepted_and_a_note_says_so(tmp_path, epsg):
    batch = read(areas=write_areas(tmp_path, epsg), uncertain="accept")
    assert [(note.key, note.values["off_m"]) for note in batch.notes] == [("uncertain_crs", 150.0)]
    assert len(batch.areas) == 1


def test_an_old_datum_that_is_named_for_a_table_is_refused_too(tmp_path):
    path = write_areas(tmp_path, name="areas.csv")
    with pytest.raises(CrsError, match=r"areas\.csv: from EPSG:2383"):
        read(areas=path, datum="EPSG:2383")


@pytest.mark.parametrize(
    ("other", "text"),
    [
        ("gates", "gate_id,plan_id,x,y\nG-1,P-1,468100,3847190\n"),
        ("facilities", "facility_id,plan_id,category,x,y\nF-1,P-1,,468150,3847150\n"),
        ("roads", 'plan_id,wkt\nP-1,"LINESTRING (468000 3847190, 468100 3847190)"\n'),
    ],
)
def test_every_file_of_a_batch_is_looked_at(tmp_path, other, text):
    path = tmp_path / f"{other}.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(CrsError, match=rf"{other}\.csv: from EPSG:2383"):
        read(areas=write_areas(tmp_path), datum=f"{other}=EPSG:2383", **{other: path})


@pytest.mark.parametrize("epsg", [4326, 4490, 4526, 4508, 32649, 4258, 3857])
def test_areas_in_a_crs_that_is_known_well_are_read_without_a_note(tmp_path, epsg):
    batch = read(areas=write_areas(tmp_path, epsg))
    assert batch.notes == ()
    assert batch.areas.geometry[0].symmetric_difference(PLOT).area < 100
