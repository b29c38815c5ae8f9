"""The level of review: labelled cases, reasons, findings that raise it, and what must always hold."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scanner.document import Draft, parse
from app.scanner.engine import told
from app.scanner.finding import CODES, Finding, Severity
from app.scanner.level import EVIDENCE, Assessment, assess
from app.scanner.level.rules import compile_context
from app.scanner.ruleset import LEXICONS, Ruleset, build
from tests.pace import within

RULES = build([("level.toml", (LEXICONS / "level.toml").read_bytes())])
FACTS = RULES.facts
CASES = tomllib.loads((Path(__file__).parent / "cases_level.toml").read_text("utf-8"))
LEVELS = ("critical", "important", "general")
VOCABULARY = FACTS.vocab["level"]
KINDS = {name: words for name, words in VOCABULARY["kinds"].items() if isinstance(words, list)}
WORDS = sorted(RULES.level.by_word)
CONTEXTS = {name: entry for name, entry in VOCABULARY["contexts"].items() if "needs" in entry}


def level_of(case: str | dict[str, Any], *findings: Finding) -> Assessment:
    draft = Draft(body=case) if isinstance(case, str) else Draft(**case)
    return assessed(draft, findings)


def assessed(draft: Draft, findings: Iterable[Finding] = (), rules: Ruleset = RULES) -> Assessment:
    page = parse(draft, rules.facts)
    words = [list(told(field, rules.sieve.sift(field.bare.text))) for field in page.fields]
    return assess(page, tuple(findings), rules.level, words)


def finding(code: str, severity: Severity) -> Finding:
    known = CODES[code]
    return Finding(
        "f", code, "rule", known.gate, severity, known.overridable, "body", 0, 2, "原文", "说明", (), "依据"
    )


@pytest.mark.parametrize(
    "case",
    [
        "我区开展防灾减灾宣传周活动，向市民发放宣传手册。",
        "县消防救援大队走进小学开展火灾逃生演练，500名师生参加。",
        "对涉及本地的重大事件、群体性事件、灾情疫情等敏感信息，严禁未经审核或授权擅自发布。",
        "要压实责任，防范遏制重特大生产安全事故发生。",
        "生产经营单位发生生产安全事故的，主要负责人应当立即组织抢救。",
        "全市共发生火灾120起，同比下降15%。",
        {"title": "市化工园区举行应急演练", "body": "9时许，某企业发生氯气泄漏，造成3人中毒。救援力量赶到。"},
        "市化工园区举行应急演练。9时许，某企业发生氯气泄漏，造成3人中毒。救援力量赶到。",
        "电影讲述一座小城的地震：造成30人遇难、7人失联。",
        "1976年那场地震，造成24万人遇难。",
        "日本某县发生7.1级地震，造成30人遇难。",
        "“老城大火”游戏上线，5人受伤的剧情引人入胜。",
    ],
)
def test_a_word_without_its_event_is_not_critical(case: str | dict[str, Any]) -> None:
    assert level_of(case).level == "general"


@pytest.mark.parametrize(
    ("case", "rule"),
    [
        ("原县委书记马某今天站上被告席。", "fallen"),
        ("服刑人员昨夜翻墙逃走。", "escape"),
        ("协警掀翻水果摊的视频引来批评，分局向摊主道歉。", "rough-handling"),
        ("全市没信号，基站仍在修。", "breakdown"),
        ("两户的猪大批死去，确认是非洲猪瘟。", "epidemic"),
    ],
)
def test_an_event_told_plainly_counts(case: str, rule: str) -> None:
    assessment = level_of(case)
    assert assessment.level == "critical"
    assert rule in {reason.rule for reason in assessment.reasons}


@pytest.mark.parametrize(
    "case",
    [
        "法官释法：主动自首能减轻处罚吗？",
        "监狱组织服刑人员学习裁缝手艺。",
        "老师辱骂学生怎么办？律师支招。",
        "赛车游戏上线，直播间里弹幕说服务器炸了。",
        "那次矿难后，他改行做了安全员，资助遇难矿工的女儿上学。",
    ],
)
def test_the_same_words_without_an_event_do_not(case: str) -> None:
    assert level_of(case).level == "general"


def test_an_event_after_words_of_prevention_still_counts() -> None:
    assert level_of("近期雨水多，各地加强防范，昨夜石溪镇发生山洪，2人失联。").level == "critical"


def test_an_event_abroad_that_strikes_our_citizens_counts() -> None:
    assert level_of("日本某县发生7.1级地震，3名中国游客遇难。").level == "critical"


def test_a_drill_further_down_does_not_hide_an_event() -> None:
    body = "昨夜石溪镇发生山洪，造成4人遇难。上周，该镇刚刚开展过演练。"
    assert level_of({"title": "情况通报", "body": body}).level == "critical"


def test_an_event_in_the_midst_of_a_text_without_marks_counts() -> None:
    assert level_of("石" * 5000 + "今晨石溪镇发生5.8级地震" + "溪" * 5000).level == "critical"


def test_the_level_is_the_same_for_a_reply() -> None:
    body = "昨夜石溪镇发生山洪，造成4人遇难。"
    assert level_of({"body": body, "kind": "reply"}) == level_of(body)


@pytest.mark.parametrize(
    "disguised", ["发生5.8级地\u200b震", "发生5.8级地 震", "发生5.8级<b>地</b>震", "发生5.8级&#22320;震"]
)
def test_a_disguise_does_not_lower_the_level(disguised: str) -> None:
    assert level_of({"body": f"今晨青禾县{disguised}。", "format": "html"}).level == "critical"


def test_cited_documents_are_not_what_the_draft_does() -> None:
    assert level_of("根据《关于调整住房公积金贷款政策的通知》，请到窗口办理。").level == "general"


@pytest.mark.parametrize("text", ["城市长期规划要加强检查。", "在工作中考虑群众感受，落实各项政策。"])
def test_a_word_across_two_words_is_none(text: str) -> None:
    assert level_of(text).level == "general"


def test_a_weekday_before_what_stops_is_no_standstill_of_all() -> None:
    assert level_of("青云街道周四停水10小时，请储水。").level == "important"


def test_reasons_quote_the_draft_and_name_the_clause() -> None:
    text = "各位市民：昨夜石溪镇突发山洪，已造成4人遇难、7人失联。"
    reasons = {reason.rule: reason for reason in level_of(text).reasons}
    assert reasons["disaster"].evidence == "昨夜石溪镇突发山洪"
    assert reasons["deaths"].evidence == "已造成4人遇难、7人失联"
    assert reasons["disaster"].clause == "通政办发〔2019〕90号第十七条"


def test_even_a_general_draft_has_a_reason() -> None:
    (reason,) = level_of({"title": "图书馆周末活动", "body": "欢迎参加。"}).reasons
    assert (reason.rule, reason.evidence) == ("routine", "图书馆周末活动")
    assert len(level_of("").reasons) == 1


@pytest.mark.parametrize(
    ("code", "severity", "level"),
    [
        ("SEC-01", Severity.BLOCK, "critical"),
        ("SEC-04", Severity.WARN, "critical"),
        ("POL-03", Severity.BLOCK, "critical"),
        ("POL-02", Severity.WARN, "general"),
        ("TXT-06", Severity.BLOCK, "important"),
        ("PRI-01", Severity.BLOCK, "important"),
        ("TXT-01", Severity.WARN, "general"),
        ("PRI-01", Severity.HINT, "general"),
    ],
)
def test_findings_raise_the_level(code: str, severity: Severity, level: str) -> None:
    assert level_of("春天的公园很美。", finding(code, severity)).level == level


def test_without_vocabulary_only_findings_decide() -> None:
    draft, nothing = Draft(body="今晨发生5.8级地震，造成3人死亡。"), build([])
    assert assessed(draft, rules=nothing).level == "general"
    assert assessed(draft, (finding("SEC-01", Severity.BLOCK),), nothing).level == "critical"


@given(
    st.lists(
        st.sampled_from(
            [*WORDS, "发生", "造成", "3人", "死亡", "演练", "，", "。", "\n", " ", "《", "》", "𠮷"]
        )
    )
)
def test_every_draft_has_a_level_with_reasons_out_of_its_own_words(parts: list[str]) -> None:
    text = "".join(parts)
    found = level_of(text)
    assert found == level_of(text)
    assert found.level in LEVELS
    assert found.reasons
    assert all(reason.evidence in text and len(reason.evidence) <= EVIDENCE for reason in found.reasons)
    assert len({reason.rule for reason in found.reasons}) == len(found.reasons)


@given(
    st.sampled_from(sorted(CONTEXTS)),
    st.lists(
        st.one_of(
            st.sampled_from([word for words in KINDS.values() for word in words]),
            st.sampled_from([word for entry in CONTEXTS.values() for word in entry["needs"]]),
            st.sampled_from(
                ["3人", "多名", "一家三口", "发生", "紧急", "已", "被", "人", "群众", "自来", "，", "2"]
            ),
        ),
        max_size=8,
    ),
)
def test_what_a_context_needs_stands_in_all_that_it_matches(name: str, parts: list[str]) -> None:
    text, entry = "".join(parts), CONTEXTS[name]
    kinds = VOCABULARY["kinds"]
    bold = {key: value for key, value in entry.items() if key not in ("needs", "unless")}
    cautious = {key: value for key, value in entry.items() if key != "unless"}
    assert compile_context(cautious, kinds).stands_in(text) == compile_context(bold, kinds).stands_in(text)


@pytest.mark.parametrize("level", ["critical", "important"])
def test_needs_lose_nothing_of_the_cases(level: str) -> None:
    kinds = VOCABULARY["kinds"]
    pairs = [
        (compile_context({**entry, "needs": []}, kinds), compile_context(entry, kinds))
        for entry in CONTEXTS.values()
    ]
    for text in (case for case in CASES[level] if isinstance(case, str)):
        assert all(bold.stands_in(text) == cautious.stands_in(text) for bold, cautious in pairs)


@given(st.text(), st.sampled_from([case for case in CASES["critical"] if isinstance(case, str)]))
def test_what_follows_in_other_paragraphs_never_lowers_a_critical_draft(text: str, case: str) -> None:
    assert level_of(f"{case}\n\n{text}").level == "critical"


@pytest.mark.parametrize(
    "unit", ["地震", "防范地震", "今日发生5级地震。", "如果发生地震。", "死亡1", "《", "停课停", "1"]
)
def test_a_hostile_text_takes_linear_time(unit: str) -> None:
    draft = Draft(body=unit * (340_000 // len(unit)))
    with within(1):
        assessed(draft)
