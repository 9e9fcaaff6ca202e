"""One city walked by several: what the first walker found is not looked for again."""

from dataclasses import replace

from geo.city.snaps import find_snap_cache
from geo.city.walk_context import WalkContext, choose_network, join_places
from geo.walking.profiles import find_profile


def change_walker(context: WalkContext, profile: str) -> WalkContext:
    """Walk a city as somebody else does.

    Parameters
    ----------
    context
        Who walks where; not changed. Where it uses steps, its snaps are taken and not looked for again.
    profile
        A key of :data:`geo.walking.profiles.PROFILES`.

    Returns
    -------
    WalkContext
        As :func:`geo.city.walk_context.make_walk_context` makes it of that profile.

    Raises
    ------
    InputError
        If the profile is unknown.
    NetworkError
        If nothing is left to walk on.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.city.walk_context import make_walk_context
    >>> context = change_walker(make_walk_context(build_sample()), "wheelchair")
    >>> context.profile.name, len(context.network.u), context.homes.count
    ('wheelchair', 24, 5)
    """
    walker = find_profile(profile)
    network = choose_network(context.city, walker)
    known = context.snaps if context.profile.uses_steps else None
    snaps = find_snap_cache(context.city, network, walker, known=known)
    homes, facilities = context.homes, context.facilities
    if snaps is not context.snaps:
        homes, facilities = join_places(context.city, snaps)
    return replace(context, profile=walker, network=network, snaps=snaps, homes=homes, facilities=facilities)
