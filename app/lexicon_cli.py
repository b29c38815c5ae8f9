"""`sanshen lexicon import | list | approve`: an office's lists on the command line.

The same acts as over HTTP, by the same people with their passwords, and in the same ledger. Running services
take up an approved list within seconds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.config import get_settings
from app.errors import AppError, Conflict, Invalid
from app.scanner.finding import Severity

if TYPE_CHECKING:
    from app.rulesets.models import LexiconVersion

commands = typer.Typer()

User = Annotated[str, typer.Option(help="安全管理员的用户名")]
PasswordStdin = Annotated[bool, typer.Option("--password-stdin", help="从标准输入读取密码")]
Yes = Annotated[bool, typer.Option("--yes", help="不再询问，直接办理")]
SEVERITIES = {"block": "阻断", "warn": "警告", "hint": "提示"}
CHANGES = {"added": "新增", "removed": "删除", "changed": "修改"}


@commands.command("import")
def import_list(
    file: Annotated[Path, typer.Argument(help="词库文件（.csv .txt .toml）")],
    name: Annotated[str, typer.Option(help="词库名，如 office-terms")],
    reason: Annotated[str, typer.Option(help="变更理由")],
    user: User,
    code: Annotated[str | None, typer.Option(help="类别代码，如 POL-07；文件中已写明的可省略")] = None,
    severity: Annotated[Severity, typer.Option(help="没有写明级别的词条按此级别")] = Severity.WARN,
    message: Annotated[str, typer.Option(help="提示语")] = "",
    password_stdin: PasswordStdin = False,
    yes: Yes = False,
) -> None:
    """导入本单位词库：先显示变更预览，确认后提出变更，由另一位安全管理员批准。"""
    from app.admin_session import signed_in
    from app.review.previewing import prepare_import
    from app.rulesets.importing import Defaults
    from app.rulesets.proposals import propose

    content = _read(file)
    with signed_in(user, password_stdin) as (runtime, admin), _rows_named():
        defaults = Defaults(name, code, severity, message)
        change = prepare_import(runtime.database, runtime.rules, admin, file.name, content, defaults, reason)
        _show_preview(name, change.preview)
        _confirm("提出这一变更吗？", yes)
        with runtime.database.write() as db:
            number = propose(db, runtime.ring, admin, change).number
    typer.echo(f"已提出词库 {name} 第 {number} 版，请另一位安全管理员批准：sanshen lexicon approve {name}")


@commands.command("list")
def list_lists() -> None:
    """列出各单位的词库：在用的版本和待批准的变更。"""
    from sqlalchemy import select

    from app.db import Database
    from app.people.models import Organisation
    from app.rulesets.lists import standing

    with Database(get_settings().database_url).read() as db:
        for org in db.scalars(select(Organisation).order_by(Organisation.id)):
            typer.echo(f"{org.id} {org.name}")
            for name, versions in standing(db, org.id).items():
                typer.echo(f"  {name}" if versions else f"  {name}（不在用）")
                for version in versions.values():
                    typer.echo(f"    {_line(version)}")


@commands.command("approve")
def approve_list(
    name: Annotated[str, typer.Argument(help="词库名")],
    user: User,
    comment: Annotated[str, typer.Option(help="意见")] = "",
    password_stdin: PasswordStdin = False,
    yes: Yes = False,
) -> None:
    """批准待批准的词库变更；提出人本人不能批准。"""
    from app.admin_session import signed_in
    from app.rulesets.lists import in_state
    from app.rulesets.models import State
    from app.rulesets.proposals import approve, check_approval

    with signed_in(user, password_stdin) as (runtime, admin):
        with runtime.database.read() as db:
            version = in_state(db, admin.org, name, State.PROPOSED)
        if version is None:
            raise Conflict("not_proposed", f"词库“{name}”没有待批准的变更。")
        typer.echo(_line(version))
        _show_preview(name, version.preview)
        _confirm("批准这一变更吗？", yes)
        candidate = check_approval(runtime.database, runtime.rules, admin, name, version.number)
        with runtime.database.write() as db:
            approve(db, runtime.ring, admin, name, version.number, candidate, comment)
    typer.echo(f"词库 {name} 第 {version.number} 版已批准，各服务进程数秒内启用。")


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise Invalid("unreadable_file", f"无法读取 {file}：{error.strerror}") from error


@contextmanager
def _rows_named() -> Iterator[None]:
    """Print every broken row that an error names."""
    try:
        yield
    except AppError as error:
        for row in error.extra.get("errors", ()):
            typer.echo(f"{row['field']}：{row['message']}", err=True)
        raise


def _confirm(question: str, yes: bool) -> None:
    if not yes and not typer.confirm(question):
        raise typer.Abort


def _show_preview(name: str, preview: Mapping[str, Any] | None) -> None:
    if preview is None:
        typer.echo(f"词库 {name}：提出时没有预览。")
        return
    changes, drafts, objections = preview["changes"], preview["drafts"], preview["objections"]
    counts = "，".join(f"{title} {changes[kind]} 条" for kind, title in CHANGES.items())
    typer.echo(f"词库 {name}：{counts}。")
    for note in preview["notes"]["listed"]:
        typer.echo(f"  第 {note['line']} 行：{note['message']}" if note["line"] else f"  {note['message']}")
    if objections["count"]:
        words = "、".join(f"{each['term']}（约 {each['occurrences']} 次）" for each in objections["listed"])
        typer.echo(f"有 {objections['count']} 个词条在正式公文中常见，会大量误报：{words}")
    cut = "" if drafts["is_complete"] else "（稿件较多，只检查了最近的）"
    typer.echo(f"试运行：检查近 90 天稿件 {drafts['scanned']} 篇{cut}。")
    for kind, title in (("new", "新增"), ("gone", "消失")):
        tally = drafts[kind]
        counts = "，".join(f"{word} {tally[severity]}" for severity, word in SEVERITIES.items())
        typer.echo(f"  {tally['drafts']} 篇有问题{title}：{counts}")
    for each in drafts["terms"]:
        typer.echo(f"    {each['term']}：{each['drafts']} 篇，{each['findings']} 处")


def _line(version: LexiconVersion) -> str:
    from app.rulesets.models import TITLES, State

    what = "停用" if version.retires else f"{version.terms} 条"
    facts = (f"第 {version.number} 版", TITLES[State(version.state)], what, f"{version.proposer.name}提出")
    return f"{'，'.join(facts)}：{version.reason}"
