"""Ready reasons (现成理由) as an office states them: on its policy's page, then on the page of a draft."""

from __future__ import annotations

import re

import pytest

from app.review.routing import LEVELS, RULE
from app.review.stages import STAGES
from app.web.drafts.decision_pages import words_of
from app.web.forms import Form
from tests.desk import BLOCKED, Desk
from tests.web.browser import Fields, text_of
from tests.web.office_day import SignIn, written

WHOLE: Fields = {f"{level}-{stage}": str(RULE.hours[level][stage]) for level in LEVELS for stage in STAGES}


def test_the_office_s_own_reasons_are_offered_at_a_finding(sign_in: SignIn, desk: Desk) -> None:
    admin = sign_in("secadmin")
    assert "固有名称\n与上下文相符</textarea>" in admin.get("/policy").text
    stated = {
        "principal_from": "critical",
        "reason": "常用",
        "ready-accepted": "引用文件原文\r\n\r\n《史书》用语",
    }
    assert admin.post("/policy", WHOLE | stated | {"ready-false_positive": "本市地名"}).status_code == 303
    shown = text_of(admin.get("/policy").text)
    assert "现成理由（保留）：引用文件原文、《史书》用语" in shown
    editor = sign_in("editor")
    page = editor.get(written(editor, body=BLOCKED)).text
    offered = re.findall(r'value="(accepted|false_positive):([^"]*)" data-verdict="\1"', page)
    assert dict.fromkeys(offered) == dict.fromkeys(
        [("false_positive", "本市地名"), ("accepted", "引用文件原文"), ("accepted", "《史书》用语")]
    )


@pytest.mark.parametrize("wrong", ["长" * 41, "\n".join(map(str, range(9)))])
def test_what_is_too_long_is_refused_and_kept(sign_in: SignIn, desk: Desk, wrong: str) -> None:
    admin = sign_in("secadmin")
    admin.get("/policy")
    fields: Fields = WHOLE | {"principal_from": "critical", "reason": "常用", "ready-accepted": wrong}
    refused = admin.post("/policy", fields)
    assert refused.status_code == 422
    assert f"{wrong}</textarea>" in refused.text


def test_a_choice_says_verdict_and_reason_whatever_has_been_stated_since() -> None:
    (word,) = words_of(Form([("verdict-1", "accepted:原文：如此"), ("reason-1", "")]))
    assert (word.verdict, word.reason) == ("accepted", "原文：如此")
