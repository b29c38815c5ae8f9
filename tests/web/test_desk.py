"""The reviewer's desk without a browser: the queue, claims, reading to the end, what is kept and said."""

from __future__ import annotations

import re
from typing import Any, cast

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from app.review.checklists import CHECKLISTS
from app.review.stages import Status
from app.web.desk.live import Live
from app.web.drafts.reading import LONGEST, part_of
from app.web.text.highlight import Mark
from tests.desk import BLOCKED, CLEAN, CRITICAL, Desk
from tests.web.browser import text_of
from tests.web.office_day import SignIn, approve, written

ALL_OF_SECOND = list(CHECKLISTS[Status.SECOND_REVIEW])
LONG = "\n".join(f"第{n}项事项已经办结，群众可以在窗口领取结果。" for n in range(1, 301))


def submitted(desk: Desk, **fields: Any) -> str:
    """The address of a draft that waits for its second review."""
    draft = desk.create(**fields)["id"]
    assert desk.submit("editor", draft).status_code == 200
    return f"/drafts/{draft}"


def titles(html: str) -> list[str]:
    """The titles of a list, in order."""
    return re.findall(r'class="title" href="[^"]+">([^<]+)<', html)


def test_the_queue_says_why_each_draft_came(sign_in: SignIn, desk: Desk) -> None:
    critical = submitted(desk, title="山洪救援", body=CRITICAL).rpartition("/")[2]
    general = submitted(desk, title="周六开放").rpartition("/")[2]
    strict = submitted(desk, title="微博", account="weibo").rpartition("/")[2]
    page = sign_in("chief").get("/").text
    assert titles(page)[0] == "山洪救援"
    assert text_of(page).count("初审已签，须科室负责人复审") == 3
    for draft in (critical, general):
        desk.decide("chief", draft)
    desk.decide("chief", strict, level="important")
    shown = text_of(sign_in("principal").get("/").text)
    assert "重大敏感稿件，须主要领导终审" in shown
    assert "本账号规定：重要稿件，须主要领导终审" in shown
    assert "复审已签，须分管领导或主要领导终审" in shown
    desk.decide("deputy", general, "return", return_to="second_review", comment="请补充依据")
    assert "终审退回，初审已签，须科室负责人复审" in text_of(sign_in("chief").get("/").text)


def test_the_filters_stay_while_pages_turn(sign_in: SignIn, desk: Desk) -> None:
    for n in range(31):
        submitted(desk, title=f"微信{n}")
    submitted(desk, title="微博", account="weibo")
    chief = sign_in("chief")
    assert titles(chief.get("/", account="weibo").text) == ["微博"]
    assert titles(chief.get("/", level="critical").text) == []
    assert titles(chief.get("/", stage="second_review", level="x", account="").text)
    page = chief.get("/", account="wechat", stage="second_review").text
    following = re.search(r'href="(/\?[^"]*cursor=[^"]+)"', page)
    assert following
    assert titles(chief.get(following[1].replace("&amp;", "&")).text) == ["微信30"]
    rows = chief.get("/queue", account="weibo").text
    assert titles(rows) == ["微博"]
    assert "<html" not in rows


def test_the_menu_counts_what_waits_as_far_as_it_is_worth(sign_in: SignIn, desk: Desk) -> None:
    chief = sign_in("chief")
    assert "data-waiting" not in chief.get("/").text
    for _ in range(3):
        submitted(desk)
    assert "待我审核 3" in text_of(chief.get("/drafts").text)
    assert "data-waiting" not in sign_in("contributor").get("/").text


def test_opening_is_no_claim_but_beginning_is(sign_in: SignIn, desk: Desk) -> None:
    draft = submitted(desk)
    chief, other = sign_in("chief"), sign_in("chief2")
    assert "开始审阅" in chief.get(draft).text
    assert "正在审阅" not in text_of(other.get(draft).text)
    assert chief.post(f"{draft}/claim", {}).headers["location"] == draft
    assert "周明远正在审阅（不到 1 分钟前开始）" in text_of(other.get("/").text)
    assert "您仍可以审核，先签署的意见有效" in text_of(other.get(draft).text)
    assert "您正在审阅" in text_of(chief.get("/").text)
    assert "正在审阅" not in text_of(chief.get(draft).text)
    assert chief.post(f"{draft}/claim/release", {}, action=draft).status_code == 204
    assert "正在审阅" not in text_of(other.get("/").text)


def test_only_who_may_decide_claims(sign_in: SignIn, desk: Desk) -> None:
    draft = submitted(desk)
    for who in ("deputy", "editor", "contributor", "auditor", "b-chief"):
        browser = sign_in(who)
        browser.get("/password")
        response = browser.post(f"{draft}/claim", browser.hidden("/logout"), action="/logout")
        assert response.status_code in {403, 404}, who


