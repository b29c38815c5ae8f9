"""SEC-02: passwords and keys left in the text (密码、密钥)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.context import mentions
from app.scanner.document import Field, Page
from app.scanner.finding import Severity

_LABELS = ("密码", "口令", "密钥", "私钥", "password", "passwd", "pwd", "token", "secret", "key")
_LABELLED = re.compile(
    r"(?:密码|口令|密钥|私钥|password|passwd|pwd|token|secret|(?:api|access)[ _-]?key(?:[ _-]?id)?)"
    r"[ \"']{0,2}(?:[:=]|是|为|设为|均为|统一为)[ \"'“]{0,2}([!-~]{6,64})",
    re.ASCII,
)
_KEY = re.compile(
    r"(?<![a-z0-9])(?:sk[-_](?:live|test|prod|proj)?[-_]?[a-z0-9]{16,64}|akia[0-9a-z]{16}|ltai[0-9a-z]{12,24}"
    r"|akid[0-9a-z]{13,40}|gh[pousr]_[0-9a-z]{36}|eyj[0-9a-z_-]{10,200}\.[0-9a-z_-]{10,400})"
    r"|-----begin [a-z ]{0,20}private key-----",
    re.ASCII,
)
_VALUE = re.compile(r"[!-~]{6,64}", re.ASCII)
"""The value as it stands: in the folded text, Chinese marks after it look like its own."""

_WORD = re.compile(r"[a-z]+[.,;)]?", re.IGNORECASE)
_NO_VALUE = re.compile(r"https?:|[*.x_-]{6}", re.IGNORECASE)
_TOLD = ("初始", "默认", "原始", "提取码", "wifi", "无线", "示例", "例如", "如:", "格式")
_PUBLIC = "对外公布的密码：请确认必须公开，并要求用户首次登录后更换。"


@check(
    "SEC-02",
    "leaked-credential",
    "《网络安全法》；《数据安全法》第二十七条；GB/T 22239-2019",
    words=(*_LABELS, "sk", "akia", "ltai", "akid", "ghp", "gho", "ghu", "ghs", "ghr", "eyj"),
    about=About(
        "密码、密钥",
        "登录密码、接口密钥和证书私钥一旦公开，系统就可能被人进入。对公众说明的初始密码只作提示；"
        "只讲密码设置要求的不提示。",
        "后台账号admin，密码：Gov@2024#adm",
        "密码应由字母和数字组成，长度不少于8位。",
    ),
)
def leaked_credential(page: Page) -> Iterator[Hit]:
    """A password after its label, and keys known by their form (AKIA…, sk_…, private keys).

    Why: who reads it can log in. A default password told to the public (初始密码为…) is a hint; rules
    for passwords, and labels that Chinese text follows (密码为身份证后六位), are no hits.

    Example: 密码：Gov@2024#adm.
    Basis: 网络安全法; 数据安全法 art. 27; GB/T 22239-2019 (身份鉴别).
    """
    for field in page.fields:
        for match in _LABELLED.finditer(field.folded):
            yield from _judge(field, match)
        for match in _KEY.finditer(field.folded):
            message = "疑似系统密钥，公开前必须删除，并立即更换。"
            yield Hit(field, *match.span(), message)


def _judge(field: Field, match: re.Match[str]) -> Iterator[Hit]:
    start = match.start(1)
    value = _VALUE.match(field.text, start, match.end(1))
    if value is None or _WORD.fullmatch(value[0]) or _NO_VALUE.match(value[0]):
        return
    around = field.folded[max(0, match.start() - 20) : start]
    told = mentions(around, _TOLD)
    message = _PUBLIC if told else "疑似登录密码，公开前必须删除，并立即更换。"
    yield Hit(field, *value.span(), message, severity=Severity.HINT if told else None)
