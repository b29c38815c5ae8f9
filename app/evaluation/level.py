"""`sanshen eval level`: how well is the level of review told (分级分类审核)?

Labelled cases are TOML files with `general`, `important` and `critical`: lists of texts, or of tables with
the fields of a draft. Those with `sealed` in their name (封存) are counted apart: no rule was mended on
them. In plain texts, as `eval false-alarms` reads them, the drafts of each level are counted.
"""

from __future__ import annotations

import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from pydantic import TypeAdapter, ValidationError
from rich.console import Console
from rich.table import Table

from app.errors import Invalid
from app.evaluation.false_alarms import ruleset
from app.evaluation.samples import Source, sources
from app.scanner.document import Draft
from app.scanner.engine import scan
from app.scanner.level import TITLES, Level
from app.scanner.report import ScanReport

GOAL = 0.95
"""F1 of critical on the development cases."""

LEVELS: tuple[Level, ...] = get_args(Level)

_CASES = TypeAdapter(dict[Level, list[str | Draft]])
_SHOWN = 100

Seen = Counter[tuple[Level, Level]]
"""How often a draft of one level was given another: (what was wanted, what was given)."""


@dataclass(frozen=True, slots=True)
class Score:
    """How one level was told: drafts that were rightly given it, that should have it, that were given it."""

    right: int
    wanted: int
    given: int

    @property
    def precision(self) -> float:
        """The share of rightly given among the given, 0 to 1 (查准率)."""
        return self.right / self.given if self.given else 1.0

    @property
    def recall(self) -> float:
        """The share of rightly given among the wanted, 0 to 1 (查全率)."""
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.right / (self.wanted + self.given) if self.wanted + self.given else 1.0


def score(seen: Seen, level: Level) -> Score:
    """The score of one level."""
    wanted = sum(count for (each, _), count in seen.items() if each == level)
    given = sum(count for (_, each), count in seen.items() if each == level)
    return Score(seen[level, level], wanted, given)


def read_cases(path: Path) -> list[tuple[Level, Draft]]:
    """The labelled drafts of a file; `Invalid` where it is none such."""
    try:
        cases = _CASES.validate_python(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, ValidationError) as error:
        raise Invalid("bad_cases", f"{path.name} 不是分级样例：{str(error).splitlines()[0]}") from error
    return [
        (level, Draft(body=case) if isinstance(case, str) else case)
        for level, listed in cases.items()
        for case in listed
    ]


def level_of(draft: Draft) -> ScanReport:
    """The report of the fast check with the shipped lexicons, which says the level and why."""
    return scan(draft, ruleset(()), depth="fast")


def print_figures(places: Sequence[Path], show: Level | None) -> int:
    """Print the figures of cases and counts of texts; 0 if critical reaches `GOAL` on what is not sealed.

    `show` prints the cases that are wrong and the texts that are of that level, with the reasons.
    """
    console = Console(highlight=False, soft_wrap=True)
    cases = [path for place in places for path in case_files(place)]
    development, sealed = Seen(), Seen()
    for path in cases:
        into = sealed if "sealed" in path.stem else development
        into.update(_compared(path, show))
    _print_scores(console, "开发样例", development)
    _print_scores(console, "封存样例（规则未据以修改）", sealed)
    texts = [place for place in places if not case_files(place)]
    for source in sources(texts) if texts else ():
        _print_counts(console, source, show)
    return 0 if score(development, "critical").f1 >= GOAL else 1


def case_files(place: Path) -> list[Path]:
    """The files of labelled cases at a place: it itself, or those of a folder."""
    if place.is_dir():
        return sorted(place.glob("*level*.toml"))
    return [place] if place.suffix == ".toml" else []


def _compared(path: Path, show: Level | None) -> Iterator[tuple[Level, Level]]:
    for wanted, draft in read_cases(path):
        report = level_of(draft)
        if show in (wanted, report.level) and report.level != wanted:
            _show(f"{path.stem}\t{TITLES[wanted]}", draft, report)
        yield wanted, report.level


def _print_scores(console: Console, title: str, seen: Seen) -> None:
    if seen:
        table = Table("级别", "样例", "查准率", "查全率", "F1", title=title, title_justify="left")
        for level in LEVELS:
            figures = score(seen, level)
            rates = (figures.precision, figures.recall, figures.f1)
            table.add_row(TITLES[level], str(figures.wanted), *(f"{rate:.3f}" for rate in rates))
        console.print(table)


def _print_counts(console: Console, source: Source, show: Level | None) -> None:
    counts: Counter[Level] = Counter()
    for draft in source.drafts():
        report = level_of(draft)
        counts[report.level] += 1
        if report.level == show:
            _show(source.name, draft, report)
    told = "，".join(f"{TITLES[level]} {counts[level]}" for level in LEVELS)
    console.print(f"{source.name}：{counts.total():,} 篇，{told}")


def _show(where: str, draft: Draft, report: ScanReport) -> None:
    reasons = "；".join(f"{reason.rule}：{reason.evidence}" for reason in report.level_reasons)
    text = " ".join(f"{draft.title} {draft.body}".split())[:_SHOWN]
    sys.stdout.write(f"{where}\t{TITLES[report.level]}\t{text}\t{reasons}\n")
