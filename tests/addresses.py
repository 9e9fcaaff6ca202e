"""A city of nine addresses, small enough to see through: what each is, and how far from the sample's origin [m]."""

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.city.sample import ORIGIN, build_sample

X, Y = ORIGIN
ROWS = [
    # dx, dy, district, street, community, road, number, compound, building, name, old_road
    (10, 150, "金水区", "未来路街道", "甲社区", "文化路", "2", "", "", "张记面馆", ""),
    (90, 150, "金水区", "未来路街道", "甲社区", "文化路", "10", "", "", "", "老文化路"),
    (150, 150, "金水区", "未来路街道", "甲社区", "文化路", "12", "万和花园", "1号楼", "", ""),
    (160, 180, "金水区", "未来路街道", "甲社区", "文化路", "12", "万和花园", "2号楼", "", ""),
    (750, 150, "二七区", "一马路街道", "乙社区", "文化路", "110", "", "", "", ""),
    (760, 450, "二七区", "一马路街道", "乙社区", "一马路", "7", "", "", "派出所", ""),
    (150, 450, "金水区", "未来路街道", "丙社区", "明华巷", "", "", "18号", "", ""),
    (750, 140, "二七区", "一马路街道", "乙社区", "文化路", "112", "南苑小区", "1栋", "", ""),
    (150, 460, "金水区", "未来路街道", "丙社区", "花园路", "9", "南苑小区", "1栋", "", ""),
]
COLUMNS = ["district", "street", "community", "road", "number", "compound", "building", "name", "old_road"]


def build_address_city():
    """Build the sample city with these addresses, its roads called 文化路 and 一马路 by turns."""
    table = pd.DataFrame([row[2:] for row in ROWS], columns=COLUMNS)
    table.insert(0, "address_id", [f"A{n}" for n in range(len(ROWS))])
    table["text"] = table[COLUMNS[:-1]].agg("".join, axis=1)
    points = shapely.points([[X + row[0], Y + row[1]] for row in ROWS])
    sample = build_sample()
    addresses = gpd.GeoDataFrame(table, geometry=points, crs=sample.crs)
    names = np.where(np.arange(len(sample.roads)) % 2 == 0, "文化路", "一马路")
    return replace(sample, addresses=addresses, aliases=("郑州市", "郑州"), roads=sample.roads.assign(name=names))
