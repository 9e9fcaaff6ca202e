"""What was proven and for whom, in words: the same in site.json, in the tables, on the page and on the terminal."""

from geo.siting.anywhere import AnySites
from geo.siting.preparation import Siting
from geo.siting.problem import Solution
from geo.siting.served_homes import find_inside, name_area
from geo.texts import fill_languages


def state_proof(siting: Siting, solution: Solution) -> dict[str, str]:
    """Say how good the sites are proven to be, and among what.

    Parameters
    ----------
    siting
        The request made ready.
    solution
        What was chosen.

    Returns
    -------
    dict
        Language -> a sentence.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.siting.proposal import choose_sites
    >>> from geo.siting.preparation import prepare_siting
    >>> from geo.siting.request import SiteRequest
    >>> siting = prepare_siting(build_sample(), SiteRequest(category="clinic", add=1))
    >>> state_proof(siting, choose_sites(siting).solution)["en"]
    'proven best among the 1 candidates'
    """
    kind = "within" if solution.mip_gap else "best"
    if siting.request.chosen_objective == "equity":
        kind = f"smallest_{kind}"
    return fill_languages(f"site.proof.{kind}", candidates=len(siting.candidates), gap=solution.mip_gap)


def state_bound(siting: Siting, solution: Solution, anywhere: AnySites) -> dict[str, str]:
    """Say what sites anywhere on the roads could do at most.

    Parameters
    ----------
    siting, solution
        The request made ready, and what was chosen.
    anywhere
        What is proven of other sites.

    Returns
    -------
    dict
        Language -> a sentence; that nothing is established where nothing is.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.siting.proposal import choose_sites
    >>> from geo.siting.preparation import prepare_siting
    >>> from geo.siting.request import SiteRequest
    >>> siting = prepare_siting(build_sample(), SiteRequest(category="clinic", add=1))
    >>> state_bound(siting, choose_sites(siting).solution, AnySites(True, 45.0))["en"]
    'no 1 sites anywhere on the roads newly cover more than 45 people: 5 (12.5%) more at most'
    """
    if not anywhere.is_established:
        return fill_languages("site.any.none")
    objective, value = siting.request.chosen_objective, solution.value
    return fill_languages(
        f"site.any.{objective}",
        add=siting.request.add or 0,
        bound=anywhere.bound,
        more=anywhere.bound - value,
        share=anywhere.bound / value - 1,
    )


def state_scope(siting: Siting) -> dict[str, str]:
    """Say whose homes count, and how many people do not.

    Parameters
    ----------
    siting
        The request made ready.

    Returns
    -------
    dict
        Language -> a sentence.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.siting.preparation import prepare_siting
    >>> from geo.siting.request import SiteRequest
    >>> state_scope(prepare_siting(build_sample(), SiteRequest(category="clinic", add=1, scope="urban")))["en"]
    'for urban residents; 40 residents of villages do not count'
    """
    residents, is_rural = siting.city.homes["residents"].to_numpy(float), siting.coverage.is_rural
    area = siting.request.area
    left_out = ~siting.is_served if area is None else ~siting.is_served & find_inside(siting.coverage, area)
    left = {
        "rural": float(residents[is_rural & left_out].sum()),
        "urban": float(residents[~is_rural & left_out].sum()),
    }
    key = f"site.scope.{siting.scope}" if any(left.values()) else f"site.scope.{siting.scope}_whole"
    said = fill_languages(key, **left)
    return said if area is None else fill_languages("site.scope.area", said=said, area=name_area(siting.coverage, area))
