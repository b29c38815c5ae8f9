"""What an entry of the ledger says beyond its title, in short Chinese sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from app.people.callers import Scope
from app.review.stages import STAGE_TITLES, STAGES
from app.scanner.level import TITLES as LEVELS
from app.web.words import VERDICTS, role_titles, stage_title

HISTORY = 100
"""Entries of the ledger that a page shows of one thing."""
SCOPES: dict[str, str] = {
    Scope.PRECHECK: "预检",
    Scope.DRAFTS_WRITE: "提交稿件",
    Scope.RELEASES_READ: "读取签发",
}
_PLAIN = {
    "username": "用户名",
    "platform": "平台",
    "filing_number": "备案编号",
    "duties": "职责",
    "file_name": "文件",
}


def told(entry: Mapping[str, Any]) -> list[str]:
    """The entry's `data` in words, the most telling first; what only machines read is left out."""
    return [line for line in _lines(entry["data"]) if line]


def _lines(data: Mapping[str, Any]) -> Iterator[str]:
    if name := data.get("name"):
        yield str(name)
    if roles := data.get("roles"):
        before = data.get("before")
        yield f"角色：{role_titles(roles)}" + (f"（原为{role_titles(before)}）" if before else "")
    if scopes := data.get("scopes"):
        yield "权限：" + "、".join(SCOPES.get(scope, scope) for scope in scopes.split())
    for member, title in _PLAIN.items():
        if value := data.get(member):
            yield f"{title}：{value}"
    if keywords := data.get("keywords"):
        yield f"关键词：{'、'.join(keywords)}"
    yield from _policy(data)
    yield from _review(data)
    if "suppression" in data:
        yield f"“{data['before']}{data['text']}{data['after']}” {data['code']}"
    yield data.get("comment") or data.get("reason") or ""


def _policy(data: Mapping[str, Any]) -> Iterator[str]:
    if "hours" not in data:
        return
    yield f"账号 {data['account']}" if data["account"] else "本单位"
    if floor := data["principal_from"]:
        yield f"主要领导终审：{LEVELS[floor]}" + ("及以上" if floor != "critical" else "")
    for level, row in data["hours"].items():
        hours = "、".join(f"{STAGE_TITLES[stage]} {row[stage]} 小时" for stage in STAGES if stage in row)
        yield f"{LEVELS[level]}：{hours}"
    for verdict, reasons in data.get("ready_reasons", {}).items():
        yield f"现成理由（{VERDICTS[verdict]}）：{'、'.join(reasons) or '无'}"


def _review(data: Mapping[str, Any]) -> Iterator[str]:
    if back := data.get("return_to"):
        yield f"退回{stage_title(back)}"
    if words := data.get("dispositions"):
        yield f"处置问题 {len(words)} 处"
    if certificate := data.get("certificate"):
        yield f"凭证 {certificate}"
