"""The rules that files themselves can break: what stands beside the text, and pictures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.scanner.finding import CODES, Severity
from app.scanner.reference import FileRule

_GATES = "国办发〔2018〕123号：严格内容发布审核制度，严把政治关、法律关、政策关、保密关、文字关"
_LINKS = "国办秘函〔2019〕19号《政府网站与政务新媒体检查指标》；国办发〔2018〕123号"
_MARKS = "《人工智能生成合成内容标识办法》（2025年9月1日起施行）；GB 45438—2025"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule on files: its code, what it finds in Chinese, its basis, and its severity if not the code's."""

    code: str
    title: str
    text: str
    basis: str
    weight: Severity | None = None

    @property
    def severity(self) -> Severity:
        """How a finding of the rule weighs."""
        return self.weight or CODES[self.code].severity


def described() -> Iterator[FileRule]:
    """The rules as the reference page of all checks (docs/checks.md) shows them."""
    for name, rule in RULES.items():
        yield FileRule(name, rule.code, rule.severity, rule.title, rule.text, rule.basis)


RULES = {
    "comment-left-in": Rule(
        "TXT-06",
        "批注没有删除",
        "Word、PDF 文件中留有批注。批注随文件公开，任何人都能看到。批注的文字同样受检。",
        _GATES,
        Severity.WARN,
    ),
    "tracked-change": Rule(
        "TXT-06",
        "修订没有处理",
        "Word 文件中有未接受或未拒绝的修订，删去的内容仍在文件中。每个文件只报一处，写明处数。",
        _GATES,
        Severity.WARN,
    ),
    "hidden-text": Rule(
        "TXT-06",
        "隐藏文字",
        "Word 文件中设为隐藏的文字，读者看不到，但仍在文件中。文字本身同样受检。",
        _GATES,
        Severity.WARN,
    ),
    "unread-image": Rule(
        "IMG-01",
        "没有读过的图片",
        "损坏、过大、动图等读不了的图片，或没有可读文字的 PDF 页面。没有读过的不算通过，须由人查看。",
        _GATES,
    ),
    "unclear-image-text": Rule(
        "IMG-04",
        "图片文字看不清",
        "图片中像有文字而辨认不出的地方；PDF 中编码错误、读出来不可靠的页面。",
        _GATES,
    ),
    "unmarked-ai-content": Rule(
        "IMG-03",
        "生成内容没有标识",
        "元数据注明由人工智能生成，而看不到“人工智能生成”字样的图片和文件。",
        _MARKS,
    ),
    "code-without-address": Rule(
        "LNK-03",
        "不是网址的码",
        "内容不是网页地址的二维码、条形码，可能通向微信号、小程序或收款码。是网址的，按链接检查。",
        _LINKS,
    ),
}
"""On what stands beside the text: comments (批注), tracked changes (修订), hidden text, pictures, codes."""
