"""What was changed between an original and its reprint (改动): numbers, dates, negation, degree, names.

Wording may change without changing the meaning; these rarely can. The texts are compared as rows of tokens:
a number with its unit, a date, a word of negation or degree is one token, any other character by itself, and
marks and spaces are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from app.scanner.names import NAME

LIMIT = 200
"""Tokens that are compared at most, after what is the same at the start: comparing takes squared time."""

_SMALL = 4
_MAGNITUDE = {"万": 10**4, "亿": 10**8}
_SURE = "已经?|将|正式|确定|确认|全部|全面|一律|所有|首次|首个|唯一|彻底|完全|绝对|必须|重大|特大"
_DOUBT = (
    "或将|或|拟将?|可能|有望|疑似|涉嫌|据称|部分|试点|征求意见|计划|预计|原则上|有条件|暂定|初步|力争|争取"
)
_PLAIN_WORDS = (
    "不断|不仅|不但|不忘|不同|不少|不动产|不愧|不负|不懈|不禁|不管|不论|不过|无锡|无人机|无线|无障碍|无论|无数"
    "|无偿|无私|非常|非遗|非洲|非物质|未来|未成年|禁毒|没收|或者|停车|取消费者|即将|将军|将来|老将|大将|干将"
)
_NEGATION = (
    "不再|不得|不能|不会|不准|没有|取消|暂停|暂缓|停止|叫停|禁止|严禁|拒绝|否认|反对|[不未没无非勿禁停]"
)
_KINDS = {
    "date": "(?:[0-9]{4}年)?[0-9]{1,2}月(?:[0-9]{1,2}日)?|[0-9]{4}年|[0-9]{1,2}日",
    "number": r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?[万亿]?[%‰]?",
    "word": _PLAIN_WORDS,
    "negation": _NEGATION,
    "degree": f"{_DOUBT}|{_SURE}",
    "letters": "[a-z]+",
    "other": r"[^\W_]",
}
"""What a token may be; a plain word holds a character of negation or degree without its meaning."""

_TOKEN = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _KINDS.items()))
_IDEOGRAPH = re.compile("[一-鿿]")
_WEAK = frozenset(("已", "已经", "将"))
_UNITS = ("省", "市", "区", "县", "镇", "乡", "村", "州", "旗", "国", "部", "局", "厅", "署", "法院", "街道")
_OURS = frozenset("全我本各该这两此其")
_PERSONAL = (
    *("同志", "任", "当选", "出席", "主持", "调研", "会见", "强调", "指出", "率", "赴", "看望", "被", "获"),
    *("因", "书记", "市长", "县长", "区长", "局长", "部长", "省长", "主任", "院士", "教授", "先生"),
    *("女士", "涉嫌"),
)
_FULL_NAME = re.compile(NAME)


class Token(NamedTuple):
    """A token with its place in the text; `key` is what is compared (1.5万 is 15000)."""

    kind: str
    key: str
    text: str
    start: int
    end: int


class Change(NamedTuple):
    """A change of meaning: what kind (Chinese), the old and new words, and the place in the new text."""

    what: str
    old: str
    new: str
    start: int
    end: int

    def __str__(self) -> str:
        """Chinese, as part of a message: 数字“5%”改为“15%”."""
        if not self.old:
            return f"增加了{self.what}“{self.new}”"
        return f"{self.what}“{self.old}”改为“{self.new}”" if self.new else f"删去了{self.what}“{self.old}”"


def tokens(text: str) -> list[Token]:
    """The tokens of a folded text, in order."""
    return [
        Token(str(match.lastgroup), _key(str(match.lastgroup), match[0]), match[0], *match.span())
        for match in _TOKEN.finditer(text)
    ]


def changes(old: str, new: str, known: str = "") -> Iterator[Change]:
    """The changes of meaning from `old` to `new`, both folded.

    `known` is further text of the original: a number that stands there is not added by whoever reprints.
    """
    before, after = tokens(old), tokens(new)
    if not after:
        return
    yield from _figures(before, after, known)
    same = max(0, _shared(before, after) - 1)
    before, after = before[same:][:LIMIT], after[same:][:LIMIT]
    matcher = SequenceMatcher(None, [t.key for t in before], [t.key for t in after], autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind != "equal":
            yield from _words(before, after, slice(a, b), slice(c, d))


def _key(kind: str, text: str) -> str:
    if kind != "number":
        return text
    plain = text.replace(",", "")
    unit = _MAGNITUDE.get(plain[-1])
    return f"{float(plain[:-1]) * unit:g}" if unit else plain


def _shared(old: Sequence[Token], new: Sequence[Token]) -> int:
    """How many tokens are the same at the start."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((i for i, (a, b) in pairs if a.key != b.key), min(len(old), len(new)))


