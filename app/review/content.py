"""The content of a draft as submitted, and its scan."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any, cast

import orjson

from app.accounts.models import Account
from app.accounts.registry import duties_of
from app.errors import Invalid
from app.precheck import need_bounded, precheck
from app.review.models import Version
from app.scanner import document
from app.scanner.document import Exemption, Format, Kind, Source
from app.scanner.finding import Severity
from app.scanner.ruleset import Ruleset


@dataclass(frozen=True, slots=True)
class Content:
    """Everything of a draft that a sign-off covers. `assets` are `{"url", "sha256"}`."""

    title: str
    body: str
    format: Format = "text"
    kind: Kind = "original"
    source: dict[str, Any] | None = None
    question: str | None = None
    text_date: date | None = None
    exemption: dict[str, Any] | None = None
    assets: list[dict[str, Any]] = field(default_factory=list)
    note: str = ""
    publish_after: datetime | None = None

    @classmethod
    def of(cls, version: Version) -> Content:
        """The content of a stored version."""
        return cls(**{item.name: getattr(version, item.name) for item in fields(cls)})

    def need_acceptable(self) -> None:
        """`TooLarge` or, without a body, `Invalid`."""
        need_bounded(self.as_scanned())
        if not self.body.strip():
            raise Invalid("empty_body", "正文不能为空。")

    def as_columns(self) -> dict[str, Any]:
        """The content as columns of `Version`."""
        return {item.name: getattr(self, item.name) for item in fields(self)}

    def as_scanned(self) -> document.Draft:
        """The content as the scanner reads it."""
        return document.Draft(
            body=self.body,
            title=self.title,
            format=self.format,
            kind=self.kind,
            source=Source(**self.source) if self.source else None,
            question=self.question,
            text_date=self.text_date,
            exemption=Exemption(**self.exemption) if self.exemption else None,
        )


@dataclass(frozen=True, slots=True)
class Scanned:
    """A scan as it is stored and signed: the exact JSON text and its SHA-256 hex."""

    report: dict[str, Any]
    text: str
    sha256: str

    @property
    def content_sha256(self) -> str:
        """The digest of the content that was scanned."""
        return cast(str, self.report["content_sha256"])

    @property
    def level(self) -> str:
        """The level that the scan found."""
        return cast(str, self.report["level"])

    @property
    def summary(self) -> dict[str, Any]:
        """What lists show of the scan."""
        counts = Counter(finding["severity"] for finding in self.report["findings"])
        return {
            "findings": {severity.value: counts[severity] for severity in Severity},
            "level_reasons": self.report["level_reasons"],
            "suppressed": Counter(each["suppression"] for each in self.report["suppressed"]),
        }

    def as_columns(self) -> dict[str, Any]:
        """The scan as columns of `Version`."""
        return {
            "scan": self.text,
            "summary": self.summary,
            "scan_sha256": self.sha256,
            "ruleset_sha256": self.ruleset_sha256,
            "level": self.level,
        }

    @property
    def ruleset_sha256(self) -> str:
        """The ruleset it was scanned with."""
        return cast(str, self.report["ruleset_sha256"])


def scan_content(content: Content, account: Account, ruleset: Ruleset) -> Scanned:
    """Scan in full depth against the account's duties. Slow; never called inside a write transaction."""
    digests = [asset["sha256"] for asset in content.assets]
    report = precheck(content.as_scanned(), ruleset, duties_of(account), assets=digests)
    text = orjson.dumps(report).decode()
    return Scanned(report, text, hashlib.sha256(text.encode()).hexdigest())
