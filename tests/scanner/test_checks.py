"""Every pattern check against its case table (cases/<rule>.toml), and what must hold for any text.

A table has `flagged` (text, title, format; `match` the exact source text, one or a list; `use` the first
suggestion; `severity`; `says` a part of the message) and `clean` cases.
"""

from __future__ import annotations

import sys
import tomllib
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scanner import checks, context
from app.scanner.check import Check
from app.scanner.checks import CHECKS
from app.scanner.document import Draft, Format, Source, parse
from app.scanner.engine import ENOUGH, scan
from app.scanner.finding import CODES, Finding
from app.scanner.ruleset import LEXICONS, build
from app.scanner.visit import Visit
from tests.pace import within
from tests.scanner.office_lists import OFFICE_LISTS

CASES = Path(__file__).parent / "cases"
DOMAINS = """
kind = "domains"
[sources.own]
title = "测试用"
date = "2026-01-01"
[known]
"gov.cn" = { source = "own" }
[commercial]
"taobao.com" = { source = "own", name = "淘宝" }
"jd.com" = { source = "own", name = "京东" }
[shorteners]
"t.cn" = { source = "own" }
"""
MIXED = """
kind = "mixed"
name = "mixed-forms"
[sources.own]
title = "测试用"
date = "2026-01-01"
[groups]
"账号" = { other = ["帐号"], source = "own" }
"账户" = { other = ["帐户"], source = "own" }
"其他" = { other = ["其它"], source = "own" }
"作出决定" = { other = ["做出决定"], source = "own" }
"身份" = { other = ["身分"], source = "own" }
"""
SHIPPED = [
    (path.name, path.read_bytes())
    for path in (
        *(LEXICONS / name for name in ("laws.toml", "fixed-lists.toml", "sources.toml")),
        *LEXICONS.glob("known-*.toml"),
    )
]
RULESET = build([("domains.toml", DOMAINS.encode()), ("mixed.toml", MIXED.encode()), *SHIPPED, *OFFICE_LISTS])
BY_RULE = {check.rule: check for check in CHECKS}


def table(rule: str) -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads((CASES / f"{rule}.toml").read_text(encoding="utf-8"))


def cases(kind: str) -> list[Any]:
    """All cases of a kind as (rule, case), each with a name for the report."""
    return [
        pytest.param(rule, case, id=f"{rule}-{number}")
        for rule in BY_RULE
        if (CASES / f"{rule}.toml").exists()
        for number, case in enumerate(table(rule)[kind], 1)
    ]


def found(rule: str, case: dict[str, Any]) -> list[Finding]:
    draft = Draft(
        case["text"],
        case.get("title", ""),
        case.get("format", "text"),
        kind=case.get("kind", "original"),
        source=Source(**case["source"]) if "source" in case else None,
        question=case.get("question"),
        text_date=case.get("date"),
        visits={url: Visit(*seen) for url, seen in case.get("visits", {}).items()} or None,
    )
    return [finding for finding in scan(draft, RULESET).findings if finding.rule == rule]


@pytest.mark.parametrize(("rule", "case"), cases("flagged"))
def test_flagged(rule: str, case: dict[str, Any]) -> None:
    findings = found(rule, case)
    expected = case["match"] if isinstance(case["match"], list) else [case["match"]]
    assert [finding.text for finding in findings] == expected
    first = findings[0]
    assert first.suggestions[:1] == ((case["use"],) if "use" in case else first.suggestions[:1])
    assert first.severity == case.get("severity", first.severity)
    assert case.get("says", "") in first.message


@pytest.mark.parametrize(("rule", "case"), cases("clean"))
def test_clean(rule: str, case: dict[str, Any]) -> None:
    assert found(rule, case) == []


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.rule)
def test_a_check_explains_itself(check: Check) -> None:
    """Docstring with why, example and basis, a known code, a module of its own, and enough cases."""
    assert check.code in CODES
    assert check.basis
    assert check.find.__doc__ is not None
    assert all(part in check.find.__doc__ for part in ("Why: ", "Example: ", "Basis: "))
    assert check.find.__module__.rpartition(".")[2] == check.rule.replace("-", "_")
    module = sys.modules[check.find.__module__].__doc__
    assert module is not None
    assert module.startswith(f"{check.code}: ")
    rows = table(check.rule)
    assert len(rows["flagged"]) >= 8
    assert len(rows["clean"]) >= 8


