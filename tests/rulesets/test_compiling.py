"""Compiling aside: another process makes the same ruleset, says what is wrong, and may fail."""

from __future__ import annotations

import sys

import pytest

from app.rulesets.base import Base
from app.rulesets.compiling import NotCompiled, compile_aside, compile_here
from app.rulesets.lists import canonical
from app.scanner.document import Draft
from app.scanner.engine import scan
from app.scanner.lexicon import LexiconError
from tests.desk import BLOCKED, Desk, code
from tests.rulesets.lists import act, content, propose

OFFICE = ("office.json", canonical({"kind": "terms", "name": "office", **content("启明通道")}).encode())


def test_both_ways_make_the_same_ruleset(base: Base) -> None:
    here, aside = compile_here((*base.files, OFFICE)), compile_aside((*base.files, OFFICE))
    assert here.digest == aside.digest
    for body in ("请走启明通道，登陆网站。", BLOCKED, "机密★10年\n联系电话13800138000。"):
        assert scan(Draft(body=body), aside) == scan(Draft(body=body), here)


def test_both_ways_say_what_is_wrong_in_the_same_words(base: Base) -> None:
    wrong = ("wrong.json", canonical({"kind": "terms", "name": "wrong", **content("启")}).encode())
    for way in (compile_here, compile_aside):
        with pytest.raises(LexiconError, match=r"wrong\.json:“启”: .*不足两个字") as caught:
            way((*base.files, wrong))
        assert caught.value.entry == "启"


def test_a_process_that_dies_makes_no_ruleset(base: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/true")
    with pytest.raises(NotCompiled):
        compile_aside(base.files)


def test_without_a_new_ruleset_the_old_one_serves_and_nothing_is_approved(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    propose(desk, "office-terms", content("启明通道"))
    before = desk.runtime.rules.of("demo")
    desk.runtime.rules.compile = compile_aside
    monkeypatch.setattr(sys, "executable", "/bin/true")
    assert code(act(desk, "secadmin2", "office-terms", 1, "approve")) == (503, "ruleset_unavailable")
    assert desk.runtime.rules.of("demo") is before
    assert desk.get("secadmin", "/lexicons/office-terms/versions/1").json()["state"] == "proposed"
