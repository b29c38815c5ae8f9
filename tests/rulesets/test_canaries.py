"""The canaries: every shipped rule has one, and the shipped ruleset answers all of them."""

from __future__ import annotations

from app.rulesets.base import Base
from app.rulesets.canaries import OFFICE_DATA, canaries, first_silent
from app.rulesets.compiling import compile_here
from app.rulesets.lists import canonical
from app.scanner.checks import CHECKS
from tests.rulesets.lists import content


def test_the_shipped_ruleset_answers_every_canary(base: Base) -> None:
    assert [canary for canary in canaries() if not canary.sings(base.ruleset)] == []
    assert first_silent(base.ruleset) is None


def test_every_list_and_every_check_has_a_canary(base: Base) -> None:
    lists = {facts.name for facts in base.lists if facts.kind == "terms"}
    checks = {check.rule for check in CHECKS if not check.slow}
    heard = {canary.rule for canary in canaries()}
    assert heard == (lists | checks | {""}) - OFFICE_DATA, "write a sentence in app/rulesets/canaries.toml"
    assert sum(bool(canary.rule) for canary in canaries()) >= 60


def test_an_allow_phrase_that_is_too_wide_is_named(base: Base) -> None:
    listed = {"kind": "terms", "name": "wide", **content("启明通道", allow=("两岸三地的学者",))}
    canary = first_silent(compile_here((*base.files, ("wide.json", canonical(listed).encode()))))
    assert canary is not None
    assert canary.rule == "hmt-wording"
    assert "两岸三地" in canary.complaint
