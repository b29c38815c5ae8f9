"""Learned weights of terms: what they add for relevance and for each topic, and the file they are kept in.

Two such tables are added up: the one that ships (`model.bin`, made by `sanshen relevance build`) and the one
that an office trains on its own decisions. The numbers are kept in steps of 1/127 of the largest of their
column. A file names its own digest, so that a damaged one is refused.
"""

from __future__ import annotations

import functools
import hashlib
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

SHIPPED = Path(__file__).with_name("model.bin")
"""The file of the weights that ship."""

_MAGIC = b"sanshen relevance 1\n"
_DIGEST = 32
_STEPS = 127

Matrix = npt.NDArray[np.float32]


class ModelError(ValueError):
    """A file that is no table of weights, or is damaged; the text says so in Chinese."""


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """The weights of terms: a row each, its first column for relevance, then one for each of `topics`.

    `rows` leads from a term to its row; row 0 is nobody's and zero. `file` is what the table is kept as.
    """

    topics: tuple[str, ...]
    rows: Mapping[str, int]
    matrix: Matrix
    file: bytes

    @classmethod
    def of(cls, topics: Sequence[str], weights: Mapping[str, npt.NDArray[np.float64]]) -> Weights:
        """The table of these weights, rounded as a file holds them."""
        return cls.unpack(_packed(topics, weights))

    @classmethod
    def unpack(cls, data: bytes) -> Weights:
        """The table that is kept as `data`; `ModelError` where that is something else or damaged."""
        head, body = data[: len(_MAGIC)], data[len(_MAGIC) + _DIGEST :]
        digest = data[len(_MAGIC) : len(_MAGIC) + _DIGEST]
        if head != _MAGIC or hashlib.sha256(body).digest() != digest:
            raise ModelError("关联度模型文件损坏，或不是本程序的模型文件。")
        described, _, steps = zlib.decompress(body).partition(b"\0")
        facts = json.loads(described)
        table = np.frombuffer(steps, np.int8).reshape(len(facts["terms"]), 1 + len(facts["topics"]))
        matrix = np.zeros((len(table) + 1, 1 + len(facts["topics"])), np.float32)
        matrix[1:] = table * np.asarray(facts["steps"], np.float32)
        rows = {term: row for row, term in enumerate(facts["terms"], 1)}
        return cls(tuple(facts["topics"]), rows, matrix, data)

    @property
    def sha256(self) -> str:
        """The digest of the file, which names the table."""
        return hashlib.sha256(self.file).hexdigest()

    def over(self, topics: Sequence[str]) -> Weights:
        """The same weights with a column for each of these topics, zero for one that was not known."""
        if tuple(topics) == self.topics:
            return self
        columns = [1 + self.topics.index(topic) if topic in self.topics else -1 for topic in topics]
        padded = np.pad(self.matrix, ((0, 0), (0, 1)))
        return Weights(tuple(topics), self.rows, padded[:, [0, *columns]], self.file)

    def of_terms(self, terms: Sequence[str]) -> Matrix:
        """The rows of these terms, zero for a term that has none."""
        return self.matrix[[self.rows.get(term, 0) for term in terms]]


@functools.cache
def shipped() -> Weights:
    """The weights that ship, read at the first call; `ModelError` where the file is missing or damaged."""
    try:
        return Weights.unpack(SHIPPED.read_bytes())
    except OSError as error:
        raise ModelError(f"无法读取关联度模型 {SHIPPED}：{error.strerror}") from error
    except ModelError as error:
        raise ModelError(f"{SHIPPED}：{error}") from error


def _packed(topics: Sequence[str], weights: Mapping[str, npt.NDArray[np.float64]]) -> bytes:
    terms = sorted(weights)
    table = np.array([weights[term] for term in terms]).reshape(len(terms), 1 + len(topics))
    step = np.abs(table).max(axis=0, initial=0.0) / _STEPS
    step[step == 0] = 1.0
    rounded = np.rint(table / step).astype(np.int8)
    facts = {"topics": list(topics), "steps": [float(f"{one:.6g}") for one in step], "terms": terms}
    described = json.dumps(facts, ensure_ascii=False, separators=(",", ":")).encode()
    body = zlib.compress(described + b"\0" + rounded.tobytes(), 9)
    return _MAGIC + hashlib.sha256(body).digest() + body
