"""How often does the scanner cry wolf? Findings in clean official prose, per 1,500 characters (误报率).

Each text goes through the fast check. What it finds in prose that was published after review is a slip of the
text or a false alarm; `verdicts.tsv` holds what a person judged, by source and finding id, without the text.
What nobody has judged counts as false.
"""

from __future__ import annotations

import functools
from collections import Counter, deque
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Literal, NamedTuple

from app.evaluation.samples import Source, sampled, size
from app.scanner.document import Draft
from app.scanner.engine import scan
from app.scanner.finding import Finding, Severity
from app.scanner.ruleset import LEXICONS, Ruleset, build

PER = 1500
"""Characters of an article; rates are per so many."""

GOALS = {"block": 0.01, "all": 0.1}
"""False findings that block, and that block or warn, at most per `PER` characters."""

_VERDICTS = Path(__file__).with_name("verdicts.tsv")
_BATCH = 500
_AROUND = 40

Judgement = Literal["slip", "false", "unjudged", "statistical"]
Verdicts = Mapping[tuple[str, str], Judgement]


class Alarm(NamedTuple):
    """A finding in clean prose, without the text but for what `--show` prints around it."""

    id: str
    rule: str
    severity: Severity
    statistical: bool
    text: str
    context: str


@dataclass(slots=True)
class Tally:
    """What was found in one source: characters read, and findings by rule, severity and judgement."""

    source: str
    characters: int = 0
    counts: Counter[tuple[str, Severity, Judgement]] = field(default_factory=Counter)

    def count(self, *severities: Severity, judged: tuple[Judgement, ...]) -> int:
        """How many findings are of these severities and judgements."""
        wanted = [(severity, one) for severity in severities for one in judged]
        return sum(number for (_, *kind), number in self.counts.items() if tuple(kind) in wanted)

    def per_article(self, number: int) -> float:
        """A number of findings as a rate per `PER` characters."""
        return number * PER / self.characters if self.characters else 0.0

    def false_rates(self) -> tuple[float, float]:
        """False findings per `PER` characters: of those that block, and of those that block or warn."""
        wrong: tuple[Judgement, ...] = ("false", "unjudged")
        blocks = self.count(Severity.BLOCK, judged=wrong)
        return self.per_article(blocks), self.per_article(blocks + self.count(Severity.WARN, judged=wrong))

    def reaches_goals(self) -> bool:
        """Whether both rates stay within `GOALS`."""
        blocks, both = self.false_rates()
        return blocks <= GOALS["block"] and both <= GOALS["all"]


def measure(
    source: Source, verdicts: Verdicts, limit: int | None, jobs: int, lists: tuple[Path, ...] = ()
) -> Iterator[tuple[Alarm, Judgement] | Tally]:
    """Scan a source in `jobs` processes: every finding with its judgement, at last the tally.

    With a `limit` on characters, the texts that are read are a sample, the same in every run. `lists` are
    lexicon files that are scanned with beside the shipped ones.
    """
    tally = Tally(source.name)
    for characters, alarms in _scanned(_drafts(source, limit), jobs, lists):
        tally.characters += characters
        for alarm in alarms:
            judged = _judged(source.name, alarm, verdicts)
            tally.counts[alarm.rule, alarm.severity, judged] += 1
            yield alarm, judged
    yield tally


def read_verdicts(path: Path = _VERDICTS) -> dict[tuple[str, str], Judgement]:
    """What people judged: a line is source, finding id, rule and `slip` or `false`."""
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line[:1] != "#")
    judgements: dict[str, Judgement] = {"slip": "slip", "false": "false"}
    return {(source, id): judgements[verdict] for source, id, _, verdict in rows}


def _judged(source: str, alarm: Alarm, verdicts: Verdicts) -> Judgement:
    return "statistical" if alarm.statistical else verdicts.get((source, alarm.id), "unjudged")


def _drafts(source: Source, limit: int | None) -> Iterator[Draft]:
    if limit is None:
        return source.drafts()
    return sampled(source.drafts(), limit / max(limit, source.characters()))


def _scanned(
    drafts: Iterator[Draft], jobs: int, lists: tuple[Path, ...]
) -> Iterator[tuple[int, list[Alarm]]]:
    """Batches scanned in order, no more of them under way than keep the processes busy."""
    if jobs == 1:
        yield from (_scan(batch, lists) for batch in _batches(drafts))
        return
    with ProcessPoolExecutor(jobs) as pool:
        under_way: deque[Future[tuple[int, list[Alarm]]]] = deque()
        for batch in _batches(drafts):
            under_way.append(pool.submit(_scan, batch, lists))
            if len(under_way) > 2 * jobs:
                yield under_way.popleft().result()
        for each in under_way:
            yield each.result()


def _batches(drafts: Iterator[Draft]) -> Iterator[list[Draft]]:
    while batch := list(islice(drafts, _BATCH)):
        yield batch


def _scan(drafts: list[Draft], lists: tuple[Path, ...]) -> tuple[int, list[Alarm]]:
    """In a process of its own: characters and findings of a batch."""
    rules = ruleset(lists)
    alarms = [
        _alarm(draft, finding) for draft in drafts for finding in scan(draft, rules, depth="fast").findings
    ]
    return sum(map(size, drafts)), alarms


@functools.cache
def ruleset(lists: tuple[Path, ...]) -> Ruleset:
    """The shipped lexicons and these files, compiled; `LexiconError` if one is wrong."""
    return build((path.name, path.read_bytes()) for path in (*LEXICONS.glob("*.toml"), *lists))


def _alarm(draft: Draft, finding: Finding) -> Alarm:
    text = draft.title if finding.field == "title" else draft.body
    before, after = text[max(0, finding.start - _AROUND) : finding.start], text[finding.end :][:_AROUND]
    context = " ".join(f"{before}【{finding.text}】{after}".split())
    return Alarm(finding.id, finding.rule, finding.severity, finding.score is not None, finding.text, context)
