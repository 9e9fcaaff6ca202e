"""Who may see what: the planner's key, and the workers' names and phones that it opens."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pandas as pd
import pytest
from fastapi import HTTPException
from pydantic import SecretStr

from service.contacts import hide_contacts, is_planner

WORKERS = pd.DataFrame({"name": ["Li", ""], "role": ["lead", "member"], "phone": ["139", ""]})


def ask(key, planner_key):
    settings = SimpleNamespace(planner_key=None if planner_key is None else SecretStr(planner_key))
    request = SimpleNamespace(app=SimpleNamespace(state=SimpleNamespace(settings=settings)))
    # in a thread of its own: the browser of other tests has an event loop in this one
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(is_planner(request, key))).result()


def test_everybody_but_planners_sees_roles_only():
    before = WORKERS.copy()
    hidden = hide_contacts(WORKERS, is_planner=False)
    assert hidden["role"].tolist() == ["lead", "member"]
    assert hidden[["name", "phone"]].isna().all(axis=None)
    assert list(hidden.columns) == ["name", "role", "phone"]
    pd.testing.assert_frame_equal(WORKERS, before)


def test_planners_see_names_and_phones():
    pd.testing.assert_frame_equal(hide_contacts(WORKERS, is_planner=True), WORKERS)


@pytest.mark.parametrize("planner", [True, False])
def test_a_unit_without_workers_has_none_to_hide(planner):
    assert hide_contacts(WORKERS.iloc[:0], is_planner=planner).empty


def test_who_sends_the_key_is_a_planner_and_who_sends_none_is_not():
    assert ask("钥匙", "钥匙")
    assert not ask(None, "钥匙")
    assert not ask(None, None)


@pytest.mark.parametrize("planner_key", ["钥匙", None])
@pytest.mark.parametrize("key", ["", "钥", "None"])
def test_a_wrong_key_is_refused_and_so_is_any_where_none_is_set(key, planner_key):
    with pytest.raises(HTTPException) as refused:
        ask(key, planner_key)
    assert refused.value.status_code == 403
