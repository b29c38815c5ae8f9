"""Speed of the scanner: `python tests/bench/scanner.py`.

Prints the load time of the shipped lexicons and of 100,000 terms beside them, the time of a fast scan of one
article (0, 5 and 50 hits; with and without the pattern checks) beside the bare automaton, the time of its
parts, and the time per character of a short and of a very long text.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar
from unittest.mock import patch

import daachorse

sys.path.insert(0, str(Path(__file__).parents[2]))

from app.scanner import engine, ruleset
from app.scanner.document import Draft, parse
from app.scanner.level import assess

T = TypeVar("T")

EXTRA = 100_000
SIZE = 1500
SENTENCES = (
    "各区、各部门要切实提高认识，把这项工作摆上重要议事日程，主要负责人亲自抓，分管负责人具体抓。",
    "全市新建改建农村公路一百二十公里，解决了沿线三十四个行政村群众出行不便的问题。",
    "市民可以通过政务服务大厅窗口、自助终端和手机客户端三种方式办理，材料齐全的当场办结。",
    "据了解，今年以来该区共培育科技型中小企业二百余家，研发投入同比增长百分之十五。",
    "夏季气温较高，请广大群众注意防暑降温，外出时随身携带饮用水，尽量避开正午时段。",
)


def main() -> None:
    """Print all figures."""
    with tempfile.TemporaryDirectory() as folder:
        words = _extra_terms(Path(folder))
        shipped, shipped_time = _timed(ruleset.load)
        print(f"load, shipped lexicons: {shipped_time * 1e3:.0f} ms")
        rules, load_time = _timed(lambda: ruleset.load((ruleset.LEXICONS, Path(folder))))
        print(f"load, {EXTRA:,} terms more: {load_time * 1e3:.0f} ms\n")
    bare = daachorse.CharwiseDoubleArrayAhoCorasick(words)
    print("chars    terms    hits  scan ms  core ms  bare automaton ms")
    for rule, terms in ((shipped, "shipped"), (rules, f"+{EXTRA}")):
        for hits in (0, 5, 50):
            _article(rule, terms, hits, words, bare)
    _parts(rules)
    print()
    for size in (SIZE, 1_000_000):
        print(f"{size:>9,} chars: {_fast(Draft(_text(size)), rules) / size * 1e9:.0f} ns a char")


def _article(
    rules: ruleset.Ruleset,
    terms: str,
    hits: int,
    words: list[str],
    bare: daachorse.CharwiseDoubleArrayAhoCorasick,
) -> None:
    draft = Draft(_text(SIZE, words[:hits] if terms != "shipped" else ["香港政府"] * hits))
    whole = _fast(draft, rules)
    with patch.object(engine, "CHECKS", ()), patch.object(engine, "assess", _no_level(rules)):
        core = _fast(draft, rules)
        found = len(engine.scan(draft, rules, depth="fast").findings)
    automaton = _best(lambda: bare.find_overlapping(draft.body))
    row = f"{len(draft.body):>5}  {terms:>8}  {found:>4}  {whole * 1e3:>7.3f}  {core * 1e3:>7.3f}"
    print(f"{row}  {automaton * 1e3:>7.3f}")


def _fast(draft: Draft, rules: ruleset.Ruleset) -> float:
    return _best(lambda: engine.scan(draft, rules, depth="fast"))


def _no_level(rules: ruleset.Ruleset) -> Callable[..., object]:
    fixed = assess(parse(Draft("无")), ())
    return lambda *_: fixed


def _parts(rules: ruleset.Ruleset) -> None:
    draft = Draft(_text(SIZE))
    page = parse(draft, rules.facts)
    assert page.fields[-1].packed.text
    print("\nparts of a scan of a clean article, µs:")
    print(f"  {'parse':<20} {_best(lambda: parse(draft, rules.facts)) * 1e6:6.1f}")
    print(f"  {'normalise':<20} {_best(lambda: parse(draft).fields[1].packed) * 1e6:6.1f}")
    print(f"  {'terms':<20} {_best(lambda: list(rules.terms.hits(page, 200))) * 1e6:6.1f}")
    print(f"  {'level':<20} {_best(lambda: assess(page, ())) * 1e6:6.1f}")
    for check in engine.CHECKS:
        if not check.slow:
            print(f"  {check.rule:<20} {_best(lambda check=check: list(check.find(page))) * 1e6:6.1f}")


def _extra_terms(folder: Path) -> list[str]:
    """A lexicon of random four-character terms that no sentence here holds."""
    rare = random.Random(1)
    words = sorted({"".join(chr(rare.randrange(0x7000, 0x9000)) for _ in range(4)) for _ in range(EXTRA)})
    lines = "\n".join(f'"{word}" = {{ use = "某某", source = "own" }}' for word in words)
    head = 'kind = "terms"\nname = "extra"\ncode = "TXT-01"\nmessage = "“{text}”应为“{use}”。"\n'
    source = '[sources.own]\ntitle = "生成"\n'
    (folder / "extra.toml").write_text(f"{head}{source}[terms]\n{lines}\n", encoding="utf-8")
    return words


def _text(size: int, insert: list[str] | None = None) -> str:
    """Paragraphs of `size` characters, with `insert` spread evenly."""
    paragraph = "".join(SENTENCES) + "\n\n"
    prose = paragraph * (size // len(paragraph) + 1)
    terms = insert or []
    room = size - sum(map(len, terms))
    step = room // (len(terms) + 1)
    pieces = [prose[n * step : (n + 1) * step] + term for n, term in enumerate(terms)]
    return "".join(pieces) + prose[len(terms) * step : room]


def _timed(make: Callable[[], T]) -> tuple[T, float]:
    start = time.perf_counter()
    return make(), time.perf_counter() - start


def _best(run: Callable[[], object]) -> float:
    """Seconds of one run: the median of batches that last about 50 ms each."""
    _, once = _timed(run)
    number = max(1, int(0.05 / max(once, 1e-6)))
    return statistics.median(_timed(lambda: [run() for _ in range(number)])[1] / number for _ in range(5))


if __name__ == "__main__":
    main()
