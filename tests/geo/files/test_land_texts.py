"""Outlines of plots as land bureaus hand them over."""

import pyproj
import pytest
import shapely

from geo.errors import GeoError
from geo.files.land_texts import read_land_text
from geo.plans.read.plan_table import read_plan_table

TEXT = """[属性描述]
格式版本号=1.01版本
坐标系=2000国家大地坐标系
几度分带=3
带号=38
转换参数=,,,,,,
[地块坐标]
5,1.8,P1,东区,面,,住宅,,@
J1,1,3847424.210,38469434.418
J2,1,3847424.210,38469584.418
J3,1,3847544.210,38469584.418
J4,1,3847544.210,38469434.418
J1,1,3847424.210,38469434.418
4,1.8,,西区,面,,住宅,,@
J1,1,3847224.210,38469734.418
J2,1,3847224.210,38469884.418
J3,1,3847344.210,38469884.418
J4,1,3847344.210,38469734.418
"""


def read_batch(path):
    """Read outlines without the rest of a batch."""
    read = read_plan_table(path, "plan_areas", datum="EPSG:4526", layer=None, columns={}, limits=None)
    read.problems.raise_if_any()
    return read


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
def test_a_text_of_a_land_bureau_is_a_table_of_corners_numbered_by_its_lines(tmp_path, encoding):
    (tmp_path / "a.txt").write_text(TEXT, encoding=encoding)
    table, _ = read_land_text(tmp_path / "a.txt", None, file="a.txt", limits=None)
    assert table["地块编号"].tolist() == ["P1"] * 5 + ["P2"] * 4
    assert table.index.tolist() == [9, 10, 11, 12, 13, 15, 16, 17, 18]
    assert table.loc[16, ["点号", "圈号", "X", "Y"]].tolist() == ["J2", "1", "3847224.210", "38469884.418"]


def test_plots_of_a_land_bureau_are_outlines_in_metres(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, "gbk")
    read = read_batch(tmp_path / "a.txt")
    assert read.table["plan_id"].tolist() == ["P1", "P2"]
    assert read.table["name"].tolist() == ["东区", "西区"]
    assert shapely.area(read.shapes).tolist() == pytest.approx([150 * 120] * 2)
    assert read.crs is None or read.crs == pyproj.CRS.from_epsg(4526)


def test_a_corner_without_a_coordinate_is_told_by_its_plot_and_part(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT.replace("3847344.210,38469884.418", "3847344.210,"), "utf-8")
    with pytest.raises(GeoError, match="row 15: column boundary: part 3"):
        read_batch(tmp_path / "a.txt")


def test_any_other_text_is_read_as_before(tmp_path):
    (tmp_path / "a.txt").write_text("地块编号\n[地块坐标]\n", "utf-8")
    (tmp_path / "a.csv").write_text(TEXT, "utf-8")
    assert read_land_text(tmp_path / "a.csv", None, file="a.csv", limits=None) is None
