"""Tamperings of an export. One rule says which number is bad: the first line that is not what it was."""

from __future__ import annotations

import json
import os
import random
import threading
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from app.db import Database
from app.keys import KeyRing, b64url, jwk_of
from app.ledger.append import Actor, append
from app.ledger.checkpoint import checkpoint
from app.ledger.entry import GENESIS, line_hash, unsigned
from app.ledger.export import export
from app.ledger.merkle import Frontier
from app.ledger.verify import Verdict, verify, verify_file
from tests.pace import within

SIZE = 9
EARLIER = 5
START = datetime(2026, 11, 21, 8, tzinfo=UTC)
EVENTS = ["draft.created", "draft.edited", "draft.submitted", "draft.approved", "draft.released"]


class Ledger:
    """An export of a small ledger, line by line, with a checkpoint of an earlier day."""

    def __init__(self, lines: list[bytes], earlier: dict[str, Any]) -> None:
        self.lines = lines
        self.earlier = json.dumps(earlier).encode()


def write_ledger(database: Database, ring: KeyRing, org: str) -> Ledger:
    with database.write() as db:
        for number in range(1, SIZE + 1):
            append(
                db,
                ring,
                org,
                EVENTS[number % len(EVENTS)],
                Actor("person", f"p{number % 3}", "张三", "editor"),
                at=START + timedelta(minutes=number),
                draft="d1",
                version=number,
                content_sha256=f"{number:064x}",
                data={"comment": "同意", "sig": "x"},
            )
            if number == EARLIER:
                earlier = checkpoint(db, ring, org)
        return Ledger(b"".join(export(db, ring, org)).splitlines(), earlier)


@pytest.fixture(scope="module")
def ledger(database, ring) -> Ledger:
    return write_ledger(database, ring, "demo")


@pytest.fixture(scope="module")
def neighbour(database, ring) -> Ledger:
    """Another organisation of the same service, signed with the same key."""
    return write_ledger(database, ring, "demo-b")


@pytest.fixture(scope="module")
def pin(ring) -> bytes:
    return json.dumps(ring.jwks()).encode()


def judge(lines: list[bytes], **known: bytes) -> Verdict:
    return verify(BytesIO(b"".join(line + b"\n" for line in lines)), **known)


def first_difference(lines: list[bytes], others: list[bytes]) -> int:
    """The number of the first line that is not what it was; the checkpoint counts as one more."""
    for index, (line, other) in enumerate(zip(lines, others, strict=False)):
        if line != other:
            return index + 1
    return min(len(lines), len(others), len(lines) - 1) + 1


def assert_caught(ledger: Ledger, tampered: list[bytes], pin: bytes) -> None:
    """The first bad number is told exactly where key and organisation are known; nothing passes anywhere."""
    assert tampered != ledger.lines
    bad = first_difference(ledger.lines, tampered)
    intact = tampered[-1:] == ledger.lines[-1:]
    alone, pinned = judge(tampered), judge(tampered, key=pin)
    assert not alone.ok and not pinned.ok
    exact = [judge(tampered, checkpoint=ledger.earlier), judge(tampered, checkpoint=ledger.earlier, key=pin)]
    exact += [pinned] if intact or b'"org":"demo-b"' not in b"".join(tampered[:1]) else []
    exact += [alone] if intact else []
    for verdict in exact:
        assert (verdict.ok, verdict.bad_seq, verdict.entries) == (False, bad, bad - 1), verdict


def changed(line: bytes, member: str, value: Any) -> bytes:
    return rfc8785.dumps({**json.loads(line), member: value})


def resigned(lines: list[bytes], start: int, ring: KeyRing, org: str = "demo") -> list[bytes]:
    """What a forger makes with a key of their own: new links and signatures from `start` on."""
    forged, tree, prev = list(lines[:start]), Frontier(), GENESIS
    for line in forged:
        tree, prev = tree.add(line), line_hash(line)
    for line in lines[start:]:
        facts = {**json.loads(line), "prev": prev, "kid": ring.kid, "seq": tree.size + 1}
        forged.append(rfc8785.dumps({**facts, "sig": b64url(ring.sign(unsigned(facts)))}))
        tree, prev = tree.add(forged[-1]), line_hash(forged[-1])
    return [*forged, resigned_checkpoint(tree, prev, ring, org)]


def resigned_checkpoint(tree: Frontier, head: str, ring: KeyRing, org: str) -> bytes:
    facts = {
        "org": org,
        "seq": tree.size,
        "root": tree.root(),
        "head": head,
        "at": "2026-11-22T00:00:00.000Z",
        "jwk": jwk_of(ring.keys[ring.kid]),
        "kid": ring.kid,
        "former": ring.former(),
    }
    return rfc8785.dumps({"checkpoint": {**facts, "sig": b64url(ring.sign(unsigned(facts)))}})


