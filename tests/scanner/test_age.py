"""When a text was written: terms that became wrong later hint in an undated text that looks older."""

from __future__ import annotations

from datetime import date

import pytest

from app.scanner.document import Draft
from app.scanner.engine import scan
from app.scanner.finding import Severity
from app.scanner.ruleset import Ruleset, load


@pytest.fixture(scope="module")
def shipped() -> Ruleset:
    return load()


def weights(ruleset: Ruleset, text: str, day: date | None = None) -> list[Severity]:
    findings = scan(Draft(text, text_date=day), ruleset, depth="fast").findings
    return [finding.severity for finding in findings if finding.rule == "former-institutions"]


@pytest.mark.parametrize(
    "text",
    [
        "理财产品由银保监会监管。",
        "请联系银保监会、市场监管局。",
        "此项工作由人民银行、银保监会负责。",
        "（一）银保监会要加强指导，督促银行落实责任。",
        "根据第五条的规定，银保监会可以处罚。",
        "2015年起实行。截至2024年，由银保监会监管。",
    ],
)
def test_in_a_text_of_today_a_former_name_warns(shipped: Ruleset, text: str) -> None:
    assert weights(shipped, text) == [Severity.WARN]


@pytest.mark.parametrize(
    "text",
    [
        "加大信贷支持力度。（人民银行、银保监会负责）",
        "落实税收优惠政策（财政部、税务总局、银保监会等负责）。",
        "简化手续。（负责部门：商务部、银保监会，适用范围：各自贸试验区）",
        "第五十六条　银保监会对银行进行持续监管。",
        "中国人民银行、中国银保监会、工业和信息化部",
        "自2015年起实行新办法。各银行由银保监会监管。",
        "依据〔2019〕3号文件执行。各银行由银保监会监管。",
    ],
)
def test_where_an_undated_text_looks_older_it_hints(shipped: Ruleset, text: str) -> None:
    assert weights(shipped, text) == [Severity.HINT]
    assert weights(shipped, text, date(2024, 5, 1)) == [Severity.WARN], "dated, it is plainly wrong"
    assert weights(shipped, text, date(2022, 5, 1)) == [], "and at that time it was right"
    assert weights(shipped, f"{text}\n2024年5月1日") == [Severity.WARN]


def test_the_hint_says_why(shipped: Ruleset) -> None:
    (finding,) = scan(Draft("加大支持力度。（人民银行、银保监会负责）"), shipped, depth="fast").findings
    assert "未注明日期" in finding.message
    assert finding.suggestions == ("国家金融监督管理总局",)
