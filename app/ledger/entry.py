"""One entry of the ledger (台账), as pure data: its members, its exact bytes, its signature.

An entry is a JSON object with fixed members. What is stored and exported is its line: the RFC 8785
canonical bytes of the whole object. `sig` is the service key's Ed25519 signature over the canonical bytes
of the object without `sig`; `prev` is the SHA-256 of the line before.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NoReturn

import rfc8785

from app.keys import b64url

GENESIS = "0" * 64
"""The `prev` of the first entry."""

MAX_LINE = 1 << 20
"""Bytes a line may have."""

MAX_DEPTH = 8
"""Nesting that `data` may have."""

EVENTS: dict[str, str] = {
    "org.created": "建立单位",
    "person.created": "新建人员",
    "person.changed": "变更人员",
    "person.deactivated": "停用人员",
    "person.reactivated": "恢复人员",
    "password.reset": "重置密码",
    "password.changed": "修改密码",
    "session.opened": "登录",
    "session.closed": "退出",
    "session.refused": "登录被拒",
    "account.created": "登记账号",
    "account.changed": "变更账号",
    "account.closed": "停用账号",
    "account.reopened": "恢复账号",
    "key.created": "新建接口密钥",
    "key.revoked": "吊销接口密钥",
    "policy.changed": "变更审核规则",
    "lexicon.proposed": "提出词库变更",
    "lexicon.approved": "批准词库变更",
    "lexicon.refused": "驳回词库变更",
    "lexicon.withdrawn": "撤回词库变更",
    "suppression.proposed": "申请误报豁免",
    "suppression.approved": "批准误报豁免",
    "suppression.refused": "驳回误报豁免",
    "suppression.ended": "终止误报豁免",
    "relevance.trained": "训练关联度模型",
    "relevance.reset": "恢复随附的关联度模型",
    "draft.created": "新建稿件",
    "draft.edited": "修改稿件",
    "draft.rescanned": "重新检查稿件",
    "draft.submitted": "提交审核",
    "draft.approved": "审核通过",
    "draft.returned": "退回修改",
    "draft.rejected": "审核否决",
    "draft.withdrawn": "撤回稿件",
    "draft.relevant": "认定与职责相关",
    "draft.released": "签发",
    "draft.revoked": "撤销签发",
    "comment.made": "批注",
    "comment.answered": "回复批注",
    "comment.resolved": "批注已解决",
    "comment.reopened": "重开批注",
    "ledger.exported": "导出台账",
}
"""The closed set of events, with their titles."""

ACTOR_KINDS = ("person", "key", "system")

_HASH = re.compile(r"[0-9a-f]{64}")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", re.ASCII)


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_number(value: object) -> bool:
    return type(value) is int and value >= 1


def is_hash(value: object) -> bool:
    """Whether the value is a SHA-256 in lower-case hex."""
    return isinstance(value, str) and _HASH.fullmatch(value) is not None


def is_time(value: object) -> bool:
    """Whether the value looks like `2026-11-21T08:00:00.000Z`."""
    return isinstance(value, str) and _TIME.fullmatch(value) is not None and _is_moment(value)


def _is_moment(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_actor(value: object) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() == {"kind", "id", "name", "role"}
        and all(isinstance(part, str) for part in value.values())
        and value["kind"] in ACTOR_KINDS
    )


def _optional(check: Callable[[object], bool]) -> Callable[[object], bool]:
    return lambda value: value is None or check(value)


def _is_data(value: object) -> bool:
    return isinstance(value, dict) and _is_plain(value, MAX_DEPTH)


def _is_plain(value: object, depth: int) -> bool:
    """Strings, whole numbers, booleans, null, and lists and objects of those, no deeper than `depth`."""
    if value is None or isinstance(value, str | bool | int):
        return True
    if isinstance(value, list) and depth:
        return all(_is_plain(item, depth - 1) for item in value)
    if isinstance(value, dict) and depth:
        return all(isinstance(key, str) and _is_plain(item, depth - 1) for key, item in value.items())
    return False


MEMBERS: dict[str, Callable[[object], bool]] = {
    "seq": _is_number,
    "prev": is_hash,
    "org": _is_text,
    "at": is_time,
    "event": _is_text,
    "actor": _is_actor,
    "on_behalf_of": _optional(_is_actor),
    "draft": _optional(_is_text),
    "version": _optional(_is_number),
    "content_sha256": _optional(is_hash),
    "scan_sha256": _optional(is_hash),
    "ruleset_sha256": _optional(is_hash),
    "stage": _optional(_is_text),
    "decision": _optional(_is_text),
    "data": _is_data,
    "kid": _is_text,
    "sig": _is_text,
}
"""The members of an entry, all required, each with the test of its value."""


def seal(facts: Mapping[str, Any], kid: str, sign: Callable[[bytes], bytes]) -> bytes:
    """The line of a new entry: `facts` (every member but `kid` and `sig`), signed.

    Raises `ValueError` for an unknown event, a member that is missing, odd or of the wrong type, or a line
    longer than `MAX_LINE`.
    """
    if facts.get("event") not in EVENTS:
        raise ValueError(f"unknown ledger event {facts.get('event')!r}")
    entry = {**facts, "kid": kid}
    entry["sig"] = b64url(sign(rfc8785.dumps(entry)))
    check_members(entry)
    line = rfc8785.dumps(entry)
    if len(line) > MAX_LINE:
        raise ValueError("a ledger entry that is too long")
    return line


def parse(line: bytes) -> dict[str, Any]:
    """The entry in a line; `ValueError` unless the line is exactly the canonical bytes of an entry.

    The signature is not checked here. Unknown events are let through, so that an older program can verify
    the ledger of a newer one.
    """
    entry = parse_canonical(line)
    check_members(entry)
    return entry


def parse_canonical(line: bytes) -> dict[str, Any]:
    """The JSON object in a line; `ValueError` unless the line is just its RFC 8785 bytes, without floats."""
    try:
        value = json.loads(line, parse_float=_no_float, parse_constant=_no_float)
        canonical = isinstance(value, dict) and rfc8785.dumps(value) == line
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not canonical:
        raise ValueError("not a canonical JSON object")
    return dict(value)


def check_members(entry: Mapping[str, Any]) -> None:
    """Raise `ValueError`, naming the member, unless the entry has all members, no other, of their types."""
    if entry.keys() != MEMBERS.keys():
        raise ValueError(f"missing or unknown members: {sorted(entry.keys() ^ MEMBERS.keys())}")
    for name, check in MEMBERS.items():
        if not check(entry[name]):
            raise ValueError(f"not a value for {name}")


def unsigned(entry: Mapping[str, Any]) -> bytes:
    """The bytes that `sig` signs, of an entry or a checkpoint."""
    return rfc8785.dumps({name: value for name, value in entry.items() if name != "sig"})


def line_hash(line: bytes) -> str:
    """SHA-256 of a line, lower-case hex, as the next entry's `prev` holds it."""
    return hashlib.sha256(line).hexdigest()


def _no_float(text: str) -> NoReturn:
    raise ValueError(f"not a whole number: {text[:20]}")
