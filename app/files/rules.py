"""The rules that files themselves can break: what stands beside the text, and pictures."""

from __future__ import annotations

from dataclasses import dataclass

from app.scanner.finding import CODES, Severity

_GATES = "国办发〔2018〕123号：严格内容发布审核制度，严把政治关、法律关、政策关、保密关、文字关"
_LINKS = "国办秘函〔2019〕19号《政府网站与政务新媒体检查指标》；国办发〔2018〕123号"
_MARKS = "《人工智能生成合成内容标识办法》（2025年9月1日起施行）；GB 45438—2025"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule on files: its code, its basis, and its severity where it is not the code's own."""

    code: str
    basis: str
    weight: Severity | None = None

    @property
    def severity(self) -> Severity:
        """How a finding of the rule weighs."""
        return self.weight or CODES[self.code].severity


RULES = {
    "comment-left-in": Rule("TXT-06", _GATES, Severity.WARN),
    "tracked-change": Rule("TXT-06", _GATES, Severity.WARN),
    "hidden-text": Rule("TXT-06", _GATES, Severity.WARN),
    "unread-image": Rule("IMG-01", _GATES),
    "unclear-image-text": Rule("IMG-04", _GATES),
    "unmarked-ai-content": Rule("IMG-03", _MARKS),
    "code-without-address": Rule("LNK-03", _LINKS),
}
"""Comments (批注), tracked changes (修订) and hidden text (隐藏文字); pictures that nothing has read, and
text in them that cannot be made out; AI-made content without its mark; codes that lead to no web address."""
