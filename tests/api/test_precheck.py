"""`POST /precheck` and `/precheck/batch`: the response as the contract writes it."""

from __future__ import annotations

import html as entities
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.content import MAX_CONTENT
from tests.desk import BASE, BLOCKED, CLEAN, CRITICAL, Desk, code

KEYS = {
    "verdict",
    "level",
    "level_reasons",
    "findings",
    "relevance",
    "not_run",
    "content_sha256",
    "ruleset_sha256",
    "offset_unit",
    "elapsed_ms",
    "suppressed",
}
FINDING_KEYS = {
    "id",
    "code",
    "rule",
    "gate",
    "severity",
    "overridable",
    "field",
    "start",
    "end",
    "text",
    "message",
    "suggestions",
    "basis",
    "score",
}
GATES = {"政治关", "法律关", "政策关", "保密关", "文字关"}
IDENTITY = "11010519491231002X"
FAULTY = f"请登陆网站，联系台湾政府，身份证号{IDENTITY}，电话13800138000，共计XX元。"


def check(desk: Desk, body: str, *, query: str = "", **fields: Any) -> dict[str, Any]:
    response = desk.post("key", "/precheck" + query, {"body": body} | fields)
    assert response.status_code == 200, response.text
    report = dict(response.json())
    assert_true_spans(report, {"title": fields.get("title", ""), "body": body})
    return report


def assert_true_spans(report: dict[str, Any], submitted: dict[str, str]) -> None:
    for finding in report["findings"]:
        text = submitted[finding["field"]]
        assert 0 <= finding["start"] < finding["end"] <= len(text)
        assert text[finding["start"] : finding["end"]] == finding["text"]


def codes(report: dict[str, Any]) -> set[str]:
    return {finding["code"] for finding in report["findings"]}


def texts(report: dict[str, Any], wanted: str) -> list[str]:
    return [finding["text"] for finding in report["findings"] if finding["code"] == wanted]


# The response


def test_only_the_body_is_required(office: Desk) -> None:
    report = check(office, CLEAN)
    assert report.keys() == KEYS
    assert (report["verdict"], report["level"], report["offset_unit"]) == ("pass", "general", "codepoint")


def test_the_response_is_as_the_contract_writes_it(office: Desk) -> None:
    report = check(office, FAULTY, title="通知", account="wechat")
    assert report.keys() == KEYS
    assert report["findings"]
    for finding in report["findings"]:
        assert finding.keys() == FINDING_KEYS
        assert finding["gate"] in GATES
        assert finding["severity"] in {"block", "warn", "hint"}
        assert finding["score"] is None or 0 <= finding["score"] <= 1
        assert finding["message"]
        assert finding["basis"]
        assert isinstance(finding["suggestions"], list)
        assert isinstance(finding["overridable"], bool)
    for reason in report["level_reasons"]:
        assert reason.keys() == {"rule", "evidence", "clause"}
    relevance = report["relevance"]
    assert relevance.keys() == {"verdict", "score", "topic", "terms"}
    assert relevance["verdict"] in {"relevant", "uncertain", "irrelevant"}
    assert 0 <= relevance["score"] <= 1
    assert all(term.keys() == {"term", "weight"} for term in relevance["terms"])
    assert all(missing.keys() == {"check", "reason"} for missing in report["not_run"])
    assert report["elapsed_ms"] >= 0
    for name in ("content_sha256", "ruleset_sha256"):
        assert len(report[name]) == 64
        assert report[name] == report[name].lower()


@pytest.mark.parametrize(
    ("body", "verdict"), [(CLEAN, "pass"), ("请登陆网站办理。", "warn"), (BLOCKED, "block"), ("", "pass")]
)
def test_the_verdict_is_the_worst_of_the_findings(office: Desk, body: str, verdict: str) -> None:
    report = check(office, body)
    worst = [finding["severity"] for finding in report["findings"]]
    expected = "block" if "block" in worst else "warn" if "warn" in worst else "pass"
    assert report["verdict"] == verdict == expected


def test_the_level_comes_with_its_reasons(office: Desk) -> None:
    report = check(office, CRITICAL)
    assert report["level"] == "critical"
    for reason in report["level_reasons"]:
        assert reason["rule"]
        assert reason["clause"]
        assert reason["evidence"] in CRITICAL


