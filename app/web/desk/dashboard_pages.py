"""The dashboard (统计): what waits, findings, false alarms, returns, turnaround; as pictures and tables."""

from __future__ import annotations

import csv
import io

from fastapi import APIRouter, Response

from app.errors import NotFound
from app.review.policy import may_list
from app.web.desk.figures import PERIODS, makers_for
from app.web.rendering import page
from app.web.session import RuntimeDep, VisitorDep

router = APIRouter()

USUAL = "12"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@router.get("/dashboard")
def show_dashboard(visitor: VisitorDep, runtime: RuntimeDep, weeks: str = USUAL) -> Response:
    """The office's review at a glance: the present state, and the last 4, 12 or 52 weeks."""
    may_list(visitor.person)
    chosen = weeks if weeks in PERIODS else USUAL
    with runtime.database.read() as db:
        made = [make(db, visitor.person, int(chosen)) for make in makers_for(visitor.person).values()]
    return page("dashboard.html", visitor, sections=made, chosen=chosen, periods=PERIODS)


@router.get("/dashboard/{name}.csv")
def export_section(name: str, visitor: VisitorDep, runtime: RuntimeDep, weeks: str = USUAL) -> Response:
    """The numbers of one section as CSV, in UTF-8 with a mark by which spreadsheets know it."""
    may_list(visitor.person)
    make = makers_for(visitor.person).get(name)
    if make is None:
        raise NotFound("统计表")
    with runtime.database.read() as db:
        section = make(db, visitor.person, int(weeks if weeks in PERIODS else USUAL))
    text = io.StringIO()
    csv.writer(text).writerows([[_cell(each) for each in row] for row in (section.head, *section.rows)])
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"', "Cache-Control": "no-store"}
    return Response(text.getvalue().encode("utf-8-sig"), 200, headers, "text/csv; charset=utf-8")


def _cell(value: object) -> str:
    """The value as text that no spreadsheet takes for a formula (OWASP, CSV injection)."""
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
