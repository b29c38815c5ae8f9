from __future__ import annotations

import multiprocessing
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from app.errors import StartupError
from app.keys import (
    KeyRing,
    b64url,
    from_b64url,
    jwk_of,
    kid_of,
    public_from_jwk,
    read_public_keys,
    succession,
    verified,
)

# RFC 8037, appendix A.
SEED = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"
JWK = {"crv": "Ed25519", "kty": "OKP", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
THUMBPRINT = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
MESSAGE = b"eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc"
SIGNATURE = "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"


def test_the_vectors_of_rfc_8037():
    key = Ed25519PrivateKey.from_private_bytes(from_b64url(SEED)).public_key()
    assert jwk_of(key) == JWK
    assert kid_of(key) == THUMBPRINT
    assert verified(public_from_jwk(JWK), SIGNATURE, MESSAGE)
    assert not verified(key, SIGNATURE, MESSAGE + b".")


@given(st.binary(max_size=80))
def test_base64url_goes_there_and_back(data):
    assert from_b64url(b64url(data)) == data


@pytest.mark.parametrize("text", ["A", "AB", "AA==", "A A", "AA\n", "+A8", "中", "A" * 5])
def test_other_spellings_of_base64url_are_refused(text):
    with pytest.raises(ValueError):
        from_b64url(text)


def test_the_first_start_makes_a_key_for_the_owner_alone(tmp_path: Path):
    ring = KeyRing.open(tmp_path / "data")
    folder = tmp_path / "data" / "keys"
    assert [file.name for file in folder.iterdir()] == ["0001.pem"]
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / "0001.pem").stat().st_mode & 0o777 == 0o600
    assert KeyRing.open(tmp_path / "data").kid == ring.kid


def test_it_signs_what_its_public_key_verifies(tmp_path: Path):
    ring = KeyRing.open(tmp_path)
    signature = b64url(ring.sign(b"x"))
    key = ring.public(ring.kid)
    assert key is not None and verified(key, signature, b"x")
    assert ring.public("nobody") is None


def test_after_a_rotation_the_new_key_signs_and_the_old_one_verifies(tmp_path: Path):
    old = KeyRing.open(tmp_path)
    ring = KeyRing.rotate(tmp_path)
    assert ring.kid != old.kid
    assert ring.public(old.kid) is not None
    assert [jwk["kid"] for jwk in ring.jwks()["keys"]] == [ring.kid, old.kid]
    assert KeyRing.open(tmp_path).kid == ring.kid


def test_a_former_key_names_its_successor(tmp_path: Path):
    old = KeyRing.open(tmp_path)
    assert old.former() == []
    ring = KeyRing.rotate(tmp_path)
    (item,) = ring.former()
    message = succession(jwk_of(ring.keys[ring.kid]))
    assert verified(public_from_jwk(item["jwk"]), item["sig"], message)
    assert kid_of(public_from_jwk(item["jwk"])) == old.kid


def test_the_jwks_shows_no_private_part(tmp_path: Path):
    (jwk,) = KeyRing.open(tmp_path).jwks()["keys"]
    assert jwk.keys() == {"kty", "crv", "x", "kid", "alg", "use"}


def _open_and_tell(folder: Path, barrier: Barrier, answers: multiprocessing.SimpleQueue[str]) -> None:
    barrier.wait()
    answers.put(KeyRing.open(folder).kid)


def test_processes_that_start_at_once_share_one_key(tmp_path: Path):
    context = multiprocessing.get_context("spawn")
    answers: multiprocessing.SimpleQueue[str] = context.SimpleQueue()
    barrier = context.Barrier(4)
    starters = [context.Process(target=_open_and_tell, args=(tmp_path, barrier, answers)) for _ in range(4)]
    for starter in starters:
        starter.start()
    for starter in starters:
        starter.join()
    assert len({answers.get() for _ in starters}) == 1
    assert len(list((tmp_path / "keys").iterdir())) == 1


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o602])
def test_a_key_open_to_others_is_refused(tmp_path: Path, mode: int):
    KeyRing.open(tmp_path)
    (tmp_path / "keys" / "0001.pem").chmod(mode)
    with pytest.raises(StartupError, match="其他用户"):
        KeyRing.open(tmp_path)


def test_a_folder_open_to_others_is_refused(tmp_path: Path):
    KeyRing.open(tmp_path)
    (tmp_path / "keys").chmod(0o755)
    with pytest.raises(StartupError, match="其他用户"):
        KeyRing.open(tmp_path)


EC_KEY = generate_private_key(SECP256R1()).private_bytes(
    serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
)


@pytest.mark.parametrize(
    ("content", "message"), [(b"", "损坏"), (b"not a key", "损坏"), (EC_KEY, "不是 Ed25519")]
)
def test_a_broken_key_is_never_replaced(tmp_path: Path, content: bytes, message: str):
    KeyRing.open(tmp_path)
    (tmp_path / "keys" / "0001.pem").write_bytes(content)
    with pytest.raises(StartupError, match=message):
        KeyRing.open(tmp_path)


def test_a_data_folder_that_is_a_file_is_told_plainly(tmp_path: Path):
    (tmp_path / "data").write_text("")
    with pytest.raises(StartupError, match="无法使用密钥文件夹"):
        KeyRing.open(tmp_path / "data")


def test_a_key_that_cannot_be_read_is_told_plainly(tmp_path: Path):
    (tmp_path / "keys").mkdir(mode=0o700)
    (tmp_path / "keys" / "0001.pem").mkdir(mode=0o700)
    with pytest.raises(StartupError, match="无法读取签名密钥"):
        KeyRing.open(tmp_path)


def test_public_keys_are_read_from_jwks_jwk_and_pem(tmp_path: Path):
    ring = KeyRing.open(tmp_path)
    key = ring.keys[ring.kid]
    pem = key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    jwks = b'{"keys": [%s, {"kty": "EC", "crv": "P-256"}]}' % repr(jwk_of(key)).replace("'", '"').encode()
    for data in (pem, jwks, repr(jwk_of(key)).replace("'", '"').encode()):
        assert list(read_public_keys(data)) == [ring.kid]


NOT_KEYS = [
    b"",
    b"{}",
    b"[]",
    b"1",
    b'{"keys": 1}',
    b'{"keys": []}',
    b"[" * 100_000,
    b"\xff\xfe",
    b"-----BEGIN",
]
NOT_KEYS += [b'{"kty": "OKP", "crv": "Ed25519", "x": %s}' % x for x in (b"1", b'"AA"', b'"\xe4\xb8\xad"')]
NOT_KEYS += [EC_KEY, b'{"keys": [{"crv": "Ed25519", "kty": "oct"}]}']


@pytest.mark.parametrize("data", NOT_KEYS)
def test_what_is_no_key_is_a_value_error(data: bytes):
    with pytest.raises(ValueError):
        read_public_keys(data)
