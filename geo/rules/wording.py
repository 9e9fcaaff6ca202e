"""Norms in words."""

from geo.rules.norms import Norm, Step, list_steps
from geo.texts import Lang, translate


def describe_amount(norm: Norm, lang: Lang) -> str:
    """Describe how much a norm asks for.

    Parameters
    ----------
    norm
        The norm.
    lang
        Language.

    Returns
    -------
    str
        With its steps, and from which size on.

    Examples
    --------
    >>> norm = Norm(facility="a", measure="floor_area_m2", by="households", source="us", verified=True,
    ...             steps=({"begin": 0, "amount": 40, "per": "households", "for_each": 100},
    ...                    {"begin": 1000, "amount": 500}))
    >>> describe_amount(norm, "en")
    '40 m² of floor area per 100 households; from 1,000 households: 500 m² of floor area'
    """
    unit = translate(f"rules.measure.{norm.measure}", lang)
    parts = []
    for each in list_steps(norm):
        amount = _describe_step(each, unit, lang)
        if each.begin:
            size = translate(f"rules.size.{norm.by}", lang)
            amount = translate("rules.from", lang).format(begin=f"{each.begin:,}", size=size, amount=amount)
        parts.append(amount)
    if norm.from_size is not None:
        size = translate(f"rules.size.{norm.by}", lang)
        parts.append(translate("rules.owed_from", lang).format(begin=f"{norm.from_size:,}", size=size))
    if norm.unless_within_m is not None:
        parts.append(translate("rules.unless_within", lang).format(metres=f"{norm.unless_within_m:,}"))
    return "; ".join(parts)


def _describe_step(step: Step, unit: str, lang: Lang) -> str:
    amount = f"{step.amount:,} {unit}"
    if step.per is None:
        return amount
    size = translate(f"rules.size.{step.per}", lang)
    return translate("rules.per", lang).format(amount=amount, count=f"{step.for_each:,}", size=size)
