"""Start and memory of the scanner: a new process loads the lexicons and scans once, and tells how it went.

    python tests/bench/scanner_start.py [FOLDER]

prints a JSON object with seconds and MB. `scanner.py` runs this several times.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple


class Start(NamedTuple):
    """Seconds from the start of the process until imports are done, until the ruleset is loaded and until the
    first scan is; memory in MB that the scanner holds beyond the bare interpreter then, and its peak.
    """

    imported: float
    loaded: float
    ready: float
    memory: float
    peak: float


def measured(folder: Path, rounds: int) -> Start:
    """The medians of several starts with the lexicons of a folder beside the shipped ones."""
    starts = [_one(folder) for _ in range(rounds)]
    return Start(*map(statistics.median, zip(*starts, strict=True)))


def _one(folder: Path) -> Start:
    began = time.monotonic()
    command = [sys.executable, __file__, str(folder), str(began)]
    root = str(Path(__file__).parents[2])
    output = subprocess.run(command, capture_output=True, check=True, env=os.environ | {"PYTHONPATH": root})
    return Start(**json.loads(output.stdout))


def _memory(kind: str) -> float:
    """MB of this process: VmRSS now, VmHWM at most."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(kind)).split()[1]) * 1024 / 1e6


def main(folder: Path, began: float) -> None:
    """Load and scan once, as the service does at its start."""
    bare = _memory("VmRSS")
    from app.scanner import ruleset
    from app.scanner.document import Draft
    from app.scanner.engine import scan

    imported = time.monotonic()
    rules = ruleset.load((ruleset.LEXICONS, folder))
    loaded = time.monotonic()
    scan(Draft(body="请登陆网站 https://www.gov.cn 查询。"), rules)
    ready = time.monotonic()
    memory, peak = _memory("VmRSS") - bare, _memory("VmHWM") - bare
    print(json.dumps(Start(imported - began, loaded - began, ready - began, memory, peak)._asdict()))


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]))
