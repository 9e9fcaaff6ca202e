"""The city that a service answers for: its units in this process, everything else in others."""

import threading
from collections.abc import Sequence
from concurrent.futures import Future, wait
from contextlib import suppress
from pathlib import Path
from typing import Final

from geo.city.bundle import open_city
from geo.city.model import City
from geo.city.pointer import find_version
from geo.crs.datum import DATUMS
from geo.crs.projection import from_lonlat, to_point_lonlat
from geo.grid.generations import find_generation, is_in_force
from geo.locate.unit_index import UnitIndex, make_unit_index
from service.compute.analyses import Analyses
from service.compute.answer_cache import AnswerCache
from service.compute.host_process import Host
from service.compute.lanes import Lane
from service.compute.latest import Latest
from service.compute.memory import settle_memory
from service.compute.printing import PrintWorker
from service.compute.questions import Lane as LaneName
from service.compute.questions import Question
from service.compute.stored import StoredAnswer
from service.compute.workers import ForkedWorker, LocalWorker, Worker
from service.errors import RefusedError
from service.settings import Settings

#: How long a question of a lane may take [s].
_LIMIT_S: Final[dict[LaneName, float]] = {"quick": 30.0, "slow": 120.0}
#: How many questions of a lane are answered at once: two circles share what they need; each slow answer takes its own.
_WORKERS: Final[dict[LaneName, int]] = {"quick": 2, "slow": 1}
#: How many questions may wait for the one browser.
_PRINTS_WAITING: Final = 16
#: Boundaries of how many days are kept; most questions are about today's.
_GENERATIONS_KEPT: Final = 3


class ServedCity:
    """A city, its units ready to be asked, and lanes for all other questions.

    Parameters
    ----------
    city
        The city; of a stored one only the layers for questions about units are read here.
    settings
        Of the service.
    host
        The process that computes answers from its bundle. None computes them in threads of this process.
    version
        Version of the bundle.

    Attributes
    ----------
    is_ready
        Set when nobody has to wait any more for what every question needs.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> served = ServedCity(build_sample(), Settings())
    >>> len(served.unit_index(None).codes)
    4
    >>> served.close()
    """

    def __init__(self, city: City, settings: Settings, *, host: Host | None = None, version: str = "") -> None:
        self.city, self.version = city, version
        self.is_ready = threading.Event()
        self._unit_indexes: Latest[UnitIndex] = Latest(_GENERATIONS_KEPT)
        self._answers = AnswerCache(most_bytes=settings.answers_mb * 1_000_000, patience_s=settings.answer_wait_s)
        self._host = host
        analyses = Analyses(city)

        def make_worker(limit_s: float) -> Worker:
            return LocalWorker(analyses) if self._host is None else ForkedWorker(self._host, limit_s=limit_s)

        self._printer = PrintWorker(self.ask)
        # first, so that it is closed before the lane that it asks
        self._lanes: dict[LaneName, Lane] = {"print": Lane([self._printer], most_waiting=_PRINTS_WAITING)}
        self._lanes |= {
            name: Lane([make_worker(_LIMIT_S[name]) for _ in range(workers)], most_waiting=settings.answers_waiting)
            for name, workers in _WORKERS.items()
        }

    def unit_index(self, as_of: str | None) -> UnitIndex:
        """Return the units in force on a day, None for those of today; made now where it is not there."""
        day = find_generation(self.city.grid_units, as_of)
        return self._unit_indexes.find(day, lambda: make_unit_index(self.city, as_of=day))

    def ready_unit_index(self, as_of: str | None) -> UnitIndex | None:
        """Return the units in force on a day if they are there, without waiting."""
        return self._unit_indexes.get(find_generation(self.city.grid_units, as_of))

    def get_answer(self, question: Question) -> StoredAnswer | None:
        """Return the answer to a question that was answered before, if it is kept."""
        return self._answers.get(question)

    def ask(self, question: Question, *, client: str = "") -> Future[StoredAnswer]:
        """Have a question answered.

        Parameters
        ----------
        question
            The question.
        client
            Who asks: clients take turns.

        Returns
        -------
        concurrent.futures.Future
            Of its answer; the same for all who ask while it is computed.

        Raises
        ------
        RefusedError
            503 with ``Retry-After`` if too many questions wait.
        """
        return self._answers.find(question, lambda asked: self._lanes[asked.lane].ask(asked, client=client))

    def warm_up(self, first: Sequence[Question] = ()) -> None:
        """Make ready what every question needs.

        Parameters
        ----------
        first
            Questions that are answered before anybody asks them.

        Raises
        ------
        RefusedError
            If answers cannot be computed.
        """
        unit_index = self.unit_index(None)
        if unit_index.address_index is not None:
            unit_index.address_index.warm_up()
        for name in ("workers", "extent"):
            getattr(self.city, name)  # read now: a stored city may be replaced later
        if self._host is not None:
            self._host.wait_until_ready()
        asked = []
        for question in first:
            with suppress(RefusedError):  # one that is refused or fails is asked again by who needs it
                asked.append(self.ask(question))
        wait(asked)
        settle_memory()
        self.is_ready.set()

    def answer_ahead(self, questions: Sequence[Question]) -> None:
        """Answer questions that are likely next, one at a time, until somebody closes the city or all are answered."""
        with suppress(RefusedError):
            for question in questions:
                wait([self.ask(question)])

    def open_projection(self) -> None:
        """Open the city's projection for the thread that locates: PROJ takes 0.1 s for it, in each thread anew."""
        point = self.city.extent.geometry.iloc[0].representative_point()
        lonlat = to_point_lonlat(point.x, point.y, self.city.crs)
        for datum in DATUMS:
            from_lonlat(*lonlat, datum=datum, crs=self.city.crs)

    def keep_ready(self) -> None:
        """Start again what has ended, so that the next question need not wait for it.

        Raises
        ------
        RefusedError
            If it ends again.
        """
        if self._host is not None and self.is_ready.is_set():
            self._host.wait_until_ready()

    def is_of_today(self) -> bool:
        """Tell whether the units that answer are those in force today: a service runs past midnight."""
        return bool((self.city.in_force == is_in_force(self.city.grid_units, None)).all())

    def drain(self) -> None:
        """Answer what waits, then end the processes."""
        for lane in self._lanes.values():
            lane.close()
        self.close()

    def close(self) -> None:
        """End the processes; what waits is refused."""
        self._printer.stop()
        if self._host is not None:
            self._host.close()
        for lane in self._lanes.values():
            lane.close()


def open_served_city(city_path: Path, settings: Settings, host: Host | None = None) -> ServedCity:
    """Open a city to serve it.

    Parameters
    ----------
    city_path
        The bundle.
    settings
        Of the service.
    host
        A process for it that was started already; one of another version is closed. None starts one.

    Returns
    -------
    ServedCity
        To be warmed up, and closed.

    Raises
    ------
    InputError
        If it is no bundle.
    """
    version = find_version(city_path)
    if host is not None and host.version != version:  # it was replaced meanwhile
        host.close()
        host = None
    host = host or Host(city_path, version=version)
    try:
        city = open_city(city_path, lazy=True, expected=version)
    except BaseException:
        host.close()
        raise
    return ServedCity(city, settings, host=host, version=version)
