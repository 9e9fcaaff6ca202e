"""How long the reference city takes from nothing to a map, and in how much memory: run by ``make bench``."""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

GRIDWALK = Path(sys.executable).with_name("gridwalk")


def run_command(*arguments):
    """Run gridwalk in a process of its own: seconds, peak memory [MB]."""
    start = time.perf_counter()
    process = subprocess.Popen([GRIDWALK, *map(str, arguments)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"gridwalk {arguments[0]} ended with {process.returncode}")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def time_service(city):
    """Start the service and wait until it is ready [s]."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    start = time.perf_counter()
    command = [GRIDWALK, "serve", city, "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5):
                    return time.perf_counter() - start
            except OSError:
                time.sleep(0.02)
                if process.poll() is not None or time.perf_counter() - start > 120:
                    raise RuntimeError("the service did not get ready") from None
    finally:
        process.terminate()
        process.wait()


def measure():
    """Build, serve and analyse the reference city."""
    with tempfile.TemporaryDirectory() as folder:
        city, out = Path(folder) / "city", Path(folder) / "out"
        build_s, build_mb = run_command("reference", "-o", city)
        opened = "import time, sys, pathlib; from geo import open_city; s = time.perf_counter(); "
        opened += "open_city(pathlib.Path(sys.argv[1])); print(time.perf_counter() - s)"
        open_s = float(subprocess.check_output([sys.executable, "-c", opened, city]))
        ready_s = time_service(city)
        analyze_s, analyze_mb = run_command("analyze", city, "-o", out)
        summary = json.loads((out / "summary.json").read_text("utf-8"))
        return {
            "counts": summary["counts"],
            "categories": len(summary["categories"]),
            "build": {"s": build_s, "peak_mb": build_mb},
            "bundle_mb": sum(file.stat().st_size for file in city.rglob("*") if file.is_file()) / 1e6,
            "open_s": open_s,
            "service_ready_s": ready_s,
            "analyze": {"s": analyze_s, "peak_mb": analyze_mb, "steps_s": summary["seconds"]},
            "page_mb": (out / "coverage.html").stat().st_size / 1e6,
        }


def report(found):
    """Print the figures as lines of a table."""
    steps = sorted(found["analyze"]["steps_s"].items(), key=lambda step: -step[1])
    slowest = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in steps[:3])
    counts = ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in found["counts"].items())
    return [
        f"reference city: {counts}; {found['categories']} categories; {os.cpu_count()} cores",
        f"gridwalk reference   {found['build']['s']:6.1f} s  {found['build']['peak_mb']:6.0f} MB peak, "
        f"bundle {found['bundle_mb']:.0f} MB",
        f"open_city            {found['open_s']:6.1f} s  (service ready after {found['service_ready_s']:.1f} s)",
        f"gridwalk analyze     {found['analyze']['s']:6.1f} s  {found['analyze']['peak_mb']:6.0f} MB peak, "
        f"page {found['page_mb']:.1f} MB",
        f"slowest steps        {slowest}",
    ]


def main():
    """Measure, print, and keep the figures as JSON."""
    found = measure()
    sys.stdout.write("\n".join(report(found)) + "\n")
    path = Path("build/bench/whole_city.json")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(found, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
