"""LNK-02: links that do not open (失效链接)."""

from __future__ import annotations

from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Draft, Page
from app.scanner.finding import Severity
from app.scanner.visit import Visit

_URL = "http://www.gov.cn/a.html"


@check(
    "LNK-02",
    "dead-link",
    "《政府网站与政务新媒体检查指标》（国办秘函〔2019〕19号）",
    links=True,
    about=About(
        "失效链接",
        "开启联网核验后，逐个打开稿件中的链接：页面已不存在的提示改正，暂时没有响应的只作提示。未开启时会说明没有核验。",
        Draft(f"详见{_URL}", visits={_URL: Visit("gone", 404, _URL)}),
        Draft(f"详见{_URL}", visits={_URL: Visit("open", 200, _URL)}),
    ),
)
def dead_link(page: Page) -> Iterator[Hit]:
    """Links that were opened and lead nowhere (错链、断链).

    Why: a link that does not open is a fault in every inspection of government sites. A page that
    says it is gone (404, 410) and a domain that does not exist warn; silence and errors of the server may
    pass and are a hint. Links that were not opened are no hits; the report says so.

    Example: a page that answers 404.
    Basis: 政府网站与政务新媒体检查指标 (2019): 链接不可用.
    """
    visits = page.draft.visits or {}
    for field in page.fields:
        for link in field.links:
            visit = visits.get(link.url)
            if visit and visit.state in ("gone", "silent"):
                message, severity = _judge(visit)
                yield Hit(field, link.start, link.end, message, severity=severity, in_source=True)


def _judge(visit: Visit) -> tuple[str, Severity | None]:
    answer = f"（{visit.status}）" if visit.status else ""
    if visit.state == "gone":
        return f"链接打不开{answer}，请改正或者删除。（联网核验）", None
    return f"链接暂时没有正常响应{answer}，请打开核实。（联网核验）", Severity.HINT
