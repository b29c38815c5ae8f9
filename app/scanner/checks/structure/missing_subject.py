"""TXT-07: a sentence that loses its subject to a preposition and 使 (介词与使令词连用，缺主语)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Page

_MISSING = re.compile(
    r"(?:^|(?<=[。！？；\n]))[ \u3000]{0,4}(?P<head>通过|经过|随着|由于|经由)[^，。；：！？\n]{2,40}，"
    "(?P<make>使得|使(?![用命馆劲节领者臣团徒])|让(?![步利位路座贤渡与])|令(?!人|行|牌))"
)


@check(
    "TXT-07",
    "missing-subject",
    "国办发〔2018〕123号：严把政治关、法律关、政策关、保密关、文字关",
    words=("，使", "，让", "，令"),
    about=About(
        "缺少主语",
        "句子以“通过”“经过”“随着”“由于”开头，后面接“使”“让”，全句就没有主语，可删去其中一个。",
        "通过开展专项整治，使全镇环境面貌明显改善。",
        "通过开展专项整治，全镇环境面貌明显改善。",
    ),
)
def missing_subject(page: Page) -> Iterator[Hit]:
    """通过……，使……; 随着……，让……: the preposition takes the subject that 使 and 让 need (缺主语).

    Why: it is the commonest slip of sentence structure in reports. Only what opens a sentence, followed at
    once by the clause with 使 or 让; a clause with its own subject (通过整治，我们使……) is no hit.

    Example: 通过开展整治，使环境改善 → 通过开展整治，环境改善.
    Basis: 国办发〔2018〕123号 (严把文字关).
    """
    for field in page.fields:
        for match in _MISSING.finditer(field.text):
            head, make = match["head"], match["make"]
            message = f"“{head}……，{make}……”使句子缺少主语，可删去“{head}”或“{make}”。"
            yield Hit(field, match.start("make"), match.end("make"), message)