def test_a_whole_export_passes(ledger, pin):
    for known in (
        {},
        {"key": pin},
        {"checkpoint": ledger.earlier},
        {"key": pin, "checkpoint": ledger.earlier},
    ):
        verdict = judge(ledger.lines, **known)
        assert (verdict.ok, verdict.entries, verdict.bad_seq, verdict.reason) == (True, SIZE, None, "")
        assert bool(verdict.warnings) == ("key" not in known)


def test_the_last_newline_may_be_missing(ledger, pin):
    assert verify(BytesIO(b"\n".join(ledger.lines)), key=pin).ok


def test_a_changed_byte_anywhere_is_caught(ledger, pin):
    """Every byte of a whole export, changed to another; the newline at the end counts for nothing."""
    data = b"\n".join(ledger.lines)
    rng = random.Random(1)
    for position in range(len(data)):
        other = bytearray(data)
        other[position] ^= rng.randrange(1, 256)
        verdict = verify(BytesIO(other), key=pin)
        assert (verdict.ok, verdict.bad_seq) == (False, data.count(b"\n", 0, position) + 1)


VALUES = [
    None,
    True,
    0,
    1,
    7,
    2.5,
    "",
    "x",
    "0" * 64,
    "2026-11-21T07:00:00.000Z",
    "draft.edited",
    [],
    {},
    {"a": 1},
]


def test_a_changed_member_anywhere_is_caught(ledger, pin):
    count = 0
    for index in range(SIZE):
        for member, old in json.loads(ledger.lines[index]).items():
            for value in VALUES:
                if value == old and type(value) is type(old):
                    continue
                tampered = list(ledger.lines)
                tampered[index] = changed(ledger.lines[index], member, value)
                verdict = judge(tampered)
                assert (verdict.ok, verdict.bad_seq) == (False, index + 1)
                count += 1
    assert count > 2000


def test_a_removed_or_added_member_is_caught(ledger, pin):
    for index in range(SIZE):
        entry = json.loads(ledger.lines[index])
        less = [{name: entry[name] for name in entry if name != gone} for gone in entry]
        for other in [*less, {**entry, "note": "x"}]:
            tampered = [*ledger.lines[:index], rfc8785.dumps(other), *ledger.lines[index + 1 :]]
            verdict = judge(tampered)
            assert (verdict.ok, verdict.bad_seq) == (False, index + 1)


@pytest.mark.parametrize("index", range(SIZE))
def test_a_deleted_entry_is_told_by_the_missing_number(ledger, pin, index):
    assert_caught(ledger, ledger.lines[:index] + ledger.lines[index + 1 :], pin)


@pytest.mark.parametrize("index", range(SIZE))
def test_a_cut_is_told_by_the_first_missing_number(ledger, pin, index):
    assert_caught(ledger, [*ledger.lines[:index], ledger.lines[-1]], pin)
    assert_caught(ledger, ledger.lines[: index + 1], pin)


def test_an_export_without_its_last_line_is_not_whole(ledger, pin):
    verdict = judge(ledger.lines[:-1])
    assert (verdict.ok, verdict.bad_seq, verdict.entries) == (False, SIZE + 1, SIZE)
    assert "不完整" in verdict.reason


def test_with_no_key_at_hand_an_edit_is_still_told_by_the_links(ledger):
    tampered = [*ledger.lines[:3], changed(ledger.lines[3], "decision", "approve"), *ledger.lines[4:-1]]
    assert judge(tampered).bad_seq == 4


@st.composite
def tamperings(draw: st.DrawFn, lines: list[bytes], others: list[bytes]) -> list[bytes]:
    """One to three random acts on the lines, the checkpoint among them."""
    tampered = list(lines)
    for _ in range(draw(st.integers(1, 3))):
        if not tampered:
            break
        spots = st.integers(0, len(tampered) - 1)
        one, two = draw(spots), draw(spots)
        act = draw(st.sampled_from(["edit", "delete", "swap", "copy", "cut", "splice", "move", "relink"]))
        if act == "edit":
            value = json.loads(tampered[one])
            inner = value.get("checkpoint", value)
            inner[draw(st.sampled_from(sorted(inner)))] = draw(st.sampled_from(VALUES))
            tampered[one] = rfc8785.dumps(value)
        elif act == "delete":
            del tampered[one]
        elif act == "swap":
            tampered[one], tampered[two] = tampered[two], tampered[one]
        elif act == "copy":
            tampered.insert(one, tampered[two])
        elif act == "cut":
            del tampered[one:]
        elif act == "splice":
            tampered[one] = others[draw(st.integers(0, len(others) - 1))]
        elif act == "move":
            tampered.insert(two, tampered.pop(one))
        else:
            tampered[one:] = relinked(tampered[one:])
    return tampered


