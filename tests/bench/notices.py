"""What does the pre-check find in a folder of real notices?

    python tests/bench/notices.py FOLDER

Prints each finding of each .txt file, then blocks, warnings and hints per 1,500 characters.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from app.files.text import decode
from app.scanner.document import Draft
from app.scanner.engine import scan
from app.scanner.ruleset import load

PER = 1500


def main(folder: Path) -> None:
    """Scan each file and print."""
    ruleset, total, characters = load(), Counter[str](), 0
    for path in sorted(folder.glob("*.txt")):
        text = decode(path.read_bytes())
        report = scan(Draft(body=text), ruleset)
        characters += len(text)
        counts = Counter(str(finding.severity) for finding in report.findings)
        total += counts
        print(f"{path.name}: {len(text)} characters, level {report.level}, {dict(counts)}")
        for finding in report.findings:
            line = text.count("\n", 0, finding.start) + 1
            print(f"  {line:4} {finding.severity:5} {finding.code} {finding.text!r} {finding.suggestions}")
    for severity in ("block", "warn", "hint"):
        rate = total[severity] * PER / characters
        print(f"{severity}: {total[severity]} in {characters} characters, {rate:.2f} per {PER}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
