"""What stopped a task, in one sentence for its row."""

from geo.errors import GeoError


def describe_error(error: BaseException) -> str:
    """Say in one sentence what stopped a task.

    Parameters
    ----------
    error
        Any exception.

    Returns
    -------
    str
        Its message; with its kind where it was not raised on purpose.

    Examples
    --------
    >>> describe_error(KeyError("homes"))
    "unexpected KeyError: 'homes'"
    """
    if isinstance(error, GeoError):
        return str(error)
    if isinstance(error, OSError):
        return f"{error.filename or 'input or output'}: {error.strerror or error}"
    if isinstance(error, MemoryError):
        return "not enough memory for this city; run fewer processes, or divide it with --by-district"
    return f"unexpected {type(error).__name__}: {error}"


def describe_death(whose: str, times: int) -> str:
    """Say what stopped a task whose process or worker died with it every time.

    Parameters
    ----------
    whose
        ``"its process"`` or ``"its worker"``.
    times
        How often it died.

    Returns
    -------
    str
        With what to do.

    Examples
    --------
    >>> describe_death("its worker", 4).partition(";")[0]
    'its worker was killed 4 times'
    """
    return f"{whose} was killed {times} times; it may need more memory: run fewer at once, or divide it (--by-district)"