def test_nothing_is_stored(desk: Desk) -> None:
    before = desk.get("auditor", "/ledger/checkpoint").json()["seq"]
    for who in ("key", "editor", "contributor", "secadmin"):
        assert desk.post(who, "/precheck", {"body": FAULTY}).status_code == 200
    # the sessions of the three people opened meanwhile
    assert desk.get("auditor", "/ledger/checkpoint").json()["seq"] == before + 3
    assert desk.get("auditor", "/drafts").json()["items"] == []


@pytest.mark.parametrize("depth", ["full", "fast"])
@pytest.mark.parametrize("account", [None, "wechat"])
def test_the_same_request_gives_the_same_response(office: Desk, depth: str, account: str | None) -> None:
    reports = [check(office, FAULTY, title="通知", depth=depth, account=account) for _ in range(3)]
    for report in reports:
        del report["elapsed_ms"]
    assert reports[0] == reports[1] == reports[2]


def test_a_fast_check_leaves_out_what_is_slow_and_says_so(office: Desk) -> None:
    for body in (FAULTY, CLEAN * 200):
        fast = check(office, body, depth="fast", account="wechat")
        assert fast["relevance"] is None
        assert "relevance" in {missing["check"] for missing in fast["not_run"]}
        assert "REL-01" not in codes(fast)
        full = check(office, body, depth="full", account="wechat")
        assert full["relevance"] is not None
        assert fast["content_sha256"] == full["content_sha256"]


def test_nothing_is_fetched_and_that_is_said(office: Desk) -> None:
    report = check(office, "详情见 https://www.gov.cn/zhengce/ 。")
    assert report["not_run"]
    assert "LNK-02" not in codes(report)


def test_no_account_or_null_is_the_same(office: Desk) -> None:
    plain, null = check(office, CLEAN), check(office, CLEAN, account=None, source=None, text_date=None)
    assert plain | {"elapsed_ms": 0} == null | {"elapsed_ms": 0}


def test_duties_decide_the_relevance(office: Desk) -> None:
    near = check(office, CLEAN, account="wechat")["relevance"]
    far = check(office, "明星演唱会门票开售，粉丝连夜排队抢购。" * 3, account="wechat")["relevance"]
    assert near["verdict"] == "relevant"
    assert near["terms"]
    assert far["score"] < near["score"]


def test_a_statistical_check_never_blocks(office: Desk) -> None:
    report = check(office, "偶像新专辑今晚上线，粉丝打榜应援冲销量，演唱会门票秒光。" * 4, account="wechat")
    scored = [finding for finding in report["findings"] if finding["score"] is not None]
    assert all(finding["severity"] != "block" for finding in scored)


def test_personal_data_stays_with_a_legal_ground(office: Desk) -> None:
    body = f"惩戒公示：失信被执行人身份证号{IDENTITY}。"
    assert check(office, body)["verdict"] == "block"
    ground = {"ground": "惩戒公示", "basis": "最高人民法院关于公布失信被执行人名单信息的若干规定第六条"}
    exempt = check(office, body, exemption=ground)
    kept = [finding for finding in exempt["findings"] if finding["code"].startswith("PRI")]
    assert kept
    assert all(finding["severity"] != "block" for finding in kept)
    assert "惩戒公示" in kept[0]["message"]


@pytest.mark.parametrize("exemption", [{}, {"ground": "公示"}, {"ground": "", "basis": "x"}, "公示", []])
def test_an_exemption_has_ground_and_basis(office: Desk, exemption: Any) -> None:
    assert code(office.post("key", "/precheck", {"body": CLEAN, "exemption": exemption}))[0] == 422


def test_an_exemption_is_for_personal_data_only(office: Desk) -> None:
    ground = {"ground": "惩戒公示", "basis": "某规定"}
    assert check(office, BLOCKED, exemption=ground)["verdict"] == "block"
    assert check(office, "机密★10年\n通知", exemption=ground)["verdict"] == "block"


def test_the_weekday_is_reckoned_from_the_date_of_the_text(office: Desk) -> None:
    assert check(office, "定于11月21日（星期六）召开。", text_date="2026-11-21")["findings"] == []


@pytest.mark.parametrize("day", ["2026-02-30", "21/11/2026", 20261121, 0, "0", True, "2026-11-21T08:00:00Z"])
def test_a_date_is_a_date(office: Desk, day: Any) -> None:
    assert code(office.post("key", "/precheck", {"body": CLEAN, "text_date": day}))[0] == 422


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2024-02-29"])
def test_any_date_can_be_the_text_s(office: Desk, day: str) -> None:
    check(office, "11月31日、2月29日（星期一）、今年年底前、明年1月1日、1月1日星期五。", text_date=day)


