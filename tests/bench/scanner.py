"""Speed, growth, start and memory of the scanner, beside the bare call of the fastest engine.

    python tests/bench/scanner.py [--text FOLDER] [--quick]

One run prints, on the same 1,500 characters of varied official prose and the same 100,000 terms (words and
pairs of words of real Chinese): the bare calls of five engines, the matching as the scanner does it, and the
`fast` check at 0, 5 and 50 hits, each with its ratio to the bare call of daachorse; the `fast` check with all
checks beside the first nineteen; the growth with the text and with the terms; hostile texts; start to ready
and memory. What is compared runs by turns, and each ratio
is the median over the turns, so that a busy machine shifts both sides. `--quick` leaves out a million terms.
"""

from __future__ import annotations

import argparse
import functools
import gc
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).parents[2]))

from app.scanner import engine, ruleset
from app.scanner.check import Check
from app.scanner.checks import CHECKS
from app.scanner.document import Draft, Format, parse
from app.scanner.engine import scan
from app.scanner.normalize import bare
from app.scanner.waking import Watch
from tests.bench import scanner_material as material
from tests.bench import scanner_start
from tests.bench.scanner_engines import engines

TERMS, MILLION = 100_000, 1_000_000
HITS = (0, 5, 50)
ROUNDS, BATCH = 15, 0.02
STARTS = 5
# The checks that the scanner had before the rule book was written. What the others add is measured against
# them in the same engine, with a ruleset that only their words wake.
FIRST_CHECKS = (
    *("identity-number", "bank-card", "telephone", "home-address", "secrecy-marking", "contact-bait"),
    *("price-bait", "commercial-link", "unknown-link", "document-number", "unpaired-mark", "repeated-mark"),
    *("impossible-date", "wrong-weekday", "doubled-word", "broken-word", "placeholder", "mixed-forms"),
    "hidden-character",
)

Runs = Mapping[str, Callable[[], object]]


def main(folder: Path | None, quick: bool) -> None:
    """Print all figures."""
    print(f"{os.cpu_count()} cores, load average {os.getloadavg()[0]:.1f}\n")
    text = material.stretched(material.prose(folder), material.MIB)
    terms = material.words(TERMS, text)
    rules = build(terms)
    compare(text, terms, rules)
    parts(text, rules)
    rule_book(text)
    longer(text, rules)
    more_terms(text, quick)
    hurting(text, rules)
    start(terms)


def build(terms: Sequence[str]) -> ruleset.Ruleset:
    """The shipped lexicons with these terms beside them."""
    shipped = [(path.name, path.read_bytes()) for path in sorted(ruleset.LEXICONS.glob("*.toml"))]
    return ruleset.build([*shipped, ("bench.toml", material.as_toml(terms))])


def compare(text: str, terms: Sequence[str], rules: ruleset.Ruleset) -> None:
    """Engines, matching and fast checks by turns."""
    article = text[: material.ARTICLE]
    ready = bare(article).text
    found = engines(terms)
    runs: dict[str, Callable[[], object]] = {
        name: functools.partial(find, ready) for name, find in found.items() if find
    }
    runs["matching"] = lambda: rules.sieve.sift(bare(article).text)
    for hits in HITS:
        draft = Draft(material.planted(text, terms[:hits]))
        number = len(scan(draft, rules, depth="fast").findings)
        runs[f"fast check, {number} hits"] = functools.partial(scan, draft, rules, depth="fast")
    print(f"{len(article):,} characters, {len(terms):,} terms{'µs':>24}  ÷ daachorse")
    table(runs, "daachorse")
    for name in found.keys() - runs.keys():
        print(f"  {name:<28} not installed (pip install -e '.[bench]')")


def parts(text: str, rules: ruleset.Ruleset) -> None:
    """Where the time of a fast check of a clean article goes."""
    draft = Draft(text[: material.ARTICLE])
    ready = bare(draft.body).text
    print("\nparts of a fast check without hits")
    runs: Runs = {
        "fast check": lambda: scan(draft, rules, depth="fast"),
        "parse": lambda: parse(draft, rules.facts),
        "normalise": lambda: bare(draft.body),
        "automaton": lambda: rules.sieve.sift(ready),
    }
    table(runs, "fast check")


def rule_book(text: str) -> None:
    """A fast check of an article with all checks, and with the first ones alone."""
    first = tuple(check for check in CHECKS if check.rule in FIRST_CHECKS)
    assert len(first) == len(FIRST_CHECKS)
    draft = Draft(text[: material.ARTICLE])
    name = f"the first {len(first)} alone"
    runs: Runs = {name: _with(first, draft), f"all {len(CHECKS)} checks": _with(CHECKS, draft)}
    print(f"\nfast check with the shipped lexicons{'µs':>6}  all checks ÷ the first alone (goal ≤ 4)")
    table(runs, name)
    engine.WATCH = Watch(CHECKS)


