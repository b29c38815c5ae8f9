"""TXT-04: units of measure in a wrong form (计量单位写法)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Page

_NAMES = {
    "平方公尺": "平方米",
    "立方公尺": "立方米",
    "公尺": "米",
    "公升": "升",
    "公担": "100千克",
    "英哩": "英里",
    "海浬": "海里",
    "公厘": "毫米",
}
_AFTER_NUMBER = {"公分": "厘米"}
_SYMBOLS = {
    "kg": "kg",
    "km": "km",
    "mm": "mm",
    "cm": "cm",
    "kw": "kW",
    "mw": "MW",
    "kwh": "kW·h",
    "kv": "kV",
    "mpa": "MPa",
    "kpa": "kPa",
    "hz": "Hz",
    "khz": "kHz",
    "mhz": "MHz",
    "ghz": "GHz",
    "m2": "m²",
    "m3": "m³",
    "km2": "km²",
}
_RIGHT = frozenset(_SYMBOLS.values()) | {"mW"}
_NAME = re.compile("|".join(_NAMES))
_SYMBOL = re.compile(r"[KkMmCcHhGg](?:(?<=[0-9].)|(?<=[0-9][ \u00a0].))[A-Za-z]{0,2}[23]?(?![A-Za-z0-9²³·])")
_CENTIMETRE = re.compile("公分(?<=[0-9一二三四五六七八九十百千几多余]..)(?!子)")
_CELSIUS = re.compile(r"摄氏 ?((?:零下)?-?[0-9]{1,4}(?:\.[0-9]{1,2})?|[零一二三四五六七八九十百]{1,6}) ?度")


@check(
    "TXT-04",
    "unit-symbol",
    "《国务院关于在我国统一实行法定计量单位的命令》；GB 3100-1993《国际单位制及其应用》",
    words=(
        *_NAMES,
        *_AFTER_NUMBER,
        "摄氏",
        *(f"{digit}{symbol}" for digit in range(10) for symbol in _SYMBOLS),
    ),
    about=About(
        "计量单位写法",
        "使用法定计量单位及其规范写法：公尺→米，KG→kg，KM→km，摄氏25度→25摄氏度。公里、公斤等可以用，不提示。",
        "每箱重25KG，长2公尺。",
        "每箱重25kg，长2米，运距30公里。",
    ),
)
def unit_symbol(page: Page) -> Iterator[Hit]:
    """Units that are not legal ones, and symbols in wrong case (非法定单位、单位符号大小写).

    Why: legal units are required, and case tells mega from milli. 公里, 公斤, 亩 and symbols in names (5G,
    M2供应量) are no hits.

    Example: 25KG → 25kg; 2公尺 → 2米; 摄氏25度 → 25摄氏度.
    Basis: 国务院关于在我国统一实行法定计量单位的命令 (1984); GB 3100-1993.
    """
    for field in page.fields:
        text = field.text
        for match in _NAME.finditer(text):
            right = _NAMES[match[0]]
            yield Hit(field, *match.span(), f"应使用法定计量单位“{right}”。", (right,))
        for match in _CENTIMETRE.finditer(text):
            yield Hit(field, *match.span(), "应使用法定计量单位“厘米”。", ("厘米",))
        for match in _CELSIUS.finditer(text):
            right = f"{match[1]}摄氏度"
            yield Hit(field, *match.span(), f"“摄氏度”不拆开，应写作“{right}”。", (right,))
        for match in _SYMBOL.finditer(text):
            symbol = _SYMBOLS.get(match[0].lower())
            if symbol and match[0] not in _RIGHT:
                yield Hit(field, *match.span(), f"计量单位符号应写作“{symbol}”。", (symbol,))
