"""The reference page: current, complete, and true in every example."""

from pathlib import Path

import pytest

from app.files.rules import described
from app.scanner.check import About, Check
from app.scanner.checks import CHECKS
from app.scanner.document import Draft
from app.scanner.engine import scan
from app.scanner.lexicon import load
from app.scanner.reference import reference
from app.scanner.ruleset import LEXICONS, build, read
from tests.scanner.office_lists import OFFICE_LISTS

FILES = read(LEXICONS)
RULESET = build([*FILES, *OFFICE_LISTS])
PAGE = Path(__file__).parents[2] / "docs" / "checks.md"


def test_the_page_is_current() -> None:
    current = reference(load(FILES), described())
    assert PAGE.read_text("utf-8") == current, "run: sanshen checks > docs/checks.md"


def test_rules_and_titles_are_unique() -> None:
    assert len({check.rule for check in CHECKS}) == len(CHECKS)
    assert len({check.about.title for check in CHECKS if check.about}) == len(CHECKS)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.rule)
def test_the_examples_are_true(check: Check) -> None:
    assert isinstance(check.about, About), "a check says in Chinese what it finds: about=About(...)"
    assert check.rule in found(check.about.flagged)
    assert check.rule not in found(check.about.clean)


def found(sample: str | Draft) -> set[str]:
    draft = Draft(sample) if isinstance(sample, str) else sample
    return {finding.rule for finding in scan(draft, RULESET).findings}
