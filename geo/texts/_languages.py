"""The languages that texts are written in."""

from typing import Final, Literal

Lang = Literal["zh", "en"]


#: Key -> the text in each language.
Translations = dict[str, dict[Lang, str]]

#: English templates of messages, each with the Chinese one, which has the same places.
Pairs = tuple[tuple[str, str], ...]


LANGS: Final[tuple[Lang, ...]] = ("zh", "en")