def test_rules_are_unique_and_every_file_is_used() -> None:
    assert len(BY_RULE) == len(CHECKS)
    assert {path.stem for path in CASES.glob("*.toml")} == set(BY_RULE)
    modules = {path.stem for path in Path(checks.__file__).parent.glob("*/*.py")} - {"__init__"}
    assert modules == {rule.replace("-", "_") for rule in BY_RULE}


def test_context_of_a_hit() -> None:
    text = "各部门：严禁黄、赌、毒，欢迎投诉。下一句话"
    assert context.clause_before(text, text.index("毒")) == "严禁黄、赌、"
    assert context.negated(text, text.index("毒"))
    assert not context.negated(text, text.index("欢迎"))
    assert context.sentence(text, text.index("毒")) == "各部门：严禁黄、赌、毒，欢迎投诉"
    assert context.sentence(text, len(text)) == "下一句话"
    assert context.warned("陌生人让加微信，警惕骗局", 4)


@given(text=st.text(alphabet="严禁甲、，。\n乙", max_size=400), place=st.floats(0, 1))
def test_context_is_near(text: str, place: float) -> None:
    """Clause and sentence are pieces of the text that meet at the place, and no longer than their reach."""
    at = int(place * len(text))
    before, around = context.clause_before(text, at), context.sentence(text, at)
    assert text[:at].endswith(before)
    assert around in text
    assert len(before) <= context.REACH
    assert len(around) <= 2 * context.REACH


PIECES = [
    *(
        "11010519491231002X",
        "6222021001116245702",
        "13800138000",
        "机密★10年",
        "密级：秘密",
        "加我微信abc12345",
    ),
    *("原价9元现价1元", "（", "）", "“", "”", "《", "》", "考核考核", "的的", "同 一", "2月30日", "25时61分"),
    *(
        "2021年3月25日（星期五）",
        "××年×月",
        "{{x}}",
        "【",
        "】",
        "国办发[2018]123号",
        "帐号",
        "账号",
        "\n",
        "\n\n",
    ),
    *(
        "http://t.cn/a",
        "http://a@b:x/",
        "http://[::1",
        "javascript:0",
        "家住东村3号楼2室",
        " ",
        "\u3000",
        "😀",
        "，，",
    ),
]
TEXTS = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=12).map("".join))


@given(body=TEXTS, title=TEXTS, format=st.sampled_from(["text", "html", "markdown"]))
def test_any_text(body: str, title: str, format: Format) -> None:
    """No text makes a check raise, and every hit lies inside its field and is not empty."""
    page = parse(Draft(body, title, format), RULESET.facts)
    for check in CHECKS:
        for hit in check.find(page):
            size = len(hit.field.source if hit.in_source else hit.field.text)
            assert 0 <= hit.start < hit.end <= size
            assert hit.message


HOSTILE = {
    "digits": "1",
    "spaced digits": "1 ",
    "card groups": "6262 ",
    "year digits": "1 9 ",
    "open": "（",
    "nested": "“《（",
    "closed": "）",
    "spaces": " ",
    "lines": "同\n",
    "gaps": "同 一平台",
    "doubled": "考核",
    "crosses": "×",
    "points": "，",
    "months": "2月30日至",
    "homes": "家住",
    "levels": "机密",
    "bait": "加微信",
    "prices": "原价",
    "braces": "{{",
    "marks": "【待补充",
    "forms": "帐号",
    "numbers": "国办发[2018]",
    "statutes": "《消防安全法》第九百条",
    "lists": "创新、协调",
    "leaders": "市长李海涛",
    "hosts": "www.a.cn",
    "bare hosts": "a.cn/ ",
    "plates": "粤s1",
    "people": "患者张小明患有癌",
    "passwords": "密码:a",
    "masked": "1101*",
}


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)
def test_time_grows_with_length_only(piece: str) -> None:
    """Eighty thousand bytes of anything take all checks together no more than a second or two."""
    page = parse(Draft(piece * (80_000 // len(piece.encode()))), RULESET.facts)
    with within(1.6):
        for check in CHECKS:
            for _ in islice(check.find(page), ENOUGH):
                pass
