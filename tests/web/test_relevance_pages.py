"""Why a draft is called off-topic, and the button that contradicts it."""

from __future__ import annotations

from sqlalchemy import select

from app.people.callers import PersonCaller
from app.people.models import Person
from app.review.queries import dispositions, etag, get_draft
from app.runtime import Runtime
from app.web.drafts.draft_pages import acts_of, scan_view
from app.web.rendering import environment
from app.web.session import Visitor
from tests.desk import CLEAN
from tests.review.test_relevance import MATCH
from tests.web.browser import text_of
from tests.web.office_day import SignIn, written

SECTION = environment.from_string(
    '{% import "relevance.html" as relevance %}'
    "{{ relevance.why(scan, findings, draft, visitor, match, acts.suppresses) }}"
)


def section(runtime: Runtime, visitor: Visitor, draft_id: str) -> str:
    """The section as the draft page holds it."""
    with runtime.database.read() as db:
        draft = get_draft(db, visitor.person, draft_id)
        view = scan_view(draft.current, dispositions(db, draft, draft.version))
        acts = acts_of(db, draft, visitor.person)
        return SECTION.render(**view, draft=draft, visitor=visitor, match=etag(draft), acts=acts)


def visitor(runtime: Runtime, username: str) -> Visitor:
    with runtime.database.read() as db:
        person = db.scalars(select(Person).where(Person.username == username)).one()
        caller = PersonCaller(person.id, person.username, person.name, person.org_id, person.roles)
    return Visitor(caller, "江州市数据资源管理局", "csrf", "token", "/", 0, 0)


def test_the_section_tells_why_and_offers_the_button_to_reviewers(sign_in: SignIn, runtime: Runtime) -> None:
    draft = written(sign_in("editor"), body=MATCH, title="").rpartition("/")[2]
    shown = section(runtime, visitor(runtime, "chief"), draft)
    text = text_of(shown)
    for expected in ("与账号职责：无关", "主题：体育赛事", "支持无关的词", "球迷", "的职责", "与职责相关"):
        assert expected in text
    assert f'action="/drafts/{draft}/relevant"' in shown
    own = written(sign_in("contributor"), body=MATCH, title="").rpartition("/")[2]
    assert "/relevant" not in section(runtime, visitor(runtime, "contributor"), own)
    clean = written(sign_in("editor"), body=CLEAN).rpartition("/")[2]
    assert "/relevant" not in section(runtime, visitor(runtime, "chief"), clean)


def test_one_click_is_stored_and_the_button_is_gone(sign_in: SignIn, runtime: Runtime) -> None:
    draft = written(sign_in("editor"), body=MATCH, title="")
    chief = sign_in("chief")
    chief.get(draft)
    response = chief.post(f"{draft}/relevant", {"if_match": '"1"'}, action="/logout")
    assert response.headers["location"] == f"{draft}?done=relevant"
    assert "已记下：与职责相关" in text_of(chief.get(f"{draft}?done=relevant").text)
    assert "/relevant" not in section(runtime, visitor(runtime, "chief"), draft.rpartition("/")[2])
    stale = chief.post(f"{draft}/relevant", {"if_match": '"99"'}, action="/logout")
    assert (stale.status_code, "稿件已被他人更新" in text_of(stale.text)) == (412, True)
