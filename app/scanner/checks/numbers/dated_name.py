"""TXT-04: names made of a month and a day (含有月日的专名)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.context import mentions
from app.scanner.document import Field, Page
from app.scanner.outline import has

_AFTER = {
    "五四": "运动|青年节|精神|奖章|时期",
    "五一": "劳动节|国际|假期|黄金周|节|小长假|劳动奖",
    "六一": "儿童节|国际|节",
    "七一": "建党|讲话|勋章|表彰|前夕|党",
    "八一": "建军|南昌|起义|勋章|军旗|前夕",
    "十一": "黄金周|国庆|假期|长假",
    "三八": "妇女节|国际|红旗手|维权",
    "九一八": "事变|纪念|历史",
    "七七": "事变|抗战",
    "五卅": "运动|惨案",
    "四一二": "反革命|政变",
}
_NAMES = {name: re.compile(f"”?(?:{after})") for name, after in _AFTER.items()}
# These start at a rare character and look to the left from there, which is quick on clean text.
_DOTS = ("·", "•", "・")
_DOT = re.compile("[·•・](?<=[三四五六七八九十].)(?=[一二四七八卅])")
_MISSING = re.compile("一二[八九](?=”?(?:运动|抗战|事变|淞沪))")
_OCCASION = (
    "汶川|特大|消费者|地震|事故|晚会|国家宪法|国家安全|国际|世界|全国[^第]|全民|运动|专案|惨案|事件|案件|抗震|禁毒|消防"
    "|护士节|植树"
)
_ARABIC = re.compile(
    rf"[.．](?<=[0-9].)(?=(?:[12][0-9]|3[01]|[1-9])(?:[”\"](?:{_OCCASION})|(?:{_OCCASION})))([0-9]{{1,2}})"
)
_MONTH = re.compile(r"(?<![0-9.版第])(?:1[0-2]|[1-9])$")


@check(
    "TXT-04",
    "dated-name",
    "GB/T 15835-2011《出版物上数字用法》5.1.6、5.2.3",
    words=("一二九", "一二八"),
    shape=has(b"c.c", b"0/0"),
    about=About(
        "含有月日的专名",
        "汉字月日的专名，涉及一月、十一月、十二月时用间隔号（一二·九），其他不用（五四）；阿拉伯数字的用间隔号（“5·12”）。",
        "纪念五·四运动，防范“5.12”特大地震次生灾害。",
        "纪念五四运动、一二·九运动。",
    ),
)
def dated_name(page: Page) -> Iterator[Hit]:
    """A name made of a month and a day with a wrong mark between (含有月日的专名的间隔号).

    Why: 五四, 九一八 take none; 一二·九 does, since 一二九 could be read two ways; in Arabic digits the mark
    is ·, not a full stop. Versions and numbers (3.0版, 2.1国家级) are no hits: an occasion must follow.

    Example: 五·四运动 → 五四运动; “5.12”汶川特大地震 → “5·12”汶川特大地震.
    Basis: GB/T 15835-2011, 5.1.6 and 5.2.3 (含有月日的专名).
    """
    for field in page.fields:
        if mentions(field.text, _DOTS):
            for match in _DOT.finditer(field.text):
                yield from _dotted(field, match.start())
        for match in _MISSING.finditer(field.text):
            right = "一二·九" if match[0] == "一二九" else "一·二八"
            yield Hit(field, *match.span(), f"应写作“{right}”，用间隔号隔开月和日。", (right,))
        for match in _ARABIC.finditer(field.text):
            yield from _arabic(field, match)


def _dotted(field: Field, at: int) -> Iterator[Hit]:
    """五·四 with an occasion after it, or in quotation marks by itself."""
    for size in (2, 1):
        end = at + 1 + size
        name = field.text[at - 1] + field.text[at + 1 : end]
        occasion = _NAMES.get(name)
        quoted = field.text[at - 2 : at - 1] == "“" and field.text[end : end + 1] == "”"
        if occasion and (quoted or occasion.match(field.text, end)):
            yield Hit(field, at - 1, end, f"“{name}”中间不用间隔号。", (name,))
            return


def _arabic(field: Field, match: re.Match[str]) -> Iterator[Hit]:
    month = _MONTH.search(field.text[max(0, match.start() - 3) : match.start()])
    if month:
        right = f"{month[0]}·{match[1]}"
        start = match.start() - len(month[0])
        yield Hit(field, start, match.end(), f"月和日之间用间隔号，应写作“{right}”。", (right,))
