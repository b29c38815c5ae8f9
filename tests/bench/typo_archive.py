"""What its own archive brings an office: sentences put right without and with it.

    python tests/bench/typo_archive.py FILE

FILE has a published text a line (of a table the last cell), such as official replies. The first seven tenths
are the archive; slips are put into every other sentence of the rest.
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

from app.evaluation.samples import lines
from app.evaluation.typo import measure
from app.rulesets.base import Base
from app.scanner.typo.training.noise import MIXED, Slips
from app.scanner.typo.training.office import train_office
from app.scanner.typo.training.packing import dictionary

SENTENCES = 1500
SEED = 1


def main(path: Path) -> None:
    """Print the figures of warnings."""
    texts = [line.split("\t")[-1] for line in lines(path)]
    known = len(texts) * 7 // 10
    found = (each for text in texts[known:] for each in re.findall("[^。！？\n]{12,90}[。！？]", text))
    sentences = list(dict.fromkeys(found))[:SENTENCES]
    slips = Slips(sentences, dictionary(None), MIXED, SEED)
    pairs = [(slips.put_into(each) if at % 2 else each, each) for at, each in enumerate(sentences)]
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "typo_archive.tsv"
        table.write_text("".join(f"{wrong}\t{right}\n" for wrong, right in pairs), encoding="utf-8")
        print_figures("shipped", table, Base.load())
        trained = train_office(texts[:known], Path(folder) / "typo.bin")
        print(f"archive: {trained.characters:,} characters, {trained.share:.0%} of the mixture")
        print_figures("with the archive", table, Base.load(models=Path(folder)))


def print_figures(name: str, table: Path, base: Base) -> None:
    """F1 of sentences, precision of characters, clean sentences flagged."""
    figures = measure(table, base.ruleset).warnings
    print(
        f"{name}: F1 {figures.f1:.1%}, precision {figures.precision:.1%}, clean {figures.clean_flagged:.2%}"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
