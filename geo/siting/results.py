"""What ``gridwalk site`` leaves on disk, but for the page: figures, layers, and a table to build the city with."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.arrays import Int64
from geo.coverage.status import COVERED, TALLIES
from geo.files.writers import write_csv, write_gpkg, write_json
from geo.grid.units import assign_units
from geo.rules.rule_set import describe_rules
from geo.siting.candidates import name_sites
from geo.siting.proposal import Proposal, measure_mean_walk

MARKER: Final = "site.json"


def summarize_sites(proposal: Proposal, *, source: str) -> dict[str, Any]:
    """Put the figures of a proposal together as site.json holds them.

    Parameters
    ----------
    proposal
        The sites.
    source
        Where the candidates are from: ``network`` or the name of a file.

    Returns
    -------
    dict
        ``value``, ``bound`` and ``gap`` are the model's own (``unit`` says of what); ``coverage`` counts residents, and
        ``people`` what was asked to be counted.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.siting import SiteRequest, propose_sites
    >>> figures = summarize_sites(propose_sites(build_sample(), SiteRequest("clinic", add=1)), source="network")
    >>> figures["coverage"]["after"]["covered"], figures["gap"], figures["curve"]["covered"]
    (100.0, 0.0, [60.0, 100.0])
    """
    siting, choice, change = proposal.siting, proposal.choice, proposal.change
    request, coverage, city, pairs = siting.request, siting.coverage, siting.city, siting.pairs
    unreached, residents = siting.unreached, city.homes["residents"].to_numpy(float)
    covered = change.status == COVERED
    return {
        "city": city.name,
        "synthetic": city.synthetic,
        "category": request.category,
        "profile": coverage.profile.name,
        "speed_km_h": coverage.profile.speed_km_h,
        "minutes": request.minutes,
        "limit_m": pairs.limit_m,
        "rules": None if coverage.rules is None else describe_rules(coverage.rules, coverage.limit_m),
        "model": request.chosen_model,
        "request": {
            "add": request.add,
            "target": request.target,
            "capacity": request.capacity,
            "weights": request.weights,
            "gap": request.effort.gap,
            "time_limit_s": request.effort.time_limit_s,
        },
        "candidates": {
            "source": source,
            "count": len(siting.candidates),
            "not_joined": int((~siting.joined).sum()),
        },
        "existing": int((city.facilities["category"] == request.category).sum()),
        "built": len(proposal.rows),
        "unit": {"share": "sites", "median": "person-metres saved"}.get(request.chosen_model, "people"),
        "value": choice.value,
        "bound": choice.bound,
        "gap": choice.gap,
        "coverage": {when: _tally(change.levels["city"], when) for when in ("before", "after")},
        "people": {
            "weights": request.weights,
            "total": pairs.weight.sum(),
            "covered_before": pairs.weight[pairs.covered].sum(),
            "covered_after": pairs.weight[covered].sum(),
            "served": choice.served.sum() if len(choice.served) else None,
        },
        "mean_walk_m": {
            "before": measure_mean_walk(pairs.existing_m, pairs.weight, far_m=siting.far_m),
            "after": measure_mean_walk(change.walk_m, pairs.weight, far_m=siting.far_m),
            "walks_count_up_to_m": siting.far_m,
        },
        "unreached": {
            "homes": int(unreached.sum()),
            "residents": residents[unreached].sum(),
            "people": pairs.weight[unreached].sum(),
        },
        "curve": _describe_curve(proposal),
        "assumptions": list(city.assumptions),
        "seconds": proposal.seconds,
    }


def _tally(table: pd.DataFrame, when: str) -> dict[str, float | None]:
    whole = {tally: float(table[f"{tally}_{when}"].sum()) for tally in TALLIES}
    total = sum(whole.values())
    return {**whole, "share": whole["covered"] / total if total else None}


def _describe_curve(proposal: Proposal) -> dict[str, Any]:
    """Say what a greedy sequence reaches with 0, 1, 2, ... sites: people covered, or the mean walk."""
    siting, gained = proposal.siting, np.r_[0.0, proposal.choice.curve]
    pairs, model = siting.pairs, siting.request.chosen_model
    note = "greedy: each site with those before it; the choice itself is not of this sequence"
    if model == "median":
        before = measure_mean_walk(pairs.existing_m, pairs.weight, far_m=siting.far_m)
        return {"note": note, "mean_walk_m": (before - gained / max(float(pairs.weight.sum()), 1e-300)).tolist()}
    there = 0.0 if model == "capacity" else float(pairs.weight[pairs.covered].sum())
    return {"note": note, "served" if model == "capacity" else "covered": (there + gained).tolist()}


def list_sites(proposal: Proposal) -> gpd.GeoDataFrame:
    """Tabulate the sites, best first.

    Parameters
    ----------
    proposal
        The sites.

    Returns
    -------
    geopandas.GeoDataFrame
        ``rank, facility_id, site_id, category, name, unit_code, unit_name`` ("" outside all grid units),
        ``newly_covered_residents`` (each home counts to the nearest new site), ``newly_covered_homes``,
        ``served_people`` under a capacity, ``lon, lat`` (WGS-84), points.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.siting import SiteRequest, propose_sites
    >>> list_sites(propose_sites(build_sample(), SiteRequest("clinic", add=1))).newly_covered_residents.tolist()
    [40.0]
    """
    siting, choice, rows = proposal.siting, proposal.choice, proposal.rows
    city, newly = siting.city, proposal.newly_covered
    nearest = (proposal.change.facility - len(city.facilities))[newly]
    residents = city.homes["residents"].to_numpy(float)[newly]
    at = np.searchsorted(choice.chosen, rows)
    ids = np.array(name_sites(siting.candidates["site_id"], city.facilities["facility_id"]), object)
    chosen = siting.candidates.iloc[rows]
    rank = np.arange(1, len(rows) + 1)
    named = chosen["name"].astype(str).to_numpy(object)
    unit = assign_units(city.base_units, np.asarray(chosen.geometry.values))
    columns = {
        "rank": rank,
        "facility_id": ids[rows],
        "site_id": chosen["site_id"].to_numpy(),
        "category": siting.request.category,
        "name": np.where(named == "", [f"site {number}" for number in rank], named),
        "unit_code": np.append(city.base_units["unit_code"].to_numpy(object), "")[unit],
        "unit_name": np.append(city.base_units["name"].to_numpy(object), "")[unit],
        "newly_covered_residents": np.bincount(nearest, weights=residents, minlength=len(rows))[at],
        "newly_covered_homes": np.bincount(nearest, minlength=len(rows))[at],
    }
    if len(choice.served):
        load = np.bincount(siting.pairs.candidate, weights=choice.served, minlength=siting.pairs.candidates)
        columns["served_people"] = load[rows]
    columns |= {"lon": chosen["lon"].to_numpy(), "lat": chosen["lat"].to_numpy()}
    return gpd.GeoDataFrame(columns, geometry=chosen.geometry.to_numpy(), crs=city.crs)


def list_homes(proposal: Proposal) -> dict[str, gpd.GeoDataFrame]:
    """List the homes that the sites newly cover, and those that no candidate could.

    Parameters
    ----------
    proposal
        The sites.

    Returns
    -------
    dict
        ``newly_covered`` (``home_id``, people, ``walk_m``, ``facility_id``) and ``unreached`` (``home_id``, people,
        ``walk_m`` to the nearest facility there is, infinite without).

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.siting import SiteRequest, propose_sites
    >>> homes = list_homes(propose_sites(build_sample(), SiteRequest("clinic", add=1)))
    >>> homes["newly_covered"].home_id.tolist(), homes["unreached"].home_id.tolist()
    (['far'], ['field'])
    """
    siting, change, newly = proposal.siting, proposal.change, proposal.newly_covered
    city, unreached = siting.city, siting.unreached
    table = city.homes[["home_id", *city.demand_columns, "geometry"]]
    ids = np.array(name_sites(siting.candidates["site_id"], city.facilities["facility_id"]), object)
    nearest = find_nearest_sites(proposal)[newly]
    return {
        "newly_covered": table[newly].assign(walk_m=change.walk_m[newly], facility_id=ids[nearest]),
        "unreached": table[unreached].assign(walk_m=siting.pairs.existing_m[unreached]),
    }


def find_nearest_sites(proposal: Proposal) -> Int64:
    """Find the chosen site that each home is nearest to, nearer than to any facility there is.

    Parameters
    ----------
    proposal
        The sites.

    Returns
    -------
    ndarray
        Rows of candidates, -1 where a facility is nearer or nothing can be walked to, shape (n,).

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.siting import SiteRequest, propose_sites
    >>> find_nearest_sites(propose_sites(build_sample(), SiteRequest("clinic", add=1))).tolist()
    [-1, -1, -1, 0, -1]
    """
    site = proposal.change.facility - len(proposal.siting.city.facilities)
    return np.where(site >= 0, proposal.choice.chosen[np.maximum(site, 0)], np.int64(-1))


def write_sites(folder: Path, proposal: Proposal, summary: Mapping[str, Any]) -> None:
    """Write site.json, sites.gpkg and sites.csv.

    Parameters
    ----------
    folder
        An existing directory.
    proposal
        The sites.
    summary
        As :func:`summarize_sites` puts it together.

    Raises
    ------
    InputError
        If a file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from geo.city.sample import build_sample
    >>> from geo.siting import SiteRequest, propose_sites
    >>> proposal = propose_sites(build_sample(), SiteRequest("clinic", add=1))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_sites(Path(folder), proposal, summarize_sites(proposal, source="network"))
    ...     (Path(folder) / "sites.csv").read_text("utf-8-sig").splitlines()[0]
    'id,category,name,lon,lat'
    """
    sites = list_sites(proposal)
    write_gpkg(folder / "sites.gpkg", {"sites": sites, **list_homes(proposal)})
    columns = {"facility_id": "id", "category": "category", "name": "name", "lon": "lon", "lat": "lat"}
    table = sites.rename(columns=columns)[list(columns.values())]
    if proposal.siting.request.capacity is not None:
        table = table.assign(capacity=proposal.siting.request.capacity)
    write_csv(folder / "sites.csv", table)
    write_json(folder / MARKER, summary)
