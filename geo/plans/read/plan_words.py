"""Words that offices write in their own language: stages of a facility, names of categories."""

from collections.abc import Collection, Mapping
from typing import Final

from geo.files.column_names import fold_name
from geo.plans.read.plan_schemas import STAGES
from geo.plans.read.plan_table import PlanTable

#: What offices call the stages.
_STAGES: Final = {
    "plan": ("规划", "规划阶段", "规划中", "方案", "方案阶段", "设计", "拟建", "planned"),
    "build": ("建设", "建设阶段", "建设中", "在建", "施工", "施工中", "施工阶段", "建成", "已建", "built"),
    "acceptance": ("验收", "验收阶段", "竣工", "竣工验收", "已竣工", "已验收", "accepted", "completed"),
    "hand_over": ("移交", "移交阶段", "已移交", "交付", "已交付", "投入使用", "handed over", "hand-over", "handover"),
}
_KNOWN_STAGES: Final = {fold_name(word): stage for stage in STAGES for word in (stage, *_STAGES[stage])}


def read_stages(read: PlanTable) -> None:
    """Read the stages of facilities; what is none stays as it is written.

    Parameters
    ----------
    read
        The facilities, with ``stage``; changed.

    Examples
    --------
    >>> import numpy as np
    >>> import pandas as pd
    >>> read = PlanTable(file="f.csv", table=pd.DataFrame({"stage": ["在建", "soon"]}), shapes=np.empty(2), crs=None)
    >>> read_stages(read)
    >>> read.table["stage"].tolist()
    ['build', 'soon']
    """
    read.table["stage"] = read.table["stage"].map(lambda word: _KNOWN_STAGES.get(fold_name(word), word))


def read_categories(read: PlanTable, categories: Collection[str]) -> None:
    """Read the categories of facilities by their names; what is none stays as it is written.

    Parameters
    ----------
    read
        The facilities, with ``category``; changed.
    categories
        The categories; with their names where it is a mapping from each to its texts by language. Of a name with 或
        each part is one too, if no other category is called so.

    Examples
    --------
    >>> import numpy as np
    >>> import pandas as pd
    >>> read = PlanTable(file="f.csv", table=pd.DataFrame({"category": ["诊所"]}), shapes=np.empty(1), crs=None)
    >>> read_categories(read, {"clinic": {"zh": "诊所", "en": "Clinic"}})
    >>> read.table["category"].tolist()
    ['clinic']
    """
    named = categories if isinstance(categories, Mapping) else {}
    words = [
        (fold_name(word), category)
        for category, texts in named.items()
        for text in texts.values()
        for word in {text, *text.split("或")}
    ]
    known: dict[str, set[str]] = {}
    for word, category in words:
        known.setdefault(word, set()).add(category)
    sure = {word: next(iter(found)) for word, found in known.items() if len(found) == 1}
    column = read.table["category"]
    read.table["category"] = column.where(
        column.isin(list(categories)), column.map(lambda word: sure.get(fold_name(word), word))
    )
