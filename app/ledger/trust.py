"""Reading a checkpoint (检查点) and deciding whose signatures to believe."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from app.keys import PublicKeys, jwk_of, kid_of, public_from_jwk, succession, verified
from app.ledger.entry import is_hash, is_time, unsigned

_MEMBERS: dict[str, Callable[[object], bool]] = {
    "org": lambda value: isinstance(value, str),
    "seq": lambda value: type(value) is int and 0 <= value < 1 << 53,
    "root": is_hash,
    "head": is_hash,
    "at": is_time,
    "jwk": lambda value: isinstance(value, dict),
    "kid": lambda value: isinstance(value, str),
    "former": lambda value: isinstance(value, list),
    "sig": lambda value: isinstance(value, str),
}


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A checkpoint whose signature holds under its own key `kid`.

    `keys` are that key and the older ones that it vouches for; `endorsed_by` names those of the older ones
    that signed it as their successor.
    """

    org: str
    seq: int
    root: str
    head: str
    kid: str
    keys: PublicKeys
    endorsed_by: frozenset[str]

    def trusted_by(self, keys: PublicKeys) -> bool:
        """Whether one of `keys` made this checkpoint or named the key that did."""
        return self.kid in keys or not self.endorsed_by.isdisjoint(keys)


def read_checkpoint(value: Any) -> Checkpoint:
    """The checkpoint in a JSON value, bare or in `{"checkpoint": …}`; `ValueError` unless well signed."""
    if isinstance(value, dict) and value.keys() == {"checkpoint"}:
        value = value["checkpoint"]
    if not isinstance(value, dict) or value.keys() != _MEMBERS.keys():
        raise ValueError("not a checkpoint")
    for name, fits in _MEMBERS.items():
        if not fits(value[name]):
            raise ValueError(f"not a value for {name}")
    keys = _keys_in(value)
    if not verified(keys[value["kid"]], value["sig"], unsigned(value)):
        raise ValueError("not signed by its key")
    return Checkpoint(
        org=value["org"],
        seq=value["seq"],
        root=value["root"],
        head=value["head"],
        kid=value["kid"],
        keys=keys,
        endorsed_by=frozenset(keys.keys() - {value["kid"]}),
    )


def believed(pinned: PublicKeys | None, final: Checkpoint | None, earlier: Checkpoint | None) -> PublicKeys:
    """The keys whose signatures count: the pinned ones, else the earlier checkpoint's, else the file's.

    A checkpoint that a believed key made or endorsed brings its other keys in.
    """
    given = earlier or final
    keys = dict(pinned if pinned is not None else given.keys if given else {})
    for checkpoint in (final, earlier, final):
        if checkpoint and checkpoint.trusted_by(keys):
            keys.update(checkpoint.keys)
    return keys


def _keys_in(checkpoint: Mapping[str, Any]) -> PublicKeys:
    key = _plain_key(checkpoint["jwk"])
    if kid_of(key) != checkpoint["kid"]:
        raise ValueError("a kid that is not its key's")
    keys = {kid_of(key): key}
    for item in checkpoint["former"]:
        keys.update(_former_key(item, succession(checkpoint["jwk"])))
    return keys


def _former_key(item: Any, message: bytes) -> PublicKeys:
    if not isinstance(item, dict) or item.keys() != {"jwk", "sig"} or not isinstance(item["sig"], str):
        raise ValueError("not a former key")
    key = _plain_key(item["jwk"])
    if not verified(key, item["sig"], message):
        raise ValueError("a former key that does not name its successor")
    return {kid_of(key): key}


def _plain_key(jwk: Any) -> Ed25519PublicKey:
    key = public_from_jwk(jwk)
    if jwk != jwk_of(key):
        raise ValueError("a JWK with more than its required members")
    return key