def test_an_open_page_is_told_that_the_draft_has_moved(sign_in: SignIn, desk: Desk) -> None:
    draft = submitted(desk)
    chief = sign_in("chief")
    chief.get(draft)
    alone = chief.post(f"{draft}/claim", {"live": "1"}, action=draft)
    assert text_of(alone.text) == ""
    desk.decide("chief2", draft.rpartition("/")[2])
    told = text_of(chief.post(f"{draft}/claim", {"live": "1"}, action=draft).text)
    assert "此页打开之后，稿件已有变化：审核通过（复审），何静" in told


def test_after_a_decision_the_next_draft_opens_by_itself(sign_in: SignIn, desk: Desk) -> None:
    first, second = submitted(desk, title="第一件"), submitted(desk, title="长" * 200)
    chief = sign_in("chief")
    page = chief.get(first).text
    assert f'rel="next" href="{second}"' in page
    assert 'rel="prev"' not in page
    assert f'rel="prev" href="{first}"' in chief.get(second).text
    chief.get(first)
    response = chief.post(first, {"action": "approve", "checklist": ALL_OF_SECOND})
    assert response.headers["location"].startswith(f"{second}?")
    assert "已签署《第一件》。下一件：" in text_of(chief.get(response.headers["location"]).text)
    response = chief.post(second, {"action": "return", "comment": "标题过长"})
    shown = text_of(chief.get(response.headers["location"]).text)
    assert f"已退回《{'长' * 39}…》。待您审核的稿件已全部处理。" in shown


def test_from_draft_to_draft_the_queue_is_walked_in_its_order(sign_in: SignIn, desk: Desk) -> None:
    for n in range(6):
        submitted(desk, title=str(n), body=CRITICAL if n % 2 else CLEAN)
    chief = sign_in("chief")
    queue = re.findall(r'class="title" href="([^"]+)"', chief.get("/").text)
    for relation, order in (("next", queue), ("prev", queue[::-1])):
        walked = [order[0]]
        while found := re.search(f'rel="{relation}" href="([^"]+)"', chief.get(walked[-1]).text):
            walked.append(found[1])
        assert walked == order


def test_a_ready_reason_is_one_choice(sign_in: SignIn, desk: Desk) -> None:
    editor = sign_in("editor")
    draft = written(editor, body=BLOCKED)
    name = re.search(r'name="verdict-([^"]+)"', editor.get(draft).text)
    assert name
    approve(
        editor,
        draft,
        Status.FIRST_REVIEW,
        **{f"verdict-{name[1]}": "accepted:引用法规原文", f"reason-{name[1]}": ""},
    )
    said = desk.draft(draft.removeprefix("/drafts/"))[0]["dispositions"]
    assert [(word["verdict"], word["reason"]) for word in said] == [("accepted", "引用法规原文")]


@pytest.mark.parametrize("proof", ["", "0" * 64, "不是"])
def test_nothing_is_approved_without_the_proof_of_its_end(sign_in: SignIn, desk: Desk, proof: str) -> None:
    draft = submitted(desk)
    chief = sign_in("chief")
    chief.get(draft)
    refused = chief.post(
        draft, {"action": "approve", "checklist": ALL_OF_SECOND, "proof": proof, "comment": "同意"}
    )
    assert refused.status_code == 422
    assert "请先把全文读到末尾" in refused.text
    assert "同意</textarea>" in refused.text
    assert desk.draft(draft.rpartition("/")[2])[0]["status"] == "second_review"


def test_a_proof_is_of_one_content_and_one_session(sign_in: SignIn, desk: Desk) -> None:
    draft, other = submitted(desk), submitted(desk, body=CLEAN + "另行通知。")
    chief, colleague = sign_in("chief"), sign_in("chief2")
    chief.get(other)
    of_another_draft = chief.hidden(other)["proof"]
    colleague.get(draft)
    of_another_person = colleague.hidden(draft)["proof"]
    for proof in (of_another_draft, of_another_person):
        chief.get(draft)
        fields = {"action": "approve", "checklist": ALL_OF_SECOND, "proof": proof}
        assert chief.post(draft, fields).status_code == 422
    chief.get(draft)
    assert chief.post(draft, {"action": "return", "comment": "补充", "proof": ""}).status_code == 303


def test_a_long_text_is_signed_on_its_last_page_without_javascript(sign_in: SignIn, desk: Desk) -> None:
    draft = submitted(desk, body=LONG)
    chief = sign_in("chief")
    whole = chief.get(draft).text
    assert f'<noscript><p class="message">本稿较长。请<a href="{draft}?part=1">' in whole
    assert chief.hidden(draft)["proof"] == ""
    pages, address = [], f"{draft}?part=1"
    while True:
        page = chief.get(address).text
        pages.append(page)
        following = re.search(r'href="([^"]+part=\d+)">下一页', page)
        if not following:
            break
        assert 'id="opinion"' not in page
        address = following[1]
    assert len(pages) > 1
    shown = "".join(re.findall(r'<div class="body">(.*?)</div>', "".join(pages), re.DOTALL))
    assert text_of(shown) == " ".join(LONG.split())
    approved = chief.post(draft, {"action": "approve", "checklist": ALL_OF_SECOND})
    assert approved.status_code == 303


