"""The demo's two offices: people, accounts, and the one API key."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.accounts.registry import AccountFacts, get_account, open_account
from app.keys import KeyRing
from app.ledger.append import SYSTEM
from app.people.api_keys import create_key
from app.people.callers import PersonCaller, Scope
from app.people.demo_mark import DEMO_KEY
from app.people.directory import enrol, found_organisation
from app.people.passwords import demo_password
from app.people.roles import Role
from app.people.sessions import caller_of
from app.review.policies import Statement, state_policy

ORGANISATIONS = {"demo": "江州市数据资源管理局", "demo-b": "江州市应急管理局"}
PEOPLE: dict[str, dict[str, tuple[str, Role]]] = {
    "demo": {
        "contributor": ("方小满", Role.CONTRIBUTOR),
        "editor": ("林知秋", Role.EDITOR),
        "editor2": ("许安", Role.EDITOR),
        "chief": ("周明远", Role.SECTION_CHIEF),
        "chief2": ("何静", Role.SECTION_CHIEF),
        "deputy": ("宋立群", Role.DEPUTY_LEADER),
        "principal": ("陈正阳", Role.PRINCIPAL_LEADER),
        "sysadmin": ("吴工", Role.SYSTEM_ADMIN),
        "secadmin": ("郑工", Role.SECURITY_ADMIN),
        "secadmin2": ("冯工", Role.SECURITY_ADMIN),
        "auditor": ("孙谨", Role.AUDIT_ADMIN),
    },
    "demo-b": {
        "b-editor": ("赵禾", Role.EDITOR),
        "b-chief": ("钱进", Role.SECTION_CHIEF),
        "b-deputy": ("沈岚", Role.DEPUTY_LEADER),
        "b-principal": ("韩平", Role.PRINCIPAL_LEADER),
        "b-auditor": ("蒋实", Role.AUDIT_ADMIN),
    },
}
ACCOUNTS: dict[str, dict[str, AccountFacts]] = {
    "demo": {
        "wechat": AccountFacts(
            "江州数据发布",
            "微信公众号",
            "政务公开、政务服务、数字政府和政务数据管理，政务新媒体管理，"
            "发布惠民政策、便民服务和政府重要部署。",
            ("政务服务", "数字政府", "政务公开", "数据", "一网通办", "便民", "政策"),
        ),
        "weibo": AccountFacts(
            "江州数据",
            "微博",
            "发布政务服务动态和便民提示，回应网民咨询。",
            ("政务服务", "便民", "咨询", "办事"),
        ),
    },
    "demo-b": {
        "b-wechat": AccountFacts(
            "江州应急",
            "微信公众号",
            "安全生产、防灾减灾、应急救援和安全知识宣传。",
            ("应急", "安全生产", "防灾减灾", "消防", "预警"),
        ),
    },
}


def found_offices(db: Session, ring: KeyRing) -> dict[str, PersonCaller]:
    """Enter both offices; returns everybody by user name, as callers."""
    callers: dict[str, PersonCaller] = {}
    for org, name in ORGANISATIONS.items():
        found_organisation(db, ring, org, name)
        for username, (person, role) in PEOPLE[org].items():
            entered = enrol(db, ring, org, username, person, demo_password(username), [role])
            callers[username] = caller_of(entered)
        for code, facts in ACCOUNTS[org].items():
            open_account(db, ring, org, code, facts, SYSTEM)
    create_key(db, ring, callers["sysadmin"], "演示用网站后台", Scope, DEMO_KEY)
    weibo = get_account(db, "demo", "weibo")
    stricter = Statement("important", {})
    state_policy(db, ring, callers["secadmin"], weibo, stricter, "微博传播快，重要信息也由主要领导签发。")
    return callers
