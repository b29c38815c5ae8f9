"""The content digest is that of the RFC 8785 bytes, whatever the text."""

from __future__ import annotations

import hashlib

import pytest
import rfc8785
from hypothesis import example, given
from hypothesis import strategies as st

from app.content import content_sha256

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


@given(TEXTS, TEXTS, st.sampled_from(["text", "html", "markdown"]), st.lists(st.text("0123456789abcdef")))
@example("", '\x00\x08\t\n\x0b\x0c\r\x1f\x7f"\\/\u2028\u2029\ufeff😀', "text", [])
def test_the_digest_is_taken_over_the_canonical_json(
    title: str, body: str, format: str, assets: list[str]
) -> None:
    canonical = rfc8785.dumps({"assets": assets, "body": body, "format": format, "title": title})
    assert content_sha256(title, body, format, assets) == hashlib.sha256(canonical).hexdigest()


def test_a_lone_surrogate_has_no_digest() -> None:
    with pytest.raises(ValueError, match="surrogates"):
        content_sha256("", "\ud800", "text")
