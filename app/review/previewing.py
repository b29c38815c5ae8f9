"""What a change of an office's list would do (变更预览), in numbers, for the two people who decide on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.db import Database
from app.errors import Unavailable
from app.people.callers import PersonCaller
from app.review.trial import try_out
from app.rulesets.active import ActiveRulesets
from app.rulesets.importing import Defaults, ImportedList, read_list
from app.rulesets.list_conflicts import InForce
from app.rulesets.lists import DamagedList, active_contents, difference, in_state
from app.rulesets.models import State
from app.rulesets.proposals import SECURITY, Change, check
from app.scanner.gate import gate
from app.scanner.lexicon import Lexicon, load
from app.scanner.ruleset import Ruleset

LISTED = 50
"""Objections that a preview names; it counts them all."""


def prepare_import(
    database: Database,
    rules: ActiveRulesets,
    admin: PersonCaller,
    file_name: str,
    content: bytes,
    defaults: Defaults,
    reason: str,
) -> Change:
    """The change that a file asks for, checked, with its preview. Slow; changes nothing.

    Raises what `read_list` and `check` raise: `Invalid` where the file or the ruleset it makes is not right.
    """
    admin.need(SECURITY)
    force = InForce.of(_others(database, rules, admin.org, defaults.name))
    imported = read_list(file_name, content, defaults, force)
    change = Change(defaults.name, imported.content, reason, imported.terms, file_name)
    return previewed(database, rules, admin, change, _notes(imported))


def previewed(
    database: Database,
    rules: ActiveRulesets,
    admin: PersonCaller,
    change: Change,
    notes: Mapping[str, Any] | None = None,
) -> Change:
    """The change with its preview, once the ruleset that it makes has passed every check. Slow."""
    candidate = check(rules, admin, change)
    with database.read() as db:
        active = in_state(db, admin.org, change.name, State.ACTIVE)
        found = difference(active.content if active else None, change.content)
    trial = try_out(database, admin.org, _before(rules, admin.org), candidate.ruleset, change.name)
    preview = {
        "changes": {
            "added": len(found.added),
            "removed": len(found.removed),
            "changed": len(found.changed),
        },
        "objections": _objections(change, _others(database, rules, admin.org, change.name)),
        "notes": dict(notes or {"counts": {}, "listed": []}),
        "drafts": trial.as_json(),
    }
    return replace(change, preview=preview)


def _before(rules: ActiveRulesets, org: str) -> Ruleset:
    """The ruleset in force, or the base where it cannot be loaded: the change may be its repair."""
    try:
        return rules.of(org)
    except Unavailable:
        return rules.base.ruleset


def _others(database: Database, rules: ActiveRulesets, org: str, name: str) -> Lexicon:
    """What all lists of the organisation but this one hold, shipped ones included."""
    try:
        with database.read() as db:
            contents = active_contents(db, org, without=name)
    except DamagedList as error:
        raise Unavailable("ruleset_unavailable", str(error)) from error
    files = ((f"{name}.json", content.encode()) for name, content in contents.items())
    return load((*rules.base.files, *files))


def _objections(change: Change, others: Lexicon) -> dict[str, Any]:
    """The terms that clean official prose uses as a matter of course: see `scanner.gate`."""
    if change.content is None:
        return {"count": 0, "listed": []}
    own = load([(f"{change.name}.json", change.content.encode())])
    objections = gate(own.terms, {*others.allowed, *own.allowed})
    objections.sort(key=lambda objection: -objection.occurrences)
    listed = [
        {"term": objection.term.text, "occurrences": objection.occurrences}
        for objection in objections[:LISTED]
    ]
    return {"count": len(objections), "listed": listed}


def _notes(imported: ImportedList) -> dict[str, Any]:
    return {
        "counts": dict(imported.counts),
        "listed": [
            {"line": note.line, "kind": note.kind, "message": note.message} for note in imported.notes
        ],
    }
