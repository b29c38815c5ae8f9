"""The pages (网页): what `create_app` adds for people who work at a browser."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from app.web import docs, error_pages, login, password_pages
from app.web.administration import (
    account_pages,
    key_pages,
    ledger_pages,
    lexicon_pages,
    lexicon_upload,
    people_pages,
    policy_pages,
    reviewer_pages,
    source_pages,
)
from app.web.desk import dashboard_pages, notification_pages, queue_pages, search_pages
from app.web.drafts import (
    adopting_pages,
    certificate_pages,
    check_pages,
    claim_pages,
    comment_pages,
    compare_pages,
    decision_pages,
    draft_pages,
    preview_pages,
    relevance_pages,
    sheet_pages,
    suppression_pages,
    version_pages,
    writing_pages,
)

STATIC = Path(__file__).parent / "static"
PARTS = (
    login,
    queue_pages,
    writing_pages,
    draft_pages,
    claim_pages,
    decision_pages,
    comment_pages,
    notification_pages,
    adopting_pages,
    relevance_pages,
    search_pages,
    dashboard_pages,
    version_pages,
    compare_pages,
    check_pages,
    preview_pages,
    certificate_pages,
    lexicon_upload,
    lexicon_pages,
    suppression_pages,
    ledger_pages,
    sheet_pages,
    reviewer_pages,
    people_pages,
    account_pages,
    key_pages,
    policy_pages,
    source_pages,
    password_pages,
    docs,
)


def install(app: FastAPI) -> None:
    """Add the pages, their static files and their error pages; the API's error handlers stand already."""
    for part in PARTS:
        app.include_router(part.router, include_in_schema=False)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    error_pages.install(app)
