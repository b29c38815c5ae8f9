"""The gate of the lexicons (词库准入): a term must prove itself before it may block or warn.

A term that clean official prose uses as a matter of course (政府, 信息, 管理) is no finding by itself. Unless
its entry says in which context it is one, it may hint at most. This keeps a list, shipped or imported, from
raising false alarms by the dozen.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from app.scanner import clean
from app.scanner.finding import CODES, Severity
from app.scanner.lexicon import Term
from app.scanner.normalize import packed

ENOUGH = 10
"""Occurrences in the clean corpus (some 20 million characters) from which on a term needs context."""

SLIP = 50
"""Where what to write instead occurs so many times as often, the term is a slip of the corpus itself."""


class Objection(NamedTuple):
    """A term that may not go in as it is: how often clean prose has it, and what to do, in Chinese."""

    term: Term
    occurrences: int
    advice: str


def gate(terms: Iterable[Term], allowed: Collection[str] = ()) -> list[Objection]:
    """The terms that would block or warn in clean prose, given the packed allow-phrases beside them.

    A term passes if it only hints, if its entry declares context (`since`, `near`, `unless`, `negation`,
    `not_in`, `only_in`), or if the corpus has it hardly ever outside of allow-phrases, or by mistake.
    """
    bare = [term for term in terms if _weight(term) != Severity.HINT and not _has_context(term)]
    counts = clean.counts(term.packed for term in bare)
    frequent = [(term, count) for term, count in zip(bare, counts, strict=True) if count >= ENOUGH]
    left = ((term, count - _allowed(term, allowed)) for term, count in frequent)
    return [_objection(term, count) for term, count in left if count >= ENOUGH and not _is_slip(term, count)]


def _weight(term: Term) -> Severity:
    return term.severity or CODES[term.list.code].severity


def _has_context(term: Term) -> bool:
    return bool(term.since or term.near or term.unless or term.negation or term.not_in or term.only_in)


def _allowed(term: Term, allowed: Collection[str]) -> int:
    """How many of the occurrences of a term stand in phrases that keep it silent."""
    return sum(clean.counts(phrase for phrase in allowed if term.packed in phrase))


def _is_slip(term: Term, count: int) -> bool:
    return max(clean.counts(packed(use).text for use in term.use), default=0) >= SLIP * count


def _objection(term: Term, count: int) -> Objection:
    size = clean.shipped().characters // 10_000
    advice = (
        f"“{term.text}”在约{size}万字的正式公文中出现约{count}次，单凭此词会大量误报。"
        "请用 near、unless、negation、not_in 或 only_in 说明在什么语境下才算问题，或把级别改为提示（hint）。"
    )
    return Objection(term, count, advice)
