"""Opening, changing, closing and finding accounts (账号开设、变更、关停)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.accounts.models import Account
from app.db import now
from app.errors import Conflict, NotFound
from app.keys import KeyRing
from app.ledger.append import Actor, append
from app.scanner.relevance import Duties


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """What an administrator states of an account."""

    name: str
    platform: str
    duties: str
    keywords: tuple[str, ...] = ()
    filing_number: str = ""


def open_account(db: Session, ring: KeyRing, org: str, code: str, facts: AccountFacts, by: Actor) -> Account:
    """Register an account; `Conflict` where the code is taken."""
    if find_account(db, org, code):
        raise Conflict("account_exists", f"账号代码“{code}”已存在。")
    account = Account(id=uuid.uuid4().hex, org_id=org, code=code, created_at=now())
    _state(account, facts)
    db.add(account)
    append(db, ring, org, "account.created", by, data={"account": code, **_told(facts)})
    return account


def change_account(
    db: Session, ring: KeyRing, org: str, code: str, facts: AccountFacts, by: Actor
) -> Account:
    """State an account's facts anew; the same facts change nothing."""
    account = get_account(db, org, code)
    if facts != facts_of(account):
        _state(account, facts)
        append(db, ring, org, "account.changed", by, data={"account": code, **_told(facts)})
    return account


def set_active(db: Session, ring: KeyRing, org: str, code: str, active: bool, by: Actor) -> Account:
    """Close an account (关停) or open it again; a closed one takes no new drafts."""
    account = get_account(db, org, code)
    if account.active != active:
        account.active = active
        event = "account.reopened" if active else "account.closed"
        append(db, ring, org, event, by, data={"account": code})
    return account


def get_account(db: Session, org: str, code: str) -> Account:
    """The organisation's account by its code."""
    account = find_account(db, org, code)
    if account is None:
        raise NotFound("账号")
    return account


def list_accounts(db: Session, org: str, *, q: str = "", active: bool | None = True) -> Sequence[Account]:
    """The organisation's accounts by code: those in use, closed, or all (None), that mention `q`."""
    statement = select(Account).where(Account.org_id == org)
    if active is not None:
        statement = statement.where(Account.active.is_(active))
    if q:
        places = (Account.code, Account.name, Account.platform, Account.duties, Account.filing_number)
        statement = statement.where(or_(*(place.icontains(q, autoescape=True) for place in places)))
    return db.scalars(statement.order_by(Account.code)).all()


def facts_of(account: Account) -> AccountFacts:
    """What is stated of the account now."""
    return AccountFacts(
        account.name,
        account.platform,
        account.duties,
        tuple(account.keywords.split()),
        account.filing_number,
    )


def duties_of(account: Account) -> Duties:
    """The account's duties, as the relevance check reads them."""
    return Duties(account.name, account.duties, tuple(account.keywords.split()), account.code)


def find_account(db: Session, org: str, code: str) -> Account | None:
    """The organisation's account by its code, or None."""
    return db.scalar(select(Account).where(Account.org_id == org, Account.code == code))


def _state(account: Account, facts: AccountFacts) -> None:
    account.name, account.platform, account.duties = facts.name, facts.platform, facts.duties
    account.keywords, account.filing_number = " ".join(facts.keywords), facts.filing_number


def _told(facts: AccountFacts) -> dict[str, Any]:
    return asdict(facts) | {"keywords": list(facts.keywords)}
