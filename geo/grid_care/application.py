"""A proposal put into force: a city with the generation before and the one after."""

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.city.model import City
from geo.city.snaps import move_snap_cache
from geo.grid.generations import is_in_force
from geo.grid.units import BASE_KIND, assign_units
from geo.grid_care.grid_proposal import GridProposal
from geo.texts.notes import make_note

_DAYS = ("valid_from", "valid_to")


def apply_proposal(proposal: GridProposal) -> City:
    """Put a proposal into force.

    Parameters
    ----------
    proposal
        The proposal.

    Returns
    -------
    City
        The same city with both generations: units that end do so on the day on which the new ones begin. Posts in new
        units stand beside those in old ones, which count until then. Units of other kinds that lie in one that ends
        state the new one around them. Snaps and addresses know the units of today.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.grid_care.atom_map import Limits
    >>> from geo.grid_care.grid_proposal import propose_grid
    >>> city = apply_proposal(propose_grid(build_sample(), valid_from="2020-01-01", limits=Limits(10.0, 30.0)))
    >>> city.base_units["unit_code"].tolist()
    ['410102001002001', '410102001002002', '410102001001003']
    """
    city = proposal.city
    units = _add_generation(proposal)
    homes = city.homes
    if "grid_unit" in homes:
        is_new = proposal.new_code != ""
        homes = homes.assign(grid_unit=np.where(is_new, proposal.new_code, homes["grid_unit"].to_numpy(object)))
    ended = int(proposal.units["ends"].sum())
    note = make_note("grid_generation", day=proposal.valid_from, ended=ended, new=len(proposal.new_units))
    applied = replace(
        city,
        grid_units=units,
        homes=homes,
        workers=_add_posts(proposal),
        notes=(*city.notes, note),
        stored_index=None,
    )
    return _keep_index(city, move_snap_cache(applied))


def _add_generation(proposal: GridProposal) -> gpd.GeoDataFrame:
    """Add the new units behind all others, and let those that they follow end."""
    units, new = proposal.city.grid_units, proposal.new_units
    days = {name: units[name].fillna("").astype(str) if name in units else "" for name in _DAYS}
    units = units.assign(**days)
    ended = units["unit_code"].isin(proposal.units.loc[proposal.units["ends"], "unit_code"])
    ended &= is_in_force(units, proposal.valid_from)
    units.loc[ended, "valid_to"] = proposal.valid_from
    if "parent" in units:
        units["parent"] = _find_parents(units, new, set(units.loc[ended, "unit_code"]))
    added = gpd.GeoDataFrame(new[list(units.columns)], geometry="geometry", crs=units.crs)
    return gpd.GeoDataFrame(pd.concat([units, added], ignore_index=True), geometry="geometry", crs=units.crs)


def _find_parents(units: gpd.GeoDataFrame, new: gpd.GeoDataFrame, ended: set[str]) -> "pd.Series[str]":
    """Find the unit that holds each unit of another kind, where it states one that ends."""
    parent: pd.Series[str] = units["parent"].copy()
    lost = parent.isin(ended) & (units["unit_kind"] != BASE_KIND if "unit_kind" in units else True)
    if not lost.any() or not len(new):
        return parent
    row = assign_units(new, shapely.point_on_surface(np.asarray(units.geometry.values)[lost.to_numpy()]))
    parent[lost] = np.where(row >= 0, new["unit_code"].to_numpy(object)[row], parent[lost].to_numpy(object))
    return parent


def _add_posts(proposal: GridProposal) -> pd.DataFrame | None:
    """Add the posts in new units behind those there are."""
    workers, posts = proposal.city.workers, proposal.posts
    if workers is None or posts is None:
        return None
    return pd.concat([workers, posts.table[list(workers.columns)]], ignore_index=True)


def _keep_index(city: City, applied: City) -> City:
    """Keep the index of addresses, by the units of today."""
    known = city.address_index
    if known is None:
        return applied
    places = (known.xy, known.node_xy)
    return replace(
        applied,
        stored_index=known.move_to(*(assign_units(applied.base_units, shapely.points(xy)) for xy in places)),
    )
