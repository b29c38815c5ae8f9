"""HTML from the templates: one environment, one way to answer with a page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app import __version__
from app.ledger.entry import EVENTS
from app.review.waiting import MOST as MOST_WAITING
from app.rulesets.models import TITLES as LEXICON_STATES
from app.scanner.finding import CODES
from app.scanner.level import TITLES as LEVEL_TITLES
from app.web import words
from app.web.commented import with_mentions
from app.web.navigation import menu
from app.web.proposals import offered
from app.web.session import Visitor
from app.web.telling import told

TEMPLATES = Path(__file__).parent / "templates"

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
    "roles": words.role_titles,
    "spent": words.spent,
    "told": told,
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
    "EVENTS": EVENTS,
    "LEXICON_STATES": LEXICON_STATES,
    "LEXICON_KINDS": words.LEXICON_KINDS,
    "MOST_WAITING": MOST_WAITING,
    "with_mentions": with_mentions,
    "proposals": offered,
    "release": __version__,
}


def page(template: str, visitor: Visitor | None, status: int = 200, **context: Any) -> HTMLResponse:
    """A page for this visitor (None: nobody is signed in). Browsers keep no copy of it."""
    html = environment.get_template(template).render(
        visitor=visitor, menu=menu(visitor.person, visitor.path) if visitor else [], **context
    )
    return HTMLResponse(html, status, {"Cache-Control": "no-store"})


def see_other(address: str) -> RedirectResponse:
    """Lead the browser on after a form was taken."""
    return RedirectResponse(address, 303)
