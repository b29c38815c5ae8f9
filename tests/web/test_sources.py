"""One unit for the whitelist of sources (稿源白名单), from the form on its page to the other person."""

from __future__ import annotations

import pytest

from app.rulesets.single_source import NAME
from tests.desk import Desk
from tests.rulesets.lists import act
from tests.web.browser import Browser, Fields, text_of
from tests.web.office_day import SignIn

UNIT: Fields = {
    "unit": "江州日报",
    "aliases": "江州日报社、江州新闻",
    "domains": "jiangzhou.example.cn",
    "since": "2025-06-01",
    "source": "省委网信办名单",
    "reason": "名单更新",
}


def offered(admin: Browser, **fields: str | list[str]) -> str:
    """The address of the preview of a unit that is typed in."""
    admin.get("/sources")
    response = admin.post("/sources", UNIT | fields)
    assert response.status_code == 303, text_of(response.text)
    return str(response.headers["location"])


def test_one_unit_is_typed_previewed_approved_and_then_another(sign_in: SignIn, desk: Desk) -> None:
    admin = sign_in("secadmin")
    for number, (unit, source) in enumerate((("江州日报", "省委网信办名单"), ("江州晚报", "")), 1):
        preview = offered(admin, unit=unit, aliases="", domains="", source=source)
        assert unit in text_of(admin.get(preview).text)
        assert "不在名单内" in text_of(sign_in("secadmin2").get("/sources", q=unit).text)
        assert admin.post(preview, {"act": "propose", "reason": "名单更新"}, action="").status_code == 303
        assert act(desk, "secadmin2", NAME, number, "approve").status_code == 200
    listed = text_of(admin.get("/sources", q="江州").text)
    assert "江州日报 — — 省委网信办名单 在用" in listed
    assert "江州晚报 — — 本单位词库 在用" in listed


def test_names_and_domains_count_from_their_day_on(sign_in: SignIn, desk: Desk) -> None:
    admin = sign_in("secadmin")
    preview = offered(admin)
    admin.get(preview)
    admin.post(preview, {"act": "propose", "reason": "名单更新"}, action="")
    act(desk, "secadmin2", NAME, 1, "approve")
    assert "认定为名单内的“江州日报”" in text_of(admin.get("/sources", q="江州新闻").text)
    assert "江州日报" in text_of(admin.get("/sources", q="jiangzhou.example").text)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"unit": " "}, "请填写“单位名称”"),
        ({"reason": ""}, "请填写“变更理由”"),
        ({"since": "6月"}, "日期“6月”应如"),
        ({"domains": "江州.中国"}, "应是域名"),
        ({"unit": "人民日报微信公众号"}, "已认定为名单内的“人民日报”"),
    ],
)
def test_what_is_wrong_is_said_and_kept(sign_in: SignIn, fields: Fields, said: str) -> None:
    admin = sign_in("secadmin")
    admin.get("/sources")
    refused = admin.post("/sources", UNIT | fields)
    assert refused.status_code in {409, 422}
    assert said in text_of(refused.text)
    assert "江州日报社、江州新闻" in refused.text


def test_only_security_administrators_add(sign_in: SignIn) -> None:
    auditor, admin = sign_in("auditor"), sign_in("secadmin")
    assert "增加一个单位" not in auditor.get("/sources").text
    admin.get("/sources")
    auditor.get("/ledger")
    csrf = auditor.hidden("/ledger/verify")["csrf"]
    assert auditor.post("/sources", UNIT | {"csrf": csrf}, action="/ledger/verify").status_code == 403
