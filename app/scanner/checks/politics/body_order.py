"""POL-02: leading bodies in the wrong order (领导机关排序): 市政府、市委."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from app.scanner.check import About, Hit, check
from app.scanner.document import Field, Page
from app.scanner.finding import Severity

_LEVELS = "省市县区州盟旗镇乡"
# 市委宣传部, 市政府办公室, 市人大代表: an office of the body or its members, not the body.
_PARTY = (
    "委(?![宣组统网编老巡农直办书常督深外财军员托派]|政法|党校|机关|机构|全面|研究室|社会|教育|科技|会|主要)"
)
_CONGRESS = "人大(?:常委会)?(?![代及机专各法财教办])"
_GOVERNMENT = "(?:人民)?政府(?![办组部各工性有机网信令])"
_BODY = f"(?:{_PARTY}|{_CONGRESS}|{_GOVERNMENT}|政协(?![委机办]))"
_LIST = re.compile(f"([{_LEVELS}]){_BODY}(?:[、和]\\1{_BODY}){{1,3}}")
_RANKS = {"委": 0, "人大": 1, "政府": 2, "政协": 3}
_RANKED = re.compile("|".join(_RANKS))
_CENTRE = re.compile("国务院([、和])(中共中央|党中央)(?![办宣组统政网直台外对财农编军])")
_BODIES = ("政府", "政协", "人大", "常委会")
_WAKERS = (
    *(f"{body}{joint}{level}" for body in _BODIES for joint in ("", "和") for level in _LEVELS),
    *(f"国务院{joint}{centre}" for joint in ("", "和") for centre in ("中共中央", "党中央")),
)


@check(
    "POL-02",
    "body-order",
    "党政机关公文和新闻报道的惯例：党委、人大、政府、政协",
    words=_WAKERS,
    about=About(
        "领导机关排序",
        "同级领导机关并列时，党委在前：“市委、市政府”；四套班子的次序是党委、人大、政府、政协。"
        "带有部门、办公室名称的不提示。",
        "全市要落实市政府、市委的部署。",
        "由市政府办公室、市委宣传部负责落实市委、市政府的部署。",
    ),
)
def body_order(page: Page) -> Iterator[Hit]:
    """市政府、市委 and 国务院、党中央, and the four leading bodies of one place in another order.

    Why: of bodies of one level the party committee stands first; then 人大, 政府, 政协. The committee behind
    another warns, other orders of three or more hint. Departments (市政府办公室、市委宣传部) and pairs
    without the committee (市政府、市人大) are no hits.

    Example: 市政府、市委 → 市委、市政府.
    Basis: the usage of documents and news of party and government.
    """
    for field in page.fields:
        for match in _LIST.finditer(field.text):
            yield from _judge(field, match)
        for match in _CENTRE.finditer(field.text):
            right = f"{match[2]}{match[1]}国务院"
            message = f"党的机关在前，应写“{right}”。"
            yield Hit(field, *match.span(), message, (right,))


def _judge(field: Field, match: re.Match[str]) -> Iterator[Hit]:
    bodies = re.split("[、和]", match[0])
    joints = re.findall("[、和]", match[0])
    ranks = [_rank(body) for body in bodies]
    if all(one <= other for one, other in pairwise(ranks)) or (0 not in ranks and len(ranks) < 3):
        return
    right = "".join(
        body + joint for body, joint in zip(sorted(bodies, key=_rank), [*joints, ""], strict=True)
    )
    severity = Severity.WARN if 0 in ranks[1:] else Severity.HINT
    message = f"同级领导机关按党委、人大、政府、政协排列，应写“{right}”。"
    yield Hit(field, *match.span(), message, (right,), severity)


def _rank(body: str) -> int:
    found = _RANKED.search(body, 1)
    return _RANKS[found[0]] if found else len(_RANKS)
