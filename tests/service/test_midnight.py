"""A service that runs past midnight answers by the units of the new day: a real server whose zone has midnight soon."""

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geo.city.bundle import write_city
from geo.city.sample import build_sample
from tests.service.test_app import lonlat
from tests.service.test_jobs_restart import serve, wait_for

#: How long the old day lasts once the server is started [s]: it must be ready by then.
LEFT_S = 25
OLD, NEW = "410102001001001", {"new-1", "new-2"}


def split_first_unit(day):
    """A city in which the first unit is to be two from a day on."""
    city = build_sample()
    west, south, east, north = city.grid_units.geometry.iloc[0].bounds
    halves = [shapely.box(west, south, west + 200, north), shapely.box(west + 200, south, east, north)]
    table = {"unit_code": sorted(NEW), "name": "", "community": "410102001001", "valid_to": ""}
    new = gpd.GeoDataFrame({**table, "valid_from": day}, geometry=halves, crs=city.crs)
    old = city.grid_units.assign(valid_from="", valid_to=[day, "", "", ""])
    return replace(city, grid_units=pd.concat([new, old], ignore_index=True))


def ask(client):
    """The unit of a place, and the units that are counted."""
    unit = client.get("/v1/locate", params=lonlat(150, 150)).json()["unit_code"]
    counted = client.get("/v1/coverage", params={"level": "grid_units"}).json()["items"]
    return unit, {item["code"] for item in counted}


@pytest.mark.heavy
def test_a_server_that_runs_past_midnight_answers_by_the_new_units(tmp_path, monkeypatch):
    now = datetime.now(UTC)
    today, tomorrow = now.date(), now.date() + timedelta(days=1)
    if (now + timedelta(seconds=2 * LEFT_S)).date() == tomorrow:
        pytest.skip("midnight in UTC is too near: the server's must come before it")
    write_city(replace(split_first_unit(str(tomorrow)), built_at=f"{today}T00:00:00+00:00"), tmp_path / "city")
    east_s = int((datetime.combine(tomorrow, datetime.min.time(), UTC) - now).total_seconds()) - LEFT_S
    hours, rest_s = divmod(east_s, 3600)
    monkeypatch.setenv("TZ", f"SOON-{hours}:{rest_s // 60:02}:{rest_s % 60:02}")
    with serve(tmp_path / "city") as (client, process, _):
        unit, counted = ask(client)
        assert (datetime.now(UTC) - now).total_seconds() < LEFT_S, "the server was not ready in time"
        assert unit == OLD
        assert OLD in counted
        time.sleep(max(0.0, LEFT_S - (datetime.now(UTC) - now).total_seconds()))
        wait_for(lambda: OLD not in ask(client)[1])  # figures go over once the new ones are ready
        unit, counted = ask(client)
        assert unit in NEW
        assert counted & NEW
        assert process.poll() is None
