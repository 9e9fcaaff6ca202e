"""The figures of a proposal, as site.json holds them."""

from typing import Any, Final

import numpy as np

from geo.coverage.scopes import describe_judgement
from geo.coverage.status import COVERED, TALLIES
from geo.rules.fields import SCOPES
from geo.siting.anywhere import AnySites
from geo.siting.land import list_costs
from geo.siting.preparation import Siting, find_groups
from geo.siting.proposal import Proposal, measure_mean_walk
from geo.siting.served_homes import find_area_rows, name_area
from geo.siting.statements import state_bound, state_proof, state_scope
from geo.texts import TEXTS
from geo.texts.notes import describe_notes

#: What the value of an objective counts, where it is not people.
_UNITS: Final = {"share": "sites", "median": "person-metres saved", "equity": "share"}


def summarize_sites(proposal: Proposal, *, source: str, anywhere: AnySites | None = None) -> dict[str, Any]:
    """Put the figures of a proposal together as site.json holds them.

    Parameters
    ----------
    proposal
        The sites.
    source
        Where the candidates are from: ``network`` or the name of a file.
    anywhere
        What is proven of sites anywhere on the roads; None for nothing.

    Returns
    -------
    dict
        ``value``, ``bound`` and ``mip_gap`` are the solver's own (``unit`` says of what) and hold among the candidates;
        ``bound_any_site`` says what holds of all sites. ``coverage`` counts residents and ``people`` the column of the
        homes that the request names, both of the homes that count (``scope``).

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
        "unit": _UNITS.get(objective, "people"),
        "value": solution.value,
        "bound": solution.bound,
        "mip_gap": solution.mip_gap,
        "proof": {"among_candidates": len(siting.candidates), "text": state_proof(siting, solution)},
        "bound_any_site": _describe_bound(proposal, anywhere or AnySites(False, np.inf)),
        "coverage": {when: _tally(proposal, when) for when in ("before", "after")},
        "equity": _describe_equity(proposal) if objective == "equity" else None,
        "cost": _add_costs(proposal) if objective == "budget" else None,
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
    area = request.area
    scopes = [scope for scope in SCOPES if siting.scope in (scope, "all")]
    judged = {scope: coverage.judgements[scope] for scope in scopes}
    limits = {scope: found.limit_m[request.category] for scope, found in judged.items() if found.limit_m}
    return {
        "city": city.name,
        "synthetic": city.synthetic,
        "category": request.category,
        "profile": coverage.profile.name,
        "speed_km_h": coverage.profile.speed_km_h,
        "minutes": request.minutes,
        "limit_m": max(limits.values()),
        "scope": {
            "of": siting.scope,
            "area": None if area is None else {"code": area, "name": name_area(coverage, area)},
            "text": state_scope(siting),
            "limit_m": limits,
            "judged_by": {scope: describe_judgement(found) for scope, found in judged.items()},
        },
        "objective": request.chosen_objective,
        "request": {
            "add": request.add,
            "target": request.target,
            "capacity": request.capacity,
            "max_cost": request.max_cost,
            "where": list(request.where),
            "level": request.level if request.chosen_objective == "equity" else None,
            "area": request.area,
            "scope": request.scope,
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


def _tally(proposal: Proposal, when: str) -> dict[str, float | None]:
    """Count the residents of the scope before or after, by what becomes of them."""
    scope, area = proposal.siting.scope, proposal.siting.request.area
    table = find_area_rows(proposal.change.levels, area)
    mine = table if scope == "all" else table[table["scope"] == scope]
    counts = {tally: float(mine[f"{tally}_{when}"].sum()) for tally in TALLIES}
    total = sum(counts.values()) - counts["not_judged"]
    return {**counts, "share": counts["covered"] / total if total else None}


def _describe_bound(proposal: Proposal, anywhere: AnySites) -> dict[str, Any]:
    solution, is_known = proposal.solution, anywhere.is_established
    return {
        "is_established": is_known,
        "bound": anywhere.bound if is_known else None,
        "more_at_most": anywhere.bound - solution.value if is_known else None,
        "text": state_bound(proposal.siting, solution, anywhere),
        "basis": dict(TEXTS["site.any.basis" if is_known else "site.any.basis_none"]),
    }


def _describe_equity(proposal: Proposal) -> dict[str, Any]:
    """Say which share of each division is covered before and after."""
    siting, pairs = proposal.siting, proposal.siting.pairs
    group, divisions = find_groups(siting)
    inside, size = group >= 0, len(divisions)
    covered = {"before": pairs.covered, "after": (proposal.change.status == COVERED) & siting.is_served}
    people = np.bincount(group[inside], weights=pairs.demand[inside], minlength=size)
    shares = {
        f"share_{when}": np.bincount(group[inside], weights=(pairs.demand * is_covered)[inside], minlength=size)
        / np.where(people > 0, people, np.nan)
        for when, is_covered in covered.items()
    }
    table = divisions.assign(people=people, **shares)[people > 0].sort_values(["share_after", "code"])
    return {
        "level": siting.request.level,
        "smallest_before": float(table["share_before"].min()),
        "smallest_after": float(table["share_after"].min()),
        "people_bound": proposal.solution.people_bound,
        "divisions": table.to_dict("records"),
    }


def _add_costs(proposal: Proposal) -> dict[str, float]:
    request = proposal.siting.request
    assert request.max_cost is not None
    return {"total": float(list_costs(proposal.siting.candidates)[proposal.rows].sum()), "max_cost": request.max_cost}


def _describe_curve(proposal: Proposal) -> dict[str, Any]:
    """Say what a greedy sequence reaches with 0, 1, 2, ... sites: people covered, or the mean walk."""
    siting, gained = proposal.siting, np.r_[0.0, proposal.solution.curve]
    pairs, objective = siting.pairs, siting.request.chosen_objective
    note = "greedy: each site with those before it; the choice itself is not of this sequence"
    if objective == "median":
        before = measure_mean_walk(pairs.existing_m, pairs.demand, far_m=siting.far_m)
        return {"note": note, "mean_walk_m": (before - gained / max(float(pairs.demand.sum()), 1e-300)).tolist()}
    if objective == "equity":
        before = _describe_equity(proposal)["smallest_before"]
        return {"note": note, "smallest_share": [before, *gained[1:].tolist()]}
    start = 0.0 if objective == "capacity" else float(pairs.demand[pairs.covered].sum())
    return {"note": note, "served" if objective == "capacity" else "covered": (start + gained).tolist()}