def _with(checks: tuple[Check, ...], draft: Draft) -> Callable[[], object]:
    """A fast check by these checks only."""
    with patch.object(ruleset, "CHECKS", checks):
        rules = ruleset.load()
    watch = Watch(checks)

    def run() -> object:
        engine.WATCH = watch
        return scan(draft, rules, depth="fast")

    return run


def longer(text: str, rules: ruleset.Ruleset) -> None:
    """Time per character of clean text: 1,500 characters and a million."""
    short, long = Draft(text[: material.ARTICLE]), Draft(text[:MILLION])
    print("\ngrowth with the text, ns a character (goal ≤ 1.5)")
    runs: Runs = {
        f"{material.ARTICLE:,} characters": lambda: scan(short, rules, depth="fast"),
        f"{MILLION:,} characters": lambda: scan(long, rules, depth="fast"),
    }
    table(runs, f"{material.ARTICLE:,} characters", [material.ARTICLE, MILLION], scale=1e9)


def more_terms(text: str, quick: bool) -> None:
    """Time of a fast check with a thousand terms beside the shipped ones, and with a million."""
    draft = Draft(text[: material.ARTICLE])
    counts = (1000, TERMS) if quick else (1000, TERMS, MILLION)
    listed = material.words(counts[-1], text)
    runs = {}
    for count in counts:
        began = time.perf_counter()
        rules = build(listed[:count])
        print(f"\n{count:,} terms more: built in {time.perf_counter() - began:.1f} s", end="")
        runs[f"{count:,} terms"] = functools.partial(scan, draft, rules, depth="fast")
    print("\ngrowth with the terms, ns a character (goal ≤ 3)")
    table(runs, "1,000 terms", [material.ARTICLE] * len(runs), scale=1e9)


def hurting(text: str, rules: ruleset.Ruleset) -> None:
    """Texts of 1 MiB made to hurt beside clean text of that length."""
    drafts = {"clean text": Draft(text[: material.MIB])}
    drafts |= {name: _draft(format, body) for name, (format, body) in material.hostile().items()}
    print("\nhostile texts of 1 MiB characters, ns a character")
    runs = {name: functools.partial(scan, draft, rules, depth="fast") for name, draft in drafts.items()}
    table(runs, "clean text", [material.MIB] * len(runs), scale=1e9, rounds=3)


def _draft(format: Format, body: str) -> Draft:
    return Draft(body, format=format)


def start(terms: Sequence[str]) -> None:
    """Start to ready and memory of the scanner, in processes of their own."""
    print("\nstart of the scanner    imported    loaded     ready    memory      peak  (goal 1.5 s, 120 MB)")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _started(folder, "shipped lexicons")
        for file, content in (
            ("bench.toml", material.as_toml(terms)),
            ("bench.json", material.as_json(terms)),
        ):
            (folder / file).write_bytes(content)
            _started(folder, f"+ {len(terms):,} in {file[-4:].upper()}")
            (folder / file).unlink()


def _started(folder: Path, name: str) -> None:
    one = scanner_start.measured(folder, STARTS)
    seconds = "".join(f"{value:8.2f} s" for value in (one.imported, one.loaded, one.ready))
    print(f"  {name:<20}{seconds}{one.memory:7.0f} MB{one.peak:7.0f} MB")


def table(
    runs: Runs, base: str, units: Sequence[int] = (), *, scale: float = 1e6, rounds: int = ROUNDS
) -> None:
    """Print the median time of each run (per unit where given) and its ratio to `base`, measured by turns."""
    sizes = dict(zip(runs, units or [1] * len(runs), strict=True))
    turns = [{name: _seconds(run) / sizes[name] for name, run in runs.items()} for _ in range(rounds)]
    for name in runs:
        middle = statistics.median(turn[name] for turn in turns)
        ratio = statistics.median(turn[name] / turn[base] for turn in turns)
        print(f"  {name:<28}{middle * scale:14,.1f}{ratio:12.2f}")


def _seconds(run: Callable[[], object]) -> float:
    """Seconds of one call, in a batch of about 20 ms, after one to warm up."""
    began = time.perf_counter()
    run()
    number = max(1, int(BATCH / (time.perf_counter() - began)))
    began = time.perf_counter()
    for _ in range(number):
        run()
    return (time.perf_counter() - began) / number


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Speed, growth, start and memory of the scanner.")
    parser.add_argument(
        "--text", type=Path, help="a folder of *.txt to scan instead of the notice of the bench"
    )
    parser.add_argument("--quick", action="store_true", help="leave out a million terms")
    arguments = parser.parse_args()
    gc.freeze()
    main(arguments.text, arguments.quick)
