"""The main menu (主菜单): where each role's work is."""

from __future__ import annotations

from dataclasses import dataclass

from app.people.callers import PersonCaller
from app.people.changes import SYSTEM_ADMIN
from app.people.roles import LEADERS, REVIEWERS, Role
from app.review.policies import SECURITY
from app.review.policy import READERS, WRITERS
from app.rulesets.suppressions import READERS as SUPPRESSION_READERS

AUDITORS = frozenset({Role.AUDIT_ADMIN})
LEXICON_READERS = SECURITY | AUDITORS
OVERSEERS = AUDITORS | LEADERS
PLACES = (
    ("/", "待我审核", REVIEWERS),
    ("/", "我的稿件", WRITERS - REVIEWERS),
    ("/ledger", "台账", AUDITORS),
    ("/drafts", "全部稿件", READERS),
    ("/search", "查找", READERS | WRITERS),
    ("/drafts/new", "新建稿件", WRITERS),
    ("/check", "检查文件", WRITERS),
    ("/dashboard", "统计", READERS | WRITERS),
    ("/people", "人员", SYSTEM_ADMIN),
    ("/accounts", "账号", SYSTEM_ADMIN),
    ("/keys", "接口密钥", SYSTEM_ADMIN),
    ("/lexicons", "词库", LEXICON_READERS),
    ("/sources", "稿源", SECURITY),
    ("/suppressions", "误报豁免", SUPPRESSION_READERS),
    ("/policy", "审签规则", LEXICON_READERS),
    ("/reviewers", "履职记录", OVERSEERS),
)


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the menu; `current` where the visitor is there now."""

    address: str
    name: str
    current: bool


def menu(person: PersonCaller, path: str) -> list[Place]:
    """The places that this person's roles lead to."""
    places = [(address, name) for address, name, roles in PLACES if roles & person.roles]
    within = [address for address, _ in places if path == address or path.startswith(address + "/")]
    here = max(within, key=len, default=None)
    return [Place(address, name, address == here) for address, name in places]


def home(person: PersonCaller) -> str:
    """Where an administrator starts."""
    return menu(person, "")[0].address
