"""Settings of the service, read from the environment when the application is made."""

from pathlib import Path
from typing import ClassVar

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What the service needs to know.

    Parameters
    ----------
    city
        The city bundle to serve.
    analyses_kept
        How many analyses (limit and profile) are kept in memory.
    planner_key
        Who sends it in ``X-Planner-Key`` sees names and phones of workers; nobody does where it is not set.

    Examples
    --------
    >>> Settings.variable("city")
    'GRIDWALK_CITY'
    """

    prefix: ClassVar[str] = "GRIDWALK_"
    model_config = SettingsConfigDict(env_prefix=prefix)

    city: Path | None = None
    analyses_kept: int = 8
    planner_key: SecretStr | None = None

    @classmethod
    def variable(cls, name: str) -> str:
        """Return the environment variable of a setting."""
        return f"{cls.prefix}{name.upper()}"
