"""Siting: where to build so many facilities of a category, or how many it takes, with a proof of how good that is.

A city and a request go into :func:`propose_sites`; candidates (:mod:`~geo.siting.candidates`) and walks to them
(:mod:`~geo.siting.request`) become one of four problems, named as in spopt.locate: maximal covering, with and without a
capacity (:mod:`~geo.siting.mclp`), set covering (:mod:`~geo.siting.lscp`) and the p-median
(:mod:`~geo.siting.p_median`). Where sites are proven best: :mod:`~geo.siting.optimality`. What is left on disk:
:mod:`~geo.siting.results`.
"""

from geo.siting.anywhere import AnySites, bound_anywhere
from geo.siting.budgeted import solve_budgeted_mclp
from geo.siting.candidates import read_candidates
from geo.siting.equity import solve_max_min_share
from geo.siting.land import filter_candidates
from geo.siting.lscp import solve_lscp
from geo.siting.mclp import solve_capacitated_mclp, solve_mclp
from geo.siting.p_median import solve_p_median
from geo.siting.preparation import Siting, prepare_siting
from geo.siting.problem import Pairs, Solution, SolverBudget
from geo.siting.proposal import Proposal, choose_sites, propose_sites
from geo.siting.request import OBJECTIVES, SiteRequest
from geo.siting.results import MARKER, list_homes, list_sites, write_sites
from geo.siting.site_figures import summarize_sites

__all__ = [
    "MARKER",
    "OBJECTIVES",
    "AnySites",
    "Pairs",
    "Proposal",
    "SiteRequest",
    "Siting",
    "Solution",
    "SolverBudget",
    "bound_anywhere",
    "choose_sites",
    "filter_candidates",
    "list_homes",
    "list_sites",
    "prepare_siting",
    "propose_sites",
    "read_candidates",
    "solve_budgeted_mclp",
    "solve_capacitated_mclp",
    "solve_lscp",
    "solve_max_min_share",
    "solve_mclp",
    "solve_p_median",
    "summarize_sites",
    "write_sites",
]