# Spans, whatever the format and the disguise


DISGUISES = {
    "plain": ("text", "请登陆网站，联系台湾政府。"),
    "line break": ("text", "联系台湾\n政府。"),
    "zero width": ("text", "联系台\u200b湾\u200d政\ufeff府。"),
    "full width": ("text", "台湾政府ＡＢＣ，台　湾政府"),
    "astral": ("text", "😀𠮷台湾政府😀"),
    "tags": ("html", "<p>联系<b>台湾</b>政<i></i>府。</p>"),
    "entities": ("html", "<p>联系&#21488;&#x6e7e;政府&nbsp;。</p>"),
    "comment": ("html", "<p>联系台<!-- x -->湾政府。</p>"),
    "emphasis": ("markdown", "联系**台湾**政府。"),
    "link": ("markdown", "联系[台湾](https://www.gov.cn/)政府。"),
    "escape": ("markdown", "联系台湾\\\n政府，&#21488;湾政府。"),
}


@pytest.mark.parametrize("name", DISGUISES)
def test_a_span_is_what_was_submitted_however_disguised(office: Desk, name: str) -> None:
    format, body = DISGUISES[name]
    report = check(office, body, title="台\u200b湾政府", format=format)
    assert texts(report, "POL-04")
    assert {finding["field"] for finding in report["findings"]} >= {"title", "body"}


PIECES = st.sampled_from(
    ["台湾政府", "登陆网站", "台湾\n政府", "😀", "<b>", "</b>", "&#21488;湾政府", "**", "_", "\u200b"]
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    body=st.lists(PIECES | st.text("<>&;[]()*`#-\\ \r\n帐号a0", max_size=6), max_size=12).map("".join),
    title=st.lists(PIECES, max_size=3).map("".join),
    format=st.sampled_from(["text", "html", "markdown"]),
)
def test_every_span_points_into_what_was_submitted(office: Desk, body: str, title: str, format: str) -> None:
    check(office, body, title=title, format=format)


def test_html_and_its_text_have_the_same_findings(office: Desk) -> None:
    html = f"<p>{entities.escape(FAULTY)}</p>"
    assert codes(check(office, html, format="html")) == codes(check(office, FAULTY))


# Finding ids


def test_an_id_stays_while_rule_and_surroundings_stay(office: Desk) -> None:
    sentence = "按照年度工作安排，请各单位及时登陆全国政务新媒体信息报送系统核对备案信息。"
    before = check(office, f"第一段。\n{sentence}\n第三段，内容照旧。")
    after = check(
        office, f"第一段改写，而且更长一些。\n新增一段。\n{sentence}\n第三段，内容照旧。", title="新"
    )
    assert [f["id"] for f in before["findings"]] == [f["id"] for f in after["findings"]] != []
    assert before["findings"][0]["start"] != after["findings"][0]["start"]


def test_ids_differ_within_a_text(office: Desk) -> None:
    report = check(office, "请登陆网站。" * 5)
    ids = [finding["id"] for finding in report["findings"]]
    assert len(ids) == len(set(ids)) >= 5


def test_a_draft_keeps_the_ids_of_the_precheck_and_of_its_versions(office: Desk) -> None:
    body = "按照年度工作安排，请各单位及时登陆全国政务新媒体信息报送系统核对备案信息。"
    first = check(office, body, title="通知", account="wechat")
    draft = office.create(body=body)
    edited = office.edit("editor", draft["id"], body="改过的" + body).json()
    ids = [[f["id"] for f in scan["findings"]] for scan in (first, draft["scan"], edited["scan"])]
    assert ids[0] == ids[1] == ids[2] != []


# Limits and bad values


