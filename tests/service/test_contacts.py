"""Who may see what: the planner's key, the workers' names and phones that it opens, and who guesses it."""

import logging

import pandas as pd
import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from geo.city.sample import build_sample
from geo.errors import InputError
from service.app import create_app
from service.contacts import check_planner_key, hide_contacts
from service.errors import RefusedError
from service.guesses import BURST, REFILL_S, Guesses
from service.settings import Settings

WORKERS = pd.DataFrame({"name": ["Li", ""], "role": ["lead", "member"], "phone": ["139", ""]})
KEY = "kq7-Vd2_xT9.aL4w"
PATH = "/v1/grid-units/410102001001001/workers"
WEAK = ["", "   ", "\t\n", "short", "a" * 40, "ab" * 20, "0123456789abcde", "钥匙" * 10, "0123456789\x7fabcdef"]


def open_client(key, **more):
    settings = Settings(planner_key=None if key is None else SecretStr(key))
    return TestClient(create_app(settings, build_sample()), **more)


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


@pytest.mark.parametrize("key", WEAK)
def test_a_key_that_anybody_could_guess_or_nobody_could_send_refuses_to_start(key, monkeypatch):
    with pytest.raises(InputError, match=r"GRIDWALK_PLANNER_KEY is .*secrets\.token_urlsafe") as refused:
        create_app(Settings(planner_key=SecretStr(key)), build_sample())
    assert not key.strip() or key.strip() not in str(refused.value)
    monkeypatch.setenv("GRIDWALK_PLANNER_KEY", key)
    with pytest.raises(InputError, match="GRIDWALK_PLANNER_KEY"):
        create_app(None, build_sample())


@pytest.mark.parametrize("key", ["", " ", "short"])
def test_the_command_refuses_a_weak_key_with_one_message(run, monkeypatch, tmp_path, key):
    monkeypatch.setenv("GRIDWALK_PLANNER_KEY", key)
    code, _, message = run("serve", tmp_path)
    assert code == 1
    assert "GRIDWALK_PLANNER_KEY" in message


def test_a_setting_that_cannot_be_read_is_named_without_its_value(run, monkeypatch, tmp_path):
    monkeypatch.setenv("GRIDWALK_UPLOAD_MB", "s3cret")
    code, _, message = run("serve", tmp_path)
    assert code == 1
    assert "GRIDWALK_UPLOAD_MB" in message
    assert "s3cret" not in message


def test_a_good_key_starts_also_with_blanks_around_it_and_so_does_none():
    check_planner_key(None)
    with open_client(f" {KEY}\n") as client:
        assert client.get(PATH, headers={"X-Planner-Key": KEY}).status_code == 200


@pytest.mark.parametrize("known", [KEY, None])
@pytest.mark.parametrize("key", ["", KEY[:-1], "None", KEY + "x", "钥匙".encode()])
def test_a_wrong_key_is_refused_and_so_is_any_where_none_is_set(key, known):
    with open_client(known) as client:
        answer = client.get(PATH, headers={"X-Planner-Key": key})
    assert answer.status_code == 403
    assert answer.json()["detail"] == "the planner's key is wrong"


@pytest.mark.parametrize("path", [PATH, "/v1/grid-units/none/workers"])
@pytest.mark.parametrize("key", [KEY, "wrong", None])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_what_depends_on_the_key_is_kept_by_nobody_on_the_way(path, key, method):
    with open_client(KEY) as client:
        answer = client.request(method, path, headers={} if key is None else {"X-Planner-Key": key})
    assert answer.headers["cache-control"] == "no-store"
    assert "X-Planner-Key" in answer.headers["vary"]


def test_wrong_keys_are_slowed_and_logged_without_the_key(caplog):
    with open_client(KEY) as client, caplog.at_level(logging.WARNING, "gridwalk.keys"):
        statuses = [client.get(PATH, headers={"X-Planner-Key": f"guess-{n}"}).status_code for n in range(BURST + 3)]
        refused = client.get(PATH, headers={"X-Planner-Key": KEY})
        assert client.get(PATH).status_code == 200
    assert statuses == [403] * BURST + [429] * 3
    assert refused.status_code == 429
    assert 0 < int(refused.headers["retry-after"]) <= REFILL_S
    assert "no-store" in refused.headers["cache-control"]
    assert f"{BURST} so far" in caplog.text
    assert "guess-" not in caplog.text
    assert KEY not in caplog.text


def guess(guesses, address):
    """Send a wrong key; tell whether it was looked at."""
    try:
        guesses.check(address)
    except RefusedError:
        return False
    guesses.count(address)
    return True


def test_an_address_may_try_again_after_a_while_and_others_at_once():
    now_s = 0.0
    guesses = Guesses(clock=lambda: now_s)
    assert [guess(guesses, "192.0.2.1") for _ in range(BURST + 2)] == [True] * BURST + [False] * 2
    assert guess(guesses, "192.0.2.2")
    now_s = REFILL_S
    guesses.check("192.0.2.1")  # a right key would be looked at
    assert [guess(guesses, "192.0.2.1") for _ in range(2)] == [True, False]
    now_s += 100 * REFILL_S
    assert sum(guess(guesses, "192.0.2.1") for _ in range(100)) == BURST


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("2001:db8::1", "2001:db8::ffff:1", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("fe80::1%eth0", "fe80::2%eth1", True),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("", "", True),
    ],
)
def test_a_network_of_one_owner_counts_as_one_address(first, second, same):
    guesses = Guesses(clock=lambda: 0.0)
    while guess(guesses, first):
        pass
    assert guess(guesses, second) is not same


def test_addresses_beyond_memory_are_forgotten_the_oldest_first(caplog):
    caplog.set_level(logging.ERROR, "gridwalk.keys")
    guesses = Guesses(clock=lambda: 0.0)
    for n in range(11_000):
        guess(guesses, f"10.{n >> 16}.{n >> 8 & 255}.{n & 255}")
    assert len(guesses._counts) == 10_000
