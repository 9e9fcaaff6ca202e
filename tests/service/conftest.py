"""The command line in this process, and a small city as an office would hold it."""

import sys

import pytest

from service.cli import main
from tests.service.cities import write_office


@pytest.fixture
def run(monkeypatch, capsys):
    """Run the command line: exit code, stdout, stderr on one line; a traceback is never right."""

    def run_(*arguments):
        monkeypatch.setattr(sys, "argv", ["gridwalk", *map(str, arguments)])
        with pytest.raises(SystemExit) as stop:
            main()
        out = capsys.readouterr()
        assert "Traceback" not in out.err
        return stop.value.code or 0, out.out, out.err

    return run_


@pytest.fixture
def office(tmp_path):
    """A source file with everything right; tests spoil one thing each."""
    return write_office(tmp_path / "office")
