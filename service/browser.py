"""The browser of the machine: prints a page to PDF or takes a picture of it, with no window and no network."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from geo.errors import InputError
from service.settings import Settings

#: What is looked for on the PATH, in this order.
NAMES: Final = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge",
)  # fmt: skip
#: Where browsers lie that are on no PATH: below the folders of programs of Windows, and on macOS.
_WINDOWS: Final = (r"Google\Chrome\Application\chrome.exe", r"Microsoft\Edge\Application\msedge.exe")
_PROGRAMS: Final = ("ProgramFiles", "ProgramFiles(x86)", "LOCALAPPDATA")
_MACOS: Final = tuple(f"/Applications/{name}.app/Contents/MacOS/{name}" for name in (
    "Google Chrome", "Chromium", "Microsoft Edge",
))  # fmt: skip
#: Now and then a browser hangs as it starts: it is tried again, then for longer than any page takes on a busy machine.
_TIMEOUTS_S: Final = (60.0, 180.0)
#: How often a browser is looked after that may be stopped [s].
_LOOK_S: Final = 0.05
#: Nothing but the page: no network, no profile of the user, no questions.
_FLAGS: Final = (
    "--headless", "--disable-gpu", "--no-first-run", "--no-default-browser-check", "--disable-extensions",
    "--disable-sync", "--disable-background-networking", "--disable-component-update", "--hide-scrollbars",
    "--host-resolver-rules=MAP * ~NOTFOUND", "--run-all-compositor-stages-before-draw", "--virtual-time-budget=20000",
)  # fmt: skip
#: Stands in a flag for the file that is drawn.
_DRAWN: Final = "{drawn}"
#: Ending of what is drawn -> how such a file begins.
_BEGINS: Final = {"pdf": b"%PDF", "png": b"\x89PNG\r\n\x1a\n"}


def find_browser() -> Path:
    """Find a browser that can draw pages: Chromium, Chrome or Edge.

    Returns
    -------
    pathlib.Path
        Its program.

    Raises
    ------
    InputError
        If there is none; the message names what was looked for.
    """
    found = next(_list_browsers(), None)
    if found is None:
        raise InputError(
            f"no browser on this machine (looked for {', '.join(NAMES)}); PDF and PNG are drawn by Chromium, Chrome "
            "or Edge: install one of them, or write .html"
        )
    return found


def _list_browsers() -> Iterator[Path]:
    yield from (Path(path) for name in NAMES if (path := shutil.which(name)))
    folders = [Path(os.environ[name]) for name in _PROGRAMS if name in os.environ]
    others = [folder / name for folder in folders for name in _WINDOWS] if sys.platform == "win32" else []
    yield from (path for path in [*others, *map(Path, _MACOS)] if path.is_file())


def print_page(page: str, *, timeouts_s: Sequence[float] | None = None, stop: threading.Event | None = None) -> bytes:
    """Print a page as its style sheet lays it on paper.

    Parameters
    ----------
    page
        HTML that needs no other file.
    timeouts_s
        How long a browser is waited for, each time it is tried [s]; None for as long as a busy machine may take.
    stop
        Ends the browser when it is set, or None.

    Returns
    -------
    bytes
        A PDF; it tells the time at which it was made.

    Raises
    ------
    InputError
        If there is no browser, or it does not draw the page.
    """
    return _draw(page, ["--no-pdf-header-footer", f"--print-to-pdf={_DRAWN}"], "pdf", timeouts_s, stop)


def shoot_page(
    page: str,
    *,
    width: int,
    height: int,
    scale: float = 1.0,
    timeouts_s: Sequence[float] | None = None,
    stop: threading.Event | None = None,
) -> bytes:
    """Take a picture of a page.

    Parameters
    ----------
    page
        HTML that needs no other file.
    width, height
        Of the picture [CSS pixels].
    scale
        Pixels of the picture per CSS pixel: 2 for a picture that is printed.
    timeouts_s, stop
        As of :func:`print_page`.

    Returns
    -------
    bytes
        A PNG.

    Raises
    ------
    InputError
        If there is no browser, or it does not draw the page.
    """
    size = [f"--window-size={width},{height}", f"--force-device-scale-factor={scale:g}", f"--screenshot={_DRAWN}"]
    return _draw(page, size, "png", timeouts_s, stop)


def _draw(
    page: str, flags: Sequence[str], kind: str, timeouts_s: Sequence[float] | None, stop: threading.Event | None
) -> bytes:
    browser = find_browser()
    with tempfile.TemporaryDirectory(prefix="gridwalk-", ignore_cleanup_errors=True) as name:
        room = Path(name)
        source, drawn = room / "page.html", room / f"page.{kind}"
        source.write_text(page, encoding="utf-8")
        own = [flag.replace(_DRAWN, str(drawn)) for flag in flags]
        own += [f"--user-data-dir={room / 'profile'}", *_drop_sandbox()]
        _run([str(browser), *_FLAGS, *own, source.as_uri()], timeouts_s or _TIMEOUTS_S, stop or threading.Event())
        found = drawn.read_bytes() if drawn.is_file() else b""
    if not found.startswith(_BEGINS[kind]):
        raise InputError(
            f"{browser.name}: drew no page; start it once by hand to see why, and set TMPDIR to a folder that it may "
            "read (one that was installed as a snap reads only folders of your home)"
        )
    return found


def _drop_sandbox() -> list[str]:
    """Return the flag without which Chromium refuses to run as root."""
    is_root = getattr(os, "geteuid", lambda: 1)() == 0
    return ["--no-sandbox"] if is_root else []


def _run(command: Sequence[str], timeouts_s: Sequence[float], stop: threading.Event) -> None:
    """Run a browser to its end; what it and its children still do after the time limit is ended."""
    quiet = subprocess.DEVNULL
    # the settings of a service, its planner's key among them, are not for a browser
    kept = {name: value for name, value in os.environ.items() if not name.startswith(Settings.prefix)}
    for timeout_s in timeouts_s:
        # the page and the flags are ours
        process = subprocess.Popen(  # noqa: S603
            command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True, env=kept
        )
        try:
            if _wait(process, timeout_s, stop):
                return
        finally:
            _stop(process)
        if stop.is_set():
            raise InputError(f"{Path(command[0]).name}: was ended before it drew the page; try again")
    raise InputError(
        f"{Path(command[0]).name}: took longer than {timeouts_s[-1]:.0f} s to draw the page, and was ended; try again "
        "when the machine has less to do"
    )


def _wait(process: "subprocess.Popen[bytes]", timeout_s: float, stop: threading.Event) -> bool:
    """Wait for a process; tell whether it has ended by itself, in time and before it was to be stopped."""
    end_s = time.monotonic() + timeout_s
    while process.poll() is None:
        if time.monotonic() >= end_s or stop.wait(_LOOK_S):
            return False
    return True


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        process.wait()
