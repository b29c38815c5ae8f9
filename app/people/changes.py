"""Changes of people (人员变更) by the system administrator: roles, departure and return, a lost password.

Nobody does them to themselves, so an office can neither lock itself out nor have an administrator make
themselves a reviewer.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.errors import Conflict, Forbidden
from app.keys import KeyRing
from app.ledger.append import append
from app.people.callers import PersonCaller
from app.people.directory import find_person
from app.people.models import Organisation, Person, PersonRole, SessionToken
from app.people.passwords import hash_password, new_password
from app.people.roles import Role, checked_roles

SYSTEM_ADMIN = frozenset({Role.SYSTEM_ADMIN})


def change_roles(
    db: Session, ring: KeyRing, admin: PersonCaller, person_id: str, roles: Iterable[str]
) -> Person:
    """Give a person these roles and no others; the roles they have already change nothing."""
    person, held = _other(db, admin, person_id), checked_roles(roles)
    before = person.roles
    if held == before:
        return person
    if Role.SYSTEM_ADMIN in before - held:
        _need_another(db, person)
    kept = {row.role: row for row in person.role_rows}
    person.role_rows = [kept.get(role) or PersonRole(role=role) for role in sorted(held)]
    _log(db, ring, admin, "person.changed", person, roles=sorted(held), before=sorted(before))
    return person


def deactivate(db: Session, ring: KeyRing, admin: PersonCaller, person_id: str) -> Person:
    """A departure (离职): access ends at once, sessions included; what was signed stays."""
    person = _other(db, admin, person_id)
    if person.active:
        if Role.SYSTEM_ADMIN in person.roles:
            _need_another(db, person)
        person.active = False
        _end_sessions(db, person)
        _log(db, ring, admin, "person.deactivated", person)
    return person


def reactivate(db: Session, ring: KeyRing, admin: PersonCaller, person_id: str) -> Person:
    """A return: the person may sign in again, with the roles and the password they had."""
    person = _other(db, admin, person_id)
    if not person.active:
        person.active = True
        _log(db, ring, admin, "person.reactivated", person)
    return person


def reset_password(db: Session, ring: KeyRing, admin: PersonCaller, person_id: str) -> tuple[Person, str]:
    """A one-time password for who lost theirs, returned here and never again; their sessions end."""
    person = _other(db, admin, person_id)
    if not person.active:
        raise Conflict("person_inactive", f"{person.name}已停用，请先恢复。")
    password = new_password()
    person.password_hash, person.one_time = hash_password(password), True
    _end_sessions(db, person)
    _log(db, ring, admin, "password.reset", person)
    return person, password


def _other(db: Session, admin: PersonCaller, person_id: str) -> Person:
    admin.need(SYSTEM_ADMIN)
    person = find_person(db, admin.org, person_id)
    if person.id == admin.id:
        raise Forbidden("own_record", "不能变更自己的角色、状态和密码，须由另一位系统管理员办理。")
    return person


def _need_another(db: Session, person: Person) -> None:
    # Without the lock two administrators could remove each other at the same moment.
    db.get(Organisation, person.org_id, with_for_update={"key_share": True})
    administrators = select(Person.id).where(
        Person.org_id == person.org_id,
        Person.active,
        Person.role_rows.any(PersonRole.role == Role.SYSTEM_ADMIN),
    )
    if set(db.scalars(administrators)) <= {person.id}:
        raise Conflict("last_administrator", "这是本单位唯一在用的系统管理员，须先另设一位。")


def _end_sessions(db: Session, person: Person) -> None:
    db.execute(delete(SessionToken).where(SessionToken.person_id == person.id))


def _log(
    db: Session, ring: KeyRing, admin: PersonCaller, event: str, person: Person, **more: list[Role]
) -> None:
    data = {"person": person.id, "username": person.username, "name": person.name, **more}
    append(db, ring, person.org_id, event, admin.actor(Role.SYSTEM_ADMIN), data=data)
