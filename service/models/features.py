"""Shapes on a map."""

from typing import Any

from pydantic import BaseModel


class FeatureCollection(BaseModel):
    """GeoJSON in WGS-84 (RFC 7946)."""

    type: str = "FeatureCollection"
    features: list[dict[str, Any]]
