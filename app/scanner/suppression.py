"""Suppressions (误报豁免): what an office has reviewed and found to be a false alarm, until a day.

A suppression silences findings of one rule on one exact text, no heavier than what was reviewed; where it
names an account or the words around the text, only there. Nothing vanishes: what is silenced stands in the
report by itself. Pure: which suppressions are in force is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from app.scanner.document import Field, Page
from app.scanner.finding import CODES, RANK, FieldName, Finding, Severity
from app.scanner.normalize import folded, packed

_NEVER = ("SEC-", "PRI-01", "PRI-02", "PRI-04", "REL-")


def suppressible(code: str) -> bool:
    """Whether findings of a code may be silenced at all.

    Secrets and personal data are looked at in every draft; relevance judges a whole draft, not its words.
    """
    return CODES[code].overridable and not code.startswith(_NEVER)


def compared(text: str) -> str:
    """The form in which texts are the same or not: packed, as terms are compared.

    Where there are Latin letters or digits, marks and spaces stay: 1-11 is not 11-1, nor a.cn/b a.cnb.
    """
    plain = packed(text).text
    return folded(text) if any(char.isascii() and char.isalnum() for char in plain) else plain


@dataclass(frozen=True, slots=True)
class Suppression:
    """Silences `rule` (with its `code`) on `text`, as `compared`, through the day `until`.

    `before` and `after` stand next to it in the packed text. An `account` of None means all accounts. A
    finding heavier than `severity` is not silenced: somebody has made the rule stricter since.
    """

    id: str
    code: str
    rule: str
    severity: Severity
    text: str
    until: date
    account: str | None = None
    before: str = ""
    after: str = ""


class Suppressed(NamedTuple):
    """A finding that was silenced, and by which suppression until when; `text` is `field[start:end]`."""

    suppression: str
    code: str
    rule: str
    field: FieldName
    start: int
    end: int
    text: str
    until: date

    def as_dict(self) -> dict[str, Any]:
        """The entry as the pre-check shows it."""
        return self._asdict() | {"until": self.until.isoformat()}


class Suppressions:
    """Suppressions by rule and text; false where there are none."""

    def __init__(self, each: Iterable[Suppression] = ()) -> None:
        self._by_rule: dict[str, dict[str, list[Suppression]]] = {}
        # Of several that fit, the one that lasts longest silences: its day is when the finding is back.
        for one in sorted(each, key=lambda one: (one.until, one.id), reverse=True):
            self._by_rule.setdefault(one.rule, {}).setdefault(one.text, []).append(one)

    def __bool__(self) -> bool:
        return bool(self._by_rule)

    def silencing(self, finding: Finding, field: Field, account: str | None) -> Suppression | None:
        """The suppression that silences a finding in `field` of a draft for `account`, if any."""
        texts = self._by_rule.get(finding.rule)
        if texts is None or not suppressible(finding.code):
            return None
        for one in texts.get(compared(visible(finding, field)), ()):
            if _covers(one, finding, account) and _stands(one, finding, field):
                return one
        return None


NO_SUPPRESSIONS = Suppressions()


def suppress(
    page: Page,
    findings: Sequence[Finding],
    suppressions: Suppressions,
    account: str | None = None,
    spared: Collection[str] = (),
) -> tuple[tuple[Finding, ...], tuple[Suppressed, ...]]:
    """Part the findings of a page into those that stay and those that are silenced, in their order.

    `spared` names rules of which the report does not hold every finding: silencing there would let the ones
    that were left out pass unseen.
    """
    fields = {field.name: field for field in page.fields}
    kept: list[Finding] = []
    hidden: list[Suppressed] = []
    for finding in findings:
        by = None
        if finding.rule not in spared:
            by = suppressions.silencing(finding, fields[finding.field], account)
        if by is None:
            kept.append(finding)
        else:
            hidden.append(silenced(finding, by))
    return tuple(kept), tuple(hidden)


def visible(finding: Finding, field: Field) -> str:
    """What a reader sees of a finding in `field`; the source itself where that is inside the markup."""
    return field.text[field.shown(finding.start) : field.shown(finding.end)] or finding.text


def _covers(one: Suppression, finding: Finding, account: str | None) -> bool:
    return (
        one.code == finding.code
        and RANK[one.severity] <= RANK[finding.severity]
        and one.account in {None, account}
    )


def _stands(one: Suppression, finding: Finding, field: Field) -> bool:
    """Whether the words that the suppression wants stand around the finding."""
    if not (one.before or one.after):
        return True
    text, index = field.packed.text, field.packed.index
    first, last = index.searchsorted((field.shown(finding.start), field.shown(finding.end))).tolist()
    return text.endswith(one.before, 0, first) and text.startswith(one.after, last)


def silenced(finding: Finding, by: Suppression) -> Suppressed:
    """What is shown of a finding that a suppression silences."""
    return Suppressed(
        by.id, finding.code, finding.rule, finding.field, finding.start, finding.end, finding.text, by.until
    )
