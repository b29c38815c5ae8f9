"""Lexicons (词库): TOML files of terms, allow-phrases and facts, each entry with its source.

A file that is not right in every line is refused as a whole, with file, line and reason: a lexicon that is
half loaded would pass drafts that it should stop. `load` reads no disk, so that the same code validates a
proposed lexicon.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from app.scanner.facts import Facts
from app.scanner.finding import CODES, Severity
from app.scanner.lexicon_file import LexiconError, LexiconFile
from app.scanner.normalize import folded, packed

__all__ = ["Lexicon", "LexiconError", "Term", "TermList", "load"]

_SEPARATOR = "\U0010ffff"
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_TERM_KEYS = frozenset(
    ("use", "source", "basis", "severity", "message", "since", "near", "unless", "negation")
)
_VOCABULARIES = frozenset(("level", "topics"))


@dataclass(frozen=True, slots=True)
class TermList:
    """What the terms of one list have in common: name, code, and the default message and `negation`."""

    name: str
    code: str
    message: str
    negation: bool = False


class Term(NamedTuple):
    """A term (词条): `text` as listed, `packed` as compared, when it fires, and what it then says.

    It applies to texts dated `since` or later, where one of `near` and none of `unless` stands in its
    sentence, and with `negation` where nothing in its clause forbids or fights it.
    """

    text: str
    packed: str
    list: TermList
    use: tuple[str, ...]
    basis: str
    severity: Severity | None
    message: str
    since: date | None
    near: tuple[str, ...]
    unless: tuple[str, ...]
    negation: bool


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All that the files hold: terms, packed allow-phrases (豁免短语), and facts for the checks."""

    terms: tuple[Term, ...]
    allowed: tuple[str, ...]
    facts: Facts


def load(files: Iterable[tuple[str, bytes]]) -> Lexicon:
    """The lexicon of `files`, pairs of name and content; `LexiconError` if one is wrong."""
    gathered = _Gathered()
    for path, content in files:
        file = LexiconFile.parse(path, content)
        reader = _READERS.get(file.data.get("kind", ""))
        if reader is None:
            file.fail("", "kind", f"kind 应为 {'、'.join(sorted(_READERS))} 之一")
        reader(file, gathered)
    gathered.check_allowed()
    return gathered.lexicon()


