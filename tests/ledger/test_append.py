from __future__ import annotations

import json
import threading
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.db import Database
from app.ledger.append import Actor, append
from app.ledger.checkpoint import checkpoint, tip
from app.ledger.entry import GENESIS, line_hash, parse
from app.ledger.export import export
from app.ledger.merkle import Frontier
from app.ledger.models import LedgerEntry
from app.ledger.trust import read_checkpoint
from app.ledger.verify import verify

EDITOR = Actor("person", "p1", "王编辑", "editor")
LEADER = Actor("person", "p2", "赵局", "principal_leader")


def exported(database: Database, ring, org: str) -> bytes:
    with database.read() as db:
        return b"".join(export(db, ring, org))


def test_entries_link_to_each_other_and_keep_their_facts(database, ring):
    at = datetime(2026, 11, 21, 8, 0, 0, 120_000, tzinfo=UTC)
    with database.write() as db:
        first = append(db, ring, "facts", "draft.created", EDITOR, at=at, draft="d1", version=1)
        second = append(
            db,
            ring,
            "facts",
            "draft.approved",
            EDITOR,
            on_behalf_of=LEADER,
            draft="d1",
            version=1,
            content_sha256="a" * 64,
            stage="final_review",
            decision="approve",
            data={"comment_sha256": "b" * 64, "overridden": 2},
        )
    with database.read() as db:
        query = select(LedgerEntry.line).where(LedgerEntry.org_id == "facts")
        lines = list(db.scalars(query.order_by(LedgerEntry.seq)))
    assert lines == [first.line, second.line]
    one, two = (parse(line.encode()) for line in lines)
    assert (one["seq"], one["prev"], one["at"]) == (1, GENESIS, "2026-11-21T08:00:00.120Z")
    assert (two["seq"], two["prev"]) == (2, line_hash(first.line.encode()))
    assert two["on_behalf_of"] == {"kind": "person", "id": "p2", "name": "赵局", "role": "principal_leader"}
    assert two["data"]["overridden"] == 2
    assert (first.draft_id, first.actor_id, first.event, first.at) == ("d1", "p1", "draft.created", at)


def test_each_organisation_has_its_own_chain(database, ring):
    with database.write() as db:
        for org in ("own-a", "own-b", "own-a"):
            append(db, ring, org, "session.opened", EDITOR)
    with database.read() as db:
        assert (tip(db, "own-a").seq, tip(db, "own-b").seq) == (2, 1)


def test_a_rolled_back_act_leaves_no_entry(database, ring):
    with pytest.raises(ZeroDivisionError), database.write() as db:
        append(db, ring, "rolled", "session.opened", EDITOR)
        raise ZeroDivisionError
    with database.read() as db:
        assert tip(db, "rolled").seq == 0
    with database.write() as db:
        assert append(db, ring, "rolled", "session.opened", EDITOR).seq == 1


def test_an_unknown_event_is_refused_and_nothing_is_written(database, ring):
    with pytest.raises(ValueError), database.write() as db:
        append(db, ring, "unknown", "draft.lost", EDITOR)
    with database.read() as db:
        assert tip(db, "unknown").seq == 0


def test_a_number_is_taken_once(database, ring):
    with database.write() as db:
        append(db, ring, "once", "session.opened", EDITOR)
    with pytest.raises(IntegrityError), database.write() as db:
        db.add(
            LedgerEntry(
                org_id="once", seq=1, line="x", actor_id="p1", event="draft.edited", at=datetime.now(UTC)
            )
        )


def test_threads_that_append_at_once_make_one_whole_chain(database, ring):
    def work(name: str) -> None:
        for _ in range(10):
            with database.write() as db:
                append(db, ring, "threads", "draft.edited", Actor("person", name, name, "editor"))

    threads = [threading.Thread(target=work, args=(f"p{number}",)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    verdict = verify(BytesIO(exported(database, ring, "threads")))
    assert (verdict.ok, verdict.entries) == (True, 60)


def test_a_checkpoint_tells_the_end_of_the_chain(database, ring):
    with database.write() as db:
        lines = [append(db, ring, "told", "draft.edited", EDITOR).line.encode() for _ in range(5)]
        value = checkpoint(db, ring, "told", at=datetime(2026, 11, 21, tzinfo=UTC))
    tree = Frontier()
    for line in lines:
        tree = tree.add(line)
    assert value.keys() == {"org", "seq", "root", "head", "at", "jwk", "kid", "former", "sig"}
    assert (value["org"], value["seq"], value["at"]) == ("told", 5, "2026-11-21T00:00:00.000Z")
    assert (value["root"], value["head"]) == (tree.root(), line_hash(lines[-1]))
    assert read_checkpoint(value).kid == ring.kid


def test_an_empty_ledger_is_whole(database, ring):
    data = exported(database, ring, "empty")
    assert json.loads(data)["checkpoint"]["seq"] == 0
    verdict = verify(BytesIO(data), key=json.dumps(ring.jwks()).encode())
    assert (verdict.ok, verdict.entries, verdict.warnings) == (True, 0, ())


def test_an_export_is_bounded_by_its_checkpoint(database, ring):
    with database.write() as db:
        for _ in range(1201):
            append(db, ring, "bounded", "draft.edited", EDITOR)
    with database.read() as db:
        chunks = export(db, ring, "bounded")
        received = [next(chunks)]
        with database.write() as other:
            append(other, ring, "bounded", "draft.edited", EDITOR)
        received += chunks
    assert len(received) == 4
    verdict = verify(BytesIO(b"".join(received)))
    assert (verdict.ok, verdict.entries) == (True, 1201)


def test_a_chain_continued_by_another_process_goes_on(tmp_path: Path, database, ring, rotated_ring):
    with database.write() as db:
        append(db, ring, "rotated", "draft.edited", EDITOR)
    with database.write() as db:
        append(db, rotated_ring, "rotated", "draft.edited", EDITOR)
    assert verify(BytesIO(exported(database, rotated_ring, "rotated"))).ok
