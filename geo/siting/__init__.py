"""Siting: where to build so many facilities of a category, or how many it takes, with a proof of how good that is."""

from geo.siting.candidates import read_candidates
from geo.siting.lscp import cover_share
from geo.siting.problem import Choice, Effort, Pairs
from geo.siting.proposal import Proposal, choose_sites, propose_sites
from geo.siting.request import MODELS, SiteRequest, Siting, prepare_siting
from geo.siting.results import MARKER, list_homes, list_sites, summarize_sites, write_sites
from geo.siting.solve import cover_most, cover_with_capacity, shorten_walks

__all__ = [
    "MARKER",
    "MODELS",
    "Choice",
    "Effort",
    "Pairs",
    "Proposal",
    "SiteRequest",
    "Siting",
    "choose_sites",
    "cover_most",
    "cover_share",
    "cover_with_capacity",
    "list_homes",
    "list_sites",
    "prepare_siting",
    "propose_sites",
    "read_candidates",
    "shorten_walks",
    "summarize_sites",
    "write_sites",
]
