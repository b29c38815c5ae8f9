"""What was seen when the links of a draft were opened (联网核验); the scanner itself opens nothing.

A draft comes with visits where the office has turned them on; the checks of links read them. A visit is
as old as its cache allows, so two scans may differ here and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["open", "gone", "silent", "refused"]
"""The page is there (`open`) or is said not to be (`gone`), nothing answers (`silent`), or the address is not
one that may be opened (`refused`): inside the office's network, an unusual port, too many redirects."""


@dataclass(frozen=True, slots=True)
class Visit:
    """What became of one address: its state, the HTTP status (0 for none), the address it led to."""

    state: State
    status: int
    final: str
