"""What a background job is: what is asked of it, how far it is, and the names of its folders."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from geo.errors import NotFoundError

State = Literal["waiting", "running", "done", "failed", "cancelled"]
#: What a job does: reviews plan areas, chooses sites, or divides the city into life circles.
Kind = Literal["review", "siting", "circles"]

UPLOAD: Final = "upload"
RESULT: Final = "result"
#: Where a running job writes; renamed when all of it is written.
UNFINISHED: Final = "result.new"
#: For files that a running job needs for a while.
TEMPORARY: Final = "temporary"


@dataclass(frozen=True, kw_only=True)
class JobRequest:
    """What is asked of a job.

    Parameters
    ----------
    kind
        What it does.
    files
        What a file holds (``areas``, ``gates``, ``candidates`` and so on) -> its name in the upload folder.
    names
        The same -> what the client calls it: text for messages, never a path.
    options
        What was stated beside the files, as plain values: the fields of the form of its kind that are not as usual.
    """

    kind: Kind = "review"
    files: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Job:
    """The state of a job. Times are seconds since 1970, None for what has not happened.

    Parameters
    ----------
    job_id
        22 letters that nobody can guess.
    city
        The bundle it is about.
    request
        What is asked.
    client, secret_hash
        Who posted it, as :class:`service.jobs.access.Poster` says it.
    kept_s
        How long its results are kept after it ended [s].
    created, started, ended, expires
        Times.
    state, progress, step, detail
        How far it is: `progress` from 0 to 1; `detail` says why it failed.
    starts
        How often it was begun.
    revision
        Number of the state: every change adds one.
    stored_bytes
        What its files take [bytes]; while it runs what was sent in.
    """

    job_id: str
    city: str
    request: JobRequest
    client: str
    secret_hash: str
    kept_s: float
    created: float
    started: float | None = None
    ended: float | None = None
    expires: float | None = None
    state: State = "waiting"
    progress: float = 0.0
    step: str | None = None
    detail: str | None = None
    starts: int = 0
    revision: int = 0
    stored_bytes: int = 0

    @property
    def has_ended(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state in ("done", "failed", "cancelled")

    @property
    def is_gone(self) -> bool:
        """Whether its time has passed: it is as if it had never been, though its files may not be deleted yet."""
        return self.expires is not None and self.expires <= time.time()


def make_unknown() -> NotFoundError:
    """Make the error of an id that no job has.

    Returns
    -------
    NotFoundError
        The same for a job that never was and for one whose time has passed.
    """
    return NotFoundError("no job has this id; it may have expired, or have been deleted")
