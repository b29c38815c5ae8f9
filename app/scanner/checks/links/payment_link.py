"""LNK-03: links that ask for money or a password (付款、登录页面)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.checks.hosts import (
    APP_WORDS,
    address,
    app_links,
    commercial_name,
    is_known,
    scheme,
    suffixes,
)
from app.scanner.document import Page
from app.scanner.facts import Facts

_PAYING = frozenset(("alipays", "alipay", "wxp", "upwallet"))
_CASHIERS = frozenset(
    (
        *("qr.alipay.com", "mclient.alipay.com", "cashier.alipay.com", "render.alipay.com"),
        *("qr.95516.com", "wx.tenpay.com", "pay.weixin.qq.com", "payapp.weixin.qq.com", "paypal.com"),
        *("paypal.me", "pay.qq.com"),
    )
)
_PAY = frozenset(
    ("pay", "payment", "cashier", "checkout", "wxpay", "alipay", "recharge", "donate", "payorder")
)
_LOGIN = frozenset(
    ("login", "signin", "passport", "sso", "oauth", "oauth2", "logon", "register", "signup", "auth")
)
_PARTS = re.compile(r"[^a-z0-9]+")


@check(
    "LNK-03",
    "payment-link",
    "国办发〔2018〕123号；《政府网站与政务新媒体检查指标》（国办秘函〔2019〕19号）",
    links=True,
    words=APP_WORDS,
    about=About(
        "付款或登录页面",
        "链接打开的是付款码、收银台或者登录页面，读者会在那里付钱、输入密码，须核实收款和运营单位。"
        "政府网站的办事登录页不提示。",
        "捐款请点https://qr.alipay.com/fkx0123",
        "请登录https://www.gov.cn/login办理。",
    ),
)
def payment_link(page: Page) -> Iterator[Hit]:
    """Links to a cashier, a payment code or a login page outside the known domains (付款、登录页面).

    Why: readers trust what an office publishes and pay or sign in there. Domains known as official
    and pages that only have such a word inside another (paypaper, authors) are no hits; shops are the matter
    of LNK-01.

    Example: https://qr.alipay.com/fkx0123.
    Basis: 国办发〔2018〕123号; 政府网站与政务新媒体检查指标 (2019).
    """
    for field in page.fields:
        for link in app_links(field):
            if what := _page(link.url, page.facts):
                message = f"链接打开的是{what}，请核实运营单位后再发布。"
                yield Hit(field, link.start, link.end, message, in_source=True)


def _page(url: str, facts: Facts) -> str:
    """What the address opens, in Chinese; "" where it neither takes money nor asks who one is."""
    if scheme(url) in _PAYING or url.lower().startswith("weixin://wxpay"):
        return "手机付款"
    target = address(url)
    if target is None:
        return ""
    if any(domain in _CASHIERS for domain in suffixes(target.host)):
        return "付款页面"
    if is_known(target.host, facts) or commercial_name(target.host, facts):
        return ""
    path = url.lower().replace("\\", "/").partition("://")[2].partition("?")[0].partition("#")[0]
    parts = {target.host.partition(".")[0], *_PARTS.split(path.partition("/")[2])}
    return "付款页面" if parts & _PAY else "登录或注册页面" if parts & _LOGIN else ""
