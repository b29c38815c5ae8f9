"""TXT-06: brackets, quotation or title marks with nothing inside (括号、引号、书名号内无内容)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.context import mentions, sentence
from app.scanner.document import Page
from app.scanner.finding import Severity
from app.scanner.outline import has

_EMPTY = re.compile("《[ \u3000]?》|“[ \u3000]?”|‘’|〔〕|（）|\\(\\)")
_NAMED = ("引号", "书名号", "括号", "标点", "符号", "填", "选择", "划", "空格")


@check(
    "TXT-06",
    "empty-pair",
    "国办发〔2018〕123号：严把政治关、法律关、政策关、保密关、文字关",
    shape=has(
        b"<>", b"QP", b"qp", b"TJ", b"()", b"< >", b"Q P", b"jt", b"Jl", b"Lj", b"lJ", b"tT", b"Tt", b"LJ"
    ),
    about=About(
        "标点内无内容",
        "书名号、引号、括号里什么也没有，多是模板没有填写或内容被删。讲标点用法的、填空的括号不提示。",
        "根据《》等法律法规，制定本办法。",
        "根据《中华人民共和国档案法》等法律法规，制定本办法。",
    ),
)
def empty_pair(page: Page) -> Iterator[Hit]:
    """《》, “”, 〔〕 or （） with nothing inside (标点内无内容).

    Why: a name was never filled in, or was lost. Texts about punctuation and forms to fill in are no hits;
    empty round brackets are a hint.

    Example: 根据《》等法律法规.
    Basis: 国办发〔2018〕123号 (严把文字关).
    """
    for field in page.fields:
        for match in _EMPTY.finditer(field.text):
            if not mentions(sentence(field.text, match.start()), _NAMED):
                light = match[0][0] in "（("
                message = f"这里的{match[0]}中没有内容，请补上或删去。"
                yield Hit(field, *match.span(), message, severity=Severity.HINT if light else Severity.WARN)
