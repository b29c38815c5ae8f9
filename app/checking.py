"""`sanshen check`: files in, findings out, on the terminal or as JSON Lines."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import orjson
from rich.console import Console
from rich.text import Text

from app.errors import Invalid
from app.files.content import ReadFile
from app.files.location import where
from app.files.reading import read_file
from app.files.report import precheck_file
from app.files.text import MAX_TEXT, decode
from app.rulesets.base import Base
from app.scanner.level import TITLES

EXIT_CODES = {"pass": 0, "warn": 1, "block": 2}
STYLES = {"block": "bold red", "warn": "yellow", "hint": "cyan"}
WORDS = {"block": "必须处置", "warn": "提醒", "hint": "提示"}
VERDICTS = {"pass": "通过", "warn": "有提醒", "block": "有必须处置的问题"}


def check_files(
    files: Sequence[str], office: Path | None, format: str, text_date: str | None, models: Path | None = None
) -> int:
    """Check each file, print what was found, and return the exit status: 0 pass, 1 warn, 2 block."""
    ruleset, day = Base.load(office, models).ruleset, _day(text_date)
    console, worst = Console(highlight=False, soft_wrap=True), 0
    for name, read in zip(files, _read_all(files), strict=True):
        report = precheck_file(read, ruleset, text_date=day)
        worst = max(worst, EXIT_CODES[report["verdict"]])
        if format == "json":
            sys.stdout.write(orjson.dumps({"file": name, **report}).decode() + "\n")
        else:
            _print(console, name, read, report)
    return worst


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Invalid("bad_date", f"日期“{text}”无效，应如 2026-11-21。") from None


def _read_all(names: Sequence[str]) -> Iterator[ReadFile]:
    """The files in order; those that a process of their own reads are read beside each other."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield from pool.map(_read, names)


def _read(name: str) -> ReadFile:
    if name == "-":
        return ReadFile("text", decode(sys.stdin.buffer.read(MAX_TEXT)))
    try:
        with Path(name).open("rb") as file:
            return read_file(name, file)
    except OSError as error:
        raise Invalid("unreadable_file", f"无法读取 {name}：{error.strerror}") from error


def _print(console: Console, name: str, read: ReadFile, report: dict[str, Any]) -> None:
    console.print(Text.assemble((name, "bold"), f"  {VERDICTS[report['verdict']]}"))
    for finding in report["findings"]:
        console.print(_line(where(read, finding["location"]), finding))
        if finding["suggestions"]:
            console.print(Text.assemble("      建议：", ("、".join(finding["suggestions"]), "green")))
        console.print(Text(f"      依据：{finding['basis']}", style="dim"))
    for missing in report["not_run"]:
        console.print(Text(f"  未检查 {missing['check']}：{missing['reason']}", style="magenta"))
    counts = [sum(finding["severity"] == severity for finding in report["findings"]) for severity in WORDS]
    summary = "，".join(f"{word} {count}" for word, count in zip(WORDS.values(), counts, strict=True))
    console.print(f"  {summary}；级别 {TITLES[report['level']]}；用时 {report['elapsed_ms']:.0f} 毫秒\n")


def _line(where: str, finding: dict[str, Any]) -> Text:
    severity = finding["severity"]
    text = finding["text"].replace("\n", "⏎")
    return Text.assemble(
        f"  {where} ",
        (f"{WORDS[severity]} {finding['code']}", STYLES[severity]),
        f" {finding['gate']} ",
        (f"“{text}”", "reverse"),
        f" {finding['message']}",
    )
