"""Verifying an export (台账核验) with nothing but the file: no settings, no database.

The number named as bad is the first whose place in the file does not hold it, unchanged: an edited entry by
its own number, a deleted one by the missing number, a swap by the first out of place, a cut by the first
number missing, a bad or missing checkpoint by the number that would come next.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO

from app.keys import PublicKeys, read_public_keys, verified
from app.ledger.entry import GENESIS, MAX_LINE, line_hash, parse, parse_canonical, unsigned
from app.ledger.merkle import Frontier
from app.ledger.trust import Checkpoint, believed, read_checkpoint


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a verification found.

    `entries` counts the sound entries from the start; `bad_seq` is the first bad number, or None where all is
    well or the fault lies outside the chain; `reason` is the first fault (empty if none) and `warnings` what
    else to know, in Chinese.
    """

    ok: bool
    entries: int
    bad_seq: int | None
    reason: str
    warnings: tuple[str, ...]


STEP = 1000
"""Entries between two words of a verification about how far it is: some tenths of a second."""

_CLOCK_SLACK = timedelta(minutes=1)
"""How far times may go back without a word: acts that wait for each other, small corrections of a clock."""

_NOT_WHOLE = "缺少最后一行的检查点，导出文件不完整。"


class _Fault(Exception):
    def __init__(self, seq: int | None, reason: str) -> None:
        super().__init__(reason)
        self.seq = seq
        self.reason = reason


def verify_file(export: Path, checkpoint: Path | None = None, key: Path | None = None) -> Verdict:
    """As `verify`, by the names of the files; a file that cannot be read is a fault."""
    try:
        given = [_read_small(path) if path else None for path in (checkpoint, key)]
        with export.open("rb") as file:
            if file.seekable():
                return verify(file, *given)
            with tempfile.TemporaryFile() as copy:
                shutil.copyfileobj(file, copy)
                return verify(copy, *given)
    except OSError as error:
        return Verdict(False, 0, None, f"无法读取文件 {error.filename or export}：{error.strerror}。", ())


def verify(export: BinaryIO, checkpoint: bytes | None = None, key: bytes | None = None) -> Verdict:
    """Whether an export is whole and unchanged; see `Verification`."""
    verification = Verification(export, checkpoint, key)
    for _ in verification.steps():
        pass
    return verification.verdict


class Verification:
    """A verification that goes step by step, so that it can be watched and left.

    `export` is a seekable file, read as a stream; `checkpoint` the JSON of a checkpoint from an earlier day,
    which the chain must pass through; `key` the service's public key (JWKS, JWK or PEM). Without `key` the
    keys are taken from the earlier checkpoint, or else from the file itself, and a warning says so. Whatever
    the files hold, the answer is a verdict.
    """

    def __init__(self, export: BinaryIO, checkpoint: bytes | None = None, key: bytes | None = None) -> None:
        self._given = export, checkpoint, key
        self._chain = _Chain()
        self._fault: _Fault | None = _Fault(None, "核验没有做完。")

    def steps(self) -> Iterator[int]:
        """Do it; now and then how many entries were sound so far."""
        try:
            yield from _verify(self._chain, *self._given)
        except _Fault as fault:
            self._fault = fault
        else:
            self._fault = None

    @property
    def verdict(self) -> Verdict:
        """What it found; a verification that was left before its end found nothing good."""
        entries, warnings = self._chain.tree.size, tuple(self._chain.warnings)
        if self._fault:
            return Verdict(False, entries, self._fault.seq, self._fault.reason, warnings)
        return Verdict(True, entries, None, "", warnings)


def _verify(chain: _Chain, export: BinaryIO, checkpoint: bytes | None, key: bytes | None) -> Iterator[int]:
    pinned = _given_keys(key) if key is not None else None
    earlier = _given_checkpoint(checkpoint) if checkpoint is not None else None
    end, final, missing = _last_line(export)
    chain.keys = believed(pinned, final, earlier)
    if final and final.kid not in chain.keys:
        final, missing = None, "最后一行的检查点不是由可信的密钥签名。"
    if earlier and earlier.kid not in chain.keys:
        raise _Fault(None, "给定的检查点不是由给定的密钥签名。")
    chain.expect(earlier, final)
    if pinned is None and chain.keys:
        chain.warnings.append(_unpinned(earlier))
    for line in _lines(export, end):
        chain.follow(line)
        if chain.tree.size % STEP == 0:
            yield chain.tree.size
    chain.finish(missing)


