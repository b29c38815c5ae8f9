"""TXT-07: a paragraph that breaks off with 、 or ， (句子没有写完)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Page
from app.scanner.outline import Outline, has

_N = "[一二三四五六七八九十]{1,3}"
_HEADING = f"(?:{_N}、|[（(]{_N}[）)]|[0-9]{{1,2}}[.．、](?![0-9])|第{_N}[章节条])"
_OPEN = re.compile(
    f"[，、（(“](?=[ \u3000\t]{{0,8}}\n[ \u3000\t\n]{{0,12}}{_HEADING}|[ \u3000\t\n]{{0,40}}\\Z)"
)
_LEAST = 8
_WRAPS = 2
_MAY_BREAK = has(*(bytes((kind, ord("\n"))) for kind in b",(Q -"))
_SALUTED = re.compile("[：:]|^[ \u3000]*(?:尊敬|各位|亲爱|抄送|主送)|网友")


def _breaks_off(outline: Outline) -> bool:
    return _MAY_BREAK(outline) and any(
        line.rstrip(b" -").endswith((b",", b"(", b"Q")) for line in outline.kinds.split(b"\n")
    )


@check(
    "TXT-07",
    "unfinished-sentence",
    "国办发〔2018〕123号：严把政治关、法律关、政策关、保密关、文字关",
    shape=_breaks_off,
    about=About(
        "句子没有写完",
        "一段话以逗号、顿号或前半个括号、引号结束，后面就是下一个标题或全文结尾，多是删改时漏了半句。按固定宽度换行的文本不提示。",
        "各单位要加强值班值守，及时报告险情，\n二、强化应急准备\n做好物资储备。",
        "各单位要加强值班值守，及时报告险情。\n二、强化应急准备\n做好物资储备。",
    ),
)
def unfinished_sentence(page: Page) -> Iterator[Hit]:
    """A paragraph that ends with ， 、 or an opening mark before the next heading or the end of the text.

    Why: the rest of the sentence was cut off. Lines that run on, salutations, and lists whose items all end
    with a comma are no hits.

    Example: ……及时报告险情，（二、强化应急准备）
    Basis: 国办发〔2018〕123号 (严把文字关); GB/T 15834-2011 (句末用句号、问号、叹号).
    """
    for field in page.fields:
        ends = [match.start() for match in _OPEN.finditer(field.text) if _is_prose(field.text, match.start())]
        if len(ends) <= _WRAPS:
            for end in ends:
                yield Hit(field, end, end + 1, f"这段话以“{field.text[end]}”结束，句子没有写完。")


def _is_prose(text: str, end: int) -> bool:
    line = text[max(0, end - 60) : end].rpartition("\n")[2]
    return len(line) >= _LEAST and not _SALUTED.search(line)
