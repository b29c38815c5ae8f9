"""Tables of forms: what is written in place of a plain character, each file with its source and licence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

Table = Literal["lookalikes", "parts", "traditional"]

_FOLDER = Path(__file__).parent


def read(table: Table) -> Iterator[tuple[str, str]]:
    """Pairs of a form and the plain character that it stands for.

    `traditional` has traditional and variant characters (繁体、异体), `lookalikes` letters and radicals that
    look like another (形近字符), `parts` the parts that a character is split into (拆字).
    """
    for line in (_FOLDER / f"{table}.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            plain, _, forms = line.partition("\t")
            yield from ((form, plain) for form in forms.split())