@given(st.text(alphabet="字\n", max_size=4 * LONGEST), st.integers(0, 9))
def test_the_pages_of_a_text_are_the_text(text: str, at: int) -> None:
    parts = [part_of(text, n) for n in range(1, part_of(text, 1).of + 1)]
    assert "".join(text[part.start : part.end] for part in parts) == text
    assert all(0 < part.end - part.start <= LONGEST for part in parts) or not text
    assert [part.is_last for part in parts] == [False] * (len(parts) - 1) + [True]
    at = min(at, len(text) // 3)
    mark = Mark(1, at, len(text) - at, "warn", "")
    shown = [(part, each) for part in parts for each in part.within([mark])]
    assert sum(each.end - each.start for _, each in shown) == mark.end - mark.start
    assert all(0 <= each.start < each.end <= part.end - part.start for part, each in shown)


def test_what_changed_since_my_last_decision_is_shown(sign_in: SignIn, desk: Desk) -> None:
    draft = submitted(desk)
    number = draft.rpartition("/")[2]
    chief = sign_in("chief")
    assert "自您上次审核" not in chief.get(draft).text
    desk.decide("chief", number, "return", comment="日期不对")
    desk.edit("editor", number, body=CLEAN.replace("周六", "周日"))
    desk.submit("editor", number)
    page = chief.get(draft).text
    assert "退回）以来的修改：1 处" in text_of(page)
    assert "<del>六</del><ins>日</ins>" in page
    assert "自您上次审核" not in sign_in("chief2").get(draft).text


def test_a_reprint_is_set_beside_its_original_and_any_text_beside_standard_wording(
    sign_in: SignIn, desk: Desk
) -> None:
    source = {"name": "新华社", "url": "https://www.news.cn/1", "title": "题", "body": "今日<开放>窗口。"}
    content = {"title": "题", "body": "今日开放窗口，请登陆网站。", "kind": "reprint", "source": source}
    reprint = desk.create(**content)["id"]
    editor = sign_in("editor")
    page = editor.get(f"/drafts/{reprint}/beside/original").text
    assert "今日<del>&lt;</del>开放<del>&gt;</del>窗口" in page
    assert "<ins>，请登陆网站</ins>" in page
    standard = editor.get(f"/drafts/{reprint}/beside/standard").text
    assert "登<del>陆</del>" in standard
    assert "登<ins>录</ins>" in standard
    plain = written(editor)
    assert "两者完全相同" in editor.get(f"{plain}/beside/standard").text
    assert editor.get(f"{plain}/beside/original").status_code == 404


def test_what_somebody_else_has_just_decided_is_said_and_nothing_typed_is_lost(
    sign_in: SignIn, desk: Desk
) -> None:
    draft = submitted(desk)
    chief = sign_in("chief")
    chief.get(draft)
    desk.decide("chief2", draft.rpartition("/")[2])
    said = {"reason-x": "我的理由", "verdict-x": "accepted"}
    late = chief.post(draft, {"action": "return", "comment": "这一句<请核实>"} | said)
    shown = text_of(late.text)
    assert late.status_code == 412
    assert "最近一次变动：审核通过（复审），何静" in shown
    assert "您刚才填写的意见：这一句<请核实>" in shown
    assert "您刚才填写的理由：我的理由" in shown


def test_a_second_click_and_a_withdrawal_are_told_apart(sign_in: SignIn, desk: Desk) -> None:
    draft = submitted(desk)
    chief, editor = sign_in("chief"), sign_in("editor")
    chief.get(draft)
    fields = {"action": "approve", "checklist": ALL_OF_SECOND}
    assert chief.post(draft, fields).status_code == 303
    again = text_of(chief.post(draft, fields).text)
    assert "您刚才的操作已经生效，没有重复签署" in again
    assert "最近一次变动：审核通过（复审），周明远" in again
    other = submitted(desk)
    chief.get(other)
    editor.get(other)
    editor.post(other, {"act": "withdraw", "withdraw_reason": "信息有变"})
    late = chief.post(other, fields | {"comment": "同意发布"})
    assert late.status_code == 412
    assert "最近一次变动：撤回稿件，林知秋" in text_of(late.text)
    assert "您刚才填写的意见：同意发布" in text_of(late.text)


def test_a_lost_session_leads_back_to_the_page_that_was_left(
    client: TestClient, sign_in: SignIn, desk: Desk
) -> None:
    draft = submitted(desk)
    own = f"http://testserver{draft}?part=2"
    for referer, back in ((own, draft), ("http://elsewhere/x", "/"), ("http://[", "/"), ("", "/")):
        headers = {"Referer": referer}
        response = client.post(draft, data={"comment": "长"}, headers=headers, follow_redirects=False)
        assert response.headers["location"] == f"/login?next={back}"


def test_live_connections_are_bounded(sign_in: SignIn, client: TestClient) -> None:
    live: Live = cast(FastAPI, client.app).state.live
    live.close()
    assert sign_in("chief").get("/queue/events").status_code == 204
    assert client.get("/queue/events", follow_redirects=False).status_code == 303
