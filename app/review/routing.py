"""Who signs which level, and by when (分级分类审核). Pure.

Important information is signed by a deputy leader, major sensitive information by the principal leader
alone (通政办发〔2019〕90号第十七条); an organisation and each of its accounts may be stricter, never laxer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.people.roles import LEADERS, Role
from app.review.stages import STAGES, Status
from app.scanner.level import TITLES

LEVELS = tuple(TITLES)

Hours = Mapping[str, Mapping[str, int]]
"""Hours that a stage may take, by level and stage."""


def rank(level: str) -> int:
    """0 for general … 2 for critical."""
    return LEVELS.index(level)


def higher(one: str, other: str | None) -> str:
    """The higher of two levels."""
    return one if other is None or rank(one) >= rank(other) else other


@dataclass(frozen=True, slots=True)
class Policy:
    """What is in force: from which level on the principal leader alone signs, and the hours of the stages."""

    principal_from: str
    hours: Hours

    def narrowed(self, principal_from: str | None, hours: Hours) -> Policy:
        """This policy, with what is stated where that is stricter (从严不从宽)."""
        floor = min(principal_from or self.principal_from, self.principal_from, key=rank)
        return Policy(floor, {level: _sooner(row, hours.get(level, {})) for level, row in self.hours.items()})


def _sooner(row: Mapping[str, int], stated: Mapping[str, int]) -> dict[str, int]:
    return {stage: min(hours, stated.get(stage, hours)) for stage, hours in row.items()}


RULE = Policy(
    "critical",
    {level: dict.fromkeys(map(str, STAGES), hours) for level, hours in zip(LEVELS, (24, 8, 4), strict=True)},
)
"""What holds where an organisation states nothing; urgent matters wait less (遇突发公共事件快速响应)."""


def signers(stage: Status, level: str, principal_from: str) -> frozenset[Role]:
    """The roles that may sign a stage of a draft of this level."""
    if stage is Status.FIRST_REVIEW:
        return frozenset({Role.EDITOR})
    if stage is Status.SECOND_REVIEW:
        return frozenset({Role.SECTION_CHIEF})
    if rank(level) >= rank(principal_from):
        return frozenset({Role.PRINCIPAL_LEADER})
    return LEADERS


def due(policy: Policy, level: str, stage: Status, since: datetime) -> datetime:
    """When a stage that began at `since` should be decided."""
    return since + timedelta(hours=policy.hours[level][stage])
