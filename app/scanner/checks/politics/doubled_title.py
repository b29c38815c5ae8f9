"""POL-01: titles of party and government offices that say the place twice (职务称谓重复)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Field, Page
from app.scanner.finding import Severity

_LEVELS = "市县区州盟旗镇乡"
_HEADS = {"省": "省长", "市": "市长", "县": "县长", "区": "区长", "州": "州长", "盟": "盟长", "旗": "旗长"}
_COMMITTEE = re.compile(f"([{_LEVELS}])\\1委(?![员会])(?<=[一-鿿]{{3}})")
_HEAD = re.compile("([省市县区州盟旗])政府(常务)?(副)?\\1长(?!办公|热线|信箱|助理|级)")
_WAKERS = (
    *(f"{level}{level}委" for level in _LEVELS),
    *(f"政府{''.join(kind)}{head}" for head in _HEADS.values() for kind in ("", "副", "常务副")),
)
_LOCAL = ("小区区", "地区区", "市区区", "园区区", "社区区", "城区区", "县区区", "新区区")

_EACH = ("各", "全", "本", "该", "每个", "有关", "相关", "所在", "两", "三", "四", "五", "直辖", "地级")


@check(
    "POL-01",
    "doubled-title",
    "《新华社新闻信息报道中的禁用词和慎用词（2016年7月修订）》时政类",
    words=_WAKERS,
    about=About(
        "职务称谓重复",
        "“中共××市市委书记”应写“中共××市委书记”，“市政府市长”应写“市长”。任免名单中的“市人民政府市长”"
        "是正式称谓，不提示。",
        "中共宿州市市委书记出席会议。",
        "中共宿州市委书记出席会议，任命其为市人民政府副市长。",
    ),
)
def doubled_title(page: Page) -> Iterator[Hit]:
    """中共××市市委 and 市政府市长: the place or the office said twice.

    Why: a committee of the party is named by its place once (中共宿州市委); the head of a government is 市长,
    not 市政府市长. 中共 before it makes it sure (a warning, else a hint). The form of appointments,
    市人民政府市长, is no hit; names of provinces are terms of the lexicon.

    Example: 中共宿州市市委书记 → 中共宿州市委书记.
    Basis: 新华社新闻信息报道中的禁用词和慎用词 (2016).
    """
    for field in page.fields:
        for match in _COMMITTEE.finditer(field.text):
            yield from _committee(field, match)
        for match in _HEAD.finditer(field.text):
            right = f"{match[2] or ''}{match[3] or ''}{match[1]}长"
            message = f"“{match[0]}”称谓重复，宜写“{right}”。"
            yield Hit(field, *match.span(), message, (right,), Severity.HINT)


def _committee(field: Field, match: re.Match[str]) -> Iterator[Hit]:
    before = field.text[max(0, match.start() - 14) : match.start()]
    if before.endswith(_EACH) or (before + match[0]).endswith(tuple(f"{word}委" for word in _LOCAL)):
        return
    sure = "中共" in before
    right = f"{match[1]}委"
    message = f"“{match[0]}”重复了“{match[1]}”，应为“{right}”。"
    yield Hit(field, *match.span(), message, (right,), Severity.WARN if sure else Severity.HINT)
