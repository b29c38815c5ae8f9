"""Adopting proposals: exactly the chosen places change, and nothing where one does not stand as it did."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import AppError, Conflict, Invalid
from app.review.content import Content
from app.review.proposals import Choice, adopted

BODY = "请登陆网站，联系台湾政府，登陆后查看。"


def found(id: str, start: int, end: int, *suggestions: str, text: str = BODY, field: str = "body") -> Any:
    return {"id": id, "field": field, "start": start, "end": end, "text": text[start:end],
            "suggestions": list(suggestions)}  # fmt: skip


FINDINGS = [
    found("title", 0, 2, "登录", text="登陆须知", field="title"),
    found("first", 1, 3, "登录"),
    found("wide", 0, 5, "登录网站"),
    found("taiwan", 8, 12, "台湾当局", "台湾方面"),
    found("last", 13, 15, ""),
]
CONTENT = Content("登陆须知", BODY)


def test_several_proposals_are_written_at_once() -> None:
    choices = [Choice("last", 0), Choice("taiwan", 1), Choice("first", 0), Choice("title", 0)]
    after = adopted(CONTENT, FINDINGS, choices)
    assert (after.title, after.body) == ("登录须知", "请登录网站，联系台湾方面，后查看。")
    assert adopted(CONTENT, FINDINGS, choices * 2) == after


@pytest.mark.parametrize(
    ("choices", "kind", "code"),
    [
        ([], Invalid, "nothing_chosen"),
        ([Choice("first", 0), Choice("wide", 0)], Invalid, "proposals_overlap"),
        ([Choice("taiwan", 0), Choice("taiwan", 1)], Invalid, "proposals_overlap"),
        ([Choice("none", 0)], Conflict, "proposal_gone"),
        ([Choice("first", 1)], Conflict, "proposal_gone"),
        ([Choice("first", -1)], Conflict, "proposal_gone"),
    ],
)
def test_what_cannot_be_adopted_is_refused(choices: list[Choice], kind: type[AppError], code: str) -> None:
    with pytest.raises(kind) as refused:
        adopted(CONTENT, FINDINGS, choices)
    assert refused.value.code == code


def test_a_text_that_has_changed_is_left_alone() -> None:
    with pytest.raises(Conflict) as refused:
        adopted(Content("", "别的正文。"), FINDINGS, [Choice("first", 0)])
    assert refused.value.code == "text_changed"


def test_a_suggestion_is_text_not_markup() -> None:
    body = "<p>登陆</p>"
    html = Content("", body, format="html")
    after = adopted(html, [found("a", 3, 5, "<b>&", text=body)], [Choice("a", 0)])
    assert after.body == "<p>&lt;b&gt;&amp;</p>"


@given(
    st.text("甲乙丙😀", max_size=30),
    st.lists(st.integers(0, 30), max_size=10, unique=True),
    st.text(max_size=3),
)
def test_what_stands_between_the_places_stays(text: str, edges: list[int], new: str) -> None:
    edges = sorted(edge for edge in edges if edge <= len(text))
    spans = list(zip(edges[::2], edges[1::2], strict=False))
    findings = [found(str(n), start, end, new, text=text) for n, (start, end) in enumerate(spans)]
    expected, at = "", 0
    for start, end in spans:
        expected, at = expected + text[at:start] + new, end
    if spans:
        after = adopted(Content("", text), findings, [Choice(each["id"], 0) for each in findings])
        assert after.body == expected + text[at:]
