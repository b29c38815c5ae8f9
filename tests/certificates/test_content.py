from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.content import content_sha256

texts = st.text(max_size=12)


def test_the_digest_is_taken_over_the_canonical_json():
    written = '{"assets":["aa"],"body":"正文\\n\\"引\\"","format":"text","title":"题"}'
    assert content_sha256("题", '正文\n"引"', "text", ["aa"]) == hashlib.sha256(written.encode()).hexdigest()
    empty = b'{"assets":[],"body":"","format":"html","title":""}'
    assert content_sha256("", "", "html") == hashlib.sha256(empty).hexdigest()


@given(
    one=st.tuples(texts, texts, texts, st.lists(texts, max_size=2)),
    two=st.tuples(texts, texts, texts, st.lists(texts, max_size=2)),
)
def test_two_contents_share_a_digest_only_if_they_are_the_same(one, two):
    assert (content_sha256(*one) == content_sha256(*two)) == (one == two)


def test_what_is_not_unicode_has_no_digest():
    with pytest.raises(ValueError):
        content_sha256("", "\ud800", "text")
