"""Roles (角色) and which of them may stand together (三员分立)."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from app.errors import Invalid


class Role(StrEnum):
    """What a person may do. The three administrators (三员) are kept apart, and from review."""

    CONTRIBUTOR = "contributor"
    EDITOR = "editor"
    SECTION_CHIEF = "section_chief"
    DEPUTY_LEADER = "deputy_leader"
    PRINCIPAL_LEADER = "principal_leader"
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDIT_ADMIN = "audit_admin"


TITLES: dict[Role, str] = {
    Role.CONTRIBUTOR: "撰稿",
    Role.EDITOR: "编辑",
    Role.SECTION_CHIEF: "科室负责人",
    Role.DEPUTY_LEADER: "分管领导",
    Role.PRINCIPAL_LEADER: "主要领导",
    Role.SYSTEM_ADMIN: "系统管理员",
    Role.SECURITY_ADMIN: "安全管理员",
    Role.AUDIT_ADMIN: "审计管理员",
}
ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
LEADERS = frozenset({Role.DEPUTY_LEADER, Role.PRINCIPAL_LEADER})
REVIEWERS = LEADERS | {Role.EDITOR, Role.SECTION_CHIEF}


def checked_roles(names: Iterable[str]) -> frozenset[Role]:
    """The roles by these names; `Invalid` where they may not stand together."""
    roles = frozenset(Role(name) for name in names)
    if not roles:
        raise Invalid("roles_missing", "至少要有一个角色。")
    if len(roles & ADMINISTRATORS) > 1:
        raise Invalid("roles_conflict", "系统管理员、安全管理员、审计管理员须由不同的人担任（三员分立）。")
    if roles & ADMINISTRATORS and roles - ADMINISTRATORS:
        raise Invalid("roles_conflict", "管理员不得兼任撰稿、编辑或审核角色。")
    return roles
