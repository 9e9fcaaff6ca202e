"""The language that commands print in: what ``--lang`` says, otherwise that of the locale."""

import os
from collections.abc import Sequence
from contextvars import ContextVar
from itertools import pairwise
from typing import Any, Final, NoReturn

import typer

from geo.texts import LANGS, TEXTS, Lang, translate

_OPTION: Final = "--lang"
#: Where a system says which language its user reads, in the order that counts.
_LOCALE: Final = ("LC_ALL", "LC_MESSAGES", "LANG")
_CHOSEN: Final[ContextVar[Lang | None]] = ContextVar("lang", default=None)


def move_language(arguments: Sequence[str]) -> list[str]:
    """Move ``--lang`` to the front, where it is an option of all commands.

    Parameters
    ----------
    arguments
        Of the command line; what stands behind ``--`` stays where it is.

    Returns
    -------
    list of str
        The same arguments.

    Examples
    --------
    >>> move_language(["check", "city", "--lang", "zh"])
    ['--lang', 'zh', 'check', 'city']
    """
    front, rest, waiting = list[str](), list[str](), list(arguments)
    while waiting and waiting[0] != "--":
        argument = waiting.pop(0)
        if argument == _OPTION:
            front += [argument, *waiting[:1]]
            del waiting[:1]
        else:
            (front if argument.startswith(f"{_OPTION}=") else rest).append(argument)
    return [*front, *rest, *waiting]


def find_language(arguments: Sequence[str]) -> str | None:
    """Find what ``--lang`` says.

    Parameters
    ----------
    arguments
        As :func:`move_language` returns them.

    Returns
    -------
    str or None
        The last one; "" where nothing stands behind it, None where there is none.

    Examples
    --------
    >>> find_language(["--lang", "zh", "check", "city"]), find_language(["check", "city"])
    ('zh', None)
    """
    found = None
    for argument, behind in pairwise([*arguments, ""]):
        if argument == "--":
            break
        if argument == _OPTION:
            found = behind
        elif argument.startswith(f"{_OPTION}="):
            found = argument.removeprefix(f"{_OPTION}=")
    return found


def choose_language(lang: str | None) -> None:
    """Choose the language of all that is printed from here on.

    Parameters
    ----------
    lang
        ``"zh"`` or ``"en"``; None for that of the locale.

    Raises
    ------
    typer.BadParameter
        If it is another one.

    Examples
    --------
    >>> choose_language("en")
    >>> reader_language()
    'en'
    >>> choose_language(None)
    """
    found = next((each for each in LANGS if each == lang), None)
    _CHOSEN.set(found)
    if found != lang:
        refuse_options(f"--lang {lang}: expected zh or en")


def reader_language() -> Lang:
    """Return the language to print in.

    Returns
    -------
    str
        What was chosen; else Chinese where the locale is Chinese, and English everywhere else.
    """
    chosen = _CHOSEN.get()
    if chosen is not None:
        return chosen
    locale = next(filter(None, map(os.environ.get, _LOCALE)), "")
    return "zh" if locale.lower().startswith("zh") else "en"


def say(key: str, **values: Any) -> str:
    """Return a text that commands print.

    Parameters
    ----------
    key
        A key of :data:`geo.texts.TEXTS` without "print." in front.
    **values
        What stands in the places of the text.

    Returns
    -------
    str
        In the reader's language.
    """
    return translate(f"print.{key}", reader_language()).format(**values)


def say_word(group: str, word: str) -> str:
    """Return the text of a word that stands in data, such as a status.

    Parameters
    ----------
    group
        What stands between "print." and the word in its key.
    word
        The word.

    Returns
    -------
    str
        In the reader's language; the word itself where it has no text.

    Examples
    --------
    >>> say_word("located", "some new status")
    'some new status'
    """
    texts = TEXTS.get(f"print.{group}.{word}")
    return word if texts is None else texts[reader_language()]


def refuse_options(message: str) -> NoReturn:
    """Refuse options that do not go together, or mean nothing.

    Parameters
    ----------
    message
        What was expected.

    Raises
    ------
    typer.BadParameter
        Always.
    """
    raise typer.BadParameter(message)
