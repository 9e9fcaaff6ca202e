"""Errors, of all routes."""

from pydantic import BaseModel


class Problem(BaseModel):
    """An error (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
