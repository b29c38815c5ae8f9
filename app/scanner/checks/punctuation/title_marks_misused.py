"""TXT-03: title marks on what is no work (书名号误用)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Field, Page
from app.scanner.outline import has

_TITLE = re.compile(r"《([^《》\n]{2,40})》")
_PAPER = re.compile(
    "(?<![考论认保求公见印实查举质旁佐验辩辨例凭])证$|(?:执照|许可证|证书|居住证|身份证|户口簿|营业执照)$"
)
_GATHERING = re.compile(
    "(?:会议|大会|例会|座谈会|研讨会|推进会|动员会|部署会|培训会|培训班|交流会|发布会|博览会|论坛|活动|大赛|竞赛|比赛)$"
)
_BODY = re.compile("(?:有限公司|委员会|协会|基金会|联合会|办事处|事务所|合作社)$")
_HONOUR = re.compile("(?:奖|奖项|称号|先进单位|先进集体|先进个人|文明单位|劳动模范)$")
_HOLDING = re.compile("(?:举办|召开|开展|参加|出席|举行|组织|启动|承办|主办|协办)了?(?:的|第.{1,3}届)?$")
_AWARDING = re.compile("(?:荣获|获得|获评|授予|颁发|评为)了?$")
_TEACHING = re.compile("(?:开设|选修|讲授|主讲|增设)了?(?:《[^《》\n]{2,30}》[、和]?){0,3}$")
_COURSE = re.compile("(?:[、和]?《[^《》\n]{2,30}》)*(?:等|[两三四五]门|等[两三四五六]门)?(?:课程|课)")
_CALLED = re.compile("(?:荣誉)?(?:称号|奖项)")
_REACH = 10
_LIST = 110


@check(
    "TXT-03",
    "title-marks-misused",
    "GB/T 15834-2011《标点符号用法》附录A.13",
    shape=has(b"<"),
    about=About(
        "书名号误用",
        "课程、证照、奖项、组织、会议、活动等不是作品，名称不用书名号。文件、图书、报刊、节目的名称不在此列。",
        "申请人应当持有《居住证》。",
        "申请人应当遵守《居住证暂行条例》。",
    ),
)
def title_marks_misused(page: Page) -> Iterator[Hit]:
    """《》 on a certificate, an organisation, a meeting, an activity, a prize or a course (书名号误用).

    Why: these are no works. What is certain by its last word (证, 执照, 有限公司) counts anywhere; meetings,
    prizes and courses only beside 召开, 荣获, 开设, since a book or a film may be called so too.

    Example: 持有《残疾人证》 → 残疾人证.
    Basis: GB/T 15834-2011, A.13 (书名号用法补充规则).
    """
    for field in page.fields:
        for match in _TITLE.finditer(field.text):
            what = _no_work(field, match)
            if what:
                name = match[1]
                message = f"{what}的名称不用书名号，可改用引号或者不加标点。"
                yield Hit(field, *match.span(), message, (name, f"“{name}”"))


def _no_work(field: Field, match: re.Match[str]) -> str:
    """What kind of thing the title marks stand on, in Chinese; "" where it may be a work."""
    name, text = match[1], field.text
    if _PAPER.search(name):
        return "证照"
    if _BODY.search(name):
        return "组织机构"
    before = text[max(0, match.start() - _REACH) : match.start()]
    if _GATHERING.search(name) and _HOLDING.search(before):
        return "会议、活动"
    if _AWARDING.search(before) and (_HONOUR.search(name) or _CALLED.match(text, match.end())):
        return "奖项、称号"
    if _TEACHING.search(text[max(0, match.start() - _LIST) : match.start()]) and _COURSE.match(
        text, match.end()
    ):
        return "课程"
    return ""
