"""TXT-04: dates with zeros before month or day (日期编虚位)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Page

# It starts at the rare character and looks to the left from there, which is quick on clean text.
_MONTH = re.compile(r"月(?<=[0-9]月)(?: ?([0-9]{1,2}) ?[日号])?+(?! ?[0-9]{1,2}:)")
_LEFT = re.compile(r"(?:(?<![0-9])([0-9]{4}) ?年 ?|(?<![0-9.:/-]))(0?[0-9]{1,2})$")
_STAMP = re.compile("(?:时间|日期|发布|更新|来源)[:： ]*$")


@check(
    "TXT-04",
    "zero-padded-date",
    "GB/T 9704-2012《党政机关公文格式》7.3.5.4",
    words=[f"0{digit}月" for digit in range(1, 10)] + [f"月0{digit}" for digit in range(1, 10)],
    about=About(
        "日期编虚位",
        "正文里的月、日不编虚位，“03月05日”应写作“3月5日”。网页自动生成的发布时间不提示。",
        "本办法自2021年03月05日起施行。",
        "本办法自2021年3月5日起施行。",
    ),
)
def zero_padded_date(page: Page) -> Iterator[Hit]:
    """A month or day with a zero before it in running text (月、日编虚位).

    Why: official documents write 3月5日. Stamps of a system (发布时间：2021年03月05日 10:20) are no hits.

    Example: 2021年03月05日 → 2021年3月5日.
    Basis: GB/T 9704-2012, 7.3.5.4 (成文日期中的数字).
    """
    for field in page.fields:
        for match in _MONTH.finditer(field.folded):
            floor = max(0, match.start() - 9)
            left = _LEFT.search(field.folded[floor : match.start()])
            day = match[1] or ""
            if left is None or not (left[2].startswith("0") or day.startswith("0")):
                continue
            start = floor + left.start()
            if _STAMP.search(field.text[max(0, start - 6) : start]) or not int(left[2]) or day in ("0", "00"):
                continue
            right = f"{left[1]}年" if left[1] else ""
            right += f"{int(left[2])}月" + (f"{int(day)}{match[0][-1]}" if day else "")
            yield Hit(field, start, match.end(), f"月、日不编虚位，应写作“{right}”。", (right,))
