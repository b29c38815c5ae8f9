"""What there is to say about the rows of an imported list: faults refuse it, notes explain it."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple, NoReturn

from app.errors import Invalid

LISTED = 50
"""Remarks that are spelt out, of the faults in all and of the notes of each kind; the rest is counted."""


class Remark(NamedTuple):
    """One remark: the line of the row (0: the file as a whole), a stable kind, and a Chinese sentence."""

    line: int
    kind: str
    message: str

    def __str__(self) -> str:
        return f"第 {self.line} 行：{self.message}" if self.line else self.message


class Remarks:
    """Remarks as they come up in several passes over a list; bounded, however many there are."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self._kept: list[Remark] = []

    def __bool__(self) -> bool:
        return bool(self.counts)

    def add(self, line: int, kind: str, message: str) -> None:
        """Take down one more; each pass goes down the list, so that the first of each kind are kept."""
        self.counts[kind] += 1
        if self.counts[kind] <= LISTED:
            self._kept.append(Remark(line, kind, message))

    def listed(self) -> list[Remark]:
        """What was kept, in order of the lines."""
        return sorted(self._kept)

    def refuse(self) -> NoReturn:
        """`Invalid` (`broken_list`) with `errors`, one for each broken row, and `more`, how many others."""
        listed, total = self.listed()[:LISTED], self.counts.total()
        named = "".join(str(remark) for remark in listed[:3])
        errors = [
            {"field": f"第 {line} 行" if line else "文件", "type": kind, "message": message, "line": line}
            for line, kind, message in listed
        ]
        raise Invalid(
            "broken_list",
            f"词库有 {total} 处错误，没有导入。{named}",
            errors=errors,
            more=total - len(errors),
        )
