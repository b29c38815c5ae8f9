from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ledger.merkle import Frontier

# The reference leaves and roots of the Certificate Transparency project for RFC 6962.
LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def grow(leaves: list[bytes]) -> Frontier:
    tree = Frontier()
    for leaf in leaves:
        tree = tree.add(leaf)
    return tree


def naive(leaves: list[bytes]) -> bytes:
    """RFC 6962, section 2.1, as it is written there."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\x01" + naive(leaves[:split]) + naive(leaves[split:])).digest()


def test_the_reference_roots():
    leaves = [bytes.fromhex(leaf) for leaf in LEAVES]
    assert [grow(leaves[:size]).root() for size in range(9)] == ROOTS


@given(st.lists(st.binary(max_size=8), max_size=70))
def test_the_frontier_agrees_with_the_recursive_definition(leaves):
    assert grow(leaves).root() == naive(leaves).hex()


@given(st.lists(st.binary(max_size=8), max_size=70))
def test_a_stored_frontier_goes_on_growing(leaves):
    tree = grow(leaves)
    stored = Frontier.loads(tree.size, tree.dumps())
    assert stored == tree
    assert stored.add(b"more").root() == naive([*leaves, b"more"]).hex()


@pytest.mark.parametrize(("size", "text"), [(1, ""), (0, "00" * 32), (3, "00" * 32), (1, "00"), (1, "zz")])
def test_a_frontier_that_does_not_fit_is_refused(size, text):
    with pytest.raises(ValueError):
        Frontier.loads(size, text)