@dataclass
class _Chain:
    """The chain as far as it was read, and what it must pass through."""

    keys: PublicKeys = field(default_factory=dict)
    points: dict[int, list[Checkpoint]] = field(default_factory=dict)
    org: str | None = None
    last: int | None = None
    tree: Frontier = field(default_factory=Frontier)
    head: str = GENESIS
    at: datetime = datetime.min.replace(tzinfo=UTC) + _CLOCK_SLACK
    setbacks: int = 0
    warnings: list[str] = field(default_factory=list)

    def expect(self, earlier: Checkpoint | None, final: Checkpoint | None) -> None:
        """Set what the chain must pass through, and where it must end."""
        if earlier and final and earlier.org != final.org:
            raise _Fault(None, "给定的检查点属于另一个单位。")
        for point in filter(None, (earlier, final)):
            self.points.setdefault(point.seq, []).append(point)
            self.org = point.org
        self.last = final.seq if final else None
        self._pass_points()

    def follow(self, line: bytes) -> None:
        """Take the next line; raise `_Fault` unless it is the next entry, unchanged."""
        seq = self.tree.size + 1
        entry = self._entry(seq, line)
        self._check_signature(seq, entry)
        self._check_place(seq, entry)
        self._check_time(datetime.fromisoformat(entry["at"]))
        self.tree, self.head, self.org = self.tree.add(line), line_hash(line), entry["org"]
        self._pass_points()

    def finish(self, missing: str) -> None:
        """The file ends here."""
        seq = self.tree.size + 1
        if seq <= max(self.points, default=0):
            raise _Fault(seq, f"缺少第 {seq} 条及以后的记录。")
        if self.last is None:
            raise _Fault(seq, missing)
        if self.setbacks:
            self.warnings.append(
                f"有 {self.setbacks} 条记录的时间比前面的早一分钟以上，当时服务器的时钟可能调整过。"
            )

    def _entry(self, seq: int, line: bytes) -> dict[str, Any]:
        if self.last is not None and seq > self.last:
            raise _Fault(seq, f"第 {seq} 条超出了检查点，是后来添加的。")
        try:
            return parse(line)
        except ValueError as error:
            raise _Fault(seq, f"第 {seq} 条不是原样的台账记录。") from error

    def _check_signature(self, seq: int, entry: dict[str, Any]) -> None:
        if not self.keys:
            return
        key = self.keys.get(entry["kid"])
        if key is None:
            raise _Fault(seq, f"第 {seq} 条由不可信的密钥签名。")
        if not verified(key, entry["sig"], unsigned(entry)):
            raise _Fault(seq, f"第 {seq} 条被改动，与签名不符。")

    def _check_place(self, seq: int, entry: dict[str, Any]) -> None:
        if self.org is not None and entry["org"] != self.org:
            raise _Fault(seq, f"第 {seq} 条属于另一个单位。")
        if entry["seq"] > seq:
            raise _Fault(seq, f"缺少第 {seq} 条，此处是第 {entry['seq']} 条。")
        if entry["seq"] < seq:
            raise _Fault(seq, f"第 {seq} 条的位置上是第 {entry['seq']} 条。")
        if entry["prev"] != self.head:
            # With no key to tell which side was changed, the older entry is the likelier.
            blamed = seq if self.keys else max(seq - 1, 1)
            raise _Fault(blamed, f"第 {seq} 条与前一条接不上。")

    def _check_time(self, at: datetime) -> None:
        self.setbacks += at < self.at - _CLOCK_SLACK
        self.at = max(self.at, at)

    def _pass_points(self) -> None:
        seq = self.tree.size
        for point in self.points.get(seq, ()):
            if (point.root, point.head) != (self.tree.root(), self.head):
                raise _Fault(seq, f"截至第 {seq} 条的内容与检查点不符。")


def _given_keys(data: bytes) -> PublicKeys:
    try:
        return read_public_keys(data)
    except ValueError as error:
        raise _Fault(None, "给定的密钥文件中没有可用的 Ed25519 公钥。") from error


def _given_checkpoint(data: bytes) -> Checkpoint:
    try:
        return read_checkpoint(json.loads(data))
    except (ValueError, RecursionError) as error:
        raise _Fault(None, "给定的检查点文件已损坏，或不是检查点。") from error


def _unpinned(earlier: Checkpoint | None) -> str:
    source = "给定的检查点" if earlier else "导出文件自身"
    return f"未用 --key 指定公钥，签名按{source}所带的公钥核验，不能排除整份文件系伪造。"


def _last_line(export: BinaryIO) -> tuple[int, Checkpoint | None, str]:
    """Where the entries end, the checkpoint after them, and if there is none, what is wrong."""
    size = export.seek(0, 2)
    start = export.seek(max(size - MAX_LINE - 2, 0))
    tail = export.read().removesuffix(b"\n")
    line = tail[tail.rfind(b"\n") + 1 :]
    try:
        value = parse_canonical(line)
    except ValueError:
        return size, None, _NOT_WHOLE
    if value.keys() != {"checkpoint"}:
        return size, None, _NOT_WHOLE
    end = start + len(tail) - len(line)
    try:
        return end, read_checkpoint(value), ""
    except ValueError:
        return end, None, "最后一行的检查点被改动。"


def _lines(export: BinaryIO, end: int) -> Iterator[bytes]:
    """The lines before `end`, without their newline; one that is too long comes cut, and so invalid."""
    export.seek(0)
    while export.tell() < end and (line := export.readline(MAX_LINE + 2)):
        yield line.removesuffix(b"\n")


def _read_small(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MAX_LINE)
