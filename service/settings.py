"""Settings of the service, read from the environment when the application is made."""

from pathlib import Path
from typing import Annotated, ClassVar

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from geo.errors import InputError


class Settings(BaseSettings):
    """What the service needs to know.

    Parameters
    ----------
    city
        The city bundle to serve.
    answers_mb
        How much memory answers take that are kept to be given again, compressed [MB].
    answers_waiting
        How many questions may wait for those that are computed, in each lane; more are refused for a few seconds.
    answers_per_client
        How many answers are computed for one client at once, and how many of its requests wait for them.
    answer_wait_s
        How long a request waits for an answer that is computed, unless its client prefers otherwise [s]; it is told
        then to ask again.
    planner_key
        Who sends it in ``X-Planner-Key`` sees names and phones of workers; nobody does where it is not set. Checked by
        :func:`service.contacts.check_planner_key`.
    jobs
        Folder of the background jobs, with what was sent in and what came out: on a disk of this machine, and its own.
        Beside the city bundle where not given (``reference`` -> ``reference.jobs``).
    jobs_kept_hours
        How long the results of a job are kept after it ended [h].
    jobs_waiting, jobs_waiting_per_client
        How many jobs may wait at once, of all clients and of one; a quarter of all where not given for one.
    jobs_kept_per_client
        How many ended jobs of one client are kept at once.
    jobs_memory_mb, jobs_processor_s, jobs_wall_s
        What one job may take: memory [MB], processor time [s], and time from its beginning to its end [s].
    jobs_result_mb
        How large the files of one job may become [MB].
    jobs_disk_mb, jobs_disk_mb_per_client
        How large the files of all jobs may become [MB], and those of one client; a quarter of all where not given.
    scenarios_kept_days
        How long a scenario is kept after it was saved last [days].
    scenarios_kept, scenarios_kept_per_client
        How many scenarios are kept at once, of all clients and of one. They lie in the folder of the jobs.
    upload_mb
        How large a request with files may be [MB]; unpacked files may take ten times as much.
    allowed_hosts
        Names under which the service may be asked, with commas between them; ``*`` is any. ``gridwalk serve`` allows
        those of this machine where nothing is set; under another server any name is allowed then.
    proxies
        Addresses of proxies, with commas between them, whose word for a client's address counts (``X-Forwarded-For``);
        nobody's does where it is not set.
    connections
        How many connections ``gridwalk serve`` answers at once in each process.

    Examples
    --------
    >>> Settings.variable("city")
    'GRIDWALK_CITY'
    """

    prefix: ClassVar[str] = "GRIDWALK_"
    model_config = SettingsConfigDict(env_prefix=prefix)

    city: Path | None = None
    answers_mb: Annotated[int, Field(ge=0)] = 64
    answers_waiting: Annotated[int, Field(ge=1)] = 64
    answers_per_client: Annotated[int, Field(ge=1)] = 16
    answer_wait_s: Annotated[float, Field(gt=0)] = 4.0
    planner_key: SecretStr | None = None
    jobs: Path | None = None
    jobs_kept_hours: Annotated[float, Field(gt=0)] = 72.0
    jobs_waiting: Annotated[int, Field(ge=1)] = 20
    jobs_waiting_per_client: Annotated[int, Field(ge=1)] | None = None
    jobs_kept_per_client: Annotated[int, Field(ge=1)] = 100
    jobs_memory_mb: Annotated[int, Field(ge=1)] = 4_000
    jobs_processor_s: Annotated[int, Field(ge=1)] = 900
    jobs_wall_s: Annotated[float, Field(gt=0)] = 1_800.0
    jobs_result_mb: Annotated[int, Field(ge=1)] = 2_000
    jobs_disk_mb: Annotated[int, Field(ge=1)] = 20_000
    jobs_disk_mb_per_client: Annotated[int, Field(ge=1)] | None = None
    scenarios_kept_days: Annotated[float, Field(gt=0)] = 365.0
    scenarios_kept: Annotated[int, Field(ge=0)] = 10_000
    scenarios_kept_per_client: Annotated[int, Field(ge=0)] = 200
    upload_mb: Annotated[int, Field(ge=1)] = 100
    allowed_hosts: str = "*"
    proxies: str = ""
    connections: Annotated[int, Field(ge=1)] = 500

    @property
    def jobs_folder(self) -> Path | None:
        """Where jobs are kept; None where neither it nor the city's bundle is named."""
        if self.jobs is not None:
            return self.jobs.resolve()
        bundle = None if self.city is None else self.city.resolve()
        return None if bundle is None else bundle.with_name(f"{bundle.name}.jobs")

    @classmethod
    def variable(cls, name: str) -> str:
        """Return the environment variable of a setting."""
        return f"{cls.prefix}{name.upper()}"


def read_settings() -> Settings:
    """Read the settings from the environment.

    Returns
    -------
    Settings
        Those that are set; the others have their defaults.

    Raises
    ------
    InputError
        If a setting cannot be read: all such with their variables, without their values, which may be secret.

    Examples
    --------
    >>> read_settings().upload_mb
    100
    """
    try:
        return Settings()
    except ValidationError as error:
        faults = [f"{Settings.variable(str(fault['loc'][0]))}: {fault['msg']}" for fault in error.errors()]
        raise InputError(f"the settings of the service are wrong: {'; '.join(faults)}") from None
