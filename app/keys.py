"""The service's signing keys (签名密钥): Ed25519 (RFC 8032), named by their thumbprint (RFC 7638).

The private keys lie in `<data folder>/keys/0001.pem`, `0002.pem`, …; the highest number signs, the lower
ones still verify. Everything the service signs names its key by `kid`.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import rfc8785
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from app.errors import StartupError

PublicKeys = Mapping[str, Ed25519PublicKey]
"""Public keys by their `kid`."""


def b64url(data: bytes) -> str:
    """Base64url without padding (RFC 7515, section 2)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def from_b64url(text: str) -> bytes:
    """The bytes of an unpadded base64url text; `ValueError` for any spelling but the canonical one.

    Spare bits in the last character would otherwise let two texts mean the same signature.
    """
    try:
        data = base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except binascii.Error as error:
        raise ValueError("not base64url") from error
    if b64url(data) != text:
        raise ValueError("not canonical base64url")
    return data


def jwk_of(key: Ed25519PublicKey) -> dict[str, str]:
    """The public key as a JWK with its required members alone (RFC 8037, section 2)."""
    return {"crv": "Ed25519", "kty": "OKP", "x": b64url(key.public_bytes_raw())}


def kid_of(key: Ed25519PublicKey) -> str:
    """The key's name: its JWK thumbprint with SHA-256, base64url (RFC 7638)."""
    return b64url(hashlib.sha256(rfc8785.dumps(jwk_of(key))).digest())


def public_from_jwk(jwk: Any) -> Ed25519PublicKey:
    """The Ed25519 public key in a JWK; members beside the required ones are ignored. `ValueError` if none."""
    if not isinstance(jwk, dict) or (jwk.get("kty"), jwk.get("crv")) != ("OKP", "Ed25519"):
        raise ValueError("not an Ed25519 JWK")
    x = jwk.get("x")
    if not isinstance(x, str):
        raise ValueError("a JWK without x")
    return Ed25519PublicKey.from_public_bytes(from_b64url(x))


def read_public_keys(data: bytes) -> dict[str, Ed25519PublicKey]:
    """The Ed25519 keys in a file: a JWKS, a JWK, or a PEM public key. `ValueError` if there is none."""
    if data.lstrip().startswith(b"-----BEGIN"):
        keys = [_public_from_pem(data)]
    else:
        keys = [public_from_jwk(jwk) for jwk in _jwks_in(data)]
    if not keys:
        raise ValueError("no Ed25519 key")
    return {kid_of(key): key for key in keys}


def verified(key: Ed25519PublicKey, signature: str, message: bytes) -> bool:
    """Whether `signature` (base64url) is the key's Ed25519 signature over the message."""
    try:
        key.verify(from_b64url(signature), message)
    except (InvalidSignature, ValueError):
        return False
    return True


