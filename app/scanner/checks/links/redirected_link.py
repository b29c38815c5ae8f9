"""LNK-01: links that lead on to a shop or promotion page (跳转到商业页面)."""

from __future__ import annotations

from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.checks.hosts import address, commercial_name, is_known
from app.scanner.document import Draft, Page
from app.scanner.facts import Facts
from app.scanner.visit import Visit

_URL = "http://t.cn/A6abc"


@check(
    "LNK-01",
    "redirected-link",
    "国办发〔2018〕123号：不得刊登商业广告或链接商业广告页面",
    links=True,
    about=About(
        "跳转到商业页面",
        "开启联网核验后，会跟随短链接等的跳转：最后到达购物、推广页面的，不得刊登。跳转到政府网站的不提示。",
        Draft(f"详见{_URL}", visits={_URL: Visit("open", 200, "https://item.taobao.com/1")}),
        Draft(f"详见{_URL}", visits={_URL: Visit("open", 200, "https://www.gov.cn/")}),
    ),
)
def redirected_link(page: Page) -> Iterator[Hit]:
    """Links that were opened and led on to a shop (短链接、跳转).

    Why: a short link or a page that passes on hides the advertisement it leads to. Links that lead
    to an official page or stay where they are, and links to shops as such (commercial-link), are no hits.

    Example: http://t.cn/A6abc, which leads to item.taobao.com.
    Basis: 国办发〔2018〕123号.
    """
    visits = page.draft.visits or {}
    for field in page.fields:
        for link in field.links:
            visit = visits.get(link.url)
            name = _shop(visit.final, page.facts) if visit else ""
            if name and not _shop(link.url, page.facts):
                message = f"链接会跳转到商业页面（{name}），不得刊登。（联网核验）"
                yield Hit(field, link.start, link.end, message, in_source=True)


def _shop(url: str, facts: Facts) -> str:
    target = address(url)
    return commercial_name(target.host, facts) if target and not is_known(target.host, facts) else ""
