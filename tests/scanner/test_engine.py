"""scan(): from a draft to a report, with lexicons of our own."""

from dataclasses import replace
from datetime import date
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.scanner import engine, ruleset
from app.scanner.check import Check, Hit
from app.scanner.checks import CHECKS
from app.scanner.document import Draft, Exemption, Format
from app.scanner.engine import Depth, scan
from app.scanner.finding import Finding, Severity
from app.scanner.gather import LIMIT
from app.scanner.matcher import Library
from app.scanner.report import ScanReport, to_utf16
from app.scanner.ruleset import Ruleset, build
from app.scanner.waking import Watch
from tests.pace import within

SOURCE = '[sources.own]\ntitle = "样例"\n'
FILES = [
    (
        "a.toml",
        f"""kind = "terms"
name = "wording"
code = "POL-04"
message = "“{{text}}”应为“{{use}}”。"
negation = true
{SOURCE}[terms]
"岛上政府" = {{ use = ["岛上当局", "岛上方面"], source = "own", basis = "第一条" }}
"孪生词" = {{ use = "双胞词", source = "own" }}
"岛上" = {{ use = "某岛", source = "own", severity = "hint", negation = false }}
"环保部" = {{ use = "生态部", source = "own", since = 2018-03-17 }}
"加微" = {{ use = "关注", source = "own" }}
"vx" = {{ use = "微信", source = "own" }}
"大麻" = {{ use = "毒品", source = "own" }}
"最佳" = {{ use = "较好", source = "own", near = ["购买", "促销"], unless = ["评选"] }}
[allow]
"原环保部" = {{ source = "own" }}
""",
    ),
    (
        "b.toml",
        f"""kind = "terms"
name = "typos"
code = "TXT-01"
message = "“{{text}}”疑为“{{use}}”。"
{SOURCE}[terms]
"孪生词" = {{ use = "双生词", source = "own" }}
"错别子" = {{ use = "错别字", source = "own" }}
""",
    ),
]


def rules(library: Library = "daachorse") -> Ruleset:
    return build([(name, content.encode()) for name, content in FILES], library)


RULES, PORTABLE = rules(), rules("pyahocorasick")
SHIPPED = ruleset.load()
PIECES = (
    *(
        "身份证",
        "11010519491231002X",
        "13800138000",
        "6222020000000000000",
        "机密★一年",
        "微信",
        "加V",
        "vx123",
    ),
    *(
        "2021年2月30日",
        "（星期五）",
        "〔2021〕08号",
        "XX单位",
        "××",
        "《",
        "》",
        "“",
        ")",
        "(",
        "考核考核",
        "台湾政府",
    ),
    *(
        "<p>",
        "</p>",
        "<a href='http://t.cn/x'>",
        "</a>",
        "**",
        "\n",
        "\n\n",
        " ",
        "，",
        "。",
        "😀",
        "\u200b",
        "&nbsp;",
    ),
    *(
        "原价100元",
        "现价9元",
        "http://taobao.com",
        "住址",
        "小区3号楼",
        "帐号",
        "账号",
        "地震",
        "死亡3人",
        "同 一",
    ),
)


