"""Opening, changing and finding accounts (账号开设、变更)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
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
    principal_from: str = "critical"


def open_account(db: Session, ring: KeyRing, org: str, code: str, facts: AccountFacts, by: Actor) -> Account:
    """Register an account; `Conflict` where the code is taken."""
    if find_account(db, org, code):
        raise Conflict("account_exists", f"账号代码“{code}”已存在。")
    account = Account(id=uuid.uuid4().hex, org_id=org, code=code, created_at=now())
    _state(account, facts)
    db.add(account)
    data = {"account": code, "name": facts.name, "principal_from": facts.principal_from}
    append(db, ring, org, "account.created", by, data=data)
    return account


def change_account(
    db: Session, ring: KeyRing, org: str, code: str, facts: AccountFacts, by: Actor
) -> Account:
    """State an account's facts anew."""
    account = get_account(db, org, code)
    _state(account, facts)
    data = {"account": code, "name": facts.name, "principal_from": facts.principal_from}
    append(db, ring, org, "account.changed", by, data=data)
    return account


def get_account(db: Session, org: str, code: str) -> Account:
    """The organisation's account by its code."""
    account = find_account(db, org, code)
    if account is None:
        raise NotFound("账号")
    return account


def list_accounts(db: Session, org: str) -> Sequence[Account]:
    """All accounts of the organisation by code."""
    return db.scalars(select(Account).where(Account.org_id == org).order_by(Account.code)).all()


def duties_of(account: Account) -> Duties:
    """The account's duties, as the relevance check reads them."""
    return Duties(account.name, account.duties, tuple(account.keywords.split()), account.code)


def find_account(db: Session, org: str, code: str) -> Account | None:
    """The organisation's account by its code, or None."""
    return db.scalar(select(Account).where(Account.org_id == org, Account.code == code))


def _state(account: Account, facts: AccountFacts) -> None:
    account.name, account.platform, account.duties = facts.name, facts.platform, facts.duties
    account.keywords, account.principal_from = " ".join(facts.keywords), facts.principal_from
