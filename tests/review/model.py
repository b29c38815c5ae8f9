"""An independent model of the review: who may do what to a draft, why not, and what comes of it.

It is written from the contract, with its own tables, and shares no rule with the service.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from app.people.callers import Caller, KeyCaller, PersonCaller

Kind: TypeAlias = Literal["edit", "submit", "approve", "return", "reject", "withdraw", "revoke"]
Event: TypeAlias = tuple[str, str, str, int, str | None, str | None]
"""Event, actor, draft, version, stage, decision: what the ledger must hold of an act."""

STAGES = ["first_review", "second_review", "final_review"]
BEFORE_RELEASE = {"editing", "returned", *STAGES}
LEVELS = ["general", "important", "critical"]
LEADERS = {"deputy_leader", "principal_leader"}
REVIEWERS = LEADERS | {"editor", "section_chief"}
EARLY_SIGNERS = {"first_review": "editor", "second_review": "section_chief"}
PAST = {"return": "draft.returned", "reject": "draft.rejected", "approve": "draft.approved"}


@dataclass(frozen=True)
class Facts:
    """What the scanner says of a text under one ruleset: its level, its findings, which of them block."""

    level: int
    findings: frozenset[str]
    blocking: frozenset[str]
    final: frozenset[str]
    """Blocking findings that no word can clear."""


@dataclass(frozen=True)
class Act:
    """Something that somebody tries."""

    kind: Kind
    who: Caller
    match: Literal["fresh", "stale", "missing", "any"] = "fresh"
    content: str = ""
    right_digest: bool = True
    whole_list: bool = True
    words: frozenset[str] = frozenset()
    comment: str = "意见"
    level: int | None = None
    return_to: str | None = None


@dataclass
class Sheet:
    """A draft as the model sees it."""

    id: str
    org: str
    floor: int
    author: str | None
    key: str | None
    contents: list[str]
    wrote: set[str]
    level: int
    rules: int
    raised: int = 0
    status: str = "editing"
    revision: int = 1
    live: dict[str, str] = field(default_factory=dict)
    cleared: set[str] = field(default_factory=set)


class Model:
    """Predicts. `facts` says what the scanner finds in a text under ruleset 0 or 1; `rules` is in force."""

    def __init__(self, facts: Mapping[tuple[str, int], Facts]) -> None:
        self.facts = facts
        self.rules = 0

    def refusals(self, sheet: Sheet, act: Act) -> Set[str]:
        """The codes with which the act may be refused; it succeeds if and only if there are none."""
        if act.who.org != sheet.org or (isinstance(act.who, KeyCaller) and act.who.id != sheet.key):
            return {"not_found"} | self._unfit(act)
        reasons = self._unfit(act) | self._mismatch(act)
        if not self._may_read(sheet, act.who):
            reasons |= {"forbidden"}
        if act.kind == "edit":
            return reasons | self._not_editable(sheet, act)
        if act.kind == "submit":
            return reasons | self._not_submittable(sheet, act)
        if act.kind == "withdraw":
            return reasons | self._not_withdrawable(sheet, act)
        if act.kind == "revoke":
            return reasons | (set() if sheet.status in {"released"} else {"wrong_stage"})
        return reasons | self._not_decidable(sheet, act)

    def apply(self, sheet: Sheet, act: Act) -> list[Event]:
        """Do what was allowed; returns the ledger entries it must leave."""
        if act.kind == "edit" and act.content == sheet.contents[-1]:
            return []
        sheet.revision += 1
        events = self._rescan(sheet, act)
        stage = sheet.status if sheet.status in STAGES else None
        if act.kind == "edit":
            events.append(("draft.edited", None, None))
            self._edit(sheet, act)
        elif act.kind == "submit":
            signs = "editor" in roles(act.who)
            events.append(("draft.submitted", *(("first_review", "approve") if signs else (None, None))))
            self._submit(sheet, act, signs)
        elif act.kind in PAST:
            events.append((PAST[act.kind], stage, act.kind))
            self._decide(sheet, act, sheet.status)
            events += [("draft.released", None, None)] if sheet.status == "released" else []
        else:
            sheet.status = {"withdraw": "withdrawn", "revoke": "revoked"}[act.kind]
            events.append((f"draft.{sheet.status}", None, None))
        version = len(sheet.contents)
        return [(name, act.who.id, sheet.id, version, place, said) for name, place, said in events]

    def may_sign(self, sheet: Sheet, who: PersonCaller, level: int) -> Set[str]:
        """Why this person may not decide the present stage at this level."""
        held, stage = roles(who), sheet.status
        if stage == "final_review" and not held & final_signers(sheet, level):
            return {"level_requires_principal"} if held & LEADERS else {"forbidden"}
        if stage != "final_review" and EARLY_SIGNERS[stage] not in held:
            return {"forbidden"}
        others = {person for signed, person in sheet.live.items() if signed != stage}
        own = stage != "first_review" and who.id in sheet.wrote
        return {"separation_of_duties"} if own or who.id in others else set()

    def _unfit(self, act: Act) -> Set[str]:
        needed = {"revoke": LEADERS, "approve": REVIEWERS, "return": REVIEWERS, "reject": REVIEWERS}
        return {"forbidden"} if act.kind in needed and not roles(act.who) & needed[act.kind] else set()

    def _mismatch(self, act: Act) -> Set[str]:
        codes = {"stale": {"stale_draft"}, "missing": {"if_match_required"}}
        return codes.get(act.match, set())

    def _may_read(self, sheet: Sheet, who: Caller) -> bool:
        if isinstance(who, KeyCaller):
            return True
        return bool(roles(who) & (REVIEWERS | {"audit_admin"})) or sheet.author == who.id

    def _may_edit(self, sheet: Sheet, who: Caller) -> bool:
        return isinstance(who, KeyCaller) or "editor" in roles(who) or sheet.author == who.id

    def _not_editable(self, sheet: Sheet, act: Act) -> Set[str]:
        reasons = set() if self._may_edit(sheet, act.who) else {"forbidden"}
        return reasons | (set() if sheet.status in BEFORE_RELEASE else {"not_editable"})

    def _not_submittable(self, sheet: Sheet, act: Act) -> Set[str]:
        reasons = set() if self._may_edit(sheet, act.who) else {"forbidden"}
        reasons |= set() if sheet.status in {"editing", "returned"} else {"wrong_stage"}
        reasons |= self._bad_opinion(sheet, act)
        nameless = isinstance(act.who, KeyCaller) and bool(act.words)
        reasons |= {"dispositions_need_person"} if nameless else set()
        return reasons | (self._not_signable(sheet, act) if "editor" in roles(act.who) else set())

    def _not_withdrawable(self, sheet: Sheet, act: Act) -> Set[str]:
        own = isinstance(act.who, KeyCaller) or sheet.author == act.who.id
        reasons = set() if own else {"forbidden"}
        return reasons | (set() if sheet.status in BEFORE_RELEASE else {"wrong_stage"})

    def _not_decidable(self, sheet: Sheet, act: Act) -> Set[str]:
        reasons = self._bad_opinion(sheet, act)
        if sheet.status not in STAGES:
            return reasons | {"wrong_stage"}
        assert isinstance(act.who, PersonCaller)
        level = self._level_now(sheet)
        reasons |= self.may_sign(sheet, act.who, level)
        reasons |= self._bad_level(sheet, act, level)
        if act.kind == "approve":
            return reasons | self._not_signable(sheet, act)
        reasons |= set() if act.comment.strip() else {"comment_required"}
        earlier = STAGES[: STAGES.index(sheet.status)]
        bad = act.kind == "return" and act.return_to is not None and act.return_to not in earlier
        return reasons | ({"bad_return_to"} if bad else set())

    def _bad_level(self, sheet: Sheet, act: Act, level: int) -> Set[str]:
        assert isinstance(act.who, PersonCaller)
        if act.level is None or act.level == level:
            return set()
        if act.level < level:
            return set() if roles(act.who) & final_signers(sheet, level) else {"level_lowering"}
        return self.may_sign(sheet, act.who, act.level) if act.kind == "approve" else set()

    def _bad_opinion(self, sheet: Sheet, act: Act) -> Set[str]:
        reasons = set() if act.right_digest else {"stale_content"}
        known = self.facts[sheet.contents[-1], self.rules].findings
        return reasons | (set() if act.words <= known else {"unknown_finding"})

    def _not_signable(self, sheet: Sheet, act: Act) -> Set[str]:
        reasons = set() if act.whole_list else {"checklist_incomplete"}
        facts = self.facts[sheet.contents[-1], self.rules]
        still_open = facts.final | (facts.blocking - sheet.cleared - act.words)
        return reasons | ({"open_findings"} if still_open else set())

    def _level_now(self, sheet: Sheet) -> int:
        if sheet.rules == self.rules:
            return sheet.level
        return max(self.facts[sheet.contents[-1], self.rules].level, sheet.raised)

    def _rescan(self, sheet: Sheet, act: Act) -> list[tuple[str, str | None, str | None]]:
        if act.kind not in {"submit", *PAST} or sheet.rules == self.rules:
            return []
        sheet.level, sheet.rules = self._level_now(sheet), self.rules
        return [("draft.rescanned", None, None)]

    def _edit(self, sheet: Sheet, act: Act) -> None:
        sheet.contents.append(act.content)
        sheet.status, sheet.live, sheet.cleared = "editing", {}, set()
        sheet.level = max(self.facts[act.content, self.rules].level, sheet.raised)
        sheet.rules = self.rules
        if isinstance(act.who, PersonCaller):
            sheet.wrote.add(act.who.id)

    def _submit(self, sheet: Sheet, act: Act, signs: bool) -> None:
        sheet.status = "second_review" if signs else "first_review"
        sheet.live = {"first_review": act.who.id} if signs else {}
        if signs:
            sheet.cleared |= act.words

    def _decide(self, sheet: Sheet, act: Act, stage: str) -> None:
        sheet.cleared |= act.words
        self._set_level(sheet, act)
        if act.kind == "approve":
            sheet.live[stage] = act.who.id
            sheet.status = [*STAGES, "released"][STAGES.index(stage) + 1]
        elif act.kind == "reject":
            sheet.status = "rejected"
        else:
            sheet.status = act.return_to or "returned"
            kept = STAGES[: STAGES.index(act.return_to)] if act.return_to else []
            sheet.live = {signed: person for signed, person in sheet.live.items() if signed in kept}

    def _set_level(self, sheet: Sheet, act: Act) -> None:
        if act.level is None or act.level == sheet.level:
            return
        scanned = self.facts[sheet.contents[-1], self.rules].level
        sheet.raised = act.level if act.level > min(sheet.level, scanned) else 0
        sheet.level = act.level


def roles(who: Caller) -> Set[str]:
    """The roles of a person by name; a program has none."""
    return {str(role) for role in who.roles} if isinstance(who, PersonCaller) else set()


def final_signers(sheet: Sheet, level: int) -> Set[str]:
    """Who signs the final review of this level on this account."""
    return {"principal_leader"} if level >= sheet.floor else LEADERS
