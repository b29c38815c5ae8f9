"""Characters as they were typed, out of what the fonts in a PDF say.

Fonts draw a radical (部首 ⽹ U+2F79) and its character (网) with one glyph, so that programs which make PDFs
often name the radical where the character was meant. A reader cannot see the difference.
"""

from __future__ import annotations

import functools
import unicodedata

from app.scanner import forms

_LIGATURES = range(0xFB00, 0xFB07)
_KANGXI = range(0x2F00, 0x2FD6)
_SUPPLEMENT = ("⺀", "⻳")
_SIMPLIFIED = dict(zip("⻆⻣⻦⻧⻪⻱⼾", "角骨鸟卤黾龜户", strict=True))
"""Radicals that the tables below do not have, or have in another form than fonts for Chinese."""


def typed(text: str) -> str:
    """`text` with characters for radicals, and letters for ligatures (ﬁ)."""
    return text.translate(_table())


@functools.cache
def _table() -> dict[int, str]:
    compatible = {code: unicodedata.normalize("NFKC", chr(code)) for code in (*_LIGATURES, *_KANGXI)}
    first, last = _SUPPLEMENT
    lookalikes = {form: plain for form, plain in forms.read("lookalikes") if first <= form <= last}
    return compatible | str.maketrans(lookalikes | _SIMPLIFIED)