def _figures(old: Sequence[Token], new: Sequence[Token], known: str) -> Iterator[Change]:
    """Numbers and dates that the original has not, each beside the one that went, if one did."""
    for kind, what in (("number", "数字"), ("date", "日期")):
        was = [token for token in old if token.kind == kind]
        now = [token for token in new if token.kind == kind]
        had, has = {token.key for token in was}, {token.key for token in now}
        gone = [token.text for token in was if token.key not in has]
        for token in now:
            if token.key not in had and (gone or token.text not in known):
                yield Change(what, gone.pop(0) if gone else "", token.text, token.start, token.end)


def _words(old: Sequence[Token], new: Sequence[Token], was: slice, now: slice) -> Iterator[Change]:
    """Negation, degree and names in one place that was changed."""
    gone, come = old[was], new[now]
    for kind, what in (("negation", "否定词"), ("degree", "程度词")):
        left, right = _of(gone, kind), _of(come, kind)
        small = len(gone) - len(left) <= _SMALL and len(come) - len(right) <= _SMALL
        if small and bool(left) != bool(right) if kind == "negation" else small and _shifts(left, right):
            yield Change(what, _said(left), _said(right), *_place(right or come, new, now))
    if _is_name(old, was) and _is_name(new, now):
        yield Change("名称", _named(old, was), _named(new, now), *_place(come, new, now))


def _of(tokens: Sequence[Token], kind: str) -> list[Token]:
    return [token for token in tokens if token.kind == kind]


def _said(tokens: Sequence[Token]) -> str:
    return "".join(token.text for token in tokens)


def _shifts(old: Sequence[Token], new: Sequence[Token]) -> bool:
    """Whether words of degree were put, dropped or exchanged; 已 and 将 alone may come and go."""
    left, right = {token.key for token in old}, {token.key for token in new}
    return left != right and (bool(left and right) or not (left | right) <= _WEAK)


def _place(spot: Sequence[Token], new: Sequence[Token], now: slice) -> tuple[int, int]:
    """Where to show a change: on its tokens, or on the token that follows what was deleted."""
    if spot:
        return spot[0].start, spot[-1].end
    beside = new[min(now.start, len(new) - 1)]
    return beside.start, beside.end


def _is_name(tokens: Sequence[Token], span: slice) -> bool:
    """Whether what was exchanged is the name of a place or an office (甲市), or of a person."""
    text = _said(tokens[span])
    if not 1 <= len(text) <= 6 or not all(map(_IDEOGRAPH.fullmatch, text)):
        return False
    if not _OURS.isdisjoint(text):
        return False
    return (text + _said(tokens[span.stop : span.stop + 2])).startswith(_tails(text)) or _is_person(
        tokens, span
    )


def _tails(text: str) -> tuple[str, ...]:
    """The text with each unit (市, 局) after it, or the text itself where it ends with one."""
    return (text,) if text.endswith(_UNITS) else tuple(text + unit for unit in _UNITS)


def _is_person(tokens: Sequence[Token], span: slice) -> bool:
    """A surname, which may have stayed, and a given name, before what people are or do."""
    texts = (_said(tokens[span]), _said(tokens[max(0, span.start - 1) : span.stop]))
    acts = _said(tokens[span.stop : span.stop + 4]).startswith(_PERSONAL)
    return acts and any(map(_FULL_NAME.fullmatch, texts))


def _named(tokens: Sequence[Token], span: slice) -> str:
    text, tail = _said(tokens[span]), _said(tokens[span.stop : span.stop + 2])
    unit = next((unit for unit in _UNITS if tail.startswith(unit)), "")
    return text if text.endswith(_UNITS) else text + unit
