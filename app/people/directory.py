"""The directory: organisations and their people, kept by the system administrator (系统管理员)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.db import now
from app.errors import Conflict, NotFound
from app.keys import KeyRing
from app.ledger.append import SYSTEM, Actor, append
from app.people.callers import PersonCaller
from app.people.models import Organisation, Person, PersonRole, SessionToken
from app.people.passwords import check_new_password, hash_password
from app.people.roles import Role, checked_roles


def found_organisation(db: Session, ring: KeyRing, code: str, name: str) -> Organisation:
    """Create an organisation; done on the command line, before anybody can sign in."""
    if db.get(Organisation, code):
        raise Conflict("organisation_exists", f"单位代码“{code}”已存在。")
    organisation = Organisation(id=code, name=name)
    db.add(organisation)
    db.flush()
    append(db, ring, code, "org.created", SYSTEM, data={"name": name})
    return organisation


def add_person(
    db: Session,
    ring: KeyRing,
    org: str,
    username: str,
    name: str,
    password: str,
    roles: Iterable[str],
    by: Actor = SYSTEM,
) -> Person:
    """Add a person with checked roles and password; `Conflict` where the user name is taken."""
    held = checked_roles(roles)
    check_new_password(username, password)
    return enrol(db, ring, org, username, name, password, held, by)


def enrol(
    db: Session,
    ring: KeyRing,
    org: str,
    username: str,
    name: str,
    password: str,
    roles: Iterable[Role],
    by: Actor = SYSTEM,
) -> Person:
    """Enter a person without a rule for the password; the demo's passwords are known to everybody."""
    if db.scalar(select(Person.id).where(Person.username == username)):
        raise Conflict("username_taken", f"用户名“{username}”已被使用。")
    person = Person(
        id=uuid.uuid4().hex,
        org_id=org,
        username=username,
        name=name,
        password_hash=hash_password(password),
        created_at=now(),
        role_rows=[PersonRole(role=role) for role in sorted(roles)],
    )
    db.add(person)
    db.flush()
    data = {"person": person.id, "username": username, "roles": sorted(roles)}
    append(db, ring, org, "person.created", by, data=data)
    return person


def change_roles(
    db: Session, ring: KeyRing, admin: PersonCaller, person_id: str, roles: Iterable[str]
) -> Person:
    """Give a person these roles and no others."""
    role = admin.need({Role.SYSTEM_ADMIN})
    person, held = find_person(db, admin.org, person_id), checked_roles(roles)
    person.role_rows = [
        next((row for row in person.role_rows if row.role == name), PersonRole(role=name))
        for name in sorted(held)
    ]
    data = {"person": person.id, "roles": sorted(held)}
    append(db, ring, admin.org, "person.changed", admin.actor(role), data=data)
    return person


def deactivate(db: Session, ring: KeyRing, admin: PersonCaller, person_id: str) -> Person:
    """A departure (离职): access ends at once, sessions included; what was signed stays."""
    role = admin.need({Role.SYSTEM_ADMIN})
    person = find_person(db, admin.org, person_id)
    if person.active:
        person.active = False
        db.execute(delete(SessionToken).where(SessionToken.person_id == person.id))
        data = {"person": person.id}
        append(db, ring, admin.org, "person.deactivated", admin.actor(role), data=data)
    return person


def find_person(db: Session, org: str, person_id: str) -> Person:
    """A person of this organisation."""
    person = db.scalar(select(Person).where(Person.id == person_id, Person.org_id == org))
    if person is None:
        raise NotFound("人员")
    return person


def id_of(db: Session, org: str, username: str) -> str | None:
    """The id of the organisation's person with this user name, or None."""
    return db.scalar(select(Person.id).where(Person.username == username, Person.org_id == org))


def list_people(db: Session, org: str) -> Sequence[Person]:
    """All people of the organisation by user name."""
    return db.scalars(select(Person).where(Person.org_id == org).order_by(Person.username)).all()
