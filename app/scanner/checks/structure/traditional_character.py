"""TXT-01: traditional and variant characters in a text of simplified ones (繁体字、异体字)."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from app.scanner import forms
from app.scanner.check import About, Hit, check
from app.scanner.context import mentions, sentence, stands_in
from app.scanner.document import Field, Page
from app.scanner.finding import Severity
from app.scanner.segment import cut

_LAST = 0xA000
_WHOLE = 0.25
_MANY = 8
_MARGIN = 8
_CHINESE = re.compile("[一-鿿]+")
_STANDARD = frozenset(
    "皙瞋噘蹚凓勠迺甦頫昇隩邨氾堃犇龢祕陞甯飏袪凊剋夥麽乾藉徵瞭於鉅颺燿絜谿脩锺鎔淼喆噁蘋苧衹麹寀淩汎叡濬"
)
_SPOKEN_OF = (
    "繁体",
    "异体",
    "书法",
    "古籍",
    "古文",
    "碑刻",
    "碑文",
    "题词",
    "匾",
    "楹联",
    "篆",
    "隶书",
    "汉字",
    "日文",
    "日语",
)


@check(
    "TXT-01",
    "traditional-character",
    "《国家通用语言文字法》；《通用规范汉字表》（国发〔2013〕23号）",
    about=About(
        "繁体字、异体字",
        "简体文章里夹着的繁体字、异体字，一个词提示一次。引号、书名号、括号里的和讲书法、古籍的不提示；整篇繁体只提示一次。",
        "推动经济高质量發展。",
        "推动经济高质量发展，瞭望塔已建成，展出清乾隆年间文物。",
    ),
)
def traditional_character(page: Page) -> Iterator[Hit]:
    """Traditional and variant characters (發展) in a text of simplified ones, word by word.

    Why: the law asks for standard characters in what government publishes. Those of the table of 2013 (乾隆,
    瞭望, 堃) are standard; what stands in quotation or title marks or brackets, or where the sentence speaks
    of calligraphy or old books, is no hit. A lone one, which may be part of a name, is a hint. A text that
    is in traditional characters throughout gets one.

    Example: 經濟發展 → 经济, 发展.
    Basis: 国家通用语言文字法; 通用规范汉字表 (国发〔2013〕23号).
    """
    for field in page.fields:
        places = _traditional().take(field.codes, mode="clip").nonzero()[0].tolist()
        if len(places) > max(_MANY, _WHOLE * len(field.text)):
            at = places[0]
            message = "全文使用繁体字；面向境内发布的，应使用规范汉字。"
            yield Hit(field, at, at + 1, message, severity=Severity.HINT)
        else:
            yield from _words(field, places)


@functools.cache
def _plain() -> dict[int, str]:
    """The simplified characters by the code of what is not standard: neither in GB 2312 nor in the table."""
    pairs = forms.read("traditional")
    return {ord(form): plain for form, plain in pairs if _is_listed(plain) and not _is_listed(form)}


def _is_listed(char: str) -> bool:
    try:
        return char in _STANDARD or len(char.encode("gb2312")) > 1
    except UnicodeEncodeError:
        return False


@functools.cache
def _traditional() -> npt.NDArray[np.bool_]:
    table = np.zeros(_LAST + 1, np.bool_)
    table[[code for code in _plain() if code < _LAST]] = True
    return table


def _words(field: Field, places: list[int]) -> Iterator[Hit]:
    done = 0
    for at in places:
        if at >= done and not _is_apart(field.text, at):
            start, done = _word(field.text, at)
            right = field.text[start:done].translate(_plain())
            lone = Severity.HINT if done - start == 1 else None
            message = f"“{field.text[start:done]}”不是规范汉字，应写作“{right}”。"
            yield Hit(field, start, done, message, (right,), lone)


def _word(text: str, at: int) -> tuple[int, int]:
    """The bounds of the word around `text[at]`, as segmentation sees it in simplified characters."""
    start = max(0, at - _MARGIN)
    before = _CHINESE.match(text[start:at][::-1])
    first = at - (len(before[0]) if before else 0)
    run = _CHINESE.match(text, at, at + _MARGIN)
    words = cut(text[first : run.end() if run else at + 1].translate(_plain()))
    ends = [first + size for size in accumulate(map(len, words))]
    place = next(number for number, end in enumerate(ends) if end > at)
    return ends[place] - len(words[place]), ends[place]


def _is_apart(text: str, at: int) -> bool:
    """Whether the character is quoted, part of a title, in brackets, or spoken of."""
    opening = max(text.rfind(mark, max(0, at - 30), at) for mark in "（(")
    bracketed = opening >= 0 and not any(mark in text[opening:at] for mark in "）)")
    quoted = stands_in(text, at, "quotation") or stands_in(text, at, "title")
    return bracketed or quoted or mentions(sentence(text, at), _SPOKEN_OF)
