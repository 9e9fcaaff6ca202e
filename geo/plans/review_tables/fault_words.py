"""What is wrong with the data of a batch, in words: for each area, and for the batch as a whole."""

from collections.abc import Mapping, Sequence

from geo.plans.missing import describe_missing, read_missing
from geo.plans.review_tables.cells import Record
from geo.plans.review_tables.words import Words, join_words, phrase, show_number

#: Areas that one line of the batch names.
_NAMED = 8


def describe_faults(
    faults: Sequence[Record],
    requirements: Sequence[Record],
    facilities: Mapping[str, Words],
    categories: Mapping[str, Words],
) -> tuple[Words, ...]:
    """Describe what is wrong with the data of an area.

    Parameters
    ----------
    faults, requirements
        The rows of ``Review.data_faults`` and of ``Review.requirements`` that are about the area.
    facilities, categories
        Facility, and category, -> its name.

    Returns
    -------
    tuple of Words
        A sentence for each, in their order; what keeps requirements open names what they are about.

    Examples
    --------
    >>> overlap = {"fault": "overlap", "about": "P-2", "amount_m2": 340.4}
    >>> [words.en for words in describe_faults([overlap], [], {}, {})]
    ['It lies over the area P-2 by 340 m²']
    """
    found = []
    for record in faults:
        if record["fault"] == "overlap":
            area = show_number(record["amount_m2"])
            found.append(phrase("plan.fault.overlap", other=record["about"], area=area))
        elif record["fault"] == "incomplete":
            missing = read_missing(record["about"])
            open_ones = [row for row in requirements if row["missing"] == missing and row["role"] == "owed"]
            names = dict.fromkeys(categories[row["category"]] for row in open_ones)
            about = describe_missing(missing, facilities)
            found.append(phrase("plan.fault.incomplete", missing=about, items=join_words(names)))
        else:
            found.append(phrase(f"plan.fault.{record['fault']}"))
    return tuple(found)


def summarize_faults(faults: Mapping[str, Sequence[Words]]) -> tuple[Words, ...]:
    """Say once what is wrong with the data of each of several areas.

    Parameters
    ----------
    faults
        Area -> what is wrong with its data.

    Returns
    -------
    tuple of Words
        One line for each fault, with the first areas that have it and how many there are; empty where nothing is wrong.

    Examples
    --------
    >>> same = phrase("plan.fault.no_gates")
    >>> [words.en for words in summarize_faults({"a": [same], "b": [same]})]
    ['a, b: No gates are stated: walks begin where roads meet the outline']
    """
    found: dict[Words, list[str]] = {}
    for plan_id, sentences in faults.items():
        for words in sentences:
            found.setdefault(words, []).append(plan_id)
    return tuple(phrase("plan.fault_of", areas=name_some(plan_ids), fault=words) for words, plan_ids in found.items())


def name_some(plan_ids: Sequence[str], most: int = _NAMED) -> Words:
    """Name the first of some areas, and say how many there are.

    Parameters
    ----------
    plan_ids
        Their ids.
    most
        How many are named.

    Returns
    -------
    Words
        All where they are few; empty texts for none.

    Examples
    --------
    >>> name_some(["a", "b"]).en, name_some([str(number) for number in range(12)]).en
    ('a, b', '0, 1, 2, 3, 4, 5, 6, 7 and 4 more')
    """
    named = join_words(plan_ids[:most])
    rest = len(plan_ids) - most
    return phrase("plan.and_more", named=named, count=str(rest)) if rest > 0 else named