def relinked(lines: list[bytes]) -> list[bytes]:
    """The lines with `prev` put right after an edit, by somebody without the key."""
    result = list(lines)
    for index in range(1, len(result)):
        if b'"checkpoint"' not in result[index]:
            result[index] = changed(result[index], "prev", line_hash(result[index - 1]))
    return result


@settings(max_examples=1000, deadline=None)
@given(data=st.data())
def test_random_tamperings_are_caught(ledger, neighbour, pin, data):
    tampered = data.draw(tamperings(ledger.lines, neighbour.lines[:-1]))
    if tampered != ledger.lines:
        assert_caught(ledger, tampered, pin)


def test_the_checkpoint_of_another_organisation_does_not_fit(ledger, neighbour, pin):
    tampered = [*ledger.lines[:-1], neighbour.lines[-1]]
    for known in ({}, {"key": pin}, {"checkpoint": ledger.earlier}):
        assert not judge(tampered, **known).ok


@pytest.mark.parametrize("index", range(SIZE))
def test_a_chain_rewritten_with_another_key_needs_a_pin(ledger, strangers_ring, pin, index):
    edited = [
        *ledger.lines[:index],
        changed(ledger.lines[index], "decision", "x"),
        *ledger.lines[index + 1 : -1],
    ]
    forged = resigned(edited, index, strangers_ring)
    verdict = judge(forged, key=pin)
    assert (verdict.ok, verdict.bad_seq) == (False, index + 1)
    verdict = judge(forged, checkpoint=ledger.earlier)
    assert (verdict.ok, verdict.bad_seq) == (False, index + 1)
    whole = judge(resigned(edited, 0, strangers_ring))
    assert whole.ok and whole.warnings


@pytest.mark.parametrize("index", range(SIZE))
def test_a_cut_hidden_by_a_checkpoint_of_another_key_needs_a_pin(ledger, strangers_ring, pin, index):
    forged = resigned(ledger.lines[:index], index, strangers_ring)
    for known in ({"key": pin}, {"checkpoint": ledger.earlier}):
        verdict = judge(forged, **known)
        assert (verdict.ok, verdict.bad_seq) == (False, index + 1)


def test_an_older_export_falls_short_of_the_checkpoint_kept_outside(ledger, ring, pin):
    """What somebody with the database and the service could show: fewer entries, all genuine."""
    older = resigned(ledger.lines[:3], 3, ring)
    assert judge(older, key=pin).ok
    verdict = judge(older, key=pin, checkpoint=ledger.earlier)
    assert (verdict.ok, verdict.bad_seq) == (False, 4)


def test_a_chain_that_the_service_itself_rewrote_contradicts_the_checkpoint_kept_outside(ledger, ring, pin):
    edited = [*ledger.lines[:2], changed(ledger.lines[2], "decision", "x"), *ledger.lines[3:-1]]
    rewritten = resigned(edited, 2, ring)
    assert judge(rewritten, key=pin).ok
    verdict = judge(rewritten, key=pin, checkpoint=ledger.earlier)
    assert (verdict.ok, verdict.bad_seq) == (False, EARLIER)


def test_the_checkpoint_may_be_the_api_answer_or_the_line(ledger, pin):
    line = rfc8785.dumps({"checkpoint": json.loads(ledger.earlier)})
    pretty = json.dumps(json.loads(ledger.earlier), indent=2).encode("utf-8-sig")
    assert judge(ledger.lines, key=pin, checkpoint=line).ok
    assert judge(ledger.lines, key=pin, checkpoint=pretty).ok


@pytest.mark.parametrize("member", ["org", "seq", "root", "head", "at", "jwk", "kid", "former", "sig"])
def test_a_given_checkpoint_that_was_changed_is_refused(ledger, pin, member):
    for value in [*VALUES, [{}], [{"jwk": {}, "sig": ""}]]:
        earlier = {**json.loads(ledger.earlier), member: value}
        if earlier != json.loads(ledger.earlier):
            verdict = judge(ledger.lines, checkpoint=json.dumps(earlier).encode())
            assert (verdict.ok, verdict.bad_seq) == (False, None)


def test_a_checkpoint_of_another_organisation_or_key_is_refused(ledger, neighbour, strangers_ring, pin):
    verdict = judge(ledger.lines, key=pin, checkpoint=neighbour.earlier)
    assert (verdict.ok, verdict.bad_seq) == (False, None)
    forged = resigned([], 0, strangers_ring)[0]
    verdict = judge(ledger.lines, key=pin, checkpoint=forged)
    assert (verdict.ok, verdict.bad_seq) == (False, None)


