"""The garbage collector and the allocator while very many objects are made that stay."""

from __future__ import annotations

import ctypes
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def frugal() -> Iterator[None]:
    """The block makes many objects that stay, without cycles, and gives the rest back to the system.

    The garbage collector rests: it would walk all terms again and again as they are made, more than half of
    the loading time. At the end the allocator gives back what the compiling needed besides, a third of
    what 100,000 terms take, which glibc would keep for this process.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
        _trim()


@contextmanager
def lasting() -> Iterator[None]:
    """The block makes objects that stay as long as the process: modules, the ruleset in force.

    The garbage collector rests, since it would walk them again and again as they are made, and it leaves them
    out of all its later rounds.
    """
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        gc.enable()


def _trim() -> None:
    """malloc_trim(3), where the C library has it (glibc)."""
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)
