"""How much a sentence sounds like news of a grave event (措辞): a linear model, for what no rule foresaw.

Every character, and every pair of neighbours, has a weight, all digits being one; a sentence scores the sum
of them over a root of its length. The weights are kept by a hash of the characters, so that a text
is scored by a few passes over arrays. Made by `training`, from labelled drafts and clean prose.
"""

from __future__ import annotations

import functools
import hashlib
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from app.scanner.document import Field
from app.scanner.relevance.weights import ModelError

SHIPPED = Path(__file__).with_name("wording.bin")
"""The file of the model that ships."""

SLOTS = 1 << 18
"""Places for weights; one in eighteen is in use, so that a pair never seen mostly finds none."""

STEPS = 127
HEAD = 200
"""Characters of a field that are heard: who reports an event says so in the title or at once (导语)."""

SHORTEST = 8
"""Characters of a sentence that may be judged."""

_MAGIC = b"sanshen wording 1\n"
_DIGEST = 32
_SHIFT, _HALF = np.uint32(32 - 18), np.uint32(15)
_ONE, _FIRST, _SECOND = np.uint32(0x9E3779B1), np.uint32(0x85EBCA77), np.uint32(0xC2B2AE3D)
_ZERO, _DIGITS = np.uint32(ord("0")), np.uint32(10)
_ENDS = (ord(";"), ord("\n"))  # kinds of the outline
_DAMPING = 5  # characters added to the length
_GROWTH = 0.35  # a text of twice the length says more, though not twice as much

Codes = npt.NDArray[np.uint32]
Table = npt.NDArray[np.int8]


def slots(codes: Codes) -> tuple[Codes, Codes]:
    """The places of the weights of a text given as code points: of each character, and of each pair."""
    plain = np.where(codes - _ZERO < _DIGITS, _ZERO, codes)
    first, second = plain[:-1] * _FIRST, plain[1:] * _SECOND
    return (plain * _ONE) >> _SHIFT, (first ^ (second + (first >> _HALF))) >> _SHIFT


def spread(lengths: npt.NDArray[np.intp]) -> npt.NDArray[np.float64]:
    """What sums over texts of these lengths are divided by, so that they compare."""
    return np.asarray((lengths + _DAMPING) ** _GROWTH)


@dataclass(frozen=True, slots=True, eq=False)
class Wording:
    """The weights in steps of `step`, and the score from which a sentence counts; `sha256` names the file."""

    table: Table
    step: float
    threshold: float
    sha256: str

    @classmethod
    def of(cls, table: Table, step: float, threshold: float) -> Wording:
        """The model of these weights and this threshold, rounded as a file holds them."""
        return cls.unpack(_packed(table, step, threshold))

    @classmethod
    def unpack(cls, data: bytes) -> Wording:
        """The model that `pack` made a file of; `ModelError` where the file is another or damaged."""
        head, body = data[: len(_MAGIC)], data[len(_MAGIC) + _DIGEST :]
        digest = data[len(_MAGIC) : len(_MAGIC) + _DIGEST]
        if head != _MAGIC or hashlib.sha256(body).digest() != digest:
            raise ModelError("分级用语模型文件损坏，或不是本程序的模型文件。")
        described, _, steps = zlib.decompress(body).partition(b"\0")
        facts = json.loads(described)
        table = np.frombuffer(steps, np.int8)
        return cls(table, facts["step"], facts["threshold"], hashlib.sha256(data).hexdigest())

    def pack(self) -> bytes:
        """The model as a file; the same model gives the same bytes."""
        return _packed(self.table, self.step, self.threshold)

    def grave(self, field: Field) -> Iterator[tuple[int, int, int]]:
        """The sentences at the head that sound grave: start, end, and the place in each that weighs most."""
        codes = field.codes[:HEAD]
        if len(codes) < SHORTEST:
            return
        points, starts = self._points(codes), _starts(field, len(codes))
        ends = np.append(starts[1:], len(codes))
        lengths = ends - starts
        scores = np.add.reduceat(points, starts) * self.step / spread(lengths)
        for at in np.flatnonzero((scores >= self.threshold) & (lengths >= SHORTEST)).tolist():
            start, end = int(starts[at]), int(ends[at])
            yield start, end, start + int(points[start:end].argmax())

    def _points(self, codes: Codes) -> npt.NDArray[np.int32]:
        """What each place adds, by its character and the pair that begins there.

        A character that stands three times in a row says nothing, however often it does.
        """
        singles, pairs = slots(codes)
        points = self.table.take(singles).astype(np.int32)
        points[:-1] += self.table.take(pairs)
        same = codes[:-1] == codes[1:]
        points[:-2][same[:-1] & same[1:]] = 0
        return points


def _starts(field: Field, length: int) -> npt.NDArray[np.intp]:
    """Where the sentences of the first `length` characters begin; a title is one sentence."""
    if field.name == "title":
        return np.zeros(1, np.intp)
    kinds = np.frombuffer(field.outline.kinds, np.uint8, length - 1)
    marks = np.flatnonzero((kinds == _ENDS[0]) | (kinds == _ENDS[1]))
    return np.concatenate(([0], marks + 1))


@functools.cache
def shipped() -> Wording:
    """The model that ships, read at the first call; `ModelError` where the file is missing or damaged."""
    try:
        return Wording.unpack(SHIPPED.read_bytes())
    except OSError as error:
        raise ModelError(f"无法读取分级用语模型 {SHIPPED}：{error.strerror}") from error
    except ModelError as error:
        raise ModelError(f"{SHIPPED}：{error}") from error


def _packed(table: Table, step: float, threshold: float) -> bytes:
    facts = {"step": float(f"{step:.6g}"), "threshold": float(f"{threshold:.6g}")}
    body = zlib.compress(json.dumps(facts).encode() + b"\0" + table.tobytes(), 9)
    return _MAGIC + hashlib.sha256(body).digest() + body
