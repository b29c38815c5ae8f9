"""What is told once: a slip that runs through a text, a fault that a list and a check see both."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scanner.document import Draft
from app.scanner.engine import scan
from app.scanner.finding import CODES, RANK, Finding, Severity
from app.scanner.gather import LIMIT
from app.scanner.habit import PLACES, told_once
from app.scanner.overlap import one_each
from app.scanner.ruleset import Ruleset, load


@pytest.fixture(scope="module")
def shipped() -> Ruleset:
    return load()


def found(ruleset: Ruleset, text: str, rule: str) -> list[Finding]:
    return [each for each in scan(Draft(text), ruleset, depth="fast").findings if each.rule == rule]


def test_up_to_three_places_are_each_shown(shipped: Ruleset) -> None:
    findings = found(shipped, "要高度重视,认真落实,压实责任,抓好整改。", "half-width-mark")
    assert [(each.start, each.suggestions) for each in findings] == [
        (5, ("，",)),
        (10, ("，",)),
        (15, ("，",)),
    ]
    assert all("全文" not in each.message for each in findings)


def test_a_habit_is_told_at_its_first_place_with_the_number(shipped: Ruleset) -> None:
    (first,) = found(shipped, "要高度重视" + ",认真落实" * 40 + "。", "half-width-mark")
    assert (first.start, first.end, first.text, first.suggestions) == (5, 6, ",", ("，",))
    assert first.message.endswith("全文同类问题共 40 处，请一并改正。")


def test_marks_of_all_kinds_in_half_width_are_one_habit(shipped: Ruleset) -> None:
    (first,) = found(shipped, "要高度重视,认真落实;压实责任,抓好整改;" * 3, "half-width-mark")
    assert (first.start, first.suggestions) == (5, ("，",))
    assert "共 12 处" in first.message


def test_a_variant_form_throughout_is_told_once(shipped: Ruleset) -> None:
    (first,) = found(shipped, "开设帐号，变更帐号，注销帐号，规范帐号名称，管好帐号。", "variant-forms")
    assert (first.start, first.suggestions) == (2, ("账号",))
    assert "共 5 处" in first.message


def test_of_a_habit_without_end_is_said_that_there_are_more(shipped: Ruleset) -> None:
    (first,) = found(shipped, "要高度重视" + ",认真落实" * (LIMIT + 50) + "。", "half-width-mark")
    assert f"全文同类问题至少 {LIMIT} 处" in first.message


def test_what_warns_or_touches_a_person_is_shown_everywhere(shipped: Ruleset) -> None:
    assert len(found(shipped, "请登陆网站。" * 6, "wrong-terms")) == 6
    assert len(found(shipped, "咨询电话：13800138000。" * 6, "telephone")) == 6


def test_a_list_and_a_check_that_see_one_fault_raise_one_finding(shipped: Ruleset) -> None:
    def faults(text: str) -> list[tuple[str, Severity]]:
        findings = scan(Draft(text), shipped).findings
        return [(each.text, each.severity) for each in findings if each.code in ("TON-03", "TXT-01")]

    assert faults("请必须下载安装反诈APP。") == [("必须下载", Severity.BLOCK)]
    assert faults("民警抓获罪犯张某。") == [("抓获罪犯", Severity.WARN)]
    assert faults("每人转发不少于3次到朋友圈。") == [("每人转发不少于3", Severity.BLOCK)]
    assert faults("务必转发朋友圈并截图上报。") == [
        ("务必转发", Severity.BLOCK),
        ("截图上报", Severity.BLOCK),
    ]


@st.composite
def findings(draw: st.DrawFn) -> list[Finding]:
    places = st.tuples(
        st.sampled_from(["TXT-03", "TXT-01", "TON-03", "ADV-03", "PRI-03"]),
        st.sampled_from(["甲", "乙"]),
        st.sampled_from(list(Severity)),
        st.integers(0, 20),
        st.integers(1, 5),
    )
    drawn = sorted(draw(st.lists(places, max_size=20)), key=lambda place: place[3])
    return [_finding(str(number), *place) for number, place in enumerate(drawn)]


def _finding(id: str, code: str, rule: str, severity: Severity, start: int, size: int) -> Finding:
    gate, words = CODES[code].gate, "字" * size
    return Finding(
        id,
        code,
        f"{code}-{rule}",
        gate,
        severity,
        True,
        "body",
        start,
        start + size,
        words,
        "有误。",
        (),
        "样例",
    )


@given(findings())
def test_no_slip_is_lost(given: list[Finding]) -> None:
    """A finding that is not told stands behind one that is: the same rule, words and suggestions."""
    told = told_once(given)
    assert [each.id for each in told] == [each.id for each in given if each.id in {one.id for one in told}]
    for finding in given:
        same = [each for each in told if (each.rule, each.text) == (finding.rule, finding.text)]
        assert same[0].start <= finding.start
        alike = [each for each in given if (each.rule, each.text, each.severity) == _kind(finding)]
        if finding.severity is not Severity.HINT or len(alike) <= PLACES:
            assert finding in told
    assert told_once(told) == told


@given(findings())
def test_the_heavier_of_two_that_overlap_stays(given: list[Finding]) -> None:
    kept = one_each(given)
    for finding in given:
        if finding not in kept:
            assert any(
                other.code == finding.code
                and other.rule != finding.rule
                and RANK[other.severity] <= RANK[finding.severity]
                and other.start < finding.end
                and finding.start < other.end
                for other in kept
            )
    assert one_each(kept) == kept


def _kind(finding: Finding) -> tuple[str, str, Severity]:
    return finding.rule, finding.text, finding.severity


def test_two_guesses_that_agree_are_one_as_sure_as_the_surer() -> None:
    term = Finding(
        "a",
        "TXT-01",
        "near-known-term",
        "文字关",
        Severity.HINT,
        True,
        "body",
        0,
        4,
        "坚定不宜",
        "",
        ("坚定不移",),
        "",
        0.75,
    )
    character = term._replace(
        id="b",
        rule="wrong-character",
        severity=Severity.WARN,
        start=3,
        text="宜",
        suggestions=("移",),
        score=0.97,
    )
    other = character._replace(id="c", suggestions=("易",))
    assert one_each([term, character]) == (term._replace(severity=Severity.WARN, score=0.97),)
    assert one_each([term, other]) == (other,)


def test_a_guess_gives_way_to_what_a_list_says_of_the_place() -> None:
    listed = Finding(
        "a",
        "POL-03",
        "fixed-wording",
        "政治关",
        Severity.BLOCK,
        True,
        "body",
        2,
        9,
        "特色社会主意",
        "",
        ("特色社会主义",),
        "",
    )
    guess = listed._replace(
        id="b", code="TXT-01", rule="wrong-character", severity=Severity.WARN, start=8, text="意", score=0.99
    )
    assert one_each([listed, guess]) == (listed,)
