"""The Merkle tree hash of RFC 6962, section 2.1, grown leaf by leaf.

A frontier holds the roots of the full subtrees that the leaves so far fall into, largest first: one for
each 1 in the binary form of their number. That is all it takes to add a leaf or to tell the root.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


def leaf_hash(data: bytes) -> bytes:
    """The hash of a leaf: SHA-256 of 0x00 and the data."""
    return hashlib.sha256(b"\x00" + data).digest()


def _node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Frontier:
    """A tree of `size` leaves, as the roots of its full subtrees."""

    size: int = 0
    nodes: tuple[bytes, ...] = ()

    def add(self, data: bytes) -> Frontier:
        """The tree with one more leaf, in O(log n)."""
        nodes, node, full = list(self.nodes), leaf_hash(data), self.size
        while full & 1:
            node = _node_hash(nodes.pop(), node)
            full >>= 1
        return Frontier(self.size + 1, (*nodes, node))

    def root(self) -> str:
        """The Merkle tree hash, lower-case hex; of no leaves, the SHA-256 of nothing."""
        if not self.nodes:
            return hashlib.sha256(b"").hexdigest()
        *others, node = self.nodes
        for left in reversed(others):
            node = _node_hash(left, node)
        return node.hex()

    def dumps(self) -> str:
        """The nodes as text, for storage beside the size."""
        return " ".join(node.hex() for node in self.nodes)

    @classmethod
    def loads(cls, size: int, text: str) -> Frontier:
        """The frontier that `dumps` wrote; `ValueError` where the text does not fit the size."""
        nodes = tuple(bytes.fromhex(node) for node in text.split())
        if len(nodes) != size.bit_count() or any(len(node) != 32 for node in nodes):
            raise ValueError("a frontier that does not fit its size")
        return cls(size, nodes)
