"""`sanshen typo train | eval`: the model of wrong characters on the command line.

An office trains on the folder of what it has published; whoever maintains the project makes the shipped model
from the corpus with `--base none`. Running services take up a model at their next start.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Annotated, Literal

import typer

from app.config import get_settings
from app.errors import AppError, Invalid

commands = typer.Typer(no_args_is_help=True, help="语境别字模型。")

MOST = 50_000_000
"""Characters of an archive that are read; what comes after is left out and said."""
_SHOWN = 20


@commands.command("train")
def train(
    place: Annotated[Path, typer.Argument(help="本单位已发布稿件的文件夹（.txt .md .html .docx）")],
    output: Annotated[Path | None, typer.Option("--output", "-o", help="写到哪个文件")] = None,
    base: Annotated[
        Literal["shipped", "none"], typer.Option(help="shipped：与随附模型合用；none：由语料制作随附模型")
    ] = "shipped",
) -> None:
    """用本单位的存档训练别字模型；重启服务后启用。读不了的文件列出后略过。"""
    if not place.is_dir():
        raise Invalid("unreadable_file", f"{place} 不是文件夹。")
    if base == "none":
        _train_shipped(place, output)
    else:
        _train_office(place, output or get_settings().data_dir / "typo.bin")


@commands.command("eval")
def evaluate(
    places: Annotated[list[Path], typer.Argument(help="测试数据的文件或文件夹")],
    curve: Annotated[bool, typer.Option("--curve", help="另列各把握程度下的查全与误报")] = False,
) -> None:
    """测量别字检查，同 sanshen eval typo。"""
    from app.evaluation.typo import print_figures

    print_figures(places, get_settings().data_dir, curve)


def _train_shipped(place: Path, output: Path | None) -> None:
    from app.scanner.typo.model import SHIPPED
    from app.scanner.typo.training.shipped import train_shipped

    digest = train_shipped(place, output or SHIPPED, typer.echo)
    typer.echo(f"已写入 {output or SHIPPED}，校验值 {digest}")


def _train_office(place: Path, output: Path) -> None:
    from app.scanner.typo.training.office import TooLittle, train_office

    left_out: list[str] = []
    texts = list(_read_all(place, left_out))
    for each in left_out[:_SHOWN]:
        typer.echo(f"略过 {each}", err=True)
    if len(left_out) > _SHOWN:
        typer.echo(f"略过的文件共 {len(left_out)} 个", err=True)
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        done = train_office(texts, output)
    except TooLittle as error:
        raise Invalid("archive_too_small", str(error)) from error
    except OSError as error:
        raise Invalid("unwritable_file", f"无法写入 {output}：{error.strerror}") from error
    typer.echo(f"读了 {len(texts):,} 篇、{done.characters:,} 个汉字，略过 {len(left_out)} 个文件。")
    typer.echo(
        f"已写入 {output}，本单位模型的权重 {done.share:.0%}，校验值 {done.digest[:16]}。重启服务后启用。"
    )


def _read_all(place: Path, left_out: list[str]) -> Iterator[str]:
    """The texts of a folder in the order of its files; what cannot be read is named with its reason."""
    paths = sorted(path for path in place.rglob("*") if path.is_file())
    characters = 0
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for path, read in zip(paths, pool.map(_read, paths), strict=True):
            if isinstance(read, AppError):
                left_out.append(f"{path}：{read.detail}")
            elif characters > MOST:
                left_out.append(f"{path}：存档超过 {MOST:,} 字，其余不再读取")
            else:
                characters += len(read)
                yield read


def _read(path: Path) -> str | AppError:
    """The visible text of a file, or why there is none."""
    from app.files.reading import read_file
    from app.scanner.document import Draft, parse

    try:
        with path.open("rb") as file:
            read = read_file(path.name, file)
    except OSError as error:
        return Invalid("unreadable_file", f"无法读取（{error.strerror}）")
    except AppError as error:
        return error
    text = parse(Draft(read.text, format=read.format)).fields[-1].text
    return text if text.strip() else Invalid("no_text", "没有文字")
