"""Profiles: how fast somebody walks, and what steps and signalled crossings cost."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from geo.arrays import Float64
from geo.errors import InputError
from geo.walking.network import WalkNetwork, without_steps


@dataclass(frozen=True)
class Profile:
    """A walker.

    Parameters
    ----------
    name
        Its name.
    speed_m_per_min
        Walking speed [m/min].
    uses_steps
        Whether it can climb steps.
    steps_factor
        How many metres on the level a metre of steps costs.
    signal_wait_min
        Mean wait at a signalled crossing [min].
    """

    name: str
    speed_m_per_min: float
    uses_steps: bool = True
    steps_factor: float = 1.0
    signal_wait_min: float = 0.0

    @property
    def speed_km_h(self) -> float:
        """Walking speed [km/h]."""
        return self.speed_m_per_min * 0.06

    @property
    def has_penalties(self) -> bool:
        """Whether anything costs it more than its length."""
        return self.steps_factor != 1 or self.signal_wait_min > 0


#: GB 50180-2018 reads 15 minutes as 1,000 m, which is 4 km/h; 0.8 m/s for elders; 5 km/h is the default of most
#: foreign tools. Steps*: people over 50 climb them at about half of that (Fruin 1971, "Pedestrian Planning and
#: Design"). Signals*: who arrives at any time waits (C - g)^2 / 2 C (Highway Capacity Manual), 0.5 min for a main road:
#: a cycle C of 110 s with g = 28 s of green. Both marked * are from memory.
PROFILES: Final[dict[str, Profile]] = {
    "adult": Profile("adult", 4000 / 60),
    "elder": Profile("elder", 0.8 * 60, steps_factor=2.0, signal_wait_min=0.5),
    "wheelchair": Profile("wheelchair", 0.8 * 60, uses_steps=False, signal_wait_min=0.5),
    "brisk": Profile("brisk", 1.39 * 60),
}


def find_profile(name: str) -> Profile:
    """Return a profile by name.

    Parameters
    ----------
    name
        A key of :data:`PROFILES`.

    Returns
    -------
    Profile
        The profile.

    Raises
    ------
    InputError
        If `name` is no key of :data:`PROFILES`; the message lists the keys.

    Examples
    --------
    >>> round(find_profile("adult").speed_m_per_min * 15)
    1000
    """
    if name not in PROFILES:
        raise InputError(f'unknown profile "{name}"; choose one of {", ".join(PROFILES)}')
    return PROFILES[name]


def adapt_network(network: WalkNetwork, profile: Profile, *, signals: Float64) -> WalkNetwork:
    """Make the network that a profile walks on: steps and signalled crossings cost what they cost it.

    Parameters
    ----------
    network
        As everybody finds it; not changed.
    profile
        How fast somebody walks, and what costs more than its length.
    signals
        Signalled crossings on each edge, shape (m,).

    Returns
    -------
    WalkNetwork
        With the profile's cost factors; without steps for a profile that takes none.

    Raises
    ------
    NetworkError
        If nothing is left.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.walking.network import build_network
    >>> network = build_network(build_sample().roads)
    >>> len(adapt_network(network, find_profile("wheelchair"), signals=np.zeros(len(network.u))).u)
    24
    """
    if profile.has_penalties:
        wait_m = signals * profile.signal_wait_min * profile.speed_m_per_min
        network = network.with_costs(np.where(network.steps, profile.steps_factor, 1.0) + wait_m / network.length_m)
    return network if profile.uses_steps else without_steps(network)
