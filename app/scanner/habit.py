"""A slip that runs through a text (习惯性差错) is told once, with the number of places.

Forty hints of one kind bury the one that matters. A slip of the pen is shown at every place, so that each is
put right by one click; from the fourth on it is a habit, which an editor mends by searching and replacing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from app.scanner.finding import Finding, Severity

PLACES = 3
"""Places up to which each is shown."""

_GATES = frozenset(("政策关", "文字关"))

_ONE_HABIT = frozenset(("half-width-mark", "broken-word", "zero-padded-date"))
"""Rules whose slip is one habit whatever the words: the keyboard, the clipboard, the way of writing dates."""

_Slip = tuple[str, str, tuple[str, ...]]


def told_once(findings: Sequence[Finding], cropped: Collection[str] = ()) -> tuple[Finding, ...]:
    """The findings, in their order, but of each habit only the first, which says how many there are.

    A habit is one rule's hint on wording (文字关, 政策关), for most rules on the same words. What
    weighs more, and what touches politics, law or a secret, is shown wherever it stands. `cropped` names the
    rules of which not all findings are given.
    """
    counts = Counter(slip for finding in findings if (slip := _slip(finding)))
    told: list[Finding] = []
    seen: set[_Slip] = set()
    for finding in findings:
        slip = _slip(finding)
        if slip is None or counts[slip] <= PLACES:
            told.append(finding)
        elif slip not in seen:
            seen.add(slip)
            told.append(_counted(finding, counts[slip], finding.rule in cropped))
    return tuple(told)


def _slip(finding: Finding) -> _Slip | None:
    if finding.severity is not Severity.HINT or finding.gate not in _GATES:
        return None
    if finding.rule in _ONE_HABIT:
        return finding.rule, "", ()
    return finding.rule, finding.text, finding.suggestions


def _counted(finding: Finding, count: int, at_least: bool) -> Finding:
    number = "至少" if at_least else "共"
    return finding._replace(message=f"{finding.message}全文同类问题{number} {count} 处，请一并改正。")
