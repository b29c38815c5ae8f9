"""However a file is damaged: it is read, or refused with a 4xx."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import AppError
from app.files.content import ReadFile
from app.files.report import precheck_file
from app.rulesets.base import Base
from tests.files.making import read
from tests.files.mutations import damaged, samples

SAMPLES = samples()
RULESET = Base.load(None).ruleset


def need_sound(document: ReadFile) -> None:
    """Places and remarks lie in the text, which is text."""
    document.text.encode()
    assert "\0" not in document.text
    starts = [place.start for place in document.places]
    assert starts == sorted(starts)
    for each in (*document.places, *document.remarks):
        assert 0 <= each.start <= each.end <= len(document.text)


@pytest.mark.parametrize("name", SAMPLES)
def test_the_samples_are_good(name: str) -> None:
    report = precheck_file(read(name, SAMPLES[name]), RULESET)
    assert {"TXT-01", "LNK-01"} <= {finding["code"] for finding in report["findings"]}


@pytest.mark.parametrize("name", SAMPLES)
@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_damage_never_breaks_the_reader(name: str, seed: int) -> None:
    try:
        document = read(name, damaged(name, SAMPLES[name], Random(seed)))
    except AppError as error:
        assert 400 <= error.status < 500
    else:
        need_sound(document)
        precheck_file(document, RULESET)
