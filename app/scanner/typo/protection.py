"""What the model must leave alone: names, titles, masked words, what a text repeats (专名保护).

Names cannot be listed: there are more villages, roads, estates, firms and people than any list has. They are
told by what stands around them, and by their characters, which segmentation finds no words for (楚|沩|中路).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from app.scanner.context import stands_in
from app.scanner.names import ADDRESSED, NAME, parted_names
from app.scanner.segment import cut

_BEFORE = (
    "记者|通讯员|编辑|作者|摄影|责编|主任|书记|局长|处长|科长|镇长|乡长|县长|市长|区长|省长|部长|院长|校长|所长|站长|队长|"
    "经理|董事长|总裁|教授|院士|专家|研究员|医生|护士|老师|教师|同学|学生|律师|法官|检察官|民警|战士|村民|居民|市民|网友|"
    "农民|工人|职工|员工|代表|委员|选手|运动员|教练|导演|演员|主演|主持人|司机|先生|女士|同志|联系人|负责人|法定代表人|"
    "被告人|原告|被告|当事人|申请人|户主|业主|姓名|名叫"
)
_AFTER = (
    "同志|先生|女士|老师|教授|院士|医生|律师|书记|主任|局长|处长|部长|院长|校长|代表|委员|"
    "说|表示|介绍|告诉|认为|指出|称"
)
_PERSON = re.compile(
    f"(?:{_BEFORE})[：:]?(?P<named>{NAME})(?={_AFTER}|[^一-鿿]|$)|(?P<called>{NAME})(?={_AFTER}|等人)"
)
_MASKED = re.compile("([A-Za-z][0-9]{0,3}[省市县区镇乡村州]+)")
"""The name of a place as published replies hide it (A3区)."""
_STATES = (
    "美俄英法德意日韩朝印巴越老柬缅泰马新菲文哈吉塔乌土蒙尼孟斯不伊沙阿约叙黎以埃利突摩苏南肯坦赞安刚喀加澳墨智"
    "秘古委哥厄玻匈捷波罗保塞希荷比卢瑞挪芬丹冰爱葡西梵欧非拉"
)
_TOGETHER = "两国|双边|三方|关系|战略|友好|经贸|贸易|合作|建交|边境|领导人|人民|传统|自贸|共建"
_PLAIN = (
    re.compile(f"(?:中[{_STATES}]{{1,2}}|[{_STATES}]中)(?={_TOGETHER})"),
    re.compile(ADDRESSED),
    re.compile("(?:向|由|至|到|经|给)(?=[省市县区镇乡])"),
    re.compile("(?<=我)(?:局|委|办|处|科|室|所|站|队|园|院|校|司|乡|镇|街)"),
    re.compile("[一二三四五六七八九十]+(?:中|小|幼|建|医院|附中|附小)"),
)
"""What is plain to people and strange to n-grams: 中约关系, 袁先生, 向镇政府申请, 我队, 县七中."""

_NAMED = (
    "镇|乡|村|组|路|街|巷|弄|街道|社区|小区|花园|苑|邸|墅|大道|中路|东路|西路|南路|北路|支路|路口|广场|"
    "公园|水库|河|江|湖|港|湾|洲|桥|大桥|渡口|码头|车站|中学|小学|幼儿园|公司|房地产|置业|超市|酒店|"
    "宾馆|药店|诊所|水厂|煤矿|采石场|砖厂|纸厂|科技园|工业园|工业园区|产业园|新城|片区|商城|大厦|大酒店|"
    "山|岭|冲|塘|坪|垅|家园|楼盘|渠|峡|寺|庙|景区|农场|林场|茶场"
)
"""Words that come after the name of a place, an estate, a firm (通名)."""
_BOUNDS = (
    "省|市|县|区|镇|乡|村|州|组|街道|社区|位于|在|至|到|自|从|由|与|和|及|往|经|向|对|关于|投诉|反映|"
    "咨询|请求|临|近|于|是|的|了|为|将|已|有|不|并|我|你|您|其|该|此|以|等|也|就|都|还|现|原|系|各|本|"
    "请|因|被|把|说|据|距"
)
"""Words that come before it, and are never a part of it."""
_ROADS = "路|街|巷|大道|中路|东路|西路|南路|北路|支路|路口|大桥|小区|花园|苑|邸|湾|广场|家园|大厦|公园"
"""Words after which an ordinary word of two characters is a name too: 银杉路."""
_AFTER_NAMES, _BEFORE_NAMES = frozenset(_NAMED.split("|")), frozenset(_BOUNDS.split("|"))
_AFTER_WORDS = frozenset(_ROADS.split("|"))
_LONGEST_NAME, _ORDINARY = 3, 2

_NUMERALS = frozenset("二三四五六七八九两")
_FORMAL = frozenset("壹贰叁肆伍陆柒捌玖拾佰仟")
_REACH = 16
_FAR = 4000
_TWICE = 2

Mask = npt.NDArray[np.bool_]
Span = tuple[int, int]


def covered(spans: Iterable[Span], size: int) -> Mask:
    """The places of a text of this size that lie in one of the spans."""
    mask = np.zeros(size, np.bool_)
    for start, end in spans:
        mask[start:end] = True
    return mask


def protected(text: str, at: int, end: int | None = None, right: str = "") -> bool:
    """Whether `text[at:end]`, one character without `end`, should stay though a model would change it.

    It is so if any of it belongs to a person's name, a title in 《》, the name of a place or a firm, a masked
    name (A3区) or a formal numeral, or if the text repeats it between the same neighbours: a slip comes
    once, a name again and again. With what the model proposes (`right`), a number is left alone for another
    number.
    """
    end = at + 1 if end is None else end
    if _FORMAL.intersection(text[at:end]) or stands_in(text, at, "title") or _repeated(text, at, end):
        return True
    if right and _NUMERALS.issuperset(text[at:end] + right):
        return True
    return any(start < end and at < stop for start, stop in _names(text, at, end))


def _names(text: str, at: int, end: int) -> Iterator[Span]:
    """Where names stand around `text[at:end]`, as places of the text."""
    first = max(0, at - _REACH)
    around = text[first : end + _REACH]
    words = _words(around)
    spans = [found.span(found.lastgroup or 0) for found in _PERSON.finditer(around)]
    spans += [found.span() for pattern in (_MASKED, *_PLAIN) for found in pattern.finditer(around)]
    spans += [*parted_names(words), *_places(words)]
    return ((first + start, first + stop) for start, stop in spans)


def _words(text: str) -> list[str]:
    """The words of a text, masked names each as one."""
    pieces = enumerate(_MASKED.split(text))
    return [word for number, piece in pieces for word in ([piece] if number % 2 else cut(piece))]


def _places(words: Sequence[str]) -> Iterator[Span]:
    """Names of two or three characters that make no words, between what comes before names and after them."""
    starts = list(accumulate(map(len, words), initial=0))
    for at, word in enumerate(words):
        if word in _AFTER_NAMES:
            first = at - (word in _AFTER_WORDS and at > 0 and len(words[at - 1]) == _ORDINARY)
            while first > max(0, at - _LONGEST_NAME) and _may_name(words[first - 1]):
                first -= 1
            if starts[at] - starts[first] > 1 and (not first or _bounds(words[first - 1])):
                yield starts[first], starts[at]


def _may_name(word: str) -> bool:
    return len(word) == 1 and _is_ideograph(word) and word not in _BEFORE_NAMES


def _bounds(word: str) -> bool:
    return word in _BEFORE_NAMES or not _is_ideograph(word)


def _is_ideograph(word: str) -> bool:
    return "一" <= word[0] <= "鿿"


def _repeated(text: str, at: int, end: int) -> bool:
    word = text[max(0, at - 1) : end + 1]
    return len(word) > _TWICE and text.count(word, max(0, at - _FAR), at + _FAR) >= _TWICE
