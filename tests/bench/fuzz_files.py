"""Mutated files of every format through the reader and the pre-check, as `POST /precheck/file` takes them.

    python -m tests.bench.fuzz_files [--count 10000] [--seed 1]

Prints, for each format, how many were read and with which codes the others were refused; every failure that
is no 4xx, with the seed that makes it again; and the largest memory that any of the reading processes had.
"""

from __future__ import annotations

import argparse
import os
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from pathlib import Path
from random import Random
from threading import Event, Thread

from app.errors import AppError
from app.files import sandbox
from app.files.report import precheck_file
from app.rulesets.base import Base
from tests.files.making import read
from tests.files.mutations import damaged, samples

SAMPLES = samples()
RULESET = Base.load(None).ruleset


def check(name: str, seed: int) -> None:
    """As the route does, on a file damaged in a way that the seed says."""
    precheck_file(read(name, damaged(name, SAMPLES[name], Random(seed))), RULESET)


def outcome(error: BaseException | None) -> str:
    """What came of a file."""
    if error is None:
        return "read"
    if isinstance(error, AppError) and 400 <= error.status < 500:
        return error.code
    return f"FAILED {error!r}"


def watch(stop: Event, peaks: Counter[str]) -> None:
    """Note the largest resident memory of the processes that read, in KiB, until told to stop."""
    while not stop.wait(0.002):
        parent = sandbox.WORKERS._parent
        if parent is None:
            continue
        try:
            children = (
                Path(f"/proc/{parent._process.pid}/task/{parent._process.pid}/children").read_text().split()
            )
            for child in children:
                lines = dict(
                    line.split(":", 1) for line in Path(f"/proc/{child}/status").read_text().splitlines()
                )
                peaks["resident"] = max(peaks["resident"], int(lines.get("VmHWM", "0 kB").split()[0]))
        except (OSError, ValueError):
            continue  # it has ended meanwhile


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    stop, peaks, outcomes, began = Event(), Counter[str](), Counter[tuple[str, str]](), time.perf_counter()
    watcher = Thread(target=watch, args=(stop, peaks))
    watcher.start()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        names = cycle(SAMPLES)
        seeds = range(options.seed, options.seed + options.count)
        running = [
            (name, seed, pool.submit(check, name, seed)) for name, seed in zip(names, seeds, strict=False)
        ]
        for name, seed, future in running:
            what = outcome(future.exception())
            outcomes[name, f"{what} (seed {seed})" if what.startswith("FAILED") else what] += 1
    stop.set()
    watcher.join()
    for (name, what), times in sorted(outcomes.items()):
        print(f"{name:8} {what:24} {times:6}")
    failed = sum(times for (_, what), times in outcomes.items() if what.startswith("FAILED"))
    print(f"{options.count} files in {time.perf_counter() - began:.0f} s, {failed} failures")
    print(f"largest reading process: {peaks['resident'] >> 10} MiB resident")


if __name__ == "__main__":
    main()
