"""The file of a model: a head that describes arrays, the arrays, and the digest of all that comes after it.

The file is mapped into memory, so that a model is there at once and processes share it. An office's own model
(see `training`) holds n-grams only and says how much it weighs beside the shipped one.
"""

from __future__ import annotations

import copyreg
import functools
import hashlib
import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from app.scanner.typo.channel import Channel
from app.scanner.typo.corrector import Corrector
from app.scanner.typo.homophones import Homophones
from app.scanner.typo.lattice import Words
from app.scanner.typo.ngrams import UNKNOWN, Grams, Language, Model
from app.scanner.typo.scorer import Scorer
from app.scanner.typo.static import Shape, Static
from app.scanner.typo.symbols import ORDER

SHIPPED = Path(__file__).with_name("model.bin")
"""The model that ships."""

_MAGIC = b"SANSHEN TYPO 1\n\0"
_DIGEST = 32
_HEAD = len(_MAGIC) + _DIGEST
_ALIGNED = 64
_PLANE = 0x10000

Arrays = Mapping[str, npt.NDArray[Any]]


class BrokenModel(ValueError):
    """A model file that cannot be used; the text says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What a file holds: arrays by name, facts about them, and the digest that names them."""

    arrays: Arrays
    facts: Mapping[str, Any]
    digest: str


def write(path: Path, arrays: Arrays, facts: Mapping[str, Any]) -> str:
    """Write a model file; its digest."""
    entries, body, at = {}, [], 0
    for name, array in arrays.items():
        plain = np.ascontiguousarray(array)
        entries[name] = (plain.dtype.str, plain.shape, at)
        padded = plain.tobytes() + bytes(-plain.nbytes % _ALIGNED)
        body.append(padded)
        at += len(padded)
    head = json.dumps({"facts": facts, "arrays": entries}, ensure_ascii=False, sort_keys=True).encode()
    head += b" " * (-(_HEAD + 8 + len(head)) % _ALIGNED)
    rest = b"".join((len(head).to_bytes(8, "little"), head, *body))
    digest = hashlib.sha256(rest)
    path.write_bytes(_MAGIC + digest.digest() + rest)
    return digest.hexdigest()


def stored(path: Path) -> Stored:
    """What a model file holds; `BrokenModel` where it is missing, cut off or altered."""
    try:
        data = np.memmap(path, np.uint8, "r").view(np.ndarray)
    except (OSError, ValueError) as error:
        raise BrokenModel(f"别字模型 {path} 无法读取。") from error
    if data[: len(_MAGIC)].tobytes() != _MAGIC:
        raise BrokenModel(f"{path} 不是别字模型文件，或版本不符。")
    digest = hashlib.sha256(data[_HEAD:].data)
    if data[len(_MAGIC) : _HEAD].tobytes() != digest.digest():
        raise BrokenModel(f"别字模型 {path} 已损坏（校验值不符），请重新安装或重新训练。")
    size = int(data[_HEAD : _HEAD + 8].view("<u8")[0])
    start = _HEAD + 8 + size
    head = json.loads(data[_HEAD + 8 : start].tobytes())
    arrays = {
        name: _array(data[start + at :], np.dtype(kind), shape)
        for name, (kind, shape, at) in head["arrays"].items()
    }
    return Stored(arrays, head["facts"], digest.hexdigest())


def load(office: Path | None = None, shipped: Path = SHIPPED) -> Corrector:
    """The corrector of the shipped model, with an office's own beside it."""
    base = _base(shipped)
    if office is None:
        return base
    own = stored(office)
    if "share" not in own.facts:
        raise BrokenModel(f"{office} 不是本单位训练的别字模型。")
    share = float(own.facts["share"])
    weights = math.log(1 - share), math.log(share)
    parts = tuple(
        (weight, each.parts[0][1])
        for weight, each in zip(weights, (base.language, language_of(own)), strict=True)
    )
    version = hashlib.sha256(f"{base.version}{own.digest}".encode()).hexdigest()
    return replace(base, language=Language(parts), version=version, office=office)


@functools.cache
def _base(path: Path) -> Corrector:
    file = stored(path)
    if not {"scorer.inner", "homophones.words"} <= file.arrays.keys():
        raise BrokenModel(f"{path} 不是完整的别字模型。")
    return replace(assembled(file), shipped=path)


def assembled(file: Stored) -> Corrector:
    """The corrector that a complete model makes."""
    scorer = Scorer(
        *(file.arrays[f"scorer.{part}"] for part in ("mean", "scale", "inner", "outer", "direct"))
    )
    channel = Channel(*(file.arrays[f"channel.{part}"] for part in ("chars", "starts", "others", "kinds")))
    homophones = Homophones(
        *(file.arrays[f"homophones.{part}"] for part in ("chars", "said", "merged", "keys", "words"))
    )
    single = _plane(file.arrays["words.chars"], file.arrays["words.single"], np.float32(-60))
    words = Words(single, _static(file, "words"), file.arrays["words.logs"])
    return Corrector(language_of(file), words, channel, homophones, scorer, file.digest)


def language_of(file: Stored) -> Language:
    """The language model of a file, by itself."""
    chars, arrays = file.arrays["chars"], file.arrays
    grams = tuple(
        Grams(_static(file, f"grams{order}"), arrays[f"grams{order}.logs"], arrays[f"grams{order}.passes"])
        for order in range(2, ORDER + 1)
    )
    single = _plane(chars, arrays["single"], UNKNOWN)
    model = Model(single, _plane(chars, arrays["single_passes"], np.float32(0)), grams)
    return Language(((0.0, model),))


def _static(file: Stored, name: str) -> Static:
    return Static(Shape(*file.facts["static"][name]), file.arrays[f"{name}.low"], file.arrays[f"{name}.high"])


def _plane(chars: npt.NDArray[Any], values: npt.NDArray[Any], default: np.float32) -> npt.NDArray[np.float32]:
    """Values by character as one array over the whole plane (BMP)."""
    plane = np.full(_PLANE, default, np.float32)
    plane[chars] = values
    return plane


def _array(data: npt.NDArray[np.uint8], kind: np.dtype[Any], shape: list[int]) -> npt.NDArray[Any]:
    size = math.prod(shape) * kind.itemsize
    return data[:size].view(kind).reshape(shape)


def _reduced(corrector: Corrector) -> tuple[Callable[..., Corrector], tuple[Path | None, Path]]:
    """A corrector travels to another process as the names of its files."""
    return load, (corrector.office, corrector.shipped)


copyreg.pickle(Corrector, _reduced)
