"""Sources of reprints (稿源): SRC."""

from app.scanner.check import Check
from app.scanner.checks.sources.body_differs import body_differs
from app.scanner.checks.sources.source_contradicted import source_contradicted
from app.scanner.checks.sources.source_missing import source_missing
from app.scanner.checks.sources.source_not_listed import source_not_listed
from app.scanner.checks.sources.title_changes_meaning import title_changes_meaning
from app.scanner.checks.sources.unmarked_reprint import unmarked_reprint

SOURCES: tuple[Check, ...] = (
    source_missing,
    source_not_listed,
    source_contradicted,
    unmarked_reprint,
    title_changes_meaning,
    body_differs,
)
