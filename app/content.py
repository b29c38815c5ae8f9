"""Title and body: how large they may be, and the digest that every sign-off and certificate binds."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import orjson

from app.errors import TooLarge

MAX_CONTENT = 1 << 20
"""Bytes of UTF-8 that title and body may have together."""
MAX_REMARK = 2000
"""Characters of a comment, a reason or a note."""


def need_size(*texts: str) -> None:
    """`TooLarge` where the texts have more than 1 MiB together."""
    if sum(len(text.encode()) for text in texts) > MAX_CONTENT:
        raise TooLarge("content_too_large", "标题和正文合计不能超过 1 MiB，请拆分后提交。")


def content_sha256(title: str, body: str, format: str, assets: Sequence[str] = ()) -> str:
    """Digest of a content (内容摘要): lower-case hex SHA-256.

    Taken over the RFC 8785 canonical JSON of `{"assets", "body", "format", "title"}` as submitted, where
    `assets` is the assets' own SHA-256 in order; for texts and lists of texts orjson writes just these bytes,
    ten times as fast (a property test compares). Raises `ValueError` where a text is not Unicode (lone
    surrogates).
    """
    content = {"assets": list(assets), "body": body, "format": format, "title": title}
    try:
        canonical = orjson.dumps(content, option=orjson.OPT_SORT_KEYS)
    except TypeError as error:
        raise ValueError("a text with lone surrogates") from error
    return hashlib.sha256(canonical).hexdigest()
