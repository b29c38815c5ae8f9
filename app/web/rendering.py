"""HTML from the templates: one environment, one way to answer with a page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app import __version__
from app.people.roles import ADMINISTRATORS, REVIEWERS, Role
from app.review.policy import READERS, WRITERS
from app.rulesets.models import TITLES as LEXICON_STATES
from app.rulesets.suppressions import READERS as SUPPRESSION_READERS
from app.scanner.finding import CODES
from app.scanner.level import TITLES as LEVEL_TITLES
from app.web import words
from app.web.session import Visitor

LEXICON_READERS = frozenset({Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
TEMPLATES = Path(__file__).parent / "templates"
MENU = (
    ("/", "待我审核", REVIEWERS),
    ("/", "我的稿件", WRITERS - REVIEWERS),
    ("/drafts", "全部稿件", READERS),
    ("/drafts/new", "新建稿件", WRITERS),
    ("/lexicons", "词库", LEXICON_READERS),
    ("/suppressions", "误报豁免", SUPPRESSION_READERS),
    ("/ledger", "台账", frozenset({Role.AUDIT_ADMIN})),
    ("/office", "单位", ADMINISTRATORS - {Role.AUDIT_ADMIN}),
)

environment = Environment(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
environment.filters |= {
    "moment": words.moment,
    "local_input": words.local_input,
    "waited": words.waited,
    "remaining": words.remaining,
    "is_late": words.is_late,
    "status": words.status_title,
    "stage": words.stage_title,
    "role": words.role_title,
}
environment.globals |= {
    "LEVELS": LEVEL_TITLES,
    "FORMATS": words.FORMATS,
    "KINDS": words.KINDS,
    "SEVERITIES": words.SEVERITIES,
    "VERDICTS": words.VERDICTS,
    "DECISIONS": words.DECISIONS,
    "RELEVANCE": words.RELEVANCE,
    "FIELDS": words.FIELDS,
    "CODES": CODES,
    "LEXICON_STATES": LEXICON_STATES,
    "LEXICON_KINDS": words.LEXICON_KINDS,
    "release": __version__,
}


def page(template: str, visitor: Visitor | None, status: int = 200, **context: Any) -> HTMLResponse:
    """A page for this visitor (None: nobody is signed in). Browsers keep no copy of it."""
    html = environment.get_template(template).render(
        visitor=visitor, menu=menu(visitor) if visitor else [], **context
    )
    return HTMLResponse(html, status, {"Cache-Control": "no-store"})


def menu(visitor: Visitor) -> list[tuple[str, str]]:
    """The places that this visitor's roles lead to: address and name."""
    return [(address, name) for address, name, roles in MENU if roles & visitor.person.roles]


def see_other(address: str) -> RedirectResponse:
    """Lead the browser on after a form was taken."""
    return RedirectResponse(address, 303)
