"""A city in a folder with a Chinese name, where the locale knows no Chinese."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import httpx2 as httpx
import pytest

from tests.service.cities import write_office
from tests.service.test_jobs_restart import wait_for

pytestmark = pytest.mark.heavy

ROOT = Path(__file__).parents[2]
#: Python's own remedies are at work, or switched off.
LOCALES = [
    {"LC_ALL": "C"},
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
]


@pytest.mark.parametrize("locale", LOCALES, ids=str)
def test_a_chinese_path_works_in_every_command(tmp_path, locale):
    folder = tmp_path / "数据"
    folder.mkdir()
    write_office(folder / "郑州")
    environment = {name: text for name, text in os.environ.items() if name != "LANG" and not name.startswith("LC_")}
    environment |= locale

    def command(*arguments):
        return [sys.executable, "-m", "service.cli", *map(str, arguments)]

    def run(*arguments):
        done = subprocess.run(command(*arguments), cwd=ROOT, env=environment, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
        return done.stdout.decode("utf-8")

    assert "城: Small City" in run("build", folder / "郑州" / "city.toml", "-o", folder / "城")
    if locale != LOCALES[1]:
        return
    assert "出/coverage.html" in run("analyze", folder / "城", "-o", folder / "出")
    out = folder / "结果.csv"
    run("locate", folder / "城", "--file", folder / "郑州" / "homes.csv", "--datum", "wgs84", "-o", out)
    assert "第1网格" in out.read_text("utf-8-sig")
    serve(command("serve", folder / "城"), environment)


def serve(command, environment):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with subprocess.Popen(
        [*command, "--port", str(port), "--workers", "2"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    ) as process:

        def ask():
            try:
                return httpx.get(f"http://127.0.0.1:{port}/readyz").json().get("city")
            except httpx.TransportError:
                return None

        try:
            assert wait_for(ask) == "Small City"
        finally:
            process.terminate()
            process.wait(20)
        assert b"Traceback" not in process.stderr.read()
