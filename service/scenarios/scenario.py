"""What a kept scenario is, and how many are kept how long."""

import re
import time
from dataclasses import dataclass
from typing import Final

from geo.errors import InputError, NotFoundError
from service.settings import Settings

#: Of 22 letters 132 bits: whoever has an id was given it.
_ID: Final = re.compile(r"[A-Za-z0-9_-]{22}")
#: Different letters in an id: who draws 22 at random has fewer once in ten million times.
_LEAST_LETTERS: Final = 10
_DAY_S: Final = 86_400
#: How large what a scenario changes may become, as JSON [bytes].
MOST_BYTES: Final = 200_000


@dataclass(frozen=True, kw_only=True)
class KeptScenario:
    """A scenario as it is kept. Times are seconds since 1970.

    Parameters
    ----------
    scenario_id
        22 letters that its first saver drew at random: who has them may read it.
    client, secret_hash
        Who saved it first, as :class:`service.jobs.access.Poster` says it.
    name
        What its planner calls it.
    content
        A :class:`service.models.scenarios.ScenarioContent` in JSON.
    created, saved, expires
        When it was saved first and last, and when it is forgotten.
    revision
        How often it was saved.
    """

    scenario_id: str
    client: str
    secret_hash: str
    name: str
    content: str
    created: float
    saved: float
    expires: float
    revision: int

    @property
    def is_gone(self) -> bool:
        """Whether its time has passed: it is as if it had never been."""
        return self.expires <= time.time()


@dataclass(frozen=True, kw_only=True)
class ScenarioLimits:
    """How many scenarios are kept how long; the settings of the same names explain them.

    Parameters
    ----------
    kept, kept_per_client
        How many at once, of all clients and of one.
    kept_s
        How long after each was saved last [s].
    """

    kept: int
    kept_per_client: int
    kept_s: float


def to_scenario_limits(settings: Settings) -> ScenarioLimits:
    """Take the limits of kept scenarios from the settings.

    Parameters
    ----------
    settings
        The settings.

    Returns
    -------
    ScenarioLimits
        All limits.

    Examples
    --------
    >>> to_scenario_limits(Settings(scenarios_kept_days=2)).kept_s
    172800.0
    """
    return ScenarioLimits(
        kept=settings.scenarios_kept,
        kept_per_client=settings.scenarios_kept_per_client,
        kept_s=settings.scenarios_kept_days * _DAY_S,
    )


def check_scenario_id(scenario_id: str) -> None:
    """Raise unless an id can be one that nobody guesses.

    Parameters
    ----------
    scenario_id
        As a client drew it.

    Raises
    ------
    InputError
        If it has not 22 letters, or too few different ones to be drawn at random.

    Examples
    --------
    >>> check_scenario_id("q3Zr0b-8Vt1x_KcLw5Ua7e")
    >>> check_scenario_id("my-scenario")
    Traceback (most recent call last):
        ...
    geo.errors.InputError: the id of a scenario is its right to be read: expected 22 letters of A-Z, a-z, 0-9, - and _ \
drawn at random
    """
    if not _ID.fullmatch(scenario_id) or len(set(scenario_id)) < _LEAST_LETTERS:
        raise InputError(
            "the id of a scenario is its right to be read: expected 22 letters of A-Z, a-z, 0-9, - and _ drawn at "
            "random"
        )


def make_unknown_scenario() -> NotFoundError:
    """Make the error of an id that no scenario has.

    Returns
    -------
    NotFoundError
        The same for one that never was and for one whose time has passed.
    """
    return NotFoundError("no scenario has this id; its time may have passed, or it was deleted")
