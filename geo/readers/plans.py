"""A batch of planned residential areas, as it is read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import geopandas as gpd
import pandas as pd


@dataclass(frozen=True)
class PlanFiles:
    """What to read."""

    areas: Path
    gates: Path | None = None
    facilities: Path | None = None
    roads: Path | None = None
    datum: str | None = None
    layer: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PlanBatch:
    """What was read."""

    areas: gpd.GeoDataFrame
    gates: gpd.GeoDataFrame
    facilities: gpd.GeoDataFrame
    roads: gpd.GeoDataFrame
    rejected: pd.DataFrame
    notes: tuple[str, ...]
    hashes: Mapping[str, str]
