"""The directory: organisations and their people, entered and found."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.db import now
from app.errors import Conflict, NotFound
from app.keys import KeyRing
from app.ledger.append import SYSTEM, Actor, append
from app.paging import Listing, decode_cursor, encode_cursor
from app.people.models import Organisation, Person, PersonRole
from app.people.passwords import check_new_password, hash_password, new_password
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


def invite_person(
    db: Session, ring: KeyRing, org: str, username: str, name: str, roles: Iterable[str], by: Actor
) -> tuple[Person, str]:
    """Add a person with a one-time password, which is returned here and never again."""
    password = new_password()
    person = add_person(db, ring, org, username, name, password, roles, by)
    person.one_time = True
    return person, password


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
    data = {"person": person.id, "username": username, "name": name, "roles": sorted(roles)}
    append(db, ring, org, "person.created", by, data=data)
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


def search_people(
    db: Session,
    org: str,
    *,
    q: str = "",
    role: Role | None = None,
    active: bool | None = None,
    limit: int,
    cursor: str | None,
) -> Listing[Person]:
    """People by user name whose user name or name holds `q`, with this role, in service or not."""
    statement = select(Person).where(Person.org_id == org)
    if q:
        holds = (place.icontains(q, autoescape=True) for place in (Person.username, Person.name))
        statement = statement.where(or_(*holds))
    if role:
        statement = statement.where(Person.role_rows.any(PersonRole.role == role))
    if active is not None:
        statement = statement.where(Person.active.is_(active))
    if cursor:
        statement = statement.where(Person.username > decode_cursor(cursor, str)[0])
    rows = db.scalars(statement.order_by(Person.username).limit(limit + 1)).all()
    more = encode_cursor(rows[limit - 1].username) if rows[limit:] else None
    return Listing(list(rows[:limit]), more)
