"""Speed of the check for wrong characters: characters a second on one core, memory, loading, a pre-check.

    python tests/bench/typo.py [FILE]

FILE is a text to read (UTF-8), by default the notice of the benches, many times over. Run it on a quiet
machine.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

from app.scanner.checks.typo.wrong_character import wrong_character
from app.scanner.document import Draft, parse
from app.scanner.engine import scan
from app.scanner.ruleset import load as load_ruleset
from app.scanner.typo.model import load

NOTICE = Path(__file__).with_name("notice.txt")
LONG = 100_000
ARTICLE = 1_500
ROUNDS = 15


def best(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The seconds of processor time of the quickest of a few rounds."""
    times = []
    for _ in range(rounds):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return min(times)


def main(path: Path) -> None:
    """Print the figures."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    load()
    print(f"load: {time.process_time() - began:.3f} s")
    text = path.read_text(encoding="utf-8")
    ruleset = load_ruleset()
    long = parse(Draft((text * (LONG // len(text) + 1))[:LONG]), ruleset.facts)
    seconds = best(lambda: list(wrong_character.find(long)), 3)
    print(
        f"typo check: {LONG / seconds:,.0f} characters/s, {sum(1 for _ in wrong_character.find(long))} hits"
    )
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"memory: {after / 1024:.0f} MiB with all rules, {before / 1024:.0f} MiB before loading")
    article = Draft((text * (ARTICLE // len(text) + 1))[:ARTICLE])
    page = parse(article, ruleset.facts)
    alone = best(lambda: list(wrong_character.find(page)))
    full, fast = (best(lambda depth=depth: scan(article, ruleset, depth=depth)) for depth in ("full", "fast"))
    print(
        f"{ARTICLE} characters: typo {alone * 1e3:.1f} ms, full {full * 1e3:.1f} ms, fast {fast * 1e3:.1f} ms"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else NOTICE)
