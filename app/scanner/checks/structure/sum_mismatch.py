"""TXT-04: parts that do not add up to their total in one sentence (分项与合计不符)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal

from app.scanner.check import About, Hit, check
from app.scanner.document import Field, Page
from app.scanner.finding import Severity
from app.scanner.quantity import Quantity, half_width, quantities

_END = re.compile("[。！？!?\n]")
_STOP = re.compile("[。！？!?\n]|其中")
_BREAK = re.compile("[，、；：,;:]|其中|以及|[和及]")
_ASIDE = re.compile("[（(][^（()）]{0,20}[)）]|[（(]")
_LABEL = 24
_SHORT = 6
_REACH = 200
_CHANGE = re.compile(
    "比|较|增|减|升|降|涨|跌|每|平均|人均|约|近|超|同期|以上|以下|不少于|不足|前|新|由|从|到|至|提高|下调|上调|压"
)
_OVERLAPS = re.compile(
    "女|男|党员|团员|民族|族|岁|学历|职称|高级|退役|残疾|困难|贫困|重点|在职|首次|累计|已|未|完成|投入|获|新|优秀|其他项"
)
_COMPLETE = (
    ("男", "女"),
    ("城镇", "农村"),
    ("城镇", "乡村"),
    ("第一产业", "第二产业", "第三产业"),
)


@check(
    "TXT-04",
    "sum-mismatch",
    "国办发〔2018〕123号：严把政治关、法律关、政策关、保密关、文字关",
    words=("其中",),
    about=About(
        "分项与合计不符",
        "一句话里分项加起来与总数对不上：男女、城乡等应等于总数的不等，或分项相加、单独一项超过总数。有交叉的分项、约数不提示。",
        "本次培训共120人，其中男70人、女60人。",
        "本次培训共120人，其中男70人、女50人。",
    ),
)
def sum_mismatch(page: Page) -> Iterator[Hit]:
    """Parts after 其中 that cannot be parts of the total before it (分项与总数不符).

    Why: one of the numbers is wrong, and readers add up. A part greater than the total is wrong in any case;
    parts that make up the whole (男、女; 城镇、农村; 三次产业) must add up to it; others must not exceed it
    together, unless they may overlap (其中女性、党员). Of several possible totals none may fit. Rounded
    numbers may differ by what rounding explains; rough ones (余、约) and changes (增长、同比) are left out.

    Example: 共120人，其中男70人、女60人 → 130.
    Basis: 国办发〔2018〕123号 (严把文字关); GB/T 15835-2011.
    """
    for field in page.fields:
        text = half_width(field.text)
        found = list(quantities(text))
        for match in re.finditer("其中", text):
            yield from _judge(field, text, found, match.start())


def _judge(field: Field, text: str, found: Sequence[Quantity], at: int) -> Iterator[Hit]:
    start, end = _bounds(text, at)
    before, after = _between(found, start, at), _between(found, at, end)
    for unit in sorted({part.unit for part in after} - {"", "%", "个百分点"}):
        totals = [each for each in before if each.unit == unit and not _changes(text, each)]
        parts = list(_listed(text, [part for part in after if part.unit == unit])) if totals else []
        if parts:
            yield from _compare(field, totals, parts)


def _bounds(text: str, at: int) -> tuple[int, int]:
    """Where the sentence around 其中 begins, and where it ends or says 其中 again."""
    floor = max(0, at - _REACH)
    start = floor + max((end.end() for end in _END.finditer(text[floor:at])), default=0)
    stop = _STOP.search(text, at + 2, at + _REACH)
    return start, stop.start() if stop else min(len(text), at + _REACH)


def _between(found: Sequence[Quantity], start: int, end: int) -> Sequence[Quantity]:
    first = bisect_left(found, start, key=lambda quantity: quantity.start)
    last = bisect_left(found, end, key=lambda quantity: quantity.start)
    return found[first:last]


def _listed(text: str, parts: Sequence[Quantity]) -> Iterator[tuple[Quantity, str]]:
    """The parts as far as they plainly are a list: joined in one way, and none a change, rough or a total."""
    joint = ""
    for number, part in enumerate(parts):
        label = _label(text, part)
        if part.rough or not label or _CHANGE.search(label) or label[-1] in "共计第" or "总" in label:
            return
        if number:
            mark = "，" if "，" in text[parts[number - 1].end : part.start] else "、"
            if (joint and mark != joint) or (mark == "，" and len(label) > _SHORT):
                return
            joint = mark
        yield part, label


def _label(text: str, quantity: Quantity) -> str:
    """What is counted, as it stands before the number in its item."""
    before = text[max(0, quantity.start - _LABEL) : quantity.start]
    return _ASIDE.sub("", _BREAK.split(before)[-1]).strip(" 为有是")


def _changes(text: str, quantity: Quantity) -> bool:
    """Whether a number tells of a change, an average or a bound and so is no total."""
    return quantity.rough or bool(_CHANGE.search(text, max(0, quantity.start - 4), quantity.start))


def _compare(
    field: Field, totals: Sequence[Quantity], parts: Sequence[tuple[Quantity, str]]
) -> Iterator[Hit]:
    most = max(totals, key=lambda total: total.value)
    for part, _ in parts:
        if part.value > most.value + most.error + part.error:
            written = field.text[most.start : most.end]
            message = f"“其中”的一项大于前面的总数“{written}”，请核对。"
            yield Hit(field, part.start, part.end, message, severity=Severity.WARN)
            return
    total = sum((part.value for part, _ in parts), Decimal())
    error = sum((part.error for part, _ in parts), Decimal())
    complete = any(_are(labels, parts) for labels in _COMPLETE)
    fits = any(abs(total - each.value) <= error + each.error for each in totals)
    exceeds = total > most.value + error + most.error and _are_apart(parts)
    if (complete and not fits) or exceeds:
        last = totals[-1]
        written = field.text[last.start : last.end]
        message = f"后面各项相加为{_written(total, parts[0][0])}，与“{written}”不符，请核对。"
        yield Hit(field, last.start, last.end, message, severity=Severity.WARN)


def _are(labels: Sequence[str], parts: Sequence[tuple[Quantity, str]]) -> bool:
    """Whether the parts are those of a whole, each once."""
    written = [label for _, label in parts]
    return len(written) == len(labels) and all(
        sum(name in label for label in written) == 1 for name in labels
    )


def _are_apart(parts: Sequence[tuple[Quantity, str]]) -> bool:
    """Whether nothing can belong to two of the parts, as far as their names tell."""
    labels = [label for _, label in parts]
    return len(parts) > 1 and len(set(labels)) == len(labels) and not any(map(_OVERLAPS.search, labels))


def _written(value: Decimal, like: Quantity) -> str:
    for scale, name in ((10**8, "亿"), (10**4, "万")):
        if value >= scale and like.value >= scale:
            return f"{(value / scale).normalize():f}{name}{like.unit}"
    return f"{value.normalize():f}{like.unit}"
