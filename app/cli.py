"""The `sanshen` command.

The commands import what they need themselves, so that `check` starts without the web framework.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from app.config import get_settings
from app.errors import SanshenError
from app.level_cli import commands as level
from app.lexicon_cli import commands as own_lists
from app.relevance_cli import commands as relevance
from app.typo_cli import commands as typo

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="三审：政务新媒体稿件预检、三审与签发存证。",
)
ledger = typer.Typer(no_args_is_help=True, help="审计台账。")
lexicon = typer.Typer(no_args_is_help=True, help="词库。")
org = typer.Typer(no_args_is_help=True, help="单位。")
keys = typer.Typer(no_args_is_help=True, help="签名密钥。")
evaluation = typer.Typer(no_args_is_help=True, help="测量扫描器。")
app.add_typer(ledger, name="ledger")
app.add_typer(keys, name="keys")
lexicon.add_typer(own_lists)
app.add_typer(lexicon, name="lexicon")
app.add_typer(org, name="org")
app.add_typer(evaluation, name="eval")
app.add_typer(typo, name="typo")
app.add_typer(relevance, name="relevance")
app.add_typer(level, name="level")

Host = Annotated[str, typer.Option(help="监听地址")]
Jobs = Annotated[int, typer.Option(min=1, help="进程数")]
Port = Annotated[int, typer.Option(min=0, max=65535, help="监听端口")]


@app.command()
def serve(host: Host = "127.0.0.1", port: Port = 8000) -> None:
    """启动服务（先运行 sanshen migrate 建表）。"""
    from app.serving import serve

    serve(get_settings(), host, port)


@app.command()
def demo(host: Host = "127.0.0.1", port: Port = 8000) -> None:
    """启动演示：自动建表，填入人员、账号和各环节的稿件。"""
    from app.demo import run

    run(get_settings(), host, port)


@app.command()
def migrate(revision: Annotated[str, typer.Argument(help="目标版本")] = "head") -> None:
    """建立或升级数据库结构。"""
    from app.db import Database
    from app.schema import migrate

    database = Database(get_settings().database_url)
    migrate(database, revision)
    typer.echo("数据库结构已是目标版本。")


@app.command()
def notify() -> None:
    """提醒超时的稿件，发出通知汇总（未设邮件服务器时记入日志）；启动服务后每分钟自动进行，也可定时运行。"""
    from app.courier import go_round
    from app.db import Database
    from app.logs import configure
    from app.notifications.mail import Mailbox
    from app.schema import need_current

    settings = get_settings()
    configure(settings.log_level)
    database = Database(settings.database_url)
    need_current(database)
    reminded, passed = go_round(database, Mailbox.of(settings))
    typer.echo(f"提醒超时稿件 {reminded} 篇，发出汇总 {passed} 份。", err=True)


@app.command()
def check(
    files: Annotated[list[str], typer.Argument(help="要检查的文件，- 表示标准输入")],
    format: Annotated[Literal["text", "json"], typer.Option(help="输出格式")] = "text",
    text_date: Annotated[str | None, typer.Option(help="稿件日期，如 2026-11-21")] = None,
) -> None:
    """检查文件（.txt .md .html .docx .pdf .png .jpg）。

    退出码：0 通过，1 有提醒，2 有必须处置的问题，3 未能检查。
    """
    from app.checking import check_files

    settings = get_settings()
    try:
        status = check_files(files, settings.lexicon_dir, format, text_date, settings.data_dir)
    except SanshenError as error:
        status = _fail(error, 3)
    raise typer.Exit(status)


@app.command()
def checks() -> None:
    """列出全部检查项：查什么、为什么、例子和依据（Markdown；docs/checks.md 由此生成）。"""
    from app.files.rules import described
    from app.scanner.lexicon import load
    from app.scanner.reference import reference
    from app.scanner.ruleset import LEXICONS, read

    typer.echo(reference(load(read(LEXICONS)), described()), nl=False)


@ledger.command("verify")
def verify_ledger(
    export: Annotated[Path, typer.Argument(help="导出的台账（JSON Lines）")],
    checkpoint: Annotated[Path | None, typer.Option(help="早先保存的检查点")] = None,
    key: Annotated[Path | None, typer.Option(help="公钥（JWKS、JWK 或 PEM）")] = None,
) -> None:
    """核验台账是否完整；不完整时指出第一条有问题的记录。"""
    from app.ledger.verify import verify_file

    verdict = verify_file(export, checkpoint, key)
    for warning in verdict.warnings:
        typer.echo(f"注意：{warning}", err=True)
    if verdict.ok:
        typer.echo(f"完整：共 {verdict.entries} 条记录，全部核验通过。")
        return
    where = f"第一条有问题的记录 seq={verdict.bad_seq}" if verdict.bad_seq else "问题不在某一条记录"
    typer.echo(f"不完整：{where}。{verdict.reason}")
    raise typer.Exit(1)


@lexicon.command("check")
def check_lexicons(
    place: Annotated[Path | None, typer.Argument(help="本单位的词库文件或目录")] = None,
    corpus: Annotated[Path | None, typer.Option(help="正式文本：逐句扫描，看会误报多少")] = None,
    jobs: Jobs = 4,
) -> None:
    """检查随附词库和本单位词库能否使用：格式、准入和误报。退出码：0 可用，1 不可用或需补充语境。"""
    from app.evaluation.lists import check_lists

    raise typer.Exit(check_lists(place or get_settings().lexicon_dir, corpus, jobs))


@lexicon.command("statistic")
def make_statistic(
    places: Annotated[list[Path], typer.Argument(help="正式文本：文件或文件夹")],
    output: Annotated[Path, typer.Option("--output", "-o", help="写到哪个文件")],
) -> None:
    """由正式文本制作词库准入所用的统计（随附的一份在 app/scanner/clean.bin）。"""
    from app.evaluation.statistic import write_statistic

    typer.echo(f"已写入 {write_statistic(places, output):,} 个词串。")


@evaluation.command("false-alarms")
def count_false_alarms(
    places: Annotated[list[Path], typer.Argument(help="正式文本：文件或文件夹")],
    show: Annotated[
        Literal["none", "unjudged", "false", "slip", "all"], typer.Option(help="逐条打印哪些问题")
    ] = "none",
    limit_chars: Annotated[int | None, typer.Option(min=1, help="每个来源最多抽取多少字")] = None,
    jobs: Jobs = 4,
) -> None:
    """测量误报率：正式文本中每 1,500 字的误报。退出码：0 达标，1 未达标。"""
    from app.evaluation.printing import false_alarms

    raise typer.Exit(false_alarms(places, show, limit_chars, jobs))


@evaluation.command("level")
def evaluate_level(
    places: Annotated[list[Path], typer.Argument(help="分级样例（.toml）、其文件夹，或正式文本")],
    show: Annotated[
        Literal["general", "important", "critical"] | None, typer.Option(help="逐条打印这一级的错判和文本")
    ] = None,
) -> None:
    """测量分级：各级的查准率、查全率和 F1，开发样例与封存样例分列。退出码：0 达标，1 未达标。"""
    from app.evaluation.level import print_figures

    raise typer.Exit(print_figures(places, show))


@evaluation.command("relevance")
def evaluate_relevance(
    folder: Annotated[Path, typer.Argument(help="测试数据的文件夹")],
    model: Annotated[Path | None, typer.Option(help="另加 sanshen relevance train -o 写出的模型")] = None,
) -> None:
    """测量职能关联度：外来主题能否分辨，主题是否判对。退出码：0 达标，1 未达标。"""
    from app.evaluation.relevance_table import print_figures

    raise typer.Exit(print_figures(folder, model))


@evaluation.command("typo")
def evaluate_typo(
    places: Annotated[list[Path], typer.Argument(help="测试数据的文件或文件夹")],
    curve: Annotated[bool, typer.Option("--curve", help="另列各把握程度下的查全与误报")] = False,
    show: Annotated[bool, typer.Option("--show", help="逐条打印正式文本中报出的问题，供人工判定")] = False,
) -> None:
    """测量语境别字检查：句级 F1、字级精确率、无误句被报的比例，以及人工判定确属差错的比例。"""
    from app.evaluation.typo import print_figures

    print_figures(places, get_settings().data_dir, curve, show)


@keys.command("rotate")
def rotate_keys() -> None:
    """新建一个签名密钥，旧密钥仍可核验；重启服务后启用。"""
    from app.keys import KeyRing

    ring = KeyRing.rotate(get_settings().data_dir)
    typer.echo(f"新密钥 {ring.kid}，请重启服务，并把新的 /.well-known/jwks.json 发给核验方。")


@org.command("add")
def add_organisation(
    code: Annotated[str, typer.Argument(help="单位代码，如 suzhou-data")],
    name: Annotated[str, typer.Argument(help="单位名称")],
    sysadmin: Annotated[str, typer.Option(help="系统管理员的用户名")],
    person: Annotated[str, typer.Option(help="系统管理员的姓名")],
    password: Annotated[
        str, typer.Option(prompt="系统管理员的密码", hide_input=True, confirmation_prompt=True)
    ],
) -> None:
    """建立单位和第一位系统管理员；其余人员由其登录后添加。"""
    from app.people.directory import add_person, found_organisation
    from app.people.roles import Role
    from app.runtime import Runtime

    runtime = Runtime.open(get_settings())
    with runtime.database.write() as db:
        found_organisation(db, runtime.ring, code, name)
        add_person(db, runtime.ring, code, sysadmin, person, password, [Role.SYSTEM_ADMIN])
    typer.echo(f"已建立单位 {code}，请用 {sysadmin} 登录。")


def main() -> None:
    """Run the command; what stops it is said in one line, exit status 1 (3 for `check`)."""
    try:
        app()
    except SanshenError as error:
        sys.exit(_fail(error, 1))


def _fail(error: SanshenError, status: int) -> int:
    typer.echo(f"错误：{error}", err=True)
    return status
