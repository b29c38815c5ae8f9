"""Who is calling: a person or a program."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from enum import StrEnum

from app.errors import Forbidden
from app.ledger.append import Actor
from app.people.roles import TITLES, Role


class Scope(StrEnum):
    """What an API key may do. A key can never decide."""

    PRECHECK = "precheck"
    DRAFTS_WRITE = "drafts:write"
    RELEASES_READ = "releases:read"


@dataclass(frozen=True, slots=True)
class PersonCaller:
    """A signed-in person."""

    id: str
    username: str
    name: str
    org: str
    roles: frozenset[Role]

    def actor(self, role: Role | None = None) -> Actor:
        """The person as the ledger names them, acting in `role` where the act asks for one."""
        return Actor("person", self.id, self.name, role or "")

    def need(self, roles: Set[Role]) -> Role:
        """The caller's highest role among `roles`; `Forbidden` if there is none."""
        held = [role for role in Role if role in roles and role in self.roles]
        if not held:
            titles = "、".join(TITLES[role] for role in Role if role in roles)
            raise Forbidden("forbidden", f"此操作须由{titles}进行。")
        return held[-1]


@dataclass(frozen=True, slots=True)
class KeyCaller:
    """A program with an API key."""

    id: str
    name: str
    org: str
    scopes: frozenset[Scope]

    def actor(self) -> Actor:
        """The program as the ledger names it."""
        return Actor("key", self.id, self.name, "")

    def need(self, scope: Scope) -> None:
        """`Forbidden` unless the key has this scope."""
        if scope not in self.scopes:
            raise Forbidden("scope_missing", f"该接口密钥没有“{scope}”权限。")


Caller = PersonCaller | KeyCaller
