"""What the system and security administrators see: people, accounts, keys. Never a draft."""

from __future__ import annotations

from fastapi import APIRouter, Response

from app.accounts.registry import list_accounts
from app.people.api_keys import list_keys
from app.people.directory import list_people
from app.people.roles import ADMINISTRATORS, Role
from app.web.rendering import page
from app.web.session import RuntimeDep, VisitorDep

router = APIRouter()


@router.get("/office")
def show_office(visitor: VisitorDep, runtime: RuntimeDep) -> Response:
    """People, accounts and (for the system administrator) keys, to read."""
    person = visitor.person
    person.need(ADMINISTRATORS)
    keeps = Role.SYSTEM_ADMIN in person.roles
    with runtime.database.read() as db:
        return page(
            "office.html",
            visitor,
            keeps=keeps,
            people=list_people(db, person.org) if keeps else [],
            accounts=list_accounts(db, person.org),
            keys=list_keys(db, person) if keeps else [],
            ruleset=runtime.rules.of(person.org).digest,
        )
