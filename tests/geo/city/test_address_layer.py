"""Addresses of a source file: whole texts with or without other columns beside them."""

import pandas as pd
import pytest

from geo.city.reading.build import build_city
from geo.city.source import read_source
from geo.locate.address import locate_address
from geo.locate.unit_index import make_unit_index
from tests.service.cities import lonlat, write_office

pytestmark = pytest.mark.heavy

TEXTS = ["东西1路10号", "东西1路12号", "东西2路10号", "汝河路文化宫路交叉口向南20米路东"]


@pytest.mark.parametrize(
    "beside",
    [{}, {"区县": "区"}, {"名称": ["甲", "乙", "丙", "丁"]}, {"区县": "区", "街道": "街道", "类型": "门牌"}],
    ids=["nothing", "district", "name", "more"],
)
def test_whole_texts_are_read_whatever_stands_beside_them(tmp_path, beside):
    office = write_office(tmp_path / "office")
    lon, lat = lonlat([100, 400, 700, 900], [100, 400, 700, 900])
    table = pd.DataFrame({"地址": TEXTS, **beside, "lon": lon, "lat": lat})
    table.to_csv(tmp_path / "office" / "addresses.csv", index=False)
    text = office.source.read_text("utf-8")
    office.source.write_text(f'{text}\n[addresses]\npath = "addresses.csv"\ndatum = "wgs84"\n', "utf-8")
    city = build_city(read_source(office.source))
    assert "split_addresses" in {note.key for note in city.notes}
    unit_index = make_unit_index(city)
    units = city.address_index.unit
    for row, text in enumerate(TEXTS):
        answer = locate_address(unit_index, text)
        assert (answer.status, answer.unit_code) == ("found", unit_index.codes[units[row]])
    # between two known numbers, which only elements tell
    assert locate_address(unit_index, "东西1路11号").level in ("interpolated", "road")
