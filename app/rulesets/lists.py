"""The lists (本单位词库) of an organisation as stored: found, checked against their digest, compared."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from app.errors import NotFound
from app.rulesets.models import LexiconVersion, State

SECTIONS = {"terms": "terms", "persons": "persons", "sources": "units", "standard-texts": "texts"}
"""The section that holds the entries, by the kind of a list."""


class DamagedList(ValueError):
    """The stored content of a list is not what was approved."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed between two versions of a list: terms, persons and so on, by their names, in order."""

    added: Sequence[str]
    removed: Sequence[str]
    changed: Sequence[str]


def canonical(data: Mapping[str, Any]) -> str:
    """A list as it is stored: the same terms in another order are the same text, and so the same digest."""
    return orjson.dumps(data, option=orjson.OPT_SORT_KEYS).decode()


def sha256(content: str) -> str:
    """The digest of a stored list, lower-case hex."""
    return hashlib.sha256(content.encode()).hexdigest()


def entries(content: str | None) -> dict[str, Any]:
    """The entries of a stored list with their attributes; none where the list was done without."""
    if content is None:
        return {}
    data = orjson.loads(content)
    listed: dict[str, Any] = data.get(SECTIONS[data["kind"]], {})
    return listed


def difference(old: str | None, new: str | None) -> Difference:
    """What `new` changes against `old`, both as stored."""
    before, after = entries(old), entries(new)
    return Difference(
        added=sorted(after.keys() - before.keys()),
        removed=sorted(before.keys() - after.keys()),
        changed=sorted(text for text in after.keys() & before.keys() if after[text] != before[text]),
    )


def get_version(db: Session, org: str, name: str, number: int, *, content: bool = False) -> LexiconVersion:
    """One version of a list of this organisation, with its content if asked for."""
    options = (undefer(LexiconVersion.content),) if content else ()
    statement = select(LexiconVersion).options(*options)
    found = db.scalar(
        statement.where(
            LexiconVersion.org_id == org, LexiconVersion.name == name, LexiconVersion.number == number
        )
    )
    if found is None:
        raise NotFound("词库版本")
    return found


def versions(db: Session, org: str, name: str) -> Sequence[LexiconVersion]:
    """Every version of a list, the newest first."""
    statement = select(LexiconVersion).where(LexiconVersion.org_id == org, LexiconVersion.name == name)
    found = db.scalars(statement.order_by(LexiconVersion.number.desc())).all()
    if not found:
        raise NotFound("词库")
    return found


def standing(db: Session, org: str) -> dict[str, dict[State, LexiconVersion]]:
    """By name of the organisation's lists: the version in use and the one that waits, if there are any."""
    lists: dict[str, dict[State, LexiconVersion]] = {}
    for name in db.scalars(select(LexiconVersion.name).where(LexiconVersion.org_id == org).distinct()):
        lists[name] = {}
    waiting = select(LexiconVersion).where(
        LexiconVersion.org_id == org, LexiconVersion.state.in_((State.ACTIVE, State.PROPOSED))
    )
    for version in db.scalars(waiting):
        lists[version.name][State(version.state)] = version
    return dict(sorted(lists.items()))


def in_state(db: Session, org: str, name: str, state: State) -> LexiconVersion | None:
    """The version of a list in this state; there is at most one active and one proposed."""
    return db.scalar(
        select(LexiconVersion).where(
            LexiconVersion.org_id == org, LexiconVersion.name == name, LexiconVersion.state == state
        )
    )


def active_digests(db: Session, org: str) -> dict[str, str]:
    """The digests of the lists in use, by name."""
    statement = select(LexiconVersion.name, LexiconVersion.sha256)
    rows = db.execute(statement.where(LexiconVersion.org_id == org, LexiconVersion.state == State.ACTIVE))
    return {name: digest for name, digest in rows if digest is not None}


def active_contents(db: Session, org: str, *, without: str | None = None) -> dict[str, str]:
    """The content of the lists in use, by name; `DamagedList` where one is not what was approved."""
    statement = select(LexiconVersion.name, LexiconVersion.sha256, LexiconVersion.content).where(
        LexiconVersion.org_id == org, LexiconVersion.state == State.ACTIVE
    )
    if without is not None:
        statement = statement.where(LexiconVersion.name != without)
    contents = {}
    for name, digest, content in db.execute(statement):
        if content is None or sha256(content) != digest:
            raise DamagedList(f"词库“{name}”的存储内容已损坏，与批准时的摘要不符。")
        contents[name] = content
    return contents