@pytest.mark.parametrize("piece", ["a", "文", "😀"])
def test_title_and_body_have_one_mebibyte_together(office: Desk, piece: str) -> None:
    size = len(piece.encode())
    title = piece * 10
    body = piece * ((MAX_CONTENT - len(title.encode())) // size)
    assert office.post("key", "/precheck", {"title": title, "body": body, "depth": "fast"}).status_code == 200
    too_much = {"title": title, "body": body + piece, "depth": "fast"}
    for path in ("/precheck", "/certificates/verify"):
        more = {"certificate": "x", "account": "wechat"} if "verify" in path else {}
        sent = {name: too_much[name] for name in ("title", "body")} | more
        assert code(office.post("key", path, sent)) == (413, "content_too_large")
    draft = too_much | {"account": "wechat"}
    del draft["depth"]
    assert code(office.post("key", "/drafts", draft)) == (413, "content_too_large")


NASTY = ["\0", "a\0b", "\ud800", "\udfff中", "中\ud83d"]


@pytest.mark.parametrize("text", NASTY)
@pytest.mark.parametrize(
    "field", ["body", "title", "question", "source.name", "source.body", "exemption.basis", "account"]
)
def test_nul_and_lone_surrogates_are_422(office: Desk, field: str, text: str) -> None:
    body: dict[str, Any] = {"body": CLEAN}
    outer, _, inner = field.partition(".")
    body[outer] = (
        {"ground": "公示", inner: text} if outer == "exemption" else {inner: text} if inner else text
    )
    headers = office.auth("key") | {"Content-Type": "application/json"}
    sent = json.dumps(body).encode()
    response = office.client.post(BASE + "/precheck", content=sent, headers=headers)
    assert code(response) == (422, "validation_error")
    assert [error["field"] for error in response.json()["errors"]] == [field]


def test_a_pair_of_surrogates_is_a_character(office: Desk) -> None:
    headers = office.auth("key") | {"Content-Type": "application/json"}
    sent = b'{"body": "\\ud83d\\ude00\\u53f0\\u6e7e\\u653f\\u5e9c"}'
    report = office.client.post(BASE + "/precheck", content=sent, headers=headers).json()
    assert [(f["start"], f["end"]) for f in report["findings"]] == [(1, 5)]


@pytest.mark.parametrize(
    "change",
    [
        {"body": None},
        {"body": ["x"]},
        {"title": None},
        {"format": "docx"},
        {"kind": "opinion"},
        {"depth": "deep"},
        {"account": ""},
        {"account": "../../x"},
        {"account": "nowhere"},
        {"source": "新华社"},
        {"question": 1},
    ],
)
def test_a_wrong_value_is_422(office: Desk, change: dict[str, Any]) -> None:
    assert code(office.post("key", "/precheck", {"body": CLEAN} | change))[0] == 422


# Batch


def test_one_bad_item_does_not_fail_the_others(office: Desk) -> None:
    bad: list[Any] = [
        {},
        {"body": 1},
        {"body": "x", "y": 1},
        {"body": "x" * (MAX_CONTENT + 1)},
        {"body": "\0"},
    ]
    bad += [{"body": "x", "account": "b-wechat"}, 1, None, "x", [], [[]]]
    items = [{"body": BLOCKED}, *bad, {"body": CLEAN, "depth": "fast"}]
    response = office.post("key", "/precheck/batch", {"items": items})
    assert response.status_code == 200
    answers = response.json()["items"]
    assert len(answers) == len(items)
    assert answers[0]["verdict"] == "block"
    assert answers[-1]["relevance"] is None
    assert [answer["status"] for answer in answers[1:-1]] == [
        422,
        422,
        422,
        413,
        422,
        422,
        422,
        422,
        422,
        422,
        422,
    ]
    assert all(answer["detail"] and answer["code"] for answer in answers[1:-1])


def test_an_item_answers_as_it_would_alone(office: Desk) -> None:
    items = [{"body": FAULTY, "title": "通知", "account": "wechat"}, {"body": "😀" + FAULTY}]
    batch = office.post("key", "/precheck/batch?offsets=utf16", {"items": items}).json()["items"]
    alone = [office.post("key", "/precheck?offsets=utf16", item).json() for item in items]
    assert [one | {"elapsed_ms": 0} for one in batch] == [one | {"elapsed_ms": 0} for one in alone]


def test_a_batch_has_at_most_a_hundred_items(office: Desk) -> None:
    items = [{"body": "文", "depth": "fast"}] * 100
    assert len(office.post("key", "/precheck/batch", {"items": items}).json()["items"]) == 100
    refused = office.post("key", "/precheck/batch", {"items": [*items, items[0]]})
    assert code(refused) == (422, "validation_error")
    for wrong in ({}, {"items": {}}, {"items": [], "x": 1}, []):
        assert code(office.post("key", "/precheck/batch", wrong))[0] == 422
    assert office.post("key", "/precheck/batch", {"items": []}).json() == {"items": []}
