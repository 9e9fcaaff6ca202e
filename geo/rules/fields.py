"""What the entries of a rule set have in common: names, amounts, verbs, phases, and what each cites."""

from datetime import date
from typing import Annotated, Final, Literal, Self, get_args

from pydantic import AfterValidator, BeforeValidator, Field, StrictBool, StrictFloat, StrictStr, model_validator

from geo.files.validation import Positive, Record, break_rules, expect
from geo.texts import LANGS

Department = Literal[
    "planning",
    "construction",
    "civil_affairs",
    "street_office",
    "health",
    "education",
    "commerce",
    "culture_sports",
    "public_security",
]

#: Who judges, or receives, what a rule set asks for.
DEPARTMENTS: Final[tuple[Department, ...]] = get_args(Department)

Verb = Literal["must", "shall", "should", "may"]

#: How hard a rule is: 必须, 应 or 不得, 宜, 可.
VERBS: Final[tuple[Verb, ...]] = get_args(Verb)

Provider = Literal["project", "city"]

#: Who provides a facility: with the project, or the city.
PROVIDERS: Final[tuple[Provider, ...]] = get_args(Provider)

Scope = Literal["urban", "rural"]

#: Communities, or villages.
SCOPES: Final[tuple[Scope, ...]] = get_args(Scope)


def _check_languages(name: dict[str, str]) -> dict[str, str]:
    if set(name) != set(LANGS):
        raise ValueError
    return name


def _check_order(pair: tuple[float, float]) -> tuple[float, float]:
    if pair[0] > pair[1]:
        raise ValueError
    return pair


def _check_day(text: str) -> str:
    return date.fromisoformat(text).isoformat()


def _write_day(value: object) -> object:
    """Turn a day that TOML has read into the text that JSON keeps."""
    return value.isoformat() if type(value) is date else value


def one_of(names: tuple[str, ...]) -> str:
    """Write what a value may be.

    Parameters
    ----------
    names
        The values.

    Returns
    -------
    str
        For :func:`geo.files.validation.expect`.

    Examples
    --------
    >>> one_of(("urban", "rural"))
    'one of urban, rural'
    """
    return f"one of {', '.join(names)}"


#: A day: TOML's own, or as ISO writes it.
Day = Annotated[StrictStr, BeforeValidator(_write_day), AfterValidator(_check_day), expect("a day such as 2018-12-01")]
Name = Annotated[dict[StrictStr, StrictStr], AfterValidator(_check_languages), expect("a text in zh and in en")]
Text = Annotated[StrictStr, Field(min_length=1), expect("a text")]
Flag = Annotated[StrictBool, expect("true or false")]
_Pair = Annotated[tuple[Positive, Positive], AfterValidator(_check_order)]
Range = Annotated[_Pair, expect("two numbers above 0, the least first")]
OneOrRange = Annotated[Positive | _Pair, expect("a number above 0, or two, the least first")]
Share = Annotated[StrictFloat, Field(gt=0, le=1), expect("a share above 0, 1.0 at most")]
Departments = Annotated[tuple[Department, ...], Field(min_length=1), expect(f"a list, each {one_of(DEPARTMENTS)}")]
VerbField = Annotated[Verb, expect(one_of(VERBS))]
ProviderField = Annotated[Provider, expect(one_of(PROVIDERS))]


class Cited(Record):
    """What cites a clause, and says whether somebody has compared it with the text."""

    source: Text
    verified: Flag


class PartlyCited(Record):
    """What is cited with the entry that it stands in, unless it says otherwise: both or neither."""

    source: Text | None = None
    verified: Flag | None = None

    @model_validator(mode="after")
    def _check_citation(self) -> Self:
        if (self.source is None) != (self.verified is None):
            raise break_rules(["source and verified stand together, or neither does"])
        return self


class Radius(PartlyCited):
    """Longest distance to a facility [m]; ``verb`` says how hard that is."""

    m: Positive
    verb: VerbField = "should"


class Area(PartlyCited):
    """Floor or land of one facility: at least, or from and to [m2]; ``verb`` is that of the least."""

    m2: OneOrRange
    verb: VerbField = "should"

    @property
    def least_m2(self) -> float:
        """The least [m2]."""
        return float(self.m2[0] if isinstance(self.m2, tuple) else self.m2)


class Phase(PartlyCited):
    """By when something must stand: before this share of the dwellings, or with the first of them."""

    before_share: Share
    with_first: Flag = False
