"""Documents as typed records: types that say what they expect, and what pydantic finds wrong in our words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StrictFloat,
    StrictInt,
    StrictStr,
    ValidationError,
    WrapValidator,
)
from pydantic_core import ErrorDetails, PydanticCustomError

_EXPECTED: Final = "expected"


_BROKEN: Final = "broken"


#: What pydantic calls a fault of a whole table -> our kind of fault.
_KINDS: Final = {"missing": "missing", "extra_forbidden": "unknown"} | dict.fromkeys(
    ("model_type", "dict_type", "list_type", "tuple_type"), "table"
)


class Record(BaseModel):
    """A table of a document: no other keys than its fields, and never changed."""

    # built when the first document is read: importing the package stays quick
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


Model = TypeVar("Model", bound=Record)


@dataclass(frozen=True)
class Fault:
    """What is wrong in a document.

    Parameters
    ----------
    place
        Keys and numbers of entries that lead to it.
    kind
        ``"missing"`` (a key that must be there), ``"unknown"`` (a key that no table has), ``"value"`` (another value is
        expected), ``"table"`` (a table, or a list of tables, is expected), ``"rule"`` (keys that do not go together).
    text
        What is expected of a value, or the rule that is broken; else "".
    value
        What stands there.
    """

    place: tuple[str | int, ...]
    kind: str
    text: str
    value: Any


def expect(text: str) -> WrapValidator:
    """Make a type say what it expects where a value does not fit it.

    Parameters
    ----------
    text
        Such as "a number above 0".

    Returns
    -------
    pydantic.WrapValidator
        For ``Annotated``.
    """

    def validate(value: Any, validate_inner: Any) -> Any:
        try:
            return validate_inner(value)
        except (ValidationError, PydanticCustomError, ValueError):
            raise PydanticCustomError(_EXPECTED, "{text}", {"text": text}) from None

    return WrapValidator(validate)


def break_rules(texts: Sequence[str]) -> PydanticCustomError:
    """Make the error that a record's own check raises where its keys do not go together.

    Parameters
    ----------
    texts
        A sentence for each rule that is broken.

    Returns
    -------
    pydantic_core.PydanticCustomError
        Read as one fault for each text.
    """
    return PydanticCustomError(_BROKEN, "rules are broken", {"texts": list(texts)})


def check_range(least: float, most: float) -> AfterValidator:
    """Make a number be within a range.

    Parameters
    ----------
    least, most
        Both belong to it.

    Returns
    -------
    pydantic.AfterValidator
        For ``Annotated``, within an :func:`expect`.
    """

    def validate(number: float) -> float:
        if not least <= number <= most:
            raise ValueError(number)
        return number

    return AfterValidator(validate)


#: No number of a document is larger: an int may have any number of digits, which nothing could be computed with.
MOST_OF_ALL: Final = 1_000_000_000


#: An int stays an int, so that a document is written as it was read.
Positive = Annotated[
    Annotated[StrictInt, Field(gt=0, le=MOST_OF_ALL)] | Annotated[StrictFloat, Field(gt=0, le=MOST_OF_ALL)],
    expect(f"a number above 0, {MOST_OF_ALL:,} at most"),
]


TextTable = Annotated[dict[StrictStr, StrictStr], expect("a table of texts")]


def read_record(model: type[Model], document: Mapping[str, Any]) -> tuple[Model | None, list[Fault]]:
    """Read a document as a record.

    Parameters
    ----------
    model
        The record's class.
    document
        As TOML or JSON gives it.

    Returns
    -------
    tuple
        The record and no faults, or None and every fault, in the order of the model's fields.

    Examples
    --------
    >>> class Circle(Record):
    ...     minutes: Positive
    >>> read_record(Circle, {"minutes": 15})
    (Circle(minutes=15), [])
    >>> [(fault.place, fault.kind, fault.text) for fault in read_record(Circle, {"minutes": -1, "mnutes": 5})[1]]
    [(('minutes',), 'value', 'a number above 0, 1,000,000,000 at most'), (('mnutes',), 'unknown', '')]
    """
    try:
        return model.model_validate(document), []
    except ValidationError as error:
        return None, [fault for details in error.errors(include_url=False) for fault in _list_faults(details)]


def _list_faults(details: ErrorDetails) -> list[Fault]:
    place, found = details["loc"], details["input"]
    if details["type"] == _BROKEN:
        return [Fault(place, "rule", text, found) for text in details["ctx"]["texts"]]
    if details["type"] in _KINDS:
        return [Fault(place, _KINDS[details["type"]], "", found)]
    return [Fault(place, "value", details["msg"], found)]
