"""How many slips in known terms are found, and what is flagged in clean prose; printed as two tables.

    python -m tests.scanner.nearmiss.measure TEXT...

Each TEXT is a file of clean prose, a sentence a line (*.xz too). Into the known terms of its lines, at most
five times into each, one wrong character is planted for each way in which characters are alike. A slip counts
as found if the term is the first that is proposed for exactly its span. The last character of a place, which
says what it is, is left as it is.
"""

from __future__ import annotations

import lzma
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from app.scanner.confusion import Kind, alike, characters
from app.scanner.document import Field
from app.scanner.nearmiss.index import Index
from app.scanner.nearmiss.known import PROTECTING
from app.scanner.ruleset import load

KINDS = (Kind.HOMOPHONE, Kind.TONE, Kind.NEAR, Kind.SHAPE)
EACH = 5
COMMON = 2500
"""Only characters of this rank or before are planted: nobody types the others by mistake."""
STANDARD = 1500


def main(paths: list[Path]) -> None:
    """Print both tables."""
    began = time.perf_counter()
    facts = load().facts
    index = Index(facts)
    print(f"ready in {time.perf_counter() - began:.2f} s, ruleset and all")
    for path in paths:
        lines = read(path)
        print_false_alarms(index, path.name, lines)
    groups = {law.title: "law" for law in facts.laws.values() if len(law.title) > 5 and not law.former}
    slipping = [known for known in facts.known if known.group not in PROTECTING]
    groups |= {term: known.group for known in slipping for term in known.terms}
    print_recall(index, groups, [line for path in paths for line in read(path)])


def read(path: Path) -> list[str]:
    """The lines of a file."""
    content = path.read_bytes()
    return (lzma.decompress(content) if path.suffix == ".xz" else content).decode().splitlines()


def print_false_alarms(index: Index, name: str, lines: list[str]) -> None:
    """What is flagged in prose as it stands, for a person to judge."""
    fields = [Field("body", line) for line in lines]
    began = time.process_time()
    found = [(field, each) for field in fields for each in index.slips(field)]
    seconds, size = time.process_time() - began, sum(map(len, lines))
    sure = sum(each.sure for _, each in found)
    per = STANDARD / max(1, size)
    print(
        f"\n{name}: {size:,} characters, {size / seconds:,.0f} a second; warnings and hints per {STANDARD}:",
        end=" ",
    )
    print(f"{sure * per:.4f}, {(len(found) - sure) * per:.4f}")
    counts = Counter((field.text[each.start : each.end], each.terms[0], each.sure) for field, each in found)
    for (wrong, right, is_sure), count in counts.most_common():
        print(f"  {'warn' if is_sure else 'hint'} {count:3} {wrong} {right}")


def print_recall(index: Index, groups: dict[str, str], lines: list[str]) -> None:
    """The share of planted slips that is found, and that is sure, by group of term and kind of slip."""
    planted, found, sure = Counter[tuple[str, str]](), Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for line, start, end, group, kind in plant(index, groups, lines):
        hits = [
            each for each in index.slips(Field("body", line[0])) if (each.start, each.end) == (start, end)
        ]
        planted[group, str(kind.name)] += 1
        if hits and hits[0].terms[0] == line[1]:
            found[group, str(kind.name)] += 1
            sure[group, str(kind.name)] += hits[0].sure
    print("\nplanted  found  as warning")
    for key, count in sorted(planted.items()):
        print(f"{count:7} {found[key] / count:6.1%} {sure[key] / count:6.1%}  {' '.join(key)}")
    print(f"{planted.total():7} {found.total() / planted.total():6.1%} {sure.total() / planted.total():6.1%}")


def plant(
    index: Index, groups: dict[str, str], lines: list[str]
) -> Iterator[tuple[tuple[str, str], int, int, str, Kind]]:
    """Lines with one wrong character each, with the right term, its span and group, and the kind of slip."""
    chance, used = random.Random(7), Counter[str]()
    common = set(characters()[:COMMON])
    for line in chance.sample(lines, len(lines)):
        spans = index.known_spans(Field("body", line))
        for start, end in (
            one for one in spans if not any(one != other and within(one, other) for other in spans)
        ):
            term = line[start:end]
            used[term] += 1
            for kind in KINDS if term in groups and used[term] <= EACH else ():
                at = chance.randrange(start, end - (groups[term] == "place"))
                others = [other for other, likeness in alike(line[at]) if likeness & kind and other in common]
                if others:
                    wrong = line[:at] + chance.choice(others) + line[at + 1 :]
                    yield (wrong, term), start, end, groups[term], kind


def within(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether one span lies in another."""
    return other[0] <= one[0] and one[1] <= other[1]


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
