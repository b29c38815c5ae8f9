"""Terms and times in Chinese, as the pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from app.db import BEIJING, now
from app.people.roles import TITLES as ROLE_TITLES
from app.people.roles import Role
from app.review.stages import STAGE_TITLES, TITLES, Status
from app.scanner.finding import SEVERITY_TITLES

FORMATS = {"text": "纯文本", "markdown": "Markdown", "html": "HTML"}
KINDS = {"original": "原创", "reprint": "转载", "reply": "答复"}
SEVERITIES = {severity.value: title for severity, title in SEVERITY_TITLES.items()}
VERDICTS = {"false_positive": "误报", "accepted": "保留"}
DECISIONS = {"approve": "通过", "return": "退回", "reject": "否决"}
RELEVANCE = {"relevant": "相关", "uncertain": "不确定", "irrelevant": "无关"}
LEXICON_KINDS = {
    "domains": "域名",
    "divisions": "行政区划",
    "fixed-wording": "固定表述",
    "known-terms": "规范名称",
    "laws": "法律法规名录",
    "level": "分级用语",
    "mixed": "同文异形",
    "persons": "人员名单",
    "sources": "稿源单位",
    "standard-texts": "通稿",
    "topics": "职能主题",
}
FIELDS = {"title": "标题", "body": "正文"}


def moment(value: datetime | str | None) -> str:
    """`2026-11-21 16:00` in Beijing time; an RFC 3339 text is read first."""
    if not value:
        return ""
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    return f"{at.astimezone(BEIJING):%Y-%m-%d %H:%M}"


def local_input(value: datetime | None) -> str:
    """The moment as a `datetime-local` field takes it."""
    return f"{value.astimezone(BEIJING):%Y-%m-%dT%H:%M}" if value else ""


def waited(since: datetime | None) -> str:
    """How long something has waited: `3 小时`."""
    return duration(now() - since) if since else ""


def remaining(due: datetime | None) -> str:
    """`还剩 3 小时` or `已超时 20 分钟`."""
    if due is None:
        return ""
    left = due - now()
    return f"还剩{duration(left)}" if left > timedelta() else f"已超时{duration(-left)}"


def is_late(due: datetime | None) -> bool:
    """Whether the time has passed."""
    return due is not None and due < now()


def duration(length: timedelta) -> str:
    """A length of time in its largest unit, rounded down, to stand behind a Chinese word."""
    minutes = int(length.total_seconds() // 60)
    if minutes < 1:
        return "不到 1 分钟"
    if minutes < 60:
        return f" {minutes} 分钟"
    if minutes < 48 * 60:
        return f" {minutes // 60} 小时"
    return f" {minutes // (24 * 60)} 天"


def status_title(status: str) -> str:
    """The status in words."""
    return TITLES[Status(status)]


def stage_title(stage: str | None) -> str:
    """初审, 复审, 终审; other places in the course of a draft by their status, none as nothing."""
    if not stage:
        return ""
    return STAGE_TITLES.get(Status(stage), TITLES[Status(stage)])


def role_titles(roles: Iterable[str]) -> str:
    """Roles in words, in their order."""
    held = set(roles)
    return "、".join(title for role, title in ROLE_TITLES.items() if role in held)


def spent(seconds: float | None) -> str:
    """A length of time in seconds, in its largest unit; none as a dash."""
    return duration(timedelta(seconds=seconds)).strip() if seconds is not None else "—"


def role_title(role: str) -> str:
    """The role in words; what is no role as nothing."""
    return ROLE_TITLES[Role(role)] if role in set(Role) else ""


def grouped(count: int) -> str:
    """A large number as one reads it: `100,000`."""
    return f"{count:,}"
