"""The form of a certificate: a compact JWS (RFC 7515, section 7.1) signed with EdDSA (RFC 8037).

There is one accepted header, `{"alg": "EdDSA", "kid": …, "typ": "sanshen-cert+jwt"}`, so nothing in a token
can choose an algorithm or bring its own key.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import rfc8785

from app.keys import KeyRing, b64url, from_b64url

TYPE = "sanshen-cert+jwt"

MAX_TOKEN = 1 << 20
"""Characters a token may have."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token taken apart; nothing in it is proved yet."""

    kid: str
    message: bytes
    signature: str
    payload: dict[str, Any]


def sign_token(ring: KeyRing, payload: Mapping[str, Any]) -> str:
    """The payload as a compact JWS of the ring's newest key."""
    header = {"alg": "EdDSA", "kid": ring.kid, "typ": TYPE}
    message = f"{b64url(rfc8785.dumps(header))}.{b64url(rfc8785.dumps(dict(payload)))}"
    return f"{message}.{b64url(ring.sign(message.encode()))}"


def parse_token(text: str) -> Token:
    """Take a token apart; `ValueError` unless it has the one accepted form."""
    parts = text.split(".", 3) if len(text) <= MAX_TOKEN else []
    if len(parts) != 3:
        raise ValueError("not a compact JWS")
    header, payload, signature = parts
    kid = _kid(_json_object(header))
    return Token(kid, f"{header}.{payload}".encode(), signature, _json_object(payload))


def _kid(header: dict[str, Any]) -> str:
    kid = header.pop("kid", None)
    if not isinstance(kid, str) or header != {"alg": "EdDSA", "typ": TYPE}:
        raise ValueError("not the header of a certificate")
    return kid


def _json_object(segment: str) -> dict[str, Any]:
    try:
        value = json.loads(from_b64url(segment))
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(value, dict):
        raise ValueError("not a JSON object")
    return value
