"""HTML from the templates: one environment, one way to answer with a page."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from fastapi.responses import HTMLResponse, RedirectResponse, StreamingResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.types import Receive, Scope, Send

from app import __version__
from app.ledger.entry import EVENTS
from app.review.waiting import MOST as MOST_WAITING
from app.rulesets.models import TITLES as LEXICON_STATES
from app.scanner.finding import CODES
from app.scanner.level import TITLES as LEVEL_TITLES
from app.web import words
from app.web.navigation import Place, menu
from app.web.proposals import offered
from app.web.session import Visitor
from app.web.telling import told
from app.web.text.commented import with_mentions

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
    "grouped": words.grouped,
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
    html = environment.get_template(template).render(visitor=visitor, menu=_menu(visitor), **context)
    return HTMLResponse(html, status, {"Cache-Control": "no-store"})


class UnfoldingPage(StreamingResponse):
    """A page that is sent piece by piece while the work that it tells of goes on (see `pieces`).

    When the browser leaves, the work ends: the pieces are closed. Proxies are asked to pass them on at once.
    """

    media_type = "text/html"

    def __init__(self, pieces: Generator[str]) -> None:
        super().__init__(pieces, headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
        self._pieces = pieces

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        with closing(self._pieces):
            await super().__call__(scope, receive, send)


def pieces(template: str, visitor: Visitor, **context: Any) -> Iterator[str]:
    """A page as its template makes it: what iterates there over work under way is shown as it goes on."""
    return environment.get_template(template).generate(visitor=visitor, menu=_menu(visitor), **context)


def _menu(visitor: Visitor | None) -> list[Place]:
    return menu(visitor.person, visitor.path) if visitor else []


def see_other(address: str) -> RedirectResponse:
    """Lead the browser on after a form was taken."""
    return RedirectResponse(address, 303)
