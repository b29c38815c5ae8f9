"""Bounds on work, as multiples of what this machine needs for a known piece of work beside it.

A bound is there to catch work that grows out of proportion, quadratic where it should be linear. On a slow or
busy machine it stretches with the known work, so that no test depends on how fast the machine is.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

KNOWN_SECONDS = 0.03
"""What the known work took where the bounds were set."""
SLACK = 3.0


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """The block may take `seconds` of processor time of a machine that does the known work in its time."""
    before = _known_work()
    began = time.process_time()
    yield
    took = time.process_time() - began
    pace = max(before, _known_work(), KNOWN_SECONDS) / KNOWN_SECONDS
    assert took <= SLACK * pace * seconds, f"{took:.1f} s, {pace:.1f} times the pace of {seconds} s"


def _known_work() -> float:
    """Processor seconds for making, splitting and sorting sixty thousand short texts."""
    began = time.process_time()
    words = "，".join(f"第{number % 977}条{number}" for number in range(60_000)).split("，")
    words.sort()
    return time.process_time() - began
