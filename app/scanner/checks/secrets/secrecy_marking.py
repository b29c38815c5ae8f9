"""SEC-01: secrecy markings (密级标志)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.context import mentions
from app.scanner.document import Field, Page
from app.scanner.finding import Severity

_S = "[ \t\u00a0\u3000]{0,3}"
_LEVEL = re.compile(f"[绝机秘]{_S}密")
_STAR = re.compile(
    rf"{_S}(?:[★☆✩✪⭐]|[*·](?={_S}(?:\d|长期)))"
    rf"(?:{_S}(?:\d{{1,2}}{_S}(?:年|个月|天)|[一二三四五六七八九十]{{1,3}}(?:年|个月)|长期|启用前))?"
)
_LABEL = re.compile(f"密{_S}级{_S}:{_S}[\\[(【〔]?{_S}$")
_LIST = re.compile("[、级或性和及,/]")
_OPENING = re.compile(f"{_S}(?:密{_S}级{_S})?[\\[(【〔《<]?{_S}")
_CLOSING = re.compile(f"{_S}[\\])】〕》>]?{_S}")
_REACH = 20
_NAMED = ("字样", "标志", "标识", "样式", "字眼")
_QUOTES = (("“", "”"), ("「", "」"), ("‘", "’"), ("《", "》"))
_MESSAGE = "出现密级标志。涉密内容不得在政务新媒体发布，请立即停止流转并报保密部门。"
_QUOTED = "引号内或作为示例提到密级标志，请确认本稿不涉密。"


@check(
    "SEC-01",
    "secrecy-marking",
    "《保守国家秘密法》（2024年修订）第二十二条；GB/T 9704-2012，7.2.2",
    words=("绝密", "机密", "秘密"),
    about=About(
        "密级标志",
        "国家秘密标志，如“机密★10年”“密级：秘密”、单独成行的“绝密”。标有密级的内容一律不得发布，此项不能由人放行；只是谈到保密的文字（保密法、商业秘密）不提示，引号内或作为示例的只作提醒。",
        "机密★10年\n关于某项工作的请示",
        "学习宣传保密法，增强机密意识。",
    ),
)
def secrecy_marking(page: Page) -> Iterator[Hit]:
    """Markings of a secret document (密级标志): 机密★10年, 密级：秘密, a line that is only 绝密.

    Why: a text that carries a marking must not be published at all, so the finding cannot be overridden.
    Words that only speak of secrecy (保密法, 机密性, 国家秘密, 商业秘密) are no hits; a marking inside
    quotation marks or followed by 字样 is an example and warns.

    Example: 机密★10年.
    Basis: 保守国家秘密法 (2024), art. 22 (国家秘密标志); GB/T 9704-2012, 7.2.2 (密级和保密期限).
    """
    for field in page.fields:
        for level in _LEVEL.finditer(field.folded):
            span = _marking(field.folded, level)
            if span:
                yield _hit(field, *span)


def _marking(text: str, level: re.Match[str]) -> tuple[int, int] | None:
    """The span of the marking to which a word 绝密, 机密 or 秘密 belongs, if it belongs to one."""
    start, end = level.span()
    before = text[max(0, start - _REACH) : start].rpartition("\n")[2]
    after = text[end : end + _REACH].partition("\n")[0]
    star = _STAR.match(after)
    if star:
        return start, end + star.end()
    label = _LABEL.search(before)
    if label and not _LIST.match(after):
        return start - len(label[0]), end
    opens, closes = _OPENING.fullmatch(before), _CLOSING.fullmatch(after)
    bracketed = before.rstrip()[-1:] in tuple("[(【〔") and after.lstrip()[:1] in tuple("])】〕")
    if (opens and closes) or (bracketed and (opens or closes)):
        return start, end
    return None


def _hit(field: Field, start: int, end: int) -> Hit:
    if _is_quoted(field.text, start) or mentions(field.text[end : end + 6], _NAMED):
        return Hit(field, start, end, _QUOTED, severity=Severity.WARN)
    return Hit(field, start, end, _MESSAGE)


def _is_quoted(text: str, start: int) -> bool:
    """Whether a quotation mark is open before `start` in its line."""
    line = text[max(0, start - 60) : start].rpartition("\n")[2]
    return line.count('"') % 2 == 1 or any(line.rfind(left) > line.rfind(right) for left, right in _QUOTES)
