"""Norms: how much an area must bring, by its size."""

from itertools import pairwise
from typing import Annotated, Final, Literal, Self, get_args

from pydantic import Field, StrictFloat, StrictInt, model_validator

from geo.files.validation import Positive, Record, break_rules, expect
from geo.rules.fields import Cited, Day, Departments, Phase, ProviderField, Text, VerbField, one_of

Measure = Literal["floor_area_m2", "land_area_m2", "places", "people"]

#: What a norm counts: floor area, land, places (pupils, beds), staff.
MEASURES: Final[tuple[Measure, ...]] = get_args(Measure)

Size = Literal["households", "residents", "residential_floor_area_m2", "above_ground_floor_area_m2"]

#: Sizes of an area that steps and thresholds may go by.
SIZES: Final[tuple[Size, ...]] = get_args(Size)

CountedOver = Literal["plot", "project", "group", "city"]

#: Over what the size is added up: each plot, the plots of one project, plots that lie together, or the whole city.
COUNTED_OVER: Final[tuple[CountedOver, ...]] = get_args(CountedOver)

Stock = Literal["new", "existing", "all"]
STOCKS: Final[tuple[Stock, ...]] = get_args(Stock)

_SizeField = Annotated[Size, expect(one_of(SIZES))]
_NotNegative = Annotated[
    Annotated[StrictInt, Field(ge=0, le=1_000_000_000)] | Annotated[StrictFloat, Field(ge=0, le=1e9)],
    expect("a number, 0 or above"),
]


class Step(Record):
    """From this size on so much: in all, or for each so many of a size."""

    begin: _NotNegative
    amount: _NotNegative
    per: _SizeField | None = None
    for_each: Positive = 1


class Norm(Cited):
    """What an area must bring of a facility, or of a composite of rooms.

    Either ``amount``, in all or ``per`` a size ``for_each`` so many of it, or ``steps`` by a size. ``from_size`` and
    ``by`` say from which size on it is owed at all, ``unless_within_m`` that it is not where one is as near as that.
    """

    facility: Text
    measure: Annotated[Measure, expect(one_of(MEASURES))]
    amount: Positive | None = None
    per: _SizeField | None = None
    for_each: Positive = 1
    by: _SizeField | None = None
    steps: Annotated[tuple[Step, ...], expect("[{ begin = 0, amount = m2 }, ...], rising")] = ()
    from_size: Positive | None = None
    unless_within_m: Positive | None = None
    counted_over: Annotated[CountedOver, expect(one_of(COUNTED_OVER))] = "plot"
    stock: Annotated[Stock, expect(one_of(STOCKS))] = "all"
    verb: VerbField = "shall"
    provider: ProviderField = "project"
    departments: Departments = ("planning",)
    phase: Phase | None = None
    valid_from: Day | None = None
    valid_to: Day | None = None

    @model_validator(mode="after")
    def _check_amount(self) -> Self:
        """Check that the keys go together."""
        faults = []
        if (self.amount is None) == (not self.steps):
            faults.append("expected amount or steps, one of the two")
        if self.steps and self.by is None:
            faults.append("no by, which steps need")
        if self.from_size is not None and self.by is None:
            faults.append("no by, which from_size needs")
        if self.steps and self.per is not None:
            faults.append("per stands in each step, not beside steps")
        begins = [step.begin for step in self.steps]
        if begins and (begins[0] != 0 or not all(a < b for a, b in pairwise(begins))):
            faults.append("steps begin at 0 and rise")
        if faults:
            raise break_rules(faults)
        return self


def list_steps(norm: Norm) -> tuple[Step, ...]:
    """List the steps of a norm; a plain amount is one from 0 on.

    Parameters
    ----------
    norm
        The norm.

    Returns
    -------
    tuple of Step
        At least one.

    Examples
    --------
    >>> rate = {"amount": 36, "per": "residents", "for_each": 1000}
    >>> list_steps(Norm(facility="a", measure="places", source="us", verified=True, **rate))
    (Step(begin=0, amount=36, per='residents', for_each=1000),)
    """
    if norm.amount is None:
        return norm.steps
    return (Step(begin=0, amount=norm.amount, per=norm.per, for_each=norm.for_each),)
