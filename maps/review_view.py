"""What the planner's page shows of a review: areas by rank, each reason in one line with whom it concerns."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

import pandas as pd

from geo.files.writers import to_plain
from geo.plans.cases import TOGETHER
from geo.plans.review import Review
from geo.plans.review_tables.area_report import group_records, name_things
from geo.plans.review_tables.cells import Record
from geo.plans.review_tables.explanations import explain_requirements, name_requirement
from geo.plans.review_tables.group_words import GroupWords, put_groups
from geo.plans.review_tables.requirement_table import Names
from geo.texts import LANGS, TEXTS
from maps.encode import pack_polygons
from maps.style import VERDICT_COLOURS, VERDICT_SIGNS

_COLUMNS: Final = (
    "rank", "plan_id", "name", "group", "stage", "district_name", "street_name", "community_name", "unit_code",
    "households", "residents", "people_short", "verdict_alone", "verdict_together", "explanation",
)  # fmt: skip
#: Faults and rejected rows that a page lists; the workbook has all.
_SHOWN: Final = 50


def pack_review_view(review: Review, summary: Mapping[str, Any]) -> dict[str, Any]:
    """Pack what a page shows of a review beside the map itself.

    Parameters
    ----------
    review
        What was found.
    summary
        As :func:`geo.plans.results.summarize_review` puts it together, with ``dossier`` in each of ``areas`` where
        there are dossiers.

    Returns
    -------
    dict
        ``areas`` by rank: their figures and verdicts, ``reasons`` (what is not met: a few words and a sentence in both
        languages, its verdict, and the departments that judge it), ``shape`` (packed) and ``dossier``; ``departments``
        and ``verdicts`` (sign and colour) with their names; ``faults, rejected, counts, rules``.

    Examples
    --------
    >>> from geo.plans.results import summarize_review
    >>> from geo.plans.review import review_plans
    >>> from geo.city.sample import build_sample, build_sample_rules
    >>> from geo.plans.review_tables.area_report import report_areas
    >>> from geo.plans.sample_batch import build_sample_plans
    >>> review = review_plans(build_sample(), build_sample_plans(), rule_sets=[build_sample_rules()])
    >>> view = pack_review_view(review, summarize_review(review, list(report_areas(review)), version="1"))
    >>> [(reason["verdict"], reason["departments"]) for reason in view["areas"][0]["reasons"]]
    [('not_assessed', ['education'])]
    """
    shapes = dict(zip(review.areas["plan_id"], pack_polygons(review.areas.geometry, tolerance_m=0.0), strict=True))
    reasons = _list_reasons(review)
    areas = [
        {
            **{name: area[name] for name in _COLUMNS},
            "faults": len(area["data_faults"]),
            "reasons": reasons[area["plan_id"]],
            "shape": shapes[area["plan_id"]],
            "dossier": area.get("dossier", ""),
        }
        for area in sorted(summary["areas"], key=lambda area: int(area["rank"]))
    ]
    named = dict.fromkeys(name for area in areas for reason in area["reasons"] for name in reason["departments"])
    plain: dict[str, Any] = to_plain(
        {
            "counts": summary["counts"],
            "profile": summary["profile"],
            "rules": [dict(rules["name"]) for rules in summary["rule_sets"]],
            "verdicts": [
                {"key": name, "name": TEXTS[f"verdict.{name}"], "sign": VERDICT_SIGNS[name], "colour": colour}
                for name, colour in VERDICT_COLOURS.items()
            ],
            "departments": {name: _name_department(name) for name in named},
            "areas": areas,
            "faults": summary["data_faults"][:_SHOWN],
            "rejected": [_describe_rejected(row) for row in summary["rejected"][:_SHOWN]],
            "notes": summary["notes"],
            "assumptions": summary["assumptions"],
        }
    )
    return plain


def _list_reasons(review: Review) -> dict[str, list[dict[str, Any]]]:
    names, asked = name_things(review), group_records(review.requirements)
    groups = put_groups(pd.DataFrame(review.areas.drop(columns="geometry")))
    of_areas = zip(review.areas["plan_id"], review.areas["group"], strict=True)
    return {
        plan_id: _explain_area(review, asked.get(plan_id, ()), names, groups.get(group)) for plan_id, group in of_areas
    }


def _explain_area(
    review: Review, requirements: Sequence[Record], names: Names, group: GroupWords | None
) -> list[dict[str, Any]]:
    return [
        {
            "line": asdict(name_requirement(record, names)),
            "text": asdict(words),
            "verdict": record["verdict"],
            "category": asdict(names.categories[record["category"]]),
            "departments": list(review.clauses[record["clause"]].departments),
        }
        for record, words in explain_requirements(requirements, TOGETHER, names, group=group)
    ]


def _name_department(name: str) -> dict[str, str]:
    key = f"department.{name}"
    return {lang: TEXTS[key][lang] if key in TEXTS else name for lang in LANGS}


def _describe_rejected(row: Mapping[str, Any]) -> dict[str, str]:
    return {lang: f"{row['file']}, {row['row']}: {row[f'reason_{lang}']}" for lang in LANGS}
