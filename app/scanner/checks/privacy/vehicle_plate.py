"""PRI-03: number plates of private vehicles (机动车号牌)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.context import mentions
from app.scanner.document import Field, Page
from app.scanner.finding import Severity

_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_CITIES = "abcdefghjklmnopqrstuvwxyz"
# Ordinary plates have five characters after the letter, those of new-energy vehicles (新能源) six.
_PLATE = re.compile(
    rf"[{_PROVINCES}][{_CITIES}][·.• -]?(?=[a-hj-np-z]{{0,3}}\d)[a-hj-np-z\d]{{5,6}}(?![0-9a-z*×])", re.ASCII
)
_OWNERS = (
    *("车主", "车牌", "号牌", "驾驶", "当事人", "司机", "业主", "邻居", "网友", "投诉人", "嫌疑人"),
    *("所有人", "机主", "私家车", "肇事"),
)
_PUBLIC = (
    *("公务", "公车", "公交", "出租车", "警车", "警务", "执法车", "巡逻", "洒水", "消防", "救护", "校车"),
    *("客运", "报废", "拍卖", "环卫", "样式"),
)


@check(
    "PRI-03",
    "vehicle-plate",
    "《个人信息保护法》第四条、第六条；GA 36《中华人民共和国机动车号牌》",
    words=[province + city for province in _PROVINCES for city in _CITIES],
    about=About(
        "车牌号码",
        "私人车辆的完整车牌会指向车主，公开前应隐去中间几位。旁边没有车主、车牌等字样的，或者是公务车、公交车的，"
        "只作提示。",
        "车主反映其车牌粤S12345被误拍。",
        "车主反映其车牌粤S***45被误拍。",
    ),
)
def vehicle_plate(page: Page) -> Iterator[Hit]:
    """Whole number plates (机动车号牌), those of new-energy vehicles too.

    Why: a plate leads to its owner. Beside 车主, 车牌, 驾驶 it warns; alone, or of a vehicle in public
    service, it is a hint. Model names (京A型) and masked plates are no hits. An announcement
    of penalties names its legal ground instead (exemption).

    Example: 车牌粤S12345 → 粤S***45.
    Basis: 个人信息保护法 art. 4 and 6; GA 36 (号牌).
    """
    for field in page.fields:
        for plate in _PLATE.finditer(field.folded):
            yield _judge(field, *plate.span())


def _judge(field: Field, start: int, end: int) -> Hit:
    shown = field.folded[start:end].upper()
    masked = shown[:2] + "*" * (len(shown.replace("·", "")) - 4) + shown[-2:]
    around = field.text[max(0, start - 30) : end + 10]
    if mentions(around, _OWNERS) and not mentions(around, _PUBLIC):
        return Hit(field, start, end, "疑似个人车辆的完整车牌号，公开前应去标识化处理。", (masked,))
    message = "完整的车牌号：请确认是否需要公开，个人车辆应隐去中间几位。"
    return Hit(field, start, end, message, (masked,), Severity.HINT)
