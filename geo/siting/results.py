"""What ``gridwalk site`` leaves on disk, but for the page: layers, and tables to build the city with."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np

from geo.arrays import Int64
from geo.files.writers import write_csv, write_gpkg, write_json
from geo.grid.units import assign_units
from geo.siting.candidates import LAND_COLUMNS, name_sites
from geo.siting.proposal import Proposal
from geo.siting.statements import state_proof

#: The file by which a folder is known as one of siting.
MARKER: Final = "site.json"


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
        ``served_people`` under a capacity, ``land_use, owner, cost`` where the candidates say so, ``lon, lat``
        (WGS-84), points; ``proof_zh, proof_en``: how good the sites are proven to be, and among what.

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
    columns |= {name: chosen[name].to_numpy() for name in LAND_COLUMNS if name in chosen}
    columns |= {"lon": chosen["lon"].to_numpy(), "lat": chosen["lat"].to_numpy()}
    columns |= {f"proof_{lang}": text for lang, text in state_proof(siting, solution).items()}
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
    """Write site.json, sites.gpkg and sites.csv; where sites are parcels, gates.csv with their entrances too.

    Parameters
    ----------
    folder
        An existing directory.
    proposal
        The sites.
    summary
        As :func:`geo.siting.site_figures.summarize_sites` puts it together.

    Raises
    ------
    OSError
        If a file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from geo.city.sample import build_sample
    >>> from geo.siting import SiteRequest, propose_sites, summarize_sites
    >>> proposal = propose_sites(build_sample(), SiteRequest(category="clinic", add=1))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_sites(Path(folder), proposal, summarize_sites(proposal, source="network"))
    ...     (Path(folder) / "sites.csv").read_text("utf-8-sig").splitlines()[0]
    'id,category,name,lon,lat,proof_zh,proof_en'
    """
    sites, gates = list_sites(proposal), list_gates(proposal)
    layers = {"sites": sites, **list_homes(proposal)}
    write_gpkg(folder / "sites.gpkg", layers if gates is None else {**layers, "gates": gates})
    columns = {"facility_id": "id", **{name: name for name in ("category", "name", *LAND_COLUMNS, "lon", "lat")}}
    columns |= {name: name for name in ("proof_zh", "proof_en")}
    table = sites.rename(columns=columns)[[name for old, name in columns.items() if old in sites]]
    if proposal.siting.request.capacity is not None:
        table = table.assign(capacity=proposal.siting.request.capacity)
    write_csv(folder / "sites.csv", table)
    if gates is not None:
        write_csv(folder / "gates.csv", gates.rename(columns={"gate_id": "id"})[["id", "place", "lon", "lat"]])
    write_json(folder / MARKER, summary)


def list_gates(proposal: Proposal) -> gpd.GeoDataFrame | None:
    """List the entrances of the parcels among the sites.

    Parameters
    ----------
    proposal
        The sites.

    Returns
    -------
    geopandas.GeoDataFrame or None
        ``gate_id, place`` (the ``facility_id`` of the site), ``lon, lat``, points; None where no site has any.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.siting import SiteRequest, propose_sites
    >>> list_gates(propose_sites(build_sample(), SiteRequest(category="clinic", add=1))) is None
    True
    """
    siting = proposal.siting
    if siting.gates is None:
        return None
    new = name_sites(siting.candidates["site_id"], siting.city.facilities["facility_id"])
    ids = {siting.candidates["site_id"].iloc[row]: new[row] for row in proposal.rows}
    gates = siting.gates[siting.gates["place"].isin(list(ids))]
    if gates.empty:
        return None
    return gates.assign(place=gates["place"].map(ids)).reset_index(drop=True)
