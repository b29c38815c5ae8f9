"""Lexicons (词库): files of terms, allow-phrases and facts, TOML or JSON, each entry with its source.

A file that is not right in every line is refused as a whole, with file, line and reason: a lexicon that is
half loaded would pass drafts that it should stop. `load` reads no disk, so that the same code validates a
proposed lexicon.
"""

from __future__ import annotations

import re
import string
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Any

from app.scanner.context import SECTIONS, Section
from app.scanner.fact_files import READERS, GatheredFacts
from app.scanner.facts import Facts
from app.scanner.finding import CODES, Severity
from app.scanner.lexicon_file import LexiconError, LexiconFile, yields
from app.scanner.normalize import SEPARATOR, folded, packed, together
from app.scanner.term import Manner, Term, TermList, Terms

__all__ = ["Lexicon", "LexiconError", "Term", "TermList", "Terms", "load"]

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_HEAD = ("kind", "name", "code", "message", "unless", "negation")
_WHERE = ("not_in", "only_in")
_TERM_KEYS = frozenset(
    ("use", "source", "basis", "severity", "message", "since", "near", "unless", "negation", *_WHERE)
)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All that the files hold: terms, packed allow-phrases (豁免短语), and facts for the checks.

    `yielded` are the lists and terms of imported lists that gave way to others: see `lexicon_file.yields`.
    """

    terms: Terms
    allowed: tuple[str, ...]
    facts: Facts
    yielded: tuple[tuple[str, str], ...] = ()

    def phrases(self) -> dict[str, int]:
        """All that is looked for, numbered: the allow-phrases, then the packed forms of the terms."""
        phrases = dict.fromkeys(chain(self.allowed, self.terms.packed()))
        return {phrase: number for number, phrase in enumerate(phrases)}


def load(files: Iterable[tuple[str, bytes]]) -> Lexicon:
    """The lexicon of `files`, pairs of name and content; `LexiconError` if one is wrong."""
    gathered = _Gathered()
    for path, content in files:
        file = LexiconFile.parse(path, content)
        kind = str(file.data.get("kind"))
        if kind == "terms":
            _read_terms(file, gathered)
        elif kind in READERS:
            READERS[kind](file, gathered.facts)
        else:
            file.fail("", "kind", f"kind 应为 {'、'.join(sorted(['terms', *READERS]))} 之一")
    gathered.check_allowed()
    return gathered.lexicon()


@dataclass
class _Gathered:
    """What has been read so far, with where it stands."""

    terms: Terms = field(default_factory=Terms)
    keys: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    lists: dict[str, LexiconFile] = field(default_factory=dict)
    allowed: dict[str, tuple[LexiconFile, str]] = field(default_factory=dict)
    yielded: list[tuple[str, str]] = field(default_factory=list)
    facts: GatheredFacts = field(default_factory=GatheredFacts)

    def claim(self, code: str, keys: Sequence[str]) -> None:
        """Take the terms added last: each may stand once under a code; lists of other codes may share it."""
        distinct, taken = set(keys), self.keys[code]
        if len(distinct) < len(keys) or not taken.isdisjoint(distinct):
            self._refuse_repeated(code)
        taken |= distinct

    def unclaimed(self, listed: TermList, texts: list[str], keys: list[str]) -> tuple[list[str], list[str]]:
        """Of terms and their packed forms those that are no terms of this code yet, and not allowed."""
        taken, kept = self.keys[listed.code] | self.allowed.keys(), dict[str, str]()
        for text, key in zip(texts, keys, strict=True):
            if key in taken or kept.setdefault(key, text) is not text:
                self.yielded.append((listed.name, text))
        return list(kept.values()), list(kept)

    def _refuse_repeated(self, code: str) -> None:
        first: dict[str, Term] = {}
        for term in self.terms:
            if term.list.code == code and (other := first.setdefault(term.packed, term)) is not term:
                reason = f"词条“{term.text}”与 {self._place(other)} 的“{other.text}”重复"
                self.lists[term.list.name].fail("terms", term.text, reason)

    def check_allowed(self) -> None:
        """No allow-phrase may be a term too: neither would have a meaning."""
        if both := self.allowed.keys() & set().union(*self.keys.values()):
            term = next(term for term in self.terms if term.packed in both)
            file, text = self.allowed[term.packed]
            file.fail("allow", text, f"豁免短语“{text}”同时是词条（见 {self._place(term)}）")

    def _place(self, term: Term) -> str:
        return self.lists[term.list.name].place("terms", term.text)

    def lexicon(self) -> Lexicon:
        """What was gathered, for good."""
        return Lexicon(self.terms, tuple(self.allowed), self.facts.facts(), tuple(self.yielded))


def _read_terms(file: LexiconFile, into: _Gathered) -> None:
    file.expect("", "", file.data, (*_HEAD, *_WHERE, "sources", "terms", "allow"))
    file.check_sources()
    listed = _term_list(file, into)
    _add_terms(file, listed, into)
    phrases = [text for text, _ in file.entries("allow", {"source", "basis"})]
    for text, key in zip(phrases, _packed_all(file, "allow", phrases), strict=True):
        into.allowed.setdefault(key, (file, text))


def _term_list(file: LexiconFile, into: _Gathered) -> TermList:
    name, code, message = (file.data.get(key, "") for key in ("name", "code", "message"))
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        file.fail("", "name", "name 应是由小写字母、数字、连字符组成的规则名")
    if name in into.lists:
        file.fail("", "name", f"规则名“{name}”已用于 {into.lists[name].path}")
    if not isinstance(code, str) or code not in CODES:
        file.fail("", "code", f"没有代码“{code}”")
    into.lists[name] = file
    negation = _flag(file, "", "negation", file.data.get("negation", False))
    sections = (_sections(file, "", key, file.data.get(key)) for key in _WHERE)
    unless = _words(file, "", "unless", file.data.get("unless"))
    return TermList(name, code, _template(file, "", "message", message), unless, negation, *sections)


def _add_terms(file: LexiconFile, listed: TermList, into: _Gathered) -> None:
    """In a long list most entries differ in `use` alone; what they share is read, checked and held once."""
    table = file.table("terms")
    texts = list(table)
    keys = _packed_all(file, "terms", texts)
    if yields(file.path):
        texts, keys = into.unclaimed(listed, texts, keys)
    uses, manners, shared = [], [], dict[str, Manner]()
    for text in texts:
        entry = table.pop(text)
        use = _words(file, text, "use", entry.pop("use", None) if isinstance(entry, dict) else None)
        manner = shared.get(said := repr(entry))
        if manner is None:
            manner = shared[said] = _manner(file, listed, text, entry)
        if not use and "{use}" in manner.message:
            file.fail("terms", text, f"“{text}”没有建议用语（use），而提示语需要它")
        uses.append(use)
        manners.append(manner)
    into.terms.add(texts, keys, uses, manners)
    into.claim(listed.code, keys)


def _manner(file: LexiconFile, listed: TermList, text: str, entry: dict[str, Any]) -> Manner:
    file.check("terms", text, entry, _TERM_KEYS)
    source = file.data["sources"][entry["source"]]
    message = entry.get("message")
    return Manner(
        listed,
        f"{source['title']} {entry.get('basis', '')}".rstrip(),
        _severity(file, text, entry),
        listed.message if message is None else _template(file, "terms", text, message),
        _since(file, text, entry),
        tuple(map(folded, _words(file, text, "near", entry.get("near")))),
        tuple(map(folded, (*listed.unless, *_words(file, text, "unless", entry.get("unless"))))),
        _flag(file, "terms", text, entry.get("negation", listed.negation)),
        _sections(file, text, "not_in", entry.get("not_in")) or listed.not_in,
        _sections(file, text, "only_in", entry.get("only_in")) or listed.only_in,
    )


def _packed_all(file: LexiconFile, section: str, texts: Sequence[str]) -> list[str]:
    """The packed forms of terms, each of two characters at least."""
    for text in texts:
        if SEPARATOR in text or "\n" in text:
            file.fail(section, text, "词条不能含换行或非字符")
    keys = together(packed, texts)
    for text, key in zip(texts, keys, strict=True):
        if len(key) < 2:
            file.fail(section, text, f"词条“{text}”去掉空格和符号后不足两个字")
    # Most terms are plain: one string for both forms.
    return [text if text == key else key for text, key in zip(texts, keys, strict=True)]


def _words(file: LexiconFile, text: str, key: str, value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, str) and value.strip():
        return (value,)
    words = value if isinstance(value, list) else []
    if not words or not all(isinstance(word, str) and word.strip() for word in words):
        file.fail("terms", text, f"“{text}”的 {key} 应是非空的词或词的列表")
    return tuple(words)


def _sections(file: LexiconFile, text: str, key: str, value: object) -> tuple[Section, ...]:
    """Where a term may or may not stand; of a whole list where `text` is ""."""
    words = _words(file, text, key, value)
    if not set(words) <= set(SECTIONS):
        file.fail("terms" if text else "", text or key, f"{key} 只能是 {'、'.join(SECTIONS)}")
    return tuple(section for section in SECTIONS if section in words)


def _severity(file: LexiconFile, text: str, entry: dict[str, Any]) -> Severity | None:
    value = entry.get("severity")
    if value is not None and value not in list(Severity):
        file.fail("terms", text, f"“{text}”的 severity 应为 block、warn 或 hint")
    return value and Severity(value)


def _since(file: LexiconFile, text: str, entry: dict[str, Any]) -> date | None:
    value = entry.get("since")
    day = file.day(value)
    if value is not None and day is None:
        file.fail("terms", text, f"“{text}”的 since 应是日期，如 2018-03-17（不加引号）")
    return day


def _flag(file: LexiconFile, section: str, key: str, value: object) -> bool:
    if not isinstance(value, bool):
        file.fail(section, key, "negation 应为 true 或 false")
    return value


def _template(file: LexiconFile, section: str, key: str, message: object) -> str:
    if not isinstance(message, str) or not message.strip():
        file.fail(section, key, "缺少提示语 message")
    try:
        names = {name for _, name, _, _ in string.Formatter().parse(message) if name is not None}
    except ValueError:
        names = {""}
    if not names <= {"text", "use"}:
        file.fail(section, key, "提示语 message 中只能用 {text} 和 {use}")
    return message
