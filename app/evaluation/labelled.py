"""Labelled texts of an office, for `sanshen relevance train`: tables, and folders named by their label.

A label is the name of a topic (see `lexicons/topics.toml`), 相关 or 不相关. A topic of government work is
relevant too, a foreign one is not.

- In a table (`*.tsv`, UTF-8), a line is a label, a title and a text, or a label and a text, parted by tabs.
- Any other file (.txt .md .html .docx .pdf) is one text, and the folder it lies in is named by its label.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.errors import AppError, Invalid
from app.files.reading import read_file
from app.files.text import decode
from app.scanner.document import Draft
from app.scanner.facts import Facts
from app.scanner.relevance.learning import Example
from app.scanner.relevance.vocabulary import foreign_topics, topic_names

RELEVANT, IRRELEVANT = "相关", "不相关"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file, or lines of it, that was not learned from, and why, in Chinese."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Labelled:
    """The examples of a folder, and what had to be left out."""

    examples: list[Example] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)


def read_labelled(folder: Path, facts: Facts) -> Labelled:
    """All labelled texts below a folder, in the order of their paths; `Invalid` where there is no folder."""
    if not folder.is_dir():
        raise Invalid("unreadable_file", f"没有文件夹 {folder}。")
    found = Labelled()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = str(path.relative_to(folder))
        try:
            examples = list(_of_table(name, path, facts, found) if _is_table(path) else _of_file(path, facts))
        except (AppError, OSError) as error:
            found.left_out.append(LeftOut(name, str(error)))
        else:
            found.examples.extend(examples)
    return found


def labelled(label: str, draft: Draft, facts: Facts) -> Example:
    """The example of one text; `Invalid` for a label that is no topic."""
    if label in (RELEVANT, IRRELEVANT):
        return Example(draft, relevant=label == RELEVANT)
    if label not in topic_names(facts):
        raise Invalid("unknown_label", f"“{label[:20]}”不是主题名称，也不是“相关”或“不相关”")
    return Example(draft, relevant=label not in foreign_topics(facts), topic=label)


def _is_table(path: Path) -> bool:
    return path.suffix.lower() == ".tsv"


def _of_file(path: Path, facts: Facts) -> Iterator[Example]:
    with path.open("rb") as file:
        read = read_file(path.name, file)
    yield labelled(path.parent.name, Draft(body=read.text, format=read.format), facts)


def _of_table(name: str, path: Path, facts: Facts, found: Labelled) -> Iterator[Example]:
    """The lines that have a known label; the others are counted, and the first of them is named."""
    wrong: list[str] = []
    for number, line in enumerate(decode(path.read_bytes()).splitlines(), 1):
        try:
            yield _of_line(line.split("\t"), facts)
        except AppError as error:
            wrong.append(f"第 {number} 行：{error}")
    if wrong:
        found.left_out.append(LeftOut(name, f"{len(wrong)} 行未采用，{wrong[0]}"))


def _of_line(cells: Sequence[str], facts: Facts) -> Example:
    if len(cells) < 2 or not "".join(cells[1:]).strip():
        raise Invalid("no_text", "应为类别、标题、正文（或类别、正文），以制表符分隔")
    title = cells[1] if len(cells) > 2 else ""
    return labelled(cells[0], Draft(title=title, body=cells[-1]), facts)
