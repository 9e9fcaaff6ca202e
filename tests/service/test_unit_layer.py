"""Grid units and workers as an office holds them: days, gaps, slivers, codes, titles."""

from datetime import date, timedelta

import pandas as pd
import pytest
import shapely

from geo import open_city
from tests.service.cities import SOUTH, WEST, lonlat

FIRST = "410102001001001"


@pytest.fixture
def build(run, office, tmp_path):
    def build_():
        office.save()
        code, _, message = run("build", office.source, "-o", tmp_path / "city")
        return code, message

    return build_


def locate(run, tmp_path, *options, x=100, y=900):
    lon, lat = lonlat(x, y)
    code, out, message = run(
        "locate", tmp_path / "city", "--lon", f"{lon:.8f}", "--lat", f"{lat:.8f}", "--datum", "wgs84", *options
    )
    return out.splitlines()[0].removeprefix("unit_code: ") if code == 0 else message


def replace_first(office, day_of_old, day_of_new):
    """Let a unit of another code follow the first."""
    new = office.units.iloc[:1].assign(code="410102001001011", 启用日期=day_of_new, 停用日期="")
    old = office.units.assign(启用日期="", 停用日期=[day_of_old, "", "", ""])
    office.units = pd.concat([old, new], ignore_index=True)


@pytest.mark.heavy
@pytest.mark.parametrize("day", ["2024.7.1", "2024/7/1", "20240701", "2024年7月1日", "45474"])
def test_a_day_in_any_form_changes_the_units_on_that_day(run, office, build, tmp_path, day):
    replace_first(office, day, day)
    assert build()[0] == 0
    assert locate(run, tmp_path, "--as-of", "2024-12-31") == "410102001001011"
    assert locate(run, tmp_path, "--as-of", "2024-06-30") == FIRST
    assert open_city(tmp_path / "city").grid_units["valid_to"].iloc[0] == "2024-07-01"


def test_days_that_are_none_are_refused_by_row_and_column(office, build):
    replace_first(office, "2024.13.1", "03/04/2024")
    code, message = build()
    assert code == 1
    assert 'units.gpkg, row 1, column 停用日期: "2024.13.1" is no day of the calendar' in message
    assert "units.gpkg, row 5, column 启用日期" in message
    assert "may be 2024-03-04 or 2024-04-03" in message


def test_a_unit_that_ends_before_it_begins_is_refused(office, build):
    office.units = office.units.assign(启用日期="2024-07-01", 停用日期=["2024-01-01", "", "", ""])
    code, message = build()
    assert code == 1
    assert "row 1: ends on 2024-01-01 and begins on 2024-07-01" in message


@pytest.mark.heavy
def test_units_announced_for_a_coming_day_do_not_answer_today(run, office, build, tmp_path):
    tomorrow = str(date.today() + timedelta(days=1))
    replace_first(office, tomorrow, tomorrow)
    assert build()[0] == 0
    assert locate(run, tmp_path) == FIRST
    assert locate(run, tmp_path, "--as-of", tomorrow) == "410102001001011"
    assert run("analyze", tmp_path / "city", "-o", tmp_path / "out")[0] == 0
    assert len(open_city(tmp_path / "city").base_units) == 4


def test_a_city_without_a_unit_in_force_today_says_so(run, office, build, tmp_path):
    office.units = office.units.assign(valid_from="2090-01-01")
    code, message = build()
    assert code == 1
    assert "none of its grid units is in force today" in message


def test_gaps_between_units_are_told_by_build_and_check(run, office, build, tmp_path):
    office.units = office.units.set_geometry(office.units.buffer(-15, join_style="mitre"))
    code, message = build()
    assert code == 0
    assert "1 gaps between grid units, 69,300 m2 in all" in message.replace("\n", " ")
    _, out, _ = run("check", tmp_path / "city")
    assert "gaps         count: 1" in out
    assert "69,300 m2 at 1" in out


def overlap(office, by_m):
    """Let the first unit lie over its neighbour."""
    first = office.units.geometry.iloc[0]
    wide = shapely.box(*first.bounds[:2], first.bounds[2] + by_m, first.bounds[3])
    office.units = office.units.set_geometry([wide, *office.units.geometry.iloc[1:]], crs=office.units.crs)


