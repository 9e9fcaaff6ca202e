"""Notes and assumptions as records: a key with values, written in the reader's language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from geo.texts import LANGS, TEXTS, Lang, translate

_PREFIX: Final = "note."


@dataclass(frozen=True)
class Note:
    """What was decided, doubted or assumed, in no language yet.

    Parameters
    ----------
    key
        A key of :data:`geo.texts.TEXTS` without "note." in front; ``"stated"`` for a sentence of a file's author.
    values
        What stands in the places of the text: plain texts and numbers, as JSON knows them.

    Raises
    ------
    KeyError
        If there is no such text: a fault of the program, not of the data.

    Examples
    --------
    >>> Note("no_such_text")
    Traceback (most recent call last):
        ...
    KeyError: 'no_such_text'
    """

    key: str
    values: Mapping[str, str | int | float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if _PREFIX + self.key not in TEXTS:
            raise KeyError(self.key)


def make_note(key: str, /, **values: str | int | float) -> Note:
    """Make a note.

    Parameters
    ----------
    key
        As of :class:`Note`.
    **values
        What stands in the places of the text.

    Returns
    -------
    Note
        The note.

    Raises
    ------
    KeyError
        If there is no such text: a fault of the program, not of the data.

    Examples
    --------
    >>> make_note("scaled_residents", residents_total=1000)
    Note(key='scaled_residents', values={'residents_total': 1000})
    """
    return Note(key, values)


def state_notes(sentences: Iterable[str]) -> tuple[Note, ...]:
    """Make notes of sentences that the author of a file wrote.

    Parameters
    ----------
    sentences
        Texts in any language.

    Returns
    -------
    tuple of Note
        One note for each sentence, which reads the same in every language.

    Examples
    --------
    >>> translate_note(state_notes(["Residents {2020}"])[0], "zh")
    'Residents {2020}'
    """
    return tuple(make_note("stated", text=sentence) for sentence in sentences)


def translate_note(note: Note, lang: Lang) -> str:
    """Write a note in one language.

    Parameters
    ----------
    note
        Any note.
    lang
        ``"zh"`` or ``"en"``.

    Returns
    -------
    str
        Its text with the values in it.

    Raises
    ------
    KeyError
        If a value is missing: a fault of the program, not of the data.

    Examples
    --------
    >>> translate_note(make_note("scaled_residents", residents_total=1000), "en")
    'Residents are scaled to 1,000 in all.'
    """
    return translate(_PREFIX + note.key, lang).format(**note.values)


def translate_notes(notes: Iterable[Note]) -> list[dict[Lang, str]]:
    """Write notes in every language, for pages that show one of them.

    Parameters
    ----------
    notes
        Any notes.

    Returns
    -------
    list of dict
        Language -> text, for each note; empty without notes.

    Examples
    --------
    >>> translate_notes(state_notes(["Counted in 2020."]))
    [{'zh': 'Counted in 2020.', 'en': 'Counted in 2020.'}]
    """
    return [{lang: translate_note(note, lang) for lang in LANGS} for note in notes]


def describe_notes(notes: Iterable[Note]) -> list[dict[str, Any]]:
    """Write notes as JSON holds them: for programs by key and values, for people in every language.

    Parameters
    ----------
    notes
        Any notes.

    Returns
    -------
    list of dict
        ``key, values, zh, en`` of each note; empty without notes.

    Examples
    --------
    >>> describe_notes([make_note("numbered_homes")])[0]["en"]
    'homes: no id column; numbered in the order of the file'
    """
    return [
        {"key": note.key, "values": dict(note.values), **{str(lang): translate_note(note, lang) for lang in LANGS}}
        for note in notes
    ]
