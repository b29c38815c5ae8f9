"""POL-06: a map without its approval number (地图未标注审图号)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Field, Page
from app.scanner.finding import Severity

_NUMBERED = re.compile(r"审图号|(?:GS|[一-鿿]S)[京沪]?[(（〔\[]\d{4}[)）〕\]]\s?\d+\s?号")
_MAPS = ("地图", "区划图", "政区图", "区域图", "位置图", "分布图", "疆域图", "版图")
_NOT_SHOWN = ("地图导航", "地图软件", "地图册", "地图集", "电子地图", "百度地图", "高德地图", "腾讯地图")
_MAP = (
    "[^\\n。；\"'<>\\]]{0,24}?(?:中国|全国|世界|全球|亚洲|[省市县区州盟旗])"
    f"[^\\n。，；\"'<>\\]]{{0,16}}(?:{'|'.join(_MAPS)})"
)
_FIGURE = "(?:▲|△|[(（]?附?图(?:[ ]?[0-9一二三四五六七八九十]{1,3}[)）]?[:：、.． ]|[:：]))"
_CAPTION = re.compile(f"^[ \\t　]*{_FIGURE}[ ]?({_MAP})[^\\n。；，]{{0,6}}$", re.MULTILINE)
_IMAGE = re.compile(
    f"<img\\b[^<>]{{0,500}}?\\b(?:alt|title)=[\"']({_MAP})|!\\[({_MAP})[^\\]\\n]{{0,20}}\\]\\(", re.IGNORECASE
)


@check(
    "POL-06",
    "map-number",
    "《地图管理条例》第二十二条（经审核批准的地图应当标注审图号）",
    words=_MAPS,
    about=About(
        "地图无审图号",
        "图注或图片说明表明有中国、世界或行政区域的地图，而全文没有审图号。正文中提到地图、地图软件和导航不提示。",
        "图1：全省产业园区分布图",
        "图1：全省产业园区分布图\n审图号：GS（2023）2767号",
    ),
)
def map_number(page: Page) -> Iterator[Hit]:
    """A caption (图1：全省…分布图) or the text of an image that tells of a map, and no 审图号 on the page.

    Why: a map that is shown in public carries its approval number, and without one its borders are unproven.
    Maps that prose talks of, and map services (高德地图), are no hits.

    Example: 图1：全省产业园区分布图, without 审图号.
    Basis: 地图管理条例 art. 22.
    """
    if any(_NUMBERED.search(field.source) for field in page.fields):
        return
    for field in page.fields:
        for match in _CAPTION.finditer(field.text):
            yield from _hit(field, match, 1, in_source=False)
        for match in _IMAGE.finditer(field.source) if page.draft.format != "text" else ():
            yield from _hit(field, match, 1 if match[1] else 2, in_source=True)


def _hit(field: Field, match: re.Match[str], group: int, in_source: bool) -> Iterator[Hit]:
    if not any(word in match[0] for word in _NOT_SHOWN):
        message = "疑似地图而全文没有审图号，请核实地图来源并标注审图号。"
        yield Hit(field, *match.span(group), message, severity=Severity.WARN, in_source=in_source)
