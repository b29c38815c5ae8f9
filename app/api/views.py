"""How drafts look as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import orjson
from fastapi import Response
from sqlalchemy.orm import Session

from app.api.answers import answer
from app.db import rfc3339
from app.review.models import Decision, Disposition, Draft, Version
from app.review.queries import dispositions, etag, signoffs


def moment(value: datetime | None) -> str | None:
    """RFC 3339, or null."""
    return rfc3339(value) if value else None


def draft_answer(
    db: Session, draft: Draft, status: int = 200, headers: dict[str, str] | None = None
) -> Response:
    """The draft with its ETag."""
    return answer(draft_view(db, draft), status, {"ETag": etag(draft), **(headers or {})})


def draft_view(db: Session, draft: Draft) -> dict[str, Any]:
    """The draft as the contract shows it: its current version, its scan, who signed so far."""
    return {
        **brief_view(draft),
        **version_view(draft.current),
        "level": draft.level,
        "signoffs": [signoff_view(signed) for signed in signoffs(db, draft)],
        "dispositions": disposition_views(dispositions(db, draft, draft.version)),
    }


def brief_view(draft: Draft) -> dict[str, Any]:
    """The draft as lists show it."""
    return {
        "id": draft.id,
        "external_ref": draft.external_ref,
        "account": draft.account.code,
        "title": draft.title,
        "kind": draft.current.kind,
        "version": draft.version,
        "status": draft.status,
        "level": draft.level,
        "level_reasons": draft.current.summary["level_reasons"],
        "findings": draft.current.summary["findings"],
        "content_sha256": draft.current.content_sha256,
        "author": draft.author.username if draft.author else None,
        "author_name": draft.author.name if draft.author else None,
        "waiting_since": moment(draft.waiting_since),
        "due_at": moment(draft.due_at),
        "created_at": rfc3339(draft.created_at),
        "updated_at": rfc3339(draft.updated_at),
    }


def version_view(version: Version) -> dict[str, Any]:
    """One version: its content as submitted and its scan."""
    return {
        "version": version.n,
        "title": version.title,
        "body": version.body,
        "format": version.format,
        "kind": version.kind,
        "source": version.source,
        "question": version.question,
        "text_date": version.text_date.isoformat() if version.text_date else None,
        "exemption": version.exemption,
        "assets": version.assets,
        "note": version.note,
        "publish_after": moment(version.publish_after),
        "content_sha256": version.content_sha256,
        "scan": orjson.loads(version.scan),
    }


def queue_view(draft: Draft, claimed_by: str | None) -> dict[str, Any]:
    """The draft as the queue shows it; `claimed_by` is the user name of whoever reads it first."""
    brief = brief_view(draft)
    names = ("title", "account", "level", "level_reasons", "findings", "waiting_since", "due_at")
    return {
        "draft": draft.id,
        "stage": draft.status,
        "claimed_by": claimed_by,
        **{name: brief[name] for name in names},
    }


def signoff_view(signed: Decision) -> dict[str, Any]:
    """One signature."""
    return {
        "stage": signed.stage,
        "person": signed.person.username,
        "name": signed.person.name,
        "role": signed.role,
        "at": rfc3339(signed.at),
        "comment": signed.comment,
    }


def disposition_views(said: Iterable[Disposition]) -> list[dict[str, Any]]:
    """What was said on findings, with who said it and at which stage."""
    return [
        {
            "finding": word.finding,
            "verdict": word.verdict,
            "reason": word.reason,
            "stage": word.stage,
            "person": word.person.username,
            "name": word.person.name,
            "at": rfc3339(word.at),
        }
        for word in said
    ]
