"""TON-04: a reply that answers nothing (答复敷衍)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.answers import BASIS, Answer, answer
from app.scanner.check import About, Hit, check
from app.scanner.document import Draft, Page
from app.scanner.finding import Severity

_EMPTY = re.compile(
    "转交|已转|并转|转至|转给|转送|转相关|转有关|交办|交由|[已并]交[^通]|正在(?:处理|办理|调查|研究|核实)|进一步(?:研究|核实|了解|论证)"
    "|研究(?:斟酌|考虑|论证)|会(?:认真|积极)?(?:研究|考虑)|认真(?:研究|考虑)|高度重视|(?:及时|尽快|第一时间)[^,。]{0,6}(?:反馈|回复|答复|处理|解决)"
    "|耐心等待|后续回复|核实后|积极处理|加强(?:管理|监管|工作)|反馈发布|批示"
)
_ABOUT = re.compile(
    "^:?(?:尊敬的网友:?)?(?:关于|对于|针对|就)?[您你](?:所|通过)?[^,。]{0,14}(?:反映|提出|留言|建议|问题|情况)[^,。]{0,8}$"
)
_NAMED = re.compile(
    "(?<!相关|有关|职能|位和)(?:部门|市(?!民)|编办|局|街道|镇|乡|县|区|公司|医院|院|支队|大队|委|管理处|公积金|学校|社区)"
)
_SUBSTANCE = re.compile(r"[0-9]{5,}|https?:|详见|链接|经(?:查|核实|调查|了解)|根据|按照|规定")
_LONGEST = 60
_SHORTEST = 14


@check(
    "TON-04",
    "evasive-reply",
    BASIS,
    kinds=("reply",),
    about=About(
        "答复敷衍",
        "答复去掉问候、感谢后没有内容，只说“已转交有关部门”“将进一步研究”，或过于简短。"
        "写明承办单位的转办只作提示；有调查结果、依据或电话的不提示。",
        Draft("您好！您反映的问题已转交有关部门处理。", kind="reply", question="小区路灯不亮，何时能修？"),
        Draft(
            "您好！经查，路灯因线路故障停用，市城管局定于3月5日修复。",
            kind="reply",
            question="小区路灯不亮，何时能修？",
        ),
    ),
)
def evasive_reply(page: Page) -> Iterator[Hit]:
    """A reply that holds nothing but courtesies, a transfer (已转交有关部门) or a promise to study it.

    Why: the citizen asked who does what, and when. A transfer to a named office and a very short reply are
    hints, everything with findings, grounds, a telephone number or an address is left alone.

    Example: 您好！您反映的问题已转交有关部门处理.
    Basis: 国办发〔2018〕123号 (杜绝答非所问、空洞说教、生硬冷漠).
    """
    reply = answer(page)
    if reply and (problem := _problem(reply)):
        yield Hit(reply.field, reply.start, reply.end, problem[0], severity=problem[1])


def _problem(reply: Answer) -> tuple[str, Severity | None] | None:
    if not reply.said:
        return "答复没有实质内容，请针对来信作出答复。", None
    if _SUBSTANCE.search(reply.core):
        return None
    if len(reply.said) <= _LONGEST and _empty(reply.core):
        if _NAMED.search(reply.core):
            return "只说明已转办，请补充办理时限、结果或联系方式。", Severity.HINT
        return "只说明已转办或将研究，请写明由谁办理、何时答复、如何联系。", None
    if len(reply.said) < _SHORTEST:
        return "答复过短，请核对是否答全来信所问。", Severity.HINT
    return None


def _empty(core: str) -> bool:
    """Whether every clause hands over, promises or refers to the letter, and one of them does the former."""
    clauses = [clause.strip() for clause in re.split("[,。!;、\n]", core) if clause.strip()]
    handed = [_EMPTY.search(clause) is not None for clause in clauses]
    return any(handed) and all(
        done or _ABOUT.match(clause) or len(clause) <= 4 for done, clause in zip(handed, clauses, strict=True)
    )
