"""The reference of all checks (检查项说明) as one Markdown page, out of the checks and lists themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from app.scanner.check import About, Check
from app.scanner.checks import CHECKS
from app.scanner.document import Draft
from app.scanner.finding import CODES, GATES, SEVERITY_TITLES, Severity
from app.scanner.lexicon import Lexicon

_HEAD = """# 检查项说明

本页由 `sanshen checks` 生成，与程序中的说明相同。每项写明查什么、为什么、不查什么，并各举一例。

- **须处理**：须修改或说明理由后才能签审；**提醒**：请核实；**提示**：供参考。
- 同一代码的检查项可能不止一个；“规则”一栏的名称出现在每个问题的 `rule` 字段里。
- 快速预检不运行标有“仅完整预检”的检查项。
"""
_FILES = """## 文件中正文以外的内容

检查 Word、PDF 文件和图片时，另有以下各项；问题所在的位置（段落、表格、页、图片区域）随问题给出。
"""
_LISTS = """## 词库

以下各表的词条由词库给出，每条注明出处；单位可以导入自己的词表。
"""


class FileRule(NamedTuple):
    """What is found in files beside their text: rule, code, severity, and in Chinese what it is."""

    rule: str
    code: str
    severity: Severity
    title: str
    text: str
    basis: str


def reference(lexicon: Lexicon, rules: Iterable[FileRule], checks: Iterable[Check] = CHECKS) -> str:
    """The page: all checks by gate (关) and code, the `rules` on files, the lists of terms of `lexicon`."""
    by_code = sorted(checks, key=lambda check: (check.code, check.rule))
    parts = [_HEAD]
    for gate in GATES:
        parts.append(f"## {gate}\n")
        parts += [_section(check) for check in by_code if CODES[check.code].gate == gate]
    parts += [_FILES, *(_on_files(rule) for rule in sorted(rules, key=lambda rule: (rule.code, rule.rule)))]
    parts += [_LISTS, *_lists(lexicon)]
    return "\n".join(parts).rstrip() + "\n"


def _section(check: Check) -> str:
    about, code = check.about or About(check.rule, "", "", ""), CODES[check.code]
    facts = [f"规则 `{check.rule}`", f"{check.code} {code.title}", f"默认{SEVERITY_TITLES[code.severity]}"]
    facts += ["不能由人放行"] * (not code.overridable) + ["仅完整预检"] * check.slow
    return (
        f"### {about.title}\n\n{'｜'.join(facts)}\n\n{about.text}\n\n"
        f"- 会提示：{_sample(about.flagged)}\n- 不提示：{_sample(about.clean)}\n- 依据：{check.basis}\n"
    )


def _on_files(rule: FileRule) -> str:
    facts = (f"规则 `{rule.rule}`", f"{rule.code} {CODES[rule.code].title}", SEVERITY_TITLES[rule.severity])
    return f"### {rule.title}\n\n{'｜'.join(facts)}\n\n{rule.text}\n\n- 依据：{rule.basis}\n"


def _sample(sample: str | Draft) -> str:
    """An example on one line; of a whole draft what is said of it, by name."""
    if isinstance(sample, str):
        return _code(sample)
    source = sample.source and sample.source.title
    parts = (("标题", sample.title), ("原标题", source), ("来信", sample.question), ("正文", sample.body))
    return "，".join(f"{name} {_code(text)}" for name, text in parts if text)


def _code(text: str) -> str:
    ticks = "``" if "`" in text else "`"
    return f"{ticks}{text.replace(chr(10), ' ↵ ')}{ticks}"


def _lists(lexicon: Lexicon) -> Iterator[str]:
    """One row for each list of terms."""
    counts = Counter(term.list for term in lexicon.terms)
    yield "| 规则 | 代码 | 词条数 |\n|---|---|---|"
    for listed, count in sorted(counts.items(), key=lambda item: (item[0].code, item[0].name)):
        yield f"| `{listed.name}` | {listed.code} {CODES[listed.code].title} | {count} |"
