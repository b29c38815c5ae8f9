"""A ruleset that comes later: one more rule for the level, one more blocking term."""

from __future__ import annotations

from dataclasses import replace

from app.runtime import Runtime
from app.scanner.ruleset import LEXICONS, Ruleset, build

LEVEL_RULE = """
[[rules]]
name = "later"
level = "critical"
source = "nantong"
clause = "本单位"
words = ["窗口"]
"""
TERM = (
    'kind = "terms"\nname = "later"\ncode = "POL-04"\nmessage = "“{text}”应为“{use}”。"\n'
    '[sources.office]\ntitle = "本单位"\ndate = "2026-11-21"\n'
    '[terms]\n"绿色通道" = { use = "便捷通道", source = "office" }\n'
)


def bring_later_rules(runtime: Runtime) -> None:
    """From now on the later ruleset is the one that all organisations share."""
    runtime.rules.base = replace(runtime.rules.base, ruleset=later_ruleset())


def later_ruleset() -> Ruleset:
    """The shipped rules and these two: 窗口 makes a text critical, 绿色通道 is blocked."""
    files = [(path.name, path.read_bytes()) for path in sorted(LEXICONS.glob("*.toml"))]
    files = [(name, data + LEVEL_RULE.encode() * (name == "level.toml")) for name, data in files]
    return build([*files, ("office.toml", TERM.encode())])
