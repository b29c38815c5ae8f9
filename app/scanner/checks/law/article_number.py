"""LAW-03: an article beyond the last of its law (条款序号超出)."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from datetime import date

from app.scanner.check import About, Hit, check
from app.scanner.document import Field, Page
from app.scanner.laws import STATE, Law, numeral

_NUMERAL = "[〇零一二三四五六七八九十百千]{1,9}|[0-9]{1,4}"
_VERSION = "(?:[（(](?:以下简称)?[^（）()\\n]{0,20}(?:修[正订改]|年|版|本)[）)])?"
_CITED = re.compile(
    f"(?:法典|[法例])》?{_VERSION}》?[ ]?"
    f"(第(?:{_NUMERAL})条(?:(?:[、和及至到]|以及)第?(?:{_NUMERAL})条){{0,12}})"
)
_ARTICLE = re.compile(f"第?({_NUMERAL})条")
_LONGEST = 30


@check(
    "LAW-03",
    "article-number",
    "国家法律法规数据库所载法律文本",
    words=("法第", "法典第", "例第", "修正第", "修订第", "修改第", "版第", "年第", "本第"),
    about=About(
        "条款序号超出",
        "引用的条数超过了这部法律的最后一条。法律修改后条数会变，名录中没有最后一条的法律、早于现行版本的文稿不提示。",
        "依据《中华人民共和国行政处罚法》第九十八条",
        "依据《中华人民共和国行政处罚法》第三十三条和《某市条例》第九十八条",
    ),
)
def article_number(page: Page) -> Iterator[Hit]:
    """An article cited right after the title of its law whose number is beyond the law's last article.

    Why: who looks the article up finds nothing. The list of laws gives the last article since the year of the
    last amendment; texts dated before that year, and laws without it, are left alone.

    Example: 《行政处罚法》第九十八条 (the law has 86 articles).
    Basis: the texts in 国家法律法规数据库.
    """
    dated = functools.cache(page.dated)
    for field in page.fields:
        for match in _CITED.finditer(field.text):
            law = _law(page, field.text, match.start())
            if law and law.last:
                yield from _beyond(field, match, law, law.last, dated)


def _law(page: Page, text: str, at: int) -> Law | None:
    """The law whose title is the longest that ends with the character at `at` or the two from there."""
    end = at + (2 if text.startswith("法典", at) else 1)
    for start in range(max(0, end - _LONGEST), end - 1):
        law = page.facts.laws.get(text[start:end])
        if law:
            return law if _begins(text, start) else None
    return None


def _begins(text: str, start: int) -> bool:
    """Whether a title begins there: after a mark, 中华人民共和国, or a word that leads to it."""
    before = text[max(0, start - len(STATE)) : start]
    return (
        not before
        or before == STATE
        or not "一" <= before[-1] <= "\u9fff"
        or before[-1] in "据照反犯按和及了的依从由国对与合新"
    )


def _beyond(
    field: Field, match: re.Match[str], law: Law, last: int, dated: Callable[[], date | None]
) -> Iterator[Hit]:
    for article in _ARTICLE.finditer(field.text, *match.span(1)):
        if (number := numeral(article[1])) > last and not _is_before(dated(), law.year):
            message = f"“{law.title}”共{last}条，没有第{number}条，请核对（{law.year}年文本）。"
            yield Hit(field, *article.span(), message)


def _is_before(day: date | None, year: int | None) -> bool:
    return bool(day and year and day.year < year)
