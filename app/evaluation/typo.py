"""How well are wrong characters found by their context? The figures of `sanshen eval typo`.

A table of sentences with wrong characters (wrong, tab, right, of equal length) gives the F1 of whole
sentences put right (句级订正), the precision of single corrections (字级精确率) and the clean sentences that
are flagged. Clean sentences a line each give the share that is flagged; official replies (title, message,
reply) the findings per 1,500 characters. Each text is scanned by itself as a draft; what counts are the slips
of known terms and those that the language model finds, as they stand in the report.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from app.errors import Invalid
from app.evaluation.false_alarms import PER, read_verdicts
from app.evaluation.judged import Judged
from app.evaluation.samples import lines
from app.rulesets.base import Base
from app.scanner.checks.nearmiss.near_known_term import near_known_term
from app.scanner.checks.typo.wrong_character import HINT, WARN, wrong_character
from app.scanner.document import Draft
from app.scanner.engine import scan
from app.scanner.finding import Finding, Severity
from app.scanner.ruleset import Ruleset

RULES = (wrong_character.rule, near_known_term.rule)
"""The checks that are measured: they have one table of figures, since what one finds the other leaves."""
STEPS = (0.76, 0.8, 0.84, 0.87, 0.9, 0.93, 0.95, 0.96, 0.97, 0.98, 0.99, 0.995)
"""How sure corrections must be, for the curve."""


class Sample(NamedTuple):
    """A text and what it should be; the same where nothing is wrong."""

    text: str
    right: str


class Told(NamedTuple):
    """A correction that was told: from where to where, by what, how sure."""

    start: int
    end: int
    right: str
    sure: float


@dataclass(slots=True)
class Figures:
    """What was counted at one threshold."""

    characters: int = 0
    sentences: int = 0
    wrong: int = 0
    flagged: int = 0
    flagged_clean: int = 0
    put_right: int = 0
    corrections: int = 0
    right_corrections: int = 0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall of sentences put right."""
        return 2 * self.put_right / max(1, self.flagged + self.wrong)

    @property
    def precision(self) -> float:
        """Of the corrections, those that are right (one character each, but for slips of known terms)."""
        return self.right_corrections / max(1, self.corrections)

    @property
    def clean_flagged(self) -> float:
        """Of the clean sentences, those that are flagged."""
        return self.flagged_clean / max(1, self.sentences - self.wrong)

    @property
    def per_article(self) -> float:
        """Corrections per 1,500 characters."""
        return self.corrections * PER / max(1, self.characters)

    def add(self, sample: Sample, told: Sequence[Told]) -> None:
        """Count one text."""
        corrected = list(sample.text)
        for each in told:
            self.corrections += 1
            self.right_corrections += sample.right[each.start :].startswith(each.right)
        for each in reversed(told):
            corrected[each.start : each.end] = each.right
        is_wrong = sample.text != sample.right
        self.characters += len(sample.text)
        self.sentences += 1
        self.wrong += is_wrong
        self.flagged += bool(told)
        self.flagged_clean += bool(told) and not is_wrong
        self.put_right += is_wrong and "".join(corrected) == sample.right


@dataclass(slots=True)
class Measured:
    """The figures of one file, for warnings, with hints, and at each of `STEPS`; what was judged."""

    name: str
    judged: Judged
    warnings: Figures = field(default_factory=Figures)
    all: Figures = field(default_factory=Figures)
    curve: tuple[Figures, ...] = field(default_factory=lambda: tuple(Figures() for _ in STEPS))


def print_figures(
    places: Sequence[Path], data_dir: Path | None, curve: bool = False, show: bool = False
) -> None:
    """Measure the files in `places` with the shipped model and the one in `data_dir`; print the tables.

    `show` prints the findings of published prose too, tab-separated, for judging.
    """
    ruleset = Base.load(models=data_dir).ruleset
    files = [path for place in places for path in _files(place)]
    if not files:
        raise Invalid("no_samples", "没有找到测试数据（typo_*.tsv、clean_*.txt、replies*.tsv）。")
    console = Console(highlight=False, soft_wrap=True)
    measured = [measure(path, ruleset) for path in files]
    for row in (row for each in measured if show for row in each.judged.rows):
        sys.stdout.write("\t".join(row) + "\n")
    _print(console, measured)
    for each in measured if curve else ():
        _print_curve(console, each)


def measure(path: Path, ruleset: Ruleset) -> Measured:
    """The figures of one file under a ruleset."""
    published = not path.name.startswith("typo_")
    measured = Measured(path.name, Judged(path.name.partition(".")[0], read_verdicts()))
    for sample in _samples(path):
        findings = [each for each in scan(Draft(sample.text), ruleset).findings if each.rule in RULES]
        told = list(map(_told, findings))
        if published:
            measured.judged.add(sample.text, findings)
        for figures, least in zip(measured.curve, STEPS, strict=True):
            figures.add(sample, [each for each in told if each.sure >= least])
        measured.all.add(sample, [each for each in told if each.sure >= HINT])
        measured.warnings.add(sample, [each for each in told if each.sure >= WARN])
    return measured


def _told(finding: Finding) -> Told:
    sure = 1.0 if finding.severity == Severity.WARN else HINT
    score = finding.score if finding.rule == wrong_character.rule else sure
    return Told(finding.start, finding.end, finding.suggestions[0], score or 0.0)


def _files(place: Path) -> Iterable[Path]:
    """The files of a folder that are of a known kind, or the one file."""
    if not place.exists():
        raise Invalid("unreadable_file", f"无法读取 {place}：文件不存在")
    if not place.is_dir():
        return [place]
    kinds = ("typo_*.tsv", "clean_*.txt", "replies*.tsv")
    return sorted(path for kind in kinds for path in place.rglob(kind))


def _samples(path: Path) -> Iterator[Sample]:
    for line in lines(path):
        cells = line.split("\t")
        if path.suffix == ".txt":
            yield Sample(line, line)
        elif path.name.startswith("replies"):
            yield Sample(cells[-1], cells[-1])
        elif len(cells) == 2 and len(cells[0]) == len(cells[1]):
            yield Sample(cells[0], cells[1])


def _print(console: Console, measured: Sequence[Measured]) -> None:
    table = Table("数据", "范围", "句级 F1", "字级精确率", "无误句被报", f"每 {PER:,} 字", "条数")
    for each in measured:
        for name, figures in (("提醒", each.warnings), ("提醒和提示", each.all)):
            table.add_row(each.name, name, *_row(figures))
    console.print(f"语境别字（提醒：把握不低于 {WARN:.0%}；提示：不低于 {HINT:.0%}）", table)
    for line in (line for each in measured for line in each.judged.lines()):
        console.print(line)


def _print_curve(console: Console, measured: Measured) -> None:
    table = Table(
        "把握不低于", "句级 F1", "字级精确率", "无误句被报", f"每 {PER:,} 字", "条数", title=measured.name
    )
    for least, figures in zip(STEPS, measured.curve, strict=True):
        table.add_row(f"{least}", *_row(figures))
    console.print(table)


def _row(figures: Figures) -> tuple[str, ...]:
    scores = (f"{100 * figures.f1:.1f}", f"{figures.precision:.1%}") if figures.wrong else ("", "")
    return (*scores, f"{figures.clean_flagged:.2%}", f"{figures.per_article:.3f}", f"{figures.corrections}")
