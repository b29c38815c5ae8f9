"""Search over drafts: what contains the words is found, on both databases, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from app.people.models import Person
from app.people.sessions import caller_of
from app.review.content import Content
from app.review.grams import excerpt, fold, marked, terms_of, tokens, visible, wanted_tokens
from app.review.models import Draft
from app.review.search import DraftText, Wanted, entered_words, hits, index_draft, search, words_of
from app.runtime import Runtime
from app.schema import migrate, revisions
from tests.desk import BLOCKED, Desk

SAMPLES = (
    ("关于做好防汛工作的通知", "各县区：\n请认真做好防汛救灾准备，2026年汛期为６月至９月。", "text"),
    ("数字政府建设", "<p>加快<b>数字</b>政府建设，推进“一网通办”。</p><p>联系人：张　三</p>", "html"),
    (
        "医保 App 上线",
        "# 上线\n\n**医保**App 3.0 版上线，COVID-19 疫苗接种可预约，覆盖率100%_起。",
        "markdown",
    ),
    ("人才引进", "市委人才办、市人力资源和社会保障局联合发布𠮷县人才政策\u200b汇编㎡。", "text"),
)
words = st.text(
    st.sampled_from("政务服务网通办防汛数字三 　\n,%_'\"*^()-AaＡ６6ﬀß\u0301\u200b𠮷㎡"), max_size=12
)
texts = st.text(max_size=40) | words
Ask = Callable[..., set[str]]


@pytest.fixture
def ask(desk: Desk, runtime: Runtime) -> Ask:
    """What somebody finds: the titles."""

    def titles(q: str = "", who: str = "editor", **filters: object) -> set[str]:
        with runtime.database.read() as db:
            person = db.scalars(select(Person).where(Person.username == who)).one()
            wanted = Wanted(q, **filters)
            found = search(db, caller_of(person), wanted, limit=200, cursor=None)
            return {draft.title for draft in found.items}

    return titles


@pytest.fixture
def office(desk: Desk) -> Desk:
    """The samples, stored as anybody stores a draft."""
    for title, body, format in SAMPLES:
        desk.create(title=title, body=body, format=format)
    return desk


@pytest.fixture
def crowded(office: Desk) -> Desk:
    """The samples and drafts of two people, at two levels."""
    for n in range(4):
        office.create("contributor", title=f"防汛{n}", body="防汛工作安排，请留意。")
        office.create(title=f"医保{n}", body="防汛通知" + BLOCKED * (n % 2))
    return office


def contains(sample: tuple[str, str, str], query: str) -> bool:
    """What a search should say, written plainly."""
    fields = [fold(text) for text in visible(*sample)]
    return all(any(word in field for field in fields) for word in terms_of(query))


# The folding


@given(texts, texts)
def test_what_is_contained_stays_contained(one: str, other: str) -> None:
    assert fold(one + other) == fold(one) + fold(other)
    assert fold(fold(one)) == fold(one) or "\u0345" in fold(one)


@given(texts, st.data())
def test_a_text_has_every_entry_that_is_wanted_of_its_words(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    phrase = text[start : data.draw(st.integers(start, len(text)))]
    terms = terms_of(phrase)
    assert wanted_tokens(terms) <= tokens([fold(text)])
    assert all(token.isascii() and token.isalnum() for token in tokens([text]))


@given(texts, st.lists(words, max_size=3))
def test_marking_loses_nothing(text: str, given_words: list[str]) -> None:
    terms = terms_of(" ".join(given_words))
    pieces = marked(text, terms)
    assert "".join(piece for piece, _ in pieces) == text
    shown = {term for term in terms if term in fold(text)}
    assert bool(shown) == any(found for _, found in pieces) == bool(excerpt(text, terms))


def test_an_excerpt_shows_the_place_in_the_text_as_written() -> None:
    text = "开头。" * 30 + "请登录ＡＰＰ查询\n办理结果。" + "结尾。" * 60
    pieces = excerpt(text, ["app"])
    assert [piece for piece, found in pieces if found] == ["ＡＰＰ"]
    assert pieces[0] == pieces[-1] == ("…", False) and len("".join(piece for piece, _ in pieces)) < 110
    assert "查询 办理" in "".join(piece for piece, _ in pieces)
    assert excerpt(text, ["没有"]) == []


# On the databases


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("防汛", {"关于做好防汛工作的通知"}),
        ("汛", {"关于做好防汛工作的通知"}),
        ("数字政府", {"数字政府建设"}),
        ("张三", {"数字政府建设"}),
        ("6月至9月", {"关于做好防汛工作的通知"}),
        ("app covid", {"医保 App 上线"}),
        ("人才政策汇编m2", {"人才引进"}),
        ("𠮷县", {"人才引进"}),
        ("100%_", {"医保 App 上线"}),
        ("通知 防汛", {"关于做好防汛工作的通知"}),
        ("通知 医保", set()),
        ("政府数字", set()),
        ("知各", set()),
        ('" OR grams:* NEAR(', set()),
        ("", {title for title, _, _ in SAMPLES}),
        (" \u200b", {title for title, _, _ in SAMPLES}),
        ("防汛\0救灾准备", {"关于做好防汛工作的通知"}),
    ],
)
def test_words_are_found(office: Desk, ask: Ask, query: str, titles: set[str]) -> None:
    assert ask(query) == titles


@settings(
    max_examples=60,
    phases=(Phase.generate, Phase.explicit),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.data())
def test_exactly_what_contains_the_words_is_found(office: Desk, ask: Ask, data: st.DataObject) -> None:
    title, body, format = data.draw(st.sampled_from(SAMPLES))
    source = data.draw(st.sampled_from(visible(title, body, format)))
    start = data.draw(st.integers(0, len(source) - 1))
    phrase = source[start : start + data.draw(st.integers(1, 12))]
    query = data.draw(st.sampled_from([phrase, phrase.upper(), phrase + data.draw(words)]))
    assert ask(query) == {sample[0] for sample in SAMPLES if contains(sample, query)}
    assert title in ask(phrase)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=texts)
def test_whatever_is_stored_is_found_again_and_forgotten(office: Desk, ask: Ask, text: str) -> None:
    body = f"{text}甲乙丙".replace("\0", "").encode("utf-8", "ignore").decode()
    with office.runtime.database.write() as db:
        draft = db.scalars(select(Draft)).all()[0]
        index_draft(db, draft, words_of(draft.org_id, Content("题", body)), None)
    assert ask(f"{body[:90]} 甲乙丙") == {draft.title}
    with office.runtime.database.write() as db:
        index_draft(db, draft, words_of(draft.org_id, Content("题", "丁")), entered_words(db, draft))
    assert ask("甲乙丙") == set()


def test_an_edit_is_found_by_its_new_words_only(office: Desk, ask: Ask) -> None:
    draft = office.create(title="旧题", body="旧的正文内容在这里，请留意。")
    assert office.edit("editor", draft["id"], title="新题", body="新写的段落，请留意。").status_code == 200
    assert ask("旧的正文") == ask("旧题") == set()
    assert ask("新写的段落") == ask("新题") == {"新题"}


def test_words_read_before_another_edit_are_forgotten_all_the_same(desk: Desk, ask: Ask) -> None:
    desk.create(title="题", body="旧的正文内容在这里。")
    with desk.runtime.database.write() as db:
        draft = db.scalars(select(Draft)).one()
        former = entered_words(db, draft)
        for body in ("另一人改过的正文。", "最后写成的段落。"):
            index_draft(db, draft, words_of(draft.org_id, Content("题", body)), former)
    assert ask("旧的正文") == ask("另一人") == set()
    assert ask("最后写成") == {"题"}


def test_a_draft_that_is_not_stored_is_not_found(office: Desk, ask: Ask) -> None:
    refused = office.post(
        "key", "/drafts", {"account": "wechat", "title": "某", "body": "甲", "external_ref": "1"}
    )
    again = office.post(
        "key", "/drafts", {"account": "wechat", "title": "某", "body": "乙", "external_ref": "1"}
    )
    assert (refused.status_code, again.status_code) == (201, 409)
    with office.runtime.database.read() as db:
        assert db.scalar(select(func.count()).select_from(DraftText)) == len(SAMPLES) + 1


def test_everybody_finds_only_what_they_may_see(office: Desk, ask: Ask) -> None:
    office.create("contributor", title="撰稿人的稿件", body="防汛值守安排，请留意。")
    office.create("b-editor", title="别家的稿件", body="防汛检查，请留意。", account="b-wechat")
    assert ask("防汛", "contributor") == {"撰稿人的稿件"}
    assert ask("防汛", "b-editor") == {"别家的稿件"}
    assert ask("防汛", "auditor") == {"撰稿人的稿件", "关于做好防汛工作的通知"}
    for who in ("sysadmin", "secadmin"):
        assert office.get(who, "/drafts", q="防汛").status_code == 403


def test_filters_narrow_what_is_found(office: Desk, ask: Ask) -> None:
    clock = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)
    with time_machine.travel(clock, tick=False):
        desk = Desk(office.client, office.runtime)
        draft = desk.create("editor2", title="转发", body="防汛" + BLOCKED, account="weibo")
    day = (clock + timedelta(hours=8)).date()
    both = {"转发", "关于做好防汛工作的通知"}
    assert ask("防汛") == both
    narrowing = (
        {"account": "weibo"},
        {"author": "editor2"},
        {"since": day, "until": day},
        {"level": draft["level"], "account": "weibo"},
        {"kind": "original", "author": "editor2"},
        {"status": "editing", "author": "editor2"},
    )
    for filters in narrowing:
        assert ask("防汛", **filters) == {"转发"}, filters
    assert ask("防汛", since=day, until=day - timedelta(days=1)) == set()
    assert (
        ask("防汛", kind="reply") == ask("防汛", status="released") == ask("防汛", author="nobody") == set()
    )


def test_the_list_is_turned_page_by_page_the_newest_first(office: Desk) -> None:
    for n in range(7):
        office.create(title=f"防汛{n}")
    seen: list[str] = []
    cursor = None
    while cursor or not seen:
        answer = office.get(
            "editor", "/drafts", q="防汛", limit=3, **({"cursor": cursor} if cursor else {})
        ).json()
        assert 0 < len(answer["items"]) <= 3
        seen += [item["title"] for item in answer["items"]]
        cursor = answer["next"]
    assert seen == [*(f"防汛{n}" for n in range(6, -1, -1)), "关于做好防汛工作的通知"]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    q=st.sampled_from(["", "防汛", "汛", "防汛工作", "医保 通知", "没有"]),
    few=st.integers(0, 12),
    limit=st.integers(1, 6),
    who=st.sampled_from(["editor", "contributor"]),
    status=st.sampled_from([None, "editing", "released"]),
    level=st.sampled_from([None, "general", "important", "critical"]),
)
def test_whichever_way_is_gone_the_same_is_found(
    crowded: Desk, few: int, limit: int, who: str, q: str, **filters: str | None
) -> None:
    wanted = Wanted(q, **filters)
    with pytest.MonkeyPatch.context() as patch, crowded.runtime.database.read() as db:
        person = caller_of(db.scalars(select(Person).where(Person.username == who)).one())
        texts = select(Draft, DraftText.text).join(DraftText, DraftText.draft_id == Draft.id)
        expected = [
            draft.title
            for draft, text in db.execute(texts.order_by(DraftText.number.desc()))
            if all(term in text for term in terms_of(q))
            and (who == "editor" or draft.author_id == person.id)
            and all(value in {None, getattr(draft, name)} for name, value in filters.items())
        ]
        patch.setattr("app.review.search.FEW", few)
        found: list[str] = []
        cursor: str | None = ""
        while cursor is not None:
            page = search(db, person, wanted, limit=limit, cursor=cursor or None)
            found += [draft.title for draft in page.items]
            cursor = page.next
    assert found == expected


def test_hits_show_where_the_words_stand(office: Desk, runtime: Runtime) -> None:
    with runtime.database.read() as db:
        editor = caller_of(db.scalars(select(Person).where(Person.username == "editor")).one())
        found = search(db, editor, Wanted("数字政府"), limit=9, cursor=None).items
        (hit,) = hits(db, found, "数字政府")
    assert [piece for piece, is_found in hit.title if is_found] == ["数字政府"]
    assert [piece for piece, is_found in hit.excerpt if is_found] == ["数字政府"]


def test_the_migration_enters_what_was_there_before(office: Desk, runtime: Runtime, ask: Ask) -> None:
    with runtime.database.read() as db:
        before = db.scalars(select(DraftText.text).order_by(DraftText.number)).all()
    later = revisions()
    migrate(runtime.database, f"-{len(later) - later.index('0006') - 1}")
    migrate(runtime.database)
    with runtime.database.read() as db:
        assert db.scalars(select(DraftText.text).order_by(DraftText.number)).all() == before
    assert ask("防汛") == {"关于做好防汛工作的通知"}
    draft = office.get("editor", "/drafts", q="防汛").json()["items"][0]["id"]
    assert office.edit("editor", draft, body="换了正文，请留意。").status_code == 200
    assert ask("防汛救灾") == set()
