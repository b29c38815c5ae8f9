"""Files that are read at once: as many as there are processors, so that nobody else is held up."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TypeVar

import anyio

Done = TypeVar("Done")

READERS = anyio.CapacityLimiter(os.cpu_count() or 1)


async def in_turn(act: Callable[[], Done]) -> Done:
    """Do what reads a file in a thread of its own; the others wait, without holding up any other request."""
    return await anyio.to_thread.run_sync(act, limiter=READERS)
