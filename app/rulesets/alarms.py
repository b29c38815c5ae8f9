"""False alarms (误报) as people report them: which finding, on which words, and may it be suppressed?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.errors import Conflict, Invalid
from app.files.report import remarked
from app.files.rules import RULES as FILE_RULES
from app.scanner.document import Draft, Field, parse
from app.scanner.engine import scan
from app.scanner.finding import CODES, Finding, Severity
from app.scanner.normalize import packed
from app.scanner.ruleset import Ruleset
from app.scanner.suppression import Suppression, Suppressions, compared, suppressible, visible

MAX_TEXT = 40
"""Packed characters that a suppressed text may have, with the words around it."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """What a suppression will name of a finding: see `app.scanner.suppression.Suppression`."""

    code: str
    rule: str
    severity: Severity
    text: str
    before: str
    after: str

    def suppression(self, id: str, until: date, account: str | None) -> Suppression:
        """The suppression of this alarm."""
        return Suppression(
            id, self.code, self.rule, self.severity, self.text, until, account, self.before, self.after
        )


def alarm_of(finding: Finding, field: Field, phrase: str = "") -> Alarm:
    """The alarm that a finding in `field` raises; where `phrase` is given, only inside that phrase.

    `Invalid` where it cannot be suppressed: a code that never may be, a text that is too long, a single
    character or mark without a phrase, a phrase that does not stand there.
    """
    if not suppressible(finding.code):
        title = CODES[finding.code].title
        raise Invalid("not_suppressible", f"“{title}”类问题须逐篇核实，不能设误报豁免。")
    seen = visible(finding, field)
    text, (before, after) = compared(seen), _around(seen, phrase)
    if len(before + text + after) > MAX_TEXT:
        raise Invalid("text_too_long", f"误报豁免的文字最多 {MAX_TEXT} 字，请在稿件中逐篇处置。")
    if sum(map(str.isalnum, before + text + after)) < 2:
        raise Invalid("phrase_required", "单个字或符号不能单独豁免，请写明它所在的词句（phrase）。")
    alarm = Alarm(finding.code, finding.rule, finding.severity, text, before, after)
    alone = Suppressions([alarm.suppression("", date.max, None)])
    if not alone.silencing(finding, field, None):
        raise Invalid("phrase_elsewhere", f"“{phrase}”不在该问题所在之处，请从原文照录。")
    return alarm


def raised(ruleset: Ruleset, rule: str, text: str, sentence: str) -> tuple[Finding, Field]:
    """The finding of `rule` on `text` in a sentence, with the field it stands in.

    `Invalid` if the rule does not raise it there; `Conflict` if it is suppressed already. A rule on files
    (see `app.files.rules`) is taken at its word: the file that it remarked on is not kept.
    """
    if rule in FILE_RULES and text in sentence:
        return remarked(rule, text, sentence), Field("body", sentence)
    draft = Draft(body=sentence)
    report, (field,) = scan(draft, ruleset), parse(draft).fields
    for finding in report.findings:
        if finding.rule == rule and compared(finding.text) == compared(text):
            return finding, field
    for one in report.suppressed:
        if one.rule == rule and compared(one.text) == compared(text):
            raise exists(one.suppression)
    raise Invalid("not_raised", f"规则“{rule}”没有在这段文字中报出“{text}”，请附上它所在的整句（sentence）。")


def exists(suppression: str) -> Conflict:
    """The same is suppressed or proposed already."""
    return Conflict("suppression_exists", "同一误报的豁免已在用或待批准。", suppression=suppression)


def _around(text: str, phrase: str) -> tuple[str, str]:
    """What stands before and after the text in the phrase, packed; the text must stand there once."""
    if not phrase:
        return "", ""
    word = packed(text).text
    parts = packed(phrase).text.split(word) if word else []
    if len(parts) != 2:
        raise Invalid("bad_phrase", f"“{phrase}”中应出现一次、且只出现一次“{text}”。")
    return parts[0], parts[1]
