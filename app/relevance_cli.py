"""`sanshen relevance train | reset | build`: the model of relevance on the command line.

An office trains on what its people decided, on labelled texts, or on both; running services take the model up
within seconds. Whoever maintains the project makes the shipped model from the corpus with `build`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.errors import Invalid

if TYPE_CHECKING:
    from app.scanner.facts import Facts
    from app.scanner.relevance.learning import Example
    from app.scanner.relevance.weights import Weights

commands = typer.Typer(no_args_is_help=True, help="职能关联度模型。")

User = Annotated[str | None, typer.Option(help="安全管理员的用户名；训练结果在其单位启用")]
PasswordStdin = Annotated[bool, typer.Option("--password-stdin", help="从标准输入读取密码")]
_SHOWN = 20


@commands.command("train")
def train(
    place: Annotated[Path | None, typer.Argument(help="有类别标注的文本：文件夹")] = None,
    decisions: Annotated[bool, typer.Option("--decisions", help="用本单位审核中作出的认定")] = False,
    user: User = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="只写到文件，不启用")] = None,
    password_stdin: PasswordStdin = False,
) -> None:
    """用本单位的审核结果（--decisions）或有类别标注的文本训练，数秒内在各服务进程启用。

    文本为 *.tsv（类别、标题、正文，以制表符分隔），或放在以类别命名的文件夹中的稿件；类别是主题名称、“相关”
    或“不相关”。读不了的文件列出后略过。
    """
    if place is None and not decisions:
        raise Invalid("nothing_to_learn", "请给出有类别标注的文件夹，或加上 --decisions。")
    if user is None and (decisions or output is None):
        raise Invalid("user_required", "启用模型或使用审核结果，须用 --user 写明安全管理员。")
    if user is None:
        assert place and output
        _write(place, output)
    else:
        _put_in_force(place, decisions, user, output, password_stdin)


@commands.command("reset")
def reset(
    user: Annotated[str, typer.Option(help="安全管理员的用户名")], password_stdin: PasswordStdin = False
) -> None:
    """停用本单位训练的模型，恢复为随附模型。"""
    from app.admin_session import signed_in
    from app.rulesets.teaching import teach

    with signed_in(user, password_stdin) as (runtime, admin), runtime.database.write() as db:
        teach(db, runtime.ring, admin, None, {})
    typer.echo("已恢复为随附的关联度模型。")


@commands.command("build")
def build(
    place: Annotated[Path, typer.Argument(help="正式文本的文件夹（*.txt.xz，每行一句）")],
    output: Annotated[Path | None, typer.Option("--output", "-o", help="写到哪个文件")] = None,
) -> None:
    """由正式文本制作随附的模型；同样的文本和词表得到同样的文件。"""
    from app.scanner.relevance.building import build as build_model
    from app.scanner.relevance.weights import SHIPPED
    from app.scanner.segment import dictionary

    paths = sorted(place.glob("*.txt.xz"))
    if not paths:
        raise Invalid("no_samples", f"{place} 中没有 *.txt.xz。")
    model = build_model(_passages(paths), dictionary(), _facts())
    (output or SHIPPED).write_bytes(model.file)
    typer.echo(f"已写入 {output or SHIPPED}：{len(model.rows):,} 个词，校验值 {model.sha256}")


def _write(place: Path, output: Path) -> None:
    facts = _facts()
    output.write_bytes(_learned(_labelled(place, facts), facts).file)
    typer.echo(f"已写入 {output}。")


def _put_in_force(
    place: Path | None, decisions: bool, user: str, output: Path | None, password_stdin: bool
) -> None:
    from app.admin_session import signed_in
    from app.people.roles import Role
    from app.review.relevance import decided
    from app.rulesets.teaching import teach

    with signed_in(user, password_stdin) as (runtime, admin):
        admin.need({Role.SECURITY_ADMIN})
        facts = runtime.rules.of(admin.org).facts
        examples = _labelled(place, facts) if place else []
        if decisions:
            with runtime.database.read() as db:
                examples = [*decided(db, admin.org), *examples]
        learned = _learned(examples, facts)
        if output:
            output.write_bytes(learned.file)
            typer.echo(f"已写入 {output}，没有启用。")
            return
        with runtime.database.write() as db:
            number = teach(db, runtime.ring, admin, learned, _counts(examples)).number
    typer.echo(f"第 {number} 个模型已在本单位启用，各服务进程数秒内生效。")


def _labelled(place: Path, facts: Facts) -> list[Example]:
    from app.evaluation.labelled import read_labelled

    found = read_labelled(place, facts)
    for each in found.left_out[:_SHOWN]:
        typer.echo(f"未采用 {each.name}：{each.reason}", err=True)
    if len(found.left_out) > _SHOWN:
        typer.echo(f"另有 {len(found.left_out) - _SHOWN} 个文件未采用。", err=True)
    return found.examples


def _learned(examples: Sequence[Example], facts: Facts) -> Weights:
    from app.scanner.relevance.learning import learn

    if not examples:
        raise Invalid("nothing_to_learn", "没有可供训练的文本：没有认定过的稿件，也没有带类别标注的文本。")
    counts = _counts(examples)
    typer.echo(
        f"相关 {counts['relevant']} 篇，不相关 {counts['irrelevant']} 篇，有主题 {counts['topic']} 篇。"
    )
    return learn(examples, facts)


def _counts(examples: Sequence[Example]) -> dict[str, int]:
    return {
        "relevant": sum(example.relevant is True for example in examples),
        "irrelevant": sum(example.relevant is False for example in examples),
        "topic": sum(example.topic is not None for example in examples),
    }


def _passages(paths: Sequence[Path]) -> Iterator[str]:
    from app.evaluation.samples import lines
    from app.scanner.relevance.building import PASSAGE

    for path in paths:
        sentences = lines(path)
        while passage := list(islice(sentences, PASSAGE)):
            yield "\n".join(passage)


def _facts() -> Facts:
    from app.scanner.lexicon import load
    from app.scanner.ruleset import LEXICONS, read

    return load(read(LEXICONS)).facts
