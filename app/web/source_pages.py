"""The units that may be reprinted from (稿源白名单): read, searched, asked about."""

from __future__ import annotations

from fastapi import APIRouter, Response

from app.review.policies import SECURITY
from app.rulesets.suppressions import today
from app.scanner.outlets import Outlet
from app.web.rendering import page
from app.web.session import RuntimeDep, VisitorDep

router = APIRouter()

SHOWN = 300
"""Units that the page lists; it counts them all."""


@router.get("/sources")
def show_sources(visitor: VisitorDep, runtime: RuntimeDep, q: str = "") -> Response:
    """The units in force whose names or domains hold `q`, and which unit `q` means as a source."""
    wanted = q.strip().replace("\0", "")
    outlets = runtime.rules.of(visitor.person.org).facts.outlets
    meant = outlets.named(wanted) if wanted else None
    found = [unit for unit in outlets.units if unit is meant or _mentions(unit, wanted.lower())]
    return page(
        "sources.html",
        visitor,
        units=found[:SHOWN],
        count=len(found),
        total=len(outlets.units),
        meant=meant,
        today=today(),
        keeps=bool(SECURITY & visitor.person.roles),
        q=wanted,
    )


def _mentions(unit: Outlet, wanted: str) -> bool:
    return any(wanted in place.lower() for place in (*unit.names, *unit.domains))
