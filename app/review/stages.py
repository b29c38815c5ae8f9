"""The stages of the three-tier sign-off (三审) and the moves between them. Pure."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

Action = Literal["approve", "return", "reject"]


class Status(StrEnum):
    """Where a draft stands."""

    EDITING = "editing"
    FIRST_REVIEW = "first_review"
    SECOND_REVIEW = "second_review"
    FINAL_REVIEW = "final_review"
    RELEASED = "released"
    PUBLISHED = "published"
    RETURNED = "returned"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"


TITLES: dict[Status, str] = {
    Status.EDITING: "编辑中",
    Status.FIRST_REVIEW: "待初审",
    Status.SECOND_REVIEW: "待复审",
    Status.FINAL_REVIEW: "待终审",
    Status.RELEASED: "已签发",
    Status.PUBLISHED: "已发布",
    Status.RETURNED: "已退回",
    Status.REJECTED: "已否决",
    Status.WITHDRAWN: "已撤稿",
    Status.REVOKED: "已撤销签发",
}
STAGES = (Status.FIRST_REVIEW, Status.SECOND_REVIEW, Status.FINAL_REVIEW)
STAGE_TITLES = dict(zip(STAGES, ("初审", "复审", "终审"), strict=True))
SUBMITTABLE = frozenset({Status.EDITING, Status.RETURNED})
EDITABLE = SUBMITTABLE | frozenset(STAGES)
IN_FORCE = frozenset({Status.RELEASED, Status.PUBLISHED})
CERTIFIED = IN_FORCE | {Status.REVOKED}


def after_approval(stage: Status) -> Status:
    """The status after an approval: the next stage, or released."""
    return (*STAGES, Status.RELEASED)[STAGES.index(stage) + 1]


def earlier_stages(stage: Status) -> tuple[Status, ...]:
    """The stages a draft can be returned to from `stage`."""
    return STAGES[: STAGES.index(stage)]


def stages_from(stage: Status) -> tuple[Status, ...]:
    """`stage` and those after it: the approvals that a return to it takes back."""
    return STAGES[STAGES.index(stage) :]
