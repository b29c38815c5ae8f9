"""`sanshen eval false-alarms` on the terminal: each finding on request, then the figures of each source."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from rich.console import Console
from rich.table import Table

from app.evaluation.false_alarms import GOALS, PER, Alarm, Judgement, Tally, measure, read_verdicts
from app.evaluation.samples import sources
from app.scanner.finding import Severity

Shown = Literal["none", "unjudged", "false", "slip", "all"]

_WORDS: dict[Judgement, str] = {
    "slip": "确属差错",
    "false": "误报（已判）",
    "unjudged": "未判",
    "statistical": "统计类（另计）",
}


def false_alarms(places: Sequence[Path], show: Shown, limit: int | None, jobs: int) -> int:
    """Measure each source and print its figures; exit status 0 if all reach the goals, else 1.

    `show` prints the findings of one judgement (hints only with `all`), tab-separated, for judging.
    """
    console, verdicts, tallies = Console(highlight=False, soft_wrap=True), read_verdicts(), []
    for source in sources(places):
        for each in measure(source, verdicts, limit, jobs):
            if isinstance(each, Tally):
                tallies.append(each)
            elif _is_shown(*each, show):
                _show(source.name, *each)
    for tally in tallies:
        _print(console, tally)
    _summary(console, tallies)
    return 0 if all(tally.reaches_goals() for tally in tallies) else 1


def _is_shown(alarm: Alarm, judged: Judgement, show: Shown) -> bool:
    return show == "all" or (show == judged and alarm.severity != Severity.HINT)


def _show(source: str, alarm: Alarm, judged: Judgement) -> None:
    fields = (source, alarm.id, alarm.rule, judged, str(alarm.severity), alarm.context)
    sys.stdout.write("\t".join(fields) + "\n")


def _print(console: Console, tally: Tally) -> None:
    table = Table("", *Severity, *(f"{severity}/{PER}" for severity in Severity))
    table.title, table.title_justify = f"{tally.source}：{tally.characters:,} 字", "left"
    for judged, word in _WORDS.items():
        numbers = [tally.count(severity, judged=(judged,)) for severity in Severity]
        table.add_row(word, *map(str, numbers), *(f"{tally.per_article(number):.3f}" for number in numbers))
    console.print(table)
    by_rule: Counter[tuple[str, Severity]] = Counter()
    for (rule, severity, judged), number in tally.counts.items():
        if judged in ("false", "unjudged") and severity != Severity.HINT:
            by_rule[rule, severity] += number
    console.print(
        "  误报，按规则："
        + "，".join(f"{rule} {severity} {number}" for (rule, severity), number in by_rule.most_common())
    )


def _summary(console: Console, tallies: Sequence[Tally]) -> None:
    table = Table("来源", "字数", f"必须处置/{PER}", f"必须处置和提醒/{PER}", "达标")
    for tally in tallies:
        blocks, both = tally.false_rates()
        reached = "是" if tally.reaches_goals() else "否"
        table.add_row(tally.source, f"{tally.characters:,}", f"{blocks:.4f}", f"{both:.4f}", reached)
    table.add_row("目标", "", f"≤ {GOALS['block']}", f"≤ {GOALS['all']}", "")
    console.print("误报率（每 1,500 字的误报，未判的计为误报）", table)
