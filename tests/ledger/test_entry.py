from __future__ import annotations

import json

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from app.keys import verified
from app.ledger.entry import EVENTS, GENESIS, MAX_LINE, parse, seal, unsigned

FACTS = {
    "seq": 1,
    "prev": GENESIS,
    "org": "demo",
    "at": "2026-11-21T08:00:00.000Z",
    "event": "draft.approved",
    "actor": {"kind": "person", "id": "p1", "name": "李四", "role": "section_chief"},
    "on_behalf_of": None,
    "draft": "d1",
    "version": 2,
    "content_sha256": "a" * 64,
    "scan_sha256": "b" * 64,
    "ruleset_sha256": "c" * 64,
    "stage": "second_review",
    "decision": "approve",
    "data": {},
}

plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


@given(data=st.dictionaries(st.text(max_size=6), plain, max_size=4))
def test_a_sealed_line_is_canonical_signed_and_reads_back(ring, data):
    line = seal({**FACTS, "data": data}, ring.kid, ring.sign)
    entry = parse(line)
    assert entry["data"] == data
    assert line == rfc8785.dumps(entry)
    assert verified(ring.keys[entry["kid"]], entry["sig"], unsigned(entry))
    assert b"\n" not in line


def test_every_event_has_a_chinese_title():
    assert all(title.isalpha() and not title.isascii() for title in EVENTS.values())


WRONG = [
    ("event", "draft.lost"),
    ("event", None),
    ("seq", 0),
    ("seq", True),
    ("seq", "1"),
    ("prev", "A" * 64),
    ("prev", "a" * 63),
    ("org", None),
    ("at", "2026-11-21T08:00:00Z"),
    ("at", "2026-11-21T08:00:00.000+08:00"),
    ("at", "２０26-11-21T08:00:00.000Z"),
    ("at", "2026-11-21T08:00:00.000Z\n"),
    ("at", "2026-02-30T08:00:00.000Z"),
    ("actor", None),
    ("actor", {"kind": "robot", "id": "", "name": "", "role": ""}),
    ("actor", {"kind": "person", "id": "", "name": ""}),
    ("actor", {"kind": "person", "id": "", "name": "", "role": None}),
    ("on_behalf_of", "p2"),
    ("version", 1.0),
    ("version", 0),
    ("content_sha256", "a" * 65),
    ("stage", 1),
    ("data", None),
    ("data", []),
    ("data", {"score": 0.5}),
    ("data", {"number": 2**53}),
    ("data", {"text": "\ud800"}),
    ("data", {"text": "字" * MAX_LINE}),
    ("data", {"a": [[[[[[[[[1]]]]]]]]]}),
    ("extra", 1),
]


@pytest.mark.parametrize(("member", "value"), WRONG)
def test_wrong_facts_are_refused(ring, member, value):
    with pytest.raises(ValueError):
        seal({**FACTS, member: value}, ring.kid, ring.sign)


@pytest.mark.parametrize("member", FACTS)
def test_a_missing_member_is_refused(ring, member):
    with pytest.raises(ValueError):
        seal({name: value for name, value in FACTS.items() if name != member}, ring.kid, ring.sign)


def test_only_the_canonical_spelling_is_read(ring):
    line = seal(FACTS, ring.kid, ring.sign)
    entry = json.loads(line)
    escaped = line.replace("李".encode(), b"\\u674e")
    others = [
        json.dumps(entry).encode(),
        b" " + line,
        line + b"\r",
        b"\xef\xbb\xbf" + line,
        line.decode().encode("utf-16"),
        escaped,
        line.replace(b'"version":2', b'"version":2.0'),
        line.replace(b'"version":2', b'"version":2,"version":2'),
        line.replace(b'"version":2', b'"version":NaN'),
        line.replace(b'"seq":1', b'"seq":' + b"1" * 5000),
    ]
    for other in others:
        assert other != line
        with pytest.raises(ValueError):
            parse(other)


def test_an_event_of_a_newer_program_can_still_be_read(ring):
    entry = parse(seal(FACTS, ring.kid, ring.sign))
    assert parse(rfc8785.dumps({**entry, "event": "draft.published"}))["event"] == "draft.published"