class KeyRing:
    """The keys of one service, oldest first; the last one signs."""

    def __init__(self, keys: Sequence[Ed25519PrivateKey]) -> None:
        self._private = {kid_of(key.public_key()): key for key in keys}
        self.kid = kid_of(keys[-1].public_key())
        self.keys: PublicKeys = {kid: key.public_key() for kid, key in self._private.items()}

    @classmethod
    def open(cls, data_dir: Path) -> KeyRing:
        """The ring in a data folder; makes folder and first key where there are none.

        Two processes that start at once end with the same key. Raises `StartupError` where a key cannot be
        read, is broken, or can be read by others than its owner.
        """
        folder = _key_folder(data_dir)
        if not _key_files(folder):
            _store_key(folder, 1)
        return cls([_load_key(file) for file in _key_files(folder)])

    @classmethod
    def rotate(cls, data_dir: Path) -> KeyRing:
        """Add a key that signs from now on (密钥轮换); running services take it at their next start."""
        cls.open(data_dir)
        folder = _key_folder(data_dir)
        _store_key(folder, int(_key_files(folder)[-1].stem) + 1)
        return cls.open(data_dir)

    def sign(self, message: bytes) -> bytes:
        """The newest key's Ed25519 signature, 64 bytes."""
        return self._private[self.kid].sign(message)

    def public(self, kid: str) -> Ed25519PublicKey | None:
        """The public key of that name, or None."""
        return self.keys.get(kid)

    def jwks(self) -> dict[str, list[dict[str, str]]]:
        """All public keys, newest first, as `/.well-known/jwks.json` shows them (RFC 7517)."""
        extra = {"alg": "EdDSA", "use": "sig"}
        newest_first = reversed(list(self.keys.items()))
        return {"keys": [{**jwk_of(key), "kid": kid, **extra} for kid, key in newest_first]}

    def former(self) -> list[dict[str, Any]]:
        """The older keys, each with its own signature on the newest as its successor, for who knows only one.

        `sig` is made over `succession(jwk of the newest)`.
        """
        message = succession(jwk_of(self.keys[self.kid]))
        older = [key for kid, key in self._private.items() if kid != self.kid]
        return [{"jwk": jwk_of(key.public_key()), "sig": b64url(key.sign(message))} for key in older]


def succession(jwk: Mapping[str, str]) -> bytes:
    """What an older key signs to name the key that follows it: the RFC 8785 bytes of `{"successor": jwk}`."""
    return rfc8785.dumps({"successor": dict(jwk)})


def _jwks_in(data: bytes) -> list[Any]:
    try:
        value = json.loads(data)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(value, dict):
        raise ValueError("neither JWKS nor JWK")
    if "keys" not in value:
        return [value]
    if not isinstance(value["keys"], list):
        raise ValueError("a JWKS without a list of keys")
    return [jwk for jwk in value["keys"] if isinstance(jwk, dict) and jwk.get("crv") == "Ed25519"]


def _public_from_pem(data: bytes) -> Ed25519PublicKey:
    try:
        key = serialization.load_pem_public_key(data)
    except UnsupportedAlgorithm as error:
        raise ValueError("not an Ed25519 key") from error
    if not isinstance(key, Ed25519PublicKey):
        raise ValueError("not an Ed25519 key")
    return key


def _key_folder(data_dir: Path) -> Path:
    folder = data_dir / "keys"
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
        _refuse_open_to_others(folder)
    except OSError as error:
        raise StartupError(f"无法使用密钥文件夹 {folder}：{error.strerror}。请检查文件夹权限。") from error
    return folder


def _key_files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.glob("*.pem") if file.stem.isdecimal())


def _store_key(folder: Path, number: int) -> None:
    """Make a key and give it that number, whole and once: the link fails if another process came first."""
    target = folder / f"{number:04d}.pem"
    pem = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    try:
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".new-") as file:
            file.write(pem)
            file.flush()
            os.fsync(file.fileno())
            _link_if_first(Path(file.name), target)
        _sync_folder(folder)
    except OSError as error:
        raise StartupError(f"无法写入签名密钥 {target}：{error.strerror}。") from error


def _link_if_first(source: Path, target: Path) -> None:
    try:
        target.hardlink_to(source)
    except FileExistsError:
        return


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _load_key(file: Path) -> Ed25519PrivateKey:
    try:
        _refuse_open_to_others(file)
        key = serialization.load_pem_private_key(file.read_bytes(), password=None)
    except OSError as error:
        raise StartupError(f"无法读取签名密钥 {file}：{error.strerror}。") from error
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise StartupError(f"签名密钥 {file} 已损坏或格式不对，请从备份恢复该文件，不要删除。") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise StartupError(f"签名密钥 {file} 不是 Ed25519 密钥，请从备份恢复该文件。")
    return key


def _refuse_open_to_others(path: Path) -> None:
    if path.stat().st_mode & 0o077:
        raise StartupError(f"{path} 对其他用户开放，签名密钥可能泄露。请执行 chmod go= {path} 后重新启动。")