@pytest.fixture(autouse=True)
def _only_terms(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pattern checks have tests of their own."""
    monkeypatch.setattr(engine, "WATCH", Watch(()))


def report(body: str, format: Format = "text", **more: Any) -> ScanReport:
    draft = Draft(body, format=format, **more)
    found = scan(draft, RULES, depth="fast")
    for finding in found.findings:
        field = draft.title if finding.field == "title" else draft.body
        assert field[finding.start : finding.end] == finding.text
    return found


def texts(body: str, format: Format = "text", **more: Any) -> list[str]:
    return [finding.text for finding in report(body, format, **more).findings if finding.rule == "wording"]


@pytest.mark.parametrize(
    ("format", "body", "text"),
    [
        ("text", "😀岛上政府说", "岛上政府"),
        ("text", "岛 上\n政\u200b府说", "岛 上\n政\u200b府"),
        ("text", "岛*上-政·府说", "岛*上-政·府"),
        ("html", "<p>😀岛<b>上</b>政&#24220;</p>", "岛<b>上</b>政&#24220;"),
        ("html", '岛<img alt="图" src="a.png">上<br>政府', '岛<img alt="图" src="a.png">上<br>政府'),
        ("html", '<img alt="岛上政府" src="a.png">', "岛上政府"),
        ("markdown", "𠮷**岛**上[政](a)府", "岛**上[政](a)府"),
        ("text", "加 ＶＸ 了解", "ＶＸ"),
    ],
)
def test_spans_are_exact_whatever_the_disguise(format: Format, body: str, text: str) -> None:
    assert texts(body, format)[0] == text


@pytest.mark.parametrize(
    "body",
    [
        "孤岛。上政府",
        "孤岛、上政府",
        "甲岛\n\n上政府",
        "遇到大麻烦了",
        "devx 和 VXA 与 v x1"[:10],
        "原环保部",
        "谨防加微诈骗",
        "评选最佳，欢迎购买",
        "最佳。欢迎购买",
    ],
)
def test_no_finding_where_a_term_does_not_mean_it(body: str) -> None:
    assert texts(body) == []


def test_the_longest_term_counts_unless_it_is_fought() -> None:
    assert texts("岛上政府") == ["岛上政府"]
    assert texts("打击岛上政府") == ["岛上"]


def test_a_clause_ends_at_a_comma_of_either_width_but_not_at_a_lone_line_break() -> None:
    assert texts("打击犯罪,加微") == ["加微"]
    assert texts("打击犯罪，加微") == ["加微"]
    assert texts("谨防\n加微诈骗") == []
    assert texts("谨防\n\n加微诈骗") == ["加微"]


def test_near_and_unless_look_at_the_sentence() -> None:
    assert texts("品质最佳，欢迎购买") == ["最佳"]
    assert texts("欢迎购买。品质最佳") == []


@pytest.mark.parametrize(("text_date", "found"), [(None, 1), (date(2018, 3, 17), 1), (date(2018, 3, 16), 0)])
def test_a_term_counts_from_its_date(text_date: date | None, found: int) -> None:
    assert len(texts("环保部和原环保部", text_date=text_date)) == found


def test_a_term_of_two_lists_is_a_finding_of_each() -> None:
    findings = report("孪生词").findings
    assert [(finding.code, finding.rule) for finding in findings] == [
        ("POL-04", "wording"),
        ("TXT-01", "typos"),
    ]


def test_a_finding_says_what_to_write_and_why() -> None:
    (first,) = report("岛\n上政府").findings
    assert first.message == "“岛 上政府”应为“岛上当局”。"
    assert first.suggestions == ("岛上当局", "岛上方面")
    assert (first.basis, first.severity, first.gate) == ("样例 第一条", Severity.BLOCK, "政治关")


def test_a_half_width_comma_between_words_parts_them() -> None:
    assert texts("我们在岛,上政府网") == ["岛,上政府"]
    assert texts("前往岛上,政府发布") == ["岛上"]


@pytest.mark.parametrize(
    ("body", "verdict"), [("平安", "pass"), ("岛上", "pass"), ("错别子", "warn"), ("大麻", "block")]
)
def test_the_verdict_is_that_of_the_worst_finding(body: str, verdict: str) -> None:
    assert report(body).verdict == verdict


def test_findings_stand_in_order_title_first() -> None:
    findings = report("环保部 岛上", title="甲 岛上").findings
    assert [(finding.field, finding.text) for finding in findings] == [
        ("title", "岛上"),
        ("body", "环保部"),
        ("body", "岛上"),
    ]


def test_an_id_survives_edits_elsewhere_and_tells_twins_apart() -> None:
    around = "，此处为前后文字共十二个字以上，"
    before = report(f"{around}岛上{around}").findings[0].id
    after = report(f"新加的一段。\n\n{around}岛 上{around}另一处{around}岛上{around}").findings
    assert before == after[0].id
    assert len({finding.id for finding in after}) == 2
    assert len({finding.id for finding in report("岛上，" * 50).findings}) == 50


def test_no_more_than_the_limit_for_one_rule_and_the_rest_is_told() -> None:
    found = report("岛上，" * 300 + "大麻")
    assert len(found.findings) == LIMIT
    assert found.verdict == "block"
    assert {each.check for each in found.not_run} == {"wording", "relevance"}


def test_a_fast_scan_tells_what_it_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    slow = Check("TXT-07", "slow-one", "样例", lambda page: [Hit(page.fields[-1], 0, 1, "慢")], slow=True)
    monkeypatch.setattr(engine, "WATCH", Watch((slow,)))
    fast, full = (scan(Draft("岛"), RULES, depth=depth) for depth in ("fast", "full"))
    assert (fast.findings, fast.relevance) == ((), None)
    assert [each.check for each in fast.not_run] == ["slow-one", "relevance"]
    assert [finding.rule for finding in full.findings] == ["slow-one"]
    assert full.relevance is not None
    assert full.not_run == ()


def hits(*found: tuple[str, str, Severity | None]) -> tuple[Check, ...]:
    def one(code: str, rule: str, severity: Severity | None) -> Check:
        return Check(code, rule, "样例", lambda page: [Hit(page.fields[-1], 0, 2, rule, severity=severity)])

    return tuple(one(*each) for each in found)


def test_one_span_and_code_is_one_finding_the_heaviest(monkeypatch: pytest.MonkeyPatch) -> None:
    same = hits(
        ("TXT-05", "light", Severity.HINT),
        ("TXT-05", "heavy", None),
        ("TXT-08", "b", None),
        ("TXT-02", "a", None),
    )
    monkeypatch.setattr(engine, "WATCH", Watch(same))
    assert [(finding.code, finding.rule) for finding in report("甲乙").findings] == [
        ("TXT-05", "heavy"),
        ("TXT-08", "b"),
    ]


def test_an_exemption_turns_personal_data_into_hints(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "WATCH", Watch(hits(("PRI-01", "id", None), ("SEC-01", "mark", None))))
    found = report("甲乙", exemption=Exemption("惩戒公示", "某办法第三条")).findings
    assert [(each.code, each.severity) for each in found] == [("SEC-01", "block"), ("PRI-01", "hint")]
    assert "惩戒公示" in found[1].message
    assert not found[0].overridable


def test_an_exemption_without_its_clause_changes_no_weight(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "WATCH", Watch(hits(("PRI-01", "id", None))))
    (finding,) = report("甲乙", exemption=Exemption("惩戒公示", " ")).findings
    assert finding.severity == "block"
    assert "未写明法律依据" in finding.message


def test_a_check_that_raises_is_not_swallowed(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object) -> list[Hit]:
        raise RuntimeError("broken")

    monkeypatch.setattr(engine, "WATCH", Watch((Check("TXT-01", "broken", "样例", broken),)))
    with pytest.raises(RuntimeError):
        report("甲")


def test_findings_inside_a_tag_count_in_the_source(monkeypatch: pytest.MonkeyPatch) -> None:
    def links(page: engine.Page) -> list[Hit]:
        body = page.fields[-1]
        return [Hit(body, link.start, link.end, "链接", in_source=True) for link in body.links]

    monkeypatch.setattr(engine, "WATCH", Watch((Check("LNK-03", "link", "样例", links),)))
    found = report('😀<a href="http://a.cn">甲</a>', "html")
    assert [finding.text for finding in found.findings] == ["http://a.cn"]
    assert "dead-link" in {each.check for each in found.not_run}


def test_offsets_in_utf16_units() -> None:
    draft = Draft("😀岛上𠮷岛上", title="岛上")
    found = scan(draft, RULES, depth="fast").in_utf16(draft)
    assert found.offset_unit == "utf16"
    for finding in found.findings:
        field = (draft.title if finding.field == "title" else draft.body).encode("utf-16-le")
        assert field[finding.start * 2 : finding.end * 2].decode("utf-16-le") == finding.text


@given(st.text(), st.data())
def test_utf16_offsets_of_any_span(source: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(source)))
    end = data.draw(st.integers(start, len(source)))
    finding = report("岛上").findings[0]._replace(start=start, end=end)
    (moved,) = to_utf16([finding], {"body": source})
    assert (
        source.encode("utf-16-le")[moved.start * 2 : moved.end * 2].decode("utf-16-le") == source[start:end]
    )


def test_the_report_has_the_keys_of_the_contract() -> None:
    found = scan(Draft("岛上"), RULES).as_dict()
    assert list(found) == (
        [
            "verdict",
            "level",
            "level_reasons",
            "findings",
            "suppressed",
            "relevance",
            "not_run",
            "ruleset_sha256",
            "offset_unit",
        ]
    )
    assert list(found["findings"][0]) == list(Finding._fields)
    assert set(found["relevance"]) == {"verdict", "score", "topic", "terms"}
    assert set(found["level_reasons"][0]) == {"rule", "evidence", "clause"}


@given(
    st.lists(
        st.sampled_from(
            ["岛上政府", "岛上", "政府", "大麻", "烦", "vx", "打击", "，", "。", "\n", " ", "<b>", "😀", "*"]
        )
    ),
    st.sampled_from(["text", "html", "markdown"]),
)
def test_both_libraries_give_the_same_report(parts: list[str], format: Format) -> None:
    draft = Draft("".join(parts), format=format)
    one, other = scan(draft, RULES, depth="fast"), scan(draft, PORTABLE, depth="fast")
    assert one == other
    assert all(draft.body[each.start : each.end] == each.text for each in one.findings)


@given(
    st.text() | st.lists(st.sampled_from(PIECES)).map("".join),
    st.text(max_size=20),
    st.sampled_from(["text", "html", "markdown"]),
    st.sampled_from(["full", "fast"]),
)
@settings(deadline=None)
def test_no_text_makes_a_whole_scan_raise(body: str, title: str, format: Format, depth: Depth) -> None:
    draft = Draft(body, title=title, format=format)
    with patch.object(engine, "WATCH", Watch(CHECKS)):
        one, other = scan(draft, SHIPPED, depth=depth), scan(draft, SHIPPED, depth=depth)
    assert one == other
    for finding in one.findings:
        field = title if finding.field == "title" else body
        assert 0 <= finding.start < finding.end <= len(field)
        assert field[finding.start : finding.end] == finding.text
    assert len({finding.id for finding in one.findings}) == len(one.findings)


@pytest.mark.parametrize("piece", ["岛上政府", "大麻烦", "vx", "岛 上，", "环保部", "最佳"])
def test_a_megabyte_of_hits_takes_seconds_at_most(piece: str) -> None:
    body = piece * ((1 << 20) // len(piece.encode()))
    with within(2):
        scan(Draft(body), RULES, depth="fast")


def test_what_is_foreign_to_the_office_is_a_warning_on_the_title_or_first_sentence() -> None:
    gossip = "该女星现身演唱会，粉丝疯狂尖叫，新专辑和新剧的绯闻男友引爆娱乐圈热搜。" * 5
    draft = Draft(gossip, title="明星演唱会")
    titled, untitled = scan(draft, SHIPPED), scan(replace(draft, title=""), SHIPPED)
    assert titled.relevance is not None
    assert titled.relevance.verdict == "irrelevant"
    for found, text in ((titled, "明星演唱会"), (untitled, gossip[: gossip.index("。") + 1])):
        (finding,) = (each for each in found.findings if each.code == "REL-01")
        assert (finding.text, finding.severity) == (text, "warn")
    assert "REL-01" not in {each.code for each in scan(draft, SHIPPED, depth="fast").findings}
