"""Who signs which level, and by when (分级分类审核). Pure.

Important information is signed by a deputy leader, major sensitive information by the principal leader
alone (通政办发〔2019〕90号第十七条); an account may be stricter, never laxer.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from app.people.roles import LEADERS, Role
from app.review.stages import Status
from app.scanner.level import TITLES

LEVELS = tuple(TITLES)
HOURS_TO_DECIDE = {"general": 24, "important": 8, "critical": 4}
"""Hours a stage may take; urgent matters wait less (遇突发公共事件快速响应)."""


def rank(level: str) -> int:
    """0 for general … 2 for critical."""
    return LEVELS.index(level)


def higher(one: str, other: str | None) -> str:
    """The higher of two levels."""
    return one if other is None or rank(one) >= rank(other) else other


def signers(stage: Status, level: str, principal_from: str) -> frozenset[Role]:
    """The roles that may sign a stage of a draft of this level."""
    if stage is Status.FIRST_REVIEW:
        return frozenset({Role.EDITOR})
    if stage is Status.SECOND_REVIEW:
        return frozenset({Role.SECTION_CHIEF})
    if rank(level) >= rank(principal_from):
        return frozenset({Role.PRINCIPAL_LEADER})
    return LEADERS


def due(level: str, since: datetime) -> datetime:
    """When a stage that began at `since` should be decided."""
    return since + timedelta(hours=HOURS_TO_DECIDE[level])
