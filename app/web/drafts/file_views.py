"""A dropped file (拖入文件): what was read of it and found in it, for the templates. Nothing is stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from app.errors import Invalid
from app.files.content import Location, Picture, ReadFile
from app.files.location import in_words, where
from app.files.reading import read_file
from app.files.report import precheck_file
from app.scanner.finding import Severity
from app.scanner.ruleset import Ruleset
from app.web.forms import Upload
from app.web.text.highlight import highlight
from app.web.text.shown import Shown, marks_in, shown_findings

AROUND = 200
"""Characters on each side of a finding that go with a request to silence it."""


@dataclass(frozen=True, slots=True)
class PictureView:
    """A picture of the file with the findings that have a region (区域) in it."""

    file: str
    picture: Picture
    place: str
    found: Sequence[Shown]

    @property
    def is_file(self) -> bool:
        """Whether the picture is the file itself, not one inside a document."""
        return self.picture.location == {"image": 1}

    def as_asset(self) -> dict[str, str]:
        """The picture as an attachment of a draft (附件): until it is published, its name is its address."""
        name = self.file if self.is_file else f"{self.file} {self.place}"
        return {"url": name, "sha256": self.picture.sha256}


@dataclass(frozen=True, slots=True)
class FileView:
    """A file with its findings by place; `marked` is its whole text with them in it."""

    name: str
    report: Mapping[str, Any]
    found: Sequence[Shown]
    pictures: Sequence[PictureView]
    marked: Markup
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def hidden(self) -> int:
        """How many findings are too many to be shown."""
        return len(self.report["findings"]) - len(self.found)

    def sentence(self, one: Shown) -> str:
        """The line that a finding stands in, where it is long what is next to the finding."""
        text, start, end = self.report["text"], one.facts["start"], one.facts["end"]
        before = text[max(0, start - AROUND) : start].rpartition("\n")[2]
        return str(before + text[start:end] + text[end : end + AROUND].partition("\n")[0])


def read_upload(upload: Upload) -> ReadFile:
    """The file of a form, read in a confined process; an `AppError` of 4xx where it cannot be."""
    if not upload.name:
        raise Invalid("file_missing", "请选择文件。")
    return read_file(upload.name, upload.content)


def view_of(name: str, read: ReadFile, ruleset: Ruleset) -> FileView:
    """What is found in a file."""
    report = precheck_file(read, ruleset)
    places = {finding["id"]: where(read, finding["location"]) for finding in report["findings"]}
    found = shown_findings(report["findings"], places=places)
    counts = Counter(finding["severity"] for finding in report["findings"])
    return FileView(
        name,
        report,
        found,
        [PictureView(name, each, in_words(each.location), _inside(found, each)) for each in read.pictures],
        highlight(read.text, marks_in(found, "body")),
        {severity.value: counts[severity] for severity in Severity},
    )


def _inside(found: Sequence[Shown], picture: Picture) -> list[Shown]:
    return [one for one in found if _is_inside(one.facts["location"], picture.location)]


def _is_inside(location: Location, picture: Location) -> bool:
    return "region" in location and all(location.get(key) == value for key, value in picture.items())
