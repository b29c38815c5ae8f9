"""SRC-02: the title of a reprint that says something else than the original's (标题改变原意)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.checks.tone.clickbait_title import baits
from app.scanner.document import Draft, Field, Page, Source
from app.scanner.normalize import folded
from app.scanner.reprint import BASIS, NO_SOURCE
from app.scanner.rewording import changes

_QUESTION = re.compile(r"\?|吗[!。]?$|是否|能否|会不会|何时|为何|怎么")
_BODY = "有关部门就限行措施公开征求意见。"


def _draft(title: str) -> Draft:
    source = Source("新华社", "https://www.news.cn/a.html", "某市拟取消限行措施")
    return Draft(_BODY, title, kind="reprint", source=source)


@check(
    "SRC-02",
    "title-changes-meaning",
    BASIS,
    kinds=("reprint",),
    about=About(
        "标题改变原意",
        "转载标题与原标题相比，增删了否定词，改了数字、名称，把“拟”写成“已”、“部分”写成“全部”，"
        "把疑问写成陈述，或加了“震惊”等字眼。只换说法、不改意思的不提示。",
        _draft("某市已取消限行措施"),
        _draft("【转载】某市拟取消限行措施"),
    ),
)
def title_changes_meaning(page: Page) -> Iterator[Hit]:
    """A title that differs from the original's in negation, number, date, name or degree, or baits clicks.

    Why: a reprint must not twist the title (歪曲、篡改标题原意). Words may be exchanged, parts left out, so
    only what rarely leaves the meaning alone is compared; a number that the original's text holds may be
    added.

    Example: 某市拟取消限行 → 某市已取消限行.
    Basis: 互联网新闻信息服务管理规定 art. 15.
    """
    source = page.draft.source or NO_SOURCE
    if page.draft.kind == "reprint" and source.title.strip():
        for field in page.fields:
            if field.name == "title":
                yield from _compare(field, folded(source.title), folded(source.body))


def _compare(field: Field, original: str, known: str) -> Iterator[Hit]:
    for change in changes(original, field.folded, known):
        message = f"与原标题“{_short(original)}”相比，{change}，请核对是否改变原意。"
        yield Hit(field, change.start, change.end, message)
    for start, end, word in baits(field.folded):
        if word not in original:
            yield Hit(field, start, end, f"原标题没有“{word}”，请删除。")
    asked, asks = _QUESTION.search(original), _QUESTION.search(field.folded)
    if bool(asked) != bool(asks) and field.text.strip():
        turned = "把疑问改成了陈述" if asked else "把陈述改成了疑问"
        start, end = asks.span() if asks else _whole(field)
        yield Hit(field, start, end, f"与原标题“{_short(original)}”相比，{turned}，请核对是否改变原意。")


def _whole(field: Field) -> tuple[int, int]:
    start = len(field.text) - len(field.text.lstrip())
    return start, len(field.text.rstrip())


def _short(title: str) -> str:
    return title if len(title) <= 40 else title[:40] + "…"
