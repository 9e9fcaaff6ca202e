"""What ``locate --file`` writes: nothing that the user brought is lost, whatever the format cannot hold."""

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import pyogrio
import pytest

from geo.city.bundle import write_city
from geo.city.sample import build_sample
from geo.crs.projection import to_lonlat
from geo.locate.answer_rows import RESULT_COLUMNS


@pytest.fixture
def city(tmp_path):
    write_city(build_sample(), tmp_path / "city")
    return tmp_path / "city"


def locate(run, city, heading, cells, ending, *options):
    """Locate two places of the sample; what was said, and what is in the output."""
    sample = build_sample()
    places = to_lonlat(np.array([[500_150.0, 3_800_150.0], [500_160.0, 3_800_160.0]]), sample.crs)
    rows = [f"{cell},{lon:.6f},{lat:.6f}\n" for cell, lon, lat in zip(cells, *places, strict=True)]
    source = city.parent / "in.csv"
    source.write_text(f"{heading},lon,lat\n" + "".join(rows), encoding="utf-8")
    output = city.parent / f"out.{ending}"
    code, _, message = run("locate", city, "--file", source, "-o", output, "--datum", "wgs84", *options)
    assert code == 0, message
    if ending == "gpkg":
        return message, pyogrio.read_dataframe(output, read_geometry=False), gpd.read_file(output)
    frame = pd.read_csv(output, dtype=str) if ending == "csv" else pd.read_excel(output, dtype=str)
    return message, frame, None


@pytest.mark.parametrize(
    ("heading", "cells", "fitted"),
    [
        ("fid", ["A1", "A2"], "fid_2"),
        ("fid", ["7", "7"], "fid_2"),
        ("geom", ["p", "q"], "geom_2"),
        ("GEOM", ["p", "q"], "GEOM_2"),
        ("geometry", ["p", "q"], "geometry_2"),
    ],
)
def test_a_heading_that_a_geopackage_has_itself_gets_a_number_and_it_is_said(run, city, heading, cells, fitted):
    message, table, layer = locate(run, city, heading, cells, "gpkg")
    assert table[fitted].tolist() == cells
    assert layer.geometry.notna().all()
    assert f'cannot hold the heading "{heading}"; it is written as "{fitted}"' in message.replace("\n", " ")


def test_headings_that_differ_by_case_only_are_told_apart(run, city):
    message, table, _ = locate(run, city, "Name,name", ["a,A", "b,B"], "gpkg")
    assert table[["Name", "name_2"]].values.tolist() == [["a", "A"], ["b", "B"]]
    assert 'the heading "name"; it is written as "name_2"' in message.replace("\n", " ")
    _, table, _ = locate(run, city, "Name,name", ["a,A", "b,B"], "csv")
    assert table[["Name", "name"]].values.tolist() == [["a", "A"], ["b", "B"]]


@pytest.mark.parametrize("ending", ["csv", "gpkg", "xlsx"])
def test_a_column_like_one_of_the_answers_keeps_its_name_whatever_its_case(run, city, ending):
    _, table, _ = locate(run, city, "Status", ["mine", "too"], ending)
    assert table["Status"].tolist() == ["mine", "too"]
    assert table["gridwalk_status"].tolist() == ["found", "found"]
    assert len(table.columns) == 3 + len(RESULT_COLUMNS)


@pytest.mark.parametrize("ending", ["csv", "gpkg", "xlsx"])
def test_control_characters_become_blanks_and_are_counted(run, city, ending):
    message, table, _ = locate(run, city, "a", ["x\x0by", "z"], ending)
    assert table["a"].tolist() == ["x y", "z"]
    assert f"out.{ending}: 1 cells hold control characters, which are written as blanks" in message.replace("\n", " ")


def test_a_cell_that_a_workbook_would_cut_is_refused_before_anything_is_written(run, city):
    (city.parent / "in.csv").write_text(f"note,lon,lat\n{'a' * 40_000},113.6,34.7\n")
    output = city.parent / "out.xlsx"
    code, _, message = run("locate", city, "--file", city.parent / "in.csv", "-o", output, "--datum", "wgs84")
    assert code == 1
    assert "column note: a cell of a workbook holds 32,767 characters; write .csv or .gpkg" in message.replace(
        "\n", " "
    )
    assert not output.exists()


def test_a_sheet_is_named_where_there_are_several(run, city):
    book = openpyxl.Workbook()
    for name in ("甲", "乙"):
        sheet = book.create_sheet(name)
        sheet.append(["经度 ", "纬度"])
        sheet.append([113.6, 34.7])
    book.remove(book["Sheet"])
    source = city.parent / "in.xlsx"
    book.save(source)
    arguments = ("locate", city, "--file", source, "-o", city.parent / "out.csv", "--datum", "wgs84")
    code, _, message = run(*arguments)
    assert (
        code,
        "has several sheets; name one as sheet, or hide the others: 甲, 乙" in message.replace("\n", " "),
    ) == (1, True)
    assert run(*arguments, "--sheet", "乙")[0] == 0


def test_coordinates_with_decimal_commas_are_read_and_the_encoding_is_said(run, city):
    lon, lat = (f"{value[0]:.6f}" for value in to_lonlat(np.array([[500_150.0, 3_800_150.0]]), build_sample().crs))
    source = city.parent / "in.csv"
    text = f"名称;经度;纬度\n中原路;{lon.replace('.', ',')};{lat.replace('.', ',')}\n"
    source.write_text(text, encoding="gbk")
    code, _, message = run("locate", city, "--file", source, "-o", city.parent / "out.csv", "--datum", "wgs84")
    assert (code, "in.csv: states no encoding; its texts are read as GBK" in message.replace("\n", " ")) == (0, True)
    table = pd.read_csv(city.parent / "out.csv", dtype=str)
    assert table[["名称", "经度", "status"]].values.tolist() == [["中原路", lon.replace(".", ","), "found"]]


def test_a_file_of_headings_only_is_refused_before_anything_is_written(run, city):
    source = city.parent / "in.csv"
    source.write_text("note,lon,lat\n")
    code, _, error = run("locate", city, "--file", source, "-o", city.parent / "out.csv", "--datum", "wgs84")
    assert code == 1
    assert "in.csv: holds no rows" in error
    assert not (city.parent / "out.csv").exists()
