"""`sanshen lexicon check`: may these lists go into use? They must load, leave the shipped rules their voice,
pass the gate, and keep quiet in clean prose.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from rich.console import Console

from app.errors import Invalid
from app.evaluation.false_alarms import GOALS, PER, Tally, measure, ruleset
from app.evaluation.samples import sources
from app.rulesets.canaries import first_silent
from app.scanner import lexicon
from app.scanner.finding import Severity
from app.scanner.gate import gate
from app.scanner.lexicon import Lexicon, LexiconError
from app.scanner.ruleset import LEXICONS

_LISTED = 50


def check_lists(place: Path | None, corpus: Path | None, jobs: int) -> int:
    """Check a lexicon file, a folder of them, or the shipped ones; print and return the exit status.

    0 if all may go into use, 1 if the gate objects to a term, or the terms raise more false alarms in the
    clean prose of `corpus` than `GOALS` allow. `Invalid` names file, line and reason of a list that is wrong.
    """
    console, lists = Console(highlight=False, soft_wrap=True, markup=False), _files(place)
    digest, checked = _load(lists)
    console.print(f"词库可用，规则摘要 {digest}")
    objections = gate(checked.terms, checked.allowed)
    for objection in objections:
        console.print(f"  {objection.advice}")
    noisy = corpus is not None and not _is_quiet(console, checked, lists, corpus, jobs)
    return 1 if objections or noisy else 0


def _files(place: Path | None) -> tuple[Path, ...]:
    if place is None:
        return ()
    if not place.exists():
        raise Invalid("unreadable_file", f"无法读取 {place}：文件不存在")
    return tuple(sorted(place.glob("*.toml"))) if place.is_dir() else (place,)


def _load(lists: tuple[Path, ...]) -> tuple[str, Lexicon]:
    """The digest of the whole ruleset, and the lists to check: the shipped ones where none is named."""
    try:
        rules = ruleset(lists)
        checked = lists or tuple(LEXICONS.glob("*.toml"))
        loaded = lexicon.load((path.name, path.read_bytes()) for path in checked)
    except LexiconError as error:
        raise Invalid("bad_lexicon", f"词库有误：{error}") from error
    if canary := first_silent(rules):
        raise Invalid("bad_lexicon", f"词库有误：{canary.complaint}")
    return rules.digest, loaded


def _is_quiet(console: Console, checked: Lexicon, lists: tuple[Path, ...], corpus: Path, jobs: int) -> bool:
    """Scan the corpus, print what the lists find in it, and say whether that stays within the goals."""
    names = {term.list.name for term in checked.terms}
    found: Counter[str] = Counter()
    characters = 0
    for source in sources([corpus]):
        for each in measure(source, {}, None, jobs, lists):
            if isinstance(each, Tally):
                characters += each.characters
            elif each[0].rule in names and each[0].severity != Severity.HINT:
                found[each[0].text] += 1
    rate = found.total() * PER / max(1, characters)
    console.print(f"在 {characters:,} 字正式文本中报出 {found.total()} 处，每 {PER} 字 {rate:.3f} 处：")
    for text, number in found.most_common(_LISTED):
        console.print(f"  {number:6} {text}")
    return rate <= GOALS["all"]
