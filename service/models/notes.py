"""Assumptions about a city, as answers state them."""

from pydantic import BaseModel, Field


class NoteAnswer(BaseModel):
    """What was assumed, decided or doubted, or why something is not: a key with values, and a sentence for people."""

    key: str = Field(examples=["scaled_residents"])
    values: dict[str, str | int | float] = Field(examples=[{"residents_total": 850000}])
    zh: str
    en: str
