"""The pure tables of the review: stages, routing, checklists."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Invalid
from app.people.roles import ADMINISTRATORS, Role
from app.review.checklists import CHECKLISTS, need_complete
from app.review.routing import LEVELS, RULE, Policy, due, higher, rank, signers
from app.review.stages import (
    CERTIFIED,
    EDITABLE,
    IN_FORCE,
    STAGE_TITLES,
    STAGES,
    SUBMITTABLE,
    TITLES,
    Status,
    after_approval,
    earlier_stages,
    stages_from,
)

levels = st.sampled_from(LEVELS)
stages = st.sampled_from(STAGES)
floors = st.sampled_from(LEVELS)


def test_approvals_lead_through_three_stages_to_release() -> None:
    assert STAGES == (Status.FIRST_REVIEW, Status.SECOND_REVIEW, Status.FINAL_REVIEW)
    assert list(pairwise((*STAGES, Status.RELEASED))) == [(s, after_approval(s)) for s in STAGES]


def test_every_status_has_its_title_and_one_place() -> None:
    assert set(TITLES) == set(Status)
    assert set(STAGE_TITLES) == set(STAGES)
    ended = {Status.REJECTED, Status.WITHDRAWN, Status.REVOKED}
    assert EDITABLE | IN_FORCE | ended == set(Status)
    assert not EDITABLE & IN_FORCE and not (EDITABLE | IN_FORCE) & ended
    assert EDITABLE - set(STAGES) == SUBMITTABLE
    assert IN_FORCE | {Status.REVOKED} == CERTIFIED


@given(stages)
def test_a_return_takes_back_what_it_goes_behind(stage: Status) -> None:
    assert stage not in earlier_stages(stage)
    assert earlier_stages(stage) + stages_from(stage) == STAGES
    for back in earlier_stages(stage):
        assert back in stages_from(back) and stage in stages_from(back)


def test_who_signs_what() -> None:
    deputy, principal = Role.DEPUTY_LEADER, Role.PRINCIPAL_LEADER
    final = {
        (floor, level): signers(Status.FINAL_REVIEW, level, floor) for floor in LEVELS[1:] for level in LEVELS
    }
    assert final == {
        ("critical", "general"): {deputy, principal},
        ("critical", "important"): {deputy, principal},
        ("critical", "critical"): {principal},
        ("important", "general"): {deputy, principal},
        ("important", "important"): {principal},
        ("important", "critical"): {principal},
    }
    for level in LEVELS:
        assert signers(Status.FIRST_REVIEW, level, "critical") == {Role.EDITOR}
        assert signers(Status.SECOND_REVIEW, level, "critical") == {Role.SECTION_CHIEF}


@given(stages, levels, floors)
def test_no_policy_lets_an_administrator_or_a_contributor_sign(stage: Status, level: str, floor: str) -> None:
    roles = signers(stage, level, floor)
    assert roles and not roles & (ADMINISTRATORS | {Role.CONTRIBUTOR})


@given(levels, floors)
def test_the_principal_may_always_sign_and_alone_what_is_critical(level: str, floor: str) -> None:
    roles = signers(Status.FINAL_REVIEW, level, floor)
    assert Role.PRINCIPAL_LEADER in roles
    assert level != "critical" or roles == {Role.PRINCIPAL_LEADER}


@given(levels, floors)
def test_a_stricter_account_and_a_higher_level_never_widen_the_circle(level: str, floor: str) -> None:
    here = signers(Status.FINAL_REVIEW, level, floor)
    for stricter in LEVELS[: rank(floor) + 1]:
        assert signers(Status.FINAL_REVIEW, level, stricter) <= here
    assert all(signers(Status.FINAL_REVIEW, up, floor) <= here for up in LEVELS[rank(level) :])


@given(levels, st.none() | levels)
def test_the_higher_of_two_levels(one: str, other: str | None) -> None:
    both = [one] if other is None else [one, other]
    assert higher(one, other) == max(both, key=rank)


@given(stages)
def test_urgent_matters_wait_less(stage: Status) -> None:
    since = datetime(2026, 11, 21, 8, tzinfo=UTC)
    waits = [due(RULE, level, stage, since) - since for level in LEVELS]
    assert waits == [timedelta(hours=hours) for hours in (24, 8, 4)]


hours = st.dictionaries(levels, st.dictionaries(stages.map(str), st.integers(1, 240)))
whole = st.fixed_dictionaries(
    {level: st.fixed_dictionaries({str(stage): st.integers(1, 240) for stage in STAGES}) for level in LEVELS}
)


@given(levels, whole, st.none() | levels, hours)
def test_what_an_account_states_never_makes_a_policy_laxer(
    floor: str, office: dict[str, dict[str, int]], stated: str | None, own: dict[str, dict[str, int]]
) -> None:
    policy = Policy(floor, office)
    narrowed = policy.narrowed(stated, own)
    assert rank(narrowed.principal_from) <= rank(floor)
    assert narrowed.hours.keys() == office.keys()
    for level in LEVELS:
        for stage in STAGES:
            assert narrowed.hours[level][stage] == min(
                office[level][stage], own.get(level, {}).get(stage, 240)
            )
    assert narrowed.narrowed(stated, own) == narrowed
    assert policy.narrowed(None, {}) == policy


def test_each_stage_has_its_own_list() -> None:
    assert set(CHECKLISTS) == set(STAGES)
    codes = [code for items in CHECKLISTS.values() for code in items]
    assert len(codes) == len(set(codes))
    assert all(text for items in CHECKLISTS.values() for text in items.values())


@given(stages, st.data())
def test_only_the_whole_list_confirms(stage: Status, data: st.DataObject) -> None:
    items = list(CHECKLISTS[stage])
    confirmed = data.draw(st.lists(st.sampled_from([*items, "no_such_item"])))
    if set(confirmed) == set(items):
        need_complete(stage, confirmed)
        return
    with pytest.raises(Invalid) as caught:
        need_complete(stage, confirmed)
    missing = [code for code in items if code not in confirmed]
    if missing:
        assert caught.value.code == "checklist_incomplete"
        assert [item["code"] for item in caught.value.extra["missing"]] == missing
    else:
        assert caught.value.code == "checklist_unknown"
