"""Documents of strangers are read in a time that grows with their length."""

import time

import pytest

from geo.errors import InputError
from geo.files.documents import read_toml

HOSTILE = ['"' + '\\"' * 100_000, '"' * 200_000, "'" * 200_000, '" ' * 100_000, '-"' * 100_000, "a" * 200_000]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_keys_that_never_end_are_refused_at_once(tmp_path, text):
    (tmp_path / "rules.toml").write_text(text)
    begin = time.process_time()
    with pytest.raises(InputError, match="not valid TOML"):
        read_toml(tmp_path / "rules.toml", what="rule set")
    assert time.process_time() - begin < 2


@pytest.mark.parametrize("part", ["a", '"a"', '"a\\""', "'a'", "-_1"])
def test_a_key_of_many_parts_is_refused(tmp_path, part):
    (tmp_path / "rules.toml").write_text(".".join([part] * 12) + " = 1\n")
    with pytest.raises(InputError, match="more than 10 parts"):
        read_toml(tmp_path / "rules.toml", what="rule set")
