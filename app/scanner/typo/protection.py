"""What the model must leave alone: names of people, titles, known terms, what a text repeats (专名保护)."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from app.scanner.context import stands_in
from app.scanner.names import NAME

_BEFORE = (
    "记者|通讯员|编辑|作者|摄影|责编|主任|书记|局长|处长|科长|镇长|乡长|县长|市长|区长|省长|部长|院长|校长|所长|站长|队长|"
    "经理|董事长|总裁|教授|院士|专家|研究员|医生|护士|老师|教师|同学|学生|律师|法官|检察官|民警|战士|村民|居民|市民|网友|"
    "农民|工人|职工|员工|代表|委员|选手|运动员|教练|导演|演员|主演|主持人|司机|先生|女士|同志|联系人|负责人|法定代表人|"
    "被告人|原告|被告|当事人|申请人|户主|姓名|名叫"
)
_AFTER = (
    "同志|先生|女士|老师|教授|院士|医生|律师|书记|主任|局长|处长|部长|院长|校长|"
    "说|表示|介绍|告诉|认为|指出|称"
)
_PERSON = re.compile(
    f"(?:{_BEFORE})[：:]?(?P<named>{NAME})(?={_AFTER}|[^一-鿿]|$)|(?P<called>{NAME})(?={_AFTER}|等人)"
)
_FORMAL = "壹贰叁肆伍陆柒捌玖拾佰仟"
_REACH = 16
_FAR = 4000
_TWICE = 2

Mask = npt.NDArray[np.bool_]


def covered(spans: Iterable[tuple[int, int]], size: int) -> Mask:
    """The places of a text of this size that lie in one of the spans."""
    mask = np.zeros(size, np.bool_)
    for start, end in spans:
        mask[start:end] = True
    return mask


def protected(text: str, at: int) -> bool:
    """Whether the character `at` a place is of a person's name, a title in 《》, a number or a repeated word.

    A word counts as repeated if the character stands between the same neighbours somewhere near too: a slip
    comes once, a name again and again.
    """
    if text[at] in _FORMAL:
        return True
    return stands_in(text, at, "title") or _in_name(text, at) or _repeated(text, at)


def _in_name(text: str, at: int) -> bool:
    first = max(0, at - _REACH)
    around = text[first : at + _REACH]
    names = (found.span(found.lastgroup or 0) for found in _PERSON.finditer(around))
    return any(start <= at - first < end for start, end in names)


def _repeated(text: str, at: int) -> bool:
    word = text[max(0, at - 1) : at + 2]
    return len(word) > _TWICE and text.count(word, max(0, at - _FAR), at + _FAR) >= _TWICE
