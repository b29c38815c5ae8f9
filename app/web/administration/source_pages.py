"""The units that may be reprinted from (稿源白名单): read, searched, asked about, and one more proposed."""

from __future__ import annotations

from fastapi import APIRouter, Response

from app.content import MAX_REMARK
from app.errors import AppError, Conflict
from app.people.callers import PersonCaller
from app.review.policies import SECURITY
from app.review.previewing import previewed
from app.rulesets.lists import active_contents
from app.rulesets.previews import keep
from app.rulesets.proposals import Change
from app.rulesets.single_source import NAME, adding
from app.rulesets.suppressions import today
from app.runtime import Runtime
from app.scanner.outlets import Outlet
from app.web.forms import Form
from app.web.rendering import page, see_other
from app.web.session import FormDep, RuntimeDep, Visitor, VisitorDep

router = APIRouter()

SHOWN = 300
"""Units that the page lists; it counts them all."""
CELLS = {"aliases": "又名", "domains": "域名", "since": "列入日期", "source": "依据"}
"""What may be said of a unit besides its name."""


@router.get("/sources")
def show_sources(visitor: VisitorDep, runtime: RuntimeDep, q: str = "") -> Response:
    """The units in force whose names or domains hold `q`, and which unit `q` means as a source."""
    return _page(visitor, runtime, q.strip().replace("\0", ""), Form())


@router.post("/sources")
def add_source(visitor: VisitorDep, runtime: RuntimeDep, form: FormDep) -> Response:
    """Try one more unit out, and show what the change would do; nothing is proposed yet."""
    admin = visitor.person
    admin.need(SECURITY)
    try:
        change = previewed(runtime.database, runtime.rules, admin, _change(runtime, admin, form))
        with runtime.database.write() as db:
            preview = keep(db, admin, change)
    except AppError as error:
        return _page(visitor, runtime, "", form, error)
    return see_other(f"/lexicons/{NAME}/preview/{preview}")


def _change(runtime: Runtime, admin: PersonCaller, form: Form) -> Change:
    unit = form.need("unit", "单位名称", 100)
    known = runtime.rules.of(admin.org).facts.outlets.named(unit)
    if known and known.listed(today()) and not known.confirm:
        raise Conflict("already_listed", f"“{unit}”已认定为名单内的“{known.names[0]}”，不必再加。")
    cells = {column: form.text(column, title) for column, title in CELLS.items()}
    reason = form.need("reason", "变更理由", MAX_REMARK)
    with runtime.database.read() as db:
        content = active_contents(db, admin.org).get(NAME)
    return adding(content, unit, cells, reason)


def _page(
    visitor: Visitor, runtime: Runtime, wanted: str, form: Form, error: AppError | None = None
) -> Response:
    outlets = runtime.rules.of(visitor.person.org).facts.outlets
    meant = outlets.named(wanted) if wanted else None
    found = [unit for unit in outlets.units if unit is meant or _mentions(unit, wanted.lower())]
    return page(
        "sources.html",
        visitor,
        error.status if error else 200,
        units=found[:SHOWN],
        count=len(found),
        total=len(outlets.units),
        meant=meant,
        today=today(),
        keeps=bool(SECURITY & visitor.person.roles),
        q=wanted,
        form=form,
        error=error,
    )


def _mentions(unit: Outlet, wanted: str) -> bool:
    return any(wanted in place.lower() for place in (*unit.names, *unit.domains))
