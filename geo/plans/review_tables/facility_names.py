"""What facilities are called: by name, else by what they are; ids stand in columns of their own."""

from collections.abc import Mapping

import pandas as pd

from geo.plans.review import Review
from geo.plans.review_tables.words import Words


def label_facilities(review: Review, categories: Mapping[str, Words]) -> dict[str, Words]:
    """Name the facilities that a review speaks of.

    Parameters
    ----------
    review
        The review.
    categories
        Category -> its name.

    Returns
    -------
    dict
        Facility -> its name, or that of its category where it has none, or its id where that has none either; those of
        the city that the review speaks of, and all that are planned.

    Examples
    --------
    >>> from geo.city.sample import build_sample, build_sample_rules
    >>> from geo.plans.review import review_plans
    >>> from geo.plans.sample_batch import build_sample_plans
    >>> review = review_plans(build_sample(), build_sample_plans(), rule_sets=[build_sample_rules()])
    >>> {key: words.en for key, words in label_facilities(review, {"clinic": Words("诊所", "Clinic")}).items()}
    {'c1': 'Clinic', 's1': 'School'}
    """
    missing = review.requirements["missing"].dropna()
    spoken = {each.facility_id for each in missing}
    for table in (review.requirements, review.remedies, review.loads, review.own_loads):
        spoken |= set(table["facility_id"].tolist())
    city, planned = review.city.facilities, review.batch.facilities
    mine = city[city["facility_id"].isin(spoken)]
    return {**_name_rows(mine, categories), **_name_rows(planned, categories)}


def _name_rows(table: pd.DataFrame, categories: Mapping[str, Words]) -> dict[str, Words]:
    names = table["name"].fillna("").tolist() if "name" in table else [""] * len(table)
    rows = zip(table["facility_id"].tolist(), table["category"].tolist(), names, strict=True)
    return {key: _name_one(name or categories.get(category, "") or key) for key, category, name in rows}


def _name_one(name: str | Words) -> Words:
    return Words(name, name) if isinstance(name, str) else name
