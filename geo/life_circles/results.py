"""What ``gridwalk circles --plan`` leaves on disk of data: life-circles.json, life-circles.xlsx, life-circles.gpkg."""

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.files.writers import write_gpkg, write_json
from geo.life_circles.circle_tables import LifeCircles
from geo.life_circles.life_summary import tabulate_compartments
from geo.life_circles.workbook import write_life_workbook
from geo.progress import Progress

MARKER: Final = "life-circles.json"


def write_life_results(folder: Path, circles: LifeCircles, summary: Mapping[str, Any], *, progress: Progress) -> None:
    """Write life-circles.gpkg, life-circles.xlsx and life-circles.json.

    Parameters
    ----------
    folder
        An existing directory.
    circles
        The circles.
    summary
        As :func:`geo.life_circles.life_summary.summarize_circles` puts it together.
    progress
        Times the files.

    Raises
    ------
    OSError
        If a file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from geo.life_circles.circle_tables import describe_life_circles
    >>> from geo.life_circles.life_summary import summarize_circles
    >>> from geo.life_circles.line_city import plan_line_city
    >>> circles = describe_life_circles(plan_line_city())
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_life_results(Path(folder), circles, summarize_circles(circles), progress=Progress())
    ...     sorted(file.name for file in Path(folder).iterdir())
    ['life-circles.gpkg', 'life-circles.json', 'life-circles.xlsx']
    """
    with progress.timed("life-circles.gpkg"):
        write_gpkg(folder / "life-circles.gpkg", list_layers(circles))
    with progress.timed("life-circles.xlsx"):
        write_life_workbook(folder / "life-circles.xlsx", circles, summary)
    rows = {key: list_rows(table) for key, table in circles.tables.items()}
    facilities = list_rows(circles.facilities)
    document = {**summary, "circles": rows, "facilities": facilities, "seconds": progress.seconds}
    write_json(folder / MARKER, document)


def list_layers(circles: LifeCircles) -> dict[str, pd.DataFrame]:
    """List the layers of the GeoPackage.

    Parameters
    ----------
    circles
        The circles.

    Returns
    -------
    dict
        ``circles_<t>`` of each tier, ``centres``, ``units`` with the codes of their circles, ``compartments``,
        ``separators`` that run through the urban city, ``facilities`` by circle and category.

    Examples
    --------
    >>> from geo.life_circles.circle_tables import describe_life_circles
    >>> from geo.life_circles.line_city import plan_line_city
    >>> layers = list_layers(describe_life_circles(plan_line_city()))
    >>> {name: len(layer) for name, layer in layers.items()}["centres"]
    16
    """
    ground = circles.plan.ground
    crs = ground.city.crs
    tables = {f"circles_{key}": table for key, table in circles.tables.items()}
    every = pd.concat([pd.DataFrame(table.drop(columns="geometry")) for table in circles.tables.values()])
    every = every[np.isfinite(every["centre_x"])]
    named = ["code", "tier", "name_zh", "name_en", "centre_category", "centre_facility_id", "centre_name"]
    centres = gpd.GeoDataFrame(
        every[named].reset_index(drop=True),
        geometry=gpd.points_from_xy(every["centre_x"], every["centre_y"], crs=crs),
    )
    compartments = tabulate_compartments(ground)
    lines = gpd.GeoDataFrame(geometry=list(ground.urban.separators), crs=crs).explode(ignore_index=True)
    lines.insert(0, "number", np.arange(1, len(lines) + 1))
    lines = lines[lines.geom_type == "LineString"]
    return {
        **tables,
        "centres": centres,
        "units": circles.units,
        "compartments": gpd.GeoDataFrame(compartments, geometry="geometry", crs=crs),
        **({"separators": lines} if len(lines) else {}),
        **({"facilities": circles.facilities} if len(circles.facilities) else {}),
    }


def list_rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """List the rows of a table without its polygons and without figures that nobody knows.

    Parameters
    ----------
    table
        Of circles or facilities.

    Returns
    -------
    list of dict
        Column -> value.

    Examples
    --------
    >>> list_rows(pd.DataFrame({"code": ["15-001"], "lon": [float("nan")]}))
    [{'code': '15-001'}]
    """
    records = table.drop(columns="geometry", errors="ignore").to_dict("records")
    return [
        {str(key): value for key, value in row.items() if not isinstance(value, float) or math.isfinite(value)}
        for row in records
    ]