@dataclass
class _Gathered:
    """What has been read so far, with where it stands."""

    terms: list[Term] = field(default_factory=list)
    places: dict[tuple[str, str], tuple[LexiconFile, str]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    allowed: dict[str, tuple[LexiconFile, str]] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    commercial: dict[str, str] = field(default_factory=dict)
    shorteners: set[str] = field(default_factory=set)
    mixed: list[tuple[str, ...]] = field(default_factory=list)
    divisions: dict[str, str] = field(default_factory=dict)
    vocab: dict[str, Mapping[str, Any]] = field(default_factory=dict)

    def check_allowed(self) -> None:
        """No allow-phrase may be a term too: neither would have a meaning."""
        listed = {key: place for (key, _), place in self.places.items()}
        for key in self.allowed.keys() & listed.keys():
            (file, text), (other, term) = self.allowed[key], listed[key]
            where = f"{other.path}:{other.line('terms', term)}"
            file.fail("allow", text, f"豁免短语“{text}”同时是词条（见 {where}）")

    def lexicon(self) -> Lexicon:
        """What was gathered, for good."""
        facts = Facts(
            frozenset(self.known), self.commercial, frozenset(self.shorteners),
            tuple(self.mixed), self.divisions, self.vocab,
        )  # fmt: skip
        return Lexicon(tuple(self.terms), tuple(self.allowed), facts)


def _read_terms(file: LexiconFile, into: _Gathered) -> None:
    file.expect(
        "", "", file.data, ("kind", "name", "code", "message", "negation", "sources", "terms", "allow")
    )
    _check_sources(file)
    listed = _term_list(file, into)
    entries = dict(file.entries("terms", _TERM_KEYS))
    for (text, entry), key in zip(entries.items(), _packed_all(file, "terms", entries), strict=True):
        _claim(file, text, key, listed, into)
        into.terms.append(_term(file, listed, text, key, entry))
    phrases = dict(file.entries("allow", {"source", "basis"}))
    for text, key in zip(phrases, _packed_all(file, "allow", phrases), strict=True):
        into.allowed.setdefault(key, (file, text))


def _term_list(file: LexiconFile, into: _Gathered) -> TermList:
    name, code, message = (file.data.get(key, "") for key in ("name", "code", "message"))
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        file.fail("", "name", "name 应是由小写字母、数字、连字符组成的规则名")
    if name in into.names:
        file.fail("", "name", f"规则名“{name}”已用于 {into.names[name]}")
    if code not in CODES:
        file.fail("", "code", f"没有代码“{code}”")
    into.names[name] = file.path
    negation = _flag(file, "", "negation", file.data.get("negation", False))
    return TermList(name, code, _template(file, "", "message", message), negation)


def _claim(file: LexiconFile, text: str, key: str, listed: TermList, into: _Gathered) -> None:
    """A term may stand once under one code; lists of different codes may share it."""
    place = into.places.setdefault((key, listed.code), (file, text))
    if place != (file, text):
        other, there = place
        file.fail("terms", text, f"词条“{text}”与 {other.path}:{other.line('terms', there)} 的“{there}”重复")


def _term(file: LexiconFile, listed: TermList, text: str, key: str, entry: dict[str, Any]) -> Term:
    source = file.data["sources"][entry["source"]]
    use = _words(file, text, "use", entry)
    message = listed.message
    if "message" in entry:
        message = _template(file, "terms", text, entry["message"])
    if not use and "{use}" in message:
        file.fail("terms", text, f"“{text}”没有建议用语（use），而提示语需要它")
    return Term(
        text,
        key,
        listed,
        use,
        f"{source['title']} {entry.get('basis', '')}".rstrip(),
        _severity(file, text, entry),
        message,
        _since(file, text, entry),
        tuple(map(folded, _words(file, text, "near", entry))),
        tuple(map(folded, _words(file, text, "unless", entry))),
        _flag(file, "terms", text, entry.get("negation", listed.negation)),
    )


def _packed_all(file: LexiconFile, section: str, texts: Iterable[str]) -> list[str]:
    """The packed forms of many terms, in one go, since packing one costs as much as packing a page."""
    for text in texts:
        if _SEPARATOR in text or "\n" in text:
            file.fail(section, text, "词条不能含换行或非字符")
    keys = packed(_SEPARATOR.join(texts)).text.split(_SEPARATOR) if texts else []
    for text, key in zip(texts, keys, strict=True):
        if len(key) < 2:
            file.fail(section, text, f"词条“{text}”去掉空格和符号后不足两个字")
    return keys


def _words(file: LexiconFile, text: str, key: str, entry: dict[str, Any]) -> tuple[str, ...]:
    if key not in entry:
        return ()
    words = entry[key] if isinstance(entry[key], list) else [entry[key]]
    if not words or not all(isinstance(word, str) and word.strip() for word in words):
        file.fail("terms", text, f"“{text}”的 {key} 应是非空的词或词的列表")
    return tuple(words)


def _severity(file: LexiconFile, text: str, entry: dict[str, Any]) -> Severity | None:
    value = entry.get("severity")
    if value is not None and value not in list(Severity):
        file.fail("terms", text, f"“{text}”的 severity 应为 block、warn 或 hint")
    return value and Severity(value)


def _since(file: LexiconFile, text: str, entry: dict[str, Any]) -> date | None:
    value = entry.get("since")
    if value is not None and (not isinstance(value, date) or isinstance(value, datetime)):
        file.fail("terms", text, f"“{text}”的 since 应是日期，如 2018-03-17（不加引号）")
    return value


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


def _check_sources(file: LexiconFile) -> None:
    for key, source in file.table("sources").items():
        section = f"sources.{key}"
        if not isinstance(source, dict) or not isinstance(source.get("title"), str) or not source["title"]:
            file.fail(section, "title", f"出处“{key}”没有标题 title")
        file.expect(section, "", source, ("title", "date", "url"))
        if "date" in source and not _is_date(source["date"]):
            file.fail(section, "date", f"出处“{key}”的日期应如 2016-07-01")


def _is_date(value: object) -> bool:
    if isinstance(value, date):
        return True
    match = _DATE.fullmatch(value) if isinstance(value, str) else None
    try:
        return bool(match and date(int(match[1]), int(match[2] or 1), int(match[3] or 1)))
    except ValueError:
        return False


def _read_domains(file: LexiconFile, into: _Gathered) -> None:
    file.expect("", "", file.data, ("kind", "name", "sources", "known", "commercial", "shorteners"))
    _check_sources(file)
    into.known.update(key.lower() for key, _ in file.entries("known", {"source", "name"}))
    into.shorteners.update(key.lower() for key, _ in file.entries("shorteners", {"source", "name"}))
    for key, entry in file.entries("commercial", {"source", "name"}):
        into.commercial[key.lower()] = entry.get("name", key)


def _read_mixed(file: LexiconFile, into: _Gathered) -> None:
    file.expect("", "", file.data, ("kind", "name", "sources", "groups"))
    _check_sources(file)
    for key, entry in file.entries("groups", {"source", "other", "basis"}):
        others = entry.get("other")
        if not isinstance(others, list) or not others or not all(isinstance(form, str) for form in others):
            file.fail("groups", key, f"“{key}”的 other 应是其他写法的列表")
        into.mixed.append((key, *others))


def _read_divisions(file: LexiconFile, into: _Gathered) -> None:
    file.expect("", "", file.data, ("kind", "name", "sources", "codes"))
    _check_sources(file)
    for key, value in file.table("codes").items():
        name = value.get("name") if isinstance(value, dict) else value
        if not re.fullmatch(r"\d\d", key) or not isinstance(name, str):
            file.fail("codes", key, '[codes] 每行应是两位代码和名称，如 "11" = "北京市"')
        into.divisions[key] = name


def _read_vocabulary(file: LexiconFile, into: _Gathered) -> None:
    kind = file.data["kind"]
    if kind in into.vocab:
        file.fail("", "kind", f"“{kind}”类词库只能有一个")
    into.vocab[kind] = file.data


_READERS: dict[str, Callable[[LexiconFile, _Gathered], None]] = {
    "terms": _read_terms,
    "domains": _read_domains,
    "mixed": _read_mixed,
    "divisions": _read_divisions,
    **dict.fromkeys(_VOCABULARIES, _read_vocabulary),
}
