"""Terms in disguise through the public scan: found, with exact spans, and nothing that is no disguise."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scanner.document import Draft, Format
from app.scanner.engine import scan
from app.scanner.finding import Finding, Severity
from app.scanner.numerals import rewritten
from app.scanner.ruleset import build, load
from tests.bench.disguise import DISGUISES, Placed, disguised, outcome, placed, terms
from tests.pace import within

LISTED = """
kind = "terms"
name = "wording"
code = "POL-04"
message = "“{text}”应为“{use}”。"
[sources.own]
title = "测试用"
[terms]
"台湾政府" = { use = "台湾当局", source = "own" }
"“四个维护”" = { use = "“两个维护”", source = "own" }
"协调、创新" = { use = "创新、协调", source = "own" }
"人人必须点赞" = { use = "欢迎点赞", source = "own" }
"一国二制" = { use = "一国两制", source = "own" }
"党的20大" = { use = "党的二十大", source = "own" }
"薇信" = { use = "联系", source = "own" }
"崑崙" = { use = "昆仑", source = "own" }
"市区" = { use = "城区", source = "own" }
"回回" = { use = "回族", source = "own" }
"台独" = { use = "“台独”", source = "own" }
[allow]
"“台独”" = { source = "own" }
"台湾政府网" = { source = "own" }
"""
RULES = build([("terms.toml", LISTED.encode())])
SHIPPED = load()
PLACES = [place for term in random.Random(7).sample(terms(), 250) if (place := placed(term, SHIPPED))]


def found(body: str, format: Format = "text", depth: str = "fast") -> list[Finding]:
    report = scan(Draft(body, format=format), RULES, depth="full" if depth == "full" else "fast")
    return [finding for finding in report.findings if finding.rule == "wording"]


@pytest.mark.parametrize(
    ("format", "before", "shown", "after"),
    [
        ("text", "见", "台，湾政府", "。"),
        ("text", "见【", "台】湾（政）府", "。"),
        ("text", "见", "台台湾湾政政府府", "。"),
        ("text", "见", "台湾湾湾政府", "府邸"),
        ("text", "见", "台台台湾湾湾政政政府府府", "。"),
        ("text", "见", "臺灣政\u0336府\u0336", "。"),
        ("text", "见👨‍👩‍👧", "台👍🏽湾政️府️", "👍"),
        ("text", "见", "台\r\n湾政府", "\r\n"),
        ("text", "“", "“四*个维护”", "”"),
        ("text", "“", "“4个维护”", "”"),
        ("text", "见", "协调、创*新", "。"),
        ("text", "见", "人人人人必必须须点点赞赞", "。"),
        ("text", "见", "1国2制", "。"),
        ("text", "见", "壹国贰制", "。"),
        ("text", "见", "党的⑳大", "。"),
        ("text", "加", "薇，信", "。"),
        ("text", "见", "回回", "。"),
        ("html", "<p>", "台<!-- x --></b>湾&#25919;<wbr>府", "</p>"),
        ("markdown", "**", "台**`湾`[政](a)府", "。"),
    ],
)
def test_a_disguise_is_seen_through(format: Format, before: str, shown: str, after: str) -> None:
    findings = found(before + shown + after, format)
    assert [(finding.start, finding.end) for finding in findings] == [(len(before), len(before) + len(shown))]


@pytest.mark.parametrize(
    "body",
    [
        *("位于台湾，政府支持。", "台湾（政府）", "台湾\n\n政府", "台湾。\n政府", "台湾！政府"),
        *("协调创新", "创新、协调、绿色", "四个维护", "每个人必须点赞", "昆仑山", "党的二十大", "一国两制"),
        *("有市、区两级", "回到", "反对“台独”", "台湾政府网", "增长1.5倍", "台\n \n湾政府"),
    ],
)
def test_what_only_looks_so_is_none(body: str) -> None:
    assert found(body) == []


def test_the_message_tells_of_the_disguise_and_names_the_term() -> None:
    plain, spaced, hidden = (found(body)[0].message for body in ("台湾政府", "台湾 政府", "台\u200b湾政府"))
    assert plain == "“台湾政府”应为“台湾当局”。"
    assert spaced == "“台湾 政府”应为“台湾当局”。"
    assert hidden.startswith("“台湾政府”应为“台湾当局”。（")


@pytest.mark.parametrize("name", DISGUISES)
def test_every_disguise_is_seen_through(name: str) -> None:
    """Of a sample of the shipped terms nearly all are found, and every span is exact."""
    rng = random.Random(name)
    tries = [(place, disguised((name,), place.term, rng)) for place in PLACES]
    outcomes = [outcome(place, shown, SHIPPED, "fast") for place, shown in tries if shown]
    hits, exact = (sum(each) for each in zip(*outcomes, strict=True)) if outcomes else (0, 0)
    assert hits >= 0.95 * len(outcomes)
    assert exact >= 0.98 * hits


@given(st.sampled_from(PLACES), st.randoms(use_true_random=False), st.data())
def test_a_pair_of_disguises_never_shifts_a_span(
    place: Placed, rng: random.Random, data: st.DataObject
) -> None:
    """What is found lies within the field and reads as the text does there."""
    names = data.draw(st.lists(st.sampled_from(list(DISGUISES)), min_size=1, max_size=2, unique=True))
    written = disguised(tuple(names), place.term, rng)
    if written:
        before, shown, after = written.parts()
        body = place.before + before + shown + after + place.after
        for finding in scan(Draft(body, format=written.format), SHIPPED).findings:
            assert body[finding.start : finding.end] == finding.text != ""


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("见氵台湾政府", []),
        ("见台氵弯政府。", ["台氵弯政府"]),
        ("见tai wan zheng fu。", ["tai wan zheng fu"]),
        ("见Táiwān Zhèngfǔ。", ["Táiwān Zhèngfǔ"]),
        ("见tai2wan1zheng4fu3。", ["tai2wan1zheng4fu3"]),
        ("见taiwanzhengfuwang。", []),
        ("an ordinary English sentence", []),
    ],
)
def test_parts_and_pinyin_hint(body: str, shown: list[str]) -> None:
    hints = [finding for finding in found(body, depth="full") if finding.severity is Severity.HINT]
    assert [finding.text for finding in hints] == shown
    assert found(body) == [] or not shown


@pytest.mark.parametrize(
    ("word", "others"),
    [
        ("一国两制", {"1国两制", "一国2制", "1国2制"}),
        ("党的二十大", {"党的20大", "党的二〇大"}),
        ("民国110年", {"民国一百一十年", "民国一一〇年"}),
        ("评论扣1", {"评论扣一"}),
        ("六个月", set()),
        ("十一", set()),
        ("千部职工", set()),
    ],
)
def test_numbers_the_other_way(word: str, others: set[str]) -> None:
    written = rewritten(word)
    assert others <= written
    assert bool(others) == bool(written)


HOSTILE = ("台湾政", "台，", "台湾，", "台\u200b", "台台湾湾政政府", "“", "tai wan zheng ", "氵弯", "台\n")


@pytest.mark.parametrize("piece", HOSTILE)
def test_time_grows_with_length_only(piece: str) -> None:
    body = (piece * (300_000 // len(piece))) + "府"
    with within(3):
        scan(Draft(body), RULES)
