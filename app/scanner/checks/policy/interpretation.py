"""PCY-04: an interpretation that does not lead to its document (政策解读未关联文件)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Field, Page

_KINDS = ("政策解读", "文件解读", "解读", "一图读懂", "一图看懂", "图解", "政策问答", "答记者问")
_KIND = re.compile("|".join(_KINDS))
_POLICY = re.compile(
    "政策|文件|《|通知|办法|意见|条例|措施|方案|规定|规划|细则|法(?!院|官|庭|治)|若干|十条|条"
)
_NUMBER = re.compile(r"[〔\[(（【](?:19|20)\d\d[〕\])）】]\s?\d{1,5}\s?号")
_LEADS = (
    "全文",
    "原文",
    "文件链接",
    "相关链接",
    "相关文件",
    "政策链接",
    "政策文件：",
    "附件",
    "点击查看",
    "扫码查看",
    "阅读文件",
)
_NAMED = re.compile("《[^《》\\n]{2,80}》")
_OPENING = 60


@check(
    "PCY-04",
    "interpretation",
    "国办发〔2016〕80号（政策文件与解读方案、解读材料同步组织）；德惠市政务新媒体管理办法（政策解读与政策文件相关联）",
    words=_KINDS,
    about=About(
        "解读未关联文件",
        "标题是政策解读、一图读懂、答记者问，而正文没有文件名称、发文字号或链接，读者找不到所解读的文件。",
        "政策解读：稳就业措施有哪些新变化\n今年的补贴标准提高到每人2000元，申请人可在网上办理。",
        "政策解读：稳就业措施有哪些新变化\n市政府近日印发《关于做好稳就业工作的通知》，补贴标准提高。",
    ),
)
def interpretation(page: Page) -> Iterator[Hit]:
    """A title, or a first line, that announces an interpretation, over a text without its document.

    Why: an interpretation must be tied to the document it explains. A title in 《》 in the body, a document
    number, a link, or words that lead to the full text are enough. Interpretations of other things (解读数据)
    are no hits.

    Example: 政策解读：稳就业措施…, and no 《…》, number or link in the body.
    Basis: 国办发〔2016〕80号 (全面推进政务公开工作实施细则); 德惠市政务新媒体管理办法.
    """
    field, headline, rest = _headline(page)
    kind = _KIND.search(headline)
    if kind is None or not _POLICY.search(headline) or not rest.strip() or _leads(page, headline, rest):
        return
    start = field.text.index(headline) + kind.start()
    message = "解读材料应关联所解读的文件，请在正文写明文件名称、发文字号或附上链接。"
    yield Hit(field, start, start + len(kind[0]), message)


def _headline(page: Page) -> tuple[Field, str, str]:
    """The title, or a short first line of the body; and the text below it."""
    field, body = page.fields[0], page.fields[-1]
    if field is not body:
        return field, field.text, body.text
    headline, _, rest = body.text.lstrip().partition("\n")
    return body, headline if len(headline) <= _OPENING else "", rest


def _leads(page: Page, headline: str, rest: str) -> bool:
    if any(field.links for field in page.fields) or _NUMBER.search(headline) or _NUMBER.search(rest):
        return True
    return any(word in rest for word in _LEADS) or _NAMED.search(rest) is not None
