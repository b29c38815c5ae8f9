"""`sanshen level build`: the model of wording that helps to tell the level, made from labelled drafts."""

from __future__ import annotations

import lzma
import zlib
from collections.abc import Callable, Iterator, Sequence
from heapq import nsmallest
from pathlib import Path
from typing import Annotated

import typer

from app.errors import Invalid

commands = typer.Typer(no_args_is_help=True, help="分级用语模型。")

EACH = 2500
"""Sentences taken of each file of clean prose, those with the lowest checksums."""

_LENGTHS = range(12, 90)


@commands.callback()
def level() -> None:
    """分级用语模型。"""


@commands.command("build")
def build(
    cases: Annotated[Path, typer.Argument(help="分级样例的文件夹（*level*.toml；封存样例不用）")],
    corpus: Annotated[Path, typer.Argument(help="正式文本的文件夹（*.txt.xz，每行一句）")],
    output: Annotated[Path | None, typer.Option("--output", "-o", help="写到哪个文件")] = None,
) -> None:
    """由分级样例和正式文本制作随附的模型；同样的输入得到同样的文件。"""
    from app.evaluation.level import case_files, read_cases
    from app.scanner.level.training import train
    from app.scanner.level.wording import SHIPPED

    paths = [path for path in case_files(cases) if "sealed" not in path.stem]
    drafts = [
        (f"{draft.title}\n{draft.body}".strip(), level == "critical")
        for path in paths
        for level, draft in read_cases(path)
    ]
    clean = list(_clean(sorted(corpus.glob("*.txt.xz"))))
    if not drafts or not clean:
        raise Invalid("no_samples", f"{cases} 中没有分级样例，或 {corpus} 中没有 *.txt.xz。")
    trained = train(drafts, clean, _excuses())
    data = trained.wording.pack()
    (output or SHIPPED).write_bytes(data)
    typer.echo(f"样例 {len(drafts):,} 篇，正式文本 {len(clean):,} 句。交叉验证，不计规则：")
    typer.echo(f"查出 {trained.found:.1%}，样例误判 {trained.false:.1%}，正式文本误判 {trained.clean:.2%}")
    typer.echo(f"已写入 {output or SHIPPED}（{len(data):,} 字节），校验值 {trained.wording.sha256}")


def _excuses() -> Callable[[str], bool]:
    """Whether the rules believe in no event that a text tells of; no model is needed for it."""
    from app.scanner.level import compile_rules
    from app.scanner.level.rules import Sentence
    from app.scanner.lexicon import load
    from app.scanner.ruleset import LEXICONS

    rule = compile_rules(load([("level.toml", (LEXICONS / "level.toml").read_bytes())]).facts).by_wording
    assert rule, "level.toml has it"
    return lambda text: rule.excuses(sentence := Sentence(text), sentence)


def _clean(paths: Sequence[Path]) -> Iterator[str]:
    for path in paths:
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            fit = (line for line in map(str.strip, lines) if len(line) in _LENGTHS)
            yield from nsmallest(EACH, fit, key=lambda line: (zlib.crc32(line.encode()), line))
