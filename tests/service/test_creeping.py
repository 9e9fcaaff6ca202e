"""The bar of a long run: it never stands still, never goes back, and no step is shown as done before it is."""

import io
import os
import re
import subprocess
import sys
import time
from contextlib import suppress

import pytest
from rich.console import Console

from service.cli.creeping import CreepingBar

SHARES = {"open": 0.2, "walk": 0.5, "write": 0.3}


@pytest.fixture
def bar():
    made = CreepingBar(shares=SHARES, console=Console(file=io.StringIO(), force_terminal=True), auto_refresh=False)
    made.add_task("run", total=1.0)
    return made


def find_later(bar, seconds):
    return bar.find_done(time.monotonic() + seconds)


def test_a_step_moves_on_ever_slower_and_never_into_the_next(bar):
    bar.begin_step("walk", "walking")
    done = [find_later(bar, seconds) for seconds in (0, 1, 2, 3, 10, 100, 10_000)]
    assert done == sorted(set(done))
    assert done[0] == pytest.approx(0.2, abs=0.01)
    assert done[2] == pytest.approx(0.45, abs=0.01)
    assert done[-1] < 0.7
    assert done[1] - done[0] > done[2] - done[1] > done[3] - done[2]


def test_a_step_out_of_order_does_not_set_the_bar_back(bar):
    bar.begin_step("write", "writing")
    before = find_later(bar, 0)
    bar.begin_step("walk", "walking")
    assert bar.tasks[0].description == "walking"
    assert bar.tasks[0].completed >= before
    assert before < find_later(bar, 5) < 1.0


def test_it_moves_whenever_it_is_drawn(bar):
    bar.begin_step("open", "opening")
    shown = []
    for _ in range(3):
        time.sleep(0.01)
        bar.get_renderable()
        shown.append(bar.tasks[0].completed)
    assert shown == sorted(set(shown))


@pytest.mark.heavy
@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_on_a_terminal_the_bar_moves_on_while_a_step_takes_long():
    import pty  # noqa: PLC0415 - not on every system

    code = (
        "import time\nfrom service.cli.progress import show_steps\n"
        "with show_steps('analysing', {'snap': 0.5, 'walk': 0.5}) as progress, progress.step('snap'):\n"
        "    time.sleep(2)\n"
    )
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "120"}
    shown = b""
    with subprocess.Popen([sys.executable, "-c", code], stdout=theirs, stderr=theirs, env=environment) as process:
        os.close(theirs)
        with suppress(OSError):  # how a pseudo-terminal ends
            while part := os.read(ours, 65536):
                shown += part
    os.close(ours)
    assert process.returncode == 0
    percents = [int(found) for found in re.findall(rb"(\d+)%", shown)]
    assert percents == sorted(percents)
    assert len(set(percents)) >= 8
    assert 15 <= percents[-1] < 50
