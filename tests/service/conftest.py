"""The command line in this process, and a small city as an office would hold it."""

import shutil
import sys
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from geo.city.bundle import open_city, write_city
from geo.city.sample import build_sample
from geo.rules.rule_set import read_rules
from service.app import create_app
from service.cli import main
from service.jobs.database import hold_right
from service.settings import Settings
from tests.service.cities import write_office

RULES = Path("data/standards/gb50180-2018.toml").resolve()


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


@pytest.fixture(scope="session")
def sample_bundle(tmp_path_factory):
    path = tmp_path_factory.mktemp("bundle") / "sample"
    write_city(replace(build_sample(), rule_sets=(read_rules(RULES),)), path)
    return path


@pytest.fixture
def bundle(sample_bundle, tmp_path):
    return Path(shutil.copytree(sample_bundle, tmp_path / "sample"))


@pytest.fixture
def folder(bundle):
    """The folder of the jobs of the service."""
    return bundle.with_name("sample.jobs")


@pytest.fixture
def serve(bundle):
    """Serve the toy city in this process; jobs run in processes of their own all the same."""

    @contextmanager
    def serve_(**settings):
        app = create_app(Settings(city=bundle, **settings), open_city(bundle))
        with TestClient(app, client=("192.0.2.1", 1)) as client:
            yield client

    return serve_


@pytest.fixture
def hold(folder):
    """While it is held no job is begun."""

    @contextmanager
    def hold_():
        folder.mkdir(exist_ok=True)
        with hold_right(folder, "runner") as is_held:
            assert is_held
            yield

    return hold_


@pytest.fixture
def sample_city(sample_bundle):
    return open_city(sample_bundle)
