"""One more unit (稿源单位) for an office's whitelist, typed at the page instead of imported from a file."""

from __future__ import annotations

from collections.abc import Mapping

import orjson

from app.errors import Invalid
from app.rulesets.fact_lists import UNITS
from app.rulesets.list_cells import OWN, WrongCell, sources_of
from app.rulesets.lists import canonical, entries
from app.rulesets.proposals import Change

NAME = "office-sources"
"""The office's list that such units stand in; what it imports as a whole is a list of another name."""


def adding(content: str | None, unit: str, cells: Mapping[str, str], reason: str) -> Change:
    """The change that adds a unit, or states it anew, in the list as it is in use (None: there is none yet).

    `cells` are its columns as `fact_lists.UNITS` names them, empty ones included; `Invalid` where one cannot
    be read. What else is wrong with it, the loader says.
    """
    filled = {column: cell.strip() for column, cell in cells.items() if cell.strip()}
    source = filled.pop("source", OWN)
    try:
        entry = UNITS.entry(filled) | {"source": source}
    except WrongCell as wrong:
        raise Invalid(wrong.kind, str(wrong)) from wrong
    listed = entries(content) | {unit: entry}
    sources = sources_of([entry]) | (orjson.loads(content)["sources"] if content else {})
    data = {"kind": UNITS.kind, "name": NAME, "sources": sources, UNITS.section: listed}
    return Change(NAME, canonical(data), reason, len(listed))
