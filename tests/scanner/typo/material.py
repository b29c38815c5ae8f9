"""What the tests of the typo model share: the shipped model, and texts of all kinds."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from hypothesis import strategies as st

from app.scanner.typo.model import load

CORRECTOR = load()
SENTENCES = (
    "切实加强组织领导，落实工作责任。",
    "各级人民政府应当依法履行职责，保障人民群众的合法权益。",
    "会议审议通过了实施方案，要求各地结合实际抓好落实。",
    "记者李雯莉报道：今年前3季度，GDP同比增长5.2%。",
    "为群众提供更加便捷的服务\n进一步优化营商环境",
)
TEXTS = st.one_of(
    st.text(max_size=40),
    st.text(alphabet="的一是在不了有和人这中大为上个国我以要他，。\n A1《》", max_size=60),
    st.lists(st.sampled_from(SENTENCES), max_size=4).map("".join),
)


def codes(text: str) -> npt.NDArray[np.uint32]:
    """The code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "replace"), np.uint32)
