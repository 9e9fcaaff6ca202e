"""Whether the service is well."""

from pydantic import BaseModel


class Health(BaseModel):
    """State of the service."""

    status: str
    city: str | None = None
