"""Workers: several units for one, titles as roles, and no identifier in a message."""

import pandas as pd
import pytest

from geo.city.reading.worker_table import find_role, place_workers
from geo.problems import Problems

CODES = {f"41010200900100{n}" for n in range(1, 5)}
A, B, C, D = sorted(CODES)
PERSON = "41010219900101001X"


def place(*rows, columns=("worker_id", "unit_code", "name", "role"), roles=None):
    problems = Problems()
    table = pd.DataFrame(list(rows), columns=list(columns), index=range(2, len(rows) + 2))
    placed = place_workers(table, codes=CODES, roles=roles or {}, file="w.csv", problems=problems)
    return placed.values.tolist(), problems


def test_a_worker_of_several_units_may_stand_in_several_rows_or_list_them_in_one():
    rows, problems = place((PERSON, A, "甲", "网格长"), (PERSON, B, "甲", "兼职网格员"))
    assert problems.count == 0
    assert rows == [[PERSON, A, "甲", "lead"], [PERSON, B, "甲", "part_time"]]
    for between in ("、", ",", ";", "；", " / ", "\n", "，"):
        rows, problems = place((PERSON, f"{A}{between}{B}", "甲", "网格员"))
        assert problems.count == 0
        assert [row[1] for row in rows] == [A, B]


def test_one_worker_twice_in_a_unit_is_one_and_the_lead_stays():
    rows, problems = place(("w1", A, "甲", "党小组长"), ("w2", A, "乙", "网格员"), ("w1", A, "甲", "网格长"))
    assert problems.count == 0
    assert sorted(rows) == [["w1", A, "甲", "lead"], ["w2", A, "乙", "worker"]]


def test_a_message_names_the_rows_and_never_the_identifier():
    _, problems = place((PERSON, A, "甲", ""), ("w2", B, "乙", ""), (PERSON, C, "丙", ""), ("w3", "9", "丁", ""))
    (duplicate,) = problems.kinds["duplicate identifier"]
    (lost,) = problems.kinds["reference to nothing in workers"]
    assert duplicate.startswith("w.csv: rows 2, 4 have one identifier and different names")
    assert lost == 'w.csv, row 5: refers to grid unit "9", which does not exist'
    assert "1990" not in duplicate + lost


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("网格长", "lead"),
        ("主网格员", "lead"),
        ("网格长（兼）", "lead"),
        ("网格 长", "lead"),
        ("党小组长、网格长", "lead"),
        ("网格负责人", "lead"),
        ("Grid Leader", "lead"),
        ("lead", "lead"),
        ("副网格长", "deputy"),
        ("网格指导员", "guide"),
        ("专职网格员", "full_time"),
        ("full_time", "full_time"),
        ("网格员", "worker"),
        ("微网格长", "micro_lead"),
        ("社区民警", "police"),
        ("厨师", "厨师"),
        ("", ""),
    ],
)
def test_titles_are_read_as_roles(title, role):
    assert find_role(title, {}) == role


def test_a_city_names_its_own_titles():
    assert place(("w1", A, "甲", "坊长"), roles={"坊长": "lead"})[0][0][3] == "lead"
    assert find_role("主网格员", {"主网格员": "full_time"}) == "full_time"
