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
from geo.rules.lookups import describe_rules
from geo.siting.candidates import name_sites
from geo.siting.proposal import Proposal, measure_mean_walk
from geo.siting.request import Siting
from geo.texts.notes import describe_notes

#: The file by which a folder is known as one of siting.
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
        ``value``, ``bound`` and ``mip_gap`` are the solver's own (``unit`` says of what); ``coverage`` counts residents
        and ``people`` the column of the homes that the request names.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.siting import SiteRequest, propose_sites
    >>> proposal = propose_sites(build_sample(), SiteRequest(category="clinic", add=1))
    >>> figures = summarize_sites(proposal, source="network")
    >>> figures["coverage"]["after"]["covered"], figures["mip_gap"], figures["curve"]["covered"]
    (100.0, 0.0, [60.0, 100.0])
    """
    siting, solution = proposal.siting, proposal.solution
    city, category, objective = siting.city, siting.request.category, siting.request.chosen_objective
    return {
        **_describe_request(siting),
        "candidates": {
            "source": source,
            "count": len(siting.candidates),
            "not_joined": int((~siting.joined).sum()),
        },
        "existing": int((city.facilities["category"] == category).sum()),
        "built": len(proposal.rows),
        "unit": {"share": "sites", "median": "person-metres saved"}.get(objective, "people"),
        "value": solution.value,
        "bound": solution.bound,
        "mip_gap": solution.mip_gap,
        "coverage": {when: _tally(proposal.change.levels["city"], when) for when in ("before", "after")},
        "people": _count_people(proposal),
        "mean_walk_m": _measure_mean_walks(proposal),
        "unreached": _count_unreached(siting),
        "curve": _describe_curve(proposal),
        "assumptions": describe_notes(city.assumptions),
        "seconds": proposal.seconds,
    }


def _describe_request(siting: Siting) -> dict[str, Any]:
    """Say for which city, category and profile the sites are, and with which objective and budget."""
    request, coverage, city = siting.request, siting.coverage, siting.city
    return {
        "city": city.name,
        "synthetic": city.synthetic,
        "category": request.category,
        "profile": coverage.profile.name,
        "speed_km_h": coverage.profile.speed_km_h,
        "minutes": request.minutes,
        "limit_m": siting.pairs.limit_m,
        "rules": None if coverage.rules is None else describe_rules(coverage.rules, coverage.limit_m),
        "objective": request.chosen_objective,
        "request": {
            "add": request.add,
            "target": request.target,
            "capacity": request.capacity,
            "demand_column": request.demand_column,
            "mip_gap": request.budget.mip_gap,
            "time_limit_s": request.budget.time_limit_s,
        },
    }


def _count_people(proposal: Proposal) -> dict[str, Any]:
    siting, served = proposal.siting, proposal.solution.served
    pairs, covered = siting.pairs, proposal.change.status == COVERED
    return {
        "demand_column": siting.request.demand_column,
        "total": pairs.demand.sum(),
        "covered_before": pairs.demand[pairs.covered].sum(),
        "covered_after": pairs.demand[covered].sum(),
        "served": served.sum() if len(served) else None,
    }


def _measure_mean_walks(proposal: Proposal) -> dict[str, float]:
    pairs, far_m = proposal.siting.pairs, proposal.siting.far_m
    return {
        "before": measure_mean_walk(pairs.existing_m, pairs.demand, far_m=far_m),
        "after": measure_mean_walk(proposal.change.walk_m, pairs.demand, far_m=far_m),
        "walks_count_up_to_m": far_m,
    }


def _count_unreached(siting: Siting) -> dict[str, Any]:
    unreached, residents = siting.unreached, siting.city.homes["residents"].to_numpy(float)
    return {
        "homes": int(unreached.sum()),
        "residents": residents[unreached].sum(),
        "people": siting.pairs.demand[unreached].sum(),
    }


def _tally(table: pd.DataFrame, when: str) -> dict[str, float | None]:
    counts = {tally: float(table[f"{tally}_{when}"].sum()) for tally in TALLIES}
    total = sum(counts.values())
    return {**counts, "share": counts["covered"] / total if total else None}


def _describe_curve(proposal: Proposal) -> dict[str, Any]:
    """Say what a greedy sequence reaches with 0, 1, 2, ... sites: people covered, or the mean walk."""
    siting, gained = proposal.siting, np.r_[0.0, proposal.solution.curve]
    pairs, objective = siting.pairs, siting.request.chosen_objective
    note = "greedy: each site with those before it; the choice itself is not of this sequence"
    if objective == "median":
        before = measure_mean_walk(pairs.existing_m, pairs.demand, far_m=siting.far_m)
        return {"note": note, "mean_walk_m": (before - gained / max(float(pairs.demand.sum()), 1e-300)).tolist()}
    start = 0.0 if objective == "capacity" else float(pairs.demand[pairs.covered].sum())
    return {"note": note, "served" if objective == "capacity" else "covered": (start + gained).tolist()}


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
        ``newly_covered_residents`` (each home counts for the nearest new site), ``newly_covered_homes``,
        ``served_people`` under a capacity, ``lon, lat`` (WGS-84), points.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.siting import SiteRequest, propose_sites
    >>> sites = list_sites(propose_sites(build_sample(), SiteRequest(category="clinic", add=1)))
    >>> sites.facility_id.tolist(), sites.newly_covered_residents.tolist()
    (['new-n1'], [40.0])
    """
    siting, solution, rows = proposal.siting, proposal.solution, proposal.rows
    city, newly = siting.city, proposal.newly_covered
    nearest = (proposal.change.facility - len(city.facilities))[newly]
    residents = city.homes["residents"].to_numpy(float)[newly]
    place = np.searchsorted(solution.chosen, rows)
    ids = np.array(name_sites(siting.candidates["site_id"], city.facilities["facility_id"]), object)
    chosen = siting.candidates.iloc[rows]
    rank = np.arange(1, len(rows) + 1)
    names = chosen["name"].astype(str).to_numpy(object)
    unit = assign_units(city.base_units, np.asarray(chosen.geometry.values))
    columns = {
        "rank": rank,
        "facility_id": ids[rows],
        "site_id": chosen["site_id"].to_numpy(),
        "category": siting.request.category,
        "name": np.where(names == "", [f"site {number}" for number in rank], names),
        "unit_code": np.append(city.base_units["unit_code"].to_numpy(object), "")[unit],
        "unit_name": np.append(city.base_units["name"].to_numpy(object), "")[unit],
        "newly_covered_residents": np.bincount(nearest, weights=residents, minlength=len(rows))[place],
        "newly_covered_homes": np.bincount(nearest, minlength=len(rows))[place],
    }
    if len(solution.served):
        load = np.bincount(siting.pairs.candidate, weights=solution.served, minlength=siting.pairs.candidates)
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
        ``walk_m`` to the nearest facility there is, infinite without); each empty where there is no such home.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.siting import SiteRequest, propose_sites
    >>> homes = list_homes(propose_sites(build_sample(), SiteRequest(category="clinic", add=1)))
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
    >>> find_nearest_sites(propose_sites(build_sample(), SiteRequest(category="clinic", add=1))).tolist()
    [-1, -1, -1, 0, -1]
    """
    site = proposal.change.facility - len(proposal.siting.city.facilities)
    return np.where(site >= 0, proposal.solution.chosen[np.maximum(site, 0)], np.int64(-1))


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
    OSError
        If a file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from geo.city.sample import build_sample
    >>> from geo.siting import SiteRequest, propose_sites
    >>> proposal = propose_sites(build_sample(), SiteRequest(category="clinic", add=1))
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
