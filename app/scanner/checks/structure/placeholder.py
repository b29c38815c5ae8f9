"""TXT-06: placeholders left in (占位符未替换)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.context import mentions, sentence
from app.scanner.document import Field, Page
from app.scanner.finding import Severity
from app.scanner.outline import has

_CROSSES = "×✕╳XxＸｘ"
_X = f"[{_CROSSES}]"
_RUN = re.compile(f"{_X}{_X}*")
_DATE = re.compile(f"年(?: ?{_X}{{1,2}}月(?: ?{_X}{{1,2}}日)?)?|月 ?{_X}{{1,2}}日")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d?$", re.ASCII)
_QUANTITY = re.compile("[%％]|万元|亿元|万人|人次|名(?![称义字])|个(?![人体])|家(?![庭长属])|项(?!目)")
_OFFICE = re.compile("单位|部门|[局市县区镇乡处科厅]长|主任|书记|领导|同志|办公室|负责人")
_PLACE = re.compile("[省市县区镇乡村局委路号]|街道|社区|公司|集团|学校|医院|项目|文件|会议|活动|通知")
_SURNAMES = frozenset(
    "李王张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏"
    "钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文某"
)
_SAMPLE = ("示例", "样例", "例如", "例：", "格式", "样式", "模板", "范本", "范例", "填写说明")
_NAMING = ("命名", "冠名", "编号", "编排", "规范用语", *_SAMPLE)
_WAITING = "待(?:补充|核实|确认|定|填写|填报|更新|插入|补)"
_HERE = "此处(?:填写|插入|添加|补充|输入|替换|放图|配图)"
_SLOT = (
    "标题|日期|时间|地点|姓名|单位|单位名称|机构名称|部门|部门名称|作者|联系人|金额|编号|文号|职务|城市|地区"
)
_WAKERS = (
    *(f"待{what}" for what in ("补充", "核实", "确认", "定", "填写", "填报", "更新", "插入", "补")),
    *(f"此处{what}" for what in ("填写", "插入", "添加", "补充", "输入", "替换", "放图", "配图")),
    *("loremipsum", "todo", "fixme"),
    *(f"请{what}" for what in ("在此", "填写", "输入", "插入", "补充")),
)
# A leftover begins with one of these pairs; what follows decides. Two steps keep clean text quick.
_TRIGGER = re.compile(r"[{$Ll【(（\[TF待此](?=[{oO待此请】 \u3000处补核定填I标日时地姓单机部作联金编文职城])")
_LEFTOVER = re.compile(
    "|".join(
        (
            r"\{\{[^{}\n]{1,40}\}\}|\$\{[^{}\n]{1,40}\}|[Ll]orem ipsum|【[ \u3000]{0,4}】",
            f"[(（【\\[](?:{_WAITING}|{_HERE})[^()（）【】\\[\\]\n]{{0,12}}[)）】\\]]",
            "[【\\[]请(?:在此|填写|输入|插入|补充)[^【】\\[\\]\n]{0,12}[】\\]]",
            f"(?<=[一-鿿])【(?:{_SLOT})】(?=[一-鿿，。、；])",
            r"(?<![A-Za-z0-9_])(?:TODO|FIXME)(?![A-Za-z0-9_])",
            f"(?P<doubtful>待(?<![有正尚还仍亟等期对招接].)(?:补充|核实|填写|定)(?![后再完岗点位性价向期额])|{_HERE})",
        )
    )
)


@check(
    "TXT-06",
    "placeholder",
    "国办发〔2018〕123号：严把政治关、法律关、政策关、保密关、文字关",
    words=_WAKERS,
    shape=has(b"x", b"B", b"$$"),
    about=About(
        "占位内容未替换",
        "模板里的占位内容没有替换：××年×月、XX单位、{{姓名}}、【请填写】、（待补充）。隐去的姓名（李××）、乘号（3×5）和表格留空不提示，可能是有意写的（时间待定）作提醒。",
        "会议定于××年×月×日召开。",
        "李××同志反映的问题已办结。",
    ),
)
def placeholder(page: Page) -> Iterator[Hit]:
    """What a template left behind (占位符未替换): ××年×月, XX单位, {{name}}, 【请填写】, （待补充）.

    Why: an unfinished draft must not go out. What is certainly a leftover blocks; what may be meant
    (时间待定, ××公司 for a company that is not named, a sample of a form) warns, or hints where the sentence
    says how something is to be named or numbered. Masked names (李××), multiplication (3×5), sizes (XXL) and
    the blanks of a form (____, 年 月 日) are no hits.

    Example: 定于××年×月×日召开.
    Basis: 国办发〔2018〕123号 (严把文字关).
    """
    for field in page.fields:
        yield from _runs(field)
        yield from _leftovers(field)


def _runs(field: Field) -> Iterator[Hit]:
    """Placeholders written with × or X."""
    done = 0
    for run in _RUN.finditer(field.text):
        start, end = run.span()
        date = _DATE.match(field.text, end)
        if start < done:
            continue
        if date:
            done = date.end()
            yield from _date(field, run, date)
        elif end - start > 1 and not _is_masked(field.text, start, end):
            yield from _name(field, start, end)


def _date(field: Field, run: re.Match[str], date: re.Match[str]) -> Iterator[Hit]:
    """A date with × in it; a lone ×年 is none."""
    century = _YEAR.search(field.text[max(0, run.start() - 4) : run.start()])
    start = run.start() - (len(century[0]) if century else 0)
    before = field.text[max(0, start - 1) : start]
    if date.end() - start > 2 and not (before.isalnum() and before.isascii()):
        yield _hit(field, start, date.end(), None)


def _name(field: Field, start: int, end: int) -> Iterator[Hit]:
    """An office, a place or a number that was never filled in, such as XX局长."""
    for pattern, severity in ((_OFFICE, None), (_QUANTITY, None), (_PLACE, Severity.WARN)):
        named = pattern.match(field.text, end)
        if named:
            yield _hit(field, start, named.end(), severity)
            return
    if end - start > 2:
        yield _hit(field, start, end, Severity.WARN)


def _is_masked(text: str, start: int, end: int) -> bool:
    """Whether × stands for part of a personal name (李××), a number, or belongs to a Latin word."""
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    neighbours = before + after
    return before in _SURNAMES or any(
        char.isascii() and (char.isalnum() or char in "-*_.") for char in neighbours
    )


def _leftovers(field: Field) -> Iterator[Hit]:
    """Template fields and words such as （待补充）; outside brackets such a word is doubtful only."""
    done = 0
    for trigger in _TRIGGER.finditer(field.text):
        match = _LEFTOVER.match(field.text, trigger.start()) if trigger.start() >= done else None
        if match:
            done = match.end()
            yield _hit(field, *match.span(), Severity.WARN if match["doubtful"] else None)


def _hit(field: Field, start: int, end: int, severity: Severity | None) -> Hit:
    around = sentence(field.text, start)
    if severity is None and mentions(around, _SAMPLE):
        severity = Severity.WARN
    elif severity and mentions(around, _NAMING):
        severity = Severity.HINT
    return Hit(field, start, end, f"“{field.text[start:end]}”疑为未替换的占位内容。", severity=severity)