@pytest.mark.heavy
def test_a_sliver_is_refused_with_how_to_mend_it_and_mended_on_request(office, build):
    overlap(office, 0.2)
    code, message = build()
    assert code == 1
    assert 'overlap by 120.0 m2, up to 0.20 m wide; [grid_units] repair = "20 cm" mends it' in message
    office.edit('path = "units.gpkg"', 'path = "units.gpkg"\nrepair = "20 cm"')
    code, message = build()
    assert code == 0
    assert "1 overlaps (120.0 m2) and 0 gaps (0.0 m2) between grid units that are no wider than 20 cm were mended" in (
        message.replace("\n", " ")
    )


def test_a_wide_overlap_is_never_mended(office, build):
    overlap(office, 5.0)
    office.edit('path = "units.gpkg"', 'path = "units.gpkg"\nrepair = "1 m"')
    code, message = build()
    assert code == 1
    assert "overlap by 3,000.0 m2, up to 5.00 m wide" in message
    assert "mends it" not in message


@pytest.mark.parametrize("width", ["20", "20 km", "-1 cm", "0 m", "10 m", "wide"])
def test_a_width_is_a_length_below_ten_metres(office, build, width):
    office.edit('path = "units.gpkg"', f'path = "units.gpkg"\nrepair = "{width}"')
    code, message = build()
    assert code == 1
    assert 'expected a length below 10 m, such as "20 cm"' in message


def test_generations_are_mended_apart(run, office, build, tmp_path):
    replace_first(office, "2024-07-01", "2024-07-01")
    overlap(office, 0.2)
    office.edit('path = "units.gpkg"', 'path = "units.gpkg"\nrepair = "20 cm"')
    assert build()[0] == 0
    assert locate(run, tmp_path) == "410102001001011"
    assert locate(run, tmp_path, "--as-of", "2024-01-01") == FIRST


def test_a_code_that_is_not_its_communitys_is_told_where_the_others_are(office, build):
    office.units.loc[3, "code"] = "410105009001004"
    code, message = build()
    assert code == 0
    assert "the codes of 1 grid units do not begin with that of their community" in message.replace("\n", " ")
    assert "410105009001004 (410102001001)" in message


def test_a_city_whose_codes_are_made_otherwise_is_not_accused(office, build):
    office.units["code"] = [f"99910200100100{n}" for n in range(4)]
    office.workers["grid"] = "999102001001000"
    code, message = build()
    assert code == 0
    assert "do not begin" not in message


def test_wide_digits_in_codes_are_plain_digits(run, office, build, tmp_path):
    office.units.loc[0, "code"] = "４１０１０２００１００１００１"
    assert build()[0] == 0
    assert locate(run, tmp_path) == FIRST


def test_units_in_parts_are_named(office, build):
    corner = shapely.box(WEST, SOUTH, WEST + 50, SOUTH + 50)
    shapes = office.units.geometry.tolist()
    shapes[0], shapes[2] = shapely.union(shapes[0], corner), shapely.difference(shapes[2], corner)
    office.units = office.units.set_geometry(shapes, crs=office.units.crs)
    code, message = build()
    assert code == 0
    assert f"1 grid units have parts that lie apart ({FIRST})" in message


def test_a_worker_of_two_units_leads_one(run, office, build, tmp_path):
    office.workers = pd.DataFrame(
        {"id": "41010219900101001X", "grid": [FIRST, "410102001001002"], "name": "甲", "role": ["网格长", "兼职网格员"]}
    )
    assert build()[0] == 0
    assert run("locate", tmp_path / "city", *at(100, 900))[1].count("lead_role: lead") == 1
    assert run("locate", tmp_path / "city", *at(900, 900))[1].count("lead_role: lead") == 0
    assert "workers: 1" in run("check", tmp_path / "city")[1]


def at(x, y):
    lon, lat = lonlat(x, y)
    return "--lon", f"{lon:.8f}", "--lat", f"{lat:.8f}", "--datum", "wgs84"
