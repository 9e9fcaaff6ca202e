"""Entries of a rule set: service circles, categories and norms, each citing what it was taken from."""

from itertools import pairwise
from typing import Annotated, Any, Final, Literal, Self, get_args

from pydantic import AfterValidator, Field, StrictBool, StrictFloat, StrictInt, StrictStr, model_validator

from geo.files.validation import Positive, Record, break_rules, expect
from geo.texts import LANGS

NormKind = Literal["per_household", "per_resident", "floor", "steps"]


#: Kinds of norms and what each must say beside its category and source.
NORM_KINDS: Final[dict[NormKind, tuple[str, ...]]] = {
    "per_household": ("floor_area_m2",),
    "per_resident": (),
    "floor": ("floor_area_m2",),
    "steps": ("by", "steps"),
}


#: What a norm per resident may ask for: floor area [m2], staff, or places (pupils, beds).
PER_RESIDENT: Final = ("floor_area_m2", "people", "places")


Department = Literal["planning", "construction", "civil_affairs", "health", "education", "commerce", "culture_sports"]


#: Who judges a category at a joint review; planning where a rule set names nobody.
DEPARTMENTS: Final[tuple[Department, ...]] = get_args(Department)


_StepMeasure = Literal["households", "residents", "residential_floor_area_m2"]


def _check_languages(name: dict[str, str]) -> dict[str, str]:
    if set(name) != set(LANGS):
        raise ValueError
    return name


def _check_order(pair: tuple[float, float]) -> tuple[float, float]:
    if pair[0] > pair[1]:
        raise ValueError
    return pair


def _check_steps(steps: tuple[tuple[float, float], ...]) -> tuple[tuple[float, float], ...]:
    """Check that steps begin at 0 and rise."""
    if steps[0][0] != 0 or not all(a[0] < b[0] for a, b in pairwise(steps)):
        raise ValueError
    return steps


Name = Annotated[dict[StrictStr, StrictStr], AfterValidator(_check_languages), expect("a text in zh and in en")]
Text = Annotated[StrictStr, Field(min_length=1), expect("a text")]
_Flag = Annotated[StrictBool, expect("true or false")]
_Pair = Annotated[tuple[Positive, Positive], AfterValidator(_check_order)]
_Range = Annotated[_Pair, expect("two numbers above 0, the least first")]
_FloorArea = Annotated[Positive | _Pair, expect("a number above 0, or two, the least first")]
_Number = StrictInt | StrictFloat
_Steps = Annotated[
    tuple[tuple[_Number, _Number], ...],
    Field(min_length=1),
    AfterValidator(_check_steps),
    expect("[[0, m2], [from, m2], ...], rising"),
]


class Circle(Record):
    """A service circle of a standard: how long and far one walks in it [m], and for how many it is."""

    name: Name
    minutes: Positive
    walk_m: _Range
    residents: _Range | None = None
    dwellings: _Range | None = None
    source: Text
    verified: _Flag


class Category(Record):
    """What a standard asks of the facilities of a category: a longest walk [m], maybe a floor area [m2]."""

    name: Name
    department: Annotated[Department, expect(f"one of {', '.join(DEPARTMENTS)}")] | None = None
    circle_min: Positive
    limit_m: Positive
    floor_area_m2: _FloorArea | None = None
    source: Text
    verified: _Flag


class Norm(Record):
    """What an area must bring: floor area [m2], staff or places; ``kind`` is a key of :data:`NORM_KINDS`."""

    category: Text
    kind: Annotated[NormKind, expect(f"one of {', '.join(get_args(NormKind))}")]
    floor_area_m2: _FloorArea | None = None
    people: Positive | None = None
    places: Positive | None = None
    by: Annotated[_StepMeasure, expect(f"one of {', '.join(get_args(_StepMeasure))}")] | None = None
    steps: _Steps | None = None
    source: Text
    verified: _Flag

    @model_validator(mode="after")
    def _check_kind(self) -> Self:
        """Check that there is what a norm of this kind needs."""
        needed = [key for key in NORM_KINDS[self.kind] if getattr(self, key) is None]
        faults = [f"no {key}, which a norm {self.kind} needs" for key in needed]
        if self.kind == "per_resident" and sum(getattr(self, key) is not None for key in PER_RESIDENT) != 1:
            faults.append(f"expected one of {', '.join(PER_RESIDENT)}, which a norm per_resident needs")
        if faults:
            raise break_rules(faults)
        return self


def dump_entry(entry: Circle | Category | Norm) -> dict[str, Any]:
    """Write an entry of a rule set as :func:`dump_rules` does.

    Parameters
    ----------
    entry
        The entry.

    Returns
    -------
    dict
        Its keys; those that were not given are left out.

    Examples
    --------
    >>> name = {"zh": "甲", "en": "A"}
    >>> dump_entry(Category(name=name, circle_min=5, limit_m=300, source="us", verified=True))["limit_m"]
    300
    """
    return entry.model_dump(mode="json", exclude_none=True)
