"""PRI-04: numbers of medical records and insurance (病历号、医保号) left unmasked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Page

_LABELS = (
    *("病历号", "病案号", "住院号", "门诊号", "就诊卡号", "诊疗卡号", "医保卡号", "医保编号", "医保号"),
    *("病理号", "医保电脑号", "健康卡号", "残疾证号", "残疾人证号", "病历编号", "个人医保账号"),
    *("检验单号", "医疗证号", "住院病历号", "残疾证编号"),
)
_NUMBER = re.compile(
    rf"(?:{'|'.join(_LABELS)})(?:码|为|是|[: (#]){{0,4}}([a-z]{{0,3}}\d{{5,20}}x?\d{{0,2}})(?![0-9a-z*×])",
    re.ASCII,
)


@check(
    "PRI-04",
    "medical-number",
    "《个人信息保护法》第二十八条；《医疗机构病历管理规定（2013年版）》",
    words=_LABELS,
    about=About(
        "病历号、医保号",
        "病历号、住院号、医保号、残疾证号能查到个人的就医和残疾情况，公开前应隐去中间几位。"
        "只说明到哪里查询号码的不提示。",
        "申请人住院号：20210356，已办理出院。",
        "请在挂号单上查看住院号，并妥善保管。",
    ),
)
def medical_number(page: Page) -> Iterator[Hit]:
    """Numbers after 病历号, 住院号, 医保编号, 残疾证号 and the like.

    Why: they open a person's medical history, which is sensitive. Labels without a number, masked numbers
    and numbers of documents are no hits.

    Example: 住院号：20210356 → 20****56.
    Basis: 个人信息保护法 art. 28; 医疗机构病历管理规定 (2013).
    """
    for field in page.fields:
        for match in _NUMBER.finditer(field.folded):
            number = field.text[match.start(1) : match.end(1)]
            masked = number[:2] + "*" * (len(number) - 4) + number[-2:]
            message = "疑似完整的就医、医保或残疾证号码，公开前应去标识化处理。"
            yield Hit(field, *match.span(1), message, (masked,))
