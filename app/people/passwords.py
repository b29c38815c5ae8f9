"""Passwords: argon2id hashes, the rule for new ones, and one-time passwords."""

from __future__ import annotations

import secrets
from functools import cache

from pwdlib import PasswordHash

from app.errors import Invalid

MINIMUM_LENGTH = 8
_READABLE = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters and digits that nobody takes for one another when they are read out."""

HASHER = PasswordHash.recommended()
"""Argon2id at the cost that its authors recommend (RFC 9106)."""


def hash_password(password: str) -> str:
    """The argon2id hash to store."""
    return HASHER.hash(password)


def verify_password(password: str, stored: str | None) -> bool:
    """Whether the password is right; takes the same time where there is no such person (`stored` None)."""
    matches = HASHER.verify(password, stored or _hash_of_nobody())
    return matches and stored is not None


def check_new_password(username: str, password: str) -> None:
    """`Invalid` for a password that is too short or repeats the user name or the demo's pattern."""
    if len(password) < MINIMUM_LENGTH:
        raise Invalid("weak_password", f"密码至少 {MINIMUM_LENGTH} 位。")
    if password in {username, demo_password(username)}:
        raise Invalid("weak_password", "密码不能与用户名或演示密码相同。")


def new_password() -> str:
    """A one-time password (一次性密码) of 79 random bits, to be read out: `m4kd-7tqz-hw2p-9xbc`."""
    return "-".join("".join(secrets.choice(_READABLE) for _ in range(4)) for _ in range(4))


def demo_password(username: str) -> str:
    """The password of the demo's people; refused outside a demo database."""
    return f"demo-{username}"


@cache
def _hash_of_nobody() -> str:
    return HASHER.hash("nobody has this password")
