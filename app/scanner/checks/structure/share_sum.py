"""TXT-04: shares of a whole that are not 100% together (构成比例之和不为100%)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from app.scanner.check import About, Hit, check
from app.scanner.document import Field, Page
from app.scanner.finding import Severity
from app.scanner.quantity import half_width

_NUMBER = r"[0-9]{1,3}(?:\.[0-9]{1,3})?"
_RATIO = re.compile(rf"{_NUMBER} ?[:：∶] ?{_NUMBER} ?[:：∶] ?{_NUMBER}(?![0-9:：∶])")
_SHARES = re.compile(rf"{_NUMBER}%(?:(?:[、，,和及]|以及){_NUMBER}%){{1,5}}")
_INDUSTRIES = re.compile(
    "三次产业|3次产业|第一、第?二、第?三产业|一、第?二、第?三产业|第一产业、第二产业、?和?第三产业|三产结构|三产比例"
)
_SEXES = re.compile("男、女|男女|男性、女性|男性和女性|城镇和?、?(?:农村|乡村)")
_SHARED = re.compile("比重|比例|占比|结构|构成|占|之比|∶")
_BASED = re.compile("增长|增速|增幅|贡献率|拉动|提高|上升|下降|同比")
_REACH = 40


@check(
    "TXT-04",
    "share-sum",
    "国办发〔2018〕123号：严把政治关、法律关、政策关、保密关、文字关",
    words=("产业", "男女", "女", "三产", "城镇农村", "城镇乡村", "城镇"),
    about=About(
        "构成比例之和",
        "三次产业结构、男女比例等一个整体的各部分，比例相加不是100%。四舍五入造成的差别、各地各类分别的比率不提示。",
        "三次产业结构调整为8.5∶41.2∶52.3。",
        "三次产业结构调整为8.5∶41.2∶50.3。",
    ),
)
def share_sum(page: Page) -> Iterator[Hit]:
    """Shares that make up a whole and are not 100 together: of the three industries, of men and women.

    Why: one of the numbers is wrong. Only what is a whole by its nature counts; shares that differ from 100
    by rounding, growth rates, and rates of several places (优良率分别为90%、95%) are no hits.

    Example: 三次产业结构为8.5∶41.2∶52.3 → 102.
    Basis: 国办发〔2018〕123号 (严把文字关).
    """
    for field in page.fields:
        text = half_width(field.text)
        for whole, shares, parts in (
            (_INDUSTRIES, _RATIO, 3),
            (_INDUSTRIES, _SHARES, 3),
            (_SEXES, _SHARES, 2),
        ):
            for match in whole.finditer(text):
                found = shares.search(text, match.end(), match.end() + _REACH)
                if found and _tells_shares(text[match.end() : found.start()]):
                    yield from _judge(field, found, parts)


def _tells_shares(between: str) -> bool:
    """Whether what stands between the whole and the numbers says that they are its shares."""
    if re.search("[。；;！？\n0-9]", between):
        return False
    return bool(_SHARED.search(between)) and not _BASED.search(between.rpartition("占")[2] or between)


def _judge(field: Field, found: re.Match[str], parts: int) -> Iterator[Hit]:
    written = re.findall(_NUMBER, found[0])
    numbers = [Decimal(number) for number in written]
    error = sum((Decimal(10) ** int(n.as_tuple().exponent) / 2 for n in numbers), Decimal())
    total = sum(numbers, Decimal())
    if len(numbers) == parts and abs(total - 100) > error:
        message = f"各部分的比例相加为{total}%，不是100%，请核对。"
        yield Hit(field, *found.span(), message, severity=Severity.WARN)
