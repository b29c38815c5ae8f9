"""Masks in numbers (遮盖): which characters are masks, and where a text may have a masked number."""

from __future__ import annotations

import re

from app.scanner.outline import Outline, Shape, has

MASKS = "*×●•"
"""Characters that stand for a digit which is not shown; ＊ folds to the first."""

ENOUGH = 4
"""Masked places that keep a number from being found by trial: ten thousand are left."""

_MASK = re.compile(f"[{MASKS}]")


def hidden(number: str) -> int:
    """How many places of a number, in half width, are masked."""
    return len(_MASK.findall(number))


def masked_run(length: int) -> Shape:
    """The shape of a masked number: a digit, and `length` - 1 digits or masks after it, one mask at least."""
    begun, run = has(b"0.", b"0x"), re.compile(rb"0[0.x]{%d}" % (length - 1))

    def holds(outline: Outline) -> bool:
        return begun(outline) and run.search(outline.kinds) is not None

    return holds
