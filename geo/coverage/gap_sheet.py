"""Gap areas as people read them: a sheet of the workbook, ranked, names first; and in short in summary.json."""

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from geo.coverage.scopes import RURAL
from geo.texts import LANGS, TEXTS

#: The largest places that a summary names.
LARGEST: Final = 3
_FIRST: Final = ("name", "category", "rank", "district_name", "scope")
_LAST: Final = (
    "facility_name", "walk_m", "remedy", "remedy_residents", "site_residents", "site_residents_in_all",
    "path_residents_at_most", "path_facility_name", "gap_id",
)  # fmt: skip
_LARGEST_COLUMNS: Final = (
    "gap_id", "category", "name", "scope", "residents", "households", "facility_name", "walk_m", "remedy",
    "remedy_residents",
)  # fmt: skip


def tabulate_gaps(gaps: pd.DataFrame, categories: Mapping[str, Mapping[str, str]]) -> pd.DataFrame:
    """Choose and name what people read of gap areas.

    Parameters
    ----------
    gaps
        Columns of :func:`geo.coverage.gap_table.make_empty_gaps`.
    categories
        Category -> {"zh": name, "en": name}.

    Returns
    -------
    pandas.DataFrame
        A row for each gap area that matters, and one for all others of each category and scope; in both languages
        where a word is not from the data. Without rows where all are covered.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> table = tabulate_gaps(analyze_city(build_sample()).gaps, {"clinic": {"zh": "诊所", "en": "Clinic"}})
    >>> table.iloc[1][["name", "category", "scope", "remedy"]].tolist()
    ['Street North', '诊所 Clinic', '村 Villages', '新建设施 a new site']
    """
    people = [name for name in map(str, gaps) if name in ("residents", "households") or name.startswith("residents_")]
    named = {key: f"{name['zh']} {name['en']}" for key, name in categories.items()}
    rows = zip(gaps["name"], gaps["is_others"], gaps["gaps"], strict=True)
    return pd.DataFrame(gaps[[*_FIRST, *people, *_LAST]]).assign(
        name=[
            _say("gap.others", count=count) if others else name or _say("gap.outside") for name, others, count in rows
        ],
        category=[named.get(name, name) for name in gaps["category"]],
        scope=[_say(f"scope.{scope}") for scope in gaps["scope"]],
        remedy=[
            "" if others else _say(f"gap.remedy.{remedy}")
            for remedy, others in zip(gaps["remedy"], gaps["is_others"], strict=True)
        ],
    )


def summarize_gaps(gaps: pd.DataFrame) -> dict[str, Any]:
    """Say how many gap areas matter, and name the largest places.

    Parameters
    ----------
    gaps
        Columns of :func:`geo.coverage.gap_table.make_empty_gaps`.

    Returns
    -------
    dict
        ``categories``: category -> scope -> ``gaps`` and ``residents`` of those that matter, ``others`` and
        ``others_residents`` of the rest; ``largest``: the gap areas with most residents, each of another community,
        urban ones first, as the table describes them.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> summary = summarize_gaps(analyze_city(build_sample()).gaps)
    >>> summary["categories"]["clinic"]["urban"]
    {'gaps': 1, 'residents': 5.0, 'others': 0, 'others_residents': 0.0}
    >>> [gap["gap_id"] for gap in summary["largest"]]
    ['school-1', 'clinic-1', 'clinic-2']
    """
    categories: dict[str, dict[str, Any]] = {}
    for key, rows in gaps.groupby(["category", "scope"], sort=False):
        category, scope = map(str, key)
        matter, others = rows[~rows["is_others"]], rows[rows["is_others"]]
        categories.setdefault(category, {})[scope] = {
            "gaps": len(matter),
            "residents": float(matter["residents"].sum()),
            "others": int(others["gaps"].sum()),
            "others_residents": float(others["residents"].sum()),
        }
    listed = gaps[~gaps["is_others"]]
    ordered = listed.assign(is_rural=listed["scope"] == RURAL).sort_values(
        ["is_rural", "residents"], ascending=[True, False], kind="stable"
    )
    largest = ordered.drop_duplicates("community").head(LARGEST)
    return {"categories": categories, "largest": pd.DataFrame(largest[[*_LARGEST_COLUMNS]]).to_dict("records")}


def _say(key: str, **values: object) -> str:
    return " ".join(TEXTS[key][lang].format(**values) for lang in LANGS)
