"""The languages that texts are written in."""

from typing import Final, Literal

Lang = Literal["zh", "en"]


#: Key -> the text in each language.
Translations = dict[str, dict[Lang, str]]


LANGS: Final[tuple[Lang, ...]] = ("zh", "en")