def test_after_a_rotation_old_pins_and_old_checkpoints_still_serve(ledger, rotated_ring, pin):
    newer = resigned([*ledger.lines[:-1], ledger.lines[0]], SIZE, rotated_ring)
    newest = json.dumps(jwk_of(rotated_ring.keys[rotated_ring.kid])).encode()
    for known in ({}, {"key": pin}, {"key": newest}, {"checkpoint": ledger.earlier}):
        assert judge(newer, **known).ok
    assert judge(newer, key=newest, checkpoint=ledger.earlier).ok


def test_a_key_that_nobody_endorsed_cannot_claim_to_follow(ledger, strangers_ring, ring, pin):
    forged = resigned([*ledger.lines[:-1], ledger.lines[0]], SIZE, strangers_ring)
    point = json.loads(forged[-1])["checkpoint"]
    for sig in (b64url(b"\0" * 64), strangers_ring.former()):
        facts = {**point, "former": [{"jwk": jwk_of(ring.keys[ring.kid]), "sig": sig}]}
        signed = {**facts, "sig": b64url(strangers_ring.sign(unsigned(facts)))}
        for known in ({}, {"key": pin}, {"checkpoint": ledger.earlier}):
            assert not judge([*forged[:-1], rfc8785.dumps({"checkpoint": signed})], **known).ok


def test_times_that_go_back_are_a_warning(database, ring, pin):
    with database.write() as db:
        for minute in (3, 1, 2, 4):
            append(
                db,
                ring,
                "clock",
                "draft.edited",
                Actor("system", "", "", ""),
                at=START.replace(minute=minute),
            )
        lines = b"".join(export(db, ring, "clock")).splitlines()
    verdict = judge(lines, key=pin)
    assert verdict.ok
    assert "1 条记录的时间比前面的早一分钟以上" in verdict.warnings[0]


HOSTILE = {
    "empty": b"",
    "newline": b"\n",
    "newlines": b"\n" * 100_000,
    "nul": b"\0" * 2_000_000,
    "one long line": b"x" * 5_000_000,
    "brackets": b"[" * 1_048_576,
    "braces": b'{"a":' * 200_000,
    "deep data": b'{"data":' + b"[" * 500 + b"]" * 500 + b"}",
    "long number": b'{"seq":' + b"9" * 1_000_000 + b"}",
    "long string": b'{"seq":"' + b"\\u0000" * 170_000 + b'"}',
    "surrogate": b'{"\\ud800":1}',
    "not UTF-8": b"\xff\xfe\xfd",
    "UTF-16": '{"seq":1}'.encode("utf-16"),
    "list": b"[]",
    "checkpoint is a list": b'{"checkpoint":[]}',
    "checkpoint is deep": b'{"checkpoint":' + b'{"former":' * 300 + b"1" + b"}" * 301,
    "checkpoint is null": b'{"checkpoint":null}',
    "gzip": bytes.fromhex("1f8b0800000000000003"),
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_hostile_files_get_a_verdict_soon(ledger, pin, data):
    with within(2):
        whole = b"\n".join(ledger.lines)
        assert not verify(BytesIO(data)).ok
        assert not verify(BytesIO(data + b"\n" + whole), key=pin).ok
        assert not verify(BytesIO(whole + b"\n" + data), key=pin).ok or not data.strip(b"\n")
        assert not verify(BytesIO(whole), checkpoint=data).ok
        assert not verify(BytesIO(whole), key=data).ok


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_get_a_verdict(data):
    assert not verify(BytesIO(data)).ok
    assert not verify(BytesIO(data), checkpoint=data, key=data).ok


def test_files_are_verified_by_name(ledger, pin, tmp_path: Path):
    paths = {name: tmp_path / name for name in ("export", "checkpoint", "key")}
    contents = (b"\n".join(ledger.lines), ledger.earlier, pin)
    for path, content in zip(paths.values(), contents, strict=True):
        path.write_bytes(content)
    assert verify_file(paths["export"], paths["checkpoint"], paths["key"]).ok


def test_an_export_may_come_through_a_pipe(ledger, tmp_path: Path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(b"\n".join(ledger.lines),))
    writer.start()
    assert verify_file(pipe).entries == SIZE
    writer.join()


def test_a_file_that_cannot_be_read_is_a_fault(tmp_path: Path):
    for path in (tmp_path, tmp_path / "nothing"):
        verdict = verify_file(path)
        assert not verdict.ok
        assert str(path) in verdict.reason
